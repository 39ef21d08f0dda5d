//! What resolution says in one word.

use core::fmt;

/// Whether a reader can load what a writer wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[must_use]
pub enum Verdict {
    /// Every value of the writer's type loads.
    Compatible,
    /// A value loads if and only if all conditions hold on it.
    Conditional,
    /// No value loads.
    Incompatible,
}

impl Verdict {
    /// The verdict in one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Conditional => "conditional",
            Self::Incompatible => "incompatible",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
