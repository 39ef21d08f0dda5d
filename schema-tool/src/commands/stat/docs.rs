//! What the schemas of a stream take.

use migratable::schema::{Escaped, Schema, Type};
use migratable::stream::{Header, Limits, SchemaReference, SentSchema, StreamError, StreamWriter};

use crate::stream::Source;
use crate::stream::types::{self, Described};

/// All schemas of a stream.
#[derive(Debug)]
pub(super) struct Schemas {
    pub(super) count: usize,
    pub(super) bytes: u64,
    /// Of these bytes, the texts that only people read.
    pub(super) docs: u64,
    /// How many bytes fewer the stream had with nothing but their fingerprints.
    pub(super) fingerprints_save: u64,
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
            fingerprints_save: texts.iter().filter_map(SentSchema::json).map(saved).sum(),
        }
    }
}

/// How many bytes shorter a stream is that has only the fingerprint of a schema: as two
/// streams of nothing else show it.
fn saved(json: &str) -> u64 {
    let Ok(schema) = Schema::from_json(json) else {
        return 0;
    };
    let whole = len_with(|writer| writer.schema(json));
    let reference = len_with(|writer| writer.schema_reference(&SchemaReference::of(&schema)));
    let lens = whole.ok().zip(reference.ok());
    lens.map_or(0, |(whole, reference)| whole.saturating_sub(reference))
}

fn len_with(
    write: impl FnOnce(&mut StreamWriter<Vec<u8>>) -> Result<u32, StreamError>,
) -> Result<u64, StreamError> {
    let header = Header::new("", "");
    let mut writer = StreamWriter::in_memory(Vec::new(), &header, Limits::default())?;
    write(&mut writer)?;
    writer.flush()?;
    Ok(writer.get_mut().len() as u64)
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
