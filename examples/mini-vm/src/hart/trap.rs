//! Causes of traps, as the privileged specification numbers them.

/// Software interrupt bit in `mip` and `mie`.
pub const MSIP: u32 = 1 << 3;
/// Timer interrupt bit in `mip` and `mie`.
pub const MTIP: u32 = 1 << 7;
/// External interrupt bit in `mip` and `mie`.
pub const MEIP: u32 = 1 << 11;

const INTERRUPT: u32 = 1 << 31;

/// A value of `mcause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs, reason = "the names are the specification's")]
pub enum Cause {
    InstructionAddressMisaligned = 0,
    InstructionAccessFault = 1,
    IllegalInstruction = 2,
    Breakpoint = 3,
    LoadAddressMisaligned = 4,
    LoadAccessFault = 5,
    StoreAddressMisaligned = 6,
    StoreAccessFault = 7,
    EnvironmentCall = 11,
    SoftwareInterrupt = INTERRUPT | 3,
    TimerInterrupt = INTERRUPT | 7,
    ExternalInterrupt = INTERRUPT | 11,
}

impl Cause {
    /// The value of `mcause`.
    pub fn code(self) -> u32 {
        self as u32
    }

    /// Offset from the base of a vectored `mtvec`: exceptions all go to the base.
    pub(super) fn vector_offset(self) -> u32 {
        match self.code().checked_sub(INTERRUPT) {
            Some(number) => 4 * number,
            None => 0,
        }
    }

    /// The most urgent of the interrupts in `bits`.
    pub(super) fn most_urgent(bits: u32) -> Option<Self> {
        [
            (MEIP, Self::ExternalInterrupt),
            (MSIP, Self::SoftwareInterrupt),
            (MTIP, Self::TimerInterrupt),
        ]
        .into_iter()
        .find_map(|(bit, cause)| (bits & bit != 0).then_some(cause))
    }
}
