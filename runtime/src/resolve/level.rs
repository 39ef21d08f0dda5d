//! What a finding counts for where releases are checked.

use core::fmt;

/// What a finding counts for where releases are checked, as in CI. It says nothing of
/// what loads: that is the [`Verdict`](super::Verdict).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Allow,
    /// It is shown, and the check passes.
    Warn,
    /// The check fails.
    Deny,
    /// The check fails, and nobody can say otherwise.
    Forbid,
}

impl Level {
    /// The level in one lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
            Self::Forbid => "forbid",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
