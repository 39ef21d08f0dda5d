//! Where a walk through a value stands, in memory or in a storage.

use alloc::vec::Vec;

use super::bytes::Bytes;
use super::head::{self, Head};
use super::tree::{NumberKind, Value};
use super::walk::Walker;
use crate::codec::{Decoder, Fault, Reason};
use crate::schema::{Type, TypeRef};

/// A place in a payload. What fails leaves it where it was.
pub(super) trait Input {
    /// A key of a set or map, to compare the next one with.
    type Key: AsRef<[u8]>;

    /// Bytes of the payload before it.
    fn offset(&self) -> usize;

    /// All of the payload.
    fn payload(&self) -> Bytes<'_>;

    fn step<T>(
        &mut self,
        step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault>;

    /// A count of elements that take at least so many bytes, and must still follow.
    fn count(&mut self, min_len: usize) -> Result<usize, Fault>;

    /// Reads the beginning of the next value.
    fn open<'t>(&mut self, ty: &'t Type) -> Result<Head<'t, ()>, Fault>;

    /// The end of what is read becomes that of the next `len` bytes. Returns what it was.
    fn enter(&mut self, len: usize) -> Result<usize, Fault>;

    /// The end becomes what it was.
    fn leave(&mut self, end: usize);

    /// Tests that nothing follows.
    fn finish(&self) -> Result<(), Fault>;

    /// What was read since an offset.
    fn key_since(&self, offset: usize) -> Self::Key;

    /// Goes through all of the next value, if that can be done faster than part by part.
    fn pass(&mut self, ty: &Type, of: &mut Parts) -> bool;

    /// The same of the next elements, at most `count`. Returns of how many.
    fn pass_elements(&mut self, element: &TypeRef, count: usize, of: &mut Parts) -> usize;
}

/// What is known of the parts of a value that is walked through.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    /// How many more are looked at.
    pub(super) left: usize,
    /// The value was tested: only its end is looked for.
    pub(super) is_tested: bool,
}

/// How many elements of fixed length are there for sure, if they need no test.
fn of_fixed_len(element: &TypeRef, count: usize, remaining: usize, of: &Parts) -> (usize, usize) {
    let len = element.fixed_len().filter(|len| of.is_tested && *len > 0);
    match len.and_then(|len| usize::try_from(len).ok()) {
        Some(len) => {
            let count = count.min(remaining / len);
            (count, count * len)
        }
        None => (0, 0),
    }
}

/// In memory.
pub(super) struct Memory<'a> {
    payload: &'a [u8],
    input: Decoder<'a>,
    /// Offset in the payload at which the input ends.
    end: usize,
}

impl<'a> Memory<'a> {
    pub(super) fn new(payload: &'a [u8]) -> Self {
        Self {
            payload,
            input: Decoder::new(payload),
            end: payload.len(),
        }
    }
}

impl<'a> Input for Memory<'a> {
    type Key = &'a [u8];

    #[inline]
    fn offset(&self) -> usize {
        self.end - self.input.remaining()
    }

    fn payload(&self) -> Bytes<'_> {
        self.payload.into()
    }

    #[inline]
    fn step<T>(
        &mut self,
        mut step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut input = self.input.clone();
        let read = step(&mut input)?;
        self.input = input;
        Ok(read)
    }

    fn count(&mut self, min_len: usize) -> Result<usize, Fault> {
        self.step(|input| input.count(min_len))
    }

    #[inline]
    fn open<'t>(&mut self, ty: &'t Type) -> Result<Head<'t, ()>, Fault> {
        self.step(|input| Ok(head::open(ty, input, true)?.map(drop)))
    }

    fn enter(&mut self, len: usize) -> Result<usize, Fault> {
        let behind = self.end;
        let mut input = self.input.clone();
        let inside = input.sub(len)?;
        self.end = behind - input.remaining();
        self.input = inside;
        Ok(behind)
    }

    fn leave(&mut self, end: usize) {
        let rest = self.payload.get(self.end..end).unwrap_or_default();
        self.input = Decoder::new(rest);
        self.end = end;
    }

    fn finish(&self) -> Result<(), Fault> {
        self.input.finish()
    }

    fn key_since(&self, offset: usize) -> &'a [u8] {
        self.payload.get(offset..self.offset()).unwrap_or_default()
    }

    #[inline]
    fn pass(&mut self, ty: &Type, _: &mut Parts) -> bool {
        // Most values are numbers.
        match head::fixed_number(ty) {
            Some(number) => self.input.take(number.width()).is_ok(),
            None => false,
        }
    }

    #[inline]
    fn pass_elements(&mut self, element: &TypeRef, count: usize, of: &mut Parts) -> usize {
        if !of.is_tested {
            return 0;
        }
        let (count, len) = of_fixed_len(element, count, self.input.remaining(), of);
        match self.input.take(len) {
            Ok(_) => count,
            Err(_) => 0,
        }
    }
}

/// In a storage, of which what is at hand is gone through as it is in memory.
pub(super) struct Stored<'a> {
    payload: Bytes<'a>,
    offset: usize,
    /// Offset in the payload at which the input ends.
    end: usize,
}

/// A value without parts, where its bytes are.
pub(super) enum Leaf<'a> {
    /// Of a few bytes.
    Short(Value<'static>),
    /// A text, which was tested.
    Text(Bytes<'a>),
    Numbers(NumberKind, Bytes<'a>),
}

impl<'a> Stored<'a> {
    pub(super) fn new(payload: Bytes<'a>, offset: usize) -> Self {
        Self {
            payload,
            offset,
            end: payload.len(),
        }
    }

    fn remaining(&self) -> usize {
        self.end.saturating_sub(self.offset)
    }

    /// Shows what is at hand of what is to be read.
    fn at_hand<T>(&self, mut see: impl FnMut(&[u8]) -> T) -> T {
        let left = self.remaining();
        self.payload
            .at(self.offset, |bytes| see(bytes.get(..left).unwrap_or(bytes)))
    }

    fn take(&mut self, len: usize) -> Result<Bytes<'a>, Fault> {
        if len > self.remaining() {
            return Err(Reason::Truncated.into());
        }
        let end = self.offset + len;
        let taken = self.payload.part(self.offset..end);
        self.offset = end;
        Ok(taken.ok_or(Reason::Truncated)?)
    }

    /// Reads the beginning of a value; of one of which only the beginning is there, as
    /// [`head::open`] does.
    pub(super) fn open_leaf<'t>(
        &mut self,
        ty: &'t Type,
        is_whole: bool,
    ) -> Result<Head<'t, Leaf<'a>>, Fault> {
        let start = self.offset;
        let opened = self.try_open(ty, is_whole);
        if opened.is_err() {
            self.offset = start;
        }
        opened
    }

    fn try_open<'t>(&mut self, ty: &'t Type, is_whole: bool) -> Result<Head<'t, Leaf<'a>>, Fault> {
        Ok(match ty {
            Type::String => Head::All(Leaf::Text(self.text()?)),
            Type::Char => {
                let text = self.text()?;
                let only = text.at(0, |bytes| {
                    let text = core::str::from_utf8(bytes).unwrap_or_default();
                    let mut chars = text.chars();
                    chars.next().filter(|_| chars.next().is_none())
                });
                Head::All(Leaf::Short(Value::Char(only.ok_or(Reason::Char)?)))
            }
            Type::Array { element, len } => {
                let count = usize::try_from(*len).unwrap_or(usize::MAX);
                self.elements(element, count)?
            }
            Type::List(element) => {
                let count = self.count_of(element, is_whole)?;
                self.elements(element, count)?
            }
            Type::Set(element) => Head::Keys {
                element,
                count: self.count_of(element, is_whole)?,
            },
            Type::Map { key, value } => Head::Entries {
                key,
                value,
                count: self.count_of(key, is_whole)?,
            },
            Type::Unit
            | Type::Bool
            | Type::Integer(_)
            | Type::Float(_)
            | Type::Option(_)
            | Type::Tuple(_)
            | Type::Struct(_)
            | Type::Enum(_) => self.step(|input| {
                let head = head::open(ty, input, is_whole)?;
                Ok(head.map(|value| Leaf::Short(value.without_bytes())))
            })?,
        })
    }

    fn text(&mut self) -> Result<Bytes<'a>, Fault> {
        let len = self.count(1)?;
        let text = self.take(len)?;
        match is_text(text) {
            true => Ok(text),
            false => Err(Reason::Utf8.into()),
        }
    }

    fn count_of(&mut self, element: &TypeRef, is_whole: bool) -> Result<usize, Fault> {
        match is_whole {
            true => self.count(head::min_len(element)),
            false => self.step(head::unchecked_count),
        }
    }

    fn elements<'t>(
        &mut self,
        element: &'t TypeRef,
        count: usize,
    ) -> Result<Head<'t, Leaf<'a>>, Fault> {
        let Some(kind) = head::number(element, || self.are_bools(count)) else {
            return Ok(Head::Elements { element, count });
        };
        let len = count.checked_mul(kind.width()).ok_or(Reason::Truncated)?;
        Ok(Head::All(Leaf::Numbers(kind, self.take(len)?)))
    }

    /// Whether the next bytes are so many bools.
    fn are_bools(&self, count: usize) -> bool {
        let end = self.offset.saturating_add(count);
        let bools = self.payload.part(self.offset..end);
        bools.filter(|_| end <= self.end).is_some_and(|bools| {
            let test = |piece: &[u8]| match piece.iter().all(|byte| *byte <= 1) {
                true => Ok(()),
                false => Err(()),
            };
            bools.try_pieces(Bytes::AT_HAND, test).is_ok()
        })
    }
}

/// Whether bytes are UTF-8.
fn is_text(text: Bytes<'_>) -> bool {
    let mut offset = 0;
    while offset < text.len() {
        let valid = text.at(offset, |bytes| match core::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            // A character can be cut off where no more is at hand.
            Err(error) => match error.error_len() {
                None if offset + bytes.len() < text.len() => error.valid_up_to(),
                _ => 0,
            },
        });
        if valid == 0 {
            return false;
        }
        offset += valid;
    }
    true
}

impl Input for Stored<'_> {
    type Key = Vec<u8>;

    fn offset(&self) -> usize {
        self.offset
    }

    fn payload(&self) -> Bytes<'_> {
        self.payload
    }

    fn step<T>(
        &mut self,
        mut step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (read, used) = self.at_hand(|bytes| {
            let mut input = Decoder::new(bytes);
            let read = step(&mut input)?;
            Ok::<_, Fault>((read, bytes.len() - input.remaining()))
        })?;
        self.offset += used;
        Ok(read)
    }

    fn count(&mut self, min_len: usize) -> Result<usize, Fault> {
        let start = self.offset;
        let count = self.step(head::unchecked_count)?;
        match count.saturating_mul(min_len.max(1)) <= self.remaining() {
            true => Ok(count),
            false => {
                self.offset = start;
                Err(Reason::Count.into())
            }
        }
    }

    fn open<'t>(&mut self, ty: &'t Type) -> Result<Head<'t, ()>, Fault> {
        Ok(self.open_leaf(ty, true)?.map(drop))
    }

    fn enter(&mut self, len: usize) -> Result<usize, Fault> {
        if len > self.remaining() {
            return Err(Reason::Truncated.into());
        }
        let behind = self.end;
        self.end = self.offset + len;
        Ok(behind)
    }

    fn leave(&mut self, end: usize) {
        (self.offset, self.end) = (self.end, end);
    }

    fn finish(&self) -> Result<(), Fault> {
        match self.remaining() {
            0 => Ok(()),
            _ => Err(Reason::Trailing.into()),
        }
    }

    fn key_since(&self, offset: usize) -> Vec<u8> {
        let key = self.payload.part(offset..self.offset);
        key.map_or_else(Vec::new, |key| key.to_memory().into_owned())
    }

    fn pass(&mut self, ty: &Type, of: &mut Parts) -> bool {
        let passed = self.at_hand(|bytes| {
            let mut walker = Walker::new(Memory::new(bytes), *of);
            let is_whole = walker.value(ty).is_ok();
            is_whole.then(|| (walker.offset(), walker.parts()))
        });
        if let Some((len, parts)) = passed {
            self.offset += len;
            *of = parts;
        }
        passed.is_some()
    }

    fn pass_elements(&mut self, element: &TypeRef, count: usize, of: &mut Parts) -> usize {
        let (fixed, len) = of_fixed_len(element, count, self.remaining(), of);
        if fixed > 0 {
            self.offset += len;
            return fixed;
        }
        let (passed, len, parts) = self.at_hand(|bytes| {
            let mut walker = Walker::new(Memory::new(bytes), *of);
            let mut passed = (0, 0, *of);
            while passed.0 < count && walker.part(element).is_ok() {
                passed = (passed.0 + 1, walker.offset(), walker.parts());
            }
            passed
        });
        self.offset += len;
        *of = parts;
        passed
    }
}
