//! Devices: the units of a machine that are saved and loaded together.

#[cfg(feature = "std")]
mod answer;
mod contract;
#[cfg(feature = "std")]
mod dependencies;
#[cfg(feature = "std")]
mod devices;
#[cfg(feature = "std")]
mod error;
mod json;
#[cfg(feature = "std")]
mod judge;
#[cfg(feature = "std")]
mod load;
#[cfg(feature = "std")]
mod object;
#[cfg(feature = "std")]
mod offered;
#[cfg(feature = "std")]
mod preflight;
mod publish;
#[cfg(feature = "std")]
mod save;
#[cfg(feature = "std")]
mod verdicts;

pub use contract::Device;
#[cfg(feature = "std")]
pub use devices::Devices;
#[cfg(feature = "std")]
pub use error::MachineError;
pub use json::JsonOf;
#[cfg(feature = "std")]
pub use judge::{DeviceVerdict, Side};
#[cfg(feature = "std")]
pub use verdicts::Preflight;
