//! Derived types of all shapes, each with live values to load into.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{NonZero, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use migratable::schema::Type;
use migratable::{Bits, Decode, Migratable};

use crate::payload;

/// A type under test.
pub struct Shape {
    /// What it is a shape of.
    pub name: &'static str,
    /// Its schema.
    pub ty: &'static Type,
    /// Panics if ways of reading a payload differ.
    pub(crate) check: fn(&[u8]),
    /// Encodings of its live values.
    pub encodings: fn() -> Vec<Vec<u8>>,
}

/// A type of which there are values to load into.
pub(crate) trait Live: Decode + Sized {
    /// Whether a value can have another encoding than the one that is written: a
    /// subsection that is not needed may be there.
    const MANY_ENCODINGS: bool = false;
    /// Whether hooks refuse what the schema allows.
    const REFUSES_MORE: bool = false;
    /// Whether a load compares fields with those of the live value.
    const MUST_MATCH: bool = false;

    fn live() -> Vec<Self>;
}

const fn shape<T: Live>(name: &'static str) -> Shape {
    Shape {
        name,
        ty: T::TYPE,
        check: payload::check::<T>,
        encodings: || T::live().iter().map(encoding).collect(),
    }
}

fn encoding<T: Live>(value: &T) -> Vec<u8> {
    migratable::to_vec(value).expect("a live value can be saved")
}

/// By the first byte of an input. New ones are added at the end, so that seeds
/// stay what they are.
pub const SHAPES: [Shape; 22] = [
    shape::<Scalars>("scalars"),
    shape::<Limits>("limits"),
    shape::<Vec<Event>>("variants"),
    shape::<Vec<Open>>("a variant for unknown tags"),
    shape::<BTreeSet<Open>>("a set of such variants"),
    shape::<BTreeMap<Line, Vec<Line>>>("a map by an enum with a unit for unknown tags"),
    shape::<Subsections>("subsections"),
    shape::<Grouped>("groups, and retired subsections that are applied"),
    shape::<Retired>("retired subsections that are dropped"),
    shape::<Standard>("types of std"),
    shape::<Shared>("cells, locks and handles"),
    shape::<Collections>("collections"),
    shape::<BTreeMap<Key, bool>>("a map by a struct"),
    shape::<HashMap<(bool, char), HashSet<i16>>>("hashed collections"),
    shape::<BTreeMap<u64, BTreeMap<u16, u64>>>("maps in a map"),
    shape::<Arrays>("arrays"),
    shape::<Generic<Option<u16>, 3>>("generics"),
    shape::<Foreign>("adapters and conversions"),
    shape::<Hooks>("hooks that refuse"),
    shape::<Configured>("what must match"),
    shape::<Vec<Option<Wide>>>("options that take much memory"),
    shape::<Deep>("deep nesting"),
];

#[derive(Migratable)]
struct Scalars {
    flag: bool,
    byte: u8,
    signed: i8,
    short: u16,
    word: i32,
    long: u64,
    longest: i128,
    single: f32,
    double: f64,
    letter: char,
    text: String,
    size: usize,
    #[migratable(varint)]
    short_varint: u16,
    #[migratable(varint)]
    signed_varint: i64,
    #[migratable(varint)]
    long_varint: u128,
    nothing: (),
}

impl Scalars {
    fn of(n: u8, text: &str) -> Self {
        Self {
            flag: n % 2 == 1,
            byte: n,
            signed: -1,
            short: 0x0102,
            word: -(i32::from(n)),
            long: u64::from(n) << 40,
            longest: i128::MIN + i128::from(n),
            single: 0.5,
            double: -1e300,
            letter: 'ß',
            text: text.into(),
            size: 7,
            short_varint: 300,
            signed_varint: -300,
            long_varint: u128::MAX,
            nothing: (),
        }
    }
}

impl Live for Scalars {
    fn live() -> Vec<Self> {
        vec![Self::of(0, ""), Self::of(3, "a text")]
    }
}

#[derive(Clone, Migratable)]
struct Limits {
    #[migratable(range = 1..=1024)]
    size: u16,
    #[migratable(range = -1..8)]
    levels: Vec<i32>,
    #[migratable(max_len = 3)]
    name: String,
    #[migratable(max_len = 2)]
    lanes: Option<Vec<bool>>,
    #[migratable(range = -1.5..=1.5)]
    gain: Option<f32>,
    #[migratable(varint, range = -70..=70)]
    clock: i64,
}

impl Live for Limits {
    fn live() -> Vec<Self> {
        let empty = Self {
            size: 1,
            levels: vec![],
            name: String::new(),
            lanes: None,
            gain: None,
            clock: 0,
        };
        let full = Self {
            size: 1024,
            levels: vec![-1, 7],
            name: "rx0".into(),
            lanes: Some(vec![true, false]),
            gain: Some(-0.5),
            clock: -70,
        };
        vec![empty, full]
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
        #[migratable(skip = 0)]
        seen: u32,
    },
}

impl Live for Vec<Event> {
    fn live() -> Vec<Self> {
        let packet = |at| Event::Packet {
            at,
            data: vec![7, 8],
            seen: 5,
        };
        vec![
            vec![],
            vec![packet(1), Event::Idle, Event::Line(true, 'x')],
            vec![Event::Line(false, 'y'), packet(2), packet(3)],
        ]
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Migratable)]
enum Open {
    One,
    #[migratable(tag = 5)]
    Two(u8),
    #[migratable(other)]
    Other(u32),
}

impl Live for Vec<Open> {
    fn live() -> Vec<Self> {
        vec![vec![], vec![Open::Two(3), Open::Other(300), Open::One]]
    }
}

impl Live for BTreeSet<Open> {
    fn live() -> Vec<Self> {
        let full = [Open::One, Open::Two(3), Open::Two(4), Open::Other(300)];
        vec![Self::new(), Self::from(full)]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Migratable)]
enum Line {
    Low,
    High,
    #[migratable(other)]
    Unknown,
}

impl Live for BTreeMap<Line, Vec<Line>> {
    const MANY_ENCODINGS: bool = true;

    fn live() -> Vec<Self> {
        let all = vec![Line::High, Line::Low, Line::Unknown];
        vec![
            Self::new(),
            Self::from([(Line::Low, vec![]), (Line::Unknown, all)]),
        ]
    }
}

#[derive(Migratable)]
struct Subsections {
    flags: u8,
    #[migratable(subsection(tag = 1))]
    label: Option<String>,
    #[migratable(subsection(tag = 130))]
    limits: Option<Limits>,
    #[migratable(subsection(tag = 131))]
    unit: Option<()>,
}

impl Live for Subsections {
    fn live() -> Vec<Self> {
        let absent = Self {
            flags: 2,
            label: None,
            limits: None,
            unit: None,
        };
        let present = Self {
            flags: 1,
            label: Some("x".into()),
            limits: Limits::live().pop(),
            unit: Some(()),
        };
        vec![absent, present]
    }
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

impl Live for Grouped {
    const MANY_ENCODINGS: bool = true;

    fn live() -> Vec<Self> {
        let of = |divider, values: &[u16]| Self {
            level: 1,
            phase: 4,
            divider,
            late: Late {
                inner: Some('x'),
                values: values.iter().copied().collect(),
            },
            old: 3,
        };
        vec![of(9, &[1, 256]), of(1, &[])]
    }
}

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "old", type = Vec<bool>))]
#[migratable(retired(tag = 3, name = "older", type = BTreeMap<u8, String>))]
struct Retired {
    x: u8,
    #[migratable(subsection(tag = 2))]
    y: Option<NonZero<i16>>,
}

impl Live for Retired {
    const MANY_ENCODINGS: bool = true;

    fn live() -> Vec<Self> {
        let y = NonZero::new(-2);
        vec![Self { x: 1, y: None }, Self { x: 2, y }]
    }
}

#[derive(Migratable)]
struct Standard {
    window: Range<u32>,
    closed: RangeInclusive<u8>,
    time: Duration,
    port: NonZero<u8>,
    signed: NonZero<i32>,
    counter: Wrapping<u16>,
    pair: (bool, NonZero<u32>),
    boxed: Box<char>,
    words: Box<[u32]>,
    text: Box<str>,
}

impl Live for Standard {
    fn live() -> Vec<Self> {
        let of = |n: u8| Self {
            window: 5..9,
            closed: 1..=n,
            time: Duration::new(n.into(), 999_999_999),
            port: NonZero::new(n).expect("not 0"),
            signed: NonZero::new(-i32::from(n)).expect("not 0"),
            counter: Wrapping(9),
            pair: (false, NonZero::<u32>::MIN),
            boxed: Box::new('x'),
            words: vec![n.into(); n.into()].into(),
            text: "text".into(),
        };
        vec![of(1), of(3)]
    }
}

#[derive(Migratable)]
struct Shared {
    enabled: AtomicBool,
    head: AtomicU32,
    cursor: Cell<u8>,
    trace: RefCell<Vec<u8>>,
    queue: Mutex<Vec<Event>>,
    rings: Arc<Mutex<Subsections>>,
    filters: Arc<RwLock<BTreeMap<u8, String>>>,
}

impl Live for Shared {
    fn live() -> Vec<Self> {
        let of = |n: u8, event| Self {
            enabled: AtomicBool::new(true),
            head: AtomicU32::new(n.into()),
            cursor: Cell::new(n),
            trace: RefCell::new(vec![n]),
            queue: Mutex::new(event),
            rings: Arc::new(Mutex::new(Subsections::live().remove(usize::from(n)))),
            filters: Arc::new(RwLock::new(BTreeMap::from([(n, "f".into())]))),
        };
        let mut events = <Vec<Event>>::live();
        vec![of(0, events.remove(0)), of(1, events.remove(0))]
    }
}

#[derive(Migratable)]
struct Collections {
    bytes: Vec<u8>,
    words: Vec<u16>,
    flags: Vec<bool>,
    floats: VecDeque<f64>,
    ring: VecDeque<Option<u8>>,
    numbers: BTreeSet<i32>,
    texts: BTreeSet<String>,
    events: BTreeSet<Event>,
    by_text: BTreeMap<String, Vec<u8>>,
    pairs: Vec<(u8, String)>,
}

impl Live for Collections {
    fn live() -> Vec<Self> {
        let of = |n: usize| Self {
            bytes: vec![1; n],
            words: vec![0x0102; n],
            flags: vec![true; n],
            floats: VecDeque::from(vec![0.5; n]),
            ring: VecDeque::from(vec![Some(1); n]),
            numbers: [i32::MIN, -1, 0, 256].into_iter().take(n).collect(),
            texts: ["", "a", "aa"]
                .map(Into::into)
                .into_iter()
                .take(n)
                .collect(),
            events: BTreeSet::from([Event::Idle]),
            by_text: [("k".to_owned(), vec![1])].into_iter().take(n).collect(),
            pairs: vec![(2, "p".into()); n],
        };
        vec![of(0), of(3)]
    }
}

/// A key of all that has an order of its own.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Migratable)]
struct Key {
    signed: i16,
    #[migratable(with = Option<migratable::Varint>)]
    varint: Option<i32>,
    text: String,
    event: Event,
    list: Vec<u16>,
}

impl Live for BTreeMap<Key, bool> {
    fn live() -> Vec<Self> {
        let key = |signed| Key {
            signed,
            varint: Some(-5),
            text: "k".into(),
            event: Event::Line(true, 'z'),
            list: vec![1, 256],
        };
        vec![
            Self::new(),
            Self::from([(key(-2), true), (key(2), false), (key(256), true)]),
        ]
    }
}

impl Live for HashMap<(bool, char), HashSet<i16>> {
    fn live() -> Vec<Self> {
        let set = HashSet::from([-1, 0, 1, 256]);
        vec![
            Self::new(),
            Self::from([((true, 'a'), set), ((false, 'b'), HashSet::new())]),
        ]
    }
}

impl Live for BTreeMap<u64, BTreeMap<u16, u64>> {
    fn live() -> Vec<Self> {
        let inner = BTreeMap::from([(1, 2), (256, 3)]);
        vec![Self::new(), Self::from([(1, inner), (2, BTreeMap::new())])]
    }
}

#[derive(Migratable)]
struct Arrays {
    flags: [bool; 3],
    words: [u16; 2],
    texts: [String; 2],
    none: [u64; 0],
    grid: [[u8; 4]; 2],
    events: Box<[Event; 2]>,
}

impl Live for Arrays {
    fn live() -> Vec<Self> {
        vec![Self {
            flags: [true, false, true],
            words: [0, 9],
            texts: ["a".into(), String::new()],
            none: [],
            grid: [[1, 2, 3, 4]; 2],
            events: Box::new([Event::Idle, Event::Line(false, 'q')]),
        }]
    }
}

#[derive(Migratable)]
struct Generic<T, const N: usize> {
    one: T,
    all: [T; N],
    rest: Vec<(T, u8)>,
}

impl Live for Generic<Option<u16>, 3> {
    fn live() -> Vec<Self> {
        vec![Self {
            one: Some(1),
            all: [None, Some(2), None],
            rest: vec![(Some(3), 4), (None, 5)],
        }]
    }
}

bitflags::bitflags! {
    #[derive(Clone, Copy)]
    struct Flags: u8 {
        const CARRY = 1;
        const ZERO = 2;
    }
}

#[derive(Migratable)]
#[migratable(transparent)]
struct Register(u32);

#[derive(Migratable)]
#[migratable(from = u16, into = u16)]
struct Half(u8, u8);

impl From<u16> for Half {
    fn from(word: u16) -> Self {
        let [low, high] = word.to_le_bytes();
        Self(low, high)
    }
}

impl From<&Half> for u16 {
    fn from(half: &Half) -> Self {
        Self::from_le_bytes([half.0, half.1])
    }
}

#[derive(Migratable)]
struct Foreign {
    #[migratable(with = Bits)]
    flags: Flags,
    #[migratable(with = Vec<Bits>)]
    all: Vec<Flags>,
    register: Register,
    half: Half,
    #[migratable(with = Vec<migratable::Varint>)]
    varints: Vec<u32>,
}

impl Live for Foreign {
    // Bits that have no name can be refused, or kept.
    const REFUSES_MORE: bool = true;

    fn live() -> Vec<Self> {
        vec![Self {
            flags: Flags::CARRY,
            all: vec![Flags::ZERO, Flags::empty()],
            register: Register(7),
            half: Half(1, 2),
            varints: vec![1, 300, u32::MAX],
        }]
    }
}

#[derive(Migratable)]
#[migratable(validate = Self::check, post_load = Self::derive)]
struct Hooks {
    size: u8,
    entries: Vec<Entry>,
    #[migratable(skip = 0)]
    sum: u32,
}

#[derive(Migratable)]
#[migratable(validate = Self::check)]
struct Entry {
    at: u8,
    value: u16,
}

impl Entry {
    fn check(&self) -> Result<(), &'static str> {
        match self.at {
            ..200 => Ok(()),
            _ => Err("an entry is at 200 or behind"),
        }
    }
}

impl Hooks {
    fn check(&self) -> Result<(), String> {
        match self.entries.len() <= usize::from(self.size) {
            true => Ok(()),
            false => Err(format!("more than {} entries", self.size)),
        }
    }

    fn derive(&mut self) -> Result<(), &'static str> {
        self.sum = self
            .entries
            .iter()
            .map(|entry| u32::from(entry.value))
            .sum();
        match self.sum {
            0xdead => Err("a sum that is refused late"),
            _ => Ok(()),
        }
    }
}

impl Live for Hooks {
    const REFUSES_MORE: bool = true;

    fn live() -> Vec<Self> {
        let of = |size, entries| Self {
            size,
            entries,
            sum: 0,
        };
        let entry = |at| Entry { at, value: 0xde00 };
        vec![of(0, vec![]), of(4, vec![entry(1), entry(199)])]
    }
}

#[derive(Migratable)]
struct Configured {
    #[migratable(must_match)]
    queues: u8,
    ports: Vec<Port>,
    active: Option<Port>,
    #[migratable(must_match)]
    state: State,
}

#[derive(Migratable)]
struct Port {
    #[migratable(must_match)]
    speed: f32,
    level: u8,
}

#[derive(PartialEq, Migratable)]
enum State {
    Off,
    On { irq: u8, level: u16 },
}

impl Live for Configured {
    const MUST_MATCH: bool = true;

    fn live() -> Vec<Self> {
        let port = |level| Port { speed: 2.5, level };
        let of = |active, state| Self {
            queues: 2,
            ports: vec![port(1), port(2)],
            active,
            state,
        };
        vec![
            of(None, State::Off),
            of(Some(port(3)), State::On { irq: 9, level: 1 }),
        ]
    }
}

#[derive(Migratable)]
struct Wide {
    page: [u8; 4096],
}

impl Live for Vec<Option<Wide>> {
    fn live() -> Vec<Self> {
        vec![vec![], vec![None, None]]
    }
}

#[derive(Migratable)]
struct Deep(Vec<Option<Vec<Result4>>>);

#[derive(Migratable)]
enum Result4 {
    Plain(Option<Option<Option<u8>>>),
    Nested { inner: Vec<(u8, Box<Subsections>)> },
}

impl Live for Deep {
    fn live() -> Vec<Self> {
        let nested = |n| Result4::Nested {
            inner: vec![(n, Box::new(Subsections::live().remove(1)))],
        };
        let plain = Result4::Plain(Some(Some(None)));
        vec![
            Self(vec![]),
            Self(vec![None, Some(vec![nested(1), plain]), Some(vec![])]),
        ]
    }
}
