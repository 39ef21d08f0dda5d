//! Devices that cannot be saved now.

use super::devices::Devices;
use super::error::{Blocker, MachineError};
use super::lent::Access;
use alloc::vec::Vec;

impl<S: Access> Devices<'_, S> {
    /// The devices that cannot be saved now, by what their `blocked` says, of those that
    /// are needed: before a destination is looked for, or to tell a user why there is no migration.
    ///
    /// A save, and [`check_conditions`](Self::check_conditions), ask by themselves.
    ///
    /// # Errors
    ///
    /// If a device is not to be had.
    pub fn blockers(&self) -> Result<Vec<Blocker>, MachineError> {
        let mut blockers = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.blocks) {
            let reason = entry.with(|device| match device.needed() {
                true => device.blocked(),
                // It is not saved.
                false => None,
            })?;
            blockers.extend(reason.map(|reason| Blocker {
                instance: entry.name(),
                device: entry.schema.device(),
                reason,
            }));
        }
        Ok(blockers)
    }

    /// Says that none is blocked.
    pub(super) fn are_free(&self) -> Result<(), MachineError> {
        let blockers = self.blockers()?;
        match blockers.is_empty() {
            true => Ok(()),
            false => Err(MachineError::Blocked { blockers }),
        }
    }
}
