//! Plans on bytes that are no values, or only nearly so.

use migratable::resolve::resolve;
use migratable::value;

use super::pairs::{Known, bytes_of};
use super::rng::Rng;
use super::values::{Fullness, Values};

/// Inputs for each pair.
const INPUTS: usize = 8;

/// Far more than any schema of this test makes of a byte.
const MOST_GROWTH: usize = 2000;

/// Runs the plans of both directions on garbage. Where it happens to be a value
/// of the writer and is converted, it becomes one of the reader.
pub(crate) fn check(a: &Known, b: &Known, rng: &mut Rng) {
    for (writer, reader) in [(a, b), (b, a)] {
        let resolution = resolve(&writer.schema, &reader.schema);
        let Some(plan) = resolution.plan() else {
            continue;
        };
        for _ in 0..INPUTS {
            let bytes = garbage(writer, rng);
            let mut converted = Vec::new();
            let is_converted = plan.convert(&bytes, &mut converted).is_ok();
            assert!(converted.len() <= (bytes.len() + 1) * MOST_GROWTH);
            let is_value = value::read(writer.schema.ty(), &bytes).is_ok();
            if is_converted && is_value {
                assert_eq!(plan.check(&bytes), Ok(()));
                value::read(reader.schema.ty(), &converted).expect("a value of the reader");
            }
        }
    }
}

fn garbage(writer: &Known, rng: &mut Rng) -> Vec<u8> {
    if rng.one_in(4) {
        return (0..rng.below(40)).map(|_| rng.next() as u8).collect();
    }
    let fullness = Fullness::Random;
    let val = Values { rng, fullness }.of(writer.ty());
    let mut bytes = bytes_of(writer, &val).expect("a value");
    for _ in 0..rng.within(1, 3) {
        let at = rng.below(bytes.len() + 1);
        match (rng.below(4), bytes.get_mut(at)) {
            (0, _) => bytes.truncate(at),
            (1, _) => bytes.insert(at, rng.pick(&[0, 1, 2, 0x7f, 0x80, 0xff])),
            (2, Some(byte)) => *byte ^= 1 << rng.below(8),
            (_, Some(byte)) => *byte = rng.next() as u8,
            (_, None) => bytes.push(0),
        }
    }
    bytes
}
