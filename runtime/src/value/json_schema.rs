//! What JSON a device's values become, as a JSON Schema.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value as Json, json};

use super::{JsonForm, from_value, read};
use crate::schema::{
    DefaultValue, EnumType, Escaped, Field, Limit, RangeLimits, Schema, StructType, Type,
    TypeNames, Variant,
};

/// Digits of a number of 64 bits and more.
const SIGNED: &str = "^(0|-?[1-9][0-9]*)$";
const UNSIGNED: &str = "^(0|[1-9][0-9]*)$";

/// A JSON Schema, of the draft 2020-12, of what [`JsonForm`](super::JsonForm) writes of
/// a device's state: for programs that validate, complete or generate from it.
///
/// ```
/// use migratable::schema::Schema;
/// use migratable::{Device, Migratable, value};
///
/// #[derive(Migratable)]
/// #[migratable(device = "timer")]
/// struct Timer {
///     /// Ticks since the start.
///     count: u32,
/// }
///
/// let schema = Schema::from_json(Timer::SCHEMA_JSON)?;
/// let json = value::json_schema(&schema);
/// assert_eq!(json["$ref"], "#/$defs/Timer");
/// assert_eq!(json["$defs"]["Timer"]["properties"]["count"]["maximum"], u32::MAX);
/// # Ok::<(), migratable::schema::SchemaError>(())
/// ```
pub fn json_schema(schema: &Schema) -> Json {
    let mut types = Types {
        names: TypeNames::of(schema),
        defs: BTreeMap::new(),
    };
    let whole = types.ty(schema.ty());
    let mut document = Map::new();
    let mut member = |key: &str, value: Json| document.insert(key.into(), value);
    member(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema".into(),
    );
    member("title", schema.device().into());
    if let Some(doc) = schema.doc() {
        member("description", text(doc));
    }
    if let Json::Object(whole) = whole {
        document.extend(whole);
    }
    let defs = types.defs.into_iter().collect();
    document.insert("$defs".into(), Json::Object(defs));
    document.into()
}

/// The types that have names.
struct Types<'s> {
    names: TypeNames<'s>,
    defs: BTreeMap<String, Json>,
}

impl Types<'_> {
    fn ty(&mut self, ty: &Type) -> Json {
        match ty {
            Type::Unit => json!({ "type": "null" }),
            Type::Bool => json!({ "type": "boolean" }),
            Type::Char => json!({ "type": "string", "minLength": 1, "maxLength": 1 }),
            Type::String => json!({ "type": "string" }),
            Type::Integer(integer) if integer.is_wide() => {
                let pattern = if integer.is_signed() {
                    SIGNED
                } else {
                    UNSIGNED
                };
                json!({ "type": "string", "pattern": pattern })
            }
            Type::Integer(integer) => {
                let (min, max) = match (integer.is_signed(), integer.bits()) {
                    (true, bits) => (-1_i64 << (bits - 1), (1_i64 << (bits - 1)) - 1),
                    (false, bits) => (0, (1_i64 << bits) - 1),
                };
                json!({ "type": "integer", "minimum": min, "maximum": max })
            }
            Type::Float(float) => {
                let digits = float.bits() / 4;
                let pattern = format!("^f{}:[0-9a-f]{{{digits}}}$", float.bits());
                json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": pattern }] })
            }
            Type::Option(inner) => {
                let content = match (self.ty(inner), inner.can_be_null()) {
                    (content, true) => only("some", content),
                    (content, false) => content,
                };
                json!({ "anyOf": [{ "type": "null" }, content] })
            }
            Type::Array { element, len } if element.is_byte() => {
                let digits = len.saturating_mul(2);
                json!({ "type": "string", "pattern": "^[0-9a-f]*$", "minLength": digits, "maxLength": digits })
            }
            Type::List(element) if element.is_byte() => {
                json!({ "type": "string", "pattern": "^([0-9a-f]{2})*$" })
            }
            Type::Array { element, len } => {
                json!({ "type": "array", "items": self.ty(element), "minItems": len, "maxItems": len })
            }
            Type::List(element) => json!({ "type": "array", "items": self.ty(element) }),
            Type::Set(element) => {
                json!({ "type": "array", "items": self.ty(element), "uniqueItems": true })
            }
            Type::Map { key, value } => {
                let entry = tuple([self.ty(key), self.ty(value)].into());
                json!({ "type": "array", "items": entry })
            }
            Type::Tuple(parts) => tuple(parts.get().iter().map(|part| self.ty(part)).collect()),
            Type::Struct(inner) => self.named(ty, |types| types.structure(inner)),
            Type::Enum(inner) => self.named(ty, |types| types.enumeration(inner)),
        }
    }

    /// A reference to a type that has a name, which is described once.
    fn named(&mut self, ty: &Type, describe: impl FnOnce(&mut Self) -> Json) -> Json {
        let name = self.names.name(ty).unwrap_or_default();
        // As a JSON pointer spells it.
        let reference = format!("#/$defs/{}", name.replace('~', "~0"));
        if !self.defs.contains_key(&name) {
            let described = describe(self);
            self.defs.insert(name, described);
        }
        json!({ "$ref": reference })
    }

    fn structure(&mut self, ty: &StructType) -> Json {
        let mut json = self.object(ty.fields());
        let subsections = ty.subsections().iter().map(|one| one.field());
        let subsections: Vec<_> = subsections
            .map(|one| (one.name(), self.field(one)))
            .collect();
        if let Some(properties) = json["properties"].as_object_mut() {
            properties.extend(
                subsections
                    .into_iter()
                    .map(|(name, json)| (name.into(), json)),
            );
        }
        describe(&mut json, ty.doc());
        json
    }

    fn enumeration(&mut self, ty: &EnumType) -> Json {
        let mut all = Vec::new();
        for variant in ty.variants() {
            all.push(self.variant(variant));
            if variant.keeps_tag() {
                let tag = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
                all.push(only(variant.name(), only("tag", tag)));
            }
        }
        let mut json = json!({ "anyOf": all });
        describe(&mut json, ty.doc());
        json
    }

    fn variant(&mut self, variant: &Variant) -> Json {
        let mut json = match variant.fields() {
            [] => json!({ "const": variant.name() }),
            fields => {
                let content = self.object(fields);
                only(variant.name(), content)
            }
        };
        describe(&mut json, variant.doc());
        json
    }

    fn object(&mut self, fields: &[Field]) -> Json {
        let properties = fields
            .iter()
            .map(|field| (field.name().into(), self.field(field)));
        let properties: Map<String, Json> = properties.collect();
        let names = fields.iter().map(Field::name);
        json!({
            "type": "object",
            "properties": properties,
            "required": names.collect::<Vec<_>>(),
            "additionalProperties": false,
        })
    }

    fn field(&mut self, field: &Field) -> Json {
        let mut json = self.ty(field.ty());
        limits(&mut json, field);
        if field.sensitive() {
            json = json!({ "anyOf": [{ "const": "(sensitive)" }, json] });
        }
        describe(&mut json, field.doc());
        if let Some(default) = default(field) {
            json["default"] = default;
        }
        json
    }
}

/// The default of a field in the form of its values, if the schema says it and it is one:
/// what stands for an absent subsection need not be.
fn default(field: &Field) -> Option<Json> {
    let Some(DefaultValue::Literal(literal)) = field.default_value() else {
        return None;
    };
    let bytes = from_value(field.ty(), &literal.to_json(field.ty())).ok()?;
    let item = read(field.ty(), &bytes).ok()?;
    serde_json::to_value(JsonForm::new(field.ty(), &item.value, true)).ok()
}

/// What a field says of its value, where JSON Schema can say it.
fn limits(json: &mut Json, field: &Field) {
    let ty = field.ty();
    if let (Some(max_len), Some(_), None) = (field.max_len(), ty.element(), ty.as_array()) {
        match ty.has_bytes() {
            true => json["maxLength"] = max_len.saturating_mul(2).into(),
            false => json["maxItems"] = max_len.into(),
        }
    }
    if let Some(range) = field.range() {
        bound(json, ty, range);
    }
    if let (Some(limits), Some((key, value))) = (field.map_limits(), ty.as_map()) {
        let entry = &mut json["items"]["prefixItems"];
        for (at, ty, range) in [(0, key, limits.keys), (1, value, limits.values)] {
            if let Some(range) = range {
                bound(&mut entry[at], ty, range);
            }
        }
    }
}

/// The range of a number: its limits, if it is one in JSON, and that it is not 0.
fn bound(json: &mut Json, ty: &Type, range: RangeLimits) {
    let Some(integer) = ty.as_integer() else {
        return;
    };
    if range.nonzero {
        let zero: Json = match integer.is_wide() {
            true => "0".into(),
            false => 0.into(),
        };
        json["not"] = json!({ "const": zero });
    }
    if integer.is_wide() {
        return;
    }
    for (key, limit) in [("minimum", range.min), ("maximum", range.max)] {
        if let Some(Limit::Integer(limit)) = limit
            && let Ok(limit) = i64::try_from(limit)
        {
            json[key] = limit.into();
        }
    }
}

fn tuple(parts: Vec<Json>) -> Json {
    let count = parts.len();
    match parts.is_empty() {
        true => json!({ "type": "array", "maxItems": 0 }),
        false => json!({
            "type": "array",
            "prefixItems": parts,
            "items": false,
            "minItems": count,
        }),
    }
}

/// An object with one member.
fn only(name: &str, value: Json) -> Json {
    json!({
        "type": "object",
        "properties": { name: value },
        "required": [name],
        "additionalProperties": false,
    })
}

fn describe(json: &mut Json, doc: Option<&Escaped>) {
    if let Some(doc) = doc {
        json["description"] = text(doc);
    }
}

fn text(doc: &Escaped) -> Json {
    Json::String(doc.text().trim().to_string())
}
