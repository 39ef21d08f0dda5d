//! What moves.

use migratable::Migratable;
use migratable::device::{Devices, MachineError};

/// A counter that a guest would see, and whether it may count.
#[derive(Debug, Default, Clone, PartialEq, Eq, Migratable)]
#[migratable(device = "timer")]
pub struct Machine {
    /// Ticks since power-on.
    #[migratable(unit = "ticks")]
    pub count: u64,
    /// Whether the guest runs on this side.
    #[migratable(skip = false)]
    pub runs: bool,
}

impl Machine {
    pub(crate) fn devices(&mut self) -> Result<Devices<'_>, MachineError> {
        let mut devices = Devices::new();
        devices.add("/timer", self)?;
        Ok(devices)
    }
}
