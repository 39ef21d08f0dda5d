//! The first release: the devices that are not today what they were.

use migratable::Migratable;

use super::v2::Uart;
use super::{Set, Wire};
use crate::devices::{self, Reload};
use crate::error::Error;

pub(super) type Devices = Set<Clint, Plic, Uart, Finisher>;

const SOURCES: usize = 32;

/// Timer and software interrupts.
#[derive(Migratable)]
#[migratable(device = "clint", crate = super::other)]
pub struct Clint {
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

impl Wire<devices::Clint> for Clint {
    fn from_live(clint: devices::Clint) -> Result<Self, Error> {
        if clint.reload != Reload::default() {
            return Err(unknown("clint", "a timer that reloads itself"));
        }
        Ok(Self {
            msip: clint.msip,
            timecmp: clint.mtimecmp,
            mtime_offset: clint.mtime_offset & 0xffff_ffff,
            epoch: (clint.mtime_offset >> 32) as u32,
        })
    }

    fn into_live(self) -> devices::Clint {
        let epoch = u64::from(self.epoch) << 32;
        devices::Clint {
            msip: self.msip,
            mtimecmp: self.timecmp,
            mtime_offset: self.mtime_offset.wrapping_add(epoch),
            reload: Reload::default(),
        }
    }
}

/// Interrupt controller of 31 sources. In the bit sets, bit *n* is source *n*.
#[derive(Migratable)]
#[migratable(device = "plic", crate = super::other)]
pub struct Plic {
    /// Priority of each source, 0 (never interrupts) to 7.
    #[migratable(fill = 0)]
    priority: [u8; SOURCES],
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

impl Wire<devices::Plic> for Plic {
    fn from_live(plic: devices::Plic) -> Result<Self, Error> {
        let narrow = |set| u32::try_from(set).map_err(|_| too_many_sources());
        let Some((priority, more)) = plic.priority.split_first_chunk() else {
            return Err(too_many_sources());
        };
        if more.iter().any(|priority| *priority != 0) {
            return Err(too_many_sources());
        }
        Ok(Self {
            priority: *priority,
            pending: narrow(plic.pending)?,
            claimed: narrow(plic.claimed)?,
            enable: narrow(plic.enable)?,
            threshold: plic.threshold,
        })
    }

    fn into_live(self) -> devices::Plic {
        let mut plic = devices::Plic {
            pending: self.pending.into(),
            claimed: self.claimed.into(),
            enable: self.enable.into(),
            threshold: self.threshold,
            ..devices::Plic::default()
        };
        for (wide, narrow) in plic.priority.iter_mut().zip(self.priority) {
            *wide = narrow;
        }
        plic
    }
}

/// Power switch.
#[derive(Migratable)]
#[migratable(device = "finisher", crate = super::other)]
pub struct Finisher {
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

impl Wire<devices::Finisher> for Finisher {
    fn from_live(finisher: devices::Finisher) -> Result<Self, Error> {
        let power = match finisher.power {
            _ if finisher.reason != 0 => return Err(unknown("finisher", "the register `reason`")),
            devices::Power::On => Power::On,
            devices::Power::Off { code } => Power::Off { code },
            devices::Power::Reset => return Err(unknown("finisher", "a reset")),
        };
        Ok(Self { power })
    }

    fn into_live(self) -> devices::Finisher {
        let power = match self.power {
            Power::On => devices::Power::On,
            Power::Off { code } => devices::Power::Off { code },
        };
        devices::Finisher { power, reason: 0 }
    }
}

fn too_many_sources() -> Error {
    unknown("plic", "sources above 31")
}

fn unknown(device: &'static str, what: &str) -> Error {
    Error::Release {
        device,
        what: what.to_owned(),
    }
}
