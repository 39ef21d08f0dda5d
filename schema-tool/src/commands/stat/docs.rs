//! What the schemas of a stream take.

use std::collections::HashSet;

use migratable::schema::{Escaped, Field, Schema, Type};

use crate::stream::Source;

/// All schemas of a stream.
#[derive(Debug)]
pub(super) struct Schemas {
    pub(super) count: usize,
    pub(super) bytes: u64,
    /// Of these bytes, the texts that only people read.
    pub(super) docs: u64,
}

impl Schemas {
    pub(super) fn of(source: &Source) -> Self {
        let texts = &source.prologue().schemas;
        Self {
            count: texts.len(),
            bytes: texts.iter().map(|json| json.len() as u64).sum(),
            docs: source.readable_schemas().map(docs).sum(),
        }
    }
}

/// Bytes of the descriptions in a schema, in which each type is described once.
fn docs(schema: &Schema) -> u64 {
    let mut docs = Docs::default();
    docs.text(schema.doc());
    docs.ty(schema.ty());
    docs.bytes
}

#[derive(Default)]
struct Docs<'a> {
    bytes: u64,
    seen: HashSet<&'a str>,
}

impl<'a> Docs<'a> {
    fn text(&mut self, doc: Option<&Escaped>) {
        self.bytes += doc.map_or(0, |doc| doc.escaped().len() as u64);
    }

    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::Option(part) | Type::List(part) | Type::Set(part) => self.ty(part),
            Type::Array { element, .. } => self.ty(element),
            Type::Map { key, value } => {
                self.ty(key);
                self.ty(value);
            }
            Type::Tuple(parts) => parts.get().iter().for_each(|part| self.ty(part)),
            Type::Struct(ty) if self.seen.insert(ty.name()) => {
                self.text(ty.doc());
                self.fields(ty.fields().iter());
                self.fields(ty.subsections().iter().map(|one| one.field()));
            }
            Type::Enum(ty) if self.seen.insert(ty.name()) => {
                self.text(ty.doc());
                for variant in ty.variants() {
                    self.text(variant.doc());
                    self.fields(variant.fields().iter());
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: impl Iterator<Item = &'a Field>) {
        for field in fields {
            self.text(field.doc());
            self.ty(field.ty());
        }
    }
}
