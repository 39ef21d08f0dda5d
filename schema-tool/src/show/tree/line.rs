//! Values in one line, on their own.

use migratable::schema::{Field, Type};
use migratable::value::Value;

use super::Options;
use super::cells::cell;
use super::scalar;
use super::value::Drawing;
use crate::stream::element_type;

/// Shows values in one line, as the tree does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Sensitive fields are shown.
    pub(crate) reveal: bool,
}

impl Line {
    pub(crate) fn value(self, ty: &Type, value: &Value<'_>, field: Option<&Field>) -> String {
        let options = Options {
            offsets: false,
            full: false,
            reveal: self.reveal,
            docs: false,
            parts_only: false,
        };
        let payload = &[];
        Drawing { payload, options }.head(ty, value, field)
    }

    /// Some numbers out of a sequence of type `ty`.
    pub(crate) fn run(self, ty: &Type, values: &[Value<'_>]) -> String {
        let element = element_type(ty, 0).unwrap_or(ty);
        if let [only] = values {
            return scalar::show(element, only, None, false);
        }
        let width = match element {
            Type::Integer(integer) => usize::from(integer.bits() / 8),
            _ => 0,
        };
        let (prefix, between) = match values.first() {
            Some(Value::Unsigned(_)) if width > 1 => ("0x", ", "),
            Some(Value::Unsigned(_)) => ("", " "),
            _ => ("", ", "),
        };
        let texts = values
            .iter()
            .map(|value| format!("{prefix}{}", cell(value, width)));
        format!("[{}]", texts.collect::<Vec<_>>().join(between))
    }
}
