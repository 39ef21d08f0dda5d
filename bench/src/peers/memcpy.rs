//! The limit: our bytes, copied; and what safe code can reach that writes into new memory
//! by and by, as it has to be filled before.

use super::Peer;
use crate::subject::{Format, OneShot, Subject, subject};

struct Memcpy;

impl Format<Vec<u8>> for Memcpy {
    type Encoded = Vec<u8>;
    type Live = Vec<u8>;

    fn encode(value: &Vec<u8>, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(value);
    }

    fn encode_new(value: &Vec<u8>) -> Vec<u8> {
        value.clone()
    }

    fn decode(encoded: &Vec<u8>) -> Vec<u8> {
        encoded.clone()
    }

    fn live(value: &Vec<u8>) -> Vec<u8> {
        value.clone()
    }

    fn load(live: &mut Vec<u8>, encoded: &Vec<u8>) {
        live.clear();
        live.extend_from_slice(encoded);
    }

    fn loaded(live: &Vec<u8>) -> Option<&Vec<u8>> {
        Some(live)
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }
}

struct Zeroed;

impl Format<Vec<u8>> for Zeroed {
    type Encoded = Vec<u8>;
    type Live = Vec<u8>;

    fn encode(value: &Vec<u8>, out: &mut Vec<u8>) {
        *out = vec![0; value.len()];
        out.copy_from_slice(value);
    }

    fn decode(encoded: &Vec<u8>) -> Vec<u8> {
        encoded.clone()
    }

    fn live(value: &Vec<u8>) -> Vec<u8> {
        value.clone()
    }

    fn load(live: &mut Vec<u8>, encoded: &Vec<u8>) {
        live.clone_from(encoded);
    }

    fn loaded(live: &Vec<u8>) -> Option<&Vec<u8>> {
        Some(live)
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }
}

/// Copies of what ours writes.
pub(crate) fn subjects(ours: &Peer) -> Vec<(&'static str, Box<dyn Subject>)> {
    of(ours, subject::<Memcpy, _>)
}

/// Copies to new memory that was filled with zeros.
pub(crate) fn zeroed(ours: &Peer) -> Vec<(&'static str, Box<dyn Subject>)> {
    of(ours, subject::<Zeroed, _>)
}

/// Copies to new memory.
pub(crate) fn one_shot(ours: &Peer) -> Vec<(&'static str, Box<dyn Subject>)> {
    of(ours, subject::<OneShot<Memcpy>, _>)
}

fn of(
    ours: &Peer,
    subject: impl Fn(Vec<Vec<u8>>) -> Box<dyn Subject>,
) -> Vec<(&'static str, Box<dyn Subject>)> {
    let ours = ours.subjects.iter();
    ours.map(|(name, ours)| {
        let values = ours.bytes().into_iter().map(<[u8]>::to_vec).collect();
        (*name, subject(values))
    })
    .collect()
}
