//! Reads a schema from JSON. The text may come from anybody.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Deserialize;
use serde_json::Value;

use super::super::constraint::RangeLimits;
use super::super::escaped::Escaped;
use super::super::field::Field;
use super::super::name;
use super::super::node::{Node, TypeRef};
use super::super::subsection::Subsection;
use super::super::summary::{Fingerprint, Summary};
use super::super::ty::{EnumType, Float, Integer, StructType, Texts, Type};
use super::super::variant::Variant;
use super::super::{FORMAT_VERSION, Schema};
use super::error::{Result, SchemaError};
use super::names::{check_unique, field_names, names, plain_name};
use super::shape::{JsonField, JsonNamed, JsonSchema, JsonVariant, Object};
use super::values::{default_value, limit};

/// Types nest no deeper than this, so that every walk over a schema may
/// recurse.
const MAX_DEPTH: u32 = 64;

/// A schema describes no more types than this, references followed, so that a
/// small text cannot describe an endless one.
const MAX_NODES: u32 = 100_000;

/// Reads a schema and checks all that other code relies on.
pub(crate) fn parse(text: &str) -> Result<Schema> {
    let (schema, stated) = parse_content(text)?;
    match Fingerprint::from_hex(&stated) {
        Some(stated) if stated == schema.fingerprint() => Ok(schema),
        _ => Err(SchemaError::new(
            "fingerprint",
            format!(
                "the text says {stated:?}, its content has {}; it was changed after it was written",
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
    let (schema, _) = parse_content(text)?;
    let stated = format!("\"fingerprint\":\"{}\"", schema.fingerprint());
    Ok(text.replacen("\"fingerprint\":\"\"", &stated, 1))
}

/// The schema, and the fingerprint that the text states.
fn parse_content(text: &str) -> Result<(Schema, String)> {
    check_format_version(text)?;
    let Object(json): Object<JsonSchema> =
        serde_json::from_str(text).map_err(|error| SchemaError::new("", error.to_string()))?;
    name::check_device(&json.device).map_err(|what| SchemaError::new("device", what))?;
    if json.version == 0 || json.oldest == 0 || json.oldest > json.version {
        let what = format!("version {} with oldest {}", json.version, json.oldest);
        return Err(SchemaError::new("version", what));
    }
    let mut types = Types {
        json: json.types,
        built: BTreeMap::new(),
        open: Vec::new(),
    };
    let ty = types.reference(&json.ty, "type")?;
    if let Some(unused) = types
        .json
        .keys()
        .find(|name| !types.built.contains_key(*name))
    {
        return Err(SchemaError::new(
            format!("types.{unused}"),
            "nothing refers to this type",
        ));
    }
    let schema = Schema::parsed(
        json.device,
        json.version,
        json.oldest,
        texts(json.original, json.doc),
        ty,
    );
    Ok((schema, json.fingerprint))
}

/// Tells a newer format from a broken text, before looking at the rest.
fn check_format_version(text: &str) -> Result<()> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    match serde_json::from_str(text) {
        Ok(Format { format }) if format == FORMAT_VERSION => Ok(()),
        Ok(Format { format }) => Err(SchemaError::new(
            "format",
            format!("version {format}; this build reads version {FORMAT_VERSION}"),
        )),
        Err(error) => Err(SchemaError::new("", error.to_string())),
    }
}

/// The named types: those in the text, those built, and the chain of names
/// that is being built.
struct Types {
    json: BTreeMap<String, Object<JsonNamed>>,
    built: BTreeMap<String, TypeRef>,
    open: Vec<String>,
}

impl Types {
    fn reference(&mut self, json: &Value, at: &str) -> Result<TypeRef> {
        let ty = match json {
            Value::String(name) => TypeRef::shared(primitive(name, at)?),
            Value::Object(object) => {
                let mut entries = object.iter();
                match (entries.next(), entries.next()) {
                    (Some((kind, content)), None) => self.composite(kind, content, at)?,
                    _ => return Err(SchemaError::new(at, "a type is an object with one key")),
                }
            }
            _ => return Err(SchemaError::new(at, "a type is a string or an object")),
        };
        check_extent(ty.summary(), at)?;
        Ok(ty)
    }

    fn composite(&mut self, kind: &str, content: &Value, at: &str) -> Result<TypeRef> {
        let part = |key: &str| match (content.as_object(), content.get(key)) {
            (Some(parts), Some(part)) if parts.len() == 2 => Ok(part),
            (Some(_), Some(_)) => Err(SchemaError::new(at, format!("{kind} has two keys"))),
            _ => Err(SchemaError::new(at, format!("{kind} needs {key:?}"))),
        };
        let ty = match kind {
            "ref" => return self.named(content, at),
            "varint" => match content.as_str().map(|name| primitive(name, at)) {
                Some(Ok(Type::Integer(integer))) if integer.bits() > 8 => {
                    Type::Integer(integer.varint())
                }
                _ => return Err(SchemaError::new(at, "varint is for integers over 8 bits")),
            },
            "option" => Type::Option(self.reference(content, at)?),
            "list" => Type::List(self.element(content, at)?),
            "set" => Type::Set(self.element(content, at)?),
            "array" => Type::Array {
                element: self.element(part("element")?, at)?,
                len: part("len")?
                    .as_u64()
                    .ok_or_else(|| SchemaError::new(at, "len is a whole number"))?,
            },
            "map" => Type::Map {
                key: self.element(part("key")?, at)?,
                value: self.reference(part("value")?, at)?,
            },
            "tuple" => {
                let parts = content
                    .as_array()
                    .ok_or_else(|| SchemaError::new(at, "tuple is a list"))?;
                let parts: Result<Vec<_>> =
                    parts.iter().map(|part| self.reference(part, at)).collect();
                Type::Tuple(parts?.into())
            }
            _ => {
                return Err(SchemaError::new(
                    at,
                    format!("unknown kind of type {kind:?}"),
                ));
            }
        };
        Ok(TypeRef::shared(ty))
    }

    /// What an array, list, set or map repeats. It takes at least one byte, so
    /// that the input's length bounds the number of elements.
    fn element(&mut self, json: &Value, at: &str) -> Result<TypeRef> {
        let ty = self.reference(json, at)?;
        if ty.summary().min_len() == 0 {
            return Err(SchemaError::new(
                at,
                "elements that take no bytes cannot be counted",
            ));
        }
        Ok(ty)
    }

    fn named(&mut self, content: &Value, at: &str) -> Result<TypeRef> {
        let name = content
            .as_str()
            .ok_or_else(|| SchemaError::new(at, "ref is a name"))?;
        if let Some(built) = self.built.get(name) {
            return Ok(built.clone());
        }
        if self.open.iter().any(|open| open == name) {
            return Err(SchemaError::new(
                at,
                format!("type {name:?} contains itself"),
            ));
        }
        if self.open.len() >= MAX_DEPTH as usize {
            return Err(SchemaError::new(
                at,
                format!("types nest deeper than {MAX_DEPTH}"),
            ));
        }
        let Some(Object(json)) = self.json.remove(name) else {
            return Err(SchemaError::new(at, format!("no type is named {name:?}")));
        };
        self.open.push(name.to_string());
        let ty = self.definition(name, json)?;
        self.open.pop();
        let ty = TypeRef::Shared(ty.summary(), Arc::new(ty));
        self.built.insert(name.to_string(), ty.clone());
        Ok(ty)
    }

    fn definition(&mut self, name: &str, json: JsonNamed) -> Result<Type> {
        let at = format!("types.{name}");
        let plain = plain_name(name).map_err(|what| SchemaError::new(&at, what))?;
        let texts = texts(json.original, json.doc);
        let plain = Node::from(plain.to_string());
        match (json.fields, json.subsections, json.variants) {
            (Some(fields), subsections, None) => {
                let fields = self.fields(fields, &at)?;
                let subsections = self.subsections(subsections.unwrap_or_default(), &at)?;
                let names = fields
                    .iter()
                    .chain(subsections.iter().map(Subsection::field));
                check_unique(names.flat_map(field_names), &at)?;
                Ok(Type::Struct(StructType::parsed(
                    plain,
                    texts,
                    fields.into(),
                    subsections.into(),
                )))
            }
            (None, None, Some(variants)) => {
                let variants = self.variants(variants, &at)?;
                Ok(Type::Enum(EnumType::parsed(plain, texts, variants.into())))
            }
            _ => Err(SchemaError::new(
                at,
                "a named type has either fields or variants",
            )),
        }
    }

    fn fields(&mut self, json: Vec<Object<JsonField>>, at: &str) -> Result<Vec<Field>> {
        let plain = |Object(field): &Object<JsonField>| {
            field.tag.is_none() && field.needed.is_none() && !field.retired
        };
        if !json.iter().all(plain) {
            return Err(SchemaError::new(
                at,
                "tag, needed and retired belong to subsections",
            ));
        }
        json.into_iter()
            .map(|Object(field)| self.field(field, at))
            .collect()
    }

    fn field(&mut self, json: JsonField, at: &str) -> Result<Field> {
        let at = format!("{at}.{}", json.name);
        name::check(&json.name).map_err(|what| SchemaError::new(&at, what))?;
        let ty = self.reference(&json.ty, &at)?;
        let mut field =
            Field::new(Node::from(json.name), ty).with_aliases(names(json.aliases, &at)?);
        if let Some(default) = json.default {
            field = field.with_default(default_value(default, &at)?);
        }
        if let Some(fill) = json.fill {
            field = field.with_fill(default_value(fill, &at)?);
        }
        if let Some(Object(range)) = json.range {
            let limit = |value: Option<Value>| value.map(|value| limit(&value, &at)).transpose();
            field = field.with_range(RangeLimits {
                min: limit(range.min)?,
                max: limit(range.max)?,
                nonzero: range.nonzero,
            });
        }
        if let Some(max_len) = json.max_len {
            field = field.with_max_len(max_len);
        }
        if json.must_match {
            field = field.set_must_match();
        }
        if json.ignorable {
            field = field.set_ignorable();
        }
        if json.sensitive {
            field = field.set_sensitive();
        }
        if let Some(unit) = json.unit {
            field = field.with_unit(Escaped::from_text(&unit));
        }
        if let Some(original) = json.original {
            field = field.with_original(Escaped::from_text(&original));
        }
        if let Some(doc) = json.doc {
            field = field.with_doc(Escaped::from_text(&doc));
        }
        Ok(field)
    }

    fn subsections(&mut self, json: Vec<Object<JsonField>>, at: &str) -> Result<Vec<Subsection>> {
        let mut subsections: Vec<Subsection> = Vec::new();
        for Object(mut json) in json {
            let previous = subsections.last().map_or(0, Subsection::tag);
            let tag = json.tag.unwrap_or(0);
            if tag <= previous {
                return Err(SchemaError::new(
                    at,
                    "subsections have tags, ascending from 1",
                ));
            }
            let (needed, retired) = (json.needed.take(), json.retired);
            let mut subsection = Subsection::new(tag, self.field(json, at)?);
            if let Some(needed) = needed {
                subsection = subsection.with_needed(Escaped::from_text(&needed));
            }
            if retired {
                subsection = subsection.set_retired();
            }
            subsections.push(subsection);
        }
        Ok(subsections)
    }

    fn variants(&mut self, json: Vec<Object<JsonVariant>>, at: &str) -> Result<Vec<Variant>> {
        let mut variants: Vec<Variant> = Vec::new();
        for Object(json) in json {
            let at = format!("{at}.{}", json.name);
            name::check(&json.name).map_err(|what| SchemaError::new(&at, what))?;
            if variants.iter().any(|variant| variant.tag() == json.tag) {
                return Err(SchemaError::new(
                    at,
                    format!("tag {} is used twice", json.tag),
                ));
            }
            let fields = self.fields(json.fields, &at)?;
            check_unique(fields.iter().flat_map(field_names), &at)?;
            let mut variant = Variant::new(Node::from(json.name), json.tag, fields.into())
                .with_aliases(names(json.aliases, &at)?);
            if json.other {
                variant = variant.set_other();
            }
            if json.keeps_tag {
                if !json.other {
                    return Err(SchemaError::new(at, "only an `other` variant keeps tags"));
                }
                variant = variant.set_keeps_tag();
            }
            if let Some(original) = json.original {
                variant = variant.with_original(Escaped::from_text(&original));
            }
            if let Some(doc) = json.doc {
                variant = variant.with_doc(Escaped::from_text(&doc));
            }
            variants.push(variant);
        }
        let all = variants.iter().flat_map(|variant| {
            core::iter::once(variant.name()).chain(variant.aliases().iter().map(Node::get))
        });
        check_unique(all, at)?;
        if variants.iter().filter(|variant| variant.other()).count() > 1 {
            return Err(SchemaError::new(at, "two variants are `other`"));
        }
        Ok(variants)
    }
}

fn texts(original: Option<String>, doc: Option<String>) -> Texts {
    let escaped = |text: String| Escaped::from_text(&text);
    Texts {
        original: original.map(escaped),
        doc: doc.map(escaped),
    }
}

fn primitive(name: &str, at: &str) -> Result<Type> {
    Ok(match name {
        "unit" => Type::Unit,
        "bool" => Type::Bool,
        "char" => Type::Char,
        "string" => Type::String,
        "u8" => Type::Integer(Integer::unsigned(8)),
        "u16" => Type::Integer(Integer::unsigned(16)),
        "u32" => Type::Integer(Integer::unsigned(32)),
        "u64" => Type::Integer(Integer::unsigned(64)),
        "u128" => Type::Integer(Integer::unsigned(128)),
        "i8" => Type::Integer(Integer::signed(8)),
        "i16" => Type::Integer(Integer::signed(16)),
        "i32" => Type::Integer(Integer::signed(32)),
        "i64" => Type::Integer(Integer::signed(64)),
        "i128" => Type::Integer(Integer::signed(128)),
        "f32" => Type::Float(Float::F32),
        "f64" => Type::Float(Float::F64),
        _ => return Err(SchemaError::new(at, format!("unknown type {name:?}"))),
    })
}

fn check_extent(summary: Summary, at: &str) -> Result<()> {
    if summary.depth() > MAX_DEPTH {
        return Err(SchemaError::new(
            at,
            format!("types nest deeper than {MAX_DEPTH}"),
        ));
    }
    if summary.nodes() > MAX_NODES {
        let what = format!("describes more than {MAX_NODES} types, references followed");
        return Err(SchemaError::new(at, what));
    }
    Ok(())
}
