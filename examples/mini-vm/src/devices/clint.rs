//! Core-local interruptor: `mtime`, `mtimecmp` and the software interrupt, in SiFive's layout; and
//! a timer that reloads itself, which is this machine's own.

use migratable::Migratable;
use rrs_lib::MemAccessSize;

use crate::bits::{with_high, with_low};
use crate::hart::{MSIP, MTIP};

const REG_MSIP: u32 = 0x0000;
const REG_MTIMECMP: u32 = 0x4000;
const REG_MTIMECMPH: u32 = 0x4004;
const REG_PERIOD: u32 = 0xc000;
const REG_PERIODH: u32 = 0xc004;
const REG_EXPIRED: u32 = 0xc008;
const REG_MTIME: u32 = 0xbff8;
const REG_MTIMEH: u32 = 0xbffc;

/// The device, all of it state.
#[derive(Migratable)]
#[migratable(
    device = "clint",
    retired(tag = 2, name = "epoch", type = u32, apply = Self::apply_epoch),
)]
pub struct Clint {
    /// The software interrupt is pending.
    pub msip: bool,
    /// The timer interrupt is pending while `mtime` is at or past this.
    #[migratable(unit = "ticks", alias = "timecmp")]
    pub mtimecmp: u64,
    /// `mtime` less the machine's ticks.
    #[migratable(unit = "ticks")]
    pub mtime_offset: u64,
    /// The timer that reloads itself. Not in release 1.
    #[migratable(subsection(tag = 1, needed = Self::reloads), default)]
    pub reload: Reload,
}

/// A timer that moves `mtimecmp` on by itself and counts how often.
#[derive(Migratable, Debug, Default, PartialEq, Eq)]
pub struct Reload {
    /// By how much; 0 switches it off.
    #[migratable(unit = "ticks")]
    pub period: u64,
    /// How often since the guest last asked. The interrupt is pending while it is not 0.
    pub expired: u32,
}

impl Default for Clint {
    fn default() -> Self {
        Self {
            msip: false,
            mtimecmp: u64::MAX,
            mtime_offset: 0,
            reload: Reload::default(),
        }
    }
}

impl Clint {
    fn reloads(&self) -> bool {
        self.reload != Reload::default()
    }

    /// Release 1 kept the high word of the offset apart.
    fn apply_epoch(&mut self, epoch: u32) {
        self.mtime_offset = self.mtime_offset.wrapping_add(u64::from(epoch) << 32);
    }

    /// Reloads the timer as often as it has expired by machine tick `now`. It does not matter how
    /// often this is called.
    pub(crate) fn poll(&mut self, now: u64) {
        let period = self.reload.period;
        let Some(late) = self.mtime(now).checked_sub(self.mtimecmp) else {
            return;
        };
        if period == 0 || self.mtimecmp == u64::MAX {
            return;
        }
        let times = (late / period).saturating_add(1);
        // Past the end of time it does not expire any more.
        self.mtimecmp = self.mtimecmp.saturating_add(period.saturating_mul(times));
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        self.reload.expired = self.reload.expired.saturating_add(times);
    }

    /// The timer, at machine tick `now`.
    pub(crate) fn mtime(&self, now: u64) -> u64 {
        now.wrapping_add(self.mtime_offset)
    }

    /// Bits of `mip`.
    pub(crate) fn interrupts(&self, now: u64) -> u32 {
        let software = if self.msip { MSIP } else { 0 };
        let expired = match self.reload.period {
            0 => self.mtime(now) >= self.mtimecmp,
            _ => self.reload.expired != 0,
        };
        let timer = if expired { MTIP } else { 0 };
        software | timer
    }

    /// The tick at which the timer interrupt next changes: when `mtime` reaches `mtimecmp`, or
    /// when, past it, `mtime` wraps.
    pub(crate) fn next_event(&self, now: u64) -> Option<u64> {
        if self.reload.expired != 0 {
            return None; // until the guest asks how often
        }
        let mtime = self.mtime(now);
        let wait = match self.mtimecmp.checked_sub(mtime) {
            Some(wait) if wait > 0 => wait,
            _ => mtime.wrapping_neg(),
        };
        (wait > 0).then(|| now.checked_add(wait))?
    }

    pub(crate) fn read(&mut self, offset: u32, size: MemAccessSize, now: u64) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        self.poll(now);
        let mtime = self.mtime(now);
        Some(match offset {
            REG_MSIP => self.msip.into(),
            REG_MTIMECMP => self.mtimecmp as u32,
            REG_MTIMECMPH => (self.mtimecmp >> 32) as u32,
            REG_PERIOD => self.reload.period as u32,
            REG_PERIODH => (self.reload.period >> 32) as u32,
            REG_EXPIRED => std::mem::take(&mut self.reload.expired),
            REG_MTIME => mtime as u32,
            REG_MTIMEH => (mtime >> 32) as u32,
            _ => return None,
        })
    }

    pub(crate) fn write(
        &mut self,
        offset: u32,
        size: MemAccessSize,
        value: u32,
        now: u64,
    ) -> Option<()> {
        let MemAccessSize::Word = size else {
            return None;
        };
        self.poll(now);
        let mtime = self.mtime(now);
        match offset {
            REG_MSIP => self.msip = value & 1 != 0,
            REG_MTIMECMP => self.mtimecmp = with_low(self.mtimecmp, value),
            REG_MTIMECMPH => self.mtimecmp = with_high(self.mtimecmp, value),
            REG_PERIOD => self.set_period(with_low(self.reload.period, value)),
            REG_PERIODH => self.set_period(with_high(self.reload.period, value)),
            REG_EXPIRED => {}
            REG_MTIME => self.mtime_offset = with_low(mtime, value).wrapping_sub(now),
            REG_MTIMEH => self.mtime_offset = with_high(mtime, value).wrapping_sub(now),
            _ => return None,
        }
        Some(())
    }

    fn set_period(&mut self, period: u64) {
        self.reload.period = period;
        if period == 0 {
            self.reload.expired = 0;
        }
    }
}
