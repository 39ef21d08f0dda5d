//! Ours: fixed width, and `varint` on each number.

use migratable::{Decode, Migratable};

use crate::corpora::{corpora, pods};
use crate::subject::{Format, OneShot, Subject, subject};

pub(crate) struct Ours;

impl<T: Migratable + Decode + Clone> Format<T> for Ours {
    type Encoded = Vec<u8>;
    type Live = T;

    fn encode(value: &T, out: &mut Vec<u8>) {
        migratable::encode_into(value, out).expect("a value to encode");
    }

    fn encode_new(value: &T) -> Vec<u8> {
        migratable::to_vec(value).expect("a value to encode")
    }

    fn decode(encoded: &Vec<u8>) -> T {
        migratable::decode(encoded).expect("what was encoded")
    }

    fn live(value: &T) -> T {
        value.clone()
    }

    fn load(live: &mut T, encoded: &Vec<u8>) {
        migratable::load_partly(live, encoded).expect("what was encoded");
    }

    fn loaded(live: &T) -> Option<&T> {
        Some(live)
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }
}

corpora! {
    subject::<Ours, _>,
    structs: [derive(migratable::Migratable)],
    enums: [derive(migratable::Migratable)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}

/// The corpora that no other format has.
pub(crate) fn pods() -> Vec<(&'static str, Box<dyn Subject>)> {
    vec![
        ("pod array", subject::<Ours, _>(vec![pods::array()])),
        ("pod list", subject::<Ours, _>(vec![pods::list()])),
    ]
}

/// Lists of numbers.
pub(crate) fn lists() -> Vec<(&'static str, Box<dyn Subject>)> {
    crate::corpora::lists!(subject::<OneShot<Ours>, _>)
}

/// Types of their own, which are encoded to new memory alone.
pub(crate) mod one_shot {
    use super::Ours;
    use crate::corpora::corpora;
    use crate::subject::{OneShot, subject};

    corpora! {
        subject::<OneShot<Ours>, _>,
        structs: [derive(migratable::Migratable)],
        enums: [derive(migratable::Migratable)],
        first: [],
        last: [],
        number: [],
        lane: [],
        array: [],
        bytes: [],
        buffer: [],
    }
}

pub(crate) mod varint {
    use super::Ours;
    use crate::corpora::corpora;
    use crate::subject::subject;

    corpora! {
        subject::<Ours, _>,
        structs: [derive(migratable::Migratable)],
        enums: [derive(migratable::Migratable)],
        first: [],
        last: [],
        number: [migratable(varint)],
        lane: [migratable::Varint],
        array: [],
        bytes: [],
        buffer: [],
    }
}
