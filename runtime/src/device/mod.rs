//! Devices: the units of a machine that are saved and loaded together.

mod answer;
mod apply;
mod blockers;
mod claims;
mod configuration;
mod contract;
mod counterparts;
mod dependencies;
mod devices;
mod entry;
mod error;
mod error_text;
mod formers;
mod handle;
#[cfg(feature = "std")]
mod input;
mod items;
mod json;
mod judge;
mod judgement;
mod layout;
mod lend;
mod lent;
mod load;
mod loaded;
#[cfg(feature = "std")]
mod locks;
mod object;
mod offered;
mod party;
mod pieces;
mod preflight;
mod publish;
mod save;
mod size;
#[cfg(feature = "std")]
mod snapshots;
mod take_over;
mod verdicts;

pub use contract::Device;
pub use devices::{Devices, SendDevices};
pub use error::{Blocker, MachineError};
pub use formers::Former;
pub use handle::Unavailable;
pub use items::ItemVerdict;
pub use json::JsonOf;
pub use judgement::{DeviceVerdict, Side};
pub use layout::Layout;
pub use lent::{Lent, SendLent};
pub use loaded::{Absence, Kept, Loaded};
pub use object::AnyDevice;
pub use offered::Listed;
pub use pieces::{LoadEvent, PieceLoad};
#[cfg(feature = "std")]
pub use snapshots::Snapshots;
pub use verdicts::Preflight;
