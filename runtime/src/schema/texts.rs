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

/// What a type with `texts` says of itself.
macro_rules! has_texts {
    ($type:ty) => {
        impl $type {
            /// Its name where it comes from, if that is no name of a schema.
            pub const fn original(&self) -> Option<&Escaped> {
                self.texts.original.as_ref()
            }

            /// What the author says of it.
            pub const fn doc(&self) -> Option<&Escaped> {
                self.texts.doc.as_ref()
            }

            /// Where it is in the source, as `src/uart.rs:12`, if the derive was asked for it
            /// (the feature `location`). The line is counted from 1, and the file named as rustc
            /// was given it: by cargo, from the root of the workspace.
            pub const fn location(&self) -> Option<&Escaped> {
                self.texts.location.as_ref()
            }

            /// Adds a description, escaped as in a JSON string.
            #[doc(hidden)]
            pub const fn doc_escaped(mut self, doc: &'static str) -> Self {
                self.texts.set_doc(doc);
                self
            }

            /// Adds where it is in the source, escaped as in a JSON string.
            #[doc(hidden)]
            pub const fn located(mut self, location: &'static str) -> Self {
                self.texts.set_location(location);
                self
            }
        }
    };
}

pub(super) use has_texts;
