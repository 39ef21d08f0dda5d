//! Fields and subsections, in whatever order they come.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::output::{Output, wrong};
use super::part::Part;
use crate::schema::{Field, Segment, StructType, Subsection, Variant};

/// What an object has of a struct or variant.
pub(super) struct Members<'o, 't> {
    fields: &'t [Field],
    of_struct: Option<&'t StructType>,
    out: &'o mut Output,
    /// So many fields were encoded.
    next: usize,
    /// Fields that came before their turn, encoded.
    early: BTreeMap<usize, Vec<u8>>,
    /// Subsections by tag, encoded.
    subsections: BTreeMap<u32, Vec<u8>>,
    /// The positions of the fields, made when they are not in their order.
    by_name: BTreeMap<&'t str, usize>,
}

enum Member<'t> {
    Field(usize, &'t Field),
    Subsection(&'t Subsection),
    Unknown(String),
}

impl<'o, 't> Members<'o, 't> {
    pub(super) fn of_struct(ty: &'t StructType, out: &'o mut Output) -> Self {
        Self::new(ty.fields(), Some(ty), out)
    }

    pub(super) fn of_variant(variant: &'t Variant, out: &'o mut Output) -> Self {
        Self::new(variant.fields(), None, out)
    }

    fn new(fields: &'t [Field], of_struct: Option<&'t StructType>, out: &'o mut Output) -> Self {
        Self {
            fields,
            of_struct,
            out,
            next: 0,
            early: BTreeMap::new(),
            subsections: BTreeMap::new(),
            by_name: BTreeMap::new(),
        }
    }

    /// Reads all that is there, and encodes it in the order of the type.
    pub(super) fn read<'de, A: MapAccess<'de>>(mut self, json: &mut A) -> Result<(), A::Error> {
        while let Some(member) = json.next_key_seed(Name(|name: &str| self.member(name)))? {
            match member {
                Member::Field(index, field) => self.field(index, field, json)?,
                Member::Subsection(subsection) => self.subsection(subsection, json)?,
                Member::Unknown(name) => {
                    let unknown = wrong("there is no such field");
                    return Err(self.out.refuse(unknown.within(Segment::Field(name))));
                }
            }
        }
        if let Some(missing) = self.fields.get(self.next) {
            let name = Segment::Field(String::from(missing.name()));
            let missing = wrong("the field is missing").within(name);
            return Err(self.out.refuse(missing));
        }
        self.put_subsections();
        Ok(())
    }

    fn member(&mut self, name: &str) -> Member<'t> {
        // Most often they come in their order.
        if let Some(next) = self
            .fields
            .get(self.next)
            .filter(|next| next.name() == name)
        {
            return Member::Field(self.next, next);
        }
        let subsection = self.of_struct.and_then(|ty| ty.subsection_named(name));
        if let Some(subsection) = subsection {
            return Member::Subsection(subsection);
        }
        if self.by_name.is_empty() {
            self.by_name = self.fields.iter().map(Field::name).zip(0..).collect();
        }
        let index = self.by_name.get(name).copied();
        match index.and_then(|index| Some((index, self.fields.get(index)?))) {
            Some((index, field)) => Member::Field(index, field),
            None => Member::Unknown(String::from(name)),
        }
    }

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        index: usize,
        field: &'t Field,
        json: &mut A,
    ) -> Result<(), A::Error> {
        if index < self.next || self.early.contains_key(&index) {
            return Err(self.twice(field));
        }
        if index != self.next {
            let early = self.apart(field, json)?;
            self.early.insert(index, early);
            return Ok(());
        }
        self.value(field, json)?;
        self.next += 1;
        while !self.early.is_empty()
            && let Some(early) = self.early.remove(&self.next)
        {
            self.out.bytes.extend(early);
            self.next += 1;
        }
        Ok(())
    }

    fn subsection<'de, A: MapAccess<'de>>(
        &mut self,
        subsection: &'t Subsection,
        json: &mut A,
    ) -> Result<(), A::Error> {
        if self.subsections.contains_key(&subsection.tag()) {
            return Err(self.twice(subsection.field()));
        }
        let payload = self.apart(subsection.field(), json)?;
        self.subsections.insert(subsection.tag(), payload);
        Ok(())
    }

    /// A value that goes elsewhere than behind what was encoded last.
    fn apart<'de, A: MapAccess<'de>>(
        &mut self,
        field: &'t Field,
        json: &mut A,
    ) -> Result<Vec<u8>, A::Error> {
        self.out.pin();
        let start = self.out.bytes.len();
        self.value(field, json)?;
        self.out.unpin();
        Ok(self.out.bytes.split_off(start))
    }

    fn value<'de, A: MapAccess<'de>>(
        &mut self,
        field: &'t Field,
        json: &mut A,
    ) -> Result<(), A::Error> {
        let read = json.next_value_seed(Part::new(field.ty(), self.out));
        read.inspect_err(|_| {
            if let Some(violation) = self.out.violation.as_mut().filter(|_| field.sensitive()) {
                violation.hide_path();
            }
            self.out
                .within(|| Segment::Field(String::from(field.name())));
        })
    }

    fn twice<E: Error>(&mut self, field: &Field) -> E {
        let name = Segment::Field(String::from(field.name()));
        self.out
            .refuse(wrong("the field is there twice").within(name))
    }

    fn put_subsections(&mut self) {
        if self.of_struct.is_none_or(|ty| ty.subsections().is_empty()) {
            return;
        }
        self.out.put_count(self.subsections.len() as u128);
        for (tag, payload) in &self.subsections {
            self.out.put_count(u128::from(*tag));
            self.out.put_bytes(payload);
        }
    }
}

/// A key, of which only what the function makes of it is kept.
pub(super) struct Name<F>(pub(super) F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for Name<F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<T, D::Error> {
        json.deserialize_str(self)
    }
}

impl<T, F: FnOnce(&str) -> T> Visitor<'_> for Name<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<T, E> {
        Ok((self.0)(name))
    }
}
