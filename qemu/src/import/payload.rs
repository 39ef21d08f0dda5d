//! The values of a layout, encoded as its schema says.

use super::schema::tags;
use crate::bytes::Bytes;
use crate::error::Result;
use crate::layout::{Struct, Type};

/// The payload of a section, whose bytes in QEMU's stream begin where `bytes` is.
pub(super) fn encode(layout: &Struct, bytes: &mut Bytes<'_>) -> Result<Vec<u8>> {
    let mut payload = Vec::new();
    structure(layout, bytes, &mut payload)?;
    Ok(payload)
}

/// A number of seven bits a byte, the lowest first.
pub(super) fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn structure(layout: &Struct, bytes: &mut Bytes<'_>, out: &mut Vec<u8>) -> Result<()> {
    for field in &layout.fields {
        value(&field.ty, bytes, out).map_err(|error| error.below(&field.name))?;
    }
    if layout.subsections.is_empty() {
        return Ok(());
    }
    let mut parts = Vec::new();
    for (tag, part) in tags(&layout.subsections)
        .into_iter()
        .zip(&layout.subsections)
    {
        bytes.take(
            part.size_as_subsection() - part.size(),
            "the head of a subsection",
        )?;
        let mut payload = Vec::new();
        structure(part, bytes, &mut payload).map_err(|error| error.below(&part.name))?;
        parts.push((tag, payload));
    }
    parts.sort_by_key(|(tag, _)| *tag);
    varint(parts.len() as u64, out);
    for (tag, payload) in parts {
        varint(tag.into(), out);
        varint(payload.len() as u64, out);
        out.extend(payload);
    }
    Ok(())
}

fn value(ty: &Type, bytes: &mut Bytes<'_>, out: &mut Vec<u8>) -> Result<()> {
    if ty.size() == 0 {
        return Ok(());
    }
    match ty {
        Type::Array { element, count } if !element.is_plain() => {
            (0..*count).try_for_each(|_| value(element, bytes, out))
        }
        Type::Array { element, .. } => plain(element, bytes.take(ty.size(), "an array")?, out),
        Type::Tuple(parts) => parts.iter().try_for_each(|part| value(part, bytes, out)),
        Type::Struct(parts) => structure(parts, bytes, out),
        Type::Queue(parts) => queue(parts, bytes, out),
        _ => plain(ty, bytes.take(ty.size(), "a value")?, out),
    }
}

/// One value that has no parts, or several back to back.
fn plain(ty: &Type, taken: &[u8], out: &mut Vec<u8>) -> Result<()> {
    match ty {
        Type::Number(number) if !number.little && number.width > 1 => {
            for chunk in taken.chunks(number.width.into()) {
                out.extend(chunk.iter().rev());
            }
        }
        Type::Text(len) => {
            for text in taken.chunks(usize::try_from(*len).unwrap_or(usize::MAX)) {
                varint(text.len() as u64, out);
                out.extend(text);
            }
        }
        _ => out.extend(taken),
    }
    Ok(())
}

/// A list, or a tuple if the elements are of several types.
fn queue(parts: &[Type], bytes: &mut Bytes<'_>, out: &mut Vec<u8>) -> Result<()> {
    let alike = parts.windows(2).all(|pair| pair.first() == pair.last());
    if alike {
        varint(parts.len() as u64, out);
    }
    for part in parts {
        bytes.take(1, "the mark of an element")?;
        value(part, bytes, out)?;
    }
    bytes.take(1, "the mark behind the elements").map(drop)
}
