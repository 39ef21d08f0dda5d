//! Power switch, after SiFive's test finisher: one register, and a write of the right value ends
//! the run.

use rrs_lib::MemAccessSize;

const PASS: u32 = 0x5555;
const FAIL: u32 = 0x3333;

/// The device, all of it state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finisher {
    /// The guest's exit code, once it has powered the machine off.
    pub exit_code: Option<u16>,
}

impl Finisher {
    pub(crate) fn read(&self, size: MemAccessSize) -> Option<u32> {
        matches!(size, MemAccessSize::Word).then_some(0)
    }

    pub(crate) fn write(&mut self, offset: u32, size: MemAccessSize, value: u32) -> Option<()> {
        let (0, MemAccessSize::Word) = (offset, size) else {
            return None;
        };
        match value & 0xffff {
            PASS => self.exit_code = Some(0),
            FAIL => self.exit_code = Some((value >> 16) as u16),
            _ => {}
        }
        Some(())
    }
}
