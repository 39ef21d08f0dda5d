//! `bool`, `char`, and types without content.

use core::marker::PhantomData;

use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable, Reason};
use crate::schema::Type;

impl Migratable for bool {
    const TYPE: &'static Type = &Type::Bool;
    const ZERO_DEFAULT: bool = true;
    const LOADING: Loading = Loading::CHECKED;

    #[inline]
    fn encoded_len(_: &Self) -> usize {
        1
    }

    #[inline]
    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.bytes(&[u8::from(*value)])
    }

    #[inline]
    fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }

    #[inline]
    fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        Self::decode(input).map(|_| ())
    }

    #[inline]
    fn check_elements(_: &[Self], count: usize, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let all = input.take(count)?.iter().fold(0, |all, byte| all | byte);
        (all <= 1).then_some(()).ok_or_else(|| Reason::Bool.into())
    }

    #[inline]
    fn as_bytes(values: &[Self]) -> Option<&[u8]> {
        Some(bytemuck::cast_slice(values))
    }

    /// Validity is accumulated and tested once, so that the loop has no
    /// branches.
    #[inline]
    fn load_slice(values: &mut [Self], input: &[u8]) -> Result<(), Fault> {
        let mut all = 0;
        for (value, byte) in values.iter_mut().zip(input) {
            all |= *byte;
            *value = *byte != 0;
        }
        if all <= 1 {
            Ok(())
        } else {
            Err(Reason::Bool.into())
        }
    }

    const PLAIN: bool = true;

    #[inline]
    fn read(input: &[u8], invalid: &mut Invalid) -> Self {
        let byte = u8::read(input, invalid);
        invalid.has_bool |= byte > 1;
        byte != 0
    }
}

impl Decode for bool {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
        match input.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Reason::Bool.into()),
        }
    }
}

/// As postcard: the string of the one character.
impl Migratable for char {
    const TYPE: &'static Type = &Type::Char;
    const ZERO_DEFAULT: bool = false;
    const LOADING: Loading = Loading::CHECKED;

    #[inline]
    fn encoded_len(value: &Self) -> usize {
        1 + value.len_utf8()
    }

    #[inline]
    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len_utf8())?;
        out.bytes(value.encode_utf8(&mut [0; 4]).as_bytes())
    }

    #[inline]
    fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }

    #[inline]
    fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        Self::decode(input).map(|_| ())
    }
}

impl Decode for char {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
        let len = input.count(1)?;
        let text = core::str::from_utf8(input.take(len)?).map_err(|_| Reason::Utf8)?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(Reason::Char.into()),
        }
    }
}

macro_rules! without_content {
    ($([$($generics:tt)*] $name:ty = $value:expr;)*) => {$(
        impl<$($generics)*> Migratable for $name {
            const TYPE: &'static Type = &Type::Unit;
            const ZERO_DEFAULT: bool = true;
            const LOADING: Loading = Loading::ANY_BITS;

            #[inline]
            fn encoded_len(_: &Self) -> usize {
                0
            }

            #[inline]
            fn encode(_: &Self, _: &mut Encoder<'_>) -> Result<(), Fault> {
                Ok(())
            }

            #[inline]
            fn load(_: &mut Self, _: &mut Decoder<'_>) -> Result<(), Fault> {
                Ok(())
            }

            #[inline]
            fn check(_: Option<&Self>, _: &mut Decoder<'_>) -> Result<(), Fault> {
                Ok(())
            }

            const PLAIN: bool = true;
            const IS_POD: bool = true;

            #[inline]
            fn read(_: &[u8], _: &mut Invalid) -> Self {
                $value
            }
        }

        impl<$($generics)*> Decode for $name {
            #[inline]
            fn decode(_: &mut Decoder<'_>) -> Result<Self, Fault> {
                Ok($value)
            }
        }
    )*};
}

without_content! {
    [] () = ();
    [T: ?Sized] PhantomData<T> = PhantomData;
}
