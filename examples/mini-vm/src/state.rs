//! The state of a machine as plain data, one field for each device.

use crate::clock::Clock;
use crate::devices::virtio_blk::VirtioBlkState;
use crate::devices::{Clint, Finisher, Plic, RtcState, SerialState};
use crate::error::Error;
use crate::hart::Hart;
use crate::vm::Vm;

/// All that a machine must be given to go on where another stopped.
#[derive(Clone)]
pub struct MachineState {
    /// Time of the machine.
    pub clock: Clock,
    /// The hart.
    pub hart: Hart,
    /// Timer and software interrupts.
    pub clint: Clint,
    /// Interrupt controller.
    pub plic: Plic,
    /// Serial port.
    pub uart: SerialState,
    /// Real-time clock.
    pub rtc: RtcState,
    /// Disk, without its contents.
    pub virtio_blk: VirtioBlkState,
    /// Power switch.
    pub finisher: Finisher,
    /// All of RAM.
    pub ram: Vec<u8>,
    /// All of the disk.
    pub disk: Vec<u8>,
}

impl Vm {
    /// Copies the machine's state out.
    pub fn state(&self) -> MachineState {
        let bus = &self.bus;
        MachineState {
            clock: bus.clock.clone(),
            hart: self.hart.clone(),
            clint: bus.clint.clone(),
            plic: bus.plic.clone(),
            uart: bus.uart.state(),
            rtc: bus.rtc.state(),
            virtio_blk: bus.virtio_blk.state(),
            finisher: bus.finisher.clone(),
            ram: bus.ram.contents(),
            disk: bus.virtio_blk.disk.image().to_vec(),
        }
    }

    /// Goes on from `state`. After an error the machine is of no further use.
    pub fn set_state(&mut self, state: &MachineState) -> Result<(), Error> {
        self.hart = state.hart.clone();
        let bus = &mut self.bus;
        bus.clock = state.clock.clone();
        bus.clint = state.clint.clone();
        bus.plic = state.plic.clone();
        bus.uart.set_state(&state.uart)?;
        bus.rtc.set_state(&state.rtc);
        bus.virtio_blk.set_state(&state.virtio_blk)?;
        bus.finisher = state.finisher.clone();
        bus.ram.load(0, &state.ram)?;
        bus.virtio_blk.disk.set_image(&state.disk)?;
        bus.settle();
        Ok(())
    }
}
