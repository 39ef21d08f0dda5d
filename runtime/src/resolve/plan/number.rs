//! Whole numbers of any width and sign.

use core::fmt;

use crate::codec::{Decoder, Fault, Reason, varint};
use crate::schema::Integer;

use super::output::Output;

/// A whole number; the variants stand in the order of their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::resolve) enum Number {
    /// Below zero.
    Negative(i128),
    /// Zero and above.
    Natural(u128),
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        u128::try_from(value).map_or(Self::Negative(value), Self::Natural)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative(value) => value.fmt(f),
            Self::Natural(value) => value.fmt(f),
        }
    }
}

impl Number {
    pub(in crate::resolve) const ZERO: Self = Self::Natural(0);

    /// How far it is above one that is not greater.
    pub(in crate::resolve) fn distance(self, lower: Self) -> u128 {
        self.bits().wrapping_sub(lower.bits())
    }

    /// So much more, or the greatest number.
    pub(in crate::resolve) fn plus(self, more: u128) -> Self {
        match self {
            Self::Natural(value) => Self::Natural(value.saturating_add(more)),
            Self::Negative(value) => match more.checked_sub(value.unsigned_abs()) {
                Some(above) => Self::Natural(above),
                None => Self::from(value.wrapping_add(more as i128)),
            },
        }
    }

    /// So much less, or the least number.
    pub(in crate::resolve) fn minus(self, less: u128) -> Self {
        match self {
            Self::Natural(value) if value >= less => Self::Natural(value - less),
            Self::Natural(value) => Self::negative(less - value),
            Self::Negative(value) => Self::negative(value.unsigned_abs().saturating_add(less)),
        }
    }

    /// So much below zero.
    fn negative(by: u128) -> Self {
        Self::from(0_i128.checked_sub_unsigned(by).unwrap_or(i128::MIN))
    }

    /// Two's complement.
    pub(in crate::resolve) fn bits(self) -> u128 {
        match self {
            Self::Negative(value) => value as u128,
            Self::Natural(value) => value,
        }
    }
}

/// The type of a whole number, or bool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum Target {
    Bool,
    Integer(Integer),
}

impl Target {
    /// The least value of the type.
    pub(in crate::resolve) fn min(self) -> Number {
        match self {
            Self::Integer(integer) if integer.is_signed() => {
                Number::from(i128::MIN >> (128 - u32::from(integer.bits())))
            }
            _ => Number::Natural(0),
        }
    }

    /// The greatest value of the type.
    pub(in crate::resolve) fn max(self) -> Number {
        Number::Natural(match self {
            Self::Bool => 1,
            Self::Integer(integer) => {
                let sign = u32::from(integer.is_signed());
                u128::MAX >> (128 - u32::from(integer.bits()) + sign)
            }
        })
    }

    pub(super) fn read(self, input: &mut Decoder<'_>) -> Result<Number, Fault> {
        match self {
            Self::Bool => match input.byte()? {
                byte @ 0..=1 => Ok(Number::Natural(u128::from(byte))),
                _ => Err(Reason::Bool.into()),
            },
            Self::Integer(integer) if integer.is_varint() => {
                let value = input.varint_of(u32::from(integer.bits()))?;
                Ok(match integer.is_signed() {
                    true => Number::from(varint::unzigzag(value)),
                    false => Number::Natural(value),
                })
            }
            Self::Integer(integer) => read_fixed(integer, input),
        }
    }

    /// Writes a number that the type holds.
    pub(super) fn write(self, number: Number, out: &mut Output) -> Result<(), Fault> {
        match self {
            Self::Bool => out.put(&[number.bits() as u8]),
            Self::Integer(integer) if integer.is_varint() => {
                out.put_varint(match integer.is_signed() {
                    true => varint::zigzag(number.bits() as i128),
                    false => number.bits(),
                })
            }
            Self::Integer(integer) => {
                let bytes = number.bits().to_le_bytes();
                out.put(bytes.get(..width(integer)).unwrap_or_default())
            }
        }
    }
}

fn width(integer: Integer) -> usize {
    usize::from(integer.bits() / 8)
}

fn read_fixed(integer: Integer, input: &mut Decoder<'_>) -> Result<Number, Fault> {
    let mut wide = [0; 16];
    for (to, from) in wide.iter_mut().zip(input.take(width(integer))?) {
        *to = *from;
    }
    let bits = u128::from_le_bytes(wide);
    Ok(match integer.is_signed() {
        true => {
            let unused = 128 - u32::from(integer.bits());
            Number::from((bits << unused) as i128 >> unused)
        }
        false => Number::Natural(bits),
    })
}
