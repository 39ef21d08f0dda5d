//! Values without the types that made them: read with nothing but a schema.
//!
//! This is the slow and explicit twin of generated code. It is how tools show
//! a stream of a program that they do not know, and how an error finds out
//! where in the data it lies.

mod constraints;
mod from_json;
mod json;
mod partial;
mod read;
mod tree;
mod violation;

pub use from_json::from_json;
pub use json::to_json;
pub use read::{Partial, read, read_partial};
pub use tree::{FieldValue, Item, Numbers, Value};
pub use violation::{Segment, Violation};
