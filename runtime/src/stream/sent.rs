//! How the schemas of a stream travel.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::base::text::escape;
use crate::schema::json::says_needed;
use crate::schema::{Fingerprint, Schema};

/// A schema, as a stream has it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SentSchema {
    /// The whole of it, as JSON.
    Whole(String),
    /// Which schema it is: whoever reads the stream has it from elsewhere.
    Reference(SchemaReference),
}

/// Which schema the state of a device has, where the schema itself is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaReference {
    /// Name of the device's type. It may come from a stream: escape it before a person
    /// sees it.
    pub device: String,
    /// Of the schema.
    pub fingerprint: Fingerprint,
    /// Whether the schema says `needed`, so that the stream may be without the state of
    /// such a device.
    pub needed: bool,
}

/// What of the schemas is written.
///
/// A migration is judged by its schemas, so they are to be whole. A state that the program
/// keeps for itself, as those that an emulator rewinds to, does without: see
/// [`StreamWriter::send_schemas`](super::StreamWriter::send_schemas).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemaForm {
    /// All of it. Any tool can read the stream.
    #[default]
    Whole,
    /// Without descriptions and places in the source, which play no part in resolution.
    /// Any tool can read the stream; writing takes the time to parse each schema.
    WithoutDocs,
    /// The name of the device's type and the fingerprint, some 30 bytes. Only what has the
    /// schemas from elsewhere can read the stream: a build whose own they are, and whoever
    /// calls [`StreamReader::bring_schemas`](super::StreamReader::bring_schemas).
    Fingerprint,
}

impl SentSchema {
    /// The schema as JSON, if the stream has it.
    pub fn json(&self) -> Option<&str> {
        match self {
            Self::Whole(json) => Some(json),
            Self::Reference(_) => None,
        }
    }

    /// Which schema it is, if the stream does not have it.
    pub fn reference(&self) -> Option<&SchemaReference> {
        match self {
            Self::Whole(_) => None,
            Self::Reference(reference) => Some(reference),
        }
    }

    /// Whether the stream may be without the state of a device of this schema.
    pub(crate) fn says_needed(&self) -> bool {
        match self {
            Self::Whole(json) => says_needed(json),
            Self::Reference(reference) => reference.needed,
        }
    }
}

/// The whole of a schema, as JSON.
impl From<String> for SentSchema {
    fn from(json: String) -> Self {
        Self::Whole(json)
    }
}

impl SchemaReference {
    /// Of the schema with this fingerprint, which does not say `needed`.
    pub fn new(device: impl Into<String>, fingerprint: Fingerprint) -> Self {
        Self {
            device: device.into(),
            fingerprint,
            needed: false,
        }
    }

    /// Of a schema.
    pub fn of(schema: &Schema) -> Self {
        Self {
            device: schema.device().into(),
            fingerprint: schema.fingerprint(),
            needed: schema.needed().is_some(),
        }
    }

    /// Whether it is this schema.
    pub(crate) fn is_of(&self, schema: &Schema) -> bool {
        self.fingerprint == schema.fingerprint()
            && self.device == schema.device()
            && self.needed == schema.needed().is_some()
    }

    /// Says what is wrong with a text that should be this schema.
    pub(super) fn check_text(&self, json: &str) -> Result<(), String> {
        let schema = Schema::from_json(json).map_err(|error| format!("is {error}"))?;
        match self.is_of(&schema) {
            true => Ok(()),
            false => Err(format!("is {}", Self::of(&schema))),
        }
    }

    /// The same, of a schema that says `needed`.
    #[must_use]
    pub fn with_needed(self) -> Self {
        Self {
            needed: true,
            ..self
        }
    }
}

/// Device and fingerprint, fit for a terminal.
impl fmt::Display for SchemaReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let device = escape(&self.device);
        write!(f, "that of {device} with fingerprint {}", self.fingerprint)
    }
}
