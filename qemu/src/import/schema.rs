//! The schema of a layout, as JSON.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use serde_json::{Map, Value, json};

use super::payload::is_list;
use crate::error::{Error, Result};
use crate::layout::{Field, Number, Struct, Type};
use crate::text::{Names, hash, respell};

/// What the schema of state says that has no version in QEMU's stream.
const WITHOUT_VERSION: &str = "Without a version in QEMU's stream.";

/// The version that a section has in QEMU's stream, of whose import this is the schema:
/// there they begin at 0, in schemas at 1. `None` if it has none.
pub fn version(schema: &Schema) -> Option<u32> {
    let has_none = schema
        .doc()
        .is_some_and(|doc| doc.text() == WITHOUT_VERSION);
    match has_none {
        true => None,
        false => schema.version().checked_sub(1),
    }
}

/// The schema of a device, or what is sent like one.
pub(super) fn of_device(device: &str, layout: &Struct) -> Result<String> {
    let mut types = Types::default();
    let ty = types.reference(layout);
    let (version, doc) = match layout.version {
        // Those of a schema begin at 1.
        Some(version) => (
            u32::try_from(version.saturating_add(1)).unwrap_or(u32::MAX),
            format!("Version {version} in QEMU's stream, which has versions from 0."),
        ),
        None => (1, WITHOUT_VERSION.into()),
    };
    text(device, version, &doc, &ty, types.listed)
}

/// A schema's text, with its fingerprint.
pub(super) fn text(
    device: &str,
    version: u32,
    doc: &str,
    ty: &Value,
    types: Map<String, Value>,
) -> Result<String> {
    let mut schema = json!({
        "format": 1,
        "device": respell(device),
        "version": version.max(1),
        "oldest": version.max(1),
        "fingerprint": "",
        "doc": doc,
        "type": ty,
        "types": types,
    });
    keep_original(&mut schema, device, &respell(device));
    with_fingerprint(&schema.to_string()).map_err(none)
}

/// A schema of a device that no other one of the stream has the name of: processors, say,
/// have different fields if they are in different states. The first keeps the name.
pub(super) fn of_own_name<'s>(schema: &'s str, devices: &mut Names) -> Result<Cow<'s, str>> {
    let mut json: Value = serde_json::from_str(schema).map_err(none)?;
    let named = |key: &str| json.get(key).and_then(Value::as_str);
    let Some(device) = named("original").or(named("device")) else {
        return Ok(schema.into());
    };
    let (device, spelled) = (device.to_owned(), devices.spell(device));
    if named("device") == Some(&spelled) {
        return Ok(schema.into());
    }
    keep_original(&mut json, &device, &spelled);
    if let Some(json) = json.as_object_mut() {
        json.insert("device".into(), spelled.into());
        json.insert("fingerprint".into(), "".into());
    }
    let schema = with_fingerprint(&json.to_string()).map_err(none)?;
    Ok(schema.into())
}

fn none(error: impl Display) -> Error {
    Error::new(format!("its description makes no schema: {error}"))
}

/// Notes a name that had to be respelled.
fn keep_original(object: &mut Value, name: &str, spelled: &str) {
    if let Some(object) = object.as_object_mut().filter(|_| name != spelled) {
        object.insert("original".into(), name.into());
    }
}

/// The tags of subsections, which follow from their names alone: those of
/// another stream are the same. Those of two that would have the same are the lowest
/// that are free.
pub(super) fn tags(subsections: &[Struct]) -> Vec<u32> {
    let mut taken = HashSet::from([0]);
    let mut lowest = 0;
    let free = |part: &Struct| {
        let mut tag = hash(&part.name) >> 4;
        while !taken.insert(tag) {
            lowest += 1;
            tag = lowest;
        }
        tag
    };
    subsections.iter().map(free).collect()
}

/// The named types of a schema.
#[derive(Default)]
struct Types {
    listed: Map<String, Value>,
    /// Names of those that are listed, by name and content.
    known: HashMap<(String, String), String>,
    /// How many have this name.
    count: HashMap<String, u32>,
}

impl Types {
    fn reference(&mut self, layout: &Struct) -> Value {
        let body = self.structure(layout);
        let name = match layout.name.is_empty() {
            true => "State".into(),
            false => respell(&layout.name),
        };
        let key = (name.clone(), body.to_string());
        if let Some(known) = self.known.get(&key) {
            return json!({ "ref": known });
        }
        let count = self.count.entry(name.clone()).or_default();
        *count += 1;
        let listed = match count {
            1 => name,
            count => format!("{name}~{count}"),
        };
        self.listed.insert(listed.clone(), body);
        self.known.insert(key, listed.clone());
        json!({ "ref": listed })
    }

    fn structure(&mut self, layout: &Struct) -> Value {
        let mut names = Names::default();
        let fields: Vec<Value> = layout
            .fields
            .iter()
            .map(|field| self.field(field, &mut names))
            .collect();
        let mut parts: Vec<(u32, Value)> = Vec::new();
        for (tag, part) in tags(&layout.subsections)
            .into_iter()
            .zip(&layout.subsections)
        {
            let name = names.spell(&part.name);
            let mut json = json!({
                "tag": tag, "name": name, "type": self.reference(part), "default": "computed",
            });
            keep_original(&mut json, &part.name, &name);
            parts.push((tag, json));
        }
        parts.sort_by_key(|(tag, _)| *tag);
        let mut body = json!({ "fields": fields });
        if let (Some(body), false) = (body.as_object_mut(), parts.is_empty()) {
            let parts: Vec<Value> = parts.into_iter().map(|(_, json)| json).collect();
            body.insert("subsections".into(), parts.into());
        }
        let spelled = respell(&layout.name);
        if !layout.name.is_empty() {
            keep_original(&mut body, &layout.name, &spelled);
        }
        body
    }

    fn field(&mut self, field: &Field, names: &mut Names) -> Value {
        let name = names.spell(&field.name);
        let mut json = json!({ "name": name, "type": self.ty(&field.ty) });
        keep_original(&mut json, &field.name, &name);
        let Some(object) = json.as_object_mut() else {
            return json;
        };
        if field.kind.ends_with(" equal") {
            object.insert("must_match".into(), true.into());
        }
        if is_time(&field.ty) {
            object.insert("unit".into(), "ns".into());
        }
        if let Some(doc) = doc(field) {
            object.insert("doc".into(), doc.into());
        }
        json
    }

    fn ty(&mut self, ty: &Type) -> Value {
        if ty.size() == 0 {
            return "unit".into();
        }
        let array =
            |element: Value, count: u64| json!({"array": {"element": element, "len": count}});
        match ty {
            Type::Number(number) => number_name(*number).into(),
            Type::Bool { wide: false } => "bool".into(),
            Type::Bool { wide: true } => "u8".into(),
            Type::Bytes(len) | Type::Unused(len) => array("u8".into(), *len),
            Type::Text(_) => "string".into(),
            Type::Array { element, count } => array(self.ty(element), *count),
            Type::Tuple(parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.ty(part)).collect();
                json!({ "tuple": parts })
            }
            Type::Struct(parts) => self.reference(parts),
            Type::Queue(parts) => match parts.first() {
                None => json!({ "list": "u8" }),
                Some(first) if is_list(parts) => json!({ "list": self.ty(first) }),
                Some(_) => {
                    let parts: Vec<Value> = parts.iter().map(|part| self.ty(part)).collect();
                    json!({ "tuple": parts })
                }
            },
        }
    }
}

fn number_name(number: Number) -> String {
    let sign = if number.signed { 'i' } else { 'u' };
    format!("{sign}{}", 8 * u32::from(number.width))
}

fn is_time(ty: &Type) -> bool {
    match ty {
        Type::Number(number) => number.nanoseconds,
        Type::Array { element, .. } => is_time(element),
        _ => false,
    }
}

/// What the type alone does not say.
fn doc(field: &Field) -> Option<&'static str> {
    let wide = |ty: &Type| matches!(ty, Type::Bool { wide: true });
    let element = match &field.ty {
        Type::Array { element, .. } => element,
        ty => ty,
    };
    match field.kind.as_str() {
        "int32 le" => Some("The reader takes 0 up to its own value."),
        _ if wide(element) => Some("A flag in QEMU; this stream has another value than 0 and 1."),
        "timer" => Some("When it expires; -1 if it is off."),
        _ if matches!(element, Type::Unused(_)) => Some("Not used."),
        _ => None,
    }
}
