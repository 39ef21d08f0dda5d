//! The form for other programs: one JSON document.
//!
//! It is written as the stream comes, and is whole even if the stream is not.

use std::io::{self, BufWriter, Write};

use migratable::stream::{self, BulkContent, FORMAT_VERSION, Prologue};
use migratable::value::JsonForm;
use serde::Serialize;
use serde_json::{Value, json};

use super::{View, layout};
use crate::stream::{BulkItem, Contents, Part, Section};

/// Writes a whole document, laid out as the others.
pub(crate) fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    layout::write(out, value, 0)?;
    writeln!(out)
}

/// Writes a value into a document, in a line of this depth.
pub(crate) fn write_json_at(
    out: &mut (impl Write + ?Sized),
    value: &impl Serialize,
    depth: usize,
) -> io::Result<()> {
    layout::write(out, value, depth)
}

/// Writes JSON. See `EXAMPLES` of the command for its form.
pub(crate) struct Json<'o> {
    /// What is written piece by piece is gathered without asking where it goes.
    out: BufWriter<&'o mut dyn Write>,
    reveal: bool,
    sections: u64,
    /// Of the section that is being written.
    members: u64,
}

impl<'o> Json<'o> {
    /// Sensitive fields are shown if `reveal`.
    pub(crate) fn new(out: &'o mut dyn Write, reveal: bool) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, out),
            reveal,
            sections: 0,
            members: 0,
        }
    }

    /// A member of a section.
    fn member(&mut self, key: &str, value: &impl Serialize) -> io::Result<()> {
        let comma = if self.members == 0 { "" } else { "," };
        self.members += 1;
        write!(self.out, "{comma}")?;
        layout::line(&mut self.out, 3)?;
        layout::write(&mut self.out, &key, 3)?;
        write!(self.out, ": ")?;
        layout::write(&mut self.out, value, 3)
    }

    fn value(&mut self, part: &Part<'_>) -> io::Result<()> {
        match &part.item {
            Some(_) if part.sensitive && !self.reveal => self.member("value", &"(sensitive)"),
            Some(item) => self.member("value", &JsonForm::new(part.ty, &item.value, self.reveal)),
            None => self.member("value", &()),
        }
    }
}

/// A bulk item, with its length as a string, as numbers of 64 bits are.
fn declared(item: &stream::BulkItem) -> Value {
    let len = item.len.to_string();
    match &item.content {
        BulkContent::Delta { base } => {
            json!({ "name": item.name, "len": len, "base": base.to_string() })
        }
        BulkContent::External(external) => json!({
            "name": item.name,
            "len": len,
            "external": {
                "file": external.file,
                "offset": external.offset.to_string(),
                "digest": external.digest.map(|digest| digest.to_string()),
            },
        }),
        _ => json!({ "name": item.name, "len": len }),
    }
}

impl View for Json<'_> {
    fn begin(&mut self, _: &str, prologue: &Prologue) -> io::Result<()> {
        let header = &prologue.header;
        writeln!(self.out, "{{\n  \"format\": {FORMAT_VERSION},")?;
        let texts = [
            ("producer", &header.producer),
            ("producer_version", &header.producer_version),
        ];
        for (key, text) in texts {
            write!(self.out, "  \"{key}\": ")?;
            layout::write(&mut self.out, text, 1)?;
            writeln!(self.out, ",")?;
        }
        if !prologue.metadata.is_empty() {
            let members = prologue.metadata.iter().map(|metadata| {
                let value = match metadata.text() {
                    Some(text) => text.into(),
                    None => json!({ "bytes": metadata.value.len() }),
                };
                (metadata.key.clone(), value)
            });
            let members: serde_json::Map<String, Value> = members.collect();
            write!(self.out, "  \"metadata\": ")?;
            layout::write(&mut self.out, &members, 1)?;
            writeln!(self.out, ",")?;
        }
        if !prologue.items.is_empty() {
            let items: Vec<Value> = prologue.items.iter().map(declared).collect();
            write!(self.out, "  \"items\": ")?;
            layout::write(&mut self.out, &items, 1)?;
            writeln!(self.out, ",")?;
        }
        write!(self.out, "  \"sections\": [")
    }

    fn section(&mut self, section: &Section<'_>) -> io::Result<()> {
        let comma = if self.sections == 0 { "" } else { "," };
        write!(self.out, "{comma}\n    {{")?;
        self.sections += 1;
        self.members = 0;
        self.member("path", &section.instance.path)?;
        self.member("instance_id", &section.instance.instance_id)?;
        if let Some(schema) = section.schema {
            self.member("device", &schema.device())?;
            self.member("version", &section.version)?;
            self.member("fingerprint", &schema.fingerprint().to_string())?;
        }
        if let Some(configuration) = section.configuration() {
            self.member("configuration", &configuration)?;
        }
        if !section.instance.aliases.is_empty() {
            let aliases = section.instance.aliases.iter();
            let aliases = aliases
                .map(|alias| json!({ "path": alias.path, "instance_id": alias.instance_id }));
            self.member("aliases", &aliases.collect::<Vec<_>>())?;
        }
        self.member("offset", &section.place.of(0))?;
        self.member("bytes", &(section.payload.len() as u64))?;
        if let Some(part) = &section.part {
            if !part.path.is_whole() {
                self.member("part", &part.path.to_string())?;
            }
            self.value(part)?;
        }
        if let Some(violation) = &section.violation {
            self.member("error", &violation.to_string())?;
        }
        write!(self.out, "\n    }}")
    }

    fn end(&mut self, contents: &Contents) -> io::Result<()> {
        writeln!(
            self.out,
            "{}],",
            if self.sections == 0 { "" } else { "\n  " }
        )?;
        let items: Vec<Value> = contents.bulk.items().iter().map(bulk_item).collect();
        let problems: Vec<Value> = contents
            .problems
            .iter()
            .map(|problem| problem.to_string().into())
            .collect();
        let absent = contents
            .absent
            .iter()
            .map(|one| json!({"path": one.path, "instance_id": one.instance_id}));
        let absent: Vec<Value> = absent.collect();
        // Most streams have none.
        let absent = Some(("absent", absent)).filter(|(_, absent)| !absent.is_empty());
        let lists = [("bulk", items), ("errors", problems)];
        for (key, list) in absent.into_iter().chain(lists) {
            write!(self.out, "  \"{key}\": ")?;
            layout::write(&mut self.out, &list, 1)?;
            writeln!(self.out, ",")?;
        }
        writeln!(self.out, "  \"complete\": {}", !contents.stopped)?;
        writeln!(self.out, "}}")?;
        self.out.flush()
    }
}

fn bulk_item(item: &BulkItem) -> Value {
    json!({
        "name": item.name,
        "frames": item.frames,
        "bytes": item.bytes,
        "start": item.start,
        "end": item.end,
    })
}
