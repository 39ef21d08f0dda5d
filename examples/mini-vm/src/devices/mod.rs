//! The devices as they run. The derive stands on them; what is not state is skipped: handles, what
//! belongs to this process, and what follows from the rest.

mod clint;
mod finisher;
mod plic;
mod rtc;
mod uart;
pub mod virtio_blk;
mod watchdog;

pub use clint::{Clint, Reload};
pub use finisher::{Finisher, Power};
pub use plic::Plic;
pub use rtc::Rtc;
pub use uart::{Level, Uart};
pub use virtio_blk::VirtioBlk;
pub use watchdog::Watchdog;
