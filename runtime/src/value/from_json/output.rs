//! What was encoded so far, and why it does not go on.

use alloc::boxed::Box;
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
    spilling: Option<Spilling>,
}

/// Where bytes go that are too many for memory. Says whether it took them.
pub(crate) type Spill = Box<dyn FnMut(&[u8]) -> bool>;

/// Bytes that are gathered before they are spilled.
const GATHERED: usize = 1 << 20;

struct Spilling {
    to: Spill,
    /// Bytes that were spilled.
    spilled: usize,
    counts: Counts,
    /// What is encoded stays in memory, for so many reasons.
    pins: usize,
}

/// Counts that belong before bytes that were spilled, by their places.
#[derive(Default)]
pub(crate) struct Counts(Vec<(usize, Vec<u8>)>);

#[cfg(feature = "std")]
impl Counts {
    /// From the first to the last. What was added later stands before what has the same
    /// place: it is of what is around.
    pub(crate) fn in_order(mut self) -> Vec<(usize, Vec<u8>)> {
        self.0.reverse();
        self.0.sort_by_key(|(place, _)| *place);
        self.0
    }
}

pub(super) fn wrong(expected: impl ToString) -> Violation {
    Violation::of_no_payload(Reason::Message(expected.to_string().into()))
}

impl Output {
    /// An output of which most is spilled.
    #[cfg(feature = "std")]
    pub(super) fn spilling(to: Spill) -> Self {
        Self {
            spilling: Some(Spilling {
                to,
                spilled: 0,
                counts: Counts::default(),
                pins: 0,
            }),
            ..Self::default()
        }
    }

    /// How many bytes were encoded, but for counts that belong before those spilled.
    pub(super) fn place(&self) -> usize {
        let spilled = self.spilling.as_ref().map_or(0, |one| one.spilled);
        spilled + self.bytes.len()
    }

    /// Spills what was encoded, if it is much and nothing in it can change.
    #[inline]
    pub(super) fn spill<E: de::Error>(&mut self) -> Result<(), E> {
        if self.bytes.len() < GATHERED {
            return Ok(());
        }
        match &self.spilling {
            Some(spilling) if spilling.pins == 0 => self.spill_all(),
            _ => Ok(()),
        }
    }

    pub(super) fn spill_all<E: de::Error>(&mut self) -> Result<(), E> {
        let Some(spilling) = &mut self.spilling else {
            return Ok(());
        };
        if !(spilling.to)(&self.bytes) {
            return Err(self.refuse(wrong("the value is too long")));
        }
        spilling.spilled += self.bytes.len();
        self.bytes.clear();
        Ok(())
    }

    /// The counts that are to be put between the spilled bytes.
    #[cfg(feature = "std")]
    pub(super) fn into_counts(self) -> Counts {
        self.spilling.map(|one| one.counts).unwrap_or_default()
    }

    /// Keeps what is encoded next in memory.
    pub(super) fn pin(&mut self) {
        if let Some(spilling) = &mut self.spilling {
            spilling.pins += 1;
        }
    }

    /// Takes back a [`pin`](Self::pin).
    pub(super) fn unpin(&mut self) {
        if let Some(spilling) = &mut self.spilling {
            spilling.pins = spilling.pins.saturating_sub(1);
        }
    }

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
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(count, &mut bytes);
        self.bytes
            .extend_from_slice(bytes.get(..len).unwrap_or_default());
    }

    /// Puts a count before what was encoded from this place on.
    pub(super) fn insert_count(&mut self, place: usize, count: u128) {
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(count, &mut bytes);
        let bytes = bytes.into_iter().take(len);
        match &mut self.spilling {
            Some(spilling) if place < spilling.spilled => {
                spilling.counts.0.push((place, bytes.collect()));
            }
            spilling => {
                let at = place - spilling.as_ref().map_or(0, |one| one.spilled);
                self.bytes.splice(at..at, bytes);
            }
        }
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
