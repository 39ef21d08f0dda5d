//! What takes the room, as it is shown.

use std::io::{self, Write};

use serde_json::json;

use super::docs::Schemas;
use super::usage::FieldUsage;
use crate::show::{Column, byte_count, count, share, table, write_json};
use crate::stream::{BulkItem, Contents, Section};
use crate::terminal::{BOLD, DIM, styled};
use crate::text;

/// So many devices and fields are shown, unless all are wanted.
const ROWS: usize = 20;

/// The section of an instance.
#[derive(Debug, serde::Serialize)]
pub(super) struct Device {
    path: String,
    instance_id: u32,
    device: Option<String>,
    bytes: u64,
    /// Path and id, escaped.
    #[serde(skip)]
    shown: String,
}

/// What a stream is made of, the largest first.
pub(super) struct Report {
    name: String,
    /// Of the whole stream; `None` if it was made from one of QEMU's, or is damaged.
    bytes: Option<u64>,
    schemas: Schemas,
    devices: Vec<Device>,
    fields: Vec<FieldUsage>,
    /// Name, not escaped, and bytes.
    bulk: Vec<(String, u64)>,
}

impl Device {
    pub(super) fn of(section: &Section<'_>) -> Self {
        Self {
            path: section.instance.path.clone(),
            instance_id: section.instance.instance_id,
            device: section.schema.map(|schema| schema.device().to_owned()),
            bytes: section.payload.len() as u64,
            shown: section.instance.to_string(),
        }
    }
}

impl Report {
    pub(super) fn new(
        name: String,
        schemas: Schemas,
        mut devices: Vec<Device>,
        fields: Vec<FieldUsage>,
        contents: &Contents,
    ) -> Self {
        devices.sort_by_key(|device| std::cmp::Reverse(device.bytes));
        let items = contents.bulk.items().iter();
        // Zeros take no room.
        let in_stream = |item: &BulkItem| item.bytes.saturating_sub(item.zeros);
        let mut bulk: Vec<_> = items
            .map(|item| (item.name.clone(), in_stream(item)))
            .collect();
        bulk.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        let is_whole = !contents.unchecked && !contents.stopped;
        Self {
            name,
            bytes: is_whole.then_some(contents.bytes),
            schemas,
            devices,
            fields,
            bulk,
        }
    }

    fn bulk_bytes(&self) -> u64 {
        self.bulk.iter().map(|(_, bytes)| bytes).sum()
    }

    fn section_bytes(&self) -> u64 {
        self.devices.iter().map(|device| device.bytes).sum()
    }

    /// What is in a stream besides: beginnings, lengths, names, checksums.
    fn frame_bytes(&self) -> Option<u64> {
        let parts = [self.bulk_bytes(), self.section_bytes(), self.schemas.bytes];
        let parts = parts.into_iter().fold(0, u64::saturating_add);
        self.bytes.map(|bytes| bytes.saturating_sub(parts))
    }

    pub(super) fn text(&self, out: &mut dyn Write, all: bool) -> io::Result<()> {
        let bytes = self.bytes.map(byte_count).unwrap_or_default();
        writeln!(out, "{}  {bytes}", styled(BOLD, &self.name))?;
        let columns = [Column::Left, Column::Right, Column::Right, Column::Note];
        table(out, columns, &self.summary())?;
        let whole = self.section_bytes();
        let devices = self.devices.iter().map(|device| {
            let name = device.device.clone().unwrap_or_default();
            let bytes = device.bytes.to_string();
            [
                device.shown.clone(),
                name,
                bytes,
                share(device.bytes, whole),
            ]
        });
        let columns = [Column::Name, Column::Left, Column::Right, Column::Right];
        part(out, "device", columns, &devices.collect::<Vec<_>>(), all)?;
        let fields = self.fields.iter().map(|field| {
            let times = match field.times {
                1 => String::new(),
                times => format!("{times} times"),
            };
            let bytes = field.bytes.to_string();
            let share = share(field.bytes, whole);
            let name = name(field);
            [name, field.ty.clone(), bytes, share, times]
        });
        let [a, b, c, d] = columns;
        let columns = [a, b, c, d, Column::Note];
        part(out, "field", columns, &fields.collect::<Vec<_>>(), all)?;
        self.savings(out, all)
    }

    /// What could be saved, the largest first.
    fn savings(&self, out: &mut dyn Write, all: bool) -> io::Result<()> {
        let of_field = self.varints().map(|(field, saved)| {
            let of = format!("of {}, with `varint`", field.bytes);
            (saved, [name(field), saved.to_string(), of])
        });
        let schemas = self.schemas.fingerprints_save;
        let of = format!("of {}, with fingerprints alone", self.schemas.bytes);
        let of_schemas = ["schemas".to_owned(), schemas.to_string(), of];
        let mut rows: Vec<_> = of_field.chain([(schemas, of_schemas)]).collect();
        rows.retain(|(saved, _)| *saved > 0);
        rows.sort_by_key(|(saved, _)| std::cmp::Reverse(*saved));
        let rows: Vec<[String; 3]> = rows.into_iter().map(|(_, row)| row).collect();
        let columns = [Column::Name, Column::Right, Column::Note];
        part(out, "saving", columns, &rows, all)
    }

    /// The fields that would be smaller with varints, and by how much.
    fn varints(&self) -> impl Iterator<Item = (&FieldUsage, u64)> {
        self.fields.iter().filter_map(|field| {
            let saved = u64::try_from(field.varint_saves?).ok()?;
            (saved > 0).then_some((field, saved))
        })
    }

    fn summary(&self) -> Vec<[String; 4]> {
        let docs = format!(
            "{}, of which docs take {}",
            self.schemas.count, self.schemas.docs
        );
        let items: Vec<String> = self
            .bulk
            .iter()
            .map(|(name, _)| text::plain(name))
            .collect();
        let mut parts = vec![
            ("bulk", self.bulk_bytes(), items.join(", ")),
            (
                "sections",
                self.section_bytes(),
                self.devices.len().to_string(),
            ),
            ("schemas", self.schemas.bytes, docs),
        ];
        let frames = self.frame_bytes();
        parts.extend(frames.map(|bytes| ("frames", bytes, "names, lengths, checksums".into())));
        parts.sort_by_key(|(_, bytes, _)| std::cmp::Reverse(*bytes));
        let rows = parts.into_iter().map(|(what, bytes, note)| {
            let share = self
                .bytes
                .map_or_else(String::new, |whole| share(bytes, whole));
            [what.to_owned(), bytes.to_string(), share, note]
        });
        rows.collect()
    }

    pub(super) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let items = self.bulk.iter();
        let items = items.map(|(name, bytes)| json!({ "name": name, "bytes": bytes }));
        let document = json!({
            "bytes": self.bytes,
            "frame_bytes": self.frame_bytes(),
            "schema_bytes": self.schemas.bytes,
            "doc_bytes": self.schemas.docs,
            "section_bytes": self.section_bytes(),
            "bulk_bytes": self.bulk_bytes(),
            "bulk": items.collect::<Vec<_>>(),
            "devices": self.devices,
            "fields": self.fields,
            "savings": {
                "varint": self.varints().map(|(_, saved)| saved).sum::<u64>(),
                "fingerprints": self.schemas.fingerprints_save,
            },
        });
        write_json(out, &document)
    }
}

/// Device and path. What is left of a whole device has no path.
fn name(field: &FieldUsage) -> String {
    match (field.path.is_empty(), field.path.starts_with('[')) {
        (true, _) => field.device.clone(),
        (false, true) => format!("{}{}", field.device, field.path),
        (false, false) => format!("{}.{}", field.device, field.path),
    }
}

/// A heading with the rows below it.
fn part<const N: usize>(
    out: &mut dyn Write,
    what: &str,
    columns: [Column; N],
    rows: &[[String; N]],
    all: bool,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let shown = match all || rows.len() <= ROWS + 1 {
        true => rows.len(),
        false => ROWS,
    };
    let (rows, rest) = rows.split_at_checked(shown).unwrap_or((rows, &[]));
    writeln!(out, "\n{}", styled(BOLD, format!("{what}s")))?;
    table(out, columns, rows)?;
    match rest.len() {
        0 => Ok(()),
        left => {
            let left = format!("… {} more, with --all", count(left as u64, what));
            writeln!(out, "  {}", styled(DIM, left))
        }
    }
}
