//! A small RISC-V machine: one RV32IM hart, RAM, and the devices a real board has.
//!
//! [`vm::Vm`] is the machine. It can be stopped after any number of instructions; its devices are
//! written to a stream as they are ([`vm::Vm::devices`]), and those of a fresh machine, loaded from
//! it, go on as if nothing had happened. All time derives from the number of instructions, so that
//! two runs of the same guest print the same bytes.

mod bits;
pub mod bus;
pub mod clock;
pub mod console;
pub mod devices;
pub mod error;
pub mod foreign;
pub mod guest;
pub mod hart;
pub mod live;
pub mod memory;
pub mod pages;
pub mod release;
pub mod stream;
pub mod vm;
