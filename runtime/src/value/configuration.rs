//! The configuration in a payload, as its schema describes it.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::walk;
use crate::codec::varint;
use crate::schema::{
    Components, Configuration, Field, Kept, Schema, Type, TypeRef, kept, kept_part,
};

/// What a live device allows, by the offsets of the limited fields in its own payload, in
/// their order.
pub(crate) type Limits = [(usize, Vec<u8>)];

/// The configuration in a device's payload, encoded as
/// [`Schema::configuration`] describes it: `None` if there is none, or the payload is not
/// one of the schema.
pub fn configuration(schema: &Schema, payload: &[u8]) -> Option<Vec<u8>> {
    Reading::new(payload, None).of(schema)
}

/// The same of a live device into which another state will be loaded: what it allows
/// stands instead of the values that have a limit.
pub(crate) fn live_configuration(
    schema: &Schema,
    payload: &[u8],
    limits: &Limits,
) -> Option<Vec<u8>> {
    Reading::new(payload, Some(limits)).of(schema)
}

struct Reading<'a> {
    payload: &'a [u8],
    limits: Option<&'a Limits>,
}

/// A part of a struct or tuple, and what of it belongs to the configuration.
struct Part<'a> {
    ty: &'a Type,
    kept: Option<Kept>,
    is_limited: bool,
}

impl<'a> Part<'a> {
    fn of_field(field: &'a Field) -> Self {
        let configuration = field.configuration();
        Self {
            ty: field.ty(),
            kept: kept(field),
            is_limited: configuration.is_some_and(|it| it != Configuration::MustMatch),
        }
    }

    fn of_tuple(ty: &'a TypeRef) -> Self {
        Self {
            ty,
            kept: kept_part(ty),
            is_limited: false,
        }
    }
}

impl<'a> Reading<'a> {
    fn new(payload: &'a [u8], limits: Option<&'a Limits>) -> Self {
        Self { payload, limits }
    }

    fn of(&self, schema: &'a Schema) -> Option<Vec<u8>> {
        let described = schema.configuration()?;
        let configuration = self.parts(schema.ty(), 0)?;
        // A payload that is none can have anything in its place.
        walk::whole(described.ty(), configuration[..].into()).ok()?;
        Some(configuration)
    }

    /// What is configuration in the value at an offset.
    fn parts(&self, ty: &'a Type, at: usize) -> Option<Vec<u8>> {
        match ty.components() {
            Components::Struct(ty) => self.structure(ty.fields().iter().map(Part::of_field), at),
            Components::Tuple(parts) => self.structure(parts.iter().map(Part::of_tuple), at),
            Components::Nothing
            | Components::One(_)
            | Components::Entries { .. }
            | Components::Enum(_) => None,
        }
    }

    fn structure(
        &self,
        parts: impl Iterator<Item = Part<'a>> + Clone,
        mut at: usize,
    ) -> Option<Vec<u8>> {
        let last = parts.clone().filter(|part| part.kept.is_some()).count();
        let (mut tag, mut count, mut said) = (0, 0, Vec::new());
        for part in parts {
            // What stands behind the last one need not be read.
            if tag == last {
                break;
            }
            let rest = self.payload.get(at..)?;
            let len = walk::len(part.ty, self.payload.into(), at);
            let bytes = match part.kept {
                None => None,
                Some(Kept::Parts) => Some(Cow::Owned(self.parts(part.ty, at)?)),
                Some(Kept::Whole) => match self.limits.filter(|_| part.is_limited) {
                    // A codec by hand may not say what it allows.
                    Some(limits) => limit_at(limits, at).map(Cow::Borrowed),
                    None => Some(Cow::Borrowed(rest.get(..len)?)),
                },
            };
            tag += usize::from(part.kept.is_some());
            if let Some(bytes) = bytes {
                count += 1;
                put(&mut said, tag);
                put(&mut said, bytes.len());
                said.extend_from_slice(&bytes);
            }
            at = at.checked_add(len)?;
        }
        let mut out = Vec::with_capacity(said.len() + 1);
        put(&mut out, count);
        out.append(&mut said);
        Some(out)
    }
}

fn limit_at(limits: &Limits, at: usize) -> Option<&[u8]> {
    let found = limits.binary_search_by_key(&at, |(at, _)| *at).ok()?;
    limits.get(found).map(|(_, limit)| &**limit)
}

fn put(out: &mut Vec<u8>, number: usize) {
    let mut bytes = [0; varint::MAX_LEN];
    let len = varint::write(number as u128, &mut bytes);
    out.extend(bytes.into_iter().take(len));
}
