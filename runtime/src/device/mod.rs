//! Devices: the units of a machine that are saved and loaded together.

#[cfg(feature = "std")]
mod answer;
#[cfg(feature = "std")]
mod apply;
#[cfg(feature = "std")]
mod blockers;
#[cfg(feature = "std")]
mod claims;
#[cfg(feature = "std")]
mod configuration;
mod contract;
#[cfg(feature = "std")]
mod counterparts;
#[cfg(feature = "std")]
mod dependencies;
#[cfg(feature = "std")]
mod devices;
#[cfg(feature = "std")]
mod entry;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "std")]
mod error_text;
#[cfg(feature = "std")]
mod formers;
#[cfg(feature = "std")]
mod handle;
#[cfg(feature = "std")]
mod items;
mod json;
#[cfg(feature = "std")]
mod judge;
#[cfg(feature = "std")]
mod judgement;
#[cfg(feature = "std")]
mod layout;
#[cfg(feature = "std")]
mod lend;
#[cfg(feature = "std")]
mod lent;
#[cfg(feature = "std")]
mod load;
#[cfg(feature = "std")]
mod loaded;
#[cfg(feature = "std")]
mod object;
#[cfg(feature = "std")]
mod offered;
#[cfg(feature = "std")]
mod party;
#[cfg(feature = "std")]
mod pieces;
#[cfg(feature = "std")]
mod preflight;
mod publish;
#[cfg(feature = "std")]
mod save;
#[cfg(feature = "std")]
mod size;
#[cfg(feature = "std")]
mod snapshots;
#[cfg(feature = "std")]
mod take_over;
#[cfg(feature = "std")]
mod verdicts;

pub use contract::Device;
#[cfg(feature = "std")]
pub use devices::{Devices, SendDevices};
#[cfg(feature = "std")]
pub use error::{Blocker, MachineError};
#[cfg(feature = "std")]
pub use formers::Former;
#[cfg(feature = "std")]
pub use handle::Unavailable;
#[cfg(feature = "std")]
pub use items::ItemVerdict;
pub use json::JsonOf;
#[cfg(feature = "std")]
pub use judgement::{DeviceVerdict, Side};
#[cfg(feature = "std")]
pub use layout::Layout;
#[cfg(feature = "std")]
pub use lent::{Lent, SendLent};
#[cfg(feature = "std")]
pub use loaded::{Absence, Kept, Loaded};
#[cfg(feature = "std")]
pub use object::AnyDevice;
#[cfg(feature = "std")]
pub use offered::Listed;
#[cfg(feature = "std")]
pub use pieces::{LoadEvent, PieceLoad};
#[cfg(feature = "std")]
pub use snapshots::Snapshots;
#[cfg(feature = "std")]
pub use verdicts::Preflight;
