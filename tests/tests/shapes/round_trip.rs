//! What must hold for any value of any shape.

use std::fmt::Debug;

use migratable::{Decode, EncodedLen, Migratable, value};

/// Saves a value, decodes it, and loads it over `live`.
#[track_caller]
pub(super) fn round_trips<T: Decode + PartialEq + Debug>(saved: &T, mut live: T) {
    assert_ne!(*saved, live, "loading over an equal value shows nothing");
    let bytes = encode(saved);
    assert_eq!(migratable::decode::<T>(&bytes).unwrap(), *saved);
    migratable::load(&mut live, &bytes).unwrap();
    assert_eq!(live, *saved);
}

/// The bytes of a value, which its schema describes.
#[track_caller]
pub(super) fn encode<T: Migratable>(value: &T) -> Vec<u8> {
    let bytes = migratable::to_vec(value).unwrap();
    assert_eq!(bytes.len(), migratable::encoded_len(value));
    assert_within(bytes.len(), T::MIN_ENCODED_LEN, T::MAX_ENCODED_LEN);
    value::read(T::TYPE, &bytes).unwrap();
    bytes
}

#[track_caller]
fn assert_within(len: usize, min: usize, max: Option<usize>) {
    assert!(
        len >= min && max.is_none_or(|max| len <= max),
        "{len} is not in {min}..={max:?}"
    );
}
