//! wincode: by value, and in place.
//!
//! In place it fills a `MaybeUninit`, which leaks whatever the value before
//! owned. Safe code can so use it only where nothing needs dropping; else it
//! makes a new `Box` if the value is large, or a new value.

use std::mem::{MaybeUninit, needs_drop};

use wincode::config::{Configuration, Deserialize, Serialize};
use wincode::{SchemaRead, SchemaWrite};

use crate::corpora::corpora;
use crate::subject::{Format, OneShot, Subject, subject};

/// 16 MiB are more than a length may claim by default.
const LIMIT: usize = 64 << 20;

type Config = Configuration<true, LIMIT>;

const CONFIG: Config = Configuration::default().with_preallocation_size_limit::<LIMIT>();

/// From how many bytes on a value is large.
const LARGE: usize = 1024;

struct Wincode;

struct Live<T> {
    slot: Box<MaybeUninit<T>>,
    value: Box<T>,
}

impl<T> Format<T> for Wincode
where
    T: SchemaWrite<Config, Src = T> + for<'de> SchemaRead<'de, Config, Dst = T> + Clone,
{
    type Encoded = Vec<u8>;
    type Live = Live<T>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        out.clear();
        <T as Serialize<Config>>::serialize_into(out, value, CONFIG).expect("a value to encode");
    }

    fn encode_new(value: &T) -> Vec<u8> {
        <T as Serialize<Config>>::serialize(value, CONFIG).expect("a value to encode")
    }

    fn decode(encoded: &Vec<u8>) -> T {
        <T as Deserialize<Config>>::deserialize(encoded, CONFIG).expect("what was encoded")
    }

    fn live(value: &T) -> Live<T> {
        Live {
            slot: Box::new(MaybeUninit::uninit()),
            value: Box::new(value.clone()),
        }
    }

    fn load(live: &mut Live<T>, encoded: &Vec<u8>) {
        if !needs_drop::<T>() {
            <T as Deserialize<Config>>::deserialize_into(encoded, &mut live.slot, CONFIG)
                .expect("what was encoded");
        } else if size_of::<T>() > LARGE {
            live.value = <Box<T> as Deserialize<Config>>::deserialize(encoded, CONFIG)
                .expect("what was encoded");
        } else {
            *live.value = Self::decode(encoded);
        }
    }

    fn loaded(live: &Live<T>) -> Option<&T> {
        needs_drop::<T>().then_some(&live.value)
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }
}

corpora! {
    subject::<Wincode, _>,
    structs: [derive(wincode::SchemaRead, wincode::SchemaWrite)],
    enums: [derive(wincode::SchemaRead, wincode::SchemaWrite)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}

/// Lists of numbers.
pub(crate) fn lists() -> Vec<(&'static str, Box<dyn Subject>)> {
    crate::corpora::lists!(subject::<OneShot<Wincode>, _>)
}

/// Types of their own, which are encoded to new memory alone.
pub(crate) mod one_shot {
    use super::Wincode;
    use crate::corpora::corpora;
    use crate::subject::{OneShot, subject};

    corpora! {
        subject::<OneShot<Wincode>, _>,
        structs: [derive(wincode::SchemaRead, wincode::SchemaWrite)],
        enums: [derive(wincode::SchemaRead, wincode::SchemaWrite)],
        first: [],
        last: [],
        number: [],
        lane: [],
        array: [],
        bytes: [],
        buffer: [],
    }
}

/// Where the layout of a struct is its encoding, `repr(C)` lets it be copied.
#[cfg(feature = "peers")]
pub(crate) mod repr_c {
    use super::Wincode;
    use crate::corpora::corpora;
    use crate::subject::subject;

    corpora! {
        subject::<Wincode, _>,
        structs: [derive(wincode::SchemaRead, wincode::SchemaWrite), repr(C)],
        enums: [derive(wincode::SchemaRead, wincode::SchemaWrite), repr(C)],
        first: [],
        last: [],
        number: [],
        lane: [],
        array: [],
        bytes: [],
        buffer: [],
    }
}
