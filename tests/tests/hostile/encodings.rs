//! Each way in which bytes are not a value, by name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::num::NonZero;
use std::time::Duration;

use migratable::codec::{Decoder, Reason};
use migratable::{Decode, Migratable, Varint};

#[track_caller]
fn refused<T: Decode + Debug>(bytes: &[u8], reason: &Reason) {
    refused_as::<T, T>(bytes, reason);
}

#[track_caller]
fn refused_as<A: Decode<T>, T: Debug>(bytes: &[u8], reason: &Reason) {
    let mut input = Decoder::new(bytes);
    let decoded = A::decode(&mut input).and_then(|value| input.finish().map(|()| value));
    assert_eq!(decoded.unwrap_err().reason(), reason);
    let violation = migratable::value::read(A::TYPE, bytes).unwrap_err();
    assert_eq!(violation.reason(), reason);
}

#[test]
fn single_values() {
    refused::<bool>(&[2], &Reason::Bool);
    refused::<[bool; 3]>(&[0, 1, 0x80], &Reason::Bool);
    refused::<u32>(&[1, 2, 3], &Reason::Truncated);
    refused::<u8>(&[1, 2], &Reason::Trailing);
    refused::<()>(&[0], &Reason::Trailing);
    refused::<Option<u8>>(&[2, 0], &Reason::Option);
}

#[test]
fn varints() {
    refused_as::<Varint, u16>(&[0x80, 0], &Reason::VarintNotShortest);
    refused_as::<Varint, u16>(&[0xff, 0xff, 0x04], &Reason::VarintTooLarge);
    refused_as::<Varint, u16>(&[0xff, 0xff, 0xff, 0], &Reason::VarintTooLarge);
    refused_as::<Varint, i64>(&[0xff], &Reason::Truncated);
    let mut too_large = [0xff; 19];
    too_large[18] = 4;
    refused_as::<Varint, u128>(&too_large, &Reason::VarintTooLarge);
    // A count, a tag and a length.
    refused::<Vec<u8>>(&[0x81, 0, 9], &Reason::VarintNotShortest);
    refused::<Choice>(&[0x80, 0], &Reason::VarintNotShortest);
    refused::<Choice>(&[0xff, 0xff, 0xff, 0xff, 0x10], &Reason::VarintTooLarge);
    refused::<Sub>(&[1, 1, 0x81, 0, 1], &Reason::VarintNotShortest);
}

#[test]
fn text() {
    refused::<String>(&[2, 0xc3, 0x28], &Reason::Utf8);
    refused::<String>(&[3, 0xed, 0xa0, 0x80], &Reason::Utf8);
    refused::<Box<str>>(&[1, 0x80], &Reason::Utf8);
    refused::<char>(&[0], &Reason::Char);
    refused::<char>(&[2, b'a', b'b'], &Reason::Char);
    refused::<char>(&[1, 0xff], &Reason::Utf8);
}

#[derive(Debug, Migratable)]
enum Choice {
    A,
    #[migratable(tag = 5)]
    B(bool),
}

#[test]
fn tags() {
    refused::<Choice>(&[1], &Reason::Variant);
    refused::<Choice>(&[6, 0], &Reason::Variant);
    refused::<Choice>(&[5, 7], &Reason::Bool);
}

#[derive(Debug, Migratable)]
struct Sub {
    #[migratable(subsection(tag = 1))]
    one: Option<bool>,
    #[migratable(subsection(tag = 3))]
    three: Option<u8>,
}

#[test]
fn subsections() {
    refused::<Sub>(&[1, 2, 0], &Reason::SubsectionUnknown);
    refused::<Sub>(&[1, 4, 0], &Reason::SubsectionUnknown);
    refused::<Sub>(&[1, 0, 0], &Reason::SubsectionOrder);
    refused::<Sub>(&[2, 3, 1, 9, 1, 1, 0], &Reason::SubsectionOrder);
    refused::<Sub>(&[2, 1, 1, 0, 1, 1, 0], &Reason::SubsectionOrder);
    refused::<Sub>(&[1, 1, 2, 0, 0], &Reason::Trailing);
    refused::<Sub>(&[1, 1, 0], &Reason::Truncated);
    refused::<Sub>(&[1, 1, 5, 0], &Reason::Count);
    refused::<Sub>(&[9, 1, 1, 0], &Reason::Count);
}

#[test]
fn order() {
    refused::<BTreeSet<u8>>(&[2, 2, 1], &Reason::Order);
    refused::<HashSet<u8>>(&[2, 2, 2], &Reason::Order);
    refused::<BTreeSet<i8>>(&[2, 1, 0xff], &Reason::Order);
    // Little-endian: 256, then 255.
    refused::<BTreeSet<u16>>(&[2, 0, 1, 0xff, 0], &Reason::Order);
    refused::<BTreeSet<String>>(&[2, 1, b'b', 2, b'a', b'a'], &Reason::Order);
    refused::<BTreeSet<Option<bool>>>(&[2, 1, 0, 0], &Reason::Order);
    refused::<BTreeMap<u8, bool>>(&[2, 1, 0, 1, 1], &Reason::Order);
    refused::<HashMap<u8, bool>>(&[2, 2, 0, 1, 1], &Reason::Order);
}

#[test]
fn standard_types() {
    let message = |bytes: &[u8]| {
        migratable::decode::<Duration>(bytes)
            .unwrap_err()
            .to_string()
    };
    let mut nanos = [0; 12];
    nanos[8..].copy_from_slice(&1_000_000_000_u32.to_le_bytes());
    assert!(message(&nanos).contains("nanos"), "{}", message(&nanos));
    assert!(migratable::decode::<NonZero<u32>>(&[0; 4]).is_err());
    assert!(migratable::value::read(NonZero::<u32>::TYPE, &[0; 4]).is_err());
}

#[test]
fn an_error_names_the_place() {
    let bytes = migratable::to_vec(&vec![(1_u8, Some(true)), (2, Some(true))]).unwrap();
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() = 7;
    let error = migratable::decode::<Vec<(u8, Option<bool>)>>(&damaged).unwrap_err();
    assert_eq!(
        error.to_string(),
        "field `[1][1]`, at byte 6: a bool is 0 or 1"
    );
}
