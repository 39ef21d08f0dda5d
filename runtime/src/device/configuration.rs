//! What the devices say of their configuration.

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::judgement::Side;
use super::lent::Access;
use crate::resolve::first_change;
use crate::value;
use alloc::vec;
use alloc::vec::Vec;

impl<S: Access> Devices<'_, S> {
    /// The configuration of each device: at the source what it uses, at the destination
    /// what it has and offers. Empty where there is none.
    pub(super) fn configurations(&self, side: Side) -> Result<Vec<Vec<u8>>, MachineError> {
        let entries = self.entries.iter();
        entries.map(|entry| entry.configuration(side)).collect()
    }
}

impl<S: Access> Entry<S> {
    fn is_configured(&self) -> bool {
        self.schema.ty().summary().is_configured()
    }

    fn configuration(&self, side: Side) -> Result<Vec<u8>, MachineError> {
        if !self.is_configured() {
            return Ok(Vec::new());
        }
        let said = self.with(|device| {
            let mut payload = vec![0; device.encoded_len()];
            device.encode(&mut payload)?;
            let said = match side {
                Side::Source => value::configuration(self.schema, &payload),
                Side::Destination => {
                    let limits = device.limits(&payload)?;
                    value::live_configuration(self.schema, &payload, &limits)
                }
            };
            Ok(said.unwrap_or_default())
        })?;
        match (said, side) {
            (Ok(said), _) => Ok(said),
            (Err(fault), Side::Source) => Err(self.cannot_encode(fault)),
            // A device that waits for its state may not have a valid one. The load
            // compares what this leaves out.
            (Err(_), Side::Destination) => Ok(Vec::new()),
        }
    }

    /// Says that a payload has the configuration that was offered.
    pub(super) fn is_as_offered(&self, offered: &[u8], payload: &[u8]) -> Result<(), MachineError> {
        if !self.is_configured() {
            return Ok(());
        }
        let now = value::configuration(self.schema, payload).unwrap_or_default();
        if now == offered {
            return Ok(());
        }
        let (path, before, now) = first_change(self.schema, offered, &now).unwrap_or_default();
        Err(MachineError::ConfigurationChanged {
            instance: self.name(),
            device: self.schema.device(),
            path,
            offered: before,
            now,
        })
    }
}
