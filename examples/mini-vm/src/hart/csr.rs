//! Machine-mode control and status registers.

use migratable::Migratable;

use crate::bits::{with_high, with_low};

use super::trap::{Cause, MEIP, MSIP, MTIP};

const MSTATUS_MIE: u32 = 1 << 3;
const MSTATUS_MPIE: u32 = 1 << 7;
/// The previous mode is always machine mode: there is no other.
const MSTATUS_MPP: u32 = 3 << 11;
const MTVEC_VECTORED: u32 = 1;
/// RV32, I and M.
const MISA: u32 = 1 << 30 | 1 << 8 | 1 << 12;

/// What CSR instructions read that is not kept in the CSRs: the machine's counters and wires.
#[derive(Clone, Copy)]
pub(crate) struct Environment {
    pub(crate) ticks: u64,
    pub(crate) retired: u64,
    pub(crate) mtime: u64,
    pub(crate) mip: u32,
}

/// The registers that hold something. `mip` does not: its bits are wires from CLINT and PLIC.
#[derive(Migratable, Default)]
pub struct Csr {
    /// Interrupt enable (bit 3) and its value before the last trap (bit 7).
    pub mstatus: u32,
    /// Interrupts that may be taken.
    pub mie: u32,
    /// Base of the trap vector, and in bit 0 whether interrupts are vectored.
    pub mtvec: u32,
    /// For the trap handler's own use.
    pub mscratch: u32,
    /// Where the last trap came from.
    pub mepc: u32,
    /// Why it came.
    pub mcause: u32,
    /// The address or instruction at fault.
    pub mtval: u32,
    /// `mcycle` less the machine's ticks.
    #[migratable(unit = "ticks")]
    pub mcycle_offset: u64,
    /// `minstret` less the machine's retired instructions.
    #[migratable(unit = "instructions")]
    pub minstret_offset: u64,
}

impl Csr {
    /// Reads a register; `None` if there is none of this number.
    pub(super) fn read(&self, number: u32, env: Environment) -> Option<u32> {
        let cycle = env.ticks.wrapping_add(self.mcycle_offset);
        let instret = env.retired.wrapping_add(self.minstret_offset);
        Some(match number {
            number::MSTATUS => self.mstatus | MSTATUS_MPP,
            number::MISA => MISA,
            number::MIE => self.mie,
            number::MTVEC => self.mtvec,
            number::MSTATUSH => 0,
            number::MSCRATCH => self.mscratch,
            number::MEPC => self.mepc,
            number::MCAUSE => self.mcause,
            number::MTVAL => self.mtval,
            number::MIP => env.mip,
            number::MCYCLE | number::CYCLE => low(cycle),
            number::MCYCLEH | number::CYCLEH => high(cycle),
            number::MINSTRET | number::INSTRET => low(instret),
            number::MINSTRETH | number::INSTRETH => high(instret),
            number::TIME => low(env.mtime),
            number::TIMEH => high(env.mtime),
            number::MVENDORID | number::MARCHID | number::MIMPID | number::MHARTID => 0,
            _ => return None,
        })
    }

    /// Writes a register; `None` if it is read-only or there is none of this number. Bits that the
    /// specification lets an implementation fix keep their value.
    pub(super) fn write(&mut self, number: u32, value: u32, env: Environment) -> Option<()> {
        let cycle = env.ticks.wrapping_add(self.mcycle_offset);
        let instret = env.retired.wrapping_add(self.minstret_offset);
        match number {
            number::MSTATUS => self.mstatus = value & (MSTATUS_MIE | MSTATUS_MPIE),
            number::MIE => self.mie = value & (MSIP | MTIP | MEIP),
            number::MTVEC => self.mtvec = value & !2,
            number::MSCRATCH => self.mscratch = value,
            number::MEPC => self.mepc = value & !3,
            number::MCAUSE => self.mcause = value,
            number::MTVAL => self.mtval = value,
            number::MCYCLE => self.mcycle_offset = with_low(cycle, value).wrapping_sub(env.ticks),
            number::MCYCLEH => self.mcycle_offset = with_high(cycle, value).wrapping_sub(env.ticks),
            number::MINSTRET => {
                self.minstret_offset = with_low(instret, value).wrapping_sub(env.retired);
            }
            number::MINSTRETH => {
                self.minstret_offset = with_high(instret, value).wrapping_sub(env.retired);
            }
            number::MISA | number::MSTATUSH | number::MIP => {}
            _ => return None,
        }
        Some(())
    }

    /// The interrupt to take now, given the pending ones.
    #[inline]
    pub(super) fn deliverable(&self, pending: u32) -> Option<Cause> {
        let enabled = pending & self.mie;
        if enabled == 0 || !self.interrupts_enabled() {
            return None;
        }
        Cause::most_urgent(enabled)
    }

    pub(super) fn interrupts_enabled(&self) -> bool {
        self.mstatus & MSTATUS_MIE != 0
    }

    /// Address of the handler.
    pub(super) fn vector(&self, cause: Cause) -> u32 {
        let base = self.mtvec & !3;
        if self.mtvec & MTVEC_VECTORED != 0 {
            base.wrapping_add(cause.vector_offset())
        } else {
            base
        }
    }

    pub(super) fn enter_trap(&mut self, pc: u32, cause: Cause, value: u32) {
        self.mepc = pc & !3;
        self.mcause = cause.code();
        self.mtval = value;
        self.mstatus = if self.interrupts_enabled() {
            MSTATUS_MPIE
        } else {
            0
        };
    }

    /// `mret`: gives back the interrupt enable and the pc to go on at.
    pub(super) fn leave_trap(&mut self) -> u32 {
        let enable = self.mstatus & MSTATUS_MPIE != 0;
        self.mstatus = MSTATUS_MPIE | if enable { MSTATUS_MIE } else { 0 };
        self.mepc
    }
}

fn low(value: u64) -> u32 {
    value as u32
}

fn high(value: u64) -> u32 {
    (value >> 32) as u32
}

mod number {
    pub(super) const MSTATUS: u32 = 0x300;
    pub(super) const MISA: u32 = 0x301;
    pub(super) const MIE: u32 = 0x304;
    pub(super) const MTVEC: u32 = 0x305;
    pub(super) const MSTATUSH: u32 = 0x310;
    pub(super) const MSCRATCH: u32 = 0x340;
    pub(super) const MEPC: u32 = 0x341;
    pub(super) const MCAUSE: u32 = 0x342;
    pub(super) const MTVAL: u32 = 0x343;
    pub(super) const MIP: u32 = 0x344;
    pub(super) const MCYCLE: u32 = 0xb00;
    pub(super) const MINSTRET: u32 = 0xb02;
    pub(super) const MCYCLEH: u32 = 0xb80;
    pub(super) const MINSTRETH: u32 = 0xb82;
    pub(super) const CYCLE: u32 = 0xc00;
    pub(super) const TIME: u32 = 0xc01;
    pub(super) const INSTRET: u32 = 0xc02;
    pub(super) const CYCLEH: u32 = 0xc80;
    pub(super) const TIMEH: u32 = 0xc81;
    pub(super) const INSTRETH: u32 = 0xc82;
    pub(super) const MVENDORID: u32 = 0xf11;
    pub(super) const MARCHID: u32 = 0xf12;
    pub(super) const MIMPID: u32 = 0xf13;
    pub(super) const MHARTID: u32 = 0xf14;
}
