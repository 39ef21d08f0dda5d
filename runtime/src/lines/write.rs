//! From a stream to lines.

use std::io::{self, BufWriter, Read, Write};

use serde::Serialize;
use serde::ser::Serializer;
use serde_json::json;
use serde_json::value::RawValue;

use super::error::LinesError;
use super::no_store::NoStore;
use super::wire::{self, Digits, Header, Instance};
use crate::schema::Schema;
use crate::stream::{
    self, Bulk, Event, FORMAT_VERSION, InstanceAlias, Metadata, Prologue, Section, SentSchema,
    StreamReader, StreamWriter,
};
use crate::value::{self, Bytes, JsonForm, Store};

/// Lines are written in many small pieces.
type Out<'o> = BufWriter<&'o mut dyn Write>;

/// Bytes of a bulk item in a line, at most: as many as the writer puts into a frame.
const PIECE: usize = crate::stream::BULK_CHUNK;

/// Writes the whole of a stream as JSON lines. Sensitive values are written as they are.
/// A section that has no schema, or departs from it, is written as its bytes.
///
/// Returns whether the lines, read again, make the same bytes. They do unless the stream
/// has frames of kinds that this library passes over, or such as it would not write.
///
/// # Errors
///
/// If the stream is not valid, or the output fails.
pub fn write_lines<R: Read>(
    reader: &mut StreamReader<R>,
    out: &mut dyn Write,
) -> Result<bool, LinesError> {
    write_lines_stored(reader, out, u64::MAX, || NoStore)
}

/// As [`write_lines`], with a bound on memory: sections of more than `most` bytes go to
/// stores that `store` makes, from where they are written.
///
/// # Errors
///
/// If a store fails, or as [`write_lines`].
pub fn write_lines_stored<R: Read, S: Store>(
    reader: &mut StreamReader<R>,
    out: &mut dyn Write,
    most: u64,
    mut store: impl FnMut() -> S,
) -> Result<bool, LinesError> {
    let out = &mut Out::with_capacity(1 << 16, out);
    let prologue = reader.prologue().clone();
    let schemas = prologue
        .schemas
        .iter()
        .map(|sent| Schema::from_json(sent.json()?).ok());
    let schemas: Vec<Option<Schema>> = schemas.collect();
    // What would be read of the lines, of which only the digest is kept.
    let mut twin = StreamWriter::new(io::sink(), &prologue.header, reader.limits().clone())?;
    write_prologue(&prologue, &schemas, &mut twin, out)?;
    let (mut sections, mut bulk_frames) = (0_u64, 0_u64);
    loop {
        let mut stored = store();
        let event = reader.next_frame_stored(most, &mut |piece| stored.put(piece))?;
        let Some(event) = event else { break };
        match event {
            Event::Section(section) => {
                sections += 1;
                let mut payload = match section.is_stored() {
                    true => Bytes::stored(&stored),
                    false => section.payload().into(),
                };
                let schema = schemas.get(section.instance.schema as usize);
                write_section(&section, payload, schema.and_then(Option::as_ref), out)?;
                match payload.as_slice() {
                    Some(payload) => twin.section(section.index, payload)?,
                    None => {
                        let len = payload.len() as u64;
                        twin.section_from(section.index, len, &mut payload)?;
                    }
                }
            }
            Event::Bulk(bulk) => bulk_frames += write_bulk(bulk, &mut twin, out)?,
            Event::Zeros(zeros) => {
                bulk_frames += 1;
                let (name, offset, len) = (zeros.name(), zeros.offset(), zeros.len());
                twin.zeros(name, offset, len)?;
                let shown = wire::Zeros {
                    name: name.into(),
                    offset: Digits(offset),
                    len: Digits(len),
                };
                line(out, "zeros", &shown)?;
            }
        }
    }
    line(
        out,
        "end",
        &json!({"sections": sections, "bulk_frames": bulk_frames}),
    )?;
    out.flush()?;
    let (_, digest) = twin.finish_with_digest()?;
    Ok(reader.digest() == Some(digest))
}

fn write_prologue<W: Write>(
    prologue: &Prologue,
    schemas: &[Option<Schema>],
    twin: &mut StreamWriter<W>,
    out: &mut Out<'_>,
) -> Result<(), LinesError> {
    let header = Header {
        format: u32::from(FORMAT_VERSION),
        producer: (&prologue.header.producer).into(),
        producer_version: (&prologue.header.producer_version).into(),
    };
    line(out, "header", &header)?;
    for metadata in &prologue.metadata {
        twin.metadata(&metadata.key, &metadata.value)?;
        write_metadata(metadata, out)?;
    }
    for item in &prologue.items {
        twin.declare(item)?;
        line(out, "item", &wire::Item::from(item))?;
    }
    for sent in &prologue.schemas {
        match sent {
            SentSchema::Whole(json) => {
                twin.schema(json)?;
                write_schema(json, out)?;
            }
            SentSchema::Reference(reference) => {
                twin.schema_reference(reference)?;
                line(
                    out,
                    "schema_reference",
                    &wire::SchemaReference::from(reference),
                )?;
            }
        }
    }
    let instances = prologue.instances.iter().map(|instance| Instance {
        path: (&instance.path).into(),
        instance_id: instance.instance_id,
        schema: instance.schema,
        configuration: configuration(instance, schemas),
        aliases: places(&instance.aliases),
        takes_over: places(&instance.takes_over),
    });
    line(out, "instances", &instances.collect::<Vec<_>>())?;
    twin.instances(&prologue.instances)?;
    Ok(())
}

fn places(all: &[InstanceAlias]) -> Vec<wire::Alias<'_>> {
    all.iter().map(wire::Alias::from).collect()
}

/// Writes a schema as it is spelled, if it fits into a line.
fn write_schema(json: &str, out: &mut Out<'_>) -> io::Result<()> {
    let is_plain = json.starts_with('{') && !json.contains(['\n', '\r']);
    match RawValue::from_string(json.to_owned()) {
        Ok(raw) if is_plain => line(out, "schema", &raw),
        _ => line(out, "schema", &json),
    }
}

fn write_metadata(metadata: &Metadata, out: &mut Out<'_>) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'l> {
        key: &'l str,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'l str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        bytes: Option<AsHex<'l>>,
    }
    let text = metadata.text();
    let shown = Line {
        key: &metadata.key,
        text,
        bytes: text.is_none().then(|| AsHex((&*metadata.value).into())),
    };
    line(out, "metadata", &shown)
}

/// The configuration of an instance, as its bytes if it is no value of its schema.
fn configuration(instance: &stream::Instance, schemas: &[Option<Schema>]) -> Option<Box<RawValue>> {
    let bytes = &*instance.configuration;
    if bytes.is_empty() {
        return None;
    }
    let schema = schemas.get(instance.schema as usize)?.as_ref();
    let described = schema.and_then(Schema::configuration);
    let value = described.as_ref().and_then(|schema| {
        let item = value::read(schema.ty(), bytes).ok()?;
        serde_json::value::to_raw_value(&JsonForm::new(schema.ty(), &item.value, true)).ok()
    });
    value.or_else(|| serde_json::value::to_raw_value(&AsHex(bytes.into())).ok())
}

fn write_section(
    section: &Section<'_>,
    payload: Bytes<'_>,
    schema: Option<&Schema>,
    out: &mut Out<'_>,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Line<'l, T> {
        path: &'l str,
        instance_id: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<T>,
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<AsHex<'l>>,
    }
    let read = schema.and_then(|schema| {
        let item = value::read_stored(schema.ty(), payload).whole().ok()?;
        Some((schema.ty(), item))
    });
    let value = read
        .as_ref()
        .map(|(ty, item)| JsonForm::new(ty, &item.value, true));
    let payload = value.is_none().then_some(AsHex(payload));
    let shown = Line {
        path: &section.instance.path,
        instance_id: section.instance.instance_id,
        value,
        payload,
    };
    line(out, "section", &shown)
}

/// Writes the rest of a frame; returns the number of lines.
fn write_bulk<R: Read, W: Write>(
    mut bulk: Bulk<'_, R>,
    twin: &mut StreamWriter<W>,
    out: &mut Out<'_>,
) -> Result<u64, LinesError> {
    #[derive(Serialize)]
    struct Line<'l> {
        name: &'l str,
        offset: Digits,
        bytes: AsHex<'l>,
    }
    let mut room = vec![0; PIECE.min(usize::try_from(bulk.remaining()).unwrap_or(PIECE))];
    let name = bulk.name().to_owned();
    let mut lines = 0;
    loop {
        let offset = bulk.offset();
        let count = bulk.read_into(&mut room)?;
        let bytes = room.get(..count).unwrap_or_default();
        let shown = Line {
            name: &name,
            offset: Digits(offset),
            bytes: AsHex(bytes.into()),
        };
        line(out, "bulk", &shown)?;
        twin.bulk(&name, offset, bytes)?;
        lines += 1;
        // After, as a frame may have no bytes.
        if bulk.remaining() == 0 {
            return Ok(lines);
        }
    }
}

/// Writes a line with one member.
fn line(out: &mut Out<'_>, key: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, "{{\"{key}\":")?;
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"}\n")
}

struct AsHex<'a>(Bytes<'a>);

impl Serialize for AsHex<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&value::Hex(self.0))
    }
}
