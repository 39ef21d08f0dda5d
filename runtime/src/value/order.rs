//! The order of keys.

use core::cmp::Ordering;

use crate::codec::key_order;
use crate::schema::Type;

/// Compares two encoded values of type `ty` in the order in which sets and maps have
/// their keys, so that those of two payloads can be gone through side by side.
///
/// ```
/// use migratable::{Migratable, value};
///
/// let order = |a: i16, b: i16| {
///     value::key_order(i16::TYPE, &a.to_le_bytes(), &b.to_le_bytes())
/// };
/// assert!(order(-1, 0x100).is_lt() && order(7, 7).is_eq());
/// ```
pub fn key_order(ty: &Type, a: &[u8], b: &[u8]) -> Ordering {
    key_order::compare(ty, a, b)
}
