//! Goes through all of a value and finds the first place where it departs from
//! its schema. Nothing is kept on the way, so nothing is allocated.

use alloc::boxed::Box;
use alloc::string::String;

use super::constraints;
use super::head::{self, Head};
use super::parts::Cursor;
use super::violation::Violation;
use crate::codec::key_order::Ascending;
use crate::codec::{Decoder, Fault, Reason};
use crate::schema::{Field, Segment, Subsection, Type};

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
pub(super) fn whole<'a>(ty: &'a Type, bytes: &'a [u8]) -> Result<(), Departure> {
    whole_of(ty, bytes, most_parts(bytes.len()))
}

fn most_parts(bytes: usize) -> usize {
    bytes.saturating_mul(PARTS_PER_BYTE).saturating_add(PARTS)
}

/// As [`whole`], of a value of at most so many parts.
pub(super) fn whole_of<'a>(ty: &'a Type, bytes: &'a [u8], parts: usize) -> Result<(), Departure> {
    let mut walker = Walker::new(bytes, parts);
    let walked = walker
        .value(ty)
        .and_then(|()| walker.step(|input| input.finish()));
    walked.map_err(|violation| Departure {
        violation: *violation,
        readable: walker.offset(),
        gave_up: walker.gave_up,
    })
}

/// Bytes of the value of type `ty` at the beginning of `bytes`, which are the end
/// of a payload of `payload` bytes that was tested before: all of them, if it
/// departs from its type.
pub(super) fn len<'a>(ty: &'a Type, bytes: &'a [u8], payload: usize) -> usize {
    let mut walker = Walker {
        is_tested: true,
        ..Walker::new(bytes, most_parts(payload))
    };
    match walker.value(ty) {
        Ok(()) => walker.offset(),
        Err(_) => bytes.len(),
    }
}

struct Walker<'a> {
    payload: &'a [u8],
    input: Decoder<'a>,
    /// Offset in the payload at which the input ends.
    end: usize,
    /// How many more parts are looked at.
    parts: usize,
    /// Only the end is looked for.
    is_tested: bool,
    /// There were too many parts.
    gave_up: bool,
}

impl<'a> Walker<'a> {
    fn new(payload: &'a [u8], parts: usize) -> Self {
        Self {
            payload,
            input: Decoder::new(payload),
            end: payload.len(),
            parts,
            is_tested: false,
            gave_up: false,
        }
    }

    fn offset(&self) -> usize {
        self.end - self.input.remaining()
    }

    /// Runs a step of the decoder. If it fails, the input stays before it, and
    /// the fault lies there.
    fn step<T>(&mut self, step: impl FnOnce(&mut Decoder<'a>) -> Result<T, Fault>) -> Walk<T> {
        let mut input = self.input.clone();
        match step(&mut input) {
            Ok(read) => {
                self.input = input;
                Ok(read)
            }
            Err(fault) => Err(self.refuse(fault.reason().clone())),
        }
    }

    #[cold]
    fn refuse(&self, reason: Reason) -> Box<Violation> {
        Box::new(Violation::new(self.offset(), reason))
    }

    fn value(&mut self, ty: &'a Type) -> Walk {
        // Most values are numbers.
        if let Some(number) = head::fixed_number(ty)
            && self.input.take(number.width()).is_ok()
        {
            return Ok(());
        }
        match self.step(|input| head::open(ty, input, true))? {
            Head::All(_) => Ok(()),
            Head::Some(content) => self.part(content),
            Head::Elements { element, count } => (0..count).try_for_each(|i| {
                self.part(element)
                    .map_err(within(|| Segment::Index(Some(i))))
            }),
            Head::Keys { element, count } => {
                let mut ascending = Ascending::new(element);
                (0..count).try_for_each(|i| {
                    let key = self.key(element, &mut ascending);
                    key.map_err(within(|| Segment::Index(Some(i))))
                })
            }
            Head::Entries { key, value, count } => {
                let mut ascending = Ascending::new(key);
                (0..count).try_for_each(|i| {
                    let key = self.key(key, &mut ascending);
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
    fn part(&mut self, ty: &'a Type) -> Walk {
        self.count(1)?;
        self.value(ty)
    }

    /// Counts parts that are looked at.
    fn count(&mut self, parts: usize) -> Walk {
        match self.parts.checked_sub(parts) {
            Some(left) => {
                self.parts = left;
                Ok(())
            }
            None => {
                self.gave_up = true;
                Err(self.refuse(Reason::Message(TOO_MANY_PARTS.into())))
            }
        }
    }

    /// An element of a set, or a key of a map.
    fn key(&mut self, ty: &'a Type, ascending: &mut Ascending<'_, 'a>) -> Walk {
        let (before, offset) = (self.input.clone(), self.offset());
        self.part(ty)?;
        match self.is_tested || ascending.admits(before.until(&self.input)) {
            true => Ok(()),
            false => Err(Box::new(Violation::new(offset, Reason::Order))),
        }
    }

    fn fields(&mut self, fields: &'a [Field]) -> Walk {
        fields.iter().try_for_each(|field| self.field(field))
    }

    fn field(&mut self, field: &'a Field) -> Walk {
        let offset = self.offset();
        let walked = self.part(field.ty()).and_then(|()| {
            if self.is_tested {
                return Ok(());
            }
            let value = Cursor::new(self.payload, offset, true);
            constraints::check(field, value).map_err(Box::new)
        });
        walked.map_err(|mut violation| {
            if field.sensitive() {
                violation.hide();
            }
            within(|| Segment::Field(String::from(field.name())))(violation)
        })
    }

    fn subsections(&mut self, known: &'a [Subsection]) -> Walk {
        let mut left = self.step(|input| head::subsections(input, true))?;
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
    fn payload(&mut self, field: &'a Field) -> Walk {
        let (payload, behind) = self.step(|input| {
            let len = head::subsection_len(input, true)?;
            Ok((input.sub(len)?, input.clone()))
        })?;
        let end = self.end;
        self.end = end - behind.remaining();
        self.input = payload;
        self.field(field)?;
        self.step(|input| input.finish())?;
        self.input = behind;
        self.end = end;
        Ok(())
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
