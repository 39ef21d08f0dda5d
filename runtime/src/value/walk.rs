//! Goes through all of a value and finds the first place where it departs from
//! its schema. Nothing is kept on the way, so nothing is allocated.

use alloc::boxed::Box;
use alloc::string::String;

use super::bytes::Bytes;
use super::constraints;
use super::cursor::Cursor;
use super::head::{self, Head};
use super::input::{Input, Memory, Parts, Stored};
use super::violation::Violation;
use crate::codec::{Decoder, Fault, Reason, key_order};
use crate::schema::{Field, Segment, Subsection, Type, TypeRef};

/// A place where data departs from its schema. Boxed, because results with it
/// are returned from every step.
type Walk<T = ()> = Result<T, Box<Violation>>;

/// Parts that a value may have however few bytes it has.
const PARTS: usize = 1 << 20;

/// Parts for each byte of a value. How deep types nest is bounded, but parts
/// without bytes cost the sender nothing: a struct may have any number of them,
/// and a list any number of such structs.
const PARTS_PER_BYTE: usize = 64;

/// A value that departs from its schema.
pub(super) struct Departure {
    pub(super) violation: Violation,
    /// Bytes of the payload that were read before.
    pub(super) readable: usize,
    /// Not the data is wrong: it is not looked at further.
    pub(super) gave_up: bool,
}

/// Tests that `bytes` are exactly one value of type `ty`.
pub(super) fn whole(ty: &Type, bytes: Bytes<'_>) -> Result<(), Departure> {
    whole_of(ty, bytes, most_parts(bytes.len()))
}

fn most_parts(bytes: usize) -> usize {
    bytes.saturating_mul(PARTS_PER_BYTE).saturating_add(PARTS)
}

/// As [`whole`], of a value of at most so many parts.
pub(super) fn whole_of(ty: &Type, bytes: Bytes<'_>, parts: usize) -> Result<(), Departure> {
    let parts = Parts {
        left: parts,
        is_tested: false,
    };
    match bytes.as_slice() {
        Some(bytes) => Walker::new(Memory::new(bytes), parts).whole(ty),
        None => Walker::new(Stored::new(bytes, 0), parts).whole(ty),
    }
}

/// Bytes of the value of type `ty` at an offset of a payload that was tested before: all
/// that are left, if it departs from its type.
pub(super) fn len(ty: &Type, payload: Bytes<'_>, offset: usize) -> usize {
    let parts = Parts {
        left: most_parts(payload.len()),
        is_tested: true,
    };
    let left = payload.len().saturating_sub(offset);
    let found = match payload.as_slice() {
        Some(bytes) => {
            let rest = bytes.get(offset..).unwrap_or_default();
            Walker::new(Memory::new(rest), parts).len(ty)
        }
        None => Walker::new(Stored::new(payload, offset), parts).len(ty),
    };
    found.unwrap_or(left)
}

/// Goes through a value.
pub(super) struct Walker<I> {
    input: I,
    parts: Parts,
    /// There were too many parts.
    gave_up: bool,
}

impl<I: Input> Walker<I> {
    pub(super) fn new(input: I, parts: Parts) -> Self {
        Self {
            input,
            parts,
            gave_up: false,
        }
    }

    fn whole(mut self, ty: &Type) -> Result<(), Departure> {
        let walked = self
            .value(ty)
            .and_then(|()| self.input.finish().map_err(|fault| self.refuse_for(fault)));
        walked.map_err(|violation| Departure {
            violation: *violation,
            readable: self.offset(),
            gave_up: self.gave_up,
        })
    }

    fn len(mut self, ty: &Type) -> Option<usize> {
        let start = self.offset();
        self.value(ty).ok()?;
        Some(self.offset() - start)
    }

    pub(super) fn offset(&self) -> usize {
        self.input.offset()
    }

    pub(super) fn parts(&self) -> Parts {
        self.parts
    }

    /// Runs a step of the decoder. If it fails, the input stays before it, and
    /// the fault lies there.
    fn step<T>(&mut self, step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>) -> Walk<T> {
        let read = self.input.step(step);
        read.map_err(|fault| self.refuse_for(fault))
    }

    #[cold]
    fn refuse_for(&self, fault: Fault) -> Box<Violation> {
        self.refuse(fault.reason().clone())
    }

    #[cold]
    fn refuse(&self, reason: Reason) -> Box<Violation> {
        Box::new(Violation::new(self.offset(), reason))
    }

    pub(super) fn value(&mut self, ty: &Type) -> Walk {
        if self.input.pass(ty, &mut self.parts) {
            return Ok(());
        }
        let head = self.input.open(ty);
        match head.map_err(|fault| self.refuse_for(fault))? {
            Head::All(()) => Ok(()),
            Head::Some(content) => self.part(content),
            Head::Elements { element, count } => self.elements(element, count),
            Head::Keys { element, count } => {
                let mut last = None;
                (0..count).try_for_each(|i| {
                    let key = self.key(element, &mut last);
                    key.map_err(within(|| Segment::Index(Some(i))))
                })
            }
            Head::Entries { key, value, count } => {
                let mut last = None;
                (0..count).try_for_each(|i| {
                    let key = self.key(key, &mut last);
                    key.map_err(within(|| Segment::Key(Some(i))))?;
                    self.part(value).map_err(within(|| Segment::Value(Some(i))))
                })
            }
            Head::Tuple(parts) => (parts.iter().enumerate()).try_for_each(|(i, part)| {
                self.part(part).map_err(within(|| Segment::Index(Some(i))))
            }),
            Head::Struct(ty) => {
                self.fields(ty.fields())?;
                match ty.subsections() {
                    [] => Ok(()),
                    known => self.subsections(known),
                }
            }
            Head::Variant { variant, .. } => self
                .fields(variant.fields())
                .map_err(within(|| Segment::Variant(String::from(variant.name())))),
        }
    }

    /// A value within another one.
    pub(super) fn part(&mut self, ty: &Type) -> Walk {
        self.count(1)?;
        self.value(ty)
    }

    /// Counts parts that are looked at.
    fn count(&mut self, parts: usize) -> Walk {
        match self.parts.left.checked_sub(parts) {
            Some(left) => {
                self.parts.left = left;
                Ok(())
            }
            None => {
                self.gave_up = true;
                Err(self.refuse(Reason::Message(TOO_MANY_PARTS.into())))
            }
        }
    }

    fn elements(&mut self, element: &TypeRef, count: usize) -> Walk {
        let mut next = 0;
        while next < count {
            next += self
                .input
                .pass_elements(element, count - next, &mut self.parts);
            if next < count {
                self.part(element)
                    .map_err(within(|| Segment::Index(Some(next))))?;
                next += 1;
            }
        }
        Ok(())
    }

    /// An element of a set, or a key of a map. `last` is the one before.
    fn key(&mut self, ty: &Type, last: &mut Option<I::Key>) -> Walk {
        let offset = self.offset();
        self.part(ty)?;
        if self.parts.is_tested {
            return Ok(());
        }
        let key = self.input.key_since(offset);
        let ascends = match last {
            Some(last) => key_order::compare(ty, last.as_ref(), key.as_ref()).is_lt(),
            None => true,
        };
        *last = Some(key);
        match ascends {
            true => Ok(()),
            false => Err(Box::new(Violation::new(offset, Reason::Order))),
        }
    }

    fn fields(&mut self, fields: &[Field]) -> Walk {
        fields.iter().try_for_each(|field| self.field(field))
    }

    fn field(&mut self, field: &Field) -> Walk {
        let offset = self.offset();
        let walked = self.part(field.ty()).and_then(|()| {
            if self.parts.is_tested {
                return Ok(());
            }
            let value = Cursor::new(self.input.payload(), offset, true);
            constraints::check(field, value).map_err(Box::new)
        });
        walked.map_err(|mut violation| {
            if field.sensitive() {
                violation.hide();
            }
            within(|| Segment::Field(String::from(field.name())))(violation)
        })
    }

    fn subsections(&mut self, known: &[Subsection]) -> Walk {
        let left = self.input.count(head::SUBSECTION);
        let mut left = left.map_err(|fault| self.refuse_for(fault))?;
        // Whoever shows the value says of each that is absent that it is.
        self.count(known.len().saturating_sub(left))?;
        let mut known = known;
        let mut last = None;
        while left > 0 {
            left -= 1;
            let tag = self.step(|input| head::subsection_tag(input, last))?;
            last = Some(tag);
            // They ascend by tag.
            let absent = known.partition_point(|subsection| subsection.tag() < tag);
            let (subsection, behind) = (known.get(absent..))
                .and_then(<[_]>::split_first)
                .filter(|(subsection, _)| subsection.tag() == tag)
                .ok_or_else(|| self.refuse(Reason::SubsectionUnknown))?;
            known = behind;
            self.payload(subsection.field())?;
        }
        Ok(())
    }

    /// The payload of a subsection, behind its length.
    fn payload(&mut self, field: &Field) -> Walk {
        let entered = self.enter();
        let end = entered.map_err(|fault| self.refuse_for(fault))?;
        self.field(field)?;
        let finished = self.input.finish();
        finished.map_err(|fault| self.refuse_for(fault))?;
        self.input.leave(end);
        Ok(())
    }

    fn enter(&mut self) -> Result<usize, Fault> {
        let len = self.input.count(1)?;
        self.input.enter(len)
    }
}

const TOO_MANY_PARTS: &str = "there are more parts without bytes, or absent ones, than are looked at: 64 for each byte, and a \
     million";

fn within(segment: impl FnOnce() -> Segment) -> impl FnOnce(Box<Violation>) -> Box<Violation> {
    move |mut violation| {
        violation.push(segment());
        violation
    }
}
