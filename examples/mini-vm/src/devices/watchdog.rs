//! Watchdog timer, for machines that have one: it resets the machine unless it is set anew in time.

use migratable::Migratable;
use rrs_lib::MemAccessSize;

const REG_LOAD: u32 = 0;
const REG_LEFT: u32 = 4;

/// The device, all of it state. While nobody has set it, there is nothing to say of it: a machine
/// without one takes such a guest, and one with it takes the guest of a machine without.
#[derive(Migratable, Debug, Default, PartialEq, Eq)]
#[migratable(device = "watchdog", needed = Self::is_set)]
pub struct Watchdog {
    /// The machine tick at which the machine is reset.
    #[migratable(unit = "ticks")]
    pub deadline: Option<u64>,
}

impl Watchdog {
    /// What the guest finds in the finisher's `reason` after a reset by the watchdog.
    pub const REASON: u32 = 0x7764_6f67; // "wdog"

    /// Resets the machine `after` so many ticks from `now` on; never, if it is 0.
    pub fn set(&mut self, now: u64, after: u32) {
        self.deadline = match after {
            0 => None,
            _ => Some(now.saturating_add(after.into())),
        };
    }

    fn is_set(&self) -> bool {
        self.deadline.is_some()
    }

    /// Whether the machine is to be reset at machine tick `now`; says so once.
    pub(crate) fn expires(&mut self, now: u64) -> bool {
        self.deadline.take_if(|deadline| *deadline <= now).is_some()
    }

    pub(crate) fn read(&self, offset: u32, size: MemAccessSize, now: u64) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        let left = self.deadline.map_or(0, |at| at.saturating_sub(now));
        Some(match offset {
            REG_LEFT => u32::try_from(left).unwrap_or(u32::MAX),
            _ => 0,
        })
    }

    pub(crate) fn write(
        &mut self,
        offset: u32,
        size: MemAccessSize,
        value: u32,
        now: u64,
    ) -> Option<()> {
        match (offset, size) {
            (REG_LOAD, MemAccessSize::Word) => self.set(now, value),
            _ => return None,
        }
        Some(())
    }
}
