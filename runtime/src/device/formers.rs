//! Devices of other releases, whose state a device takes over.

use super::error::MachineError;
use crate::stream::InstanceAlias;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A device of another release, whose state
/// [`Devices::take_over`](super::Devices::take_over) hands to those that go on
/// with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    place: InstanceAlias,
    part: u32,
}

impl Former {
    /// The device at this path, of this id.
    pub fn new(path: impl Into<String>, instance_id: u32) -> Self {
        Self {
            place: InstanceAlias::new(path, instance_id),
            part: 0,
        }
    }

    /// Why a device does not take over from it.
    pub(super) fn unfit(&self, instance: String, problem: &'static str) -> MachineError {
        MachineError::BadTakeOver {
            instance,
            former: self.place.to_string(),
            problem,
        }
    }

    /// The same, with a number for the `apply` of [`takes_over`](macro@crate::Migratable): which
    /// part of the old state a device takes, or which of several old ones it is. 0 unless it is
    /// given.
    #[must_use]
    pub fn part(self, part: u32) -> Self {
        Self { part, ..self }
    }
}

/// What a device takes over from.
#[derive(Clone, Default)]
pub(super) struct TakesOver {
    pub(super) places: Vec<InstanceAlias>,
    /// Of each.
    parts: Vec<u32>,
}

impl TakesOver {
    pub(super) fn add(&mut self, instance: String, former: &Former) -> Result<(), MachineError> {
        let Former { place, part } = former;
        if self.places.contains(place) {
            return Err(former.unfit(instance, "it is said already that it does"));
        }
        self.places.push(place.clone());
        self.parts.push(*part);
        Ok(())
    }

    pub(super) fn part(&self, place: usize) -> u32 {
        self.parts.get(place).copied().unwrap_or_default()
    }
}
