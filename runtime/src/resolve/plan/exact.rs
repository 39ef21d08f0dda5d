//! Whole numbers as floats and back, where neither loses anything.

use super::number::Number;
use crate::schema::Float;

/// The binary digits that a float holds.
pub(in crate::resolve) const fn digits(width: Float) -> u32 {
    match width {
        Float::F32 => f32::MANTISSA_DIGITS,
        Float::F64 => f64::MANTISSA_DIGITS,
    }
}

/// The digits at the low end that a float as great has no room for.
pub(in crate::resolve) fn low_digits(value: u128, width: Float) -> u128 {
    let len = u128::BITS - value.leading_zeros();
    (1 << len.saturating_sub(digits(width))) - 1
}

/// Whether a float holds the number exactly. None that we know is too great for one.
pub(in crate::resolve) fn is_float(number: Number, width: Float) -> bool {
    magnitude(number) & low_digits(magnitude(number), width) == 0
}

fn magnitude(number: Number) -> u128 {
    match number {
        Number::Natural(value) => value,
        Number::Negative(value) => value.unsigned_abs(),
    }
}

/// The float that is the number.
pub(in crate::resolve) fn float(number: Number, width: Float) -> Option<f64> {
    let value = magnitude(number) as f64;
    is_float(number, width).then_some(match number {
        Number::Natural(_) => value,
        Number::Negative(_) => -value,
    })
}

/// The number that a float is. A 0 with a sign is none: the sign would be lost.
pub(in crate::resolve) fn integer(value: f64) -> Option<Number> {
    /// Greater than all numbers that we know.
    const END: f64 = (1_u128 << 127) as f64 * 2.0;
    let whole = value.abs() as u128;
    let is_whole = value.abs() < END && whole as f64 == value.abs();
    match value.is_sign_negative() {
        _ if !is_whole => None,
        false => Some(Number::Natural(whole)),
        true if whole == 0 => None,
        true => 0_i128.checked_sub_unsigned(whole).map(Number::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_goes_there_and_back() {
        let whole = [
            0.0,
            1.0,
            -1.0,
            1e15,
            -1e15,
            1e38,
            -1e38,
            9007199254740993.0,
            -170141183460469231731687303715884105728.0,
        ];
        for value in whole {
            let number = integer(value).unwrap();
            assert_eq!(float(number, Float::F64), Some(value));
        }
        let others = [
            -0.0,
            0.5,
            -1.5,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            1e-300,
            1e39,
            -1e39,
            340282366920938463463374607431768211456.0,
            -170141183460469269510619166673045815296.0,
        ];
        for value in others {
            assert_eq!(integer(value), None, "{value}");
        }
    }

    #[test]
    fn what_has_too_many_digits_is_no_float() {
        let is = |value: i128, width| is_float(Number::from(value), width);
        assert!(is(1 << 24, Float::F32) && is(-(1 << 24), Float::F32));
        assert!(!is((1 << 24) + 1, Float::F32) && !is(-(1 << 24) - 1, Float::F32));
        assert!(is((1 << 24) + 2, Float::F32) && is((1 << 24) + 1, Float::F64));
        assert!(is(1 << 53, Float::F64) && !is((1 << 53) + 1, Float::F64));
        assert!(!is_float(Number::Natural(u128::MAX), Float::F64));
        assert!(is(i128::MIN, Float::F32));
    }
}
