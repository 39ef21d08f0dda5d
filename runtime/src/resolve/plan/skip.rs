//! Finds the end of a value.

use crate::codec::{Decoder, Fault, Reason};
use crate::schema::{Type, TypeRef};

/// Moves behind a value of type `ty`.
pub(super) fn skip(ty: &TypeRef, input: &mut Decoder<'_>) -> Result<(), Fault> {
    if let Some(len) = ty.summary().fixed_len() {
        return skip_bytes(len, input);
    }
    match &**ty {
        Type::Unit | Type::Bool | Type::Float(_) => Ok(()),
        Type::Integer(integer) => input.varint_of(u32::from(integer.bits())).map(|_| ()),
        Type::Char | Type::String => {
            let len = input.count(1)?;
            input.take(len).map(|_| ())
        }
        Type::Option(inner) => match input.byte()? {
            0 => Ok(()),
            1 => skip(inner, input),
            _ => Err(Reason::Option.into()),
        },
        Type::Array { element, len } => (0..*len).try_for_each(|_| skip(element, input)),
        Type::List(element) | Type::Set(element) => {
            let count = input.count(min_len(element))?;
            match element.summary().fixed_len() {
                Some(len) => skip_bytes((count as u64).saturating_mul(len), input),
                None => (0..count).try_for_each(|_| skip(element, input)),
            }
        }
        Type::Map { key, value } => {
            let count = input.count(min_len(key))?;
            (0..count).try_for_each(|_| {
                skip(key, input)?;
                skip(value, input)
            })
        }
        Type::Tuple(parts) => parts.get().iter().try_for_each(|part| skip(part, input)),
        Type::Struct(ty) => {
            ty.fields()
                .iter()
                .try_for_each(|field| skip(field.ty(), input))?;
            if ty.subsections().is_empty() {
                return Ok(());
            }
            let mut subsections = input.subsections()?;
            while subsections.any()?.is_some() {}
            subsections.finish()
        }
        Type::Enum(ty) => {
            let tag = input.tag()?;
            match ty.variant(tag) {
                Some(variant) => variant
                    .fields()
                    .iter()
                    .try_for_each(|field| skip(field.ty(), input)),
                None if ty.variants().iter().any(|variant| variant.other()) => Ok(()),
                None => Err(Reason::Variant.into()),
            }
        }
    }
}

fn skip_bytes(len: u64, input: &mut Decoder<'_>) -> Result<(), Fault> {
    let len = usize::try_from(len).map_err(|_| Reason::Truncated)?;
    input.take(len).map(|_| ())
}

/// The fewest bytes of an element.
pub(in crate::resolve) fn min_len(element: &TypeRef) -> usize {
    usize::try_from(element.summary().min_len()).unwrap_or(usize::MAX)
}
