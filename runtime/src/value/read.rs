//! Reads a value with its schema.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::constraints;
use super::tree::{FieldValue, Item, NumberKind, Numbers, Value};
use super::violation::{Segment, Violation};
use crate::codec::{Decoder, Fault, Reason, varint};
use crate::schema::{EnumType, Field, StructType, Type, TypeRef};

/// Reads exactly one value of type `ty` from all of `bytes`.
///
/// # Errors
///
/// The first place where the bytes depart from the type: what generated code
/// refuses is refused here, and what the schema says about ranges and lengths
/// is tested too.
pub fn read<'a>(ty: &'a Type, bytes: &'a [u8]) -> Result<Item<'a>, Violation> {
    let mut reader = Reader {
        input: Decoder::new(bytes),
        end: bytes.len(),
    };
    let item = reader.item(ty)?;
    reader.finish()?;
    Ok(item)
}

type Read<T> = Result<T, Violation>;

struct Reader<'a> {
    input: Decoder<'a>,
    /// Offset in the payload at which the input ends.
    end: usize,
}

impl<'a> Reader<'a> {
    fn offset(&self) -> usize {
        self.end - self.input.remaining()
    }

    /// Runs a step of the decoder; its fault lies where the step began.
    fn step<T>(&mut self, step: impl FnOnce(&mut Decoder<'a>) -> Result<T, Fault>) -> Read<T> {
        let offset = self.offset();
        step(&mut self.input).map_err(|fault| Violation::new(offset, fault.reason().clone()))
    }

    fn finish(&mut self) -> Read<()> {
        self.step(|input| input.finish())
    }

    fn item(&mut self, ty: &'a Type) -> Read<Item<'a>> {
        let offset = self.offset();
        let value = self.value(ty)?;
        Ok(Item {
            offset,
            len: self.offset() - offset,
            value,
        })
    }

    fn value(&mut self, ty: &'a Type) -> Read<Value<'a>> {
        match ty {
            Type::Unit => Ok(Value::Unit),
            Type::Bool => self.step(|input| match input.byte()? {
                byte @ 0..=1 => Ok(Value::Bool(byte == 1)),
                _ => Err(Reason::Bool.into()),
            }),
            Type::Char => self
                .step(|input| <char as crate::Decode>::decode(input))
                .map(Value::Char),
            Type::String => self.step(|input| {
                let len = input.count(1)?;
                let text = core::str::from_utf8(input.take(len)?);
                text.map(Value::String).map_err(|_| Reason::Utf8.into())
            }),
            Type::Integer(integer) if integer.is_varint() => self.step(|input| {
                let value = input.varint(u32::from(integer.bits()))?;
                Ok(match integer.is_signed() {
                    true => Value::Signed(varint::unzigzag(value)),
                    false => Value::Unsigned(value),
                })
            }),
            Type::Integer(integer) => self.number(NumberKind::Integer(*integer)),
            Type::Float(float) => self.number(NumberKind::Float(*float)),
            Type::Option(inner) => self.option(inner),
            Type::Array { element, len } => {
                let len = usize::try_from(*len).unwrap_or(usize::MAX);
                self.sequence(element, len)
            }
            Type::List(element) => {
                let count = self.count(element)?;
                self.sequence(element, count)
            }
            Type::Set(element) => self.set(element),
            Type::Map { key, value } => self.map(key, value),
            Type::Tuple(parts) => {
                let parts = parts.get().iter().enumerate();
                let items: Read<Vec<_>> = parts.map(|(i, part)| self.element(part, i)).collect();
                items.map(Value::Sequence)
            }
            Type::Struct(ty) => self.structure(ty),
            Type::Enum(ty) => self.enumeration(ty),
        }
    }

    fn number(&mut self, kind: NumberKind) -> Read<Value<'a>> {
        self.step(|input| Ok(kind.number(input.take(kind.width())?)))
    }

    fn option(&mut self, inner: &'a TypeRef) -> Read<Value<'a>> {
        let present = self.step(|input| match input.byte()? {
            byte @ 0..=1 => Ok(byte == 1),
            _ => Err(Reason::Option.into()),
        })?;
        let inner = if present {
            Some(Box::new(self.item(inner)?))
        } else {
            None
        };
        Ok(Value::Option(inner))
    }

    fn count(&mut self, element: &TypeRef) -> Read<usize> {
        let min_len = usize::try_from(element.summary().min_len()).unwrap_or(usize::MAX);
        self.step(|input| input.count(min_len))
    }

    fn element(&mut self, ty: &'a Type, index: usize) -> Read<Item<'a>> {
        self.item(ty)
            .map_err(|violation| violation.within(Segment::Index(index)))
    }

    /// Numbers of fixed width stay bytes, so that a large array costs nothing.
    fn sequence(&mut self, element: &'a TypeRef, count: usize) -> Read<Value<'a>> {
        let kind = match &**element {
            Type::Integer(integer) if !integer.is_varint() => NumberKind::Integer(*integer),
            Type::Float(float) => NumberKind::Float(*float),
            other => {
                let items: Read<Vec<_>> = (0..count).map(|i| self.element(other, i)).collect();
                return items.map(Value::Sequence);
            }
        };
        let bytes = self.step(|input| {
            let len = count.checked_mul(kind.width()).ok_or(Reason::Truncated)?;
            input.take(len)
        })?;
        Ok(if element.is_byte() {
            Value::Bytes(bytes)
        } else {
            Value::Numbers(Numbers::new(kind, bytes))
        })
    }

    fn set(&mut self, element: &'a TypeRef) -> Read<Value<'a>> {
        let count = self.count(element)?;
        let items: Read<Vec<_>> = (0..count).map(|i| self.element(element, i)).collect();
        items.map(Value::Sequence)
    }

    fn map(&mut self, key: &'a TypeRef, value: &'a TypeRef) -> Read<Value<'a>> {
        let count = self.count(key)?;
        let pairs: Read<Vec<_>> = (0..count)
            .map(|i| {
                let key = self
                    .item(key)
                    .map_err(|found| found.within(Segment::Key(i)))?;
                let value = self
                    .item(value)
                    .map_err(|found| found.within(Segment::Value(i)))?;
                Ok((key, value))
            })
            .collect();
        pairs.map(Value::Map)
    }

    fn fields(&mut self, fields: &'a [Field]) -> Read<Vec<FieldValue<'a>>> {
        fields
            .iter()
            .map(|field| {
                Ok(FieldValue {
                    field,
                    tag: None,
                    item: Some(self.field(field)?),
                })
            })
            .collect()
    }

    fn field(&mut self, field: &'a Field) -> Read<Item<'a>> {
        self.item(field.ty())
            .and_then(|item| constraints::check(field, &item).map(|()| item))
            .map_err(|violation| violation.within(Segment::Field(String::from(field.name()))))
    }

    fn structure(&mut self, ty: &'a StructType) -> Read<Value<'a>> {
        let mut fields = self.fields(ty.fields())?;
        if !ty.subsections().is_empty() {
            self.subsections(ty, &mut fields)?;
        }
        Ok(Value::Struct(fields))
    }

    fn subsections(&mut self, ty: &'a StructType, fields: &mut Vec<FieldValue<'a>>) -> Read<()> {
        let mut left = self.step(|input| input.count(2))?;
        let mut last = 0;
        let mut known = ty.subsections().iter();
        while left > 0 {
            left -= 1;
            let tag = self.step(|input| match input.tag()? {
                tag if tag > last => Ok(tag),
                _ => Err(Reason::SubsectionOrder.into()),
            })?;
            last = tag;
            let here = self.offset();
            let subsection = loop {
                match known.next() {
                    Some(subsection) if subsection.tag() == tag => break subsection,
                    Some(subsection) if subsection.tag() < tag => fields.push(FieldValue {
                        field: subsection.field(),
                        tag: Some(subsection.tag()),
                        item: None,
                    }),
                    _ => return Err(Violation::new(here, Reason::SubsectionUnknown)),
                }
            };
            let item = self.payload(subsection.field())?;
            fields.push(FieldValue {
                field: subsection.field(),
                tag: Some(tag),
                item: Some(item),
            });
        }
        fields.extend(known.map(|subsection| FieldValue {
            field: subsection.field(),
            tag: Some(subsection.tag()),
            item: None,
        }));
        Ok(())
    }

    /// The payload of a subsection, behind its length.
    fn payload(&mut self, field: &'a Field) -> Read<Item<'a>> {
        let input = self.step(|input| {
            let len = input.count(1)?;
            input.sub(len)
        })?;
        let mut payload = Reader {
            input,
            end: self.offset(),
        };
        let item = payload.field(field)?;
        payload.finish()?;
        Ok(item)
    }

    fn enumeration(&mut self, ty: &'a EnumType) -> Read<Value<'a>> {
        let (tag, variant) = self.step(|input| {
            let tag = input.tag()?;
            let other = || ty.variants().iter().find(|variant| variant.other());
            let variant = ty.variant(tag).or_else(other).ok_or(Reason::Variant)?;
            Ok((tag, variant))
        })?;
        let fields = self.fields(variant.fields()).map_err(|violation| {
            violation.within(Segment::Variant(String::from(variant.name())))
        })?;
        Ok(Value::Enum {
            tag,
            variant,
            fields,
        })
    }
}
