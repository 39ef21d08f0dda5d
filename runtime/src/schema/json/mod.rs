//! The JSON form of a schema: written by `const` code, read at run time.
//!
//! There is one writer. It runs in the compiler, on derived schemas; a parsed
//! schema keeps the text that it was parsed from.

mod document;
mod each;
mod error;
mod flags;
mod literal;
mod named;
mod names;
mod object;
mod parse;
mod part;
mod shape;
mod types;
mod values;
mod without_docs;
mod write;

pub(crate) use document::says_needed;
pub use document::with_fingerprint;
pub use error::SchemaError;
pub use without_docs::without_docs;
pub use write::{Written, as_text, write};
