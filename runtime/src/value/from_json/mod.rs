//! The inverse of [`JsonForm`](super::JsonForm): JSON to the bytes of a value. Nothing
//! is built in between, so that JSON takes no more memory than the value.

mod items;
mod members;
mod number;
mod output;
mod part;
mod variants;

use alloc::vec::Vec;

use serde::de::DeserializeSeed;
use serde_json::{Deserializer, Value as Json};

#[cfg(feature = "std")]
pub(crate) use self::output::Counts;
#[cfg(feature = "std")]
use self::output::Spill;
use self::output::{Output, wrong};
use self::part::Part;
use super::violation::Violation;
use crate::schema::Type;

/// Encodes a value of type `ty` that is given as JSON, in the form that
/// [`JsonForm`](super::JsonForm) writes.
///
/// ```
/// use migratable::value;
///
/// let ty = <(u16, Option<bool>) as migratable::Migratable>::TYPE;
/// assert_eq!(value::from_json(ty, "[7, true]")?, [7, 0, 1, 1]);
/// let refused = value::from_json(ty, "[70000, true]").unwrap_err();
/// assert!(refused.to_string().contains("a number that fits u16"));
/// # Ok::<(), migratable::value::Violation>(())
/// ```
///
/// # Errors
///
/// The first place where the text is no JSON or does not fit the type. It has no offset, as a
/// place in the value has none in the text.
pub fn from_json(ty: &Type, json: &str) -> Result<Vec<u8>, Violation> {
    let mut text = Deserializer::from_str(json);
    // The schema bounds how deep a value nests.
    text.disable_recursion_limit();
    let mut out = Output::default();
    let read = Part::new(ty, &mut out).deserialize(&mut text);
    out.finish(read.and_then(|()| text.end()))
}

/// A value that is encoded while it is read, as a part of other JSON.
#[cfg(feature = "std")]
pub(crate) struct Encoding {
    out: Output,
}

#[cfg(feature = "std")]
impl Encoding {
    /// In memory.
    pub(crate) fn new() -> Self {
        let out = Output::default();
        Self { out }
    }

    /// Most of it is handed on as it is encoded.
    pub(crate) fn spilling(to: Spill) -> Self {
        let out = Output::spilling(to);
        Self { out }
    }

    /// Reads the next value of type `ty`.
    pub(crate) fn read<'o, 't>(
        &'o mut self,
        ty: &'t Type,
    ) -> impl for<'de> DeserializeSeed<'de, Value = ()> + use<'o, 't> {
        Part::new(ty, &mut self.out)
    }

    /// What was encoded, if all of it is in memory.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out.bytes
    }

    /// Hands on what is left. Returns the counts that belong between what was handed on.
    pub(crate) fn spill(mut self) -> Option<Counts> {
        self.out.spill_all::<serde_json::Error>().ok()?;
        Some(self.out.into_counts())
    }

    /// Why the value does not fit, if it does not.
    pub(crate) fn violation(&mut self) -> Option<Violation> {
        self.out.violation.take()
    }
}

/// As [`from_json`], of JSON that was parsed.
pub(crate) fn from_value(ty: &Type, json: &Json) -> Result<Vec<u8>, Violation> {
    let mut out = Output::default();
    let read = Part::new(ty, &mut out).deserialize(json);
    out.finish(read)
}

impl Output {
    fn finish(self, read: serde_json::Result<()>) -> Result<Vec<u8>, Violation> {
        match (read, self.violation) {
            (Ok(()), _) => Ok(self.bytes),
            (Err(_), Some(violation)) => Err(violation),
            // Of what is no JSON. Else serde could show the value.
            (Err(error), None) if error.is_syntax() || error.is_eof() => Err(wrong(error)),
            (Err(_), None) => Err(wrong("the JSON does not fit the type")),
        }
    }
}
