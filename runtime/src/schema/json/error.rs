//! Why a text is not a schema.

use alloc::string::String;
use core::fmt;

use crate::text::escape;

/// Why a text is not a schema.
#[derive(Debug)]
pub struct SchemaError {
    at: String,
    what: String,
}

impl SchemaError {
    pub(super) fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() {
            write!(f, "not a schema: {}", escape(&self.what))
        } else {
            write!(
                f,
                "not a schema: {}: {}",
                escape(&self.at),
                escape(&self.what)
            )
        }
    }
}

impl core::error::Error for SchemaError {}

pub(super) type Result<T> = core::result::Result<T, SchemaError>;
