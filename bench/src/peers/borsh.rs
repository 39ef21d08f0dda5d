//! borsh.

use borsh::{BorshDeserialize, BorshSerialize};

use crate::corpora::corpora;
use crate::subject::{Format, replaces, subject};

struct Borsh;

impl<T: BorshSerialize + BorshDeserialize + Clone> Format<T> for Borsh {
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        out.clear();
        value.serialize(out).expect("a value to encode");
    }

    fn decode(encoded: &Vec<u8>) -> T {
        T::try_from_slice(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

corpora! {
    subject::<Borsh, _>,
    structs: [derive(borsh::BorshSerialize, borsh::BorshDeserialize)],
    enums: [derive(borsh::BorshSerialize, borsh::BorshDeserialize)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}
