//! Core-local interruptor: `mtime`, `mtimecmp` and the software interrupt, in SiFive's layout.

use rrs_lib::MemAccessSize;

use crate::hart::{MSIP, MTIP};

const REG_MSIP: u32 = 0x0000;
const REG_MTIMECMP: u32 = 0x4000;
const REG_MTIMECMPH: u32 = 0x4004;
const REG_MTIME: u32 = 0xbff8;
const REG_MTIMEH: u32 = 0xbffc;

/// The device, all of it state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clint {
    /// The software interrupt is pending.
    pub msip: bool,
    /// The timer interrupt is pending while `mtime` is at or past this.
    pub mtimecmp: u64,
    /// `mtime` less the machine's ticks.
    pub mtime_offset: u64,
}

impl Default for Clint {
    fn default() -> Self {
        Self {
            msip: false,
            mtimecmp: u64::MAX,
            mtime_offset: 0,
        }
    }
}

impl Clint {
    /// The timer, at machine tick `now`.
    pub(crate) fn mtime(&self, now: u64) -> u64 {
        now.wrapping_add(self.mtime_offset)
    }

    /// Bits of `mip`.
    pub(crate) fn interrupts(&self, now: u64) -> u32 {
        let software = if self.msip { MSIP } else { 0 };
        let timer = if self.mtime(now) >= self.mtimecmp {
            MTIP
        } else {
            0
        };
        software | timer
    }

    /// The tick at which the timer interrupt next changes: when `mtime` reaches `mtimecmp`, or
    /// when, past it, `mtime` wraps.
    pub(crate) fn next_event(&self, now: u64) -> Option<u64> {
        let mtime = self.mtime(now);
        let wait = match self.mtimecmp.checked_sub(mtime) {
            Some(wait) if wait > 0 => wait,
            _ => mtime.wrapping_neg(),
        };
        (wait > 0).then(|| now.checked_add(wait))?
    }

    pub(crate) fn read(&self, offset: u32, size: MemAccessSize, now: u64) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        let mtime = self.mtime(now);
        Some(match offset {
            REG_MSIP => self.msip.into(),
            REG_MTIMECMP => self.mtimecmp as u32,
            REG_MTIMECMPH => (self.mtimecmp >> 32) as u32,
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
        let mtime = self.mtime(now);
        match offset {
            REG_MSIP => self.msip = value & 1 != 0,
            REG_MTIMECMP => self.mtimecmp = with_low(self.mtimecmp, value),
            REG_MTIMECMPH => self.mtimecmp = with_high(self.mtimecmp, value),
            REG_MTIME => self.mtime_offset = with_low(mtime, value).wrapping_sub(now),
            REG_MTIMEH => self.mtime_offset = with_high(mtime, value).wrapping_sub(now),
            _ => return None,
        }
        Some(())
    }
}

fn with_low(value: u64, low: u32) -> u64 {
    value & !0xffff_ffff | u64::from(low)
}

fn with_high(value: u64, high: u32) -> u64 {
    value & 0xffff_ffff | u64::from(high) << 32
}
