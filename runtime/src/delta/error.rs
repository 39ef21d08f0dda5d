//! What is wrong with a delta.

use core::fmt;

/// A delta could not be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeltaError {
    /// It was made from other bytes than those that it is applied to.
    OtherBase,
    /// It ends early, asks for bytes that its base does not have, or makes a state of
    /// another length than it says.
    Damaged {
        /// Bytes of the delta before what is wrong.
        offset: usize,
    },
}

impl fmt::Display for DeltaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherBase => f.write_str(
                "the delta was made from another state: apply it to the one that `make` had as \
                 its base",
            ),
            Self::Damaged { offset } => write!(
                f,
                "the delta is damaged at offset {offset}: take another one, or a whole state"
            ),
        }
    }
}

impl core::error::Error for DeltaError {}
