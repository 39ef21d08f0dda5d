//! Devices: the units of a machine that are saved and loaded together.

#[cfg(feature = "std")]
mod answer;
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
mod order;
#[cfg(feature = "std")]
mod preflight;
#[cfg(feature = "std")]
mod save;

#[cfg(feature = "std")]
pub use devices::Devices;
#[cfg(feature = "std")]
pub use error::MachineError;
pub use json::JsonOf;
#[cfg(feature = "std")]
pub use judge::{DeviceVerdict, Side};
#[cfg(feature = "std")]
pub use preflight::Preflight;

use crate::codec::Migratable;
use crate::schema::Schema;

/// A type that is saved and loaded as one unit. Derived where
/// `#[migratable(device = "…")]` says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no device",
    label = "not a `Device`",
    note = "a type that is saved and loaded as one unit has a name: put `#[migratable(device = \"…\")]` on it, beside `#[derive(Migratable)]`",
    note = "a device behind a lock is added through its guard: `devices.add(path, &mut *guard)`"
)]
pub trait Device: Migratable + Sized {
    /// The description of its encoding.
    const SCHEMA: &'static Schema;

    /// [`SCHEMA`](Self::SCHEMA) as JSON, as `docs/format.md` specifies it.
    const SCHEMA_JSON: &'static str;

    /// Whether it converts state whose meaning has an older version.
    #[doc(hidden)]
    const UPGRADES: bool = false;
}
