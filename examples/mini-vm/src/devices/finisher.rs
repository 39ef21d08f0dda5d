//! Power switch, after SiFive's test finisher: a write of the right value ends the run.

use migratable::Migratable;
use rrs_lib::MemAccessSize;

const REG_POWER: u32 = 0;
const REG_REASON: u32 = 4;

const PASS: u32 = 0x5555;
const FAIL: u32 = 0x3333;
const RESET: u32 = 0x7777;

/// The device, all of it state.
#[derive(Migratable, Default)]
#[migratable(device = "finisher")]
pub struct Finisher {
    /// Whether the guest still runs.
    pub power: Power,
    /// Left by the guest for whoever looks why it ended.
    #[migratable(default = 0)] // release 1 did not have the register
    pub reason: u32,
}

/// What the guest has decided.
#[derive(Migratable, Clone, Copy, Default, PartialEq, Eq)]
pub enum Power {
    /// To run.
    #[default]
    On,
    /// To be switched off.
    Off {
        /// The guest's exit code.
        code: u16,
    },
    /// To be started anew. Not in release 1.
    Reset,
}

impl Finisher {
    pub(crate) fn read(&self, offset: u32, size: MemAccessSize) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        Some(match offset {
            REG_REASON => self.reason,
            _ => 0,
        })
    }

    pub(crate) fn write(&mut self, offset: u32, size: MemAccessSize, value: u32) -> Option<()> {
        match (offset, size) {
            (REG_POWER, MemAccessSize::Word) => self.set_power(value),
            (REG_REASON, MemAccessSize::Word) => self.reason = value,
            _ => return None,
        }
        Some(())
    }

    /// Has the machine started anew, for this reason.
    pub(crate) fn reset(&mut self, reason: u32) {
        self.power = Power::Reset;
        self.reason = reason;
    }

    fn set_power(&mut self, value: u32) {
        match value & 0xffff {
            PASS => self.power = Power::Off { code: 0 },
            FAIL => {
                self.power = Power::Off {
                    code: (value >> 16) as u16,
                }
            }
            RESET => self.power = Power::Reset,
            _ => {}
        }
    }
}
