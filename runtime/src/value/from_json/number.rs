//! Numbers. Of those of 64 bits and more, JSON has the digits in a string.

use alloc::format;

use super::output::{Output, wrong};
use crate::base::text::is_integer;
use crate::codec::varint;
use crate::schema::{Float, Integer, Type};
use crate::value::Violation;

type Put = Result<(), Violation>;

/// Digits in a string, of which there are as few as do.
pub(super) fn digits(integer: Integer, text: &str, out: &mut Output) -> Put {
    if !is_integer(text) {
        return Err(wrong(
            "expected a whole number; in a string, decimal digits without `+`, spaces or \
             needless zeros",
        ));
    }
    if let Ok(number) = text.parse::<i64>() {
        return whole(integer, number.into(), out);
    }
    match (text.parse(), text.parse()) {
        (Ok(number), _) => whole(integer, number, out),
        // Above all that have a sign.
        (_, Ok(number)) if !integer.is_signed() && integer.bits() == 128 => {
            put(integer, number, out);
            Ok(())
        }
        _ => Err(too_large(integer)),
    }
}

/// A number as JSON has it.
pub(super) fn whole(integer: Integer, number: i128, out: &mut Output) -> Put {
    let bits = u32::from(integer.bits());
    let value = match integer.is_signed() {
        true => {
            let unused = 128 - bits;
            let fits = (number << unused) >> unused == number;
            fits.then(|| match integer.is_varint() {
                true => varint::zigzag(number),
                false => number as u128,
            })
        }
        false => (u128::try_from(number).ok()).filter(|value| *value <= u128::MAX >> (128 - bits)),
    };
    put(integer, value.ok_or_else(|| too_large(integer))?, out);
    Ok(())
}

/// What is no whole number, or none that fits.
pub(super) fn too_large(integer: Integer) -> Violation {
    let ty = Type::Integer(integer);
    wrong(format!("expected a number that fits {ty}"))
}

fn put(integer: Integer, value: u128, out: &mut Output) {
    if integer.is_varint() {
        return out.put_count(value);
    }
    let bytes = value.to_le_bytes();
    let bytes = bytes.get(..usize::from(integer.bits() / 8));
    out.bytes.extend_from_slice(bytes.unwrap_or_default());
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
        (Float::F32, _) => return Err(wrong("expected a number, or f32: and 8 hex digits")),
        (Float::F64, _) => return Err(wrong("expected a number, or f64: and 16 hex digits")),
    }
    Ok(())
}

fn hex_bits(hex: &str, digits: usize) -> Option<u64> {
    let is_hex = hex.len() == digits && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u64::from_str_radix(hex, 16).ok()).flatten()
}
