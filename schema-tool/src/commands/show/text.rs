//! The form for a terminal.

use std::io::{self, Write};

use super::outline::{Outline, Row};
use crate::show::{Column, table};
use crate::terminal::{BOLD, DIM, styled};
use crate::text;

pub(super) fn write(out: &mut dyn Write, outline: &Outline<'_>) -> io::Result<()> {
    let schema = outline.schema;
    let version = match (schema.version(), schema.oldest()) {
        (version, oldest) if version == oldest => format!("version {version}"),
        (version, oldest) => format!("version {version}, reads from {oldest} on"),
    };
    let fingerprint = styled(DIM, format!("fingerprint {}", schema.fingerprint()));
    writeln!(
        out,
        "{}  {version}  {fingerprint}",
        styled(BOLD, schema.device())
    )?;
    if let Some(needed) = schema.needed() {
        writeln!(
            out,
            "  saved only if needed: {}",
            text::plain(&needed.text())
        )?;
    }
    for other in schema.takes_over() {
        let (device, version) = (other.device(), other.version());
        writeln!(out, "  takes over the state of {device}, version {version}")?;
    }
    docs(out, schema.doc().map(|doc| doc.text()).as_deref())?;
    for (index, named) in outline.types.iter().enumerate() {
        writeln!(out, "\n{}", styled(BOLD, &named.title))?;
        // The first is the device's own, of which the docs were shown.
        if index > 0 {
            docs(out, named.doc.map(|doc| doc.text()).as_deref())?;
        }
        let rows: Vec<[String; 4]> = named.rows.iter().map(row).collect();
        let columns = [Column::Name, Column::Left, Column::Left, Column::Note];
        table(out, columns, &rows)?;
    }
    Ok(())
}

fn docs(out: &mut dyn Write, doc: Option<&str>) -> io::Result<()> {
    let lines = doc.unwrap_or_default().lines();
    let lines = lines.filter(|line| !line.trim().is_empty());
    for line in lines {
        writeln!(out, "  {}", styled(DIM, text::plain(line.trim())))?;
    }
    Ok(())
}

fn row(row: &Row<'_>) -> [String; 4] {
    let doc = row
        .doc
        .map(|doc| doc.text().into_owned())
        .unwrap_or_default();
    let doc = text::plain(doc.trim().lines().next().unwrap_or_default());
    [
        row.name.clone(),
        row.ty.clone(),
        text::plain(&row.notes.join(", ")),
        doc,
    ]
}
