//! Values that a schema states, read as the type says.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::super::enumeration::EnumType;
use super::super::escaped::Escaped;
use super::super::field::Field;
use super::super::literal::{Literal, Member};
use super::super::node::Node;
use super::super::node::TypeRef;
use super::super::structure::StructType;
use super::super::ty::Type;
use super::super::variant::Variant;
use super::error::{Result, SchemaError};
use crate::base::text::{escape, from_hex, is_integer};

/// What `null` says where the type has no such value.
#[derive(Clone, Copy)]
pub(super) enum Absence {
    Refused,
    /// Of a subsection's content: that its `Option` is empty.
    IsNull,
}

/// A value of type `ty`, whichever of its JSON forms it has.
pub(super) fn literal(
    text: &str,
    json: &RawValue,
    ty: &Type,
    absence: Absence,
    at: &str,
) -> Result<Literal> {
    if let (Absence::IsNull, "null") = (absence, json.get()) {
        return Ok(Literal::Null);
    }
    let literal = Of(ty)
        .deserialize(&mut serde_json::Deserializer::from_str(json.get()))
        .map_err(|error| SchemaError::of_json(&error, text, json.get(), at))?;
    match literal.fits_parsed(ty) {
        true => Ok(literal),
        false => Err(SchemaError::new(
            at,
            format!("{} is no value of the type {ty}", escape(json.get())),
        )),
    }
}

/// A value of this type.
#[derive(Clone, Copy)]
struct Of<'t>(&'t Type);

impl<'de> DeserializeSeed<'de> for Of<'_> {
    type Value = Literal;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> core::result::Result<Literal, D::Error> {
        json.deserialize_any(self)
    }
}

impl Of<'_> {
    /// The literal of the innermost content: only `null` and an object speak of
    /// the option itself.
    fn content(self, make: impl FnOnce(&Type) -> Literal) -> Literal {
        match unwrapped(self.0) {
            Some(inner) => Literal::Some(Node::from(Box::new(Of(inner).content(make)))),
            None => make(self.0),
        }
    }

    fn integer<E>(self, negative: bool, magnitude: u128) -> core::result::Result<Literal, E> {
        Ok(self.content(|ty| match ty.as_float() {
            // A float may be whole.
            Some(_) => float(if negative {
                -(magnitude as f64)
            } else {
                magnitude as f64
            }),
            None => Literal::integer(negative, magnitude),
        }))
    }
}

fn float(value: f64) -> Literal {
    Literal::Float {
        bits: value.to_bits(),
        digits: Node::from(format!("{value:?}")),
    }
}

impl<'de> Visitor<'de> for Of<'_> {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of the type {}", self.0)
    }

    fn visit_unit<E>(self) -> core::result::Result<Literal, E> {
        Ok(Literal::Null)
    }

    fn visit_bool<E>(self, value: bool) -> core::result::Result<Literal, E> {
        Ok(self.content(|_| Literal::Bool(value)))
    }

    fn visit_u64<E>(self, value: u64) -> core::result::Result<Literal, E> {
        self.integer(false, value.into())
    }

    fn visit_i64<E>(self, value: i64) -> core::result::Result<Literal, E> {
        self.integer(value < 0, value.unsigned_abs().into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> core::result::Result<Literal, E> {
        match innermost(self.0).as_integer() {
            Some(_) => Err(E::custom(NOT_AN_INTEGER)),
            None => Ok(self.content(|_| float(value))),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> core::result::Result<Literal, E> {
        let ty = innermost(self.0);
        if ty.as_integer().is_some() {
            let (negative, digits) = match text.strip_prefix('-') {
                Some(digits) => (true, digits),
                None => (false, text),
            };
            match digits.parse() {
                Ok(magnitude) if is_integer(text) => self.integer(negative, magnitude),
                _ => Err(E::custom(NOT_AN_INTEGER)),
            }
        } else if ty.has_bytes() {
            let bytes =
                from_hex(text).ok_or_else(|| E::custom("expected pairs of hexadecimal digits"))?;
            let bytes = bytes
                .into_iter()
                .map(|byte| Literal::integer(false, byte.into()));
            let bytes: Vec<_> = bytes.collect();
            Ok(self.content(|_| Literal::List(Node::from(bytes))))
        } else if is_text_of(ty, text) {
            Ok(self.content(|_| Literal::Text(Escaped::from_text(text))))
        } else {
            Err(E::custom(format!(
                "\"{}\" is no value of the type {ty}",
                escape(text)
            )))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> core::result::Result<Literal, A::Error> {
        let ty = innermost(self.0);
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(Of(ty.part(list.len()).map_or(ty, |part| part)))?
        {
            list.push(item);
        }
        Ok(self.content(|_| Literal::List(Node::from(list))))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> core::result::Result<Literal, A::Error> {
        let ty = innermost(self.0);
        if let Some(ty) = ty.as_struct() {
            let members = members(map, ty.fields(), Some(ty))?;
            Ok(self.content(|_| Literal::Struct(Node::from(members))))
        } else if let Some(ty) = ty.as_enum() {
            self.variant(ty, map)
        } else {
            self.some(map)
        }
    }
}

impl Of<'_> {
    /// `{"some": content}`
    fn some<'de, A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<Literal, A::Error> {
        let Some(inner) = self.0.as_option() else {
            return Err(A::Error::custom(format!(
                "expected a value of the type {}",
                self.0
            )));
        };
        let mut content = None;
        while let Some(key) = map.next_key::<String>()? {
            if key != "some" {
                return Err(A::Error::unknown_field(&key, &["some"]));
            }
            if content.is_some() {
                return Err(A::Error::duplicate_field("some"));
            }
            content = Some(map.next_value_seed(Of(inner))?);
        }
        let content = content.ok_or_else(|| A::Error::missing_field("some"))?;
        Ok(Literal::Some(Node::from(Box::new(content))))
    }

    /// `{"Variant": {its fields}}`
    fn variant<'de, A: MapAccess<'de>>(
        self,
        ty: &EnumType,
        mut map: A,
    ) -> core::result::Result<Literal, A::Error> {
        let only_one =
            || A::Error::custom(format!("one variant is a value of the type {}", self.0));
        let name = map.next_key::<String>()?.ok_or_else(only_one)?;
        let Some(variant) = ty.named(&name) else {
            return Err(A::Error::custom(format!(
                "\"{}\" is no variant, so no value of the type {}",
                escape(&name),
                self.0
            )));
        };
        let fields = map.next_value_seed(Content(variant))?;
        if map.next_key::<IgnoredAny>()?.is_some() {
            return Err(only_one());
        }
        Ok(self.content(|_| match fields.is_empty() {
            true => Literal::Text(Escaped::from_text(&name)),
            false => Literal::Variant {
                name: Node::from(name),
                fields: Node::from(fields),
            },
        }))
    }
}

/// The fields of a variant.
struct Content<'t>(&'t Variant);

impl<'de> DeserializeSeed<'de> for Content<'_> {
    type Value = Vec<Member>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        json: D,
    ) -> core::result::Result<Vec<Member>, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Content<'_> {
    type Value = Vec<Member>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an object of the fields of the variant {}",
            self.0.name()
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> core::result::Result<Vec<Member>, A::Error> {
        members(map, self.0.fields(), None)
    }
}

/// What an object has of a struct or variant, in whatever order it comes. Each field
/// is there; so a text pays for what is kept to find them.
fn members<'de, A: MapAccess<'de>>(
    mut map: A,
    fields: &[Field],
    with_subsections: Option<&StructType>,
) -> core::result::Result<Vec<Member>, A::Error> {
    // By position, and subsections by tag behind them.
    let mut found: BTreeMap<(u32, usize), Member> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    while let Some(name) = map.next_key::<String>()? {
        let next = found.len();
        let position = match fields.get(next) {
            Some(field) if field.name() == name => Some(next),
            _ => {
                if by_name.is_empty() {
                    by_name = (0..)
                        .zip(fields)
                        .map(|(i, field)| (field.name(), i))
                        .collect();
                }
                by_name.get(&*name).copied()
            }
        };
        let field = position.and_then(|position| Some(((0, position), fields.get(position)?)));
        let subsection = || {
            let subsection = with_subsections?.subsection_named(&name)?;
            Some(((subsection.tag(), 0), subsection.field()))
        };
        let Some((key, field)) = field.or_else(subsection) else {
            return Err(A::Error::custom(format!(
                "no field `{}` is in a value of the type",
                escape(&name)
            )));
        };
        let member = Member {
            value: map.next_value_seed(Of(field.ty()))?,
            name: Node::from(name),
        };
        if let Some(twice) = found.insert(key, member) {
            return Err(A::Error::custom(format!(
                "field `{}` is twice in a value of the type",
                twice.name()
            )));
        }
    }
    let is_missing = |i: &usize| !found.contains_key(&(0, *i));
    if let Some(missing) = (0..fields.len())
        .find(is_missing)
        .and_then(|i| fields.get(i))
    {
        return Err(A::Error::custom(format!(
            "field `{}` is missing in a value of the type",
            missing.name()
        )));
    }
    Ok(found.into_values().collect())
}

const NOT_AN_INTEGER: &str = "a whole number is a JSON number of at most 64 bits, or a string of \
                              decimal digits alone, as few as do, behind a `-` if it is \
                              negative, and 128 bits at most";

/// Whether a text stands for a value: a variant by its name, if it has no fields.
fn is_text_of(ty: &Type, text: &str) -> bool {
    match ty {
        Type::String => true,
        Type::Char => text.chars().count() == 1,
        Type::Enum(ty) => (ty.named(text)).is_some_and(|variant| variant.fields().is_empty()),
        Type::Unit | Type::Bool | Type::Integer(_) | Type::Float(_) | Type::Option(_) => false,
        Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } => false,
        Type::Tuple(_) | Type::Struct(_) => false,
    }
}

/// The content of options that do not wrap it.
fn innermost(ty: &Type) -> &Type {
    unwrapped(ty).map_or(ty, |inner| innermost(inner))
}

/// The content of an option that does not wrap it.
fn unwrapped(ty: &Type) -> Option<&TypeRef> {
    ty.as_option().filter(|inner| !inner.can_be_null())
}
