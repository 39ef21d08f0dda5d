//! The JSON form of a schema: written by `const` code, read at run time.
//!
//! There is one writer. It runs in the compiler, on derived schemas; a parsed
//! schema keeps the text that it was parsed from.

mod document;
mod each;
mod error;
mod literal;
mod named;
mod names;
mod parse;
mod shape;
mod types;
mod values;
mod write;

pub(crate) use document::parse;
pub use document::with_fingerprint;
pub use error::SchemaError;
pub use write::{as_text, len, write, write_to};

use alloc::string::String;

use error::Result;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::escaped::Escaped;
use super::ty::Texts;

/// Reads `part` of `text`, which is at `at`.
fn read<'a, T: Deserialize<'a>>(text: &str, part: &'a RawValue, at: &str) -> Result<T> {
    serde_json::from_str(part.get())
        .map_err(|error| SchemaError::of_json(&error, text, part.get(), at))
}

fn texts(original: Option<String>, doc: Option<String>) -> Texts {
    let escaped = |text: String| Escaped::from_text(&text);
    Texts {
        original: original.map(escaped),
        doc: doc.map(escaped),
    }
}
