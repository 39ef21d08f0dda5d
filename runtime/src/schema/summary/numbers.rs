//! Summaries of numbers.

use super::super::number::{Float, Integer, Number};
use super::{Sum, Summary, kind};

pub(in crate::schema) const fn integer(integer: Integer) -> Summary {
    let width = match integer.bits() {
        8 => 0,
        16 => 1,
        32 => 2,
        64 => 3,
        _ => 4,
    };
    INTEGERS[integer.is_varint() as usize][integer.is_signed() as usize][width]
}

/// By encoding, sign and width. `const` code asks for that of each field, and takes long.
const INTEGERS: [[[Summary; 5]; 2]; 2] = {
    let mut all = [[[super::unit(); 5]; 2]; 2];
    let widths = [8, 16, 32, 64, 128];
    let mut i = 0;
    while i < widths.len() {
        let (unsigned, signed) = (Integer::unsigned(widths[i]), Integer::signed(widths[i]));
        all[0][0][i] = of_integer(unsigned);
        all[0][1][i] = of_integer(signed);
        all[1][0][i] = of_integer(unsigned.varint());
        all[1][1][i] = of_integer(signed.varint());
        i += 1;
    }
    all
};

const fn of_integer(integer: Integer) -> Summary {
    let mut sum = Sum::new(kind::INTEGER).with_number(Number::Integer(integer));
    sum.hash = sum
        .hash
        .write_u8(integer.bits())
        .write_u8(integer.is_signed() as u8)
        .write_u8(integer.is_varint() as u8);
    let bytes = integer.bits() as u64 / 8;
    if integer.is_varint() {
        sum.varying()
            .bytes(1, Some((integer.bits() as u64).div_ceil(7)))
            .finish()
    } else {
        sum.bytes(bytes, Some(bytes)).finish()
    }
}

pub(in crate::schema) const fn float(float: Float) -> Summary {
    let bits = float.bits();
    let mut sum = Sum::new(kind::FLOAT).with_number(Number::Float(float));
    sum.hash = sum.hash.write_u8(bits);
    sum.bytes(bits as u64 / 8, Some(bits as u64 / 8)).finish()
}
