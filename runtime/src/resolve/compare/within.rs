//! The steps of the path to what is compared.

use alloc::string::String;
use alloc::vec::Vec;

use crate::schema::{Path, Segment, path};

/// A step of the path to what is compared.
#[derive(Clone, Copy)]
pub(super) enum Within<'s> {
    /// A field, subsection or variant.
    Name(&'s str),
    /// An element of a tuple, by its position.
    Part(usize),
    /// Each element of an array, list or set.
    Element,
    /// Each key of a map.
    Key,
    /// Each value of a map.
    Value,
}

impl Within<'_> {
    pub(super) fn push_to(self, path: &mut String) {
        match self {
            Self::Name(name) => path::push_name(path, name),
            Self::Part(index) => path::push_step(path, &Segment::Index(Some(index))),
            Self::Element => path::push_step(path, &Segment::Index(None)),
            Self::Key => path::push_step(path, &Segment::Key(None)),
            Self::Value => path::push_step(path, &Segment::Value(None)),
        }
    }
}

impl<'s> From<&'s str> for Within<'s> {
    fn from(name: &'s str) -> Self {
        Self::Name(name)
    }
}

/// The names that stand in a path.
pub(super) fn names(path: &str) -> Vec<String> {
    let steps: Vec<Segment> = path.parse().map(Path::into_segments).unwrap_or_default();
    let names = steps.into_iter().filter_map(|step| match step {
        Segment::Field(name) => Some(name),
        _ => None,
    });
    names.collect()
}
