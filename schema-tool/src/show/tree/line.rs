//! Values in one line, on their own.

use migratable::schema::{Integer, Type};
use migratable::value::Value;

use super::Options;
use super::cells::cell;
use super::scalar::{self, Said};
use super::value::Drawing;
use crate::stream::element_type;
use crate::terminal::LineBuffer;

/// Shows values in one line, as the tree does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Sensitive fields are shown.
    pub(crate) reveal: bool,
}

impl Line {
    /// Adds a value to a line.
    pub(crate) fn write(self, to: &mut LineBuffer, ty: &Type, value: &Value<'_>, said: Said<'_>) {
        let options = Options {
            offsets: false,
            full: false,
            reveal: self.reveal,
            docs: false,
            parts_only: false,
        };
        let payload = (&[]).into();
        Drawing { payload, options }.head(to, ty, value, said);
    }

    /// Adds some numbers out of a sequence of type `ty`.
    pub(crate) fn run(self, to: &mut LineBuffer, ty: &Type, values: &[Value<'_>], said: Said<'_>) {
        let element = element_type(ty, 0).unwrap_or(ty);
        if let [only] = values {
            return scalar::show(to, element, only, said.of_part(ty), false);
        }
        let bits = element.as_integer().map_or(0, Integer::bits);
        let width = usize::from(bits / 8);
        let (prefix, between) = match values.first() {
            Some(Value::Unsigned(_)) if width > 1 => ("0x", ", "),
            Some(Value::Unsigned(_)) => ("", " "),
            _ => ("", ", "),
        };
        to.push("[");
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                to.push(between);
            }
            to.push(prefix);
            cell(to, value, width);
        }
        to.push("]");
    }
}
