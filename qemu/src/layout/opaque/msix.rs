//! The table of MSI-X vectors and its pending bits, as the PCI specification lays
//! them out in memory.

use super::parts::Parts;
use crate::bytes::Bytes;
use crate::layout::{Field, Number, Struct, Type};

/// Bytes of a vector in the table.
const VECTOR: u64 = 16;

/// Most vectors that a device can have.
pub(super) const MOST: u64 = 2048;

/// A table and its pending bits, of as many vectors as the bytes are for.
pub(super) fn state(bytes: Bytes<'_>) -> Option<Type> {
    let len = bytes.left() as u64;
    // n * 16 + ceil(n / 8) grows with n, by 16 or 17.
    let about = len / VECTOR;
    let vectors = (about.saturating_sub(about / 64 + 2)..=about)
        .find(|vectors| size(*vectors) == len && *vectors <= MOST && *vectors > 0)?;
    let mut parts = Parts::new(bytes);
    add(&mut parts, vectors)?;
    Some(Type::Struct(parts.into_struct("msix")))
}

/// Bytes of the state of so many vectors.
fn size(vectors: u64) -> u64 {
    vectors * VECTOR + vectors.div_ceil(8)
}

/// Adds a table and its pending bits.
pub(super) fn add(parts: &mut Parts<'_>, vectors: u64) -> Option<()> {
    let element = Box::new(vector());
    parts.add(
        "table",
        Type::Array {
            element,
            count: vectors,
        },
    )?;
    parts.array("pending", Number::unsigned(1), vectors.div_ceil(8))
}

fn vector() -> Type {
    let field = |name: &str, width| Field {
        name: name.into(),
        kind: String::new(),
        ty: Type::Number(Number::little(width)),
    };
    Type::Struct(Struct {
        name: "msix_vector".into(),
        version: None,
        fields: vec![
            field("address", 8),
            field("data", 4),
            field("vector_control", 4),
        ],
        subsections: Vec::new(),
    })
}
