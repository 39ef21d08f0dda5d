//! Values without the types that made them: read with nothing but a schema.
//!
//! This is the slow and explicit twin of generated code. It is how tools show
//! a stream of a program that they do not know, and how an error finds out
//! where in the data it lies.

mod constraints;
mod from_json;
mod head;
mod json;
mod parts;
mod read;
mod tree;
mod violation;
mod walk;

pub use from_json::from_json;
pub use json::JsonForm;
pub use parts::{Entries, Fields, Items};
pub(crate) use read::read_small;
pub use read::{Partial, locate, read, read_partial};
pub use tree::{FieldValue, Item, Numbers, Value};
pub use violation::Violation;
