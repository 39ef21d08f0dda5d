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
    /// `None` where the value came in no payload.
    offset: Option<usize>,
    reason: Reason,
    is_sensitive: bool,
}

impl Violation {
    pub(super) fn new(offset: usize, reason: Reason) -> Self {
        Self {
            offset: Some(offset),
            ..Self::of_no_payload(reason)
        }
    }

    /// In what is given in another form, as JSON: where it would be in a payload tells nobody
    /// anything.
    pub(super) fn of_no_payload(reason: Reason) -> Self {
        Self {
            path: Vec::new(),
            offset: None,
            reason,
            is_sensitive: false,
        }
    }

    /// The same, of a payload that nobody has seen.
    pub(super) fn without_offset(self) -> Self {
        Self {
            offset: None,
            ..self
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

    /// Offset in the payload of the value that is wrong, in bytes. 0 if it is in none, as what
    /// is given as JSON.
    pub fn offset(&self) -> usize {
        self.offset.unwrap_or_default()
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
        let (path, reason) = (self.path(), &self.reason);
        match (path.is_whole(), self.offset) {
            (true, Some(offset)) => write!(f, "at byte {offset}: {reason}"),
            (true, None) => write!(f, "{reason}"),
            (false, Some(offset)) => write!(f, "field `{path}`, at byte {offset}: {reason}"),
            (false, None) => write!(f, "field `{path}`: {reason}"),
        }
    }
}

impl core::error::Error for Violation {}
