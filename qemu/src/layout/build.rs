//! From a description, and the bytes that it describes, to a layout.

use std::cell::Cell;
use std::collections::HashSet;

use super::opaque;
use super::{Field, Number, Struct, Type};
use crate::bytes::Bytes;
use crate::description as described;
use crate::error::Result;

/// What the bytes of a stream do not pay for: copies of what a description says once,
/// and parts that have no bytes, of which an array has as many as it has elements. The
/// layouts of a stream may have so much of both.
#[derive(Debug, Default)]
pub(crate) struct Budget(Cell<u64>);

impl Budget {
    /// So many bytes of memory.
    pub(crate) fn new(bytes: u64) -> Self {
        Self(Cell::new(bytes))
    }

    fn draw(&self, bytes: u64, at: Bytes<'_>) -> Result<()> {
        match self.0.get().checked_sub(bytes) {
            Some(left) => self.0.set(left),
            None => {
                return Err(at.error(
                    "its arrays have too many elements whose fields have no bytes, or are not \
                     alike",
                ));
            }
        }
        Ok(())
    }
}

/// What the fields of a section are read with.
#[derive(Clone, Copy)]
struct Context<'c> {
    /// The name of the section.
    device: &'c str,
    budget: &'c Budget,
}

/// The layout of a device, whose bytes begin where `bytes` is; then it is behind
/// them.
pub(crate) fn device(
    device: &described::Device,
    bytes: &mut Bytes<'_>,
    budget: &Budget,
) -> Result<Struct> {
    let mut layout = structure(&device.content, bytes, &device.name, budget)?;
    // State that is not described by VMState has no version of its own.
    if layout.name.is_empty() {
        layout.version = None;
    }
    Ok(layout)
}

/// The layout of a struct; `device` is the name of the section that it is in.
pub(crate) fn structure(
    content: &described::Struct,
    bytes: &mut Bytes<'_>,
    device: &str,
    budget: &Budget,
) -> Result<Struct> {
    parts(content, bytes, Context { device, budget })
}

fn parts(
    content: &described::Struct,
    bytes: &mut Bytes<'_>,
    context: Context<'_>,
) -> Result<Struct> {
    let mut fields: Vec<Field> = Vec::new();
    for part in &content.fields {
        let start = *bytes;
        field(part, bytes, context)
            .and_then(|field| add(&mut fields, field, context, start))
            .map_err(|error| error.below(&part.name))?;
    }
    let mut subsections = Vec::new();
    let mut names = HashSet::new();
    for part in &content.subsections {
        if !names.insert(part.name.as_str()) {
            let error = bytes.error("the description has this subsection twice");
            return Err(error.below(&part.name));
        }
        let subsection = subsection(part, bytes, context);
        subsections.push(subsection.map_err(|error| error.below(&part.name))?);
    }
    Ok(Struct {
        name: content.name.clone(),
        version: Some(content.version),
        fields,
        subsections,
    })
}

/// Adds a field, or an element of the last one: elements that QEMU describes one
/// by one have the name of the array.
fn add(fields: &mut Vec<Field>, field: Field, context: Context<'_>, at: Bytes<'_>) -> Result<()> {
    let Some(last) = fields.last_mut().filter(|last| last.name == field.name) else {
        fields.push(field);
        return Ok(());
    };
    let old = std::mem::replace(&mut last.ty, Type::Bytes(0));
    last.ty = match old {
        Type::Array { element, count } if *element == field.ty => Type::Array {
            element,
            count: count + 1,
        },
        Type::Tuple(mut parts) => {
            parts.push(field.ty);
            Type::Tuple(parts)
        }
        first if first == field.ty => Type::Array {
            element: Box::new(first),
            count: 2,
        },
        Type::Array { element, count } if count <= MOST_PARTS => {
            let copies = element.memory().saturating_mul(count);
            context.budget.draw(copies, at)?;
            let mut parts = vec![*element; count as usize];
            parts.push(field.ty);
            Type::Tuple(parts)
        }
        first => Type::Tuple(vec![first, field.ty]),
    };
    Ok(())
}

/// An array of more elements is not taken apart because the next one differs.
const MOST_PARTS: u64 = 4096;

fn subsection(
    part: &described::Struct,
    bytes: &mut Bytes<'_>,
    context: Context<'_>,
) -> Result<Struct> {
    head(&part.name, bytes)?;
    let version = bytes.u32("the version of a subsection")?;
    if i64::from(version) != part.version {
        let problem = format!(
            "the subsection has version {version}; the description says {}",
            part.version
        );
        return Err(bytes.error(problem));
    }
    parts(part, bytes, context)
}

/// Reads the head of the subsection `name`, up to its version.
pub(super) fn head(name: &str, bytes: &mut Bytes<'_>) -> Result<()> {
    let mut ahead = *bytes;
    let mark = ahead.u8("the mark of a subsection")?;
    let found = if mark == opaque::SUBSECTION {
        Some(ahead.name("the name of a subsection")?)
    } else {
        None
    };
    match found {
        Some(found) if found == name.as_bytes() => {
            *bytes = ahead;
            Ok(())
        }
        Some(found) => Err(bytes.error(format!(
            "the subsection {:?} stands here, not the one that is described",
            crate::text::name_of(found)
        ))),
        None => Err(bytes.error(format!(
            "the byte {mark:#04x} stands here; a subsection begins with 0x05"
        ))),
    }
}

fn field(part: &described::Field, bytes: &mut Bytes<'_>, context: Context<'_>) -> Result<Field> {
    let start = *bytes;
    let ty = match part.count {
        None => value(part, bytes, context, false)?,
        Some(count) => {
            let element = value(part, bytes, context, true)?;
            let without_bytes = element.memory_without_bytes().saturating_mul(count);
            context.budget.draw(without_bytes, start)?;
            array(element, count, part, bytes, start)?
        }
    };
    Ok(Field {
        name: part.name.clone(),
        kind: part.kind.clone(),
        ty: settle(ty, start),
    })
}

/// An array of `count` elements, of which the first was read.
fn array<'a>(
    element: Type,
    count: u64,
    part: &described::Field,
    bytes: &mut Bytes<'a>,
    start: Bytes<'a>,
) -> Result<Type> {
    let all = element.size().saturating_mul(count);
    if part.size == 0 {
        return Ok(Type::Bytes(0));
    }
    *bytes = start;
    let what = format!("an array of {count} elements of {} bytes", part.size);
    bytes.take(all, &what)?;
    Ok(Type::Array {
        element: Box::new(element),
        count,
    })
}

/// One value; `in_array` if all elements of an array are to be like it.
fn value(
    part: &described::Field,
    bytes: &mut Bytes<'_>,
    context: Context<'_>,
    in_array: bool,
) -> Result<Type> {
    let start = *bytes;
    if !part.content.is_empty() {
        let ty = nested(part, bytes, context)?;
        let size = ty.size();
        return match size == part.size {
            true => Ok(ty),
            false => Err(start.error(format!(
                "the description says {} bytes, what it describes has {size}",
                part.size
            ))),
        };
    }
    let what = format!("a value of type {:?}", part.kind);
    // The first element of an empty array is not there.
    if part.count == Some(0) {
        return Ok(scalar(&part.kind, part.size).unwrap_or(Type::Bytes(part.size)));
    }
    let raw = bytes.take(part.size, &what)?;
    let scalar = scalar(&part.kind, part.size);
    let split = || match in_array {
        true => None,
        false => {
            opaque::split(&part.kind, start.until(bytes.offset()), context.device).map(|mut ty| {
                widen(&mut ty, &mut start.clone());
                ty
            })
        }
    };
    let text = || {
        (context.device == "globalstate")
            .then(|| text(&part.name, raw))
            .flatten()
    };
    Ok(scalar
        .or_else(split)
        .or_else(text)
        .unwrap_or(Type::Bytes(part.size)))
}

/// The state that the machine was in is a text, in a buffer that is filled up
/// with zeros.
fn text(name: &str, raw: &[u8]) -> Option<Type> {
    let is_text = name == "runstate" && std::str::from_utf8(raw).is_ok();
    is_text.then_some(Type::Text(raw.len() as u64))
}

/// A struct, or the elements of a queue.
fn nested(part: &described::Field, bytes: &mut Bytes<'_>, context: Context<'_>) -> Result<Type> {
    let queue = matches!(part.kind.as_str(), "qtailq" | "qlist");
    if !queue {
        let mut structs = Vec::new();
        for content in &part.content {
            structs.push(Type::Struct(parts(content, bytes, context)?));
        }
        return Ok(match structs.len() {
            1 => structs.swap_remove(0),
            _ => Type::Tuple(structs),
        });
    }
    let mut elements = Vec::new();
    for content in &part.content {
        mark(1, bytes)?;
        elements.push(Type::Struct(parts(content, bytes, context)?));
    }
    mark(0, bytes)?;
    Ok(Type::Queue(elements))
}

/// Reads what stands before each element of a queue, and behind the last.
pub(super) fn mark(expected: u8, bytes: &mut Bytes<'_>) -> Result<()> {
    let here = *bytes;
    match bytes.u8("the mark of a queue's element")? {
        found if found == expected => Ok(()),
        found => Err(here.error(format!(
            "a queue's element has the mark {found:#04x} before it, not {expected:#04x}"
        ))),
    }
}

/// The type of a label of QEMU's, if it has this size. Labels are no more than
/// that: some name two different things.
fn scalar(kind: &str, size: u64) -> Option<Type> {
    match kind {
        "unused_buffer" => Some(Type::Unused(size)),
        "bitmap" if size.is_multiple_of(8) && size > 0 => Some(Type::Array {
            element: Box::new(Type::Number(Number::unsigned(8))),
            count: size / 8,
        }),
        "pci irq state" if size == 16 => Some(Type::Array {
            element: Box::new(Type::Number(Number::unsigned(4))),
            count: 4,
        }),
        kind if width(kind) != Some(size) => None,
        kind if is_flag(kind) => Some(Type::Bool { wide: false }),
        kind => number(kind).map(Type::Number),
    }
}

fn is_flag(kind: &str) -> bool {
    matches!(kind, "bool" | "powered_off")
}

fn number(kind: &str) -> Option<Number> {
    Some(match kind {
        "int8" => Number::signed(1),
        "int16" => Number::signed(2),
        "int32" | "int32 equal" | "int32 le" => Number::signed(4),
        "int64" => Number::signed(8),
        "uint8" | "uint8 equal" | "nullptr" | "ptr-marker" => Number::unsigned(1),
        "uint16" | "uint16 equal" => Number::unsigned(2),
        "uint32" | "uint32 equal" | "cpsr" | "fpscr" => Number::unsigned(4),
        "uint64" | "int64 equal" | "uint64 equal" | "CPU_Double_U" => Number::unsigned(8),
        "timer" => Number {
            nanoseconds: true,
            ..Number::signed(8)
        },
        _ => return None,
    })
}

/// Bytes of a number or flag of this label.
pub(crate) fn width(kind: &str) -> Option<u64> {
    match is_flag(kind) {
        true => Some(1),
        false => number(kind).map(|number| number.width.into()),
    }
}

/// Finds the flags that the data has with a value above 1: then they are numbers.
fn settle(ty: Type, bytes: Bytes<'_>) -> Type {
    match ty {
        Type::Bool { .. } => Type::Bool {
            wide: bytes.peek().is_some_and(|byte| byte > 1),
        },
        Type::Array { element, count } if matches!(*element, Type::Bool { .. }) => {
            let len = usize::try_from(count).unwrap_or(usize::MAX);
            let wide = bytes.rest().iter().take(len).any(|byte| *byte > 1);
            let element = Box::new(Type::Bool { wide });
            Type::Array { element, count }
        }
        Type::Array { element, count } => array_of_structs(element, count, bytes),
        ty => ty,
    }
}

/// The flags of all elements: an element's type is that of them all.
fn array_of_structs(mut element: Box<Type>, count: u64, mut bytes: Bytes<'_>) -> Type {
    if has_flags(&element) {
        let size = element.size();
        for _ in 0..count {
            let mut at = bytes;
            widen(&mut element, &mut at);
            if bytes.take(size, "an element").is_err() {
                break;
            }
        }
    }
    Type::Array { element, count }
}

fn has_flags(ty: &Type) -> bool {
    match ty {
        Type::Bool { .. } => true,
        Type::Array { element, .. } => has_flags(element),
        Type::Tuple(parts) | Type::Queue(parts) => parts.iter().any(has_flags),
        Type::Struct(parts) => struct_has_flags(parts),
        _ => false,
    }
}

fn struct_has_flags(parts: &Struct) -> bool {
    parts.fields.iter().any(|field| has_flags(&field.ty))
        || parts.subsections.iter().any(struct_has_flags)
}

/// Makes each flag wide that is above 1 in these bytes.
fn widen(ty: &mut Type, bytes: &mut Bytes<'_>) {
    match ty {
        Type::Bool { wide } => {
            *wide |= bytes.peek().is_some_and(|byte| byte > 1);
            let _ = bytes.take(1, "a flag");
        }
        Type::Array { element, count } if has_flags(element) => {
            for _ in 0..*count {
                widen(element, bytes);
            }
        }
        Type::Tuple(parts) => parts.iter_mut().for_each(|part| widen(part, bytes)),
        Type::Struct(parts) if struct_has_flags(parts) => widen_struct(parts, bytes),
        ty => {
            let _ = bytes.take(ty.size(), "a value");
        }
    }
}

fn widen_struct(parts: &mut Struct, bytes: &mut Bytes<'_>) {
    for field in &mut parts.fields {
        widen(&mut field.ty, bytes);
    }
    for part in &mut parts.subsections {
        let _ = bytes.take(part.size_as_subsection() - part.size(), "its head");
        widen_struct(part, bytes);
    }
}
