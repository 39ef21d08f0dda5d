//! From a layout to a list of devices, for one save or load.

use super::devices::{Devices, SendDevices};
use super::entry::Entry;
use super::error::MachineError;
use super::layout::{Identity, Layout};
use super::lent::{Access, Lent, SendLent};
use alloc::format;
use alloc::string::String;

impl Layout {
    /// The devices of one save or load, at their places: as many as there are, in the
    /// order in which they were added to the list that the layout is of.
    ///
    /// # Errors
    ///
    /// If they are more or fewer, one is of another type than the one that was added
    /// there, one is lent twice, or is not to be had.
    pub fn lend<'a, D: Into<Lent<'a>>>(
        &self,
        devices: impl IntoIterator<Item = D>,
    ) -> Result<Devices<'a>, MachineError> {
        fill(self, devices.into_iter().map(Into::into))
    }

    /// As [`lend`](Self::lend), for a list that another thread may use.
    ///
    /// # Errors
    ///
    /// As [`lend`](Self::lend).
    pub fn lend_send<'a, D: Into<SendLent<'a>>>(
        &self,
        devices: impl IntoIterator<Item = D>,
    ) -> Result<SendDevices<'a>, MachineError> {
        fill(self, devices.into_iter().map(Into::into))
    }
}

fn fill<'a, S: Access>(
    layout: &Layout,
    devices: impl Iterator<Item = S>,
) -> Result<Devices<'a, S>, MachineError> {
    let mut lent = Devices::empty(layout.clone());
    let mut identities = layout.identities().iter();
    for device in devices {
        let identity = identities.next().ok_or_else(|| {
            let has = layout.identities().len();
            other(format!("it has {has} devices, and more were lent"))
        })?;
        lent.put(of_identity(identity, device)?)?;
    }
    match identities.next() {
        Some(identity) => Err(other(format!("no device was lent for {}", identity.name()))),
        None => Ok(lent),
    }
}

fn of_identity<S: Access>(identity: &Identity, device: S) -> Result<Entry<S>, MachineError> {
    let mut entry = Entry::new(identity.path.clone(), identity.instance_id, device)?;
    entry.aliases.clone_from(&identity.aliases);
    entry.takes_over.clone_from(&identity.takes_over);
    let (expected, found) = (identity.device, entry.schema.device());
    match found == expected {
        true => Ok(entry),
        false => Err(other(format!(
            "it has the device `{expected}` at {}, and `{found}` was lent",
            identity.name()
        ))),
    }
}

fn other(problem: String) -> MachineError {
    MachineError::OtherLayout { problem }
}
