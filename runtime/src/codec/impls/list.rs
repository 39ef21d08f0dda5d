//! Lists: a count, then the elements.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::array::assert_counted;
use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable, Reason, varint};
use crate::schema::{Type, TypeRef};

impl<T, A: Decode<T>> Migratable<Vec<T>> for Vec<A> {
    const TYPE: &'static Type = {
        assert_counted::<T, A>();
        &Type::List(TypeRef::Static(A::TYPE))
    };
    const ZERO_DEFAULT: bool = true;

    #[inline]
    fn encoded_len(value: &Vec<T>) -> usize {
        len_of::<T, A>(value.len(), value.iter())
    }

    #[inline]
    fn encode(value: &Vec<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        encode_elements::<T, A>(value, out)
    }

    #[inline]
    fn load(value: &mut Vec<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let count = input.count(A::MIN_ENCODED_LEN)?;
        value.truncate(count);
        match A::FIXED_LEN {
            Some(len) => {
                let bytes = input.take(byte_len(count, len)?)?;
                let kept = byte_len(value.len(), len)?;
                let (kept, new) = bytes.split_at_checked(kept).ok_or(Reason::Truncated)?;
                A::load_slice(value, kept)?;
                A::decode_slice(new, value)
            }
            None => {
                value
                    .iter_mut()
                    .try_for_each(|value| A::load(value, input))?;
                decode_elements::<T, A>(count - value.len(), input, value)
            }
        }
    }
}

impl<T, A: Decode<T>> Decode<Vec<T>> for Vec<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Vec<T>, Fault> {
        let count = input.count(A::MIN_ENCODED_LEN)?;
        let mut values;
        match A::FIXED_LEN {
            Some(len) => {
                let bytes = input.take(byte_len(count, len)?)?;
                values = Vec::with_capacity(count);
                A::decode_slice(bytes, &mut values)?;
            }
            None => {
                values = Vec::with_capacity(believed::<T>(count));
                decode_elements::<T, A>(count, input, &mut values)?;
            }
        }
        Ok(values)
    }
}

/// As a `Vec`; loading keeps the allocation if the length is the same.
impl<T, A: Decode<T>> Migratable<Box<[T]>> for Box<[A]> {
    const TYPE: &'static Type = <Vec<A> as Migratable<Vec<T>>>::TYPE;
    const ZERO_DEFAULT: bool = true;

    #[inline]
    fn encoded_len(value: &Box<[T]>) -> usize {
        len_of::<T, A>(value.len(), value.iter())
    }

    #[inline]
    fn encode(value: &Box<[T]>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        encode_elements::<T, A>(value, out)
    }

    #[inline]
    fn load(value: &mut Box<[T]>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut values = core::mem::take(value).into_vec();
        let result = <Vec<A> as Migratable<Vec<T>>>::load(&mut values, input);
        *value = values.into_boxed_slice();
        result
    }
}

impl<T, A: Decode<T>> Decode<Box<[T]>> for Box<[A]> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Box<[T]>, Fault> {
        <Vec<A> as Decode<Vec<T>>>::decode(input).map(Vec::into_boxed_slice)
    }
}

/// As a `Vec`, from front to back.
impl<T, A: Decode<T>> Migratable<VecDeque<T>> for VecDeque<A> {
    const TYPE: &'static Type = <Vec<A> as Migratable<Vec<T>>>::TYPE;
    const ZERO_DEFAULT: bool = true;

    #[inline]
    fn encoded_len(value: &VecDeque<T>) -> usize {
        len_of::<T, A>(value.len(), value.iter())
    }

    #[inline]
    fn encode(value: &VecDeque<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        let (front, back) = value.as_slices();
        encode_elements::<T, A>(front, out)?;
        encode_elements::<T, A>(back, out)
    }

    #[inline]
    fn load(value: &mut VecDeque<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut values = Vec::from(core::mem::take(value));
        let result = <Vec<A> as Migratable<Vec<T>>>::load(&mut values, input);
        *value = values.into();
        result
    }
}

impl<T, A: Decode<T>> Decode<VecDeque<T>> for VecDeque<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<VecDeque<T>, Fault> {
        <Vec<A> as Decode<Vec<T>>>::decode(input).map(VecDeque::from)
    }
}

#[inline]
fn len_of<'a, T: 'a, A: Migratable<T>>(count: usize, values: impl Iterator<Item = &'a T>) -> usize {
    let elements = match A::FIXED_LEN {
        Some(len) => count * len,
        None => values.map(A::encoded_len).sum(),
    };
    varint::len_u64(count as u64) + elements
}

#[inline]
fn encode_elements<T, A: Migratable<T>>(values: &[T], out: &mut Encoder<'_>) -> Result<(), Fault> {
    match A::FIXED_LEN {
        Some(len) => A::encode_slice(values, out.take(values.len() * len)?),
        None => values.iter().try_for_each(|value| A::encode(value, out)),
    }
}

/// For how many elements memory is reserved at once. The count was checked
/// against the bytes that are left, but an element may need more memory than
/// bytes: beyond this, memory grows as elements are really there.
#[inline]
fn believed<T>(count: usize) -> usize {
    const MEMORY: usize = 8 << 10;
    count.min(MEMORY / size_of::<T>().max(1))
}

#[inline]
fn decode_elements<T, A: Decode<T>>(
    count: usize,
    input: &mut Decoder<'_>,
    values: &mut Vec<T>,
) -> Result<(), Fault> {
    for _ in 0..count {
        A::decode_to(input, |value| values.push(value))?;
    }
    Ok(())
}

#[inline]
fn byte_len(count: usize, len: usize) -> Result<usize, Fault> {
    count.checked_mul(len).ok_or_else(|| Reason::Count.into())
}
