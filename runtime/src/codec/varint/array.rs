//! Varints of many numbers. Those that take one byte, as most do in the
//! registers of a device, are handled eight at once.

use super::number::VarintNumber;
use super::wire::Wire;
use crate::base::fault::Fault;

/// How many bytes all of them take.
#[inline]
pub(crate) fn len_all<T: VarintNumber>(values: &[T]) -> usize {
    let (blocks, rest) = values.as_chunks::<8>();
    let blocks = blocks.iter().map(|block| {
        let wires = block.map(T::to_wire);
        match T::Wire::narrow(wires) {
            Some(bytes) => bytes.len(),
            None => len_each(wires.into_iter()),
        }
    });
    blocks.sum::<usize>() + len_each(rest.iter().map(|value| value.to_wire()))
}

fn len_each<W: Wire>(wires: impl Iterator<Item = W>) -> usize {
    wires.map(W::varint_len).sum()
}

/// Writes them and returns the room behind; `None` if there is too little.
#[inline]
pub(crate) fn write_all<'a, T: VarintNumber>(
    values: &[T],
    mut room: &'a mut [u8],
) -> Option<&'a mut [u8]> {
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        match T::Wire::narrow(block.map(T::to_wire)) {
            Some(bytes) => {
                let (taken, behind) = room.split_first_chunk_mut()?;
                *taken = bytes;
                room = behind;
            }
            None => room = write_each(block, room)?,
        }
    }
    write_each(rest, room)
}

#[inline]
fn write_each<'a, T: VarintNumber>(values: &[T], mut room: &'a mut [u8]) -> Option<&'a mut [u8]> {
    for value in values {
        room = value.to_wire().write(room)?;
    }
    Some(room)
}

/// Reads as many as there are `values` and returns what follows them. On its
/// own, the compiler makes better code of the loop than within its callers.
#[inline(never)]
pub(crate) fn read_all<'a, T: VarintNumber>(
    values: &mut [T],
    mut input: &'a [u8],
) -> Result<&'a [u8], Fault> {
    let (blocks, rest) = values.as_chunks_mut::<8>();
    for block in blocks {
        match input.split_first_chunk::<8>() {
            Some((bytes, behind)) if bytes.is_ascii() => {
                for (value, byte) in block.iter_mut().zip(bytes) {
                    *value = T::from_wire(T::Wire::widen(*byte));
                }
                input = behind;
            }
            _ => input = read_each(block, input)?,
        }
    }
    read_each(rest, input)
}

#[inline]
fn read_each<'a, T: VarintNumber>(
    values: &mut [T],
    mut input: &'a [u8],
) -> Result<&'a [u8], Fault> {
    for value in values {
        let (wire, behind) = T::Wire::read(input)?;
        *value = T::from_wire(wire);
        input = behind;
    }
    Ok(input)
}
