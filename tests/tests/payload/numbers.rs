//! Numbers and bools.

use migratable::schema::{Integer, Type};
use migratable::{Migratable, Varint};
use serde::{Deserialize, Serialize};

use super::oracle::{Fixed, Signed, Unsigned, agree, agree_as, same};

/// The ends of the type, of each length of its varint, and what is beside them.
macro_rules! boundaries {
    ($number:ident) => {{
        let mut values = vec![0, $number::MIN, $number::MAX];
        for bit in 0..$number::BITS {
            let power = (1 as $number) << bit;
            let near = [power, power.wrapping_sub(1), power.wrapping_add(1)];
            values.extend(near);
            values.extend(near.map($number::wrapping_neg));
        }
        values
    }};
}

macro_rules! fixed_and_varint {
    ($($number:ident)*) => {$(
        #[test]
        fn $number() {
            for value in boundaries!($number) {
                agree(&value, &Fixed(value));
                same(&Fixed(value));
                agree_as::<Varint, $number, $number>(&value, &value);
            }
        }
    )*};
}

fixed_and_varint!(u16 u32 u64 u128 i16 i32 i64 i128);

#[test]
fn bytes() {
    (0..=u8::MAX).for_each(|value| same(&value));
    (i8::MIN..=i8::MAX).for_each(|value| same(&value));
}

#[test]
fn pointer_sized_numbers_are_those_of_the_target() {
    let bits = usize::BITS as u8;
    assert_eq!(*usize::TYPE, Type::Integer(Integer::unsigned(bits)));
    assert_eq!(*isize::TYPE, Type::Integer(Integer::signed(bits)));
    for value in boundaries!(usize) {
        agree(&value, &Fixed(value as Unsigned));
        agree_as::<Varint, usize, usize>(&value, &value);
    }
    for value in boundaries!(isize) {
        agree(&value, &Fixed(value as Signed));
        agree_as::<Varint, isize, isize>(&value, &value);
    }
}

#[test]
fn bools() {
    same(&false);
    same(&true);
}

#[test]
fn floats() {
    for value in [
        0.0,
        -0.0,
        1.5,
        f32::MIN,
        f32::MAX,
        f32::MIN_POSITIVE,
        f32::INFINITY,
    ] {
        same(&value);
        same(&f64::from(value));
    }
    same(&f64::MIN);
    same(&f64::EPSILON);
}

#[test]
fn the_payload_of_a_nan_is_kept() {
    for bits in [0x7fc0_0000_u32, 0x7f80_0001, 0xffff_ffff] {
        let bytes = postcard::to_allocvec(&f32::from_bits(bits)).unwrap();
        assert_eq!(migratable::to_vec(&f32::from_bits(bits)).unwrap(), bytes);
        assert_eq!(migratable::decode::<f32>(&bytes).unwrap().to_bits(), bits);
    }
    for bits in [0x7ff8_0000_0000_0000_u64, 0x7ff0_0000_0000_0001, u64::MAX] {
        let bytes = postcard::to_allocvec(&f64::from_bits(bits)).unwrap();
        assert_eq!(migratable::to_vec(&f64::from_bits(bits)).unwrap(), bytes);
        assert_eq!(migratable::decode::<f64>(&bytes).unwrap().to_bits(), bits);
    }
}

#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Counters {
    #[migratable(varint)]
    exits: u64,
    #[migratable(varint)]
    drift: i32,
    #[serde(with = "postcard::fixint::le")]
    status: u32,
    #[migratable(with = Vec<Varint>)]
    histogram: Vec<u16>,
    #[migratable(with = Option<(Varint, u8)>)]
    last: Option<(i128, u8)>,
}

#[test]
fn varint_fields() {
    for (exits, drift) in [(0, 0), (127, -64), (128, 64), (u64::MAX, i32::MIN)] {
        let (status, histogram, last) = (7, vec![0, 300, u16::MAX], Some((i128::MIN, 3)));
        same(&Counters {
            exits,
            drift,
            status,
            histogram,
            last,
        });
    }
}

#[test]
fn there_are_no_numbers_of_other_widths() {
    for bits in 0..=u8::MAX {
        let is_made = |make: fn(u8) -> Integer| std::panic::catch_unwind(|| make(bits)).is_ok();
        let is_width = [8, 16, 32, 64, 128].contains(&bits);
        assert_eq!(is_made(Integer::unsigned), is_width, "u{bits}");
        assert_eq!(is_made(Integer::signed), is_width, "i{bits}");
    }
}
