//! Finds the end of a value whose codec was written by hand: nothing but its
//! description says where it is.

use super::decoder::Decoder;
use crate::base::fault::{Fault, Reason};
use crate::schema::{Field, Type};

/// Moves behind a value of type `ty`.
pub(super) fn skip(ty: &Type, input: &mut Decoder<'_>) -> Result<(), Fault> {
    if let Some(len) = ty.summary().fixed_len().filter(|_| !ty.has_older()) {
        let len = usize::try_from(len).map_err(|_| Reason::Truncated)?;
        return input.take(len).map(|_| ());
    }
    if !ty.older().is_empty()
        && let Some(version) = input.older_version()?
    {
        let mut older = ty.older().iter();
        let Some(older) = older.find(|older| older.version() == version) else {
            return Err(Reason::Variant.into());
        };
        return skip(older.ty(), input);
    }
    match ty {
        // Of fixed length.
        Type::Unit | Type::Bool | Type::Float(_) => Ok(()),
        Type::Char | Type::String => {
            let len = input.count(1)?;
            input.take(len).map(|_| ())
        }
        Type::Integer(integer) => input.varint_of(u32::from(integer.bits())).map(|_| ()),
        Type::Option(content) => match input.byte()? {
            0 => Ok(()),
            1 => skip(content, input),
            _ => Err(Reason::Option.into()),
        },
        Type::Array { element, len } => (0..*len).try_for_each(|_| skip(element, input)),
        Type::List(element) | Type::Set(element) => counted(&[element], input),
        Type::Map { key, value } => counted(&[key, value], input),
        Type::Tuple(parts) => parts.iter().try_for_each(|part| skip(part, input)),
        Type::Struct(ty) => {
            fields(ty.fields(), input)?;
            if ty.subsections().is_empty() {
                return Ok(());
            }
            let mut subsections = input.subsections()?;
            while subsections.any()?.is_some() {}
            subsections.finish()
        }
        Type::Enum(ty) => match ty.variant_of(input.tag()?) {
            Some(variant) => fields(variant.fields(), input),
            None => Err(Reason::Variant.into()),
        },
    }
}

fn fields(all: &[Field], input: &mut Decoder<'_>) -> Result<(), Fault> {
    all.iter().try_for_each(|field| skip(field.ty(), input))
}

fn counted(parts: &[&Type], input: &mut Decoder<'_>) -> Result<(), Fault> {
    let count = input.count(1)?;
    for _ in 0..count {
        parts.iter().try_for_each(|part| skip(part, input))?;
    }
    Ok(())
}
