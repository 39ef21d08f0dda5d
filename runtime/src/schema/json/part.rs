//! Parts of a text that is read as JSON.

use alloc::string::String;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::escaped::Escaped;
use super::super::texts::Texts;
use super::error::{Result, SchemaError};

/// Reads `part` of `text`, which is at `at`.
pub(super) fn read<'a, T: Deserialize<'a>>(text: &str, part: &'a RawValue, at: &str) -> Result<T> {
    serde_json::from_str(part.get())
        .map_err(|error| SchemaError::of_json(&error, text, part.get(), at))
}

/// What is said to people.
pub(super) fn texts(
    original: Option<String>,
    doc: Option<String>,
    location: Option<String>,
) -> Texts {
    let escaped = |text: String| Escaped::from_text(&text);
    Texts {
        original: original.map(escaped),
        doc: doc.map(escaped),
        location: location.map(escaped),
    }
}
