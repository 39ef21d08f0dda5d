//! The comparison with postcard.

use std::fmt::Debug;

use migratable::{Decode, Migratable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Compares a value with its equivalent in serde's world.
#[track_caller]
pub(super) fn agree<T, S>(ours: &T, theirs: &S)
where
    T: Decode + PartialEq + Debug,
    S: Serialize + DeserializeOwned + PartialEq + Debug,
{
    agree_as::<T, T, S>(ours, theirs);
}

/// The same through an adapter.
#[track_caller]
pub(super) fn agree_as<A, T, S>(ours: &T, theirs: &S)
where
    A: Decode<T>,
    T: PartialEq + Debug,
    S: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let our_bytes = encode::<A, T>(ours);
    let their_bytes = postcard::to_allocvec(theirs).unwrap();
    assert_eq!(our_bytes, their_bytes, "{ours:?}");
    assert_eq!(postcard::from_bytes::<S>(&our_bytes).unwrap(), *theirs);

    let mut input = migratable::codec::Decoder::new(&their_bytes);
    assert_eq!(A::decode(&mut input).unwrap(), *ours);
    input.finish().unwrap();
}

/// Compares a type that has both derives.
#[track_caller]
pub(super) fn same<T>(value: &T)
where
    T: Decode + Serialize + DeserializeOwned + PartialEq + Debug,
{
    agree(value, value);
}

fn encode<A: Migratable<T>, T>(value: &T) -> Vec<u8> {
    let mut bytes = vec![0; A::encoded_len(value)];
    let mut out = migratable::codec::Encoder::new(&mut bytes);
    A::encode(value, &mut out).unwrap();
    out.finish().unwrap();
    bytes
}

/// A number that serde too encodes with fixed width.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Migratable,
    Serialize,
    Deserialize,
)]
#[serde(bound(
    serialize = "T: Copy, postcard::fixint::LE<T>: Serialize",
    deserialize = "postcard::fixint::LE<T>: Deserialize<'de>"
))]
pub(super) struct Fixed<T>(#[serde(with = "postcard::fixint::le")] pub T);

#[cfg(target_pointer_width = "32")]
pub(super) use {i32 as Signed, u32 as Unsigned};
/// What `usize` and `isize` are on the target.
#[cfg(target_pointer_width = "64")]
pub(super) use {i64 as Signed, u64 as Unsigned};

/// Each number as a [`Fixed`] one.
pub(super) fn fixed<T: Copy>(numbers: &[T]) -> Vec<Fixed<T>> {
    numbers.iter().copied().map(Fixed).collect()
}
