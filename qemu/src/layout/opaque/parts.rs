//! Builds a struct while reading over its bytes.

use crate::bytes::Bytes;
use crate::layout::{Field, Number, Struct, Type};

/// A struct whose fields so far end where `bytes` is.
#[derive(Clone)]
pub(super) struct Parts<'a> {
    pub(super) bytes: Bytes<'a>,
    pub(super) fields: Vec<Field>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(bytes: Bytes<'a>) -> Self {
        Self {
            bytes,
            fields: Vec::new(),
        }
    }

    /// Adds a field; `None` if its bytes are not there.
    pub(super) fn add(&mut self, name: &str, ty: Type) -> Option<&'a [u8]> {
        let taken = self.bytes.take(ty.size(), "").ok()?;
        self.fields.push(Field {
            name: name.into(),
            kind: String::new(),
            ty,
        });
        Some(taken)
    }

    /// Adds a big-endian number of `width` bytes, and returns it.
    pub(super) fn number(&mut self, name: &str, width: u8) -> Option<u64> {
        self.number_of(name, Number::unsigned(width))
    }

    /// Adds a little-endian number of `width` bytes, and returns it.
    pub(super) fn little(&mut self, name: &str, width: u8) -> Option<u64> {
        self.number_of(name, Number::little(width))
    }

    fn number_of(&mut self, name: &str, number: Number) -> Option<u64> {
        let taken = self.add(name, Type::Number(number))?;
        u64::try_from(number.value(taken)).ok()
    }

    /// Adds little-endian numbers, each with its width.
    pub(super) fn littles(&mut self, fields: &[(&str, u8)]) -> Option<()> {
        fields
            .iter()
            .try_for_each(|(name, width)| self.little(name, *width).map(drop))
    }

    /// Adds big-endian numbers, each with its width.
    pub(super) fn numbers(&mut self, fields: &[(&str, u8)]) -> Option<()> {
        fields
            .iter()
            .try_for_each(|(name, width)| self.number(name, *width).map(drop))
    }

    /// Adds a flag.
    pub(super) fn flag(&mut self, name: &str) -> Option<()> {
        let wide = self.bytes.peek()? > 1;
        self.add(name, Type::Bool { wide }).map(drop)
    }

    /// Adds bytes, if there are any.
    pub(super) fn raw(&mut self, name: &str, len: u64) -> Option<()> {
        match len {
            0 => Some(()),
            len => self.add(name, Type::Bytes(len)).map(drop),
        }
    }

    /// Adds an array of numbers, if there are any.
    pub(super) fn array(&mut self, name: &str, number: Number, count: u64) -> Option<()> {
        let element = Box::new(Type::Number(number));
        self.add(name, Type::Array { element, count }).map(drop)
    }

    /// Labels the last field as one that a reader compares with its own.
    pub(super) fn checked(&mut self, label: &str) {
        if let Some(last) = self.fields.last_mut() {
            last.kind = label.into();
        }
    }

    pub(super) fn into_struct(self, name: &str) -> Struct {
        Struct {
            name: name.into(),
            version: None,
            fields: self.fields,
            subsections: Vec::new(),
        }
    }
}

/// A type of fields with these big-endian widths; 0 is a flag.
pub(super) fn record(name: &str, fields: &[(&str, u8)]) -> Type {
    let field = |(name, width): &(&str, u8)| Field {
        name: (*name).into(),
        kind: String::new(),
        ty: match width {
            0 => Type::Bool { wide: false },
            width => Type::Number(Number::unsigned(*width)),
        },
    };
    Type::Struct(Struct {
        name: name.into(),
        version: None,
        fields: fields.iter().map(field).collect(),
        subsections: Vec::new(),
    })
}
