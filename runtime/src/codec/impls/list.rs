//! Lists: a count, then the elements.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

use crate::codec::emitted::{fixed_len, min_len};
use crate::codec::stack::copies;
use crate::codec::{Decode, Decoder, Encoder, Fault, InMemory, Loading, Migratable, varint};
use crate::schema::{Flag, Type, TypeRef};

impl<T, A: Decode<T>> Migratable<Vec<T>> for Vec<A> {
    const TYPE: &'static Type = &Type::List(TypeRef::constant(A::TYPE));
    const ZERO_DEFAULT: bool = true;
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING
        .of_elements(min_len::<A, T>())
        .holding::<T>(copies::OF_ELEMENT)
        .join(Loading::COLLECTION);

    #[inline]
    fn encoded_len(value: &Vec<T>) -> usize {
        varint::len_u64(value.len() as u64) + A::elements_len(value)
    }

    #[inline]
    fn encode(value: &Vec<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        A::encode_elements(value, out)
    }

    #[inline]
    fn in_memory(value: &Vec<T>) -> Option<InMemory<'_>> {
        Some(InMemory::list(value.len(), A::as_bytes(value)?))
    }

    #[inline]
    fn load(value: &mut Vec<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let count = input.count(min_len::<A, T>())?;
        if value.len() == count {
            // Where elements have a loop of their own, none need no call to it.
            return match fixed_len::<A, T>().is_none() && count == 0 {
                true => Ok(()),
                false => A::load_elements(value, input),
            };
        }
        *input = load_other_len::<T, A>(value, count, input.clone())?;
        Ok(())
    }

    #[inline]
    fn check(live: Option<&Vec<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        check_list::<T, A>([live.map_or(&[], Vec::as_slice), &[]], input)
    }
}

/// Checks a list that will be loaded into the elements of both slices.
#[inline]
fn check_list<T, A: Migratable<T>>(
    [front, back]: [&[T]; 2],
    input: &mut Decoder<'_>,
) -> Result<(), Fault> {
    let count = input.count(min_len::<A, T>())?;
    let live = front.len() + back.len();
    if count > live {
        match input.is_default() {
            // Its bytes did not come, so that nothing is bounded by them.
            true => input.draw_elements(count - live, size_of::<T>())?,
            false => draw::<T, A>(count, input)?,
        }
    }
    let first = count.min(front.len());
    A::check_elements(front, first, input)?;
    A::check_elements(back, count - first, input)
}

/// Bytes of memory for each byte of input that are not drawn: they are bounded by
/// the bytes that came, and short lists load faster than they are counted.
const IN_PROPORTION: usize = 8;

/// Draws the memory of elements that is not in proportion to the bytes that they
/// take, as that of numbers is.
#[inline(always)]
fn draw<T, A: Migratable<T>>(count: usize, input: &Decoder<'_>) -> Result<(), Fault> {
    if size_of::<T>() <= IN_PROPORTION * min_len::<A, T>() {
        return Ok(());
    }
    input.draw_elements(count, size_of::<T>())
}

/// Loads a list that is not as long as the live one. This stays out of the way
/// of what keeps its length, which is most of a machine's state.
#[inline(never)]
fn load_other_len<'a, T, A: Decode<T>>(
    value: &mut Vec<T>,
    count: usize,
    mut input: Decoder<'a>,
) -> Result<Decoder<'a>, Fault> {
    value.truncate(count);
    if count > value.len() {
        draw::<T, A>(count, &input)?;
    }
    A::load_elements(value, &mut input)?;
    let new = count - value.len();
    value.reserve_exact(input.reservable::<T>(new));
    A::decode_elements(new, &mut input, value)?;
    Ok(input)
}

impl<T, A: Decode<T>> Decode<Vec<T>> for Vec<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Vec<T>, Fault> {
        let count = input.count(min_len::<A, T>())?;
        if count == 0 {
            return Ok(Vec::new());
        }
        draw::<T, A>(count, input)?;
        let mut values = Vec::with_capacity(match fixed_len::<A, T>() {
            Some(_) => count,
            None => input.reservable::<T>(count),
        });
        A::decode_elements(count, input, &mut values)?;
        Ok(values)
    }
}

/// As a `Vec`; loading keeps the allocation if the length is the same.
impl<T, A: Decode<T>> Migratable<Box<[T]>> for Box<[A]> {
    const TYPE: &'static Type = <Vec<A> as Migratable<Vec<T>>>::TYPE;
    const ZERO_DEFAULT: bool = true;
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING
        .of_elements(min_len::<A, T>())
        .holding::<T>(copies::OF_ELEMENT)
        .join(Loading::COLLECTION);

    #[inline]
    fn encoded_len(value: &Box<[T]>) -> usize {
        varint::len_u64(value.len() as u64) + A::elements_len(value)
    }

    #[inline]
    fn encode(value: &Box<[T]>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        A::encode_elements(value, out)
    }

    #[inline]
    fn in_memory(value: &Box<[T]>) -> Option<InMemory<'_>> {
        Some(InMemory::list(value.len(), A::as_bytes(value)?))
    }

    #[inline]
    fn load(value: &mut Box<[T]>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut values = core::mem::take(value).into_vec();
        let result = <Vec<A> as Migratable<Vec<T>>>::load(&mut values, input);
        *value = values.into_boxed_slice();
        result
    }

    #[inline]
    fn check(live: Option<&Box<[T]>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        check_list::<T, A>([live.map_or(&[], |live| live), &[]], input)
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
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING
        .of_elements(min_len::<A, T>())
        .holding::<T>(copies::OF_ELEMENT)
        .join(Loading::COLLECTION);

    #[inline]
    fn encoded_len(value: &VecDeque<T>) -> usize {
        let (front, back) = value.as_slices();
        varint::len_u64(value.len() as u64) + A::elements_len(front) + A::elements_len(back)
    }

    #[inline]
    fn encode(value: &VecDeque<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.count(value.len())?;
        let (front, back) = value.as_slices();
        A::encode_elements(front, out)?;
        A::encode_elements(back, out)
    }

    #[inline]
    fn load(value: &mut VecDeque<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut values = Vec::from(core::mem::take(value));
        let result = <Vec<A> as Migratable<Vec<T>>>::load(&mut values, input);
        *value = values.into();
        result
    }

    #[inline]
    fn check(live: Option<&VecDeque<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let (front, back) = live.map_or((&[][..], &[][..]), VecDeque::as_slices);
        check_list::<T, A>([front, back], input)
    }
}

impl<T, A: Decode<T>> Decode<VecDeque<T>> for VecDeque<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<VecDeque<T>, Fault> {
        <Vec<A> as Decode<Vec<T>>>::decode(input).map(VecDeque::from)
    }
}
