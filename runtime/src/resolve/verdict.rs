//! What resolution says in one word.

use core::fmt;

/// Whether a reader can load what a writer wrote; from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[must_use]
pub enum Verdict {
    /// Every value of the writer's type loads.
    Compatible,
    /// A value loads if and only if all conditions hold on it.
    Conditional,
    /// The schemas differ in more places than are compared, so that nothing is said of
    /// values. It counts as a refusal.
    NotJudged,
    /// No value loads.
    Incompatible,
}

impl Verdict {
    /// The verdict in lower-case words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Conditional => "conditional",
            Self::NotJudged => "not judged",
            Self::Incompatible => "incompatible",
        }
    }

    /// Whether state may be loaded: all of it, or what meets the conditions.
    #[must_use]
    pub const fn permits_loading(self) -> bool {
        matches!(self, Self::Compatible | Self::Conditional)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
