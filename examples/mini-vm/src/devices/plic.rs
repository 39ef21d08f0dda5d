//! Platform-level interrupt controller: 63 level-triggered sources, one context (machine mode of
//! hart 0).

use migratable::Migratable;
use rrs_lib::MemAccessSize;

use crate::bits::{with_high, with_low};

const SOURCES: usize = 64;
const MAX_PRIORITY: u8 = 7;

const REG_PENDING: u32 = 0x1000;
const REG_PENDINGH: u32 = 0x1004;
const REG_ENABLE: u32 = 0x2000;
const REG_ENABLEH: u32 = 0x2004;
const REG_THRESHOLD: u32 = 0x20_0000;
const REG_CLAIM: u32 = 0x20_0004;

/// The device, all of it state. In the bit sets, bit *n* is source *n*; there is no source 0.
#[derive(Migratable)]
#[migratable(device = "plic", validate = Self::validate)]
pub struct Plic {
    /// Priority of each source, 0 (never interrupts) to 7.
    #[migratable(fill = 0)] // release 1 had half as many sources
    pub priority: [u8; SOURCES],
    /// Sources whose interrupt waits to be claimed.
    pub pending: u64,
    /// Sources whose interrupt was claimed and is not yet completed.
    pub claimed: u64,
    /// Sources that may interrupt.
    pub enable: u64,
    /// Only priorities above this interrupt.
    #[migratable(range = 0..=MAX_PRIORITY)]
    pub threshold: u8,
}

impl Default for Plic {
    fn default() -> Self {
        Self {
            priority: [0; SOURCES],
            pending: 0,
            claimed: 0,
            enable: 0,
            threshold: 0,
        }
    }
}

impl Plic {
    /// A `range` on `priority` would say it sooner, before a guest stops. But there are releases without
    /// it, and whatever comes from them would come on a condition.
    fn validate(&self) -> Result<(), String> {
        let mut sources = self.priority.iter().enumerate();
        match sources.find(|(_, priority)| **priority > MAX_PRIORITY) {
            Some((source, priority)) => Err(format!(
                "source {source} has priority {priority}, the highest is {MAX_PRIORITY}"
            )),
            None => Ok(()),
        }
    }

    /// Takes in the levels of the sources' lines. A source that is in service waits for its
    /// completion.
    pub(crate) fn sample(&mut self, lines: u64) {
        self.pending |= lines & !self.claimed;
    }

    /// Whether the hart sees an external interrupt.
    pub(crate) fn is_interrupting(&self) -> bool {
        self.most_urgent()
            .is_some_and(|source| self.priority_of(source) > self.threshold)
    }

    /// The enabled, pending source of the highest priority; of equals, the lowest.
    fn most_urgent(&self) -> Option<u32> {
        let candidates = self.pending & self.enable;
        if candidates == 0 {
            return None;
        }
        (1..SOURCES as u32)
            .filter(|source| candidates >> source & 1 != 0 && self.priority_of(*source) > 0)
            .min_by_key(|source| (MAX_PRIORITY - self.priority_of(*source), *source))
    }

    fn priority_of(&self, source: u32) -> u8 {
        self.priority
            .get(source as usize)
            .map_or(0, |priority| *priority & MAX_PRIORITY)
    }

    fn claim(&mut self) -> u32 {
        let Some(source) = self.most_urgent() else {
            return 0;
        };
        self.pending &= !(1 << source);
        self.claimed |= 1 << source;
        source
    }

    /// A completion of a source that is not enabled is ignored, as the specification demands.
    fn complete(&mut self, source: u32) {
        if (1..SOURCES as u32).contains(&source) {
            self.claimed &= !(1 << source & self.enable);
        }
    }

    pub(crate) fn read(&mut self, offset: u32, size: MemAccessSize) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        Some(match offset {
            REG_PENDING => self.pending as u32,
            REG_PENDINGH => (self.pending >> 32) as u32,
            REG_ENABLE => self.enable as u32,
            REG_ENABLEH => (self.enable >> 32) as u32,
            REG_THRESHOLD => self.threshold.into(),
            REG_CLAIM => self.claim(),
            _ => (*self.priority.get((offset / 4) as usize)?).into(),
        })
    }

    pub(crate) fn write(&mut self, offset: u32, size: MemAccessSize, value: u32) -> Option<()> {
        let MemAccessSize::Word = size else {
            return None;
        };
        match offset {
            REG_PENDING | REG_PENDINGH => {}
            REG_ENABLE => self.enable = with_low(self.enable, value & !1),
            REG_ENABLEH => self.enable = with_high(self.enable, value),
            REG_THRESHOLD => self.threshold = value as u8 & MAX_PRIORITY,
            REG_CLAIM => self.complete(value),
            0 => {}
            _ => *self.priority.get_mut((offset / 4) as usize)? = value as u8 & MAX_PRIORITY,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plic(priorities: &[(usize, u8)]) -> Plic {
        let mut plic = Plic {
            enable: !1,
            ..Plic::default()
        };
        for (source, priority) in priorities {
            plic.priority[*source] = *priority;
        }
        plic
    }

    #[test]
    fn the_highest_priority_is_claimed_first_and_of_equals_the_lowest_source() {
        let mut plic = plic(&[(3, 2), (5, 7), (9, 7), (63, 1)]);
        plic.sample(1 << 3 | 1 << 5 | 1 << 9 | 1 << 63);
        let order: Vec<u32> = std::iter::from_fn(|| Some(plic.claim())).take(5).collect();
        assert_eq!(order, [5, 9, 3, 63, 0]);
    }

    #[test]
    fn priority_0_never_interrupts() {
        let mut plic = plic(&[]);
        plic.sample(1 << 4);
        assert!(!plic.is_interrupting());
        assert_eq!(plic.claim(), 0);
    }

    #[test]
    fn a_line_that_falls_stays_pending_until_claimed() {
        let mut plic = plic(&[(4, 1)]);
        plic.sample(1 << 4);
        plic.sample(0);
        assert_eq!(plic.claim(), 4);
        plic.complete(4);
        plic.sample(0);
        assert_eq!(plic.claim(), 0);
    }

    #[test]
    fn only_enabled_sources_can_be_completed() {
        let mut plic = plic(&[(4, 1)]);
        plic.sample(1 << 4);
        assert_eq!(plic.claim(), 4);
        plic.enable = 0;
        plic.complete(4);
        for no_source in [0, 64, u32::MAX] {
            plic.complete(no_source);
        }
        plic.enable = !1;
        plic.sample(1 << 4);
        assert_eq!(plic.claim(), 0);
        plic.complete(4);
        plic.sample(1 << 4);
        assert_eq!(plic.claim(), 4);
    }
}
