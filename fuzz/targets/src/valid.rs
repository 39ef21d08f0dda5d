//! Payloads of a schema's type out of a fuzzer's bytes.

use arbitrary::Unstructured;
use migratable::schema::{EnumType, Field, Float, Integer, Limit, StructType, Type};

/// Bytes of a payload, at most, so that arrays of arrays come to an end.
const MOST_BYTES: usize = 1 << 14;

/// A payload that has the form of the type, and mostly keeps to its limits too.
pub(crate) fn payload(ty: &Type, u: &mut Unstructured<'_>) -> Vec<u8> {
    let mut values = Values { u, out: Vec::new() };
    values.put(ty, None);
    values.out
}

struct Values<'u, 'b> {
    u: &'u mut Unstructured<'b>,
    out: Vec<u8>,
}

impl Values<'_, '_> {
    fn byte(&mut self) -> u8 {
        self.u.arbitrary().unwrap_or(0)
    }

    fn put(&mut self, ty: &Type, field: Option<&Field>) {
        if self.out.len() > MOST_BYTES {
            return;
        }
        match ty {
            Type::Unit => {}
            Type::Bool => {
                let bit = self.byte() & 1;
                self.out.push(bit);
            }
            Type::Char => {
                let letter = self.letter();
                self.text(&letter.to_string());
            }
            Type::String => {
                let count = self.count(field);
                let text: String = (0..count).map(|_| self.letter()).collect();
                self.text(&text);
            }
            Type::Integer(integer) => self.integer(*integer, field),
            Type::Float(float) => self.float(*float),
            Type::Option(inner) => {
                let bit = self.byte() & 1;
                self.out.push(bit);
                if bit == 1 {
                    self.put(inner, field);
                }
            }
            Type::Array { element, len } => (0..*len).for_each(|_| self.put(element, field)),
            Type::List(element) => {
                let count = self.count(field);
                self.varint(count.into());
                (0..count).for_each(|_| self.put(element, field));
            }
            // Few keys ascend by chance; values are not what this is after.
            Type::Set(element) => {
                let count = self.count(field).min(2);
                self.varint(count.into());
                (0..count).for_each(|_| self.put(element, field));
            }
            Type::Map { key, value } => {
                let count = self.count(field).min(2);
                self.varint(count.into());
                for _ in 0..count {
                    self.put(key, None);
                    self.put(value, field);
                }
            }
            Type::Tuple(parts) => parts.get().iter().for_each(|part| self.put(part, field)),
            Type::Struct(ty) => self.structure(ty),
            Type::Enum(ty) => self.enumeration(ty),
            _ => unreachable!("a kind of type that has no values here"),
        }
    }

    fn structure(&mut self, ty: &StructType) {
        self.fields(ty.fields());
        if ty.subsections().is_empty() {
            return;
        }
        let choice = self.byte();
        let present = ty.subsections().iter().enumerate();
        let present: Vec<_> = present
            .filter(|(index, _)| choice >> (index % 8) & 1 == 1)
            .map(|(_, subsection)| subsection)
            // No writer sends what it has retired.
            .filter(|subsection| !subsection.retired())
            .collect();
        self.varint(present.len() as u128);
        for subsection in present {
            self.varint(subsection.tag().into());
            let before = std::mem::take(&mut self.out);
            let field = subsection.field();
            self.put(field.ty(), Some(field));
            let payload = std::mem::replace(&mut self.out, before);
            self.varint(payload.len() as u128);
            self.out.extend(payload);
        }
    }

    fn enumeration(&mut self, ty: &EnumType) {
        let choice = usize::from(self.byte());
        let variants = ty.variants();
        let Some(variant) = variants.get(choice % variants.len().max(1)) else {
            return;
        };
        let tag = match variant.other() && choice >= 128 {
            true => 100_000 + choice as u32,
            false => variant.tag(),
        };
        self.varint(tag.into());
        self.fields(variant.fields());
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            self.put(field.ty(), Some(field));
        }
    }

    fn count(&mut self, field: Option<&Field>) -> u8 {
        let count = match self.byte() {
            few @ ..240 => few % 4,
            many => many % 16,
        };
        let most = field.and_then(Field::max_len).unwrap_or(u64::MAX);
        count.min(u8::try_from(most).unwrap_or(u8::MAX))
    }

    fn letter(&mut self) -> char {
        match self.byte() {
            plain @ ..0x80 => char::from(plain),
            other => char::from_u32(u32::from(other) << 8 | 0x41).unwrap_or('ß'),
        }
    }

    fn integer(&mut self, integer: Integer, field: Option<&Field>) {
        let wide = match self.byte() {
            0..8 => self.u.arbitrary().unwrap_or(0),
            8..16 => u128::MAX,
            small => u128::from(small) - 16,
        };
        let unused = 128 - u32::from(integer.bits());
        let value = match integer.is_signed() {
            true => self.within((wide << unused) as i128 >> unused, field) as u128,
            false => match i128::try_from(wide << unused >> unused) {
                Ok(value) => self.within(value, field) as u128,
                Err(_) => wide << unused >> unused,
            },
        };
        match (integer.is_varint(), integer.is_signed()) {
            (true, true) => {
                let value = value as i128;
                self.varint((value << 1 ^ value >> 127) as u128);
            }
            (true, false) => self.varint(value << unused >> unused),
            (false, _) => {
                let width = usize::from(integer.bits() / 8);
                self.out.extend(&value.to_le_bytes()[..width]);
            }
        }
    }

    fn within(&self, value: i128, field: Option<&Field>) -> i128 {
        let Some(range) = field.and_then(Field::range) else {
            return value;
        };
        let end = |limit| match limit {
            Some(Limit::Integer(end)) => Some(end),
            _ => None,
        };
        let value = end(range.max).map_or(value, |max| value.min(max));
        end(range.min).map_or(value, |min| value.max(min))
    }

    fn float(&mut self, float: Float) {
        let value = match self.byte() {
            0..16 => f64::from_bits(self.u.arbitrary().unwrap_or(0)),
            16..24 => f64::NAN,
            24..32 => f64::NEG_INFINITY,
            other => f64::from(other) / 64.0,
        };
        match float {
            Float::F32 => self.out.extend((value as f32).to_le_bytes()),
            Float::F64 => self.out.extend(value.to_le_bytes()),
            other => panic!("a number of another kind: {other:?}"),
        }
    }

    fn text(&mut self, text: &str) {
        self.varint(text.len() as u128);
        self.out.extend(text.as_bytes());
    }

    fn varint(&mut self, mut value: u128) {
        while value > 0x7f {
            self.out.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.out.push(value as u8);
    }
}
