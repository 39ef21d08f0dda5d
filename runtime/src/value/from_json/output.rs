//! What was encoded so far, and why it does not go on.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde::de;

use super::super::violation::Violation;
use crate::codec::{Reason, varint};
use crate::schema::Segment;

#[derive(Default)]
pub(super) struct Output {
    pub(super) bytes: Vec<u8>,
    /// Why the value does not fit. The errors of serde have no room for it.
    pub(super) violation: Option<Violation>,
}

pub(super) fn wrong(expected: impl ToString) -> Violation {
    Violation::new(0, Reason::Message(expected.to_string().into()))
}

impl Output {
    pub(super) fn refuse<E: de::Error>(&mut self, violation: Violation) -> E {
        self.violation.get_or_insert(violation);
        E::custom("the value does not fit its type")
    }

    /// Says of what was refused within what it is.
    pub(super) fn within(&mut self, segment: impl FnOnce() -> Segment) {
        if let Some(violation) = &mut self.violation {
            violation.push(segment());
        }
    }

    pub(super) fn put_count(&mut self, count: u128) {
        self.insert_count(self.bytes.len(), count);
    }

    /// Puts a count before what was encoded from this place on.
    pub(super) fn insert_count(&mut self, at: usize, count: u128) {
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(count, &mut bytes);
        let bytes = bytes.into_iter().take(len);
        self.bytes.splice(at..at, bytes);
    }

    /// A count of bytes, and these.
    pub(super) fn put_bytes(&mut self, bytes: &[u8]) {
        self.put_count(bytes.len() as u128);
        self.bytes.extend_from_slice(bytes);
    }
}

/// Methods of a visitor for JSON of kinds that it does not want. They refuse it in our
/// words, as serde's would show the value.
macro_rules! unexpected {
    ($($visit:ident: $ty:ty),*) => {$(
        fn $visit<E: serde::de::Error>(self, _: $ty) -> Result<(), E> {
            self.unexpected()
        }
    )*};
    () => {
        unexpected!(visit_bool: bool, visit_u64: u64, visit_i64: i64, visit_f64: f64, visit_str: &str);

        fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
            self.unexpected()
        }
    };
}

pub(super) use unexpected;
