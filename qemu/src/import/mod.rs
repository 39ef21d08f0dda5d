//! From a stream of QEMU's to one of `migratable`'s: a schema for each section,
//! its values encoded again, RAM as bulk items.

mod bulk;
mod items;
mod origin;
mod own;
mod payload;
mod schema;

use std::collections::HashMap;
use std::io::Write;

use migratable::stream::{Header, Instance, Limits as StreamLimits, StreamWriter};

pub use origin::Origin;
pub use schema::version;

use crate::bytes::Bytes;
use crate::error::{Error, Result};
use crate::framing::{Content, RamReader, Section, State, Stream};
use crate::layout::{Field, Struct, Type};
use crate::text::Names;

/// What the header of a stream that was made from one of QEMU's says.
pub const PRODUCER: &str = "QEMU";

/// A section of the stream to be written.
struct NewSection<'a> {
    path: &'a str,
    instance_id: u32,
    schema: String,
    payload: Vec<u8>,
    origin: Origin,
}

/// A stream that was made from one of QEMU's.
#[derive(Debug)]
pub struct Imported<W> {
    /// Where it was written to.
    pub output: W,
    /// For each of its instances, where in QEMU's stream its values are.
    pub origins: Vec<Origin>,
}

/// Writes to `output`, as a stream of `migratable`'s, what could be read of a
/// stream. `bytes` are those that `stream` was read from.
///
/// The sections keep names, instances and order. State that nothing describes is
/// bytes; if it came in many records, a bulk item. What is not a device has a
/// section of its own: `configuration`, `ram`, `dirty-bitmap`, `commands`. A block of RAM of
/// which every page has come is declared as a whole bulk item.
///
/// # Errors
///
/// If a page of RAM cannot be made from what was sent before it, the stream has
/// more than `migratable` allows, or the output fails.
pub fn import<W: Write>(bytes: &[u8], stream: &Stream, output: W) -> Result<Imported<W>> {
    let mut origins = Vec::new();
    let output = import_to(bytes, stream, output, |known| origins = known)?;
    Ok(Imported { output, origins })
}

/// The same; `known` is called with the origins before anything is written.
///
/// # Errors
///
/// As of [`import`].
pub fn import_to<W: Write>(
    bytes: &[u8],
    stream: &Stream,
    output: W,
    known: impl FnOnce(Vec<Origin>),
) -> Result<W> {
    let mut parts = parts(Bytes::new(bytes), stream)?;
    known(
        parts
            .iter_mut()
            .map(|part| std::mem::take(&mut part.origin))
            .collect(),
    );
    let header = Header::new(PRODUCER, of_machine(stream));
    let mut writer =
        StreamWriter::new(output, &header, StreamLimits::default()).map_err(refused)?;
    let items = items::whole(Bytes::new(bytes), stream, writer.limits().items)?;
    for item in &items {
        writer.declare(item).map_err(refused)?;
    }
    let mut schemas: HashMap<&str, u32> = HashMap::new();
    let mut devices = Names::default();
    let mut instances = Vec::new();
    for part in &parts {
        let schema = match schemas.get(part.schema.as_str()) {
            Some(known) => *known,
            None => {
                let schema = schema::of_own_name(&part.schema, &mut devices)?;
                let index = writer.schema(&schema).map_err(refused)?;
                schemas.insert(&part.schema, index);
                index
            }
        };
        instances.push(Instance::new(part.path, part.instance_id, schema));
    }
    writer.instances(&instances).map_err(refused)?;
    bulk::write(bytes, stream, &items, &mut writer)?;
    for (index, part) in (0..).zip(&parts) {
        writer.section(index, &part.payload).map_err(refused)?;
    }
    writer.finish().map_err(refused)
}

/// What is known of the producer beside its name: its machine type. Its version no stream
/// says.
fn of_machine(stream: &Stream) -> String {
    let configuration = stream.configuration.as_ref();
    configuration.map_or_else(
        || "of a version and a machine type that it does not say".into(),
        |found| {
            format!(
                "of a version that it does not say, machine type {}",
                found.machine
            )
        },
    )
}

/// What lists the blocks of RAM, as the first record of RAM does.
pub(crate) fn blocks(bytes: &[u8], stream: &Stream) -> RamReader {
    let mut reader = RamReader::new(stream);
    let is_ram = |section: &&Section| matches!(section.state, State::Ram);
    let body = stream
        .sections
        .iter()
        .find(is_ram)
        .and_then(|section| own::bodies(stream, section).next());
    if let Some(body) = body {
        let mut bytes = Bytes::new(bytes).from(body.start).until(body.end);
        // It was read before without an error.
        let _ = reader.record(&mut bytes, &mut |_, _, _| Ok(()));
    }
    reader
}

fn refused(error: migratable::stream::StreamError) -> Error {
    Error::new(format!(
        "it cannot be written as a stream of migratable: {error}"
    ))
}

/// The sections: the configuration, what RAM and bitmaps there are, the devices.
fn parts<'a>(bytes: Bytes<'_>, stream: &'a Stream) -> Result<Vec<NewSection<'a>>> {
    let mut parts = Vec::new();
    if let Some(configuration) = &stream.configuration {
        let start = bytes.from(configuration.offset);
        let part = part("configuration", 0, &configuration.layout, start)?;
        parts.push(part);
    }
    parts.extend(own::commands(stream)?);
    let mut seen = vec![false; stream.sections.len()];
    for record in &stream.records {
        let Content::Section { section, body } = &record.content else {
            continue;
        };
        let Some(first) = seen.get_mut(*section).filter(|seen| !**seen) else {
            continue;
        };
        *first = true;
        let Some(section) = stream.sections.get(*section) else {
            continue;
        };
        match &section.state {
            State::Ram => parts.push(own::ram(bytes, stream, section)?),
            State::DirtyBitmap => parts.push(own::bitmaps(bytes, stream, section)?),
            State::Device { offset, layout } => {
                let start = bytes.from(*offset);
                let part = part(&section.name, section.instance_id, layout, start);
                parts.push(part.map_err(|error| error.in_section(|| section.full_name()))?);
            }
            State::Unknown if bulk::comes_in_parts(stream, record) => {}
            State::Unknown => {
                let layout = undescribed(section, body.len() as u64);
                let start = bytes.from(body.start);
                parts.push(part(&section.name, section.instance_id, &layout, start)?);
            }
        }
    }
    Ok(parts)
}

fn part<'a>(
    path: &'a str,
    instance_id: u32,
    layout: &Struct,
    mut bytes: Bytes<'_>,
) -> Result<NewSection<'a>> {
    let device = match layout.name.is_empty() {
        false => layout.name.as_str(),
        true => path.rsplit('/').next().unwrap_or(path),
    };
    let (payload, origin) = payload::encode(layout, &mut bytes)?;
    Ok(NewSection {
        path,
        instance_id,
        schema: schema::of_device(device, layout)?,
        payload,
        origin,
    })
}

/// The layout of state that nothing describes.
fn undescribed(section: &Section, len: u64) -> Struct {
    Struct {
        name: String::new(),
        version: Some(section.version.into()),
        fields: vec![Field {
            name: "undescribed".into(),
            kind: String::new(),
            ty: Type::Bytes(len),
        }],
        subsections: Vec::new(),
    }
}
