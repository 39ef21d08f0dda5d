//! rkyv, validated and deserialized: an archive from another host is not
//! trusted, and a device is not an archive.

use rkyv::api::high::{HighDeserializer, HighSerializer, HighValidator};
use rkyv::bytecheck::CheckBytes;
use rkyv::rancor::Error;
use rkyv::ser::allocator::ArenaHandle;
use rkyv::util::AlignedVec;
use rkyv::{Archive, Deserialize, Serialize};

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

struct Rkyv;

impl<T> Format<T> for Rkyv
where
    T: Archive + for<'a> Serialize<HighSerializer<AlignedVec, ArenaHandle<'a>, Error>> + Clone,
    T::Archived:
        for<'a> CheckBytes<HighValidator<'a, Error>> + Deserialize<T, HighDeserializer<Error>>,
{
    type Encoded = AlignedVec;

    fn encode(value: &T, out: &mut AlignedVec) {
        let mut buffer = std::mem::take(out);
        buffer.clear();
        *out = rkyv::api::high::to_bytes_in(value, buffer).expect("a value to encode");
    }

    fn decode(encoded: &AlignedVec) -> T {
        rkyv::from_bytes::<T, Error>(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &AlignedVec) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Rkyv, _>,
    structs: [derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)],
    enums: [derive(rkyv::Archive, rkyv::Serialize, rkyv::Deserialize)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}
