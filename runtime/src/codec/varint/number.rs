//! Numbers that can be varints.

use super::wire::Wire;
use crate::schema::Type;

/// Integers that [`Varint`](crate::codec::Varint) encodes.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`varint` encodes integers of 16 to 128 bits, which `{Self}` is not",
    label = "not an integer of more than one byte",
    note = "in collections and wrappers, name the adapter in its place: `with = Vec<Varint>`, `with = Option<Varint>`"
)]
pub trait VarintNumber: Copy + Default {
    /// How the schema describes the varint.
    const TYPE: &'static Type;

    /// What is on the wire.
    type Wire: Wire;

    fn to_wire(self) -> Self::Wire;

    fn from_wire(wire: Self::Wire) -> Self;
}
