//! The parts of a value, which are read when they are asked for.

use core::fmt;

use super::cursor::{Cursor, End};
use super::present::Present;
use super::tree::{FieldValue, Item, Value};
use crate::schema::{Field, Subsection, Type, TypeRef};

#[derive(Clone, Copy)]
enum Types<'a> {
    Same(&'a TypeRef),
    Each(&'a [TypeRef]),
}

impl<'a> Types<'a> {
    fn of(self, index: usize) -> Option<&'a TypeRef> {
        match self {
            Self::Same(ty) => Some(ty),
            Self::Each(types) => types.get(index),
        }
    }
}

/// The elements of an array, list, set or tuple.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    parts: Cursor<'a>,
    types: Types<'a>,
    count: usize,
}

impl<'a> Items<'a> {
    /// So many of one type.
    pub(super) fn same(parts: Cursor<'a>, element: &'a TypeRef, count: usize) -> Self {
        Self {
            parts,
            types: Types::Same(element),
            count,
        }
    }

    /// One of each type.
    pub(super) fn each(parts: Cursor<'a>, types: &'a [TypeRef]) -> Self {
        Self {
            parts,
            types: Types::Each(types),
            count: types.len(),
        }
    }

    /// How many there are: of a value that cannot be read to its end, those
    /// that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole() {
            true => self.count,
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Each of them, read one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Item<'a>> + use<'a> {
        let Self {
            mut parts,
            types,
            count,
        } = *self;
        (0..count).map_while(move |index| parts.next(types.of(index)?))
    }

    /// Calls `see` with each of them and its type, one after the other, and says where they end.
    pub(super) fn try_each<E>(
        &self,
        end: &End,
        mut see: impl FnMut(&'a Type, &Value<'a>, &End) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = self.parts;
        for index in 0..self.count {
            let seen = (self.types.of(index))
                .and_then(|ty| parts.see(ty, |value, end| see(ty, value, end)));
            let Some(seen) = seen else { return Ok(()) };
            seen?;
        }
        end.reached(&parts);
        Ok(())
    }
}

/// The keys and values of a map.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    parts: Cursor<'a>,
    key: &'a TypeRef,
    value: &'a TypeRef,
    count: usize,
}

impl<'a> Entries<'a> {
    pub(super) fn new(
        parts: Cursor<'a>,
        key: &'a TypeRef,
        value: &'a TypeRef,
        count: usize,
    ) -> Self {
        Self {
            parts,
            key,
            value,
            count,
        }
    }

    /// How many there are: of a value that cannot be read to its end, those
    /// that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole() {
            true => self.count,
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Each of them, read one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (Item<'a>, Item<'a>)> + use<'a> {
        let Self {
            mut parts,
            key,
            value,
            count,
        } = *self;
        (0..count).map_while(move |_| Some((parts.next(key)?, parts.next(value)?)))
    }

    /// Calls `see` with each key and its value, one pair after the other, and says where they
    /// end.
    pub(super) fn try_each<E>(
        &self,
        end: &End,
        mut see: impl FnMut([(&'a Type, &Value<'a>, &End); 2]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = self.parts;
        for _ in 0..self.count {
            let seen = parts.next(self.key).and_then(|key| {
                let key = (&**self.key, &key.value, &End::default());
                parts.see(self.value, |value, end| {
                    see([key, (self.value, value, end)])
                })
            });
            let Some(seen) = seen else { return Ok(()) };
            seen?;
        }
        end.reached(&parts);
        Ok(())
    }
}

/// The fields and subsections of a struct, or the fields of a variant.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    parts: Cursor<'a>,
    fields: &'a [Field],
    subsections: &'a [Subsection],
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        parts: Cursor<'a>,
        fields: &'a [Field],
        subsections: &'a [Subsection],
    ) -> Self {
        Self {
            parts,
            fields,
            subsections,
        }
    }

    /// How many there are, absent subsections too: of a value that cannot be
    /// read to its end, those that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole() {
            true => self.fields.len() + self.subsections.len(),
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Whether all can be read: those that the type has.
    pub fn is_whole(&self) -> bool {
        self.parts.is_whole()
    }

    /// The fields and subsections that the type has, whether or not they can be read.
    pub fn declared(&self) -> impl Iterator<Item = &'a Field> + use<'a> {
        let subsections = self.subsections.iter().map(Subsection::field);
        self.fields.iter().chain(subsections)
    }

    /// Each of them, read one after the other, absent subsections too.
    pub fn iter(&self) -> impl Iterator<Item = FieldValue<'a>> + use<'a> {
        self.walk(Present::next)
    }

    /// Those that are there, read one after the other. An absent subsection costs
    /// nothing, however many the type has.
    pub fn present(&self) -> impl Iterator<Item = FieldValue<'a>> + use<'a> {
        self.walk(Present::next_present)
    }

    /// Calls `see` with those that are there, one after the other, and says where they end.
    pub(super) fn try_each_present<E>(
        &self,
        end: &End,
        mut see: impl FnMut(&'a Field, &Value<'a>, &End) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = self.parts;
        for field in self.fields {
            let seen = parts.see(field.ty(), |value, end| see(field, value, end));
            let Some(seen) = seen else { return Ok(()) };
            seen?;
        }
        match Present::new(parts, self.subsections) {
            Some(subsections) => subsections.try_each(end, see),
            None => {
                if self.subsections.is_empty() {
                    end.reached(&parts);
                }
                Ok(())
            }
        }
    }

    /// Calls `see` with the fields of two values of one type, side by side: with those that
    /// are in either. Of a side that is `None`, nothing is there.
    ///
    /// # Errors
    ///
    /// As `see`.
    pub fn try_each_pair<E>(
        [a, b]: [Option<Self>; 2],
        mut see: impl FnMut(&'a Field, [Option<&Item<'a>>; 2]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(ty) = a.or(b) else { return Ok(()) };
        let (mut x, mut y) = (a.map(|a| a.parts), b.map(|b| b.parts));
        for field in ty.fields {
            let one = x.as_mut().and_then(|x| x.next(field.ty()));
            let two = y.as_mut().and_then(|y| y.next(field.ty()));
            if one.is_none() && two.is_none() {
                return Ok(());
            }
            see(field, [one.as_ref(), two.as_ref()])?;
        }
        let mut x = x.and_then(|x| Present::new(x, ty.subsections));
        let mut y = y.and_then(|y| Present::new(y, ty.subsections));
        for subsection in ty.subsections {
            let is_here = |side: &Option<Present<'_>>| {
                side.as_ref().is_some_and(|side| side.is_at(subsection))
            };
            let one = is_here(&x).then(|| x.as_mut()?.next_present()?.item);
            let two = is_here(&y).then(|| y.as_mut()?.next_present()?.item);
            let items = [one.flatten(), two.flatten()];
            if items.iter().any(Option::is_some) {
                let [one, two] = &items;
                see(subsection.field(), [one.as_ref(), two.as_ref()])?;
            }
        }
        Ok(())
    }

    fn walk(
        self,
        subsection: impl Fn(&mut Present<'a>) -> Option<FieldValue<'a>>,
    ) -> impl Iterator<Item = FieldValue<'a>> {
        let Self {
            parts,
            fields,
            subsections,
        } = self;
        let mut fields = Walk { parts, fields };
        // Subsections begin where the fields end.
        let mut behind = None;
        core::iter::from_fn(move || {
            if let Some(field) = fields.next() {
                return Some(field);
            }
            if !fields.fields.is_empty() {
                return None;
            }
            let behind = behind.get_or_insert_with(|| Present::new(fields.parts, subsections));
            subsection(behind.as_mut()?)
        })
    }
}

/// Fields that are still to be read.
struct Walk<'a> {
    parts: Cursor<'a>,
    fields: &'a [Field],
}

impl<'a> Iterator for Walk<'a> {
    type Item = FieldValue<'a>;

    fn next(&mut self) -> Option<FieldValue<'a>> {
        let (field, rest) = self.fields.split_first()?;
        let item = self.parts.next(field.ty())?;
        self.fields = rest;
        Some(FieldValue {
            field,
            tag: None,
            item: Some(item),
        })
    }
}

macro_rules! sequences {
    ($($sequence:ident)*) => {$(
        impl fmt::Debug for $sequence<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.iter()).finish()
            }
        }

        impl PartialEq for $sequence<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.iter().eq(other.iter())
            }
        }
    )*};
}

sequences!(Items Entries Fields);
