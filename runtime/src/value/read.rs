//! Reads a value with its schema.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::constraints;
use super::partial::{Read, Stop, each, map};
use super::tree::{FieldValue, Item, NumberKind, Numbers, Value};
use super::violation::{Segment, Violation};
use crate::codec::order::Ascending;
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
    whole(ty, bytes).map_err(|stop| *stop.violation)
}

/// What can be read of a value: all before the first violation.
#[derive(Clone, Debug)]
pub struct Partial<'a> {
    /// The value. Structs lack the fields and sequences the elements from the
    /// violation on; `None` if there is nothing before it.
    pub item: Option<Item<'a>>,
    /// Where the bytes depart from the type. `None` if they do not.
    pub violation: Option<Violation>,
}

/// As [`read`], but keeps what stands before a violation.
pub fn read_partial<'a>(ty: &'a Type, bytes: &'a [u8]) -> Partial<'a> {
    match whole(ty, bytes) {
        Ok(item) => Partial {
            item: Some(item),
            violation: None,
        },
        Err(stop) => Partial {
            item: stop.partial.map(|item| *item),
            violation: Some(*stop.violation),
        },
    }
}

fn whole<'a>(ty: &'a Type, bytes: &'a [u8]) -> Read<Item<'a>> {
    let mut reader = Reader {
        input: Decoder::new(bytes),
        end: bytes.len(),
    };
    let item = reader.item(ty)?;
    reader.finish_after(item)
}

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
    fn step<T>(
        &mut self,
        step: impl FnOnce(&mut Decoder<'a>) -> Result<T, Fault>,
    ) -> Result<T, Violation> {
        let offset = self.offset();
        step(&mut self.input).map_err(|fault| Violation::new(offset, fault.reason().clone()))
    }

    /// Nothing may follow `item`.
    fn finish_after(&mut self, item: Item<'a>) -> Read<Item<'a>> {
        match self.step(|input| input.finish()) {
            Ok(()) => Ok(item),
            Err(violation) => Err(Stop::after(item, violation)),
        }
    }

    fn item(&mut self, ty: &'a Type) -> Read<Item<'a>> {
        let offset = self.offset();
        let value = self.value(ty);
        let len = self.offset() - offset;
        map(value, |value| Item { offset, len, value })
    }

    fn value(&mut self, ty: &'a Type) -> Read<Value<'a>> {
        match ty {
            Type::Unit => Ok(Value::Unit),
            Type::Bool => Ok(self.step(|input| match input.byte()? {
                byte @ 0..=1 => Ok(Value::Bool(byte == 1)),
                _ => Err(Reason::Bool.into()),
            })?),
            Type::Char => Ok(self
                .step(|input| <char as crate::Decode>::decode(input))
                .map(Value::Char)?),
            Type::String => Ok(self.step(|input| {
                let len = input.count(1)?;
                let text = core::str::from_utf8(input.take(len)?);
                text.map(Value::String).map_err(|_| Reason::Utf8.into())
            })?),
            Type::Integer(integer) if integer.is_varint() => Ok(self.step(|input| {
                let value = input.varint_of(u32::from(integer.bits()))?;
                Ok(match integer.is_signed() {
                    true => Value::Signed(varint::unzigzag(value)),
                    false => Value::Unsigned(value),
                })
            })?),
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
                map(
                    each(parts, |(i, part)| self.element(part, i)),
                    Value::Sequence,
                )
            }
            Type::Struct(ty) => self.structure(ty),
            Type::Enum(ty) => self.enumeration(ty),
        }
    }

    fn number(&mut self, kind: NumberKind) -> Read<Value<'a>> {
        Ok(self.step(|input| Ok(kind.number(input.take(kind.width())?)))?)
    }

    fn option(&mut self, inner: &'a TypeRef) -> Read<Value<'a>> {
        let present = self.step(|input| match input.byte()? {
            byte @ 0..=1 => Ok(byte == 1),
            _ => Err(Reason::Option.into()),
        })?;
        if !present {
            return Ok(Value::Option(None));
        }
        map(self.item(inner), |item| Value::Option(Some(Box::new(item))))
    }

    fn count(&mut self, element: &TypeRef) -> Result<usize, Violation> {
        let min_len = usize::try_from(element.summary().min_len()).unwrap_or(usize::MAX);
        self.step(|input| input.count(min_len))
    }

    fn element(&mut self, ty: &'a Type, index: usize) -> Read<Item<'a>> {
        self.item(ty)
            .map_err(|stop| stop.within(Segment::Index(index)))
    }

    /// Whether the next bytes are so many bools.
    fn are_bools(&self, count: usize) -> bool {
        let mut ahead = self.input.clone();
        ahead
            .take(count)
            .is_ok_and(|bytes| bytes.iter().all(|byte| *byte <= 1))
    }

    /// Numbers of fixed width stay bytes, so that a large array costs nothing.
    fn sequence(&mut self, element: &'a TypeRef, count: usize) -> Read<Value<'a>> {
        let kind = match &**element {
            Type::Integer(integer) if !integer.is_varint() => NumberKind::Integer(*integer),
            Type::Float(float) => NumberKind::Float(*float),
            Type::Bool if self.are_bools(count) => NumberKind::Bool,
            other => {
                return map(each(0..count, |i| self.element(other, i)), Value::Sequence);
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
        let mut ascending = Ascending::new(element);
        let items = each(0..count, |i| {
            self.key(element, &mut ascending)
                .map_err(|stop| stop.within(Segment::Index(i)))
        });
        map(items, Value::Sequence)
    }

    /// An element of a set, or a key of a map.
    fn key(&mut self, ty: &'a Type, ascending: &mut Ascending<'_, 'a>) -> Read<Item<'a>> {
        let before = self.input.clone();
        let item = self.item(ty)?;
        if ascending.admits(before.until(&self.input)) {
            Ok(item)
        } else {
            let violation = Violation::new(item.offset, Reason::Order);
            Err(Stop::after(item, violation))
        }
    }

    fn map(&mut self, key: &'a TypeRef, value: &'a TypeRef) -> Read<Value<'a>> {
        let count = self.count(key)?;
        let mut ascending = Ascending::new(key);
        let pairs = each(0..count, |i| {
            let key = self
                .key(key, &mut ascending)
                .map_err(|stop| stop.within(Segment::Key(i)).and_then(|_| None))?;
            map(self.item(value), |value| (key, value))
                .map_err(|stop| stop.within(Segment::Value(i)))
        });
        map(pairs, Value::Map)
    }

    fn fields(&mut self, fields: &'a [Field]) -> Read<Vec<FieldValue<'a>>> {
        each(fields, |field| {
            map(self.field(field), |item| FieldValue {
                field,
                tag: None,
                item: Some(item),
            })
        })
    }

    fn field(&mut self, field: &'a Field) -> Read<Item<'a>> {
        self.item(field.ty())
            .and_then(|item| match constraints::check(field, &item) {
                Ok(()) => Ok(item),
                Err(violation) => Err(Stop::after(item, violation)),
            })
            .map_err(|stop| {
                if field.sensitive() {
                    stop.hidden()
                } else {
                    stop
                }
            })
            .map_err(|stop| stop.within(Segment::Field(String::from(field.name()))))
    }

    fn structure(&mut self, ty: &'a StructType) -> Read<Value<'a>> {
        let mut fields = self
            .fields(ty.fields())
            .map_err(|stop| stop.map(Value::Struct))?;
        if ty.subsections().is_empty() {
            return Ok(Value::Struct(fields));
        }
        let read = self.subsections(ty, &mut fields);
        let value = Value::Struct(fields);
        match read {
            Ok(()) => Ok(value),
            Err(violation) => Err(Stop::after(value, violation)),
        }
    }

    /// Adds them to `fields`, those too that stand before a violation.
    fn subsections(
        &mut self,
        ty: &'a StructType,
        fields: &mut Vec<FieldValue<'a>>,
    ) -> Result<(), Violation> {
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
            let (item, violation) = match self.payload(subsection.field()) {
                Ok(item) => (Some(item), None),
                Err(stop) => (stop.partial.map(|item| *item), Some(*stop.violation)),
            };
            // Without an item it would count as absent.
            fields.extend(item.map(|item| FieldValue {
                field: subsection.field(),
                tag: Some(tag),
                item: Some(item),
            }));
            if let Some(violation) = violation {
                return Err(violation);
            }
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
        payload.finish_after(item)
    }

    fn enumeration(&mut self, ty: &'a EnumType) -> Read<Value<'a>> {
        let (tag, variant) = self.step(|input| {
            let tag = input.tag()?;
            let other = || ty.variants().iter().find(|variant| variant.other());
            let variant = ty.variant(tag).or_else(other).ok_or(Reason::Variant)?;
            Ok((tag, variant))
        })?;
        let fields = self
            .fields(variant.fields())
            .map_err(|stop| stop.within(Segment::Variant(String::from(variant.name()))));
        map(fields, |fields| Value::Enum {
            tag,
            variant,
            fields,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Integer, Node};

    /// `(u8, bool, list<varint u16>)`.
    fn ty() -> Type {
        let varint = TypeRef::shared(Type::Integer(Integer::unsigned(16).varint()));
        let parts = [
            TypeRef::shared(Type::Integer(Integer::unsigned(8))),
            TypeRef::shared(Type::Bool),
            TypeRef::shared(Type::List(varint)),
        ];
        Type::Tuple(Node::from(Vec::from(parts)))
    }

    fn parts<'a>(partial: &'a Partial<'_>) -> Vec<&'a Value<'a>> {
        match partial.item.as_ref().map(|item| &item.value) {
            Some(Value::Sequence(items)) => items.iter().map(|item| &item.value).collect(),
            other => panic!("not a tuple: {other:?}"),
        }
    }

    #[test]
    fn what_stands_before_a_violation_is_kept() {
        let ty = ty();
        let partial = read_partial(&ty, &[7, 2, 0]);
        assert_eq!(parts(&partial), [&Value::Unsigned(7)]);
        assert_eq!(partial.violation.unwrap().path_text(), "[1]");

        let partial = read_partial(&ty, &[7, 1, 2, 5, 0x80]);
        let Value::Sequence(list) = parts(&partial)[2] else {
            panic!("{partial:?}")
        };
        assert_eq!(list.len(), 1);
        assert_eq!(partial.violation.unwrap().path_text(), "[2][1]");

        let partial = read_partial(&ty, &[7, 1, 1, 5, 9]);
        assert_eq!(parts(&partial).len(), 3);
        assert_eq!(partial.violation.unwrap().reason(), &Reason::Trailing);
    }

    #[test]
    fn both_ways_of_reading_agree() {
        let ty = ty();
        let bytes = [7, 1, 2, 5, 0x80, 1];
        for len in 0..=bytes.len() {
            let bytes = &bytes[..len];
            let partial = read_partial(&ty, bytes);
            match read(&ty, bytes) {
                Ok(item) => assert_eq!((partial.item, partial.violation), (Some(item), None)),
                Err(violation) => assert_eq!(partial.violation, Some(violation)),
            }
        }
    }
}
