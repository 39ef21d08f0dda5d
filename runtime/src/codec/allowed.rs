//! `allowed`: state that the live device limits.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use super::decoder::Decoder;
use super::varint::unzigzag;
use crate::base::fault::{Fault, Reason};
use crate::schema::{Configuration, Float, Integer, Type};

/// A number that the live device does not allow.
#[derive(Debug, PartialEq)]
pub(crate) struct Breach {
    /// Behind the name of the field: `[3]`, if it is one of several.
    pub(crate) place: String,
    /// What the writer has.
    pub(crate) value: String,
    /// What is allowed.
    pub(crate) limit: String,
}

/// The first number of an encoded value that a limit, encoded as the same type, does not
/// allow. What one of them does not have is less than anything: an element behind the
/// end of a list, and the content of an option.
pub(crate) fn breach(
    configuration: Configuration,
    ty: &Type,
    value: &[u8],
    limit: &[u8],
) -> Result<Option<Breach>, Fault> {
    let mut pair = Pair {
        configuration,
        value: Decoder::new(value),
        limit: Decoder::new(limit),
        place: Vec::new(),
    };
    pair.compare(ty)
}

struct Pair<'a> {
    configuration: Configuration,
    value: Decoder<'a>,
    limit: Decoder<'a>,
    /// The elements that are being compared, from the outside inwards.
    place: Vec<usize>,
}

impl Pair<'_> {
    fn compare(&mut self, ty: &Type) -> Result<Option<Breach>, Fault> {
        match ty {
            Type::Integer(integer) => self.integers(*integer),
            Type::Float(float) => self.floats(*float),
            Type::Option(content) => match [flag(&mut self.value)?, flag(&mut self.limit)?] {
                [true, true] => self.compare(content),
                [false, false] => Ok(None),
                [value, limit] => {
                    Ok(self.ordered(value.cmp(&limit), Presence(value), Presence(limit)))
                }
            },
            Type::Array { element, len } => self.elements(element, *len),
            Type::List(element) => {
                let [value, limit] = [&mut self.value, &mut self.limit].map(Decoder::varint::<u64>);
                let (value, limit) = (value?, limit?);
                match self.elements(element, value.min(limit))? {
                    None => Ok(self.ordered(value.cmp(&limit), Count(value), Count(limit))),
                    breach => Ok(breach),
                }
            }
            // A schema says so of nothing else.
            Type::Unit | Type::Bool | Type::Char | Type::String => Ok(None),
            Type::Set(_) | Type::Map { .. } => Ok(None),
            Type::Tuple(_) | Type::Struct(_) | Type::Enum(_) => Ok(None),
        }
    }

    fn elements(&mut self, ty: &Type, count: u64) -> Result<Option<Breach>, Fault> {
        for index in 0..count {
            self.place
                .push(usize::try_from(index).unwrap_or(usize::MAX));
            let breach = self.compare(ty)?;
            self.place.pop();
            if breach.is_some() {
                return Ok(breach);
            }
        }
        Ok(None)
    }

    fn integers(&mut self, ty: Integer) -> Result<Option<Breach>, Fault> {
        let value = integer(ty, &mut self.value)?;
        let limit = integer(ty, &mut self.limit)?;
        if self.configuration == Configuration::SubsetOf {
            let surplus = value & !limit;
            let width = u32::MAX >> (32 - u32::from(ty.bits()).min(32));
            let shown = |bits: i128| match ty.bits() {
                ..=32 => format!("{:#x}", bits as u32 & width),
                64 => format!("{:#x}", bits as u64),
                _ => format!("{bits:#x}"),
            };
            return Ok((surplus != 0).then(|| self.broken(shown(value), shown(limit))));
        }
        let order = match ty.is_signed() {
            true => value.cmp(&limit),
            false => (value as u128).cmp(&(limit as u128)),
        };
        Ok(match ty.is_signed() {
            true => self.ordered(order, value, limit),
            false => self.ordered(order, value as u128, limit as u128),
        })
    }

    fn floats(&mut self, ty: Float) -> Result<Option<Breach>, Fault> {
        let value = float(ty, &mut self.value)?;
        let limit = float(ty, &mut self.limit)?;
        Ok(match value.partial_cmp(&limit) {
            Some(order) => self.ordered(order, value, limit),
            // No number is allowed by what is none, and the other way round.
            None => Some(self.broken(format!("{value}"), format!("{limit}"))),
        })
    }

    /// The breach, if the value does not stand to the limit as it must.
    fn ordered(
        &self,
        order: Ordering,
        value: impl fmt::Display,
        limit: impl fmt::Display,
    ) -> Option<Breach> {
        let is_allowed = match self.configuration {
            Configuration::AtLeast => order.is_ge(),
            _ => order.is_le(),
        };
        (!is_allowed).then(|| self.broken(format!("{value}"), format!("{limit}")))
    }

    fn broken(&self, value: String, limit: String) -> Breach {
        let place = self.place.iter();
        Breach {
            place: place.map(|index| format!("[{index}]")).collect(),
            value,
            limit,
        }
    }
}

struct Presence(bool);

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            true => "a value",
            false => "none",
        })
    }
}

struct Count(u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 element"),
            count => write!(f, "{count} elements"),
        }
    }
}

fn flag(input: &mut Decoder<'_>) -> Result<bool, Fault> {
    match input.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Reason::Option.into()),
    }
}

/// A whole number; one of 128 bits without a sign as the same bits.
fn integer(ty: Integer, input: &mut Decoder<'_>) -> Result<i128, Fault> {
    let bits = u32::from(ty.bits());
    if ty.is_varint() {
        let value = input.varint_of(bits)?;
        return Ok(match ty.is_signed() {
            true => unzigzag(value),
            false => value as i128,
        });
    }
    let value = little_endian(input.take(usize::from(ty.bits() / 8))?);
    let unused = 128 - bits;
    Ok(match ty.is_signed() {
        true => (value << unused) as i128 >> unused,
        false => value as i128,
    })
}

fn float(ty: Float, input: &mut Decoder<'_>) -> Result<f64, Fault> {
    let bits = little_endian(input.take(usize::from(ty.bits() / 8))?);
    Ok(match ty {
        Float::F32 => f32::from_bits(bits as u32).into(),
        Float::F64 => f64::from_bits(bits as u64),
    })
}

fn little_endian(bytes: &[u8]) -> u128 {
    bytes
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u128::from(*byte))
}
