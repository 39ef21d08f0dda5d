//! The first release: the devices that are not today what they were. What has changed since is said
//! where it stands:
//!
//! - CLINT: `timecmp` is called `mtimecmp`; `epoch` is retired, its value goes into `mtime_offset`;
//!   the timer that reloads itself is new, a subsection;
//! - PLIC: twice as many sources, so the priorities grew and the bit sets were widened;
//! - finisher: the register `reason` is new, and the variant `Reset`;
//! - the watchdog is new.

use migratable::Migratable;
use migratable::device::Devices;

use super::as_release::As;
use crate::error::Error;
use crate::vm::Vm;

pub(super) fn with_devices<T>(
    vm: &mut Vm,
    act: impl FnOnce(&mut Devices<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    if vm.bus.watchdog.is_some() {
        return Err(Error::NotInRelease("watchdog"));
    }
    let items = vm.items();
    let bus = &mut vm.bus;
    let mut clint = As::<Clint, _>::new(&mut bus.clint);
    let mut plic = As::<Plic, _>::new(&mut bus.plic);
    let mut finisher = As::<Finisher, _>::new(&mut bus.finisher);
    let mut devices = Devices::new();
    devices
        .add("clock", &mut bus.clock)?
        .add("hart0", &mut vm.hart)?
        .add("clint", &mut clint)?
        .add("plic", &mut plic)?
        .add("uart0", &mut bus.uart)?
        .add("rtc", &mut bus.rtc)?
        .add("virtio-blk0", &mut bus.virtio_blk)?
        .add("finisher", &mut finisher)?;
    for item in items {
        devices.declare(item);
    }
    act(&mut devices)
}

/// Timer and software interrupts.
#[derive(Migratable)]
#[migratable(device = "clint", crate = super::other)]
struct Clint {
    /// The software interrupt is pending.
    msip: bool,
    /// The timer interrupt is pending while `mtime` is at or past this.
    #[migratable(unit = "ticks")]
    timecmp: u64,
    /// The low word of what `mtime` is more than the machine's ticks.
    #[migratable(unit = "ticks")]
    mtime_offset: u64,
    /// Its high word.
    #[migratable(default = 0)]
    epoch: u32,
}

/// Interrupt controller of 31 sources. In the bit sets, bit *n* is source *n*.
#[derive(Migratable)]
#[migratable(device = "plic", crate = super::other)]
struct Plic {
    /// Priority of each source, 0 (never interrupts) to 7.
    #[migratable(fill = 0)]
    priority: [u8; 32],
    /// Sources whose interrupt waits to be claimed.
    pending: u32,
    /// Sources whose interrupt was claimed and is not yet completed.
    claimed: u32,
    /// Sources that may interrupt.
    enable: u32,
    /// Only priorities above this interrupt.
    #[migratable(range = 0..=7)]
    threshold: u8,
}

/// Power switch.
#[derive(Migratable)]
#[migratable(device = "finisher", crate = super::other)]
struct Finisher {
    /// Whether the guest still runs.
    power: Power,
}

/// What the guest has decided.
#[derive(Migratable)]
enum Power {
    /// To run.
    On,
    /// To be switched off.
    Off {
        /// The guest's exit code.
        code: u16,
    },
}
