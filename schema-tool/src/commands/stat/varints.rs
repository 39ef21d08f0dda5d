//! What the sections of a stream would take if all numbers in them were varints.

use std::collections::{HashMap, HashSet};

use migratable::resolve::{Plan, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::value;
use serde_json::Value;

use super::usage::{FieldUsage, Usage};
use crate::stream::{Section, Source};

/// Sections as they would be with varints: the library converts them, so nothing is
/// estimated.
#[derive(Debug, Default)]
pub(super) struct Varints {
    /// For each schema that has numbers of fixed width.
    schemas: HashMap<u32, (Schema, Plan)>,
    usage: Usage,
    /// The schemas of which a section could not be converted.
    missed: HashSet<u32>,
    converted: Vec<u8>,
}

impl Varints {
    pub(super) fn of(source: &Source) -> Self {
        let texts = (0..).zip(&source.prologue().schemas);
        let schemas = texts.filter_map(|(index, sent)| {
            let json = sent.json()?;
            let fixed = Schema::from_json(json).ok()?;
            let varint = with_varints(json)?;
            let plan = resolve(&fixed, &varint).into_plan()?;
            Some((index, (varint, plan)))
        });
        Self {
            schemas: schemas.collect(),
            ..Self::default()
        }
    }

    /// Counts the section of an instance.
    pub(super) fn add(&mut self, section: &Section<'_>) {
        let index = section.instance.schema;
        let Some((schema, plan)) = self.schemas.get(&index) else {
            return;
        };
        let converted = plan.convert(section.payload, &mut self.converted).ok();
        let item = converted.and_then(|()| value::read(schema.ty(), &self.converted).ok());
        match item {
            Some(item) => self.usage.add(index, schema, &item),
            None => _ = self.missed.insert(index),
        }
    }

    /// Says of each field with numbers of fixed width how many bytes varints would save.
    pub(super) fn compare(self, fields: &mut [FieldUsage]) {
        let varints = self.usage.into_fields().into_iter();
        let varints: HashMap<(u32, String), u64> = varints
            .map(|field| ((field.schema, field.path), field.bytes))
            .collect();
        for field in fields.iter_mut().filter(|field| field.is_fixed) {
            let is_known = self.schemas.contains_key(&field.schema);
            if is_known && !self.missed.contains(&field.schema) {
                let key = (field.schema, field.path.clone());
                let bytes = varints.get(&key).copied().unwrap_or_default();
                field.varint_saves = i64::try_from(field.bytes)
                    .ok()
                    .and_then(|fixed| fixed.checked_sub_unsigned(bytes));
            }
        }
    }
}

/// The schema with a varint for each number that can be one; `None` if there are none.
fn with_varints(json: &str) -> Option<Schema> {
    let mut document: Value = serde_json::from_str(json).ok()?;
    let mut is_changed = make_varint(document.get_mut("type")?);
    let named = document.get_mut("types")?.as_object_mut()?;
    for ty in named.values_mut() {
        for list in ["fields", "subsections"] {
            is_changed |= fields(ty.get_mut(list));
        }
        let variants = ty.get_mut("variants").and_then(Value::as_array_mut);
        for variant in variants.into_iter().flatten() {
            is_changed |= fields(variant.get_mut("fields"));
        }
    }
    if !is_changed {
        return None;
    }
    document["fingerprint"] = "".into();
    let text = with_fingerprint(&document.to_string()).ok()?;
    Schema::from_json(&text).ok()
}

fn fields(list: Option<&mut Value>) -> bool {
    let fields = list.and_then(Value::as_array_mut).into_iter().flatten();
    let types = fields.filter_map(|field| field.get_mut("type"));
    types.fold(false, |is_changed, ty| make_varint(ty) | is_changed)
}

/// Changes the numbers of a type that is spelled out. Says whether there are any.
fn make_varint(ty: &mut Value) -> bool {
    match ty {
        Value::String(name) if is_wide(name) => {
            *ty = serde_json::json!({ "varint": name });
            true
        }
        Value::Object(parts) => {
            let parts = parts.iter_mut();
            let parts = parts.filter(|(key, _)| !matches!(key.as_str(), "ref" | "varint" | "len"));
            parts.fold(false, |is_changed, (_, ty)| make_varint(ty) | is_changed)
        }
        Value::Array(parts) => parts
            .iter_mut()
            .fold(false, |is_changed, ty| make_varint(ty) | is_changed),
        _ => false,
    }
}

/// Whether it is an integer of fixed width that can be a varint.
fn is_wide(name: &str) -> bool {
    let bits = name.strip_prefix(['u', 'i']);
    matches!(bits, Some("16" | "32" | "64" | "128"))
}
