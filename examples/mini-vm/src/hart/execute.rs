//! Fetching an instruction and having it executed.

use rrs_lib::instruction_executor::{InstructionException, InstructionExecutor};
use rrs_lib::instruction_formats::{OPCODE_JALR, OPCODE_OP_IMM, OPCODE_STORE, OPCODE_SYSTEM};
use rrs_lib::{MemAccessSize, process_instruction};

use super::{Cause, Hart, Refusal};
use crate::bus::Bus;

impl Hart {
    /// Executes the instruction at pc. If it is refused, no register and no memory has changed.
    #[inline]
    pub(super) fn execute(&mut self, bus: &mut Bus) -> Result<(), Refusal> {
        let pc = self.core.pc;
        let instruction = fetch(bus, pc)?;
        self.core.last_register_write = None;
        if opcode(instruction) == OPCODE_SYSTEM {
            return self.execute_system(instruction, bus);
        }
        if is_reserved(instruction) {
            return Err(Refusal::Trap(Cause::IllegalInstruction, instruction));
        }

        let rd = (instruction >> 7 & 31) as usize;
        let before = self.core.registers[rd];
        let jumped = process_instruction(
            &mut InstructionExecutor {
                mem: bus,
                hart_state: &mut self.core,
            },
            instruction,
        )
        .ok_or(Refusal::Trap(Cause::IllegalInstruction, instruction))?
        .map_err(|exception| refusal(exception, instruction))?;
        if !jumped {
            self.core.pc = pc.wrapping_add(4);
        } else if !self.core.pc.is_multiple_of(4) {
            // It is the jump that traps, and it has not happened.
            let target = std::mem::replace(&mut self.core.pc, pc);
            self.core.registers[rd] = before;
            self.core.last_register_write = None;
            return Err(Refusal::Trap(Cause::InstructionAddressMisaligned, target));
        }
        Ok(())
    }
}

/// Instructions come from RAM only.
#[inline]
fn fetch(bus: &Bus, pc: u32) -> Result<u32, Refusal> {
    if !pc.is_multiple_of(4) {
        return Err(Refusal::Trap(Cause::InstructionAddressMisaligned, pc));
    }
    bus.ram
        .read(pc, MemAccessSize::Word)
        .ok_or(Refusal::Trap(Cause::InstructionAccessFault, pc))
}

fn opcode(instruction: u32) -> u32 {
    instruction & 0x7f
}

/// Encodings that rrs-lib takes for `slli` and `jalr` although bits are set that must not be.
fn is_reserved(instruction: u32) -> bool {
    let funct3 = instruction >> 12 & 7;
    match opcode(instruction) {
        OPCODE_OP_IMM => funct3 == 0b001 && instruction >> 25 != 0,
        OPCODE_JALR => funct3 != 0,
        _ => false,
    }
}

#[cold]
fn refusal(exception: InstructionException, instruction: u32) -> Refusal {
    let (cause, value) = match exception {
        InstructionException::IllegalInstruction(_, bits) => (Cause::IllegalInstruction, bits),
        InstructionException::FetchError(address) => (Cause::InstructionAccessFault, address),
        InstructionException::LoadAccessFault(address) => (Cause::LoadAccessFault, address),
        InstructionException::StoreAccessFault(address) => (Cause::StoreAccessFault, address),
        InstructionException::AlignmentFault(address) if opcode(instruction) == OPCODE_STORE => {
            (Cause::StoreAddressMisaligned, address)
        }
        InstructionException::AlignmentFault(address) => (Cause::LoadAddressMisaligned, address),
    };
    Refusal::Trap(cause, value)
}
