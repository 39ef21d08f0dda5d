//! Variants: a name, or an object of which it is the only member.

use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::known;
use super::super::violation::Violation;
use super::members::{Members, Name};
use super::output::{Output, unexpected, wrong};
use crate::schema::{EnumType, Segment, Variant};

pub(super) struct Variants<'o, 't> {
    ty: &'t EnumType,
    out: &'o mut Output,
}

impl<'o, 't> Variants<'o, 't> {
    pub(super) fn new(ty: &'t EnumType, out: &'o mut Output) -> Self {
        Self { ty, out }
    }

    /// A variant of this name, which has no fields.
    pub(super) fn unit(self, name: &str) -> Result<(), Violation> {
        let variant = self.ty.named(name).ok_or_else(|| unknown(self.ty))?;
        self.out.put_count(variant.tag().into());
        match variant.fields().first() {
            None => Ok(()),
            Some(missing) => Err(wrong("the field is missing")
                .within(Segment::Field(String::from(missing.name())))
                .within(Segment::Variant(String::from(name)))),
        }
    }

    /// The only member of an object.
    pub(super) fn only<'de, A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        let Self { ty, out } = self;
        let variant = json.next_key_seed(Name(|name: &str| ty.named(name)))?;
        let Some(variant) = variant else {
            return Err(out.refuse(wrong(ONE)));
        };
        let Some(variant) = variant else {
            return Err(out.refuse(unknown(ty)));
        };
        let content = Content {
            ty,
            variant,
            out: &mut *out,
        };
        json.next_value_seed(content).inspect_err(|_| {
            out.within(|| Segment::Variant(String::from(variant.name())));
        })?;
        match json.next_key_seed(Name(|_: &str| ()))? {
            None => Ok(()),
            Some(()) => Err(out.refuse(wrong(ONE))),
        }
    }
}

const ONE: &str = "expected one variant";

fn unknown(ty: &EnumType) -> Violation {
    wrong(format!("there is no such variant; {}", known::variants(ty)))
}

/// The fields of a variant, or the tag of one that the schema does not know.
struct Content<'o, 't> {
    ty: &'t EnumType,
    variant: &'t Variant,
    out: &'o mut Output,
}

impl Content<'_, '_> {
    fn unexpected<E: Error>(self) -> Result<(), E> {
        Err(self.out.refuse(wrong("expected an object")))
    }
}

impl<'de> DeserializeSeed<'de> for Content<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Content<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    unexpected!();

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.unexpected()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        let Self { ty, variant, out } = self;
        if !variant.keeps_tag() {
            out.put_count(variant.tag().into());
            return Members::of_variant(variant, out).read(&mut json);
        }
        // Such a variant has no fields.
        match json.next_key_seed(Name(|name: &str| name == "tag"))? {
            None => {
                out.put_count(variant.tag().into());
                return Ok(());
            }
            Some(true) => {}
            Some(false) => return Err(out.refuse(wrong("there is only a `tag`"))),
        }
        let tag = json.next_value::<u32>().ok();
        let tag = tag.filter(|tag| ty.variant(*tag).is_none_or(Variant::keeps_tag));
        let Some(tag) = tag else {
            return Err(out.refuse(wrong("expected the tag of an unknown variant")));
        };
        out.put_count(tag.into());
        match json.next_key_seed(Name(|_: &str| ()))? {
            None => Ok(()),
            Some(()) => Err(out.refuse(wrong("there is only a `tag`"))),
        }
    }
}
