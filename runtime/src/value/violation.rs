//! Where data departs from its schema.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::base::text::escape;
use crate::codec::{Fault, Reason};

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// A field or subsection of a struct or variant.
    Field(String),
    /// A variant of an enum.
    Variant(String),
    /// An element of an array, list, set or tuple.
    Index(usize),
    /// A key of a map, by its position.
    Key(usize),
    /// The value behind a key of a map, by its position.
    Value(usize),
}

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

    /// What code that knows nothing of this said of it, unless that could show
    /// the value.
    pub(crate) fn shown(&self, fault: Fault) -> Fault {
        match self.is_sensitive {
            true => self.reason.clone().into(),
            false => fault,
        }
    }

    /// The steps to the value that is wrong, from the outside inwards.
    pub fn path(&self) -> impl Iterator<Item = &Segment> {
        self.path.iter().rev()
    }

    /// The path as text: `queues[3].state`. Empty for the whole value.
    pub fn path_text(&self) -> String {
        use fmt::Write;
        let mut text = String::new();
        for segment in self.path() {
            let dot = if text.is_empty() { "" } else { "." };
            // Writing to a string does not fail.
            let _ = match segment {
                Segment::Field(name) | Segment::Variant(name) => write!(text, "{dot}{name}"),
                Segment::Index(index) => write!(text, "[{index}]"),
                Segment::Key(index) => write!(text, "{{key {index}}}"),
                Segment::Value(index) => write!(text, "{{{index}}}"),
            };
        }
        text
    }
}

/// Names in the path can be those of somebody's JSON, so they are escaped.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path_text();
        if path.is_empty() {
            write!(f, "at byte {}: {}", self.offset, self.reason)
        } else {
            let (path, offset, reason) = (escape(&path), self.offset, &self.reason);
            write!(f, "field `{path}`, at byte {offset}: {reason}")
        }
    }
}

impl core::error::Error for Violation {}
