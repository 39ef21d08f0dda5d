//! Varints of all widths, one and many, as postcard has them.

use std::fmt::Debug;

use migratable::codec::Decoder;
use migratable::{Decode, Varint};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::oracle::agree_as;

/// Numbers of all lengths, the short ones in long runs.
fn numbers() -> impl Strategy<Value = Vec<u128>> {
    let number = (any::<u128>(), 0..128_u32).prop_map(|(number, shift)| number >> shift);
    let run = prop_oneof![
        vec(number, 1..20),
        (0..0x80_u128, 1..40_usize).prop_map(|(number, times)| vec![number; times]),
    ];
    vec(run, 0..8).prop_map(|runs| runs.concat())
}

/// Bytes that are often, but not always, varints.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![0..4_u8, 0x80..0x84_u8, Just(0xff), any::<u8>()];
    vec(byte, 0..24)
}

/// Postcard does not insist on the shortest form. Where its answer would be
/// encoded as it stood, ours is the same; else there is none.
fn reads_as_postcard<T>(bytes: &[u8]) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
    Varint: Decode<T>,
{
    let expected = postcard::take_from_bytes::<T>(bytes).ok();
    let expected = expected.filter(|(value, rest)| {
        let used = &bytes[..bytes.len() - rest.len()];
        postcard::to_allocvec(value).unwrap() == used
    });
    let mut input = Decoder::new(bytes);
    let found = Varint::decode(&mut input).ok();
    let found = found.map(|value| (value, &bytes[bytes.len() - input.remaining()..]));
    prop_assert_eq!(found, expected);
    Ok(())
}

macro_rules! widths {
    ($($number:ident)*) => {$(
        mod $number {
            use super::*;

            proptest! {
                #[test]
                fn any_bytes(bytes in bytes()) {
                    reads_as_postcard::<$number>(&bytes)?;
                }

                #[test]
                fn lists_and_arrays(numbers in numbers()) {
                    let numbers: Vec<_> = numbers.iter().map(|n| *n as $number).collect();
                    agree_as::<Vec<Varint>, _, _>(&numbers, &numbers);
                    if let Some(array) = numbers.first_chunk::<21>() {
                        agree_as::<[Varint; 21], _, _>(array, array);
                    }
                }
            }
        }
    )*};
}

widths!(u16 u32 u64 u128 usize i16 i32 i64 i128 isize);
