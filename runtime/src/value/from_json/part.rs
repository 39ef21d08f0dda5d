//! A value and its parts, by their types.

use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::items::Items;
use super::members::{Members, Name};
use super::number;
use super::output::{Output, wrong};
use super::variants::Variants;
use crate::base::text::from_hex;
use crate::schema::Type;
use crate::value::Violation;

/// A value that is still to be read.
pub(super) struct Part<'o, 't> {
    ty: &'t Type,
    out: &'o mut Output,
}

impl<'o, 't> Part<'o, 't> {
    pub(super) fn new(ty: &'t Type, out: &'o mut Output) -> Self {
        Self { ty, out }
    }

    fn refuse<T, E: Error>(self, violation: Violation) -> Result<T, E> {
        Err(self.out.refuse(violation))
    }

    /// It is JSON of another kind than the type wants.
    fn unexpected<T, E: Error>(self) -> Result<T, E> {
        let wanted = expected(self.ty);
        self.refuse(wrong(wanted))
    }

    fn done<E: Error>(self, put: Result<(), Violation>) -> Result<(), E> {
        put.or_else(|violation| self.refuse(violation))
    }

    /// What is in an option, if it is one. What can be `null` itself is wrapped.
    fn content<E: Error>(mut self) -> Result<Self, E> {
        if let Some(inner) = self.ty.as_option() {
            if inner.can_be_null() {
                return self.unexpected();
            }
            self.out.bytes.push(1);
            self.ty = inner;
        }
        Ok(self)
    }
}

fn expected(ty: &Type) -> &'static str {
    match ty {
        Type::Unit => "expected null",
        Type::Bool => "expected true or false",
        Type::Char | Type::String => "expected a string",
        Type::Integer(_) => "expected a whole number",
        Type::Float(_) => "expected a number",
        Type::Option(_) => "expected {\"some\": …}",
        Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } | Type::Tuple(_) => {
            "expected a list"
        }
        Type::Struct(_) => "expected an object",
        Type::Enum(_) => "expected the name of a variant",
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(expected(self.ty))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        if self.ty.as_option().is_some() {
            self.out.bytes.push(0);
            Ok(())
        } else if self.ty.can_be_null() {
            Ok(())
        } else {
            self.unexpected()
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        let part = self.content()?;
        match part.ty.is_bool() {
            true => {
                part.out.bytes.push(u8::from(value));
                Ok(())
            }
            false => part.unexpected(),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(Some(value.into()), value as f64)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(Some(value.into()), value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        // It is no whole number, or too large.
        self.number(None, value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let part = self.content()?;
        let put = match part.ty {
            Type::Char if text.chars().count() != 1 => {
                Err(wrong("expected a string of one character"))
            }
            Type::Char | Type::String => {
                part.out.put_bytes(text.as_bytes());
                Ok(())
            }
            Type::Integer(integer) => number::digits(*integer, text, part.out),
            Type::Float(float) => number::float_bits(*float, text, part.out),
            Type::List(_) if part.ty.has_bytes() => hex(text).map(|bytes| {
                part.out.put_bytes(&bytes);
            }),
            Type::Array { len, .. } if part.ty.has_bytes() => hex(text).and_then(|bytes| {
                part.out.bytes.extend_from_slice(&bytes);
                has_len(bytes.len(), *len)
            }),
            Type::Enum(ty) => Variants::new(ty, part.out).unit(text),
            Type::Unit | Type::Bool | Type::Option(_) => return part.unexpected(),
            Type::Array { .. } | Type::List(_) | Type::Set(_) => return part.unexpected(),
            Type::Map { .. } | Type::Tuple(_) | Type::Struct(_) => return part.unexpected(),
        };
        part.done(put)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, json: A) -> Result<(), A::Error> {
        let part = self.content()?;
        let start = part.out.place();
        let mut items = Items::new(json, part.out);
        match part.ty {
            Type::Array { element, len } => {
                items.all(element)?;
                let put = has_len(items.count, *len);
                part.done(put)
            }
            Type::List(element) => items.all(element).map(|()| items.insert_count(start)),
            Type::Set(element) => items.keys(element).map(|()| items.insert_count(start)),
            Type::Map { key, value } => {
                let read = items.entries(key, value);
                read.map(|()| items.insert_count(start))
            }
            Type::Tuple(types) => {
                items.each(types)?;
                let put = has_len(items.count, types.len() as u64);
                part.done(put)
            }
            Type::Unit | Type::Bool | Type::Char | Type::String => part.unexpected(),
            Type::Integer(_) | Type::Float(_) | Type::Option(_) => part.unexpected(),
            Type::Struct(_) | Type::Enum(_) => part.unexpected(),
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut json: A) -> Result<(), A::Error> {
        if let Some(inner) = self.ty.as_option() {
            self.out.bytes.push(1);
            self.ty = inner;
            if inner.can_be_null() {
                return self.some(json);
            }
        }
        if let Some(ty) = self.ty.as_struct() {
            Members::of_struct(ty, self.out).read(&mut json)
        } else if let Some(ty) = self.ty.as_enum() {
            Variants::new(ty, self.out).only(json)
        } else {
            self.unexpected()
        }
    }
}

impl Part<'_, '_> {
    fn number<E: Error>(self, whole: Option<i128>, value: f64) -> Result<(), E> {
        let part = self.content()?;
        let put = match (part.ty.as_integer(), part.ty.as_float()) {
            (Some(integer), _) => match whole {
                Some(whole) => number::whole(integer, whole, part.out),
                None => Err(number::too_large(integer)),
            },
            (_, Some(float)) => number::float(float, value, part.out),
            (None, None) => return part.unexpected(),
        };
        part.done(put)
    }

    /// What is wrapped, as it could be `null` itself.
    fn some<'de, A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        let Self { ty, out } = self;
        let problem = || wrong("expected {\"some\": …}");
        match json.next_key_seed(Name(|name: &str| name == "some"))? {
            Some(true) => json.next_value_seed(Part::new(ty, out))?,
            _ => return Err(out.refuse(problem())),
        }
        match json.next_key_seed(Name(|_: &str| ()))? {
            None => Ok(()),
            Some(()) => Err(out.refuse(problem())),
        }
    }
}

fn hex(text: &str) -> Result<Vec<u8>, Violation> {
    from_hex(text).ok_or_else(|| wrong("expected pairs of hexadecimal digits"))
}

fn has_len(count: usize, len: u64) -> Result<(), Violation> {
    match count as u64 == len {
        true => Ok(()),
        false => Err(wrong(format!("expected {len} elements"))),
    }
}
