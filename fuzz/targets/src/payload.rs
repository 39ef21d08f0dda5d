//! Payloads of derived types: every way of reading one says the same.

use migratable::value::{self, JsonForm};

use crate::shapes::{Live, SHAPES};
use crate::text::assert_escaped;

/// The first byte is the shape, the rest its payload.
pub(crate) fn run(input: &[u8]) {
    let Some((shape, bytes)) = input.split_first() else {
        return;
    };
    if let Some(shape) = SHAPES.get(usize::from(*shape)) {
        (shape.check)(bytes);
    }
}

/// Decoding, loading into each live value, with and without a check before, and
/// reading with the schema alone.
pub(crate) fn check<T: Live>(bytes: &[u8]) {
    let decoded = migratable::decode::<T>(bytes);
    if let Err(error) = &decoded {
        assert_escaped(error);
    }
    let read = value::read(T::TYPE, bytes);
    match T::REFUSES_MORE {
        false => assert_eq!(decoded.is_ok(), read.is_ok(), "{:?}", read.err()),
        true => assert!(decoded.is_err() || read.is_ok(), "{:?}", read.err()),
    }
    let encoded = decoded.ok().map(|value| encode(&value));
    if let Some(encoded) = &encoded {
        match T::MANY_ENCODINGS {
            false => assert_eq!(encoded, bytes),
            true => assert_settled::<T>(encoded),
        }
    }
    if let Ok(item) = &read {
        assert_json(T::TYPE, &item.value, bytes);
    }
    for live in T::live() {
        assert_loads(live, bytes, encoded.as_ref());
    }
    for live in T::live() {
        assert_loads_partly(live, bytes, encoded.as_ref());
    }
}

fn encode<T: Live>(value: &T) -> Vec<u8> {
    migratable::to_vec(value).expect("what was loaded can be saved")
}

/// What was written is read, and written again the same.
fn assert_settled<T: Live>(encoded: &[u8]) {
    let again = migratable::decode::<T>(encoded).expect("what was written is read");
    assert_eq!(encode(&again), encoded);
}

/// A value becomes JSON and comes back as the same bytes.
fn assert_json(ty: &migratable::schema::Type, value: &value::Value<'_>, bytes: &[u8]) {
    let json = serde_json::to_string(&JsonForm::new(ty, value, true)).expect("a value is JSON");
    let back = value::from_json(ty, &json).expect("what was written is read");
    assert_eq!(back, bytes);
}

fn assert_loads<T: Live>(mut live: T, bytes: &[u8], encoded: Option<&Vec<u8>>) {
    let before = encode(&live);
    let loaded = migratable::load(&mut live, bytes);
    let after = encode(&live);
    match loaded {
        Ok(()) => assert_eq!(Some(&after), encoded),
        Err(error) => {
            assert_escaped(&error);
            assert_eq!(after, before, "changed by a refused load");
            assert!(encoded.is_none() || T::MUST_MATCH, "{error}");
        }
    }
}

fn assert_loads_partly<T: Live>(mut live: T, bytes: &[u8], encoded: Option<&Vec<u8>>) {
    match migratable::load_partly(&mut live, bytes) {
        Ok(()) => assert_eq!(Some(&encode(&live)), encoded),
        Err(error) => assert!(encoded.is_none() || T::MUST_MATCH, "{error}"),
    }
}
