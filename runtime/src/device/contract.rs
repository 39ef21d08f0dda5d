//! What a type must be to be saved and loaded as one unit.

use alloc::string::String;

use crate::codec::{Decoder, Fault, Migratable};
use crate::schema::Schema;

/// A type that is saved and loaded as one unit. Derived where
/// `#[migratable(device = "…")]` says so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no device",
    label = "not a `Device`",
    note = "a type that is saved and loaded as one unit has a name: put `#[migratable(device = \"…\")]` on it, beside `#[derive(Migratable)]`",
    note = "a device behind a lock is added by its handle, as `Arc<Mutex<D>>`; behind a lock of another crate, through its guard: `devices.add(path, &mut *guard)`"
)]
pub trait Device: Migratable + Sized {
    /// The description of its encoding.
    const SCHEMA: &'static Schema;

    /// [`SCHEMA`](Self::SCHEMA) as JSON, as `docs/format.md` specifies it.
    const SCHEMA_JSON: &'static str;

    /// Whether it converts state whose meaning has an older version.
    #[doc(hidden)]
    const UPGRADES: bool = false;

    /// Whether [`blocked`](Self::blocked) is to be asked.
    #[doc(hidden)]
    const BLOCKS: bool = false;

    /// Whether it is to be saved now: always, unless its schema says
    /// [`needed`](Schema::needed).
    #[doc(hidden)]
    fn needed(_: &Self) -> bool {
        true
    }

    /// Says that the next value is the state of the device that stands at this position in
    /// [`Schema::takes_over`].
    #[doc(hidden)]
    fn check_taken(_: usize, _: &mut Decoder<'_>) -> Result<(), Fault> {
        Ok(())
    }

    /// Why it cannot be saved now.
    #[doc(hidden)]
    fn blocked(_: &Self) -> Option<String> {
        None
    }
}
