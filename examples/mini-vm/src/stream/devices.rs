//! The machine's devices in a stream, each at its path.

use migratable::device::{Devices, MachineError};

use super::memory::Manifest;
use crate::vm::Vm;

/// Path of what is said of RAM, and name of its bulk item.
pub const RAM: &str = "ram";
/// Path of what is said of the disk's contents, and name of their bulk item.
pub const DISK: &str = "disk";

impl Vm {
    /// The devices themselves, as they run, in the order in which they are loaded. RAM and disk are
    /// not among them: they go by bulk, and `manifest` says what there is of them.
    pub fn devices<'a>(
        &'a mut self,
        manifest: &'a mut Manifest,
    ) -> Result<Devices<'a>, MachineError> {
        let bus = &mut self.bus;
        let mut devices = Devices::new();
        devices
            .add(RAM, &mut manifest.ram)?
            .add(DISK, &mut manifest.disk)?
            .add("clock", &mut bus.clock)?
            .add("hart0", &mut self.hart)?
            .add("clint", &mut bus.clint)?
            .add("plic", &mut bus.plic)?
            .add("uart0", &mut bus.uart)?
            .add("rtc", &mut bus.rtc)?
            .add("virtio-blk0", &mut bus.virtio_blk)?
            .add("finisher", &mut bus.finisher)?;
        Ok(devices)
    }
}
