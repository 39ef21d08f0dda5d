//! The state of a machine as plain data.

use crate::clock::Clock;
use crate::devices::virtio_blk::VirtioBlkState;
use crate::devices::{Clint, Finisher, Plic, RtcState, SerialState};
use crate::error::Error;
use crate::hart::Hart;
use crate::vm::Vm;

/// All that a machine must be given to go on where another stopped.
#[derive(Clone)]
pub struct MachineState {
    /// Registers and the like.
    pub devices: DeviceState,
    /// All of RAM.
    pub ram: Vec<u8>,
    /// All of the disk.
    pub disk: Vec<u8>,
}

/// The state of all devices, without what is in RAM and on the disk.
#[derive(Clone)]
pub struct DeviceState {
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
}

impl Vm {
    /// Copies the machine's state out.
    pub fn state(&self) -> MachineState {
        MachineState {
            devices: self.devices(),
            ram: self.bus.ram.contents(),
            disk: self.bus.virtio_blk.disk.image().to_vec(),
        }
    }

    /// Copies the devices' state out.
    pub fn devices(&self) -> DeviceState {
        let bus = &self.bus;
        DeviceState {
            clock: bus.clock.clone(),
            hart: self.hart.clone(),
            clint: bus.clint.clone(),
            plic: bus.plic.clone(),
            uart: bus.uart.state(),
            rtc: bus.rtc.state(),
            virtio_blk: bus.virtio_blk.state(),
            finisher: bus.finisher.clone(),
        }
    }

    /// Goes on from `state`. After an error the machine is of no further use.
    pub fn set_state(&mut self, state: &MachineState) -> Result<(), Error> {
        self.bus.ram.load(0, &state.ram)?;
        self.bus.virtio_blk.disk.set_image(&state.disk)?;
        self.set_devices(state.devices.clone())
    }

    /// Goes on with devices in this state. After an error the machine is of no further use.
    pub fn set_devices(&mut self, state: DeviceState) -> Result<(), Error> {
        self.hart = state.hart;
        let bus = &mut self.bus;
        bus.clock = state.clock;
        bus.clint = state.clint;
        bus.plic = state.plic;
        bus.uart.set_state(&state.uart)?;
        bus.rtc.set_state(&state.rtc);
        bus.virtio_blk.set_state(&state.virtio_blk)?;
        bus.finisher = state.finisher;
        bus.settle();
        Ok(())
    }
}
