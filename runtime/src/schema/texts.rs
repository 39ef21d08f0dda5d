//! What a schema says to people of something that it names.

use super::escaped::Escaped;
use super::node::replace;

/// None of it counts in resolution.
#[derive(Debug, PartialEq)]
pub(super) struct Texts {
    /// Its name where it comes from, if that is no name of a schema.
    pub(super) original: Option<Escaped>,
    /// What the author says of it.
    pub(super) doc: Option<Escaped>,
    /// Where it is in the source: file and line.
    pub(super) location: Option<Escaped>,
}

impl Texts {
    pub(super) const NONE: Self = Self {
        original: None,
        doc: None,
        location: None,
    };

    /// The same once more, in derived code.
    pub(super) const fn copied(&'static self) -> Self {
        Self {
            original: copied(&self.original),
            doc: copied(&self.doc),
            location: copied(&self.location),
        }
    }

    pub(super) const fn set_doc(&mut self, escaped: &'static str) {
        replace(&mut self.doc, Some(Escaped::constant(escaped)));
    }

    pub(super) const fn set_location(&mut self, escaped: &'static str) {
        replace(&mut self.location, Some(Escaped::constant(escaped)));
    }
}

const fn copied(text: &'static Option<Escaped>) -> Option<Escaped> {
    match text {
        Some(text) => Some(text.copied()),
        None => None,
    }
}
