//! The SYSTEM opcode: CSR accesses, calls, `mret` and `wfi`. rrs-lib has none of them.

use super::{Cause, Hart, Refusal};
use crate::bus::Bus;
use crate::vm::Stop;

const ECALL: u32 = 0x0000_0073;
const EBREAK: u32 = 0x0010_0073;
const MRET: u32 = 0x3020_0073;
const WFI: u32 = 0x1050_0073;

impl Hart {
    pub(super) fn execute_system(
        &mut self,
        instruction: u32,
        bus: &mut Bus,
    ) -> Result<(), Refusal> {
        let next = self.core.pc.wrapping_add(4);
        self.core.pc = match instruction {
            ECALL => return Err(Refusal::Trap(Cause::EnvironmentCall, 0)),
            EBREAK => return Err(Refusal::Trap(Cause::Breakpoint, self.core.pc)),
            MRET => self.csr.leave_trap(),
            WFI => {
                self.wait(bus)?;
                next
            }
            _ => {
                self.execute_csr(instruction, bus)
                    .ok_or(Refusal::Trap(Cause::IllegalInstruction, instruction))?;
                next
            }
        };
        Ok(())
    }

    /// Waits until an enabled interrupt is pending, whether or not it may be taken. The machine's
    /// clock is moved on to the event, so that waiting costs no host time.
    fn wait(&mut self, bus: &mut Bus) -> Result<(), Refusal> {
        if bus.wait_for_interrupt(self.csr.mie) {
            Ok(())
        } else {
            Err(Refusal::Stop(Stop::Stalled { pc: self.core.pc }))
        }
    }

    /// `csrrw`, `csrrs`, `csrrc` and their immediate forms.
    fn execute_csr(&mut self, instruction: u32, bus: &mut Bus) -> Option<()> {
        let number = instruction >> 20;
        let source = instruction >> 15 & 31;
        let funct3 = instruction >> 12 & 7;
        let rd = (instruction >> 7 & 31) as usize;
        let operand = if funct3 & 0b100 != 0 {
            source
        } else {
            self.register(source as usize)
        };

        let env = bus.environment();
        let old = self.csr.read(number, env)?;
        let new = match funct3 & 0b011 {
            0b01 => Some(operand),
            // Setting or clearing through x0 or 0 is a read, allowed on read-only registers too.
            0b10 => (source != 0).then_some(old | operand),
            0b11 => (source != 0).then_some(old & !operand),
            _ => return None,
        };
        if let Some(new) = new {
            self.csr.write(number, new, env)?;
        }
        self.set_register(rd, old);
        Some(())
    }

    fn register(&self, index: usize) -> u32 {
        if index == 0 {
            0
        } else {
            self.core.registers[index]
        }
    }

    fn set_register(&mut self, index: usize, value: u32) {
        if index != 0 {
            self.core.registers[index] = value;
            self.core.last_register_write = Some(index);
        }
    }
}
