//! Numbers: fixed width, little-endian (postcard's `fixint::le`). `usize` and
//! `isize` are described, and encoded, as the number that they are on the
//! target: so what one of another width may lose is seen by resolution.

use alloc::vec::Vec;

use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable, pod};
use crate::schema::{Float, Integer, Type};

macro_rules! numbers {
    (is_pod: $is_pod:literal; $($number:ident: $ty:expr;)*) => {$(
        impl Migratable for $number {
            const TYPE: &'static Type = &$ty;
            const ZERO_DEFAULT: bool = true;
            const LOADING: Loading = Loading::ANY_BITS;

            #[inline]
            fn encoded_len(_: &Self) -> usize {
                size_of::<Self>()
            }

            #[inline]
            fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
                out.bytes(&value.to_le_bytes())
            }

            #[inline]
            fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
                *value = Self::decode(input)?;
                Ok(())
            }

            #[inline]
            fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                input.take(size_of::<Self>()).map(|_| ())
            }

            #[inline]
            fn encode_slice(values: &[Self], out: &mut [u8]) -> Result<(), Fault> {
                if pod::IS_COPIED {
                    pod::copy_to(values, out)?;
                } else {
                    for (value, room) in values.iter().zip(out.as_chunks_mut().0) {
                        *room = value.to_le_bytes();
                    }
                }
                Ok(())
            }

            #[inline]
            fn as_bytes(values: &[Self]) -> Option<&[u8]> {
                pod::as_bytes(values)
            }

            #[inline]
            fn load_slice(values: &mut [Self], input: &[u8]) -> Result<(), Fault> {
                if pod::IS_COPIED {
                    pod::copy_from(values, input)?;
                } else {
                    for (value, bytes) in values.iter_mut().zip(input.as_chunks().0) {
                        *value = Self::from_le_bytes(*bytes);
                    }
                }
                Ok(())
            }

            const PLAIN: bool = true;
            const IS_POD: bool = $is_pod;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> Self {
                let bytes = input.first_chunk();
                invalid.is_truncated |= bytes.is_none();
                Self::from_le_bytes(bytes.copied().unwrap_or_default())
            }

            #[inline]
            fn read_array<const N: usize>(input: &[u8], invalid: &mut Invalid) -> [Self; N] {
                let mut values = [Self::from_le_bytes([0; size_of::<Self>()]); N];
                invalid.is_truncated |= input.len() < size_of_val(&values)
                    || Self::load_slice(&mut values, input).is_err();
                values
            }
        }

        impl Decode for $number {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
                Self::decode_fixed(input.take(size_of::<Self>())?)
            }

            #[inline]
            fn decode_slice(input: &[u8], values: &mut Vec<Self>) -> Result<(), Fault> {
                if pod::IS_COPIED {
                    pod::append(input, values);
                } else {
                    let (chunks, _) = input.as_chunks();
                    values.extend(chunks.iter().map(|bytes| Self::from_le_bytes(*bytes)));
                }
                Ok(())
            }
        }
    )*};
}

numbers! {
    is_pod: true;
    u8: Type::Integer(Integer::unsigned(8));
    u16: Type::Integer(Integer::unsigned(16));
    u32: Type::Integer(Integer::unsigned(32));
    u64: Type::Integer(Integer::unsigned(64));
    u128: Type::Integer(Integer::unsigned(128));
    i8: Type::Integer(Integer::signed(8));
    i16: Type::Integer(Integer::signed(16));
    i32: Type::Integer(Integer::signed(32));
    i64: Type::Integer(Integer::signed(64));
    i128: Type::Integer(Integer::signed(128));
    f32: Type::Float(Float::F32);
    f64: Type::Float(Float::F64);
}

// A struct of them is laid out in another way on another host.
numbers! {
    is_pod: false;
    usize: Type::Integer(Integer::unsigned(usize::BITS as u8));
    isize: Type::Integer(Integer::signed(isize::BITS as u8));
}
