//! What a load did with the devices of a machine.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::base::text::escape;

/// What was loaded. All devices were, but those that the stream has no state of and that
/// do without, as their `needed` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// The devices that keep the state that they had, in the order in which devices are
    /// loaded. Of their hooks, only `loaded` has run.
    pub kept: Vec<Kept>,
}

/// A device that keeps the state that it had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// Path and id.
    pub instance: String,
    /// Name of the device's type.
    pub device: &'static str,
    /// Why there is no state of it.
    pub why: Absence,
}

/// Why a stream has no state of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absence {
    /// The source has the device, and it was not needed.
    NotNeeded,
    /// The source does not have it.
    NotSent,
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            instance, device, ..
        } = self;
        let why = match self.why {
            Absence::NotNeeded => "it was not needed at the source",
            Absence::NotSent => "the source does not have it",
        };
        let instance = escape(instance);
        write!(f, "device {instance} ({device}): keeps its state, as {why}")
    }
}
