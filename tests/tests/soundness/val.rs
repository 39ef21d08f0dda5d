//! Values, and their bytes as postcard lays them down.

use std::cmp::Ordering;

use super::model::{Field, Int, Struct, Ty, Variant};
use migratable::value::Value;

/// A value. The derived order is the one that the format gives to keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Val {
    Unit,
    Bool(bool),
    Char(char),
    Text(String),
    Int(Number),
    Float(Bits),
    Opt(Option<Box<Val>>),
    /// An array, list, set or tuple.
    Seq(Vec<Val>),
    Map(Vec<(Val, Val)>),
    /// Fields, then subsections.
    Struct(Vec<Val>, Vec<Option<Val>>),
    Enum(u32, Vec<Val>),
}

/// The variants stand in the order of their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Number {
    Negative(i128),
    Natural(u128),
}

impl Number {
    /// Two's complement.
    pub(crate) fn bits(self) -> u128 {
        match self {
            Number::Negative(value) => value as u128,
            Number::Natural(value) => value,
        }
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        u128::try_from(value).map_or(Number::Negative(value), Number::Natural)
    }
}

/// A float: its width and its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bits(pub(crate) u32, pub(crate) u64);

impl Bits {
    /// As an f64, which holds every f32 but for the payload of NaNs.
    pub(crate) fn value(self) -> f64 {
        match self {
            Bits(32, bits) => f64::from(f32::from_bits(bits as u32)),
            Bits(_, bits) => f64::from_bits(bits),
        }
    }
}

impl Ord for Bits {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Bits(32, a), Bits(32, b)) => {
                f32::from_bits(*a as u32).total_cmp(&f32::from_bits(*b as u32))
            }
            (Bits(_, a), Bits(_, b)) => f64::from_bits(*a).total_cmp(&f64::from_bits(*b)),
        }
    }
}

impl PartialOrd for Bits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Val {
    pub(crate) fn some(content: Val) -> Val {
        Val::Opt(Some(Box::new(content)))
    }

    /// What the runtime read.
    pub(crate) fn from_read(value: &Value<'_>) -> Val {
        let one = |item: migratable::value::Item<'_>| Val::from_read(&item.value);
        match value {
            Value::Unit => Val::Unit,
            Value::Bool(value) => Val::Bool(*value),
            Value::Unsigned(value) => Val::Int(Number::Natural(*value)),
            Value::Signed(value) => Val::Int(Number::from(*value)),
            Value::F32(value) => Val::Float(Bits(32, value.to_bits().into())),
            Value::F64(value) => Val::Float(Bits(64, value.to_bits())),
            Value::Char(value) => Val::Char(*value),
            Value::String(value) => Val::Text(value.as_ref().into()),
            Value::Bytes(bytes) => Val::bytes(&bytes.to_memory()),
            Value::Numbers(numbers) => Val::Seq(
                numbers
                    .iter()
                    .map(|number| Val::from_read(&number))
                    .collect(),
            ),
            Value::Option(inner) => Val::Opt(
                inner
                    .as_ref()
                    .map(|item| Box::new(Val::from_read(&item.value))),
            ),
            Value::Sequence(items) => Val::Seq(items.iter().map(one).collect()),
            Value::Map(pairs) => Val::Map(pairs.iter().map(|(k, v)| (one(k), one(v))).collect()),
            Value::Struct(parts) => {
                let (groups, fields): (Vec<_>, Vec<_>) =
                    parts.iter().partition(|part| part.tag.is_some());
                let fields = fields.into_iter().filter_map(|part| part.item.map(one));
                let groups = groups.into_iter().map(|part| part.item.map(one));
                Val::Struct(fields.collect(), groups.collect())
            }
            Value::Enum { tag, fields, .. } => {
                let fields = fields.iter().filter_map(|part| part.item.map(one));
                Val::Enum(*tag, fields.collect())
            }
            other => panic!("a kind of value that this test does not know: {other:?}"),
        }
    }

    pub(crate) fn bytes(bytes: &[u8]) -> Val {
        Val::Seq(
            bytes
                .iter()
                .map(|byte| Val::Int(Number::Natural((*byte).into())))
                .collect(),
        )
    }

    pub(crate) fn as_bytes(&self) -> Vec<u8> {
        match self {
            Val::Seq(bytes) => bytes
                .iter()
                .map(|byte| match byte {
                    Val::Int(Number::Natural(byte)) => *byte as u8,
                    other => panic!("not a byte: {other:?}"),
                })
                .collect(),
            other => panic!("not bytes: {other:?}"),
        }
    }
}

/// The bytes of a value.
pub(crate) fn encode(ty: &Ty, val: &Val, out: &mut Vec<u8>) {
    match (ty, val) {
        (Ty::Unit, Val::Unit) => {}
        (Ty::Bool, Val::Bool(value)) => out.push((*value).into()),
        (Ty::Char, Val::Char(value)) => counted(value.to_string().as_bytes(), out),
        (Ty::Text, Val::Text(value)) => counted(value.as_bytes(), out),
        (Ty::Int(int), Val::Int(value)) => number(*int, *value, out),
        (Ty::Float(bits), Val::Float(Bits(_, value))) => {
            out.extend(&value.to_le_bytes()[..*bits as usize / 8]);
        }
        (Ty::Opt(_), Val::Opt(None)) => out.push(0),
        (Ty::Opt(inner), Val::Opt(Some(value))) => {
            out.push(1);
            encode(inner, value, out);
        }
        (Ty::Array(element, _), Val::Seq(items)) => {
            items.iter().for_each(|item| encode(element, item, out));
        }
        (Ty::List(element) | Ty::Set(element), Val::Seq(items)) => {
            varint(items.len() as u128, out);
            items.iter().for_each(|item| encode(element, item, out));
        }
        (Ty::Map(key, value), Val::Map(pairs)) => {
            varint(pairs.len() as u128, out);
            for (k, v) in pairs {
                encode(key, k, out);
                encode(value, v, out);
            }
        }
        (Ty::Tuple(parts), Val::Seq(items)) => {
            parts
                .iter()
                .zip(items)
                .for_each(|(part, item)| encode(part, item, out));
        }
        (Ty::Struct(ty), Val::Struct(fields, groups)) => structure(ty, fields, groups, out),
        (Ty::Enum(variants), Val::Enum(tag, values)) => {
            varint((*tag).into(), out);
            fields(fields_of(variants, *tag), values, out);
        }
        (ty, val) => panic!("{val:?} is no {ty:?}"),
    }
}

/// The fields of the variant that a tag stands for.
pub(crate) fn fields_of(variants: &[Variant], tag: u32) -> &[Field] {
    variants
        .iter()
        .find(|variant| variant.tag == tag)
        .map_or(&[], |variant| &variant.fields)
}

fn fields(fields: &[Field], values: &[Val], out: &mut Vec<u8>) {
    fields
        .iter()
        .zip(values)
        .for_each(|(field, value)| encode(&field.ty, value, out));
}

fn structure(ty: &Struct, values: &[Val], groups: &[Option<Val>], out: &mut Vec<u8>) {
    fields(&ty.fields, values, out);
    if ty.groups.is_empty() {
        return;
    }
    varint(groups.iter().flatten().count() as u128, out);
    for (group, value) in ty.groups.iter().zip(groups) {
        if let Some(value) = value {
            let mut payload = Vec::new();
            encode(&group.field.ty, value, &mut payload);
            varint(group.tag.into(), out);
            counted(&payload, out);
        }
    }
}

fn varint(mut value: u128, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn counted(bytes: &[u8], out: &mut Vec<u8>) {
    varint(bytes.len() as u128, out);
    out.extend(bytes);
}

fn number(int: Int, value: Number, out: &mut Vec<u8>) {
    let bits = match value {
        Number::Negative(value) => value as u128,
        Number::Natural(value) => value,
    };
    match (int.varint, int.signed) {
        (true, true) => varint(bits << 1 ^ (bits as i128 >> 127) as u128, out),
        (true, false) => varint(bits, out),
        (false, _) => out.extend(&bits.to_le_bytes()[..int.bits as usize / 8]),
    }
}

/// The float that is this number: its digits are the number's.
pub(crate) fn exact_float(number: Number, bits: u32) -> Option<Bits> {
    let (digits, float) = match number {
        Number::Negative(value) => (value.to_string(), [value as f64, (value as f32).into()]),
        Number::Natural(value) => (value.to_string(), [value as f64, (value as f32).into()]),
    };
    let value = float[usize::from(bits == 32)];
    let bits = match bits {
        32 => Bits(32, (value as f32).to_bits().into()),
        _ => Bits(64, value.to_bits()),
    };
    (format!("{value:.0}") == digits).then_some(bits)
}

/// The number that a float is, sign included.
pub(crate) fn whole_number(value: Bits) -> Option<Number> {
    let value = value.value();
    let digits = format!("{value:.0}");
    if digits == "-0" || digits.parse() != Ok(value) {
        return None;
    }
    let natural = digits.parse().map(Number::Natural);
    natural.or(digits.parse().map(Number::Negative)).ok()
}

/// The float of another width with exactly this value.
pub(crate) fn convert_float(value: Bits, bits: u32) -> Option<Bits> {
    const LOW: u64 = (1 << 29) - 1;
    let is_nan = value.value().is_nan();
    match (value, bits) {
        (Bits(32, old), 64) if is_nan => {
            let payload = (old & 0x7f_ffff) << 29;
            Some(Bits(64, (old >> 31) << 63 | 0x7ff << 52 | payload))
        }
        (Bits(64, old), 32) if is_nan => {
            let payload = (old >> 29) & 0x7f_ffff;
            let fits = old & LOW == 0 && payload != 0;
            fits.then_some(Bits(32, (old >> 63) << 31 | 0xff << 23 | payload))
        }
        (Bits(32, _), 64) => Some(Bits(64, value.value().to_bits())),
        (Bits(64, old), 32) => {
            let narrowed = value.value() as f32;
            let fits = f64::from(narrowed).to_bits() == old;
            fits.then_some(Bits(32, narrowed.to_bits().into()))
        }
        _ => Some(value),
    }
}
