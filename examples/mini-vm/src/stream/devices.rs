//! The machine's devices in a stream, each at its path, and its memory.

use migratable::device::{Devices, MachineError};
use migratable::stream::BulkItem;

use crate::vm::Vm;

/// Name of the bulk item that is RAM.
pub const RAM: &str = "ram";
/// Path of the device that not every machine has.
pub(crate) const WATCHDOG: &str = "watchdog";
/// Name of the bulk item that is what is on the disk.
pub const DISK: &str = "disk";

impl Vm {
    /// The devices themselves, as they run, in the order in which they are loaded; and what memory
    /// there is beside them.
    pub fn devices(&mut self) -> Result<Devices<'_>, MachineError> {
        let items = self.items();
        let bus = &mut self.bus;
        let mut devices = Devices::new();
        devices
            .add("clock", &mut bus.clock)?
            .add("hart0", &mut self.hart)?
            .add("clint", &mut bus.clint)?
            .add("plic", &mut bus.plic)?
            .add("uart0", &mut bus.uart)?
            .add("rtc", &mut bus.rtc)?
            .add("virtio-blk0", &mut bus.virtio_blk)?
            .add("finisher", &mut bus.finisher)?;
        if let Some(watchdog) = &mut bus.watchdog {
            devices.add(WATCHDOG, watchdog)?;
        }
        for item in items {
            devices.declare(item);
        }
        Ok(devices)
    }

    /// RAM and disk, which go beside the devices: how large they are, and that a stream has all of
    /// them.
    pub fn items(&self) -> [BulkItem; 2] {
        let disk = self.bus.virtio_blk.disk.image();
        [
            BulkItem::whole(RAM, self.bus.ram.size() as u64),
            BulkItem::whole(DISK, disk.len() as u64),
        ]
    }
}
