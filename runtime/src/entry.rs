//! Single values: the functions that most code calls.

use alloc::vec;
use alloc::vec::Vec;

use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable};

/// The number of bytes that [`to_vec`] would return.
pub fn encoded_len<T: Migratable>(value: &T) -> usize {
    T::encoded_len(value)
}

/// Encodes a value.
///
/// # Errors
///
/// If the value breaks a constraint that its schema promises.
pub fn to_vec<T: Migratable>(value: &T) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0; T::encoded_len(value)];
    encode_exactly(value, &mut bytes)?;
    Ok(bytes)
}

/// Encodes a value into a buffer that is used again: its content is replaced,
/// its allocation is kept.
///
/// # Errors
///
/// As [`to_vec`]; the buffer's content is then unspecified.
pub fn encode_into<T: Migratable>(value: &T, bytes: &mut Vec<u8>) -> Result<(), Fault> {
    bytes.resize(T::encoded_len(value), 0);
    encode_exactly(value, bytes)
}

pub(crate) fn encode_exactly<T: Migratable>(value: &T, room: &mut [u8]) -> Result<(), Fault> {
    let mut out = Encoder::new(room);
    T::encode(value, &mut out)?;
    out.finish()
}

/// Decodes a value.
///
/// # Errors
///
/// If the bytes are not exactly a value of this type.
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, Fault> {
    let mut input = Decoder::new(bytes);
    let value = T::decode(&mut input)?;
    input.finish()?;
    Ok(value)
}

/// Loads a value in place: skipped fields keep what they hold, collections
/// keep their allocations.
///
/// # Errors
///
/// If the bytes are not exactly a value of this type. The value is then as it
/// was before.
pub fn load<T: Migratable>(value: &mut T, bytes: &[u8]) -> Result<(), Fault> {
    let before = to_vec(value)?;
    let mut input = Decoder::new(bytes);
    let loaded = T::load(value, &mut input).and_then(|()| input.finish());
    if loaded.is_err() {
        T::load(value, &mut Decoder::new(&before))?;
    }
    loaded
}
