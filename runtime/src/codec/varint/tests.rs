//! The fast ways against the plain one, on every shape of a varint.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Debug;

use super::*;
use crate::base::fault::Reason;
use crate::codec::VarintNumber;

/// The ends of each length, and what is beside them.
fn numbers() -> impl Iterator<Item = u128> {
    (0..128).flat_map(|bit| {
        let power = 1_u128 << bit;
        [power - 1, power, power + 1, u128::MAX >> bit]
    })
}

fn plain(number: u128) -> Vec<u8> {
    let mut bytes = [0; MAX_LEN];
    let len = write(number, &mut bytes);
    bytes[..len].to_vec()
}

/// Runs of bytes that are not the last, then one that may be, then others.
fn inputs() -> impl Iterator<Item = Vec<u8>> {
    let lasts = [0, 1, 2, 3, 4, 0x0f, 0x10, 0x7f, 0x80, 0x81];
    (0..=MAX_LEN + 1).flat_map(move |more| {
        [0x80, 0xa5, 0xff].into_iter().flat_map(move |filling| {
            lasts.into_iter().flat_map(move |last| {
                (0..=10).flat_map(move |behind| {
                    [0, 0x35, 0xff].map(|after| {
                        let mut bytes = vec![filling; more];
                        bytes.push(last);
                        bytes.resize(bytes.len() + behind, after);
                        bytes
                    })
                })
            })
        })
    })
}

fn reads_as_plain<W: Wire + PartialEq + Debug>(input: &[u8]) {
    let expected = read(input, W::BITS).map(|(value, rest)| (value, rest.len()));
    let found = W::read(input).map(|(value, rest)| (value.into(), rest.len()));
    assert_eq!(found, expected, "{} bits: {input:x?}", W::BITS);
}

#[test]
fn reading_is_judged_as_plain() {
    for input in inputs() {
        reads_as_plain::<u16>(&input);
        reads_as_plain::<u32>(&input);
        reads_as_plain::<u64>(&input);
        reads_as_plain::<u128>(&input);
    }
    reads_as_plain::<u64>(&[]);
}

fn writes_as_plain<W: Wire>(number: u128) {
    let Ok(value) = W::try_from(number) else {
        return;
    };
    let expected = plain(number);
    assert_eq!(value.varint_len(), expected.len(), "{number}");
    for room in 0..MAX_LEN + 10 {
        let mut bytes = vec![0xee; room];
        let left = value.write(&mut bytes).map(|rest| rest.len());
        assert_eq!(left, room.checked_sub(expected.len()), "{number}");
        if left.is_some() {
            assert!(bytes.starts_with(&expected), "{number}");
        }
    }
}

#[test]
fn writing_gives_what_plain_gives() {
    for number in numbers() {
        writes_as_plain::<u16>(number);
        writes_as_plain::<u32>(number);
        writes_as_plain::<u64>(number);
        writes_as_plain::<u128>(number);
    }
}

/// Arrays whose numbers change their lengths anywhere in a block.
fn arrays_are_their_elements<T: VarintNumber<Wire: Debug> + Debug + PartialEq>() {
    let values: Vec<T> = (0..40)
        .flat_map(|zeros| {
            let zeros = core::iter::repeat_n(0, zeros);
            zeros.chain(numbers().step_by(11)).collect::<Vec<_>>()
        })
        .filter_map(|number| Some(T::from_wire(T::Wire::try_from(number).ok()?)))
        .collect();
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| plain(value.to_wire().into()))
        .collect();

    assert_eq!(len_all(&values), bytes.len());
    let mut room = vec![0; bytes.len()];
    assert!(write_all(&values, &mut room).unwrap().is_empty());
    assert_eq!(room, bytes);
    room.pop();
    assert!(write_all(&values, &mut room).is_none());

    let mut read = vec![T::default(); values.len()];
    assert!(read_all(&mut read, &bytes).unwrap().is_empty());
    assert_eq!(read, values);
    let fault = read_all(&mut read, &bytes[..bytes.len() - 1]).unwrap_err();
    assert_eq!(fault.reason(), &Reason::Truncated);
}

#[test]
fn arrays_are_their_elements_back_to_back() {
    arrays_are_their_elements::<u16>();
    arrays_are_their_elements::<u32>();
    arrays_are_their_elements::<u64>();
    arrays_are_their_elements::<u128>();
    arrays_are_their_elements::<i16>();
    arrays_are_their_elements::<i32>();
    arrays_are_their_elements::<i64>();
    arrays_are_their_elements::<i128>();
}

#[test]
fn zigzag_as_postcard_says() {
    for (signed, unsigned) in [(0, 0), (-1, 1), (1, 2), (-2, 3), (i128::MIN, u128::MAX)] {
        assert_eq!(zigzag(signed), unsigned);
        assert_eq!(unzigzag(unsigned), signed);
    }
}
