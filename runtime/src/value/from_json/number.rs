//! Numbers. Of those of 64 bits and more, JSON has the digits in a string.

use alloc::format;
use alloc::string::{String, ToString};

use super::output::{Output, wrong};
use crate::base::text::is_integer;
use crate::codec::varint;
use crate::schema::{Float, Integer, Type};
use crate::value::Violation;

type Put = Result<(), Violation>;

/// Digits in a string, of which there are as few as do.
pub(super) fn digits(integer: Integer, text: &str, out: &mut Output) -> Put {
    match is_integer(text) {
        true => whole(integer, text, out),
        false => Err(wrong(
            "expected a whole number as a string of decimal digits, without `+`, spaces or \
             needless zeros",
        )),
    }
}

/// A number as JSON has it.
pub(super) fn whole(integer: Integer, number: impl ToString, out: &mut Output) -> Put {
    let digits: String = number.to_string();
    let bits = u32::from(integer.bits());
    let fits = || {
        let ty = Type::Integer(integer);
        wrong(format!("expected a number that fits {ty}"))
    };
    let value = if integer.is_signed() {
        let value: i128 = digits.parse().map_err(|_| fits())?;
        let unused = 128 - bits;
        if (value << unused) >> unused != value {
            return Err(fits());
        }
        match integer.is_varint() {
            true => varint::zigzag(value),
            false => value as u128,
        }
    } else {
        let value: u128 = digits.parse().map_err(|_| fits())?;
        if value > u128::MAX >> (128 - bits) {
            return Err(fits());
        }
        value
    };
    match integer.is_varint() {
        true => out.put_count(value),
        false => {
            let bytes = value.to_le_bytes().into_iter();
            out.bytes
                .extend(bytes.take(usize::from(integer.bits() / 8)));
        }
    }
    Ok(())
}

pub(super) fn float(float: Float, value: f64, out: &mut Output) -> Put {
    match float {
        Float::F64 => out.bytes.extend(value.to_le_bytes()),
        Float::F32 if f64::from(value as f32) != value => {
            return Err(wrong("expected a number that an f32 holds exactly"));
        }
        Float::F32 => out.bytes.extend((value as f32).to_le_bytes()),
    }
    Ok(())
}

/// The bits of a float, as JSON has neither infinities nor NaN.
pub(super) fn float_bits(float: Float, text: &str, out: &mut Output) -> Put {
    match (float, text.split_once(':')) {
        (Float::F32, Some(("f32", hex))) => {
            let bits = hex_bits(hex, 8).and_then(|bits| u32::try_from(bits).ok());
            let bits = bits.ok_or_else(|| wrong("expected f32: and 8 hex digits"))?;
            out.bytes.extend(bits.to_le_bytes());
        }
        (Float::F64, Some(("f64", hex))) => {
            let bits = hex_bits(hex, 16).ok_or_else(|| wrong("expected f64: and 16 hex digits"))?;
            out.bytes.extend(bits.to_le_bytes());
        }
        _ => return Err(wrong("expected a number")),
    }
    Ok(())
}

fn hex_bits(hex: &str, digits: usize) -> Option<u64> {
    let is_hex = hex.len() == digits && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u64::from_str_radix(hex, 16).ok()).flatten()
}
