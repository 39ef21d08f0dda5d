//! A small RISC-V machine: one RV32IM hart, RAM, and the devices a real board has.
//!
//! [`vm::Vm`] is the machine; it can be stopped after any number of instructions, its state taken
//! out device by device ([`state::MachineState`]) and given to a fresh machine, which goes on as if
//! nothing had happened. All time derives from the number of instructions, so that two runs of the
//! same guest print the same bytes.

mod bits;
pub mod bus;
pub mod clock;
pub mod console;
pub mod devices;
pub mod error;
pub mod guest;
pub mod hart;
pub mod live;
pub mod memory;
pub mod pages;
pub mod release;
pub mod state;
pub mod stream;
pub mod vm;
