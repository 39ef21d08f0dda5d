//! Sections for what is in a stream and is no device: which blocks of RAM there
//! are, which bitmaps, which words to the destination.

use serde_json::{Map, Value, json};

use super::payload::varint;
use super::{NewSection, Origin, schema};
use crate::bytes::Bytes;
use crate::error::Result;
use crate::framing::{BitmapEvent, BitmapReader, Content, Section, Stream};

/// The blocks of RAM, whose pages are bulk items.
pub(super) fn ram<'a>(
    bytes: Bytes<'_>,
    stream: &Stream,
    section: &'a Section,
) -> Result<NewSection<'a>> {
    let reader = super::blocks(bytes.all(), stream);
    let mut payload = Vec::new();
    varint(reader.blocks.len() as u64, &mut payload);
    for block in &reader.blocks {
        text(&block.name, &mut payload);
        payload.extend(block.len.to_le_bytes());
        option(block.page_size, &mut payload);
        option(block.address, &mut payload);
    }
    let schema = list(
        "qemu-ram",
        section.version,
        "The blocks of RAM. The pages that are not all zero are bulk items of these names.",
        "Block",
        &json!([
            {"name": "name", "type": "string"},
            {"name": "len", "type": "u64", "unit": "bytes"},
            {"name": "page_size", "type": {"option": "u64"}, "unit": "bytes"},
            {"name": "address", "type": {"option": "u64"}},
        ]),
    )?;
    Ok(NewSection {
        path: &section.name,
        instance_id: section.instance_id,
        schema,
        payload,
        origin: Origin::default(),
    })
}

/// Node, name, granularity and flags.
pub(super) type Bitmap = (String, String, u32, u8);

pub(super) fn list_bitmaps(
    bytes: Bytes<'_>,
    stream: &Stream,
    section: &Section,
) -> Result<Vec<Bitmap>> {
    let mut reader = BitmapReader::default();
    let mut found = Vec::new();
    for body in bodies(stream, section) {
        let mut body = bytes.from(body.start).until(body.end);
        reader.record(&mut body, &mut |reader, event| {
            if let BitmapEvent::Start { granularity, flags } = event {
                let (node, bitmap) = reader.name();
                found.push((node.into(), bitmap.into(), granularity, flags));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// What the bulk item of a bitmap's bits is called.
pub(super) fn bitmap_name(node: &str, bitmap: &str) -> String {
    format!("{node}/{bitmap}")
}

/// The bitmaps, whose bits are bulk items.
pub(super) fn bitmaps<'a>(
    bytes: Bytes<'_>,
    stream: &Stream,
    section: &'a Section,
) -> Result<NewSection<'a>> {
    let found = list_bitmaps(bytes, stream, section)?;
    let mut payload = Vec::new();
    varint(found.len() as u64, &mut payload);
    for (node, bitmap, granularity, flags) in &found {
        text(node, &mut payload);
        text(bitmap, &mut payload);
        payload.extend(granularity.to_le_bytes());
        payload.push(*flags);
    }
    let schema = list(
        "qemu-dirty-bitmap",
        section.version,
        "The bitmaps of changed blocks. Their bits are bulk items named node/bitmap.",
        "Bitmap",
        &json!([
            {"name": "node", "type": "string"},
            {"name": "bitmap", "type": "string"},
            {"name": "granularity", "type": "u32", "unit": "bytes"},
            {"name": "flags", "type": "u8", "doc": "1: in use; 2: kept in the image."},
        ]),
    )?;
    Ok(NewSection {
        path: &section.name,
        instance_id: section.instance_id,
        schema,
        payload,
        origin: Origin::default(),
    })
}

/// The words to the destination, if there are any.
pub(super) fn commands(stream: &Stream) -> Result<Option<NewSection<'static>>> {
    let found: Vec<_> = stream
        .records
        .iter()
        .filter_map(|record| match &record.content {
            Content::Command(command) => Some((record.range.start, command)),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Ok(None);
    }
    let mut payload = Vec::new();
    varint(found.len() as u64, &mut payload);
    for (offset, command) in found {
        payload.extend((offset as u64).to_le_bytes());
        text(&format!("{command:?}"), &mut payload);
    }
    let schema = list(
        "qemu-commands",
        0,
        "Words of the source to the destination.",
        "Command",
        &json!([
            {"name": "offset", "type": "u64", "doc": "Where it is in QEMU's stream."},
            {"name": "command", "type": "string"},
        ]),
    )?;
    Ok(Some(NewSection {
        path: "commands",
        instance_id: 0,
        schema,
        payload,
        origin: Origin::default(),
    }))
}

/// Where the records of a section have its state.
pub(super) fn bodies<'s>(
    stream: &'s Stream,
    section: &'s Section,
) -> impl Iterator<Item = &'s std::ops::Range<usize>> {
    stream
        .records
        .iter()
        .filter_map(move |record| match &record.content {
            Content::Section {
                section: index,
                body,
            } => {
                let found = stream.sections.get(*index)?;
                std::ptr::eq(found, section).then_some(body)
            }
            _ => None,
        })
}

fn text(text: &str, out: &mut Vec<u8>) {
    varint(text.len() as u64, out);
    out.extend(text.as_bytes());
}

fn option(value: Option<u64>, out: &mut Vec<u8>) {
    match value {
        None => out.push(0),
        Some(value) => {
            out.push(1);
            out.extend(value.to_le_bytes());
        }
    }
}

/// The schema of a list of structs.
fn list(device: &str, version: u32, doc: &str, element: &str, fields: &Value) -> Result<String> {
    let name = format!("{element}s").to_lowercase();
    let mut types = Map::new();
    types.insert(element.into(), json!({ "fields": fields }));
    let all = json!({"fields": [{"name": name, "type": {"list": {"ref": element}}}]});
    types.insert("State".into(), all);
    let version = version.saturating_add(1);
    schema::text(device, version, doc, &json!({"ref": "State"}), types)
}
