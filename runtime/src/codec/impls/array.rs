//! Arrays: the elements back to back.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::codec::emitted::{fixed_len, min_len};
use crate::codec::stack::copies;
use crate::codec::{
    Decode, Decoder, Encoder, Fault, InMemory, Invalid, Loading, Migratable, Reason,
};
use crate::schema::{Flag, Literal, Node, Type, TypeRef, spelled};

impl<T, A: Migratable<T>, const N: usize> Migratable<[T; N]> for [A; N] {
    const TYPE: &'static Type = &Type::Array {
        element: TypeRef::constant(A::TYPE),
        len: N as u64,
    };
    const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
    const DEFAULT: Option<&'static Literal> = match A::DEFAULT.is_some() && N <= spelled::MOST {
        true => Some(
            const { &Literal::List(Node::constant(const { &spelled::list::<N>(A::DEFAULT) })) },
        ),
        false => None,
    };
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading =
        A::LOADING
            .of_elements(min_len::<A, T>())
            .holding::<[T; N]>(match size_of::<[T; N]>() {
                _ if A::PLAIN => copies::OF_PLAIN_ARRAY,
                LARGE.. => copies::OF_ARRAY,
                _ => copies::OF_SMALL_ARRAY,
            });
    const LOADING_BOXED: Loading = A::LOADING
        .of_elements(min_len::<A, T>())
        .holding::<T>(copies::OF_ELEMENT);

    #[inline]
    fn encoded_len(value: &[T; N]) -> usize {
        A::elements_len(value)
    }

    #[inline]
    fn encode(value: &[T; N], out: &mut Encoder<'_>) -> Result<(), Fault> {
        A::encode_elements(value, out)
    }

    #[inline]
    fn in_memory(value: &[T; N]) -> Option<InMemory<'_>> {
        A::as_bytes(value).map(InMemory::bytes)
    }

    #[inline]
    fn as_bytes(values: &[[T; N]]) -> Option<&[u8]> {
        A::as_bytes(values.as_flattened())
    }

    #[inline]
    fn load(value: &mut [T; N], input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::load_elements(value, input)
    }

    #[inline]
    fn check(live: Option<&[T; N]>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::check_elements(live.map_or(&[], |live| live), N, input)
    }

    const PLAIN: bool = A::PLAIN;
    const BLANK: bool = A::BLANK;
    const IS_POD: bool = A::IS_POD;

    #[inline]
    fn read(input: &[u8], invalid: &mut Invalid) -> [T; N] {
        A::read_array(input, invalid)
    }
}

impl<T, A: Decode<T>, const N: usize> Decode<[T; N]> for [A; N] {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<[T; N], Fault> {
        match fixed_len::<Self, [T; N]>() {
            Some(len) if A::PLAIN => Self::decode_fixed(input.take(len)?),
            // On the stack it would be there several times.
            _ if size_of::<[T; N]>() >= LARGE => Self::decode_boxed(input).map(|values| *values),
            _ => A::decode_array(input),
        }
    }

    fn decode_boxed(input: &mut Decoder<'_>) -> Result<Box<[T; N]>, Fault> {
        let mut values = Vec::with_capacity(input.reservable::<T>(N));
        A::decode_elements(N, input, &mut values)?;
        values.try_into().map_err(|_| Reason::Count.into())
    }
}

/// From which size on an array is decoded on the heap.
const LARGE: usize = 1 << 12;
