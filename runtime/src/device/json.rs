//! The JSON of a generic device's schema.
//!
//! An array's length cannot depend on a type parameter, so the text is written
//! into the smallest of a few sizes that holds it. The unused ones exist in
//! the compiler only.

use core::marker::PhantomData;

use super::contract::Device;
use crate::schema::json;

/// Holds the JSON of the schema of a generic device.
#[doc(hidden)]
#[derive(Debug)]
pub struct JsonOf<D>(PhantomData<D>);

/// The text in an array of `N` bytes, if it fits and `SMALLER` does not do.
const fn text<D: Device, const N: usize, const SMALLER: usize>() -> [u8; N] {
    let len = JsonOf::<D>::FIRST.size();
    match len > SMALLER && len <= N {
        true => json::write::<N>(D::SCHEMA).room,
        false => [0; N],
    }
}

impl<D: Device> JsonOf<D> {
    const FIRST: json::Written<0x1000> = json::write(D::SCHEMA);
    const UP_TO_4K: &'static [u8] = &Self::FIRST.room;
    const UP_TO_16K: &'static [u8] = &text::<D, 0x4000, 0x1000>();
    const UP_TO_64K: &'static [u8] = &text::<D, 0x1_0000, 0x4000>();
    const UP_TO_1M: &'static [u8] = &text::<D, 0x10_0000, 0x1_0000>();

    /// The JSON.
    pub const TEXT: &'static str = {
        let room = match Self::FIRST.size() {
            ..=0x1000 => Self::UP_TO_4K,
            0x1001..=0x4000 => Self::UP_TO_16K,
            0x4001..=0x1_0000 => Self::UP_TO_64K,
            0x1_0001..=0x10_0000 => Self::UP_TO_1M,
            _ => panic!("the JSON of a generic device's schema is larger than 1 MiB"),
        };
        json::as_text(room.split_at(Self::FIRST.size()).0)
    };
}
