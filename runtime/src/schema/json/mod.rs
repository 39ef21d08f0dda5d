//! The JSON form of a schema: written by `const` code, read at run time.
//!
//! There is one writer. It runs in the compiler, on derived schemas; a parsed
//! schema keeps the text that it was parsed from.

mod error;
mod named;
mod names;
mod parse;
mod shape;
mod values;
mod write;

pub use error::SchemaError;
pub(crate) use parse::parse;
pub use parse::with_fingerprint;
pub use write::{as_text, len, write, write_to};
