//! Who loads whose state.

use clap::ValueEnum;
use migratable::resolve::Rule;

/// The directions that matter to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mode {
    /// The newer release loads what the older one wrote
    Backward,
    /// The older release loads what the newer one wrote
    Forward,
    /// Both
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Backward,
    Forward,
}

impl Direction {
    /// In a document.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
        }
    }

    /// For people.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Backward => "new reads old",
            Self::Forward => "old reads new",
        }
    }

    /// What the newer release can do about a finding: the older one stays as it is.
    pub(crate) fn hint(self, rule: &Rule) -> &'static str {
        match self {
            Self::Backward => rule.hint,
            Self::Forward => rule.writer_hint,
        }
    }
}

impl Mode {
    pub(crate) fn directions(self) -> &'static [Direction] {
        match self {
            Self::Backward => &[Direction::Backward],
            Self::Forward => &[Direction::Forward],
            Self::Full => &[Direction::Backward, Direction::Forward],
        }
    }
}
