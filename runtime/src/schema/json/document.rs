//! Reads a schema from JSON. The text may come from anybody.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;
use core::str::FromStr;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::escaped::Escaped;
use super::super::fingerprint::Fingerprint;
use super::super::name;
use super::super::node::Node;
use super::super::{FORMAT_VERSION, Schema};
use super::error::{Result, SchemaError};
use super::names::check_unique;
use super::object::{Information, Informed};
use super::parse::Types;
use super::part::texts;
use super::shape::JsonSchema;
use super::shape::present;

/// What editors of some systems put before a text in UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl Schema {
    /// Reads a schema from its JSON form.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, not a schema, of another format version, or if
    /// its fingerprint is not that of its content. The error names the place.
    pub fn from_json(text: &str) -> core::result::Result<Self, SchemaError> {
        parse(text)
    }
}

impl FromStr for Schema {
    type Err = SchemaError;

    fn from_str(text: &str) -> Result<Self> {
        Self::from_json(text)
    }
}

/// Reads a schema and checks all that other code relies on.
fn parse(text: &str) -> Result<Schema> {
    let (schema, stated) = content(text)?;
    match Fingerprint::from_hex(&stated) {
        Some(stated) if stated == schema.fingerprint() => Ok(schema),
        _ => Err(SchemaError::new(
            "fingerprint",
            format!(
                "the text says `{stated}`, its content has {}; it was changed after it was written",
                schema.fingerprint()
            ),
        )),
    }
}

/// Puts the right fingerprint into the text of a schema that was made by hand,
/// where it says `"fingerprint":""`.
///
/// # Errors
///
/// If the rest of the text is not a schema.
pub fn with_fingerprint(text: &str) -> Result<String> {
    let (schema, _) = content(text)?;
    let stated = format!("\"fingerprint\":\"{}\"", schema.fingerprint());
    Ok(text.replacen("\"fingerprint\":\"\"", &stated, 1))
}

/// The schema, and the fingerprint that the text states.
fn content(text: &str) -> Result<(Schema, String)> {
    let text = without_mark(text);
    let json = document(text)?;
    let aliases = device_names(&json.device, json.aliases)?;
    if json.version == 0 || json.oldest == 0 || json.oldest > json.version {
        let what = format!("version {} with oldest {}", json.version, json.oldest);
        return Err(SchemaError::new("version", what));
    }
    let others = json.takes_over.unwrap_or_default();
    let (ty, others) = Types::new(text, json.types).all(&json.device, json.ty, others)?;
    let schema = Schema::parsed(
        json.device,
        json.version,
        json.oldest,
        texts(json.original, json.doc, json.location),
        ty,
    );
    let schema = match aliases.is_empty() {
        true => schema,
        false => schema.with_aliases(aliases.into()),
    };
    let schema = match json.needed {
        Some(needed) => schema.with_needed(Escaped::from_text(&needed)),
        None => schema,
    };
    let schema = match others.is_empty() {
        true => schema,
        false => schema.taking_over(others.into()),
    };
    Ok((schema, json.fingerprint))
}

/// Checks the names of a device; returns all but the first.
fn device_names(device: &str, aliases: Vec<String>) -> Result<Vec<Node<str>>> {
    let named = |what| SchemaError::new("device", what);
    name::check_device(device).map_err(named)?;
    for alias in &aliases {
        name::check_device(alias).map_err(|what| SchemaError::new("aliases", what))?;
    }
    let all = iter::once(device).chain(aliases.iter().map(String::as_str));
    check_unique(all, "aliases")?;
    Ok(aliases.into_iter().map(Node::from).collect())
}

/// The outermost object. What is wrong with one of a newer format is that.
fn document(text: &str) -> Result<JsonSchema<'_>> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    impl Information for Format {}
    if is_utf_16(text) {
        let what = "it is UTF-16; schemas are UTF-8 (PowerShell's `>` writes UTF-16)";
        return Err(SchemaError::new("", what));
    }
    let error = match serde_json::from_str::<Informed<JsonSchema<'_>>>(text) {
        Ok(Informed(json)) => return check_format(json.format).map(|()| json),
        Err(error) => error,
    };
    if let Ok(Informed(Format { format })) = serde_json::from_str(text) {
        check_format(format)?;
    }
    Err(SchemaError::of_json(&error, text, text, ""))
}

fn check_format(format: u32) -> Result<()> {
    if format == FORMAT_VERSION {
        return Ok(());
    }
    let what = format!("version {format}; this build reads version {FORMAT_VERSION}");
    Err(SchemaError::new("format", what))
}

/// Whether the text of a schema says that a stream may be without the device's state.
/// The rest of the text is passed over, so that it takes no memory; what is no schema says
/// so to whoever reads it.
pub(crate) fn says_needed(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Condition {
        #[serde(default, deserialize_with = "present")]
        needed: Option<IgnoredAny>,
    }
    impl Information for Condition {}
    let said = serde_json::from_str(without_mark(text));
    said.is_ok_and(|Informed(Condition { needed })| needed.is_some())
}

/// The text without a byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// ASCII in UTF-16 is UTF-8 too, with a zero beside each character.
fn is_utf_16(text: &str) -> bool {
    matches!(text.as_bytes(), [0, byte, ..] | [byte, 0, ..] if *byte != 0)
}
