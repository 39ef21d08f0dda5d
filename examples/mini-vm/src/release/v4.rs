//! The release after the current one: the CLINT is two devices, as in RISC-V's ACLINT, one for
//! software interrupts and one for time. They take over what older releases have as one.
//!
//! In the machine that runs, it still is one: its halves are made of it, and put back into it.

use std::mem;

use migratable::Migratable;
use migratable::device::{Devices, Former};

use crate::devices::{Clint, Reload};
use crate::error::Error;
use crate::stream::WATCHDOG;
use crate::vm::Vm;

pub(super) fn with_devices<T>(
    vm: &mut Vm,
    act: impl FnOnce(&mut Devices<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let clint = mem::take(&mut vm.bus.clint);
    let mut mswi = Mswi { msip: clint.msip };
    let mut mtimer = Mtimer::of(clint);
    let done = with_halves(vm, &mut mswi, &mut mtimer, act);
    vm.bus.clint = mtimer.with(mswi);
    done
}

fn with_halves<T>(
    vm: &mut Vm,
    mswi: &mut Mswi,
    mtimer: &mut Mtimer,
    act: impl FnOnce(&mut Devices<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let items = vm.items();
    let bus = &mut vm.bus;
    let mut devices = Devices::new();
    devices
        .add("clock", &mut bus.clock)?
        .add("hart0", &mut vm.hart)?
        .add("mswi", mswi)?
        .add("mtimer", mtimer)?
        .add("plic", &mut bus.plic)?
        .add("uart0", &mut bus.uart)?
        .add("rtc", &mut bus.rtc)?
        .add("virtio-blk0", &mut bus.virtio_blk)?
        .add("finisher", &mut bus.finisher)?
        .take_over("mswi", 0, Former::new("clint", 0))?
        .take_over("mtimer", 0, Former::new("clint", 0))?;
    if let Some(watchdog) = &mut bus.watchdog {
        devices.add(WATCHDOG, watchdog)?;
    }
    for item in items {
        devices.declare(item);
    }
    act(&mut devices)
}

/// Software interrupts.
#[derive(Migratable)]
#[migratable(
    device = "mswi",
    takes_over(device = "clint", type = Clint, apply = Self::take_clint),
    crate = super::other,
)]
struct Mswi {
    /// The software interrupt is pending.
    msip: bool,
}

impl Mswi {
    fn take_clint(&mut self, clint: Clint, _: u32) {
        self.msip = clint.msip;
    }
}

/// The timer, with what it did in the CLINT.
#[derive(Migratable)]
#[migratable(
    device = "mtimer",
    takes_over(device = "clint", type = Clint, apply = Self::take_clint),
    crate = super::other,
)]
struct Mtimer {
    /// The timer interrupt is pending while `mtime` is at or past this.
    #[migratable(unit = "ticks")]
    mtimecmp: u64,
    /// `mtime` less the machine's ticks.
    #[migratable(unit = "ticks")]
    mtime_offset: u64,
    /// The timer that reloads itself.
    #[migratable(subsection(tag = 1, needed = Self::reloads), default)]
    reload: Reload,
}

impl Mtimer {
    fn of(clint: Clint) -> Self {
        Self {
            mtimecmp: clint.mtimecmp,
            mtime_offset: clint.mtime_offset,
            reload: clint.reload,
        }
    }

    fn with(self, mswi: Mswi) -> Clint {
        Clint {
            msip: mswi.msip,
            mtimecmp: self.mtimecmp,
            mtime_offset: self.mtime_offset,
            reload: self.reload,
        }
    }

    fn reloads(&self) -> bool {
        self.reload != Reload::default()
    }

    fn take_clint(&mut self, clint: Clint, _: u32) {
        *self = Self::of(clint);
    }
}
