//! The hart: rrs-lib executes the instructions of RV32IM; machine mode, with its registers, traps
//! and interrupts, is laid around it here.

mod csr;
mod execute;
mod system;
mod trap;

pub use csr::Csr;
pub(crate) use csr::Environment;
pub use rrs_lib::HartState;
pub use trap::{Cause, MEIP, MSIP, MTIP};

use migratable::Migratable;

use crate::bus::Bus;
use crate::foreign::HartStateDef;
use crate::vm::Stop;

/// One hart, all of it state.
#[derive(Migratable, Default)]
#[migratable(device = "hart")]
pub struct Hart {
    /// Integer registers and pc.
    #[migratable(with = HartStateDef)]
    pub core: HartState,
    /// Control and status registers.
    pub csr: Csr,
}

impl Hart {
    /// Takes a pending interrupt, if one may be taken, and executes one instruction.
    pub(crate) fn step(&mut self, bus: &mut Bus) -> Result<(), Stop> {
        if let Some(interrupt) = self.csr.deliverable(bus.interrupts()) {
            self.enter(interrupt, 0);
        }
        match self.execute(bus) {
            Ok(()) => {
                bus.clock.retire();
                Ok(())
            }
            Err(Refusal::Trap(cause, value)) => {
                self.exception(cause, value)?;
                bus.clock.trap();
                Ok(())
            }
            Err(Refusal::Stop(stop)) => Err(stop),
        }
    }

    fn exception(&mut self, cause: Cause, value: u32) -> Result<(), Stop> {
        let pc = self.core.pc;
        // The first instruction of the handler faults, so the handler will never run.
        if pc == self.csr.vector(cause) && !self.csr.interrupts_enabled() {
            return Err(Stop::Wedged { pc, cause });
        }
        self.enter(cause, value);
        Ok(())
    }

    /// Enters the trap handler; `value` is what `mtval` tells it.
    fn enter(&mut self, cause: Cause, value: u32) {
        self.csr.enter_trap(self.core.pc, cause, value);
        self.core.pc = self.csr.vector(cause);
    }
}

/// Why an instruction did not retire.
enum Refusal {
    Trap(Cause, u32),
    Stop(Stop),
}
