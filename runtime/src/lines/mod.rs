//! Streams as JSON lines, for people and other tools: one line for each frame, and
//! values as [`JsonForm`](crate::value::JsonForm) writes them. `docs/format.md`, "Streams
//! as JSON lines", specifies the form.
//!
//! From binary to JSON and back the bytes are the same.

mod error;
mod long;
mod no_store;
mod read;
mod section;
mod wire;
mod write;

pub use error::LinesError;
pub use read::LinesReader;
pub use write::{write_lines, write_lines_stored};
