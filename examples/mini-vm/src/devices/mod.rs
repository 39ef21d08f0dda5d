//! The devices. In each, what migrates is told apart from what belongs to this process.

mod clint;
mod finisher;
mod plic;
mod rtc;
mod uart;
pub mod virtio_blk;

pub use clint::{Clint, Reload};
pub use finisher::{Finisher, Power};
pub use plic::Plic;
pub use rtc::Rtc;
pub use uart::Uart;
pub use virtio_blk::VirtioBlk;
pub use vm_superio::{RtcState, SerialState};
