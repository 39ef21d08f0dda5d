//! Devices: the units that are saved and loaded.

use crate::codec::Migratable;
use crate::schema::Schema;

mod json;

pub use json::JsonOf;

/// A type that is saved and loaded as one unit. Derived where
/// `#[migratable(device = "…")]` says so.
pub trait Device: Migratable + Sized {
    /// The description of its encoding.
    const SCHEMA: &'static Schema;

    /// [`SCHEMA`](Self::SCHEMA) as JSON, as `docs/format.md` specifies it.
    const SCHEMA_JSON: &'static str;
}
