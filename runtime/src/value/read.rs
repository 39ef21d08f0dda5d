//! Reads a value with its schema.

use super::bytes::Bytes;
use super::cursor::Cursor;
use super::tree::Item;
use super::violation::Violation;
use super::walk::{self, Departure};
use crate::codec::Reason;
use crate::schema::Type;

/// Reads exactly one value of type `ty` from all of `bytes`.
///
/// All of it is tested, and its parts are read again when they are asked for:
/// the value takes no memory, whatever its size.
///
/// # Errors
///
/// The first place where the bytes depart from the type: what generated code
/// refuses is refused here, and what the schema says about ranges and lengths
/// is tested too. Parts without bytes are bounded, and absent subsections: a value
/// has at most 64 parts for each byte, and a million.
pub fn read<'a>(ty: &'a Type, bytes: &'a [u8]) -> Result<Item<'a>, Violation> {
    read_stored(ty, bytes.into()).whole()
}

/// The value that was [read](read_stored) of the same bytes before, without testing it again.
/// Of other bytes, it seems to be cut off somewhere.
pub fn read_again<'a>(ty: &'a Type, bytes: Bytes<'a>) -> Option<Item<'a>> {
    Cursor::new(bytes, 0, true).item(ty)
}

/// As [`read`], if there are no more parts than that.
pub(crate) fn read_small<'a>(ty: &'a Type, bytes: &'a [u8], parts: usize) -> Option<Item<'a>> {
    walk::whole_of(ty, bytes.into(), parts).ok()?;
    Cursor::new(bytes.into(), 0, true).item(ty)
}

/// Where `bytes` depart from the type, as [`read`] finds it. Nothing is
/// allocated but what says the place.
pub fn locate(ty: &Type, bytes: &[u8]) -> Option<Violation> {
    let departure = walk::whole(ty, bytes.into()).err()?;
    (!departure.gave_up).then_some(departure.violation)
}

/// What can be read of a value: all before the first violation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Partial<'a> {
    /// The value. Structs lack the fields and sequences the elements from the
    /// violation on; `None` if there is nothing before it.
    pub item: Option<Item<'a>>,
    /// Where the bytes depart from the type. `None` if they do not.
    pub violation: Option<Violation>,
}

impl<'a> Partial<'a> {
    /// The value, if it is all there.
    ///
    /// # Errors
    ///
    /// As of [`read`].
    pub fn whole(self) -> Result<Item<'a>, Violation> {
        match self.violation {
            Some(violation) => Err(violation),
            // What was tested can be read.
            None => (self.item).ok_or_else(|| Violation::new(0, Reason::Truncated)),
        }
    }
}

/// As [`read`], but keeps what stands before a violation.
pub fn read_partial<'a>(ty: &'a Type, bytes: &'a [u8]) -> Partial<'a> {
    read_stored(ty, bytes.into())
}

/// As [`read_partial`], of bytes that need not be in memory. Then neither is the value, but
/// for texts, and keys while their order is tested.
pub fn read_stored<'a>(ty: &'a Type, bytes: Bytes<'a>) -> Partial<'a> {
    let (readable, violation) = match walk::whole(ty, bytes) {
        Ok(()) => (bytes.len(), None),
        Err(Departure {
            violation,
            readable,
            ..
        }) => (readable, Some(violation)),
    };
    let payload = bytes.part(0..readable).unwrap_or(bytes);
    Partial {
        item: Cursor::new(payload, 0, violation.is_none()).item(ty),
        violation,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::schema::{Integer, Node, TypeRef};
    use crate::value::Value;

    /// `(u8, bool, list<varint u16>)`.
    fn ty() -> Type {
        let varint = TypeRef::shared(Type::Integer(Integer::unsigned(16).varint()));
        let parts = [
            TypeRef::shared(Type::Integer(Integer::unsigned(8))),
            TypeRef::shared(Type::Bool),
            TypeRef::shared(Type::List(varint)),
        ];
        Type::Tuple(Node::from(Vec::from(parts)))
    }

    fn parts<'a>(partial: &Partial<'a>) -> Vec<Value<'a>> {
        match partial.item.as_ref().map(|item| &item.value) {
            Some(Value::Sequence(items)) => items.iter().map(|item| item.value).collect(),
            other => panic!("not a tuple: {other:?}"),
        }
    }

    #[test]
    fn what_stands_before_a_violation_is_kept() {
        let ty = ty();
        let partial = read_partial(&ty, &[7, 2, 0]);
        assert_eq!(parts(&partial), [Value::Unsigned(7)]);
        assert_eq!(partial.violation.unwrap().path().to_string(), "[1]");

        let partial = read_partial(&ty, &[7, 1, 2, 5, 0x80]);
        let Value::Sequence(list) = &parts(&partial)[2] else {
            panic!("{partial:?}")
        };
        assert_eq!(list.len(), 1);
        assert_eq!(partial.violation.unwrap().path().to_string(), "[2][1]");

        let partial = read_partial(&ty, &[7, 1, 1, 5, 9]);
        assert_eq!(parts(&partial).len(), 3);
        assert_eq!(partial.violation.unwrap().reason(), &Reason::Trailing);
    }

    #[test]
    fn both_ways_of_reading_agree() {
        let ty = ty();
        let bytes = [7, 1, 2, 5, 0x80, 1];
        for len in 0..=bytes.len() {
            let bytes = &bytes[..len];
            let partial = read_partial(&ty, bytes);
            match read(&ty, bytes) {
                Ok(item) => assert_eq!((partial.item, partial.violation), (Some(item), None)),
                Err(violation) => assert_eq!(partial.violation, Some(violation)),
            }
        }
    }
}
