//! Elements of fixed length, one after the other: what the traits do for types that know
//! nothing better.

use alloc::vec::Vec;

use super::emitted::fixed_len;
use super::plain::Invalid;
use super::run::ReadFields;
use super::{Decode, Decoder, Migratable};
use crate::base::fault::Fault;

/// How many elements go through a loop at once.
const GROUP: usize = 4;

/// [`Migratable::encode_slice`].
#[inline]
pub(super) fn encode_slice<A: Migratable<T> + ?Sized, T>(
    values: &[T],
    out: &mut [u8],
) -> Result<(), Fault> {
    let len = fixed_len::<A, T>().unwrap_or(0).max(1);
    let (groups, values) = values.as_chunks::<GROUP>();
    let mut rooms = out.chunks_exact_mut(GROUP * len);
    for (group, room) in groups.iter().zip(&mut rooms) {
        for (value, room) in group.iter().zip(room.chunks_exact_mut(len)) {
            A::encode_fixed(value, room)?;
        }
    }
    let rooms = rooms.into_remainder().chunks_exact_mut(len);
    for (value, room) in values.iter().zip(rooms) {
        A::encode_fixed(value, room)?;
    }
    Ok(())
}

/// [`Migratable::load_slice`].
#[inline]
pub(super) fn load_slice<A: Migratable<T> + ?Sized, T>(
    values: &mut [T],
    input: &[u8],
) -> Result<(), Fault> {
    let len = fixed_len::<A, T>().unwrap_or(0).max(1);
    let (groups, values) = values.as_chunks_mut::<GROUP>();
    let chunks = input.chunks_exact(GROUP * len);
    let rest = chunks.remainder().chunks_exact(len);
    for (group, bytes) in groups.iter_mut().zip(chunks) {
        for (value, bytes) in group.iter_mut().zip(bytes.chunks_exact(len)) {
            A::load_fixed(value, bytes)?;
        }
    }
    for (value, bytes) in values.iter_mut().zip(rest) {
        A::load_fixed(value, bytes)?;
    }
    Ok(())
}

/// [`Migratable::read_array`].
#[inline]
pub(super) fn read_array<A: Migratable<T> + ?Sized, T, const N: usize>(
    input: &[u8],
    invalid: &mut Invalid,
) -> [T; N] {
    let mut input = ReadFields::new(input, invalid);
    core::array::from_fn(|_| input.read::<A, T>())
}

/// [`Decode::decode_slice`].
#[inline]
pub(super) fn decode_slice<A: Decode<T> + ?Sized, T>(
    input: &[u8],
    values: &mut Vec<T>,
) -> Result<(), Fault> {
    let len = fixed_len::<A, T>().unwrap_or(0).max(1);
    let chunks = input.chunks_exact(len);
    if A::PLAIN {
        let mut invalid = Invalid::default();
        values.extend(chunks.map(|bytes| A::read(bytes, &mut invalid)));
        return invalid.check();
    }
    values.reserve(chunks.len());
    for bytes in chunks {
        A::decode_to(&mut Decoder::new(bytes), |value| values.push(value))?;
    }
    Ok(())
}
