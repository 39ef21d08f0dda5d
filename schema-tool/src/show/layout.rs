//! How JSON is laid out: a line for each member, but plain values of a list
//! continue the line, as there may be thousands.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text;

/// Writes a value as it comes, so that it takes no memory. `depth` is that of
/// the line it begins in.
pub(super) fn write(
    out: &mut (impl Write + ?Sized),
    value: &impl Serialize,
    depth: usize,
) -> io::Result<()> {
    let layout = Layout {
        depth,
        ..Layout::default()
    };
    Ok(value.serialize(&mut Serializer::with_formatter(out, layout))?)
}

/// Begins a new line.
pub(super) fn line(out: &mut (impl Write + ?Sized), depth: usize) -> io::Result<()> {
    const LINE: &[u8] = b"\n                                                                ";
    let start = LINE.get(..=2 * depth).unwrap_or(LINE);
    out.write_all(start)?;
    match (2 * depth + 1).checked_sub(start.len()) {
        None | Some(0) => Ok(()),
        Some(left) => write!(out, "{:left$}", ""),
    }
}

#[derive(Default)]
struct Layout {
    depth: usize,
    /// Lists and objects that have begun, from the outside inwards.
    open: Vec<Open>,
    /// An element of the last one is about to begin.
    element: bool,
}

#[derive(Clone, Copy, Default)]
struct Open {
    /// What came before in it.
    before: Before,
    /// Something in it has lines of its own.
    has_lines: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Before {
    #[default]
    Nothing,
    Plain,
    Lines,
}

impl Layout {
    /// What stands before a value, if it is an element of a list.
    fn value<W: Write + ?Sized>(&mut self, out: &mut W, is_plain: bool) -> io::Result<()> {
        if !std::mem::take(&mut self.element) {
            return Ok(());
        }
        let depth = self.depth;
        let Some(list) = self.open.last_mut() else {
            return Ok(());
        };
        let before = std::mem::replace(
            &mut list.before,
            if is_plain {
                Before::Plain
            } else {
                Before::Lines
            },
        );
        if before != Before::Nothing {
            out.write_all(b",")?;
        }
        match (before, is_plain) {
            (Before::Nothing, true) => Ok(()),
            (Before::Plain, true) => out.write_all(b" "),
            _ => {
                list.has_lines = true;
                line(out, depth)
            }
        }
    }

    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.value(out, false)?;
        self.open.push(Open::default());
        self.depth += 1;
        out.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.open.pop().is_some_and(|open| open.has_lines) {
            line(out, self.depth)?;
        }
        out.write_all(bracket)
    }
}

macro_rules! plain {
    ($($write:ident($value:ty);)*) => {$(
        fn $write<W: Write + ?Sized>(&mut self, out: &mut W, value: $value) -> io::Result<()> {
            self.value(out, true)?;
            serde_json::ser::CompactFormatter.$write(out, value)
        }
    )*};
}

impl Formatter for Layout {
    plain! {
        write_bool(bool);
        write_u32(u32);
        write_u64(u64);
        write_i64(i64);
        write_f64(f64);
    }

    fn write_null<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.value(out, true)?;
        out.write_all(b"null")
    }

    fn begin_string<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.value(out, true)?;
        out.write_all(b"\"")
    }

    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        match text::is_plain_json(fragment) {
            true => out.write_all(fragment.as_bytes()),
            false => out.write_all(text::json(fragment).as_bytes()),
        }
    }

    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        self.element = true;
        Ok(())
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if let Some(object) = self.open.last_mut() {
            object.has_lines = true;
        }
        line(out, self.depth)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn json_in_lines_is_the_same_json() {
        let value = json!({
            "list": [1, "two\n", null],
            "nested": [[1, 2], {"a": {}}, []],
            "mixed": [1, 2, [3], 4, 5, [true, -6, 0.5]],
            "": [{"b": 1.5, "c": u64::MAX}],
        });
        let mut text = Vec::new();
        write(&mut text, &value, 3).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), value);
        let text = String::from_utf8(text).unwrap();
        for layout in [
            "\"list\": [1, \"two\\n\", null],\n",
            "[1, 2,\n          [3],\n          4, 5,\n          [true, -6, 0.5]\n        ]",
        ] {
            assert!(text.contains(layout), "{text}");
        }
    }
}
