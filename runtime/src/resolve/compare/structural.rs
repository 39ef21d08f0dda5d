//! Which kinds of type become which.

use super::keyed::is_pair;
use super::{Bounded, Comparison, tags};
use crate::resolve::plan::Step;
use crate::schema::{EnumType, Float, Type, TypeRef};

impl Comparison {
    /// The step between types of the same meaning.
    pub(super) fn structural(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let step = match &**writer.ty {
            Type::Bool | Type::Integer(_) => self.integer_becomes(writer, reader),
            Type::Float(from) => self.float_becomes(*from, writer, reader),
            Type::Char => self.char_becomes(writer, reader),
            Type::String => self.string_becomes(writer, reader),
            Type::Option(from) => self.option_becomes(from, writer, reader),
            Type::Array { .. } | Type::Set(_) => self.sequence_becomes(writer, reader),
            Type::List(element) => self.list_becomes(element, writer, reader),
            Type::Map { key, value } => self.map_becomes([key, value], writer, reader),
            Type::Enum(from) => self.enum_becomes(from, writer, reader),
            Type::Unit | Type::Tuple(_) | Type::Struct(_) => None,
        };
        step.unwrap_or_else(|| self.wrapped(writer, reader))
    }

    fn integer_becomes(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Option<Step> {
        match &**reader.ty {
            Type::Bool | Type::Integer(_) => Some(self.integers(writer, reader)),
            Type::Float(to) => Some(self.integer_to_float(*to, writer, reader)),
            Type::Enum(to) if tags::is_fieldless(to) => {
                Some(self.integer_to_enum(to, writer, reader))
            }
            Type::Unit | Type::Char | Type::String | Type::Option(_) => None,
            Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } => None,
            Type::Tuple(_) | Type::Struct(_) | Type::Enum(_) => None,
        }
    }

    fn float_becomes(
        &mut self,
        from: Float,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        match &**reader.ty {
            Type::Float(to) => Some(self.floats(from, *to, writer, reader)),
            Type::Bool | Type::Integer(_) => Some(self.float_to_integer(from, writer, reader)),
            Type::Unit | Type::Char | Type::String | Type::Option(_) => None,
            Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } => None,
            Type::Tuple(_) | Type::Struct(_) | Type::Enum(_) => None,
        }
    }

    fn enum_becomes(
        &mut self,
        from: &EnumType,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        match &**reader.ty {
            Type::Enum(to) => Some(self.enums(from, to)),
            Type::Bool | Type::Integer(_) if tags::is_fieldless(from) => {
                Some(self.enum_to_integer(from, writer, reader))
            }
            Type::Bool | Type::Integer(_) | Type::Float(_) => None,
            Type::Unit | Type::Char | Type::String | Type::Option(_) => None,
            Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } => None,
            Type::Tuple(_) | Type::Struct(_) => None,
        }
    }

    fn char_becomes(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Option<Step> {
        (reader.ty.is_string()).then(|| self.char_to_string(writer, reader))
    }

    fn string_becomes(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Option<Step> {
        if reader.ty.is_string() {
            return Some(self.strings(writer, reader));
        }
        if reader.ty.is_char() {
            return Some(self.string_to_char(writer, reader));
        }
        let bytes = reader.ty.as_list().filter(|element| element.is_byte())?;
        Some(self.string_to_bytes(writer, reader, bytes))
    }

    fn option_becomes(
        &mut self,
        from: &TypeRef,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        let to = reader.ty.as_option()?;
        let content = self.content(writer.content(from), reader.content(to));
        Some(Step::Option(content.into()))
    }

    fn sequence_becomes(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Option<Step> {
        reader.ty.element()?;
        Some(self.sequences(writer, reader))
    }

    fn list_becomes(
        &mut self,
        element: &TypeRef,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        if reader.ty.is_string() && element.is_byte() {
            return Some(self.bytes_to_string(writer, reader));
        }
        match reader.ty.as_map().filter(|_| is_pair(element)) {
            Some((key, value)) => Some(self.list_to_map(writer, reader, element, [key, value])),
            None => self.sequence_becomes(writer, reader),
        }
    }

    fn map_becomes(
        &mut self,
        entry: [&TypeRef; 2],
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        if reader.ty.as_map().is_some() {
            return Some(self.maps(writer, reader));
        }
        let pair = reader.ty.as_list().filter(|pair| is_pair(pair))?;
        Some(self.map_to_list(writer, reader, entry, pair))
    }
}
