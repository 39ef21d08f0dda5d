//! Why a migration failed, or is in doubt.

use alloc::string::String;
use core::fmt;
use core::time::Duration;

use super::timer::Phase;
use crate::base::text::escape;

/// Why a migration failed, or why a side is in doubt whose the guest is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A phase took longer than it may.
    Late {
        /// The phase.
        phase: Phase,
        /// How long it may take.
        within: Duration,
    },
    /// The other side refuses.
    Refused {
        /// Why, in its words, which are escaped when they are shown.
        reason: String,
    },
    /// The program on this side gave up.
    GaveUp {
        /// Why, in its words.
        reason: String,
    },
    /// The connection was lost.
    Closed {
        /// What is known of it.
        reason: String,
    },
    /// The other side says something that it must not say, or not now.
    Unexpected {
        /// What is wrong with it.
        problem: String,
    },
    /// An operator has decided.
    Operator,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late { phase, within } => write!(f, "{phase} took longer than {within:?}"),
            Self::Refused { reason } => write!(f, "the other side refuses: {}", escape(reason)),
            Self::GaveUp { reason } => f.write_str(reason),
            Self::Closed { reason } => write!(f, "the connection was lost: {reason}"),
            Self::Unexpected { problem } => f.write_str(problem),
            Self::Operator => f.write_str("an operator has decided"),
        }
    }
}

impl core::error::Error for Reason {}
