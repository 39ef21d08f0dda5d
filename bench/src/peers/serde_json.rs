//! serde_json.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

struct Json;

impl<T: Serialize + DeserializeOwned + Clone> Format<T> for Json {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        out.clear();
        serde_json::to_writer(out, value).expect("a value to encode");
    }

    fn decode(encoded: &Vec<u8>) -> T {
        serde_json::from_slice(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Json, _>,
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
