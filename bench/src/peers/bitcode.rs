//! bitcode with its own derive and a buffer that is used again.

use bitcode::{Buffer, DecodeOwned, Encode};

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

struct Bitcode;

#[derive(Default)]
struct Encoded {
    buffer: Buffer,
    bytes: Vec<u8>,
}

impl<T: Encode + DecodeOwned + Clone> Format<T> for Bitcode {
    type Encoded = Encoded;

    fn encode(value: &T, out: &mut Encoded) {
        let bytes = out.buffer.encode(value);
        out.bytes.clear();
        out.bytes.extend_from_slice(bytes);
    }

    fn decode(encoded: &Encoded) -> T {
        bitcode::decode(&encoded.bytes).expect("what was encoded")
    }

    fn bytes(encoded: &Encoded) -> &[u8] {
        &encoded.bytes
    }

    replaces!(T);
}

corpora! {
    subject::<Bitcode, _>,
    structs: [derive(bitcode::Encode, bitcode::Decode)],
    enums: [derive(bitcode::Encode, bitcode::Decode)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}
