//! Values without the types that made them: read with nothing but a schema.
//!
//! This is the slow and explicit twin of generated code. It is how tools show
//! a stream of a program that they do not know, and how an error finds out
//! where in the data it lies.

mod bytes;
mod configuration;
mod constraints;
mod cursor;
mod edit;
mod from_json;
mod head;
mod input;
mod json;
mod json_schema;
mod known;
mod order;
mod parts;
mod present;
mod read;
mod shown;
mod tree;
mod violation;
mod walk;

#[cfg(feature = "std")]
pub use bytes::Store;
pub use bytes::{Bytes, Storage};
pub use configuration::configuration;
pub(crate) use configuration::live_configuration;
pub use edit::{EditError, set, unset};
pub use from_json::from_json;
pub(crate) use from_json::from_value;
#[cfg(feature = "std")]
pub(crate) use from_json::{Counts, Encoding};
#[cfg(feature = "std")]
pub(crate) use json::Hex;
pub use json::JsonForm;
pub use json_schema::json_schema;
pub use order::key_order;
pub use parts::{Entries, Fields, Items};
pub(crate) use read::read_small;
pub use read::{Partial, locate, read, read_again, read_partial, read_stored};
pub(crate) use shown::{locate_fault, shown};
pub use tree::{FieldValue, Item, Numbers, Value};
pub use violation::Violation;
