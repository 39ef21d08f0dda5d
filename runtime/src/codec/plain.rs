//! Plain types: those whose values can be read from any bytes of their length.
//!
//! Reading them returns the value itself and not a `Result`, which would be
//! copied at each level of nesting, and has no branches: what is not allowed is
//! noted, replaced by something that is, and tested once behind the last field.

use crate::base::fault::{Fault, Reason};

/// What was not allowed in the values that were read.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Invalid {
    pub(super) is_truncated: bool,
    pub(super) has_bool: bool,
}

impl Invalid {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn is_nothing(self) -> bool {
        !(self.is_truncated | self.has_bool)
    }

    /// Says that all was allowed.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn check(self) -> Result<(), Fault> {
        if self.is_nothing() {
            return Ok(());
        }
        Err(self.fault())
    }

    #[cold]
    fn fault(self) -> Fault {
        let reason = match self.is_truncated {
            true => Reason::Truncated,
            false => Reason::Bool,
        };
        reason.into()
    }
}
