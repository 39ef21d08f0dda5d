//! Memory that input makes the library allocate.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use allocation_counter::measure;
use migratable::codec::{Decoder, Reason};
use migratable::{Decode, Migratable};

use super::samples;

/// Without input: an error and its text.
const FIXED: u64 = 1 << 10;

/// The most that is allocated at any time while `bytes` are decoded.
fn peak<T: Decode>(bytes: &[u8]) -> u64 {
    let info = measure(|| _ = T::decode(&mut Decoder::new(bytes)));
    info.bytes_max
}

/// A varint count, then some bytes that cannot be so many elements.
fn claims(count: u64) -> Vec<u8> {
    let mut bytes = postcard::to_allocvec(&count).unwrap();
    bytes.extend([0; 16]);
    bytes
}

#[track_caller]
fn is_not_believed<T: Decode>() {
    for count in [17 + 16, 1 << 20, 1 << 32, 1 << 40, u64::MAX / 8, u64::MAX] {
        let bytes = claims(count);
        let error = T::decode(&mut Decoder::new(&bytes)).map(drop).unwrap_err();
        assert_eq!(error.reason(), &Reason::Count, "{count}");
        let peak = peak::<T>(&bytes);
        assert!(peak <= FIXED, "{count}: {peak} bytes");
    }
}

#[test]
fn counts_that_the_input_cannot_hold_are_not_believed() {
    is_not_believed::<Vec<u8>>();
    is_not_believed::<Vec<[u64; 16]>>();
    is_not_believed::<Vec<String>>();
    is_not_believed::<VecDeque<u32>>();
    is_not_believed::<Box<[Option<u8>]>>();
    is_not_believed::<String>();
    is_not_believed::<Box<str>>();
    is_not_believed::<BTreeSet<u16>>();
    is_not_believed::<HashSet<u16>>();
    is_not_believed::<BTreeMap<u8, [u64; 100]>>();
    is_not_believed::<HashMap<u8, [u64; 100]>>();
    is_not_believed::<[Vec<u8>; 4]>();
}

/// A count that the input could hold, of elements that are larger in memory
/// than in the input: memory grows only with those that are really there.
#[test]
fn memory_grows_with_elements_and_not_with_their_count() {
    let mut bytes = postcard::to_allocvec(&100_000_u32).unwrap();
    // Elements of one byte each; the second is wrong.
    bytes.push(0);
    bytes.resize(bytes.len() + 100_000, 9);
    for peak in [
        peak::<Vec<Option<[u64; 100]>>>(&bytes),
        peak::<Box<[Option<[u64; 100]>]>>(&bytes),
        peak::<VecDeque<Option<[u64; 100]>>>(&bytes),
        peak::<HashSet<Option<[u64; 100]>>>(&bytes),
        peak::<BTreeSet<Option<[u64; 100]>>>(&bytes),
        peak::<HashMap<bool, [u64; 100]>>(&bytes),
    ] {
        assert!(peak <= 16 << 10, "{peak} bytes");
    }
}

/// All that is needed is what the value takes, at most doubled as it grows.
#[test]
fn large_values_take_a_small_multiple() {
    let numbers = vec![7_u64; 1 << 16];
    let bytes = migratable::to_vec(&numbers).unwrap();
    let len = bytes.len() as u64;
    assert!(peak::<Vec<u64>>(&bytes) <= len + FIXED);
    assert!(peak::<Box<[u64]>>(&bytes) <= len + FIXED);
    assert!(peak::<VecDeque<u64>>(&bytes) <= len + FIXED);
    let text = migratable::to_vec(&"x".repeat(1 << 16)).unwrap();
    assert!(peak::<String>(&text) <= text.len() as u64 + FIXED);
}

/// For each byte of input at most this much, in any type of the samples: a
/// list of one-byte elements that are a few words in memory.
const PER_BYTE: u64 = 128;

#[test]
fn damaged_input_allocates_a_small_multiple_of_its_length() {
    for sample in samples::all() {
        let mut bytes = sample.bytes.clone();
        for at in 0..bytes.len() {
            let original = bytes[at];
            for byte in [0, 1, 0x7f, 0x80, 0xfe, 0xff] {
                bytes[at] = byte;
                let peak = measure(|| _ = (sample.is_accepted)(&bytes)).bytes_max;
                let most = bytes.len() as u64 * PER_BYTE + FIXED;
                assert!(
                    peak <= most,
                    "{}, byte {at} is {byte}: {peak} bytes",
                    sample.name
                );
            }
            bytes[at] = original;
        }
    }
}

/// A boxed array may be larger than the stack: it is never on it.
#[test]
fn a_boxed_array_is_made_where_it_stays() {
    const LEN: usize = 16 << 20;
    let on_small_stack = std::thread::Builder::new().stack_size(256 << 10);
    let decoding = on_small_stack.spawn(|| {
        let mut encoded = vec![7; LEN];
        let array: Box<[u8; LEN]> = migratable::decode(&encoded).unwrap();
        assert!(array.iter().all(|byte| *byte == 7));
        encoded.insert(0, 1);
        let mut buffer: Option<Box<[u8; LEN]>> = None;
        migratable::load_partly(&mut buffer, &encoded).unwrap();
        assert!(buffer.is_some());
        let flags: Box<[Option<bool>; 1 << 20]> = migratable::decode(&vec![0; 1 << 20]).unwrap();
        assert_eq!(flags[1000], None);
    });
    decoding.unwrap().join().unwrap();
}

#[derive(Migratable)]
struct Two {
    a: u32,
    b: u32,
}

/// JSON becomes bytes as it is read, whether it fits its type or not.
#[test]
fn json_takes_no_tree() {
    type Nested = Vec<Vec<Vec<Vec<u32>>>>;
    let list = |element: &str| format!("[{}{element}]", format!("{element},").repeat(20_000));
    let cases = [
        (<Vec<Vec<u8>>>::TYPE, list("[0]")),
        (<Vec<Vec<u128>>>::TYPE, list("[0]")),
        (Nested::TYPE, list("[[[0]]]")),
        (u8::TYPE, list("[[[0]]]")),
        (<Vec<Option<Option<()>>>>::TYPE, list("null")),
        (<Vec<String>>::TYPE, list("\"\"")),
        (<Vec<u8>>::TYPE, list("{}")),
        (<BTreeMap<u32, u8>>::TYPE, list("[7,7]")),
        (Two::TYPE, "{\"b\":0,\"b\":0}".into()),
        (<Vec<Two>>::TYPE, list("{\"b\":0,\"a\":1}")),
    ];
    for (ty, text) in cases {
        let info = measure(|| _ = migratable::value::from_json(ty, &text));
        let most = 32 * text.len() as u64 + FIXED;
        assert!(info.bytes_max <= most, "{ty}: {} bytes", info.bytes_max);
    }
}

/// A part is changed where its bytes lie.
#[test]
fn an_edit_takes_no_tree() {
    let pairs = vec![(0_u8, 1_u8); 100_000];
    let bytes = migratable::to_vec(&pairs).unwrap();
    let ty = <Vec<(u8, u8)>>::TYPE;
    let path = "[99999][1]".parse().unwrap();
    let info = measure(|| _ = migratable::value::set(ty, &bytes, &path, "2").unwrap());
    let most = 3 * bytes.len() as u64 + FIXED;
    assert!(info.bytes_max <= most, "{} bytes", info.bytes_max);
}
