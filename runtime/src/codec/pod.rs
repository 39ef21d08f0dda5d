//! Pods: structs that are encoded as they lie in memory, by `#[migratable(pod)]`, and
//! therefore copied as a whole.
//!
//! Two things have to be known of one. That no byte of it is padding and that any bytes
//! are a value, its `bytemuck::Pod` says, which makes the copy safe code. That the bytes
//! are the encoding, const code of the derive proves by [`field`] and [`end`]. On
//! big-endian hosts they are not, and pods are encoded as all structs are.

use alloc::vec::Vec;

use bytemuck::Pod;

use super::emitted::fixed_len;
use super::plain::Invalid;
use super::{Decode, Decoder, Encoder, InMemory, Migratable, Place, elements};
use crate::base::fault::{Fault, Reason};

/// Whether numbers are encoded as they lie in memory, and so are pods.
pub const IS_COPIED: bool = cfg!(target_endian = "little");

/// A struct with `pod`: `T` itself. As [`Codec`](super::emitted::Codec), so that what is
/// none is reported once.
pub type Copied<T> = <T as IsPod>::Itself;

pub trait IsPod {
    type Itself;
}

impl<T: MayBeCopied> IsPod for T {
    type Itself = T;
}

#[diagnostic::on_unimplemented(
    message = "a struct with `pod` is copied as bytes, and nothing says that `{Self}` may be",
    label = "needs `bytemuck::Pod`",
    note = "put `#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]` on it, of `bytemuck = {{ version = \"1\", features = [\"derive\"] }}`",
    note = "or remove `pod`: the stream is the same without"
)]
pub trait MayBeCopied: Migratable + Pod {}

#[diagnostic::do_not_recommend]
impl<T: Migratable + Pod> MayBeCopied for T {}

/// Begins the proof. Of what is no pod, nothing else is said.
pub const fn begin<T>() -> usize {
    0
}

/// Proves of a field that it lies at `offset` in memory, behind as many bytes as stand
/// before it in the encoding, and returns where the next one has to lie.
#[track_caller]
pub const fn field<A: Migratable<T>, T>(at: usize, offset: usize) -> usize {
    assert!(
        A::IS_POD,
        "`pod`: a value of this field is not encoded as it lies in memory, or not all bytes are \
         one. A pod is made of numbers, arrays and other pods: if this is a struct of those, put \
         `#[repr(C)]` and `#[migratable(pod)]` on it, and else remove `pod` here"
    );
    assert!(
        at == offset,
        "`pod`: there is padding before this field, and in the stream there is none. Put fields \
         of larger alignment first, or remove `pod`; a field that fills the gap, as `[u8; 2]`, is \
         part of the stream, so that is for new structs"
    );
    at + size_of::<T>()
}

/// Proves that nothing is behind the last field, at `at` bytes.
#[track_caller]
pub const fn end<T>(at: usize) {
    assert!(
        at == size_of::<T>(),
        "`pod`: there is padding behind this field, and in the stream there is none. Remove \
         `pod`, or an `align` that the struct has; a field that fills the gap, as `[u8; 2]`, is \
         part of the stream, so that is for new structs"
    );
}

/// What the proof comes to.
const fn is_proved<T: Migratable>() -> bool {
    matches!(fixed_len::<T, T>(), Some(len) if len == size_of::<T>())
}

#[inline]
pub fn encode<T: MayBeCopied>(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
    const { assert!(is_proved::<T>()) };
    out.bytes(bytemuck::bytes_of(value))
}

#[inline]
pub fn load<T: MayBeCopied>(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
    const { assert!(is_proved::<T>()) };
    let room = bytemuck::bytes_of_mut(value);
    room.copy_from_slice(input.take(room.len())?);
    Ok(())
}

#[inline]
pub fn decode_to<T: MayBeCopied, P: Place<T>>(
    input: &mut Decoder<'_>,
    place: P,
) -> Result<P::Placed, Fault> {
    const { assert!(is_proved::<T>()) };
    let bytes = input.take(size_of::<T>())?;
    place.check(input)?;
    Ok(place.put(bytemuck::pod_read_unaligned(bytes)))
}

/// A value of exactly these bytes, or zeros.
#[inline]
pub fn read<T: MayBeCopied>(input: &[u8], invalid: &mut Invalid) -> T {
    const { assert!(is_proved::<T>()) };
    read_copied(input, invalid)
}

#[inline]
pub fn read_array<T: MayBeCopied, const N: usize>(input: &[u8], invalid: &mut Invalid) -> [T; N] {
    const { assert!(is_proved::<T>()) };
    match IS_COPIED {
        true => read_copied(input, invalid),
        false => elements::read_array::<T, T, N>(input, invalid),
    }
}

#[inline]
pub fn encode_slice<T: MayBeCopied>(values: &[T], out: &mut [u8]) -> Result<(), Fault> {
    const { assert!(is_proved::<T>()) };
    match IS_COPIED {
        true => copy_to(values, out),
        false => elements::encode_slice::<T, T>(values, out),
    }
}

#[inline]
pub fn load_slice<T: MayBeCopied>(values: &mut [T], input: &[u8]) -> Result<(), Fault> {
    const { assert!(is_proved::<T>()) };
    match IS_COPIED {
        true => copy_from(values, input),
        false => elements::load_slice::<T, T>(values, input),
    }
}

#[inline]
pub fn decode_slice<T: Decode + MayBeCopied>(
    input: &[u8],
    values: &mut Vec<T>,
) -> Result<(), Fault> {
    const { assert!(is_proved::<T>()) };
    match IS_COPIED {
        true => append(input, values),
        false => return elements::decode_slice::<T, T>(input, values),
    }
    Ok(())
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn read_copied<T: bytemuck::AnyBitPattern>(input: &[u8], invalid: &mut Invalid) -> T {
    let value = input.get(..size_of::<T>());
    let value = value.and_then(|bytes| bytemuck::try_pod_read_unaligned(bytes).ok());
    invalid.is_truncated |= value.is_none();
    value.unwrap_or_else(T::zeroed)
}

#[inline]
pub fn in_memory<T: MayBeCopied>(value: &T) -> Option<InMemory<'_>> {
    const { assert!(is_proved::<T>()) };
    as_bytes(core::slice::from_ref(value)).map(InMemory::bytes)
}

/// The bytes of values, where numbers lie in memory as they are encoded.
#[inline]
pub fn as_bytes<T: bytemuck::NoUninit>(values: &[T]) -> Option<&[u8]> {
    IS_COPIED.then(|| bytemuck::cast_slice(values))
}

/// Writes values as they lie in memory.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn copy_to<T: bytemuck::NoUninit>(values: &[T], out: &mut [u8]) -> Result<(), Fault> {
    let bytes = bytemuck::cast_slice(values);
    let room = out.get_mut(..bytes.len()).ok_or(Reason::Length)?;
    room.copy_from_slice(bytes);
    Ok(())
}

/// Loads values that stand as they lie in memory.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn copy_from<T: Pod>(values: &mut [T], input: &[u8]) -> Result<(), Fault> {
    let room: &mut [u8] = bytemuck::cast_slice_mut(values);
    room.copy_from_slice(input.get(..room.len()).ok_or(Reason::Truncated)?);
    Ok(())
}

/// Appends the values that stand in these bytes, wherever those begin.
///
/// A loop of known length without a branch for each value is one `memcpy` to the compiler.
/// Whether the bytes are aligned changes from list to list, so that asking costs more.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn append<T: Pod>(input: &[u8], values: &mut Vec<T>) {
    match bytemuck::try_cast_slice(input) {
        Ok(aligned) if align_of::<T>() == 1 => values.extend_from_slice(aligned),
        _ => {
            let chunks = input.chunks_exact(size_of::<T>().max(1));
            values.extend(chunks.map(bytemuck::pod_read_unaligned::<T>));
        }
    }
}
