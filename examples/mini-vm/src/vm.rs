//! The machine.

use std::fmt;

use crate::bus::Bus;
use crate::console::Console;
use crate::devices::virtio_blk::MAX_QUEUE_SIZE;
use crate::devices::{Power, Watchdog};
use crate::error::Error;
use crate::guest::{self, Workload};
use crate::hart::{Cause, Hart};
use crate::memory::{RAM_SIZE, Ram};

/// Register of the second argument, `a1`.
const A1: usize = 11;

/// A hart and all that it can reach.
pub struct Vm {
    /// The processor.
    pub hart: Hart,
    /// Everything else.
    pub bus: Bus,
}

/// What a machine is built with. Its guest knows all of it, so source and destination must have the
/// same; but for what no guest has used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hardware {
    /// Bytes of RAM.
    pub ram_size: usize,
    /// Entries that the disk's queue has at most.
    pub queue_size: u16,
    /// Whether it has a watchdog.
    pub watchdog: bool,
}

/// What the guest that comes with this program needs.
impl Default for Hardware {
    fn default() -> Self {
        Self {
            ram_size: RAM_SIZE as usize,
            queue_size: MAX_QUEUE_SIZE,
            watchdog: false,
        }
    }
}

impl Vm {
    /// What this machine is built with.
    pub fn hardware(&self) -> Hardware {
        Hardware {
            ram_size: self.bus.ram.size(),
            queue_size: self.bus.virtio_blk.queue_size,
            watchdog: self.bus.watchdog.is_some(),
        }
    }
}

/// Why a machine stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// As many instructions have retired as were asked for.
    InstructionLimit,
    /// The guest has powered the machine off.
    PoweredOff {
        /// The guest's exit code; 0 means that all went well.
        code: u16,
    },
    /// The guest wants to be started anew.
    Reset {
        /// What it left in the register for that.
        reason: u32,
    },
    /// The guest waits for an interrupt that nothing can raise.
    Stalled {
        /// Address of the `wfi`.
        pc: u32,
    },
    /// The trap handler's first instruction traps, and so for ever.
    Wedged {
        /// Address of the handler.
        pc: u32,
        /// Why it traps.
        cause: Cause,
    },
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InstructionLimit => write!(f, "reached the instruction limit"),
            Self::PoweredOff { code } => write!(f, "powered off with exit code {code}"),
            Self::Reset { reason } => write!(f, "asked for a reset, reason {reason:#x}"),
            Self::Stalled { pc } => {
                write!(
                    f,
                    "stalled: the wfi at {pc:#010x} waits for an interrupt that cannot come"
                )
            }
            Self::Wedged { pc, cause } => {
                write!(
                    f,
                    "wedged: the trap handler at {pc:#010x} traps itself ({cause:?})"
                )
            }
        }
    }
}

impl Vm {
    /// A machine as after power-on, with the guest in its RAM.
    pub fn new(console: Console, workload: Workload) -> Result<Self, Error> {
        let mut vm = Self::bare(console)?;
        let entry = guest::load(&vm.bus.ram, workload)?;
        vm.hart.core.pc = entry.pc;
        vm.hart.core.registers[A1] = entry.params;
        Ok(vm)
    }

    /// A machine with nothing in its RAM, to be loaded.
    pub fn bare(console: Console) -> Result<Self, Error> {
        Self::of(console, Hardware::default())
    }

    /// The same, of other hardware.
    pub fn of(console: Console, hardware: Hardware) -> Result<Self, Error> {
        let ram = Ram::new(hardware.ram_size)?;
        Self::with_ram(console, ram, hardware)
    }

    /// The same, with RAM that is there already, however much of it.
    pub fn with_ram(console: Console, ram: Ram, hardware: Hardware) -> Result<Self, Error> {
        let mut bus = Bus::new(console, ram, hardware.queue_size)?;
        bus.watchdog = hardware.watchdog.then(Watchdog::default);
        Ok(Self {
            hart: Hart::default(),
            bus,
        })
    }

    /// Instructions retired since power-on, in this process and in those before it.
    pub fn retired(&self) -> u64 {
        self.bus.clock.retired
    }

    /// Runs until `retired` instructions have retired since power-on, or until the guest cannot go
    /// on. To stop and to run on, here or elsewhere, makes no difference to the guest.
    pub fn run(&mut self, retired: u64) -> Result<Stop, Error> {
        self.bus.settle();
        loop {
            if self.bus.is_due() {
                self.bus.poll();
                if let Some(stop) = self.stopped()? {
                    return Ok(stop);
                }
            }
            if self.bus.clock.retired >= retired {
                return Ok(Stop::InstructionLimit);
            }
            if let Err(stop) = self.hart.step(&mut self.bus) {
                return Ok(stop);
            }
        }
    }

    fn stopped(&mut self) -> Result<Option<Stop>, Error> {
        if let Some(error) = self.bus.uart.take_error() {
            return Err(Error::Console(error));
        }
        Ok(match self.bus.finisher.power {
            Power::On => None,
            Power::Off { code } => Some(Stop::PoweredOff { code }),
            Power::Reset => Some(Stop::Reset {
                reason: self.bus.finisher.reason,
            }),
        })
    }
}
