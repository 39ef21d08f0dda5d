//! The form for other programs: one JSON document.
//!
//! It is written as the stream comes, and is whole even if the stream is not.

use std::io::{self, Write};

use migratable::stream::{FORMAT_VERSION, Prologue};
use migratable::value::to_json;
use serde_json::{Map, Value, json};

use super::View;
use crate::stream::{BulkItem, Contents, Section};
use crate::text;

/// Writes JSON. See `EXAMPLES` of the command for its form.
pub(crate) struct Json<'o> {
    out: &'o mut dyn Write,
    reveal: bool,
    sections: u64,
}

impl<'o> Json<'o> {
    /// Sensitive fields are shown if `reveal`.
    pub(crate) fn new(out: &'o mut dyn Write, reveal: bool) -> Self {
        Self {
            out,
            reveal,
            sections: 0,
        }
    }

    fn value(&self, section: &Section<'_>) -> Option<Value> {
        let part = section.part.as_ref()?;
        Some(match &part.item {
            Some(_) if part.sensitive && !self.reveal => json!("(sensitive)"),
            Some(item) => to_json(&item.value, self.reveal),
            None => Value::Null,
        })
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
            plain(self.out, &text.as_str().into())?;
            writeln!(self.out, ",")?;
        }
        write!(self.out, "  \"sections\": [")
    }

    fn section(&mut self, section: &Section<'_>) -> io::Result<()> {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.into(), value);
        put("path", section.instance.path.as_str().into());
        put("instance_id", section.instance.instance_id.into());
        if let Some(schema) = section.schema {
            put("device", schema.device().into());
            put("version", schema.version().into());
            put("fingerprint", schema.fingerprint().to_string().into());
        }
        put("offset", section.offset.into());
        put("bytes", section.payload.len().into());
        if let Some(part) = section.part.as_ref().filter(|part| !part.path.is_empty()) {
            put("part", part.path.as_str().into());
        }
        if let Some(value) = self.value(section) {
            put("value", value);
        }
        if let Some(violation) = &section.violation {
            put("error", violation.to_string().into());
        }
        let comma = if self.sections == 0 { "" } else { "," };
        write!(self.out, "{comma}\n    ")?;
        self.sections += 1;
        pretty(self.out, &Value::Object(object), 2)
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
        for (key, list) in [("bulk", items), ("errors", problems)] {
            write!(self.out, "  \"{key}\": ")?;
            pretty(self.out, &Value::Array(list), 1)?;
            writeln!(self.out, ",")?;
        }
        writeln!(self.out, "  \"complete\": {}", !contents.stopped)?;
        writeln!(self.out, "}}")
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

/// A line for each member, but one for a list of plain values, which may have
/// thousands.
fn pretty(out: &mut dyn Write, value: &Value, depth: usize) -> io::Result<()> {
    let line = |out: &mut dyn Write, depth| write!(out, "\n{:1$}", "", 2 * depth);
    match value {
        Value::Array(list) if list.iter().all(is_plain) => {
            write!(out, "[")?;
            for (index, value) in list.iter().enumerate() {
                write!(out, "{}", if index == 0 { "" } else { ", " })?;
                plain(out, value)?;
            }
            write!(out, "]")
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                write!(out, "{}", if index == 0 { "[" } else { "," })?;
                line(out, depth + 1)?;
                pretty(out, value, depth + 1)?;
            }
            line(out, depth)?;
            write!(out, "]")
        }
        Value::Object(members) if !members.is_empty() => {
            for (index, (key, value)) in members.iter().enumerate() {
                write!(out, "{}", if index == 0 { "{" } else { "," })?;
                line(out, depth + 1)?;
                plain(out, &key.as_str().into())?;
                write!(out, ": ")?;
                pretty(out, value, depth + 1)?;
            }
            line(out, depth)?;
            write!(out, "}}")
        }
        value => plain(out, value),
    }
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn plain(out: &mut dyn Write, value: &Value) -> io::Result<()> {
    match value {
        Value::String(_) => write!(out, "{}", text::json(&value.to_string())),
        _ => Ok(serde_json::to_writer(out, value)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pretty_json_is_the_same_json() {
        let value = json!({
            "list": [1, "two\n", null],
            "nested": [[1, 2], {"a": {}}, []],
            "": [{"b": 1.5, "c": u64::MAX}],
        });
        let mut text = Vec::new();
        pretty(&mut text, &value, 3).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), value);
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.contains("\"list\": [1, \"two\\n\", null],\n"),
            "{text}"
        );
    }
}
