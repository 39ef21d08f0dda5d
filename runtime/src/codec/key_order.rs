//! The order in which sets and maps are written.
//!
//! It follows from the schema alone, not from the `Ord` of a Rust type, so that
//! every reader can test it and hash maps need no order of their own. For the
//! types of the standard library it is the order that Rust gives them:
//!
//! - numbers, bools and characters ascend; floats as in IEEE 754's totalOrder;
//! - strings go by their bytes;
//! - an absent option stands before a present one;
//! - lists, arrays, tuples and structs go by their first difference, and what
//!   ends first stands first; subsections are options behind the fields;
//! - enums go by tag, then by the fields of the variant.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::decoder::Decoder;
use super::{Decode, varint};
use crate::base::fault::{Fault, Reason};
use crate::schema::{DefaultValue, EnumType, Field, Float, Integer, StructType, Subsection, Type};

/// Tests that encoded keys ascend without repeats.
pub(crate) struct Ascending<'t, 'k> {
    ty: &'t Type,
    last: Option<&'k [u8]>,
}

impl<'t, 'k> Ascending<'t, 'k> {
    pub(crate) fn new(ty: &'t Type) -> Self {
        Self { ty, last: None }
    }

    /// Whether the next key is above the last one.
    pub(crate) fn admits(&mut self, key: &'k [u8]) -> bool {
        let above = self
            .last
            .is_none_or(|last| compare(self.ty, last, key).is_lt());
        self.last = Some(key);
        above
    }
}

/// Compares two encoded values of a type.
pub(crate) fn compare(ty: &Type, a: &[u8], b: &[u8]) -> Ordering {
    compare_by(Spelling::Bytes, ty, a, b)
}

/// Orders encoded values of a type so that those stand together of which a program may
/// make the same: see [`Spelling::Keys`].
pub(crate) fn compare_made(default: DefaultOf, ty: &Type, a: &[u8], b: &[u8]) -> Ordering {
    compare_by(Spelling::Keys(default), ty, a, b)
}

/// Whether a program surely makes the same of two encoded values of a type: see
/// [`Spelling::Values`].
pub(crate) fn is_same(default: DefaultOf, ty: &Type, a: &[u8], b: &[u8]) -> bool {
    compare_by(Spelling::Values(default), ty, a, b).is_eq()
}

fn compare_by(by: Spelling, ty: &Type, a: &[u8], b: &[u8]) -> Ordering {
    let (a_input, b_input) = (Decoder::new(a), Decoder::new(b));
    let mut pair = Pair {
        a: a_input,
        b: b_input,
        by,
    };
    // What is not a value has no order, but sorting must come to an end.
    pair.compare(ty).unwrap_or_else(|_| a.cmp(b))
}

/// The default of a subsection's field in bytes, if it is known.
pub(crate) type DefaultOf = fn(&Field) -> Option<Vec<u8>>;

/// Defaults up to so many bytes are looked at.
pub(crate) const MOST_OF_DEFAULT: usize = 64;

/// [`DefaultOf`] a program's own schema, which knows them all.
pub(crate) fn own_default(field: &Field) -> Option<Vec<u8>> {
    let bytes = match field.default_value()? {
        DefaultValue::Zero => {
            let len = usize::try_from(field.ty().summary().min_len()).ok()?;
            (len <= MOST_OF_DEFAULT).then(|| vec![0; len])
        }
        _ => field.encode_default()?().ok(),
    };
    bytes.filter(|bytes| bytes.len() <= MOST_OF_DEFAULT)
}

/// What makes two values the same.
#[derive(Clone, Copy)]
enum Spelling {
    /// Their bytes.
    Bytes,
    /// What a program makes of the bytes: a subsection that is absent is its default,
    /// and a retired one is nothing.
    Values(DefaultOf),
    /// The same, but one whose default is not known is nothing, too: what stands in it
    /// may be that.
    Keys(DefaultOf),
}

/// Whether a value of a type can be spelled in several ways: there is a subsection in
/// it that is retired or has a default.
pub(crate) fn has_spellings(ty: &Type) -> bool {
    let of_field = |field: &Field| has_spellings(field.ty());
    match ty {
        Type::Unit | Type::Bool | Type::Char | Type::String => false,
        Type::Integer(_) | Type::Float(_) => false,
        Type::Option(part) | Type::List(part) | Type::Set(part) => has_spellings(part),
        Type::Array { element, .. } => has_spellings(element),
        Type::Map { key, value } => has_spellings(key) || has_spellings(value),
        Type::Tuple(parts) => parts.get().iter().any(|part| has_spellings(part)),
        Type::Struct(ty) => {
            let of_subsection = |subsection: &Subsection| {
                let field = subsection.field();
                subsection.retired() || !field.absent_is_none() || of_field(field)
            };
            ty.fields().iter().any(of_field) || ty.subsections().iter().any(of_subsection)
        }
        Type::Enum(ty) => (ty.variants().iter()).any(|of| of.fields().iter().any(of_field)),
    }
}

/// Two values that are read side by side, up to their first difference.
struct Pair<'a> {
    a: Decoder<'a>,
    b: Decoder<'a>,
    by: Spelling,
}

impl<'a> Pair<'a> {
    /// Reads the next part of both.
    fn next<T>(
        &mut self,
        read: impl Fn(&mut Decoder<'a>) -> Result<T, Fault>,
    ) -> Result<(T, T), Fault> {
        Ok((read(&mut self.a)?, read(&mut self.b)?))
    }

    fn compare(&mut self, ty: &Type) -> Result<Ordering, Fault> {
        match ty {
            Type::Unit => Ok(Ordering::Equal),
            Type::Bool => self.by(Decoder::byte),
            Type::Char | Type::String => self.by(|input| {
                let len = input.count(1)?;
                input.take(len)
            }),
            Type::Integer(integer) => self.integers(*integer),
            Type::Float(Float::F32) => {
                let (a, b) = self.next(f32::decode)?;
                Ok(a.total_cmp(&b))
            }
            Type::Float(Float::F64) => {
                let (a, b) = self.next(f64::decode)?;
                Ok(a.total_cmp(&b))
            }
            Type::Option(inner) => match self.next(Decoder::byte)? {
                (1, 1) => self.compare(inner),
                (a, b) => Ok(a.cmp(&b)),
            },
            Type::Array { element, len } => first_difference(0..*len, |_| self.compare(element)),
            Type::List(element) | Type::Set(element) => self.counted(|pair| pair.compare(element)),
            Type::Map { key, value } => {
                self.counted(|pair| first_difference([key, value], |part| pair.compare(part)))
            }
            Type::Tuple(parts) => first_difference(parts.get(), |part| self.compare(part)),
            Type::Struct(ty) => self.structs(ty),
            Type::Enum(ty) => self.enums(ty),
        }
    }

    /// Compares the next part of both as Rust compares what is read.
    fn by<T: Ord>(
        &mut self,
        read: impl Fn(&mut Decoder<'a>) -> Result<T, Fault>,
    ) -> Result<Ordering, Fault> {
        let (a, b) = self.next(read)?;
        Ok(a.cmp(&b))
    }

    fn integers(&mut self, integer: Integer) -> Result<Ordering, Fault> {
        let bits = u32::from(integer.bits());
        match (integer.is_varint(), integer.is_signed()) {
            (true, false) => self.by(|input| input.varint_of(bits)),
            (true, true) => self.by(|input| Ok(varint::unzigzag(input.varint_of(bits)?))),
            (false, signed) => self.by(|input| {
                let bytes = input.take(bits as usize / 8)?;
                let (last, rest) = bytes.split_last().ok_or(Reason::Truncated)?;
                // The most significant byte first, its sign bit flipped.
                let first = if signed { last ^ 0x80 } else { *last };
                Ok(core::iter::once(first)
                    .chain(rest.iter().rev().copied())
                    .fold(0_u128, |number, byte| number << 8 | u128::from(byte)))
            }),
        }
    }

    fn counted(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<Ordering, Fault>,
    ) -> Result<Ordering, Fault> {
        let (a, b) = self.next(|input| input.count(1))?;
        let first = first_difference(0..a.min(b), |_| element(self))?;
        Ok(first.then(a.cmp(&b)))
    }

    fn fields(&mut self, fields: &[Field]) -> Result<Ordering, Fault> {
        first_difference(fields, |field| self.compare(field.ty()))
    }

    fn structs(&mut self, ty: &StructType) -> Result<Ordering, Fault> {
        let fields = self.fields(ty.fields())?;
        if fields.is_ne() || ty.subsections().is_empty() {
            return Ok(fields);
        }
        let (mut a, mut b) = (self.a.subsections()?, self.b.subsections()?);
        let by = self.by;
        first_difference(ty.subsections(), |subsection| {
            let (a, b) = (a.open(subsection.tag())?, b.open(subsection.tag())?);
            subsections(by, subsection, a, b)
        })
    }

    fn enums(&mut self, ty: &EnumType) -> Result<Ordering, Fault> {
        match self.next(Decoder::tag)? {
            (a, b) if a == b => match ty.variant(a) {
                Some(variant) => self.fields(variant.fields()),
                None => Ok(Ordering::Equal),
            },
            (a, b) => Ok(a.cmp(&b)),
        }
    }
}

fn subsections(
    by: Spelling,
    subsection: &Subsection,
    a: Option<Decoder<'_>>,
    b: Option<Decoder<'_>>,
) -> Result<Ordering, Fault> {
    let field = subsection.field();
    let absent = match by {
        Spelling::Bytes => None,
        _ if subsection.retired() => return Ok(Ordering::Equal),
        _ if field.absent_is_none() => None,
        Spelling::Values(default) => default(field),
        Spelling::Keys(default) => match default(field) {
            Some(bytes) => Some(bytes),
            None => return Ok(Ordering::Equal),
        },
    };
    let absent = absent.as_deref().map(Decoder::new);
    match (a.or_else(|| absent.clone()), b.or(absent)) {
        (Some(a), Some(b)) => Pair { a, b, by }.compare(field.ty()),
        (a, b) => Ok(a.is_some().cmp(&b.is_some())),
    }
}

/// The first of several comparisons that finds a difference.
fn first_difference<T>(
    parts: impl IntoIterator<Item = T>,
    mut compare: impl FnMut(T) -> Result<Ordering, Fault>,
) -> Result<Ordering, Fault> {
    for part in parts {
        let order = compare(part)?;
        if order.is_ne() {
            return Ok(order);
        }
    }
    Ok(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Varint;
    use crate::{Migratable, to_vec};
    use alloc::collections::BTreeSet;
    use alloc::string::String;

    /// The order of std types is the one that Rust gives them.
    fn assert_as_rust<T: Migratable + PartialOrd + core::fmt::Debug>(values: &[T]) {
        let encoded: Vec<_> = values.iter().map(|value| to_vec(value).unwrap()).collect();
        for (a, a_bytes) in values.iter().zip(&encoded) {
            for (b, b_bytes) in values.iter().zip(&encoded) {
                let found = compare(T::TYPE, a_bytes, b_bytes);
                assert_eq!(Some(found), a.partial_cmp(b), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn numbers() {
        assert_as_rust(&[0_u8, 1, 0x7f, 0x80, 0xff]);
        assert_as_rust(&[0_u32, 1, 0xff, 0x100, 0x0100_0000, u32::MAX]);
        assert_as_rust(&[i16::MIN, -256, -1, 0, 1, 255, 256, i16::MAX]);
        assert_as_rust(&[0, 1, u128::from(u64::MAX), u128::MAX]);
        assert_as_rust(&[i128::MIN, -1, 0, i128::MAX]);
        assert_as_rust(&[
            f32::NEG_INFINITY,
            -1.0,
            0.0,
            f32::MIN_POSITIVE,
            f32::INFINITY,
        ]);
        assert_as_rust(&[false, true]);
    }

    #[test]
    fn varints_as_the_numbers_that_they_are() {
        let numbers = [i64::MIN, -300, -1, 0, 1, 2, 300, i64::MAX];
        let encode = |number: &i64| {
            let mut bytes = vec![0; <Varint as Migratable<i64>>::encoded_len(number)];
            Varint::encode(number, &mut crate::codec::Encoder::new(&mut bytes)).unwrap();
            bytes
        };
        for a in &numbers {
            for b in &numbers {
                let ty = <Varint as Migratable<i64>>::TYPE;
                assert_eq!(compare(ty, &encode(a), &encode(b)), a.cmp(b), "{a} and {b}");
            }
        }
    }

    #[test]
    fn text_by_its_bytes_and_not_by_its_length() {
        assert_as_rust(&["", "a", "aa", "b", "z", "ä", "\u{10ffff}"].map(String::from));
        assert_as_rust(&['a', 'z', 'ä', '\u{d7ff}', '\u{e000}', char::MAX]);
    }

    #[test]
    fn composites() {
        assert_as_rust(&[None, Some(0_u16), Some(1)]);
        assert_as_rust(&[vec![], vec![0_u16], vec![0, 256], vec![1], vec![256]]);
        assert_as_rust(&[(0_i8, 1_u16), (0, 256), (-1, 256), (1, 0)]);
        assert_as_rust(&[[0_u16, 256], [1, 0], [256, 0]]);
        assert_as_rust(&[
            BTreeSet::from([256_u16]),
            BTreeSet::from([1, 256]),
            BTreeSet::new(),
        ]);
    }
}
