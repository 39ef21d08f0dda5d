//! What lies in memory as it is encoded is not encoded anew by `to_vec`, and is copied in
//! groups by `decode`: at every length, and wherever the bytes begin, to the same values.

use std::fmt::Debug;

use bytemuck::{Pod, Zeroable};
use migratable::{Decode, Migratable};

/// Around where counts take a byte more, and where groups of elements end.
const LENS: [usize; 16] = [
    0, 1, 2, 15, 16, 17, 31, 32, 33, 47, 63, 64, 127, 128, 16_383, 16_384,
];

#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Register {
    value: u32,
    mask: u16,
    index: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Migratable)]
struct Padded {
    value: u32,
    mask: u16,
}

#[track_caller]
fn assert_same<T: Migratable + Decode + Debug + PartialEq>(value: &T) {
    let mut room = vec![0xa5; migratable::encoded_len(value)];
    migratable::encode_to_slice(value, &mut room).unwrap();
    let mut used = Vec::new();
    migratable::encode_into(value, &mut used).unwrap();
    assert_eq!(used, room);
    assert_eq!(migratable::to_vec(value).unwrap(), room);
    for at in 0..16 {
        let shifted = [&vec![0; at], room.as_slice()].concat();
        let bytes = &shifted[at..];
        assert!(migratable::decode::<T>(bytes).unwrap() == *value, "at {at}");
        if let Some(cut) = bytes.len().checked_sub(1) {
            migratable::decode::<T>(&bytes[..cut]).unwrap_err();
        }
    }
}

/// In lists, slices, arrays, and lists of arrays.
fn lists_of<T>(make: impl Fn(u64) -> T)
where
    T: Copy + Decode + Migratable + Debug + PartialEq,
{
    for len in LENS {
        let list: Vec<T> = (0..len as u64)
            .map(|index| make(index.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        assert_same(&list);
        assert_same(&list.clone().into_boxed_slice());
        assert_same(&list.as_chunks::<2>().0.to_vec());
    }
    assert_same(&std::array::from_fn::<T, 33, _>(|index| make(index as u64)));
    assert_same(&[[make(3), make(5)], [make(7), make(9)]]);
    assert_same(&make(11));
}

#[test]
fn numbers() {
    macro_rules! each {
        ($($number:ident)*) => {$( lists_of(|seed| seed as $number); )*};
    }
    each!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);
}

#[test]
fn structs_and_bools() {
    lists_of(|seed| seed % 3 == 0);
    lists_of(|seed| Register {
        value: seed as u32,
        mask: (seed >> 32) as u16,
        index: 7,
    });
    lists_of(|seed| Padded {
        value: seed as u32,
        mask: (seed >> 32) as u16,
    });
}

#[test]
fn texts() {
    for len in LENS {
        assert_same(&"ä".repeat(len));
        assert_same(&"b".repeat(len).into_boxed_str());
    }
}
