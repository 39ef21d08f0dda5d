//! Types that hold one value and add no bytes.

use alloc::boxed::Box;
use core::num::{Saturating, Wrapping};

use crate::codec::emitted::fixed_len;
use crate::codec::loading::HEAP_PER_BYTE;
use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable};
use crate::schema::{Flag, Literal, Type};

/// The largest value that is read and then put into a box. What is larger is
/// perhaps in a box because the stack does not hold it; and what is read draws
/// on no budget, so it must be in proportion to its bytes.
const fn read_boxed<A: Migratable<T>, T>() -> usize {
    const ON_STACK: usize = 1 << 10;
    let by_bytes = match fixed_len::<A, T>() {
        Some(len) => len.saturating_mul(HEAP_PER_BYTE),
        None => 0,
    };
    if by_bytes < ON_STACK {
        by_bytes
    } else {
        ON_STACK
    }
}

macro_rules! wrappers {
    ($($wrapper:ident: |$value:ident| $inner:expr, $decode:ident, $most:expr, $loading:expr, $heap:expr, $is_pod:expr;)*) => {$(
        impl<T, A: Migratable<T>> Migratable<$wrapper<T>> for $wrapper<A> {
            const TYPE: &'static Type = A::TYPE;
            const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
            const DEFAULT: Option<&'static Literal> = A::DEFAULT;
            const FLAGS: &'static [Flag] = A::FLAGS;
            const LOADING: Loading = $loading;

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

            #[inline]
            fn check(live: Option<&$wrapper<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                if live.is_none() {
                    input.draw($heap)?;
                }
                A::check(live.map(|$value| &$inner), input)
            }

            const PLAIN: bool = A::PLAIN && size_of::<T>() <= $most;
            const IS_POD: bool = $is_pod;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> $wrapper<T> {
                $wrapper::<T>::from_inner(A::read(input, invalid))
            }
        }

        impl<T, A: Decode<T>> Decode<$wrapper<T>> for $wrapper<A> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$wrapper<T>, Fault> {
                let () = Decoded::<Self, $wrapper<T>>::FIT_THE_STACK;
                input.draw($heap)?;
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
    Box: |value| **value, decode_boxed, read_boxed::<A, T>(), A::LOADING_BOXED.keeping().on_heap::<T>(fixed_len::<A, T>()), size_of::<T>(), false;
    Wrapping: |value| value.0, decode, usize::MAX, A::LOADING.holding::<T>(copies::OF_WRAPPED), 0, A::IS_POD;
    Saturating: |value| value.0, decode, usize::MAX, A::LOADING.holding::<T>(copies::OF_WRAPPED), 0, A::IS_POD;
}
