//! What the devices are in a stream, release by release.
//!
//! A real emulator is one release at a time, and where its structs are all state the derive stands
//! on them. So it is here for the [current](v2) release. To show what happens between releases, the
//! program can also write and read the devices as [an older one](v1) did and as [a careless newer
//! one](v3) would: these have structs of their own for the devices that differ.

pub(crate) mod foreign;
pub mod memory;
mod other;
pub mod v1;
pub mod v2;
pub mod v3;

use std::{fmt, io};

use migratable::device::Devices;
use migratable::stream::{Limits, StreamReader, StreamWriter};
use migratable::{Device, Migratable};
use vm_superio::{RtcState, SerialState};

use crate::clock::Clock;
use crate::console::Console;
use crate::devices::virtio_blk::VirtioBlkState;
use crate::devices::{Clint, Finisher, Plic};
use crate::error::Error;
use crate::hart::Hart;
use crate::pages::PageSet;
use crate::state::DeviceState;
use crate::stream::header;
use crate::vm::Vm;
use foreign::RtcStateDef;
use memory::Memory;

/// Path of RAM's section, and name of its bulk item.
pub const RAM: &str = "ram";
/// Path of the disk contents' section, and name of their bulk item.
pub const DISK: &str = "disk";

/// A release of the devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// The first.
    V1,
    /// The current one.
    #[default]
    V2,
    /// One that breaks what it should not.
    V3,
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
        })
    }
}

impl Release {
    /// The devices as this release writes and reads them. Fails if they are in a state that it does
    /// not know.
    pub fn machine(
        self,
        state: DeviceState,
        ram: Memory,
        disk: Memory,
    ) -> Result<Box<dyn Machine>, Error> {
        Ok(match self {
            Self::V1 => Box::new(v1::Devices::new(state, ram, disk)?),
            Self::V2 => Box::new(v2::Devices::new(state, ram, disk)?),
            Self::V3 => Box::new(v3::Devices::new(state, ram, disk)?),
        })
    }

    /// The devices of `vm` as this release writes and reads them, for a stream that has `ram` and
    /// `disk` of its pages.
    pub fn machine_of(
        self,
        vm: &Vm,
        ram: &PageSet,
        disk: &PageSet,
    ) -> Result<Box<dyn Machine>, Error> {
        let ram = Memory::new(vm.bus.ram.size(), ram);
        let disk = Memory::new(vm.bus.virtio_blk.disk.image().len(), disk);
        self.machine(vm.devices(), ram, disk)
    }

    /// The devices of a new machine, to be loaded into.
    pub fn new_machine(self, vm: &Vm) -> Result<Box<dyn Machine>, Error> {
        let nothing = PageSet::none(0);
        self.machine_of(vm, &nothing, &nothing)
    }

    /// The schemas of its devices, as JSON.
    pub fn schemas(self) -> Result<Vec<String>, Error> {
        let mut machine = self.new_machine(&Vm::bare(Console::new(io::sink()))?)?;
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default())?;
        machine.devices()?.save_prologue(&mut writer)?;
        writer.flush()?;
        let reader = StreamReader::new(&writer.get_mut()[..], Limits::default())?;
        Ok(reader.prologue().schemas.clone())
    }
}

/// All devices of the machine, as some release writes and reads them.
pub trait Machine {
    /// Each device at its path.
    fn devices(&mut self) -> Result<Devices<'_>, Error>;
    /// Which pages of RAM and of the disk are in the stream.
    fn memories(&self) -> (&Memory, &Memory);
    /// The state that the devices are in.
    fn into_state(self: Box<Self>) -> DeviceState;
}

/// A device in a stream, made from the state `S` of the running one.
trait Wire<S>: Device {
    fn from_live(state: S) -> Result<Self, Error>;
    fn into_live(self) -> S;
}

/// Whose struct is all state is in the stream as it is.
impl<D: Device> Wire<D> for D {
    fn from_live(state: D) -> Result<Self, Error> {
        Ok(state)
    }

    fn into_live(self) -> D {
        self
    }
}

/// PL031 real-time clock.
#[derive(Migratable)]
#[migratable(device = "rtc", transparent)]
struct Rtc(#[migratable(with = RtcStateDef)] RtcState);

/// The devices of a release. The parameters are those that differ between releases.
struct Set<C, P, U, F> {
    clock: Clock,
    hart: Hart,
    clint: C,
    plic: P,
    uart: U,
    rtc: Rtc,
    virtio_blk: VirtioBlkState,
    finisher: F,
    ram: Memory,
    disk: Memory,
}

impl<C, P, U, F> Set<C, P, U, F>
where
    C: Wire<Clint>,
    P: Wire<Plic>,
    U: Wire<SerialState>,
    F: Wire<Finisher>,
{
    fn new(state: DeviceState, ram: Memory, disk: Memory) -> Result<Self, Error> {
        Ok(Self {
            clock: state.clock,
            hart: state.hart,
            clint: C::from_live(state.clint)?,
            plic: P::from_live(state.plic)?,
            uart: U::from_live(state.uart)?,
            rtc: Rtc(state.rtc),
            virtio_blk: state.virtio_blk,
            finisher: F::from_live(state.finisher)?,
            ram,
            disk,
        })
    }
}

impl<C, P, U, F> Machine for Set<C, P, U, F>
where
    C: Wire<Clint>,
    P: Wire<Plic>,
    U: Wire<SerialState>,
    F: Wire<Finisher>,
{
    fn devices(&mut self) -> Result<Devices<'_>, Error> {
        let mut devices = Devices::new();
        devices
            .add(RAM, &mut self.ram)?
            .add(DISK, &mut self.disk)?
            .add("clock", &mut self.clock)?
            .add("hart0", &mut self.hart)?
            .add("clint", &mut self.clint)?
            .add("plic", &mut self.plic)?
            .add("uart0", &mut self.uart)?
            .add("rtc", &mut self.rtc)?
            .add("virtio-blk0", &mut self.virtio_blk)?
            .add("finisher", &mut self.finisher)?;
        Ok(devices)
    }

    fn memories(&self) -> (&Memory, &Memory) {
        (&self.ram, &self.disk)
    }

    fn into_state(self: Box<Self>) -> DeviceState {
        DeviceState {
            clock: self.clock,
            hart: self.hart,
            clint: self.clint.into_live(),
            plic: self.plic.into_live(),
            uart: self.uart.into_live(),
            rtc: self.rtc.0,
            virtio_blk: self.virtio_blk,
            finisher: self.finisher.into_live(),
        }
    }
}
