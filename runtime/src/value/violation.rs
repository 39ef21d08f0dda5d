//! Where data departs from its schema.

use alloc::vec::Vec;
use core::fmt;

use crate::codec::Reason;
use crate::schema::{Path, Segment};

/// The first place where data departs from its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// From the outside inwards, reversed.
    path: Vec<Segment>,
    offset: usize,
    reason: Reason,
    is_sensitive: bool,
}

impl Violation {
    pub(super) fn new(offset: usize, reason: Reason) -> Self {
        Self {
            path: Vec::new(),
            offset,
            reason,
            is_sensitive: false,
        }
    }

    /// Says within what it was found.
    pub(super) fn push(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    /// As [`push`](Self::push).
    pub(super) fn within(mut self, segment: Segment) -> Self {
        self.push(segment);
        self
    }

    /// Takes the value out of the reason and the path, as it is not to be shown.
    pub(super) fn hide(&mut self) {
        self.hide_path();
        let hidden = "its value, which is sensitive, breaks a constraint";
        match &mut self.reason {
            Reason::Message(message) => *message = hidden.into(),
            Reason::Constraint { message, .. } => *message = hidden.into(),
            _ => {}
        }
    }

    /// Takes the value out of the path: a variant is a value, too.
    pub(super) fn hide_path(&mut self) {
        self.is_sensitive = true;
        let outermost = (self.path.iter()).rposition(|step| matches!(step, Segment::Variant(_)));
        if let Some(variant) = outermost {
            self.path.drain(..=variant);
        }
    }

    /// Offset in the payload of the value that is wrong, in bytes.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// Whether it is about a value that is not to be shown.
    pub fn is_sensitive(&self) -> bool {
        self.is_sensitive
    }

    /// The steps to the value that is wrong. Empty for the whole value.
    pub fn path(&self) -> Path {
        Path::new(self.path.iter().rev().cloned().collect())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if path.is_whole() {
            write!(f, "at byte {}: {}", self.offset, self.reason)
        } else {
            let (offset, reason) = (self.offset, &self.reason);
            write!(f, "field `{path}`, at byte {offset}: {reason}")
        }
    }
}

impl core::error::Error for Violation {}
