//! Why a text is not a schema.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use crate::base::text::escape;

/// Why a text is not a schema, and where in it.
#[derive(Debug)]
pub struct SchemaError {
    at: String,
    position: Option<Position>,
    what: String,
}

/// A place in a text, both counted from 1; columns in bytes.
#[derive(Clone, Copy, Debug)]
struct Position {
    line: usize,
    column: usize,
}

impl SchemaError {
    pub(super) fn new(at: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            position: None,
            what: what.into(),
        }
    }

    /// What the parser of JSON says of `part`, which is a part of `text`.
    pub(super) fn of_json(error: &serde_json::Error, text: &str, part: &str, at: &str) -> Self {
        let position = Position::of(error, text, part);
        let whole = error.to_string();
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let what = whole.strip_suffix(&suffix).unwrap_or(&whole);
        Self {
            at: at.into(),
            position,
            what: keys(what),
        }
    }

    /// The same where nobody has said yet at which position: behind what the
    /// parser of JSON had read.
    pub(super) fn or_position(self, stop: &serde_json::Error, text: &str, part: &str) -> Self {
        let position = self.position.or_else(|| Position::of(stop, text, part));
        Self { position, ..self }
    }
}

impl Position {
    /// Where in `text` an error of its `part` is.
    fn of(error: &serde_json::Error, text: &str, part: &str) -> Option<Self> {
        let offset = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
        let before = text.get(..offset)?;
        let (line, column) = (error.line(), error.column());
        let last_line = before.rfind('\n').map_or(0, |end| end + 1);
        match line {
            0 => None,
            1 => Some(Self {
                line: before.matches('\n').count() + 1,
                column: before.len() - last_line + column,
            }),
            _ => Some(Self {
                line: before.matches('\n').count() + line,
                column,
            }),
        }
    }
}

/// Serde calls the keys of objects fields, which means something else here.
fn keys(what: &str) -> String {
    for kind in ["duplicate", "unknown", "missing"] {
        if let Some(rest) = what.strip_prefix(&format!("{kind} field ")) {
            return format!("{kind} key {rest}");
        }
    }
    what.to_string()
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a schema: ")?;
        let at = escape(&self.at);
        match self.position {
            Some(Position { line, column }) if self.at.is_empty() => {
                write!(f, "line {line}, column {column}: ")?;
            }
            Some(Position { line, column }) => write!(f, "{at} (line {line}, column {column}): ")?,
            None if self.at.is_empty() => {}
            None => write!(f, "{at}: ")?,
        }
        write!(f, "{}", escape(&self.what))
    }
}

impl core::error::Error for SchemaError {}

pub(super) type Result<T> = core::result::Result<T, SchemaError>;
