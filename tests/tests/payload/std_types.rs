//! Other types of the standard library, and bitflags.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU16, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use migratable::{Bits, Decode, Migratable, Varint};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::oracle::{Fixed, Signed, Unsigned, agree, agree_as, same};

/// What serde writes, with numbers of fixed width.
fn fixed_duration(duration: Duration) -> (Fixed<u64>, Fixed<u32>) {
    (Fixed(duration.as_secs()), Fixed(duration.subsec_nanos()))
}

#[test]
fn durations() {
    for duration in [Duration::ZERO, Duration::MAX, Duration::new(1, 999_999_999)] {
        agree(&duration, &fixed_duration(duration));
    }
    // serde's own, where its varint and the fixed width are the same byte.
    let wire = postcard::to_allocvec(&Duration::new(5, 7)).unwrap();
    assert_eq!(postcard::from_bytes::<(u64, u32)>(&wire).unwrap(), (5, 7));
}

#[test]
fn ranges() {
    same::<Range<u8>>(&(1..5));
    same::<RangeInclusive<i8>>(&(-5..=5));
    same::<RangeFrom<u8>>(&(3..));
    same::<RangeTo<char>>(&(..'x'));
    same(&Range {
        start: 9_u8,
        end: 1,
    });
    agree(&(1_u32..5), &(Fixed(1_u32)..Fixed(5)));
    agree_as::<Range<Varint>, _, _>(&(1_u64..500), &(1_u64..500));
    agree_as::<RangeInclusive<Varint>, _, _>(&(1_u64..=500), &(1_u64..=500));
}

/// Its ends say `5..=5`, which has an element; it has none.
#[test]
fn an_inclusive_range_that_was_used_up_is_refused() {
    let mut range = 5_u8..=5;
    assert_eq!(range.next(), Some(5));
    let error = migratable::to_vec(&range).unwrap_err();
    assert!(error.to_string().contains("used up"), "{error}");
}

macro_rules! non_zero {
    ($($number:ident)*) => {$(
        for value in [1, $number::MIN, $number::MAX].into_iter().filter_map(NonZero::new) {
            agree(&value, &Fixed(value.get()));
        }
        let zero = migratable::to_vec(&(0 as $number)).unwrap();
        assert!(migratable::decode::<NonZero<$number>>(&zero).is_err());
    )*};
}

#[test]
fn numbers_that_are_not_zero() {
    non_zero!(u16 u32 u64 u128 i16 i32 i64 i128);
    same(&NonZero::new(200_u8).unwrap());
    same(&NonZero::new(-1_i8).unwrap());
    agree(&NonZero::new(7_usize).unwrap(), &Fixed::<Unsigned>(7));
    agree(&NonZero::new(-7_isize).unwrap(), &Fixed::<Signed>(-7));
}

#[test]
fn wrappers_of_numbers() {
    same(&Wrapping(255_u8));
    same(&Saturating(255_u8));
    agree(&Wrapping(0xbeef_u16), &Fixed(0xbeef_u16));
    agree(&Saturating(-1_i64), &Fixed(-1_i64));
    agree_as::<Wrapping<Varint>, _, _>(&Wrapping(300_u32), &300_u32);
}

/// Types without `PartialEq`: `get` tells what they hold.
#[track_caller]
fn holds<T, S>(ours: T, get: impl Fn(&T) -> S, theirs: S)
where
    T: Decode,
    S: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let bytes = postcard::to_allocvec(&theirs).unwrap();
    assert_eq!(migratable::to_vec(&ours).unwrap(), bytes);
    assert_eq!(get(&migratable::decode(&bytes).unwrap()), theirs);
}

#[test]
fn atomics() {
    holds(AtomicBool::new(true), |a| a.load(SeqCst), true);
    holds(AtomicU16::new(500), |a| Fixed(a.load(SeqCst)), Fixed(500));
    holds(
        AtomicI64::new(i64::MIN),
        |a| Fixed(a.load(SeqCst)),
        Fixed(i64::MIN),
    );
    holds(
        AtomicUsize::new(9),
        |a| Fixed(a.load(SeqCst) as Unsigned),
        Fixed(9),
    );
    holds(
        Arc::new(AtomicU16::new(500)),
        |a| Fixed(a.load(SeqCst)),
        Fixed(500),
    );
}

#[test]
fn cells() {
    holds(Cell::new(7_u8), Cell::get, 7);
    holds(
        RefCell::new("x".to_owned()),
        |cell| cell.borrow().clone(),
        "x".to_owned(),
    );
    let shared = Rc::new(RefCell::new(vec![1_u8]));
    holds(shared, |cell| cell.borrow().clone(), vec![1]);
}

#[test]
fn locks() {
    holds(Mutex::new(7_u8), |lock| *lock.lock().unwrap(), 7);
    holds(
        RwLock::new((1_u8, 'x')),
        |lock| *lock.read().unwrap(),
        (1, 'x'),
    );
    let map = || BTreeMap::from([(1_u8, true)]);
    holds(
        Arc::new(Mutex::new(map())),
        |lock| lock.lock().unwrap().clone(),
        map(),
    );
    holds(
        Arc::new(RwLock::new(map())),
        |lock| lock.read().unwrap().clone(),
        map(),
    );
}

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Interrupts: u16 {
        const RECEIVE = 1 << 4;
        const TRANSMIT = 1 << 5;
    }
}

#[test]
fn bit_flags_with_the_unknown_ones() {
    for bits in [0, 1 << 4, 0xffff] {
        agree_as::<Bits, _, _>(&Interrupts::from_bits_retain(bits), &Fixed(bits));
    }
    let several = vec![Interrupts::RECEIVE, Interrupts::all()];
    agree_as::<Vec<Bits>, _, _>(&several, &vec![Fixed(16_u16), Fixed(48)]);
}

#[derive(Debug, PartialEq, Migratable)]
struct Uart {
    #[migratable(with = Bits)]
    raised: Interrupts,
    #[migratable(with = Option<Bits>)]
    masked: Option<Interrupts>,
}

#[test]
fn bit_flags_in_fields() {
    let uart = Uart {
        raised: Interrupts::TRANSMIT,
        masked: Some(Interrupts::empty()),
    };
    agree(&uart, &(Fixed(32_u16), Some(Fixed(0_u16))));
}
