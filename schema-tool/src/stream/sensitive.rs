//! What of a schema is not to be shown.

use std::collections::HashSet;

use migratable::schema::{Components, Field, Schema, Type};
use serde_json::Value;

use super::Source;
use super::types::{self, Described};

/// What the authors of some schemas mark as sensitive, by the names and aliases of the
/// fields, as releases are matched by these.
#[derive(Debug, Default)]
pub(crate) struct SensitiveNames(HashSet<String>);

impl SensitiveNames {
    /// Of all schemas that a device has in some streams, under whichever of its names.
    pub(crate) fn of(devices: [&str; 2], sources: &[&Source]) -> Self {
        let mut names = HashSet::new();
        let schemas = sources.iter().flat_map(|source| source.readable_schemas());
        for schema in schemas.filter(|schema| devices.contains(&schema.device())) {
            add_names(schema.ty(), &mut names);
        }
        Self(names)
    }

    /// These, too.
    pub(crate) fn join(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// Whether it is one that is called so.
    fn has(&self, field: &Field) -> bool {
        names_of(field).any(|name| self.0.contains(name))
    }
}

/// Whether a schema marks anything.
pub(crate) fn has_sensitive(schema: &Schema) -> bool {
    let mut has = false;
    each_field(schema.ty(), &mut |field| has |= field.sensitive());
    has
}

/// Whether a schema does not mark all that has one of these names.
pub(super) fn is_open(schema: &Schema, names: &SensitiveNames) -> bool {
    let mut is_open = false;
    each_field(schema.ty(), &mut |field| {
        is_open |= !field.sensitive() && names.has(field);
    });
    is_open
}

/// The schema of this JSON, with all marked that has one of these names.
///
/// `None` if nothing can be marked in it: then nothing of it may be shown.
pub(super) fn marked(json: &str, names: &SensitiveNames) -> Option<Schema> {
    let mut document: Value = serde_json::from_str(json).ok()?;
    for ty in document.get_mut("types")?.as_object_mut()?.values_mut() {
        mark_all(ty, "fields", names);
        mark_all(ty, "subsections", names);
        let variants = ty.get_mut("variants").and_then(Value::as_array_mut);
        for variant in variants.into_iter().flatten() {
            mark_all(variant, "fields", names);
        }
    }
    Schema::from_json(&document.to_string()).ok()
}

/// Marks those fields in a list that have one of these names.
fn mark_all(holder: &mut Value, list: &str, names: &SensitiveNames) {
    let fields = holder.get_mut(list).and_then(Value::as_array_mut);
    for field in fields.into_iter().flatten() {
        let is_named = |name: &Value| name.as_str().is_some_and(|name| names.0.contains(name));
        let has_alias = field["aliases"]
            .as_array()
            .is_some_and(|all| all.iter().any(is_named));
        if has_alias || is_named(&field["name"]) {
            field["sensitive"] = true.into();
        }
    }
}

fn add_names(ty: &Type, names: &mut HashSet<String>) {
    let mut add = |field: &Field| names.extend(names_of(field).map(str::to_owned));
    each_field(ty, &mut |field| {
        if field.sensitive() || is_hidden(field.ty()) {
            add(field);
        }
    });
    // Another release may have the same without the newtype.
    if is_hidden(ty) {
        each_field(ty, &mut add);
    }
}

/// Whether it holds a newtype of what is sensitive. Another release may have its content
/// in its place, where nothing has the name of the newtype's field.
fn is_hidden(ty: &Type) -> bool {
    match ty.components() {
        Components::Struct(ty) => match (ty.fields(), ty.subsections()) {
            ([only], []) if only.name() == "0" => only.sensitive() || is_hidden(only.ty()),
            _ => false,
        },
        Components::Enum(_) => false,
        Components::Nothing
        | Components::One(_)
        | Components::Entries { .. }
        | Components::Tuple(_) => ty.component_types().any(|part| is_hidden(part)),
    }
}

/// What a field is called, and was.
fn names_of(field: &Field) -> impl Iterator<Item = &str> {
    let aliases = field.aliases().iter().map(|alias| alias.get());
    aliases.chain([field.name()])
}

/// Calls `visit` with each field in a type.
fn each_field<'a>(ty: &'a Type, visit: &mut dyn FnMut(&'a Field)) {
    types::each(ty, &mut |part| {
        if let Described::Field(field) = part {
            visit(field);
        }
    });
}
