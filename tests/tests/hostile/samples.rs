//! Values whose encodings are damaged.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{NonZero, Saturating, Wrapping};
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use migratable::codec::Decoder;
use migratable::schema::Type;
use migratable::{Decode, Migratable, Varint};

use super::keys;

/// A type under test and an encoding of a value of it.
pub(super) struct Sample {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) ty: &'static Type,
    /// Whether each accepted input is the only encoding of its value. Not so
    /// where a subsection that is not needed may be there.
    pub(super) is_canonical: bool,
    /// Decodes and encodes again.
    pub(super) again: fn(&[u8]) -> Option<Vec<u8>>,
    /// Only decodes; does not look for the place of an error.
    pub(super) is_accepted: fn(&[u8]) -> bool,
    /// Only checks, as is done before anything is loaded.
    pub(super) is_checked: fn(&[u8]) -> bool,
    /// Only loads, over the value whose encoding comes first.
    pub(super) is_loaded: fn(&[u8], &[u8]) -> bool,
    /// Loads in place, into the value that the sample holds, and returns the
    /// result's encoding.
    pub(super) load: fn(&mut Vec<u8>, &[u8]) -> bool,
}

pub(super) fn sample<T: Decode>(name: &'static str, value: T) -> Sample {
    Sample {
        name,
        bytes: migratable::to_vec(&value).unwrap(),
        ty: T::TYPE,
        is_canonical: true,
        again: |bytes| {
            let value: T = migratable::decode(bytes).ok()?;
            Some(migratable::to_vec(&value).unwrap())
        },
        is_accepted: |bytes| {
            let mut input = Decoder::new(bytes);
            T::decode(&mut input).is_ok() && input.finish().is_ok()
        },
        is_checked: |bytes| {
            let mut input = Decoder::new(bytes);
            T::check(None, &mut input).is_ok() && input.finish().is_ok()
        },
        is_loaded: |live, bytes| {
            let mut value: T = migratable::decode(live).unwrap();
            let mut input = Decoder::new(bytes);
            T::load(&mut value, &mut input).is_ok() && input.finish().is_ok()
        },
        load: |live, bytes| {
            let mut value: T = migratable::decode(live).unwrap();
            let loaded = migratable::load(&mut value, bytes).is_ok();
            *live = migratable::to_vec(&value).unwrap();
            loaded
        },
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Migratable)]
enum Event {
    Idle,
    #[migratable(tag = 130)]
    Line(bool, char),
    #[migratable(tag = 9)]
    Packet {
        at: u16,
        data: Vec<u8>,
    },
}

#[derive(Migratable)]
enum Open {
    One,
    Two(u8),
    #[migratable(other)]
    Other(u32),
}

#[derive(Migratable)]
struct Queue {
    #[migratable(range = 1..=1024)]
    size: u16,
    #[migratable(max_len = 3)]
    name: String,
    #[migratable(range = -1..8)]
    levels: Vec<i32>,
    #[migratable(max_len = 2)]
    lanes: Option<Vec<bool>>,
    ready: bool,
    #[migratable(range = -1.0..=1.0)]
    gain: Option<f32>,
    #[migratable(varint)]
    clock: i64,
}

#[derive(Migratable)]
struct Subsections {
    flags: u8,
    #[migratable(subsection(tag = 1))]
    label: Option<String>,
    #[migratable(subsection(tag = 130))]
    queue: Option<Queue>,
    #[migratable(subsection(tag = 131))]
    unit: Option<()>,
    #[migratable(subsection(tag = 132), range = ..=400)]
    level: Option<u16>,
    #[migratable(subsection(tag = 133), max_len = 3)]
    text: Option<String>,
}

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 5, needed = Self::is_clocked))]
#[migratable(retired(tag = 9, name = "old", type = Vec<bool>, apply = Self::set_old))]
#[migratable(reserved(7))]
struct Grouped {
    level: u8,
    #[migratable(subsection = clock, default, range = 0..=4)]
    phase: u8,
    #[migratable(subsection = clock, default = 1)]
    divider: u16,
    #[migratable(subsection(tag = 2, needed = Self::is_late), default)]
    late: Late,
    #[migratable(skip = 0)]
    old: usize,
}

#[derive(Default, Migratable)]
struct Late {
    #[migratable(subsection(tag = 1))]
    inner: Option<char>,
    values: BTreeSet<u16>,
}

impl Grouped {
    fn is_clocked(&self) -> bool {
        self.divider != 1
    }

    fn is_late(&self) -> bool {
        !self.late.values.is_empty()
    }

    fn set_old(&mut self, old: Vec<bool>) {
        self.old = old.len();
    }
}

#[derive(Migratable)]
struct Ends {
    window: Range<u32>,
    time: Duration,
    port: NonZero<u8>,
    counter: Wrapping<u16>,
    pair: (bool, NonZero<u32>),
}

/// A key of all that has an order of its own.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Migratable)]
struct Key {
    signed: i16,
    #[migratable(with = Option<Varint>)]
    varint: Option<i32>,
    text: String,
    event: Event,
    list: Vec<u16>,
}

fn queue() -> Queue {
    Queue {
        size: 256,
        name: "rx".into(),
        levels: vec![-1, 7],
        lanes: Some(vec![true, false]),
        ready: true,
        gain: Some(-0.5),
        clock: -300,
    }
}

fn key(signed: i16) -> Key {
    let event = Event::Packet {
        at: 1,
        data: vec![1, 2],
    };
    Key {
        signed,
        varint: Some(-5),
        text: "k".into(),
        event,
        list: vec![1, 256],
    }
}

fn grouped() -> Grouped {
    let late = Late {
        inner: Some('x'),
        values: BTreeSet::from([1, 256]),
    };
    Grouped {
        level: 1,
        phase: 4,
        divider: 9,
        late,
        old: 0,
    }
}

/// What a build wrote that still had the retired subsection.
fn with_retired() -> Vec<u8> {
    let mut bytes = migratable::to_vec(&Grouped {
        divider: 1,
        ..grouped()
    })
    .unwrap();
    assert_eq!(bytes[1], 1, "the number of subsections");
    bytes[1] = 2;
    bytes.extend([9, 3, 2, 1, 0]);
    bytes
}

pub(super) fn all() -> Vec<Sample> {
    keys::samples().into_iter().chain(types()).collect()
}

fn types() -> Vec<Sample> {
    let events = || {
        vec![
            Event::Idle,
            Event::Line(true, 'ß'),
            Event::Packet {
                at: 3,
                data: vec![7],
            },
        ]
    };
    vec![
        sample("events", events()),
        sample("open enum", vec![Open::One, Open::Two(3), Open::Other(300)]),
        sample("struct with constraints", queue()),
        sample(
            "subsections",
            vec![
                Subsections {
                    flags: 1,
                    label: Some("x".into()),
                    queue: Some(queue()),
                    unit: Some(()),
                    level: Some(400),
                    text: Some("abc".into()),
                },
                Subsections {
                    flags: 2,
                    label: None,
                    queue: None,
                    unit: None,
                    level: None,
                    text: None,
                },
            ],
        ),
        Sample {
            is_canonical: false,
            ..sample("groups", grouped())
        },
        Sample {
            is_canonical: false,
            bytes: with_retired(),
            ..sample("retired", grouped())
        },
        sample(
            "standard types",
            Ends {
                window: 5..9,
                time: Duration::new(1, 999_999_999),
                port: NonZero::new(1).unwrap(),
                counter: Wrapping(9),
                pair: (false, NonZero::new(1).unwrap()),
            },
        ),
        sample(
            "ranges",
            (
                NonZero::<u8>::MIN..=NonZero::<u8>::MAX,
                (true..=true, false..),
                ..'ß',
            ),
        ),
        sample(
            "cells and locks",
            (
                Cell::new(true),
                RefCell::new('ß'),
                Mutex::new(NonZero::<u16>::MIN),
                RwLock::new(true),
                AtomicBool::new(true),
            ),
        ),
        sample(
            "wrappers",
            (
                Wrapping(NonZero::<u8>::MIN),
                Saturating(7_u16),
                Box::new(NonZero::<u8>::MAX),
            ),
        ),
        sample(
            "arrays",
            (
                [true, false, true],
                [0_u16, 9],
                ["a".to_owned(), "b".to_owned()],
            ),
        ),
        sample("ring", VecDeque::from([Some(1_u8), None, Some(3)])),
        sample(
            "boxes",
            (
                Box::<[u32]>::from([1, 2]),
                Box::<str>::from("text"),
                Box::new('x'),
            ),
        ),
        sample("sizes", (usize::MAX, isize::MIN, u128::MAX)),
        sample(
            "numbers in a set",
            BTreeSet::from([0_u16, 1, 255, 256, 0xffff]),
        ),
        sample(
            "signed numbers in a set",
            BTreeSet::from([i32::MIN, -1, 0, 1]),
        ),
        sample(
            "texts in a set",
            BTreeSet::from(["", "a", "aa", "b"].map(str::to_owned)),
        ),
        sample(
            "events in a set",
            events().into_iter().collect::<BTreeSet<_>>(),
        ),
        sample(
            "keys in a hash set",
            [key(-1), key(0), key(256)]
                .into_iter()
                .collect::<HashSet<_>>(),
        ),
        sample("map", BTreeMap::from([(key(-2), true), (key(2), false)])),
        sample(
            "map of maps",
            BTreeMap::from([(1_u64, BTreeMap::from([(1_u16, 2_u64), (256, 3)]))]),
        ),
        sample(
            "hash map",
            HashMap::from([
                ((true, 'a'), "x".to_owned()),
                ((false, 'b'), "y".to_owned()),
            ]),
        ),
    ]
}
