//! postcard, plain, and with `serde_bytes` on byte arrays and buffers.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

pub(crate) struct Postcard;

impl<T: Serialize + DeserializeOwned + Clone> Format<T> for Postcard {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        if postcard::to_slice(value, out).is_err() {
            *out = postcard::to_allocvec(value).expect("a value to encode");
        }
    }

    fn decode(encoded: &Vec<u8>) -> T {
        postcard::from_bytes(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Postcard, _>,
    structs: [derive(serde::Serialize, serde::Deserialize)],
    enums: [derive(serde::Serialize, serde::Deserialize)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [serde(with = "serde_big_array::BigArray")],
    bytes: [serde(with = "serde_big_array::BigArray")],
    buffer: [],
}

pub(crate) mod with_bytes {
    use super::Postcard;
    use crate::corpora::corpora;
    use crate::subject::subject;

    corpora! {
        subject::<Postcard, _>,
        structs: [derive(serde::Serialize, serde::Deserialize)],
        enums: [derive(serde::Serialize, serde::Deserialize)],
        first: [],
        last: [],
        number: [],
        lane: [],
        array: [serde(with = "serde_big_array::BigArray")],
        bytes: [serde(with = "serde_bytes")],
        buffer: [serde(with = "serde_bytes")],
    }
}
