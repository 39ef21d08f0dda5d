//! speedy, where it compiles: its derive writes out arrays element by element.

use speedy::{LittleEndian, Readable, Writable};

use crate::corpora::small;
use crate::subject::{Format, replaces, subject};

struct Speedy;

impl<T> Format<T> for Speedy
where
    T: for<'a> Readable<'a, LittleEndian> + Writable<LittleEndian> + Clone,
{
    type Encoded = Vec<u8>;

    fn encode(value: &T, out: &mut Vec<u8>) {
        if value.write_to_buffer(out).is_err() {
            *out = value.write_to_vec().expect("a value to encode");
        }
    }

    fn decode(encoded: &Vec<u8>) -> T {
        T::read_from_buffer(encoded).expect("what was encoded")
    }

    fn bytes(encoded: &Vec<u8>) -> &[u8] {
        encoded
    }

    replaces!(T);
}

small! {
    subject::<Speedy, _>,
    structs: [derive(speedy::Readable, speedy::Writable)],
    enums: [derive(speedy::Readable, speedy::Writable)],
    first: [],
    last: [],
    number: [],
    lane: [],
    array: [],
    bytes: [],
    buffer: [],
}

pub(crate) use small_subjects as subjects;
