//! Finds the end of a value.

use super::super::extent::{Extent, Variants};
use crate::codec::{Decoder, Fault, Reason};

/// Moves behind a value.
#[inline]
pub(super) fn skip(extent: &Extent, input: &mut Decoder<'_>) -> Result<(), Fault> {
    match extent {
        Extent::Bytes(len) => input.take(*len).map(|_| ()),
        Extent::Counted { min_len, len } => {
            let count = input.count(*min_len)?;
            input.take(count.saturating_mul(*len)).map(|_| ())
        }
        Extent::Enum(variants) => enumeration(variants, input),
        extent => walk(extent, input),
    }
}

fn walk(extent: &Extent, input: &mut Decoder<'_>) -> Result<(), Fault> {
    match extent {
        Extent::Bytes(_) | Extent::Counted { .. } | Extent::Enum(_) => skip(extent, input),
        Extent::Varint(bits) => input.varint_of(*bits).map(|_| ()),
        Extent::Option(content) => match input.byte()? {
            0 => Ok(()),
            1 => skip(content, input),
            _ => Err(Reason::Option.into()),
        },
        Extent::Array { count, element } => (0..*count).try_for_each(|_| skip(element, input)),
        Extent::List { min_len, element } => {
            let count = input.count(*min_len)?;
            match &**element {
                Extent::Enum(variants) => enumerations(variants, count, input),
                element => (0..count).try_for_each(|_| skip(element, input)),
            }
        }
        Extent::Parts(parts) => parts.iter().try_for_each(|part| skip(part, input)),
        Extent::Subsections => {
            let mut subsections = input.subsections()?;
            while subsections.any()?.is_some() {}
            subsections.finish()
        }
    }
}

/// Behind an enum.
fn enumeration(variants: &Variants, input: &mut Decoder<'_>) -> Result<(), Fault> {
    if let Some(behind) = behind_short(variants, input.rest()) {
        return input.take(input.remaining() - behind.len()).map(|_| ());
    }
    match variants.get(input.tag()?) {
        Some(fields) => skip(fields, input),
        None if variants.keeps_tags => Ok(()),
        None => Err(Reason::Variant.into()),
    }
}

/// Behind so many enums. No more than a look at the tag is needed for most.
fn enumerations(variants: &Variants, count: usize, input: &mut Decoder<'_>) -> Result<(), Fault> {
    let mut rest = input.rest();
    for _ in 0..count {
        rest = match behind_short(variants, rest) {
            Some(behind) => behind,
            None => {
                let mut input = Decoder::new(rest);
                enumeration(variants, &mut input)?;
                input.rest()
            }
        };
    }
    input.take(input.remaining() - rest.len()).map(|_| ())
}

/// What follows an enum with a tag of one byte and fields of fixed length.
#[inline]
fn behind_short<'a>(variants: &Variants, rest: &'a [u8]) -> Option<&'a [u8]> {
    let (tag @ 0..0x80, fields) = rest.split_first()? else {
        return None;
    };
    match variants.get(u32::from(*tag))? {
        Extent::Bytes(len) => fields.get(*len..),
        _ => None,
    }
}

/// The bytes of the next value.
pub(super) fn bytes<'a>(extent: &Extent, input: &mut Decoder<'a>) -> Result<&'a [u8], Fault> {
    let value = input.rest();
    skip(extent, input)?;
    let len = value.len().saturating_sub(input.remaining());
    Ok(value.get(..len).unwrap_or_default())
}
