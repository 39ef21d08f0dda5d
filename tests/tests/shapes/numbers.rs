//! Counters that wrap, wide numbers, times, atomics, flags.

use std::num::{NonZero, Saturating, Wrapping};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::time::Duration;

use migratable::{Bits, Migratable};

use super::round_trip::{encode, round_trips};

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Status: u8 {
        const BUSY = 1;
        const ERROR = 2;
    }
}

#[derive(Debug, PartialEq, Migratable)]
struct Counters {
    #[migratable(range = 0..=0x7fff)]
    sequence: Wrapping<u16>,
    lost: Saturating<u32>,
    guid: u128,
    offset: i128,
    uptime: Duration,
    timeout: Option<Duration>,
    divisor: NonZero<u16>,
    ends: Option<(usize, usize)>,
    #[migratable(with = Bits)]
    status: Status,
}

#[test]
fn numbers() {
    let saved = Counters {
        sequence: Wrapping(0x7fff),
        lost: Saturating(u32::MAX),
        guid: u128::MAX - 1,
        offset: i128::MIN,
        uptime: Duration::new(u64::MAX, 999_999_999),
        timeout: None,
        divisor: NonZero::<u16>::MAX,
        ends: Some((0, usize::MAX)),
        status: Status::BUSY | Status::from_bits_retain(0x80),
    };
    let live = Counters {
        sequence: Wrapping(0),
        lost: Saturating(0),
        guid: 0,
        offset: 0,
        uptime: Duration::ZERO,
        timeout: Some(Duration::from_millis(1500)),
        divisor: NonZero::<u16>::MIN,
        ends: None,
        status: Status::empty(),
    };
    round_trips(&saved, live);
}

#[derive(Debug, Default, Migratable)]
struct Statistics {
    interrupts: AtomicU64,
    masked: AtomicBool,
    lanes: [AtomicU32; 3],
    #[migratable(skip = AtomicU32::new(0))]
    waiting: AtomicU32,
}

#[test]
fn atomics() {
    let saved = Statistics::default();
    saved.interrupts.store(u64::MAX, SeqCst);
    saved.masked.store(true, SeqCst);
    saved.lanes[2].store(7, SeqCst);
    let mut live = Statistics::default();
    live.waiting.store(9, SeqCst);
    let bytes = encode(&saved);
    migratable::load(&mut live, &bytes).unwrap();
    assert_eq!(encode(&live), bytes);
    assert_eq!(live.waiting.load(SeqCst), 9);
    assert_eq!(
        encode(&migratable::decode::<Statistics>(&bytes).unwrap()),
        bytes
    );
}

const PAGE: u32 = 1024;
const DEPTH: u16 = 3;

#[derive(Migratable, Debug, PartialEq)]
#[migratable(device = "sizes")]
struct Sizes {
    #[migratable(default = computed(4 * PAGE))]
    product: u32,
    #[migratable(default = computed(PAGE | 1 << 4))]
    bits: u32,
    #[migratable(default = computed(DEPTH as u32 + 1), range = 0..=DEPTH as u32 + 1)]
    cast: u32,
    #[migratable(default = computed(-(DEPTH as i32)))]
    negative: i32,
    #[migratable(subsection(tag = 1, needed = |this: &Self| this.rare != PAGE + 1), default = computed(PAGE + 1))]
    rare: u32,
}

#[test]
fn defaults_are_any_expressions() {
    let sizes = Sizes {
        product: 4096,
        bits: 1040,
        cast: 4,
        negative: -3,
        rare: 1025,
    };
    let bytes = migratable::to_vec(&sizes).unwrap();
    assert_eq!(bytes.last(), Some(&0), "the subsection is absent");
    assert_eq!(migratable::decode::<Sizes>(&bytes).unwrap(), sizes);
}
