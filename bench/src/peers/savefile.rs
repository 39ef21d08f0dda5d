//! savefile without the schema in front, which would be most of the bytes.

use savefile::prelude::{Deserialize, Deserializer, Serialize, Serializer};

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

struct Savefile;

impl<T: Serialize + Deserialize + Clone> Format<T> for Savefile {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        out.clear();
        Serializer::bare_serialize(out, 0, value).expect("a value to encode");
    }

    fn decode(encoded: &Vec<u8>) -> T {
        Deserializer::bare_deserialize(&mut encoded.as_slice(), 0).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Savefile, _>,
    structs: [derive(savefile_derive::Savefile), repr(C)],
    enums: [derive(savefile_derive::Savefile), repr(C)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}
