//! What all decoders of one load share.

use core::cell::Cell;

use crate::budget::Budget;

/// The circumstances of a load, behind the decoders of all its parts.
#[derive(Debug)]
pub(crate) struct Context<'b> {
    /// What is still to be had for new values. `None` where that was drawn
    /// already, when the bytes were checked.
    budget: Option<&'b Budget>,
    /// Whether code of the author runs.
    pub(super) runs_hooks: bool,
    /// The older meaning that the device has to upgrade from.
    upgrade_from: Cell<Option<u32>>,
    /// Whether a default is loaded, which is compared with nothing.
    pub(super) loads_default: Cell<bool>,
}

impl<'b> Context<'b> {
    /// Bytes that nobody has looked at yet.
    pub(crate) const fn unchecked(budget: &'b Budget) -> Self {
        Self {
            budget: Some(budget),
            ..Context::checked()
        }
    }

    /// Bytes that were checked, and whose memory was drawn.
    pub(crate) const fn checked() -> Self {
        Self {
            budget: None,
            runs_hooks: true,
            upgrade_from: Cell::new(None),
            loads_default: Cell::new(false),
        }
    }

    /// The value's own state, put back without running any code of its author.
    pub(crate) const fn putting_back() -> Self {
        Self {
            runs_hooks: false,
            ..Context::checked()
        }
    }

    /// The state has the meaning of an older version.
    pub(crate) fn upgrading(self, from: Option<u32>) -> Self {
        self.upgrade_from.set(from);
        self
    }

    pub(super) fn budget(&self) -> Option<&'b Budget> {
        self.budget
    }

    pub(super) fn take_upgrade(&self) -> Option<u32> {
        self.upgrade_from.take()
    }
}
