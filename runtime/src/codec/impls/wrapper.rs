//! Types that hold one value and add no bytes.

use alloc::boxed::Box;
use core::num::{Saturating, Wrapping};

use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Migratable};
use crate::schema::Type;

/// What is larger is perhaps in a box because the stack does not hold it.
const ON_STACK: usize = 1 << 10;

macro_rules! wrappers {
    ($($wrapper:ident: |$value:ident| $inner:expr, $decode:ident, $most:expr;)*) => {$(
        impl<T, A: Migratable<T>> Migratable<$wrapper<T>> for $wrapper<A> {
            const TYPE: &'static Type = A::TYPE;
            const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
            const HAS_VERSION: bool = A::HAS_VERSION;

            #[inline]
            fn encoded_len($value: &$wrapper<T>) -> usize {
                A::encoded_len(&$inner)
            }

            #[inline]
            fn encode($value: &$wrapper<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
                A::encode(&$inner, out)
            }

            #[inline]
            fn load($value: &mut $wrapper<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                A::load(&mut $inner, input)
            }

            const PLAIN: bool = A::PLAIN && size_of::<T>() <= $most;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> $wrapper<T> {
                $wrapper::<T>::from_inner(A::read(input, invalid))
            }
        }

        impl<T, A: Decode<T>> Decode<$wrapper<T>> for $wrapper<A> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$wrapper<T>, Fault> {
                A::$decode(input).map($wrapper::<T>::from_inner)
            }
        }
    )*};
}

trait FromInner<T> {
    fn from_inner(value: T) -> Self;
}

impl<T> FromInner<T> for Box<T> {
    fn from_inner(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> FromInner<Box<T>> for Box<T> {
    fn from_inner(value: Box<T>) -> Self {
        value
    }
}

impl<T> FromInner<T> for Wrapping<T> {
    fn from_inner(value: T) -> Self {
        Self(value)
    }
}

impl<T> FromInner<T> for Saturating<T> {
    fn from_inner(value: T) -> Self {
        Self(value)
    }
}

wrappers! {
    Box: |value| **value, decode_boxed, ON_STACK;
    Wrapping: |value| value.0, decode, usize::MAX;
    Saturating: |value| value.0, decode, usize::MAX;
}
