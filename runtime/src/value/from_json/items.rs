//! Elements of arrays, lists, sets and tuples, and entries of maps.

use core::fmt;
use core::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::violation::Violation;
use super::output::{Output, unexpected, wrong};
use super::part::Part;
use crate::codec::{Reason, key_order};
use crate::schema::{Segment, Type, TypeRef};

/// Elements that are still to be read.
pub(super) struct Items<'o, A> {
    json: A,
    out: &'o mut Output,
    /// How many were read.
    pub(super) count: usize,
}

impl<'de, 'o, A: SeqAccess<'de>> Items<'o, A> {
    pub(super) fn new(json: A, out: &'o mut Output) -> Self {
        Self {
            json,
            out,
            count: 0,
        }
    }

    /// Elements of one type.
    pub(super) fn all(&mut self, ty: &Type) -> Result<(), A::Error> {
        while self.next(ty)? {
            self.out.spill()?;
        }
        Ok(())
    }

    /// One of each type, or more or fewer, which the count tells.
    pub(super) fn each(&mut self, types: &[TypeRef]) -> Result<(), A::Error> {
        for ty in types {
            if !self.next(ty)? {
                return Ok(());
            }
        }
        let more = self.json.next_element::<IgnoredAny>()?;
        self.count += usize::from(more.is_some());
        self.drain()
    }

    /// Elements of a set.
    pub(super) fn keys(&mut self, ty: &Type) -> Result<(), A::Error> {
        let mut last = None;
        self.out.pin();
        loop {
            let start = self.out.bytes.len();
            if !self.next(ty)? {
                self.out.unpin();
                return Ok(());
            }
            let key = start..self.out.bytes.len();
            if !self.out.ascends(ty, last.replace(key.clone()), key) {
                let index = self.count - 1;
                self.out.within(|| Segment::Index(Some(index)));
                return Err(A::Error::custom("the order of a set"));
            }
        }
    }

    /// Entries of a map, as pairs.
    pub(super) fn entries(&mut self, key: &Type, value: &Type) -> Result<(), A::Error> {
        let mut last = None;
        self.out.pin();
        loop {
            let entry = Entry {
                key,
                value,
                index: self.count,
                last: &mut last,
                out: self.out,
            };
            if self.json.next_element_seed(entry)?.is_none() {
                self.out.unpin();
                return Ok(());
            }
            self.count += 1;
        }
    }

    /// Puts the count before what was encoded from this place on.
    pub(super) fn insert_count(&mut self, at: usize) {
        self.out.insert_count(at, self.count as u128);
    }

    /// Whether there is a next element, which is encoded.
    fn next(&mut self, ty: &Type) -> Result<bool, A::Error> {
        match self.json.next_element_seed(Part::new(ty, self.out)) {
            Ok(read) => {
                self.count += usize::from(read.is_some());
                Ok(read.is_some())
            }
            Err(error) => {
                let index = self.count;
                self.out.within(|| Segment::Index(Some(index)));
                Err(error)
            }
        }
    }

    /// Passes over what is too much.
    fn drain(&mut self) -> Result<(), A::Error> {
        while self.json.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

impl Output {
    /// Whether a key that was just encoded stands behind the last one.
    fn ascends(&mut self, ty: &Type, last: Option<Range<usize>>, key: Range<usize>) -> bool {
        let bytes = |range: Range<usize>| self.bytes.get(range).unwrap_or_default();
        let ascends =
            last.is_none_or(|last| key_order::compare(ty, bytes(last), bytes(key)).is_lt());
        if !ascends {
            let violation = Violation::of_no_payload(Reason::Order);
            self.violation.get_or_insert(violation);
        }
        ascends
    }
}

/// A pair of a map.
struct Entry<'o, 't> {
    key: &'t Type,
    value: &'t Type,
    index: usize,
    /// The key before.
    last: &'o mut Option<Range<usize>>,
    out: &'o mut Output,
}

impl Entry<'_, '_> {
    fn unexpected<E: Error>(self) -> Result<(), E> {
        Err(self.out.refuse(no_pair(self.index)))
    }
}

fn no_pair(index: usize) -> Violation {
    wrong("expected [key, value]").within(Segment::Key(Some(index)))
}

impl<'de> DeserializeSeed<'de> for Entry<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key, value]")
    }

    unexpected!();

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.unexpected()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        let Self {
            key,
            value,
            index,
            last,
            out,
        } = self;
        let start = out.bytes.len();
        let read = json.next_element_seed(Part::new(key, out));
        let at_key = || Segment::Key(Some(index));
        let read = read.inspect_err(|_| out.within(at_key))?;
        let range = start..out.bytes.len();
        if read.is_some() && !out.ascends(key, last.replace(range.clone()), range) {
            out.within(at_key);
            return Err(A::Error::custom("the order of a map"));
        }
        let second = json.next_element_seed(Part::new(value, out));
        let second = second.inspect_err(|_| out.within(|| Segment::Value(Some(index))))?;
        let more = json.next_element::<IgnoredAny>()?;
        match (read, second, more) {
            (Some(()), Some(()), None) => Ok(()),
            _ => Err(out.refuse(no_pair(index))),
        }
    }
}
