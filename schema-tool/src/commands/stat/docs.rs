//! What the schemas of a stream take.

use migratable::schema::{Escaped, Schema, Type};
use migratable::stream::SentSchema;

use crate::stream::Source;
use crate::stream::types::{self, Described};

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
            bytes: texts
                .iter()
                .filter_map(SentSchema::json)
                .map(|json| json.len() as u64)
                .sum(),
            docs: source.readable_schemas().map(docs).sum(),
        }
    }
}

impl Schemas {
    /// How many bytes fewer it were if the stream had only their fingerprints.
    pub(super) fn but_fingerprints(&self) -> u64 {
        const FINGERPRINT: u64 = 16;
        let fingerprints = (self.count as u64).saturating_mul(FINGERPRINT);
        self.bytes.saturating_sub(fingerprints)
    }
}

/// Bytes of the descriptions in a schema, in which each type is described once.
fn docs(schema: &Schema) -> u64 {
    let mut bytes = len([schema.doc(), schema.location()]);
    types::each(schema.ty(), &mut |part| {
        bytes += match part {
            Described::Type(Type::Struct(ty)) => len([ty.doc(), ty.location()]),
            Described::Type(Type::Enum(ty)) => len([ty.doc(), ty.location()]),
            Described::Type(_) => 0,
            Described::Variant(variant) => len([variant.doc(), variant.location()]),
            Described::Field(field) => len([field.doc(), field.location()]),
        }
    });
    bytes
}

fn len(texts: [Option<&Escaped>; 2]) -> u64 {
    let texts = texts.into_iter().flatten();
    texts.map(|text| text.escaped().len() as u64).sum()
}
