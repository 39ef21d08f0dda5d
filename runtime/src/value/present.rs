//! The subsections of a struct, of which those that are there stand in the payload.

use super::cursor::{Cursor, End};
use super::head;
use super::tree::{FieldValue, Value};
use crate::schema::{Field, Subsection};

/// Subsections that are still to be read.
pub(super) struct Present<'a> {
    parts: Cursor<'a>,
    known: &'a [Subsection],
    left: usize,
    /// That of the next one that is present.
    tag: Option<u32>,
}

impl<'a> Present<'a> {
    pub(super) fn new(mut parts: Cursor<'a>, known: &'a [Subsection]) -> Option<Self> {
        if known.is_empty() {
            return None;
        }
        let left = parts.count(head::SUBSECTION)?;
        let mut present = Self {
            parts,
            known,
            left,
            tag: None,
        };
        present.read_tag();
        Some(present)
    }

    fn read_tag(&mut self) {
        let last = self.tag.take();
        if let Some(left) = self.left.checked_sub(1) {
            let tag = self.parts.step(|input| head::subsection_tag(input, last));
            if let Some(tag) = tag {
                (self.left, self.tag) = (left, Some(tag));
            }
        }
    }

    /// Whether it is the next one that is there.
    pub(super) fn is_at(&self, subsection: &Subsection) -> bool {
        self.tag == Some(subsection.tag())
    }

    /// The next one, which may be absent.
    pub(super) fn next(&mut self) -> Option<FieldValue<'a>> {
        let (subsection, rest) = self.known.split_first()?;
        match self.tag {
            Some(tag) if tag == subsection.tag() => return self.next_present(),
            Some(tag) if tag > subsection.tag() => {}
            None if self.left == 0 => {}
            _ => return None,
        }
        self.known = rest;
        Some(FieldValue {
            field: subsection.field(),
            tag: Some(subsection.tag()),
            item: None,
        })
    }

    /// The next one that is there.
    pub(super) fn next_present(&mut self) -> Option<FieldValue<'a>> {
        let (subsection, behind) = self.enter()?;
        let field = subsection.field();
        let item = self.parts.next(field.ty())?;
        self.leave(behind);
        Some(FieldValue {
            field,
            tag: Some(subsection.tag()),
            item: Some(item),
        })
    }

    /// Calls `see` with each that is there, one after the other, and says where they end.
    pub(super) fn try_each<E>(
        mut self,
        end: &End,
        mut see: impl FnMut(&'a Field, &Value<'a>, &End) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some((subsection, behind)) = self.enter() {
            let field = subsection.field();
            let seen = (self.parts).see(field.ty(), |value, end| see(field, value, end));
            let Some(seen) = seen else { return Ok(()) };
            seen?;
            self.leave(behind);
        }
        if self.left == 0 && self.tag.is_none() {
            end.reached(&self.parts);
        }
        Ok(())
    }

    /// Moves to the payload of the next one that is there. Returns it, and where it ends.
    fn enter(&mut self) -> Option<(&'a Subsection, usize)> {
        let tag = self.tag?;
        // They ascend by tag.
        let absent = self.known.partition_point(|one| one.tag() < tag);
        let (subsection, rest) = self.known.get(absent..)?.split_first()?;
        if subsection.tag() != tag {
            return None;
        }
        let len = self.parts.count(1)?;
        self.known = rest;
        Some((subsection, self.parts.offset().saturating_add(len)))
    }

    /// Moves behind the payload of the one that was entered.
    fn leave(&mut self, behind: usize) {
        self.parts.move_to(behind);
        self.read_tag();
    }
}
