//! How values begin. This is the one place where a schema's types are read;
//! what goes through all of a value and what looks at parts of it build on it.

use super::tree::{NumberKind, Numbers, Value};
use crate::codec::{Decoder, Fault, Reason, varint};
use crate::schema::{EnumType, Integer, StructType, Type, TypeRef, Variant};

/// The beginning of a value: all of it, if it has no parts. What follows is told by the
/// types.
pub(super) enum Head<'t, V> {
    /// A value without parts, or whose parts need not be read one by one.
    All(V),
    /// The content of an option follows.
    Some(&'t TypeRef),
    /// So many elements follow.
    Elements { element: &'t TypeRef, count: usize },
    /// So many elements that ascend follow.
    Keys { element: &'t TypeRef, count: usize },
    /// So many keys follow, each with its value.
    Entries {
        key: &'t TypeRef,
        value: &'t TypeRef,
        count: usize,
    },
    /// One value of each type follows.
    Tuple(&'t [TypeRef]),
    /// Fields and subsections follow.
    Struct(&'t StructType),
    /// The fields of the variant follow.
    Variant { tag: u32, variant: &'t Variant },
}

impl<'t, V> Head<'t, V> {
    /// The same with another value, if there is one.
    #[inline]
    pub(super) fn map<W>(self, change: impl FnOnce(V) -> W) -> Head<'t, W> {
        match self {
            Self::All(value) => Head::All(change(value)),
            Self::Some(content) => Head::Some(content),
            Self::Elements { element, count } => Head::Elements { element, count },
            Self::Keys { element, count } => Head::Keys { element, count },
            Self::Entries { key, value, count } => Head::Entries { key, value, count },
            Self::Tuple(parts) => Head::Tuple(parts),
            Self::Struct(ty) => Head::Struct(ty),
            Self::Variant { tag, variant } => Head::Variant { tag, variant },
        }
    }
}

/// Reads the beginning of the next value. That of a value of which only the
/// beginning is there can count more than follows, which is refused in a whole.
pub(super) fn open<'t, 'a>(
    ty: &'t Type,
    input: &mut Decoder<'a>,
    is_whole: bool,
) -> Result<Head<'t, Value<'a>>, Fault> {
    Ok(match ty {
        Type::Unit => Head::All(Value::Unit),
        Type::Bool => Head::All(Value::Bool(flag(input, Reason::Bool)?)),
        Type::Char => Head::All(Value::Char(<char as crate::Decode>::decode(input)?)),
        Type::String => {
            let len = input.count(1)?;
            let text = core::str::from_utf8(input.take(len)?).map_err(|_| Reason::Utf8)?;
            Head::All(Value::String(text.into()))
        }
        Type::Integer(integer) => match fixed_number(ty) {
            Some(kind) => Head::All(read_number(kind, input)?),
            None => Head::All(varint(*integer, input)?),
        },
        Type::Float(float) => Head::All(read_number(NumberKind::Float(*float), input)?),
        Type::Option(content) => match flag(input, Reason::Option)? {
            true => Head::Some(content),
            false => Head::All(Value::Option(None)),
        },
        Type::Array { element, len } => {
            let count = usize::try_from(*len).unwrap_or(usize::MAX);
            elements(element, count, input)?
        }
        Type::List(element) => {
            let count = count(element, input, is_whole)?;
            elements(element, count, input)?
        }
        Type::Set(element) => Head::Keys {
            element,
            count: count(element, input, is_whole)?,
        },
        Type::Map { key, value } => Head::Entries {
            key,
            value,
            count: count(key, input, is_whole)?,
        },
        Type::Tuple(parts) => Head::Tuple(parts.get()),
        Type::Struct(ty) => Head::Struct(ty),
        Type::Enum(ty) => variant(ty, input)?,
    })
}

fn flag(input: &mut Decoder<'_>, otherwise: Reason) -> Result<bool, Fault> {
    match input.byte()? {
        byte @ 0..=1 => Ok(byte == 1),
        _ => Err(otherwise.into()),
    }
}

fn varint(integer: Integer, input: &mut Decoder<'_>) -> Result<Value<'static>, Fault> {
    let value = input.varint_of(u32::from(integer.bits()))?;
    Ok(match integer.is_signed() {
        true => Value::Signed(varint::unzigzag(value)),
        false => Value::Unsigned(value),
    })
}

fn read_number(kind: NumberKind, input: &mut Decoder<'_>) -> Result<Value<'static>, Fault> {
    Ok(kind.number(input.take(kind.width())?))
}

/// What kind of number a value is, if each has as many bytes, of which any will do.
#[inline]
pub(super) fn fixed_number(ty: &Type) -> Option<NumberKind> {
    match (ty.as_integer(), ty.as_float()) {
        (Some(integer), _) => (!integer.is_varint()).then_some(NumberKind::Integer(integer)),
        (None, float) => float.map(NumberKind::Float),
    }
}

fn count(element: &TypeRef, input: &mut Decoder<'_>, is_whole: bool) -> Result<usize, Fault> {
    match is_whole {
        true => input.count(min_len(element)),
        false => unchecked_count(input),
    }
}

/// Bytes that an element takes at least.
pub(super) fn min_len(element: &TypeRef) -> usize {
    usize::try_from(element.summary().min_len()).unwrap_or(usize::MAX)
}

/// A count, of however few bytes follow.
pub(super) fn unchecked_count(input: &mut Decoder<'_>) -> Result<usize, Fault> {
    Ok(usize::try_from(input.varint::<u64>()?).map_err(|_| Reason::Count)?)
}

/// Numbers of fixed width are read as one.
fn elements<'t, 'a>(
    element: &'t TypeRef,
    count: usize,
    input: &mut Decoder<'a>,
) -> Result<Head<'t, Value<'a>>, Fault> {
    let Some(kind) = number(element, || are_bools(input, count)) else {
        return Ok(Head::Elements { element, count });
    };
    let len = count.checked_mul(kind.width()).ok_or(Reason::Truncated)?;
    let bytes = input.take(len)?;
    Ok(Head::All(Numbers::value(kind, bytes.into())))
}

/// What elements are as numbers that are read as one, if they are; of those that can be
/// bools, the bytes tell.
pub(super) fn number(element: &Type, are_bools: impl FnOnce() -> bool) -> Option<NumberKind> {
    match fixed_number(element) {
        None if element.is_bool() && are_bools() => Some(NumberKind::Bool),
        kind => kind,
    }
}

/// Whether the next bytes are so many bools.
fn are_bools(input: &Decoder<'_>, count: usize) -> bool {
    let mut ahead = input.clone();
    ahead
        .take(count)
        .is_ok_and(|bytes| bytes.iter().all(|byte| *byte <= 1))
}

fn variant<'t, V>(ty: &'t EnumType, input: &mut Decoder<'_>) -> Result<Head<'t, V>, Fault> {
    let tag = input.tag()?;
    let variant = ty.variant_of(tag).ok_or(Reason::Variant)?;
    Ok(Head::Variant { tag, variant })
}

/// Bytes that a subsection takes at least: for its tag and its length.
pub(super) const SUBSECTION: usize = 2;

/// The tag of the next subsection, above the last one's.
pub(super) fn subsection_tag(input: &mut Decoder<'_>, last: Option<u32>) -> Result<u32, Fault> {
    match input.tag()? {
        tag if tag > last.unwrap_or(0) => Ok(tag),
        _ => Err(Reason::SubsectionOrder.into()),
    }
}
