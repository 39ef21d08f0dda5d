//! A reference page of devices.

use std::io::{self, Write};

use migratable::schema::{Escaped, Schema};

use super::outline::{Named, Outline};

pub(super) fn write(out: &mut dyn Write, schemas: &[&Schema]) -> io::Result<()> {
    writeln!(out, "# Devices\n")?;
    writeln!(out, "| device | version | |\n|---|---|---|")?;
    for schema in schemas {
        let device = schema.device();
        let doc = schema.doc().map(summary).unwrap_or_default();
        writeln!(
            out,
            "| [{device}](#{device}) | {} | {doc} |",
            schema.version()
        )?;
    }
    schemas
        .iter()
        .try_for_each(|schema| device(out, &Outline::of(schema)))
}

fn device(out: &mut dyn Write, outline: &Outline<'_>) -> io::Result<()> {
    let schema = outline.schema;
    let device = schema.device();
    writeln!(out, "\n<a id=\"{device}\"></a>\n\n## {device}\n")?;
    writeln!(
        out,
        "Version {}, reads from version {} on.",
        schema.version(),
        schema.oldest()
    )?;
    if let Some(needed) = schema.needed() {
        writeln!(out, "\nSaved only if needed: {}.", plain(&needed.text()))?;
    }
    for other in schema.takes_over() {
        let (device, version) = (other.device(), other.version());
        writeln!(
            out,
            "\nTakes over the state of `{device}`, version {version}."
        )?;
    }
    docs(out, schema.doc())?;
    for (index, named) in outline.types.iter().enumerate() {
        // The first is the device's own, of which the docs were shown.
        if index > 0 {
            writeln!(out, "\n### {device}: {}", named.title)?;
            docs(out, named.doc)?;
        }
        rows(out, named)?;
    }
    Ok(())
}

fn rows(out: &mut dyn Write, named: &Named<'_>) -> io::Result<()> {
    if named.rows.is_empty() {
        return Ok(());
    }
    let what = if named.is_enum { "variant" } else { "field" };
    writeln!(out, "\n| {what} | type | | |\n|---|---|---|---|")?;
    for row in &named.rows {
        let ty = match row.ty.is_empty() {
            true => String::new(),
            false => format!("`{}`", row.ty),
        };
        let notes = plain(&row.notes.join(", "));
        let doc = row.doc.map(summary).unwrap_or_default();
        writeln!(out, "| `{}` | {ty} | {notes} | {doc} |", row.name)?;
    }
    Ok(())
}

fn docs(out: &mut dyn Write, doc: Option<&Escaped>) -> io::Result<()> {
    match doc {
        None => Ok(()),
        Some(doc) => {
            let lines: Vec<String> = doc
                .text()
                .trim()
                .lines()
                .map(|line| plain(line.trim()))
                .collect();
            writeln!(out, "\n{}", lines.join("\n"))
        }
    }
}

/// The first paragraph, in one line.
fn summary(doc: &Escaped) -> String {
    let text = doc.text();
    let lines = text.trim().lines().map(str::trim);
    let first: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    plain(&first.join(" "))
}

/// Text that begins no tag and ends no cell. The docs' own Markdown stays.
fn plain(text: &str) -> String {
    text.replace('<', "&lt;").replace('|', "\\|")
}
