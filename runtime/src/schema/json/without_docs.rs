//! A schema's JSON without what only people read.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::super::Schema;
use super::document::without_mark;
use super::error::{Result, SchemaError};

/// Keys that are left out.
const DOCS: [&str; 2] = ["doc", "_location"];

/// What of an object is looked into: all that can have such keys.
struct Shape(&'static [(&'static str, Inside)]);

enum Inside {
    List(Shape),
    /// An object with names for keys.
    Named(Shape),
}

const PART: Shape = Shape(&[]);
const VARIANT: Shape = Shape(&[("fields", Inside::List(PART))]);
const TYPE: Shape = Shape(&[
    ("fields", Inside::List(PART)),
    ("subsections", Inside::List(PART)),
    ("variants", Inside::List(VARIANT)),
]);
const DOCUMENT: Shape = Shape(&[("types", Inside::Named(TYPE))]);

/// The text of a schema without descriptions and places in the source. All else stands as
/// it stood, the fingerprint too, of which they are no part.
///
/// ```
/// use migratable::schema::{Schema, without_docs};
/// use migratable::{Device, Migratable};
///
/// /// Counts.
/// #[derive(Migratable)]
/// #[migratable(device = "timer")]
/// struct Timer {
///     /// Ticks since power-on.
///     count: u64,
/// }
///
/// let json = without_docs(Timer::SCHEMA_JSON)?;
/// assert!(Timer::SCHEMA_JSON.contains("Ticks") && !json.contains("Ticks"));
/// assert_eq!(Schema::from_json(&json)?.fingerprint(), Timer::SCHEMA.fingerprint());
/// # Ok::<(), migratable::schema::SchemaError>(())
/// ```
///
/// # Errors
///
/// If the text is not a schema.
pub fn without_docs(text: &str) -> Result<String> {
    let text = without_mark(text);
    Schema::from_json(text)?;
    let shortened = shortened(text, &DOCUMENT);
    let shortened = shortened.map_err(|error| SchemaError::of_json(&error, text, text, ""))?;
    Ok(shortened.get().to_string())
}

fn shortened(object: &str, shape: &Shape) -> serde_json::Result<Box<RawValue>> {
    let mut members: Members<'_> = serde_json::from_str(object)?;
    members.0.retain(|(key, _)| !DOCS.contains(&key.as_str()));
    for (key, value) in &mut members.0 {
        let inside = shape.0.iter().find(|(name, _)| *name == key.as_str());
        *value = match inside {
            None => continue,
            Some((_, Inside::List(each))) => {
                let list: Vec<&RawValue> = serde_json::from_str(value.get())?;
                let list = list.iter().map(|one| shortened(one.get(), each));
                Cow::Owned(to_raw_value(
                    &list.collect::<serde_json::Result<Vec<_>>>()?,
                )?)
            }
            Some((_, Inside::Named(each))) => {
                let mut named: Members<'_> = serde_json::from_str(value.get())?;
                for (_, one) in &mut named.0 {
                    *one = Cow::Owned(shortened(one.get(), each)?);
                }
                Cow::Owned(to_raw_value(&named)?)
            }
        };
    }
    to_raw_value(&members)
}

/// An object whose members stay as they are spelled, in their order.
struct Members<'a>(Vec<(String, Cow<'a, RawValue>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> core::result::Result<Self, D::Error> {
        json.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(
        self,
        mut map: A,
    ) -> core::result::Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            members.push((key, Cow::Borrowed(value)));
        }
        Ok(Members(members))
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, json: S) -> core::result::Result<S::Ok, S::Error> {
        json.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
