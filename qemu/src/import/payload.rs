//! The values of a layout, encoded as its schema says.

use super::origin::Origin;
use super::schema::tags;
use crate::bytes::Bytes;
use crate::error::Result;
use crate::layout::{Struct, Type};

/// The payload of a section, whose bytes in QEMU's stream begin where `bytes` is,
/// and where in them each part of it comes from.
pub(super) fn encode(layout: &Struct, bytes: &mut Bytes<'_>) -> Result<(Vec<u8>, Origin)> {
    let mut payload = Payload::default();
    structure(layout, bytes, &mut payload)?;
    Ok((payload.bytes, payload.origin))
}

/// What was encoded.
#[derive(Default)]
struct Payload {
    bytes: Vec<u8>,
    origin: Origin,
}

/// A number of seven bits a byte, the lowest first.
pub(super) fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn structure(layout: &Struct, bytes: &mut Bytes<'_>, out: &mut Payload) -> Result<()> {
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
        let mut payload = Payload::default();
        structure(part, bytes, &mut payload).map_err(|error| error.below(&part.name))?;
        parts.push((tag, payload));
    }
    parts.sort_by_key(|(tag, _)| *tag);
    varint(parts.len() as u64, &mut out.bytes);
    for (tag, payload) in parts {
        varint(tag.into(), &mut out.bytes);
        varint(payload.bytes.len() as u64, &mut out.bytes);
        out.origin.append(out.bytes.len(), payload.origin);
        out.bytes.extend(payload.bytes);
    }
    Ok(())
}

fn value(ty: &Type, bytes: &mut Bytes<'_>, out: &mut Payload) -> Result<()> {
    if ty.size() == 0 {
        return Ok(());
    }
    match ty {
        Type::Array { element, count } if !element.is_plain() => {
            (0..*count).try_for_each(|_| value(element, bytes, out))
        }
        Type::Array { element, .. } => plain(element, ty.size(), bytes, out),
        Type::Tuple(parts) => parts.iter().try_for_each(|part| value(part, bytes, out)),
        Type::Struct(parts) => structure(parts, bytes, out),
        Type::Queue(parts) => queue(parts, bytes, out),
        _ => plain(ty, ty.size(), bytes, out),
    }
}

/// One value that has no parts, or several back to back.
fn plain(ty: &Type, size: u64, bytes: &mut Bytes<'_>, out: &mut Payload) -> Result<()> {
    out.origin.add(out.bytes.len(), bytes.offset());
    let taken = bytes.take(size, "a value")?;
    let out = &mut out.bytes;
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

/// Whether a queue becomes a list: else, as its elements are not alike, a tuple.
pub(super) fn is_list(parts: &[Type]) -> bool {
    parts.windows(2).all(|pair| pair.first() == pair.last())
}

/// A list, or a tuple if the elements are of several types.
fn queue(parts: &[Type], bytes: &mut Bytes<'_>, out: &mut Payload) -> Result<()> {
    if is_list(parts) {
        varint(parts.len() as u64, &mut out.bytes);
    }
    for part in parts {
        bytes.take(1, "the mark of an element")?;
        value(part, bytes, out)?;
    }
    bytes.take(1, "the mark behind the elements").map(drop)
}
