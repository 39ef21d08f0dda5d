//! The guest program and how it is started. Its source is in `guest/`.

use crate::error::Error;
use crate::memory::{RAM_BASE, RAM_SIZE, Ram};

/// A flat image that starts at the base of RAM.
const IMAGE: &[u8] = include_bytes!("../guest/guest.bin");

const BOOT_PARAMS: u32 = RAM_SIZE - 4096;
const BOOT_MAGIC: u32 = u32::from_le_bytes(*b"mvm1");

/// How much the guest is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Rounds of work; the guest prints a line for each.
    pub rounds: u32,
    /// Size of the work in a round, from 1 to [`Workload::MAX_EFFORT`].
    pub effort: u32,
    /// The guest takes its ticks from the timer that reloads itself, which release 1 does not have.
    pub reload_timer: bool,
}

impl Workload {
    /// The largest effort; the guest takes anything above for this.
    pub const MAX_EFFORT: u32 = 256;
}

impl Default for Workload {
    /// Some seconds of work.
    fn default() -> Self {
        Self {
            rounds: 64,
            effort: Self::MAX_EFFORT,
            reload_timer: false,
        }
    }
}

/// Where the hart starts: the registers that the guest expects to be set.
pub(crate) struct Entry {
    pub(crate) pc: u32,
    /// `a1`: guest address of the boot parameters.
    pub(crate) params: u32,
}

/// Puts the guest and its parameters into RAM.
pub(crate) fn load(ram: &Ram, workload: Workload) -> Result<Entry, Error> {
    ram.load(0, IMAGE)?;
    let params = [
        BOOT_MAGIC,
        workload.rounds,
        workload.effort,
        workload.reload_timer.into(),
    ];
    ram.load(BOOT_PARAMS as usize, &params.map(u32::to_le_bytes).concat())?;
    Ok(Entry {
        pc: RAM_BASE,
        params: RAM_BASE + BOOT_PARAMS,
    })
}
