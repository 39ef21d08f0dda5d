//! Types of the language and the standard library.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::marker::PhantomData;
use std::num::{NonZeroI8, NonZeroU16, Wrapping};
use std::ops::{Range, RangeInclusive};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use migratable::Migratable;
use migratable::codec::Varint;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![
        schema::<Numbers>(),
        schema::<Varints>(),
        schema::<Texts>(),
        schema::<Lists>(),
        schema::<Sorted>(),
        schema::<Wrappers>(),
        schema::<Foreign>(),
    ]
}

#[derive(Migratable)]
#[migratable(device = "numbers")]
struct Numbers {
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    f32: f32,
    f64: f64,
    bool: bool,
}

#[derive(Migratable)]
#[migratable(device = "varints")]
struct Varints {
    #[migratable(varint)]
    unsigned: u16,
    #[migratable(varint)]
    signed: i128,
    #[migratable(varint)]
    size: usize,
    #[migratable(with = Vec<Varint>)]
    list: Vec<u32>,
    #[migratable(with = [Option<Varint>; 4])]
    nested: [Option<i64>; 4],
}

#[derive(Migratable)]
#[migratable(device = "texts")]
struct Texts {
    char: char,
    string: String,
    boxed: Box<str>,
}

#[derive(Migratable)]
#[migratable(device = "lists")]
struct Lists {
    array: [u8; 4096],
    none: [u16; 0],
    grid: [[i16; 8]; 4],
    list: Vec<u64>,
    queue: VecDeque<u8>,
    boxed: Box<[u16]>,
    pairs: Vec<(u32, Option<bool>)>,
    option: Option<Option<u8>>,
    tuple: (u8, String, [u16; 2]),
    unit: (),
}

#[derive(Migratable)]
#[migratable(device = "sorted")]
struct Sorted {
    tree: BTreeMap<u64, BTreeMap<u16, u64>>,
    hash: HashMap<String, Vec<u8>>,
    flags: BTreeMap<(u8, i8), ()>,
    set: BTreeSet<i32>,
    hash_set: HashSet<char>,
}

/// None of these adds a byte or a trace.
#[derive(Migratable)]
#[migratable(device = "wrappers")]
struct Wrappers {
    boxed: Box<u32>,
    wrapping: Wrapping<u16>,
    cell: Cell<u8>,
    ref_cell: RefCell<Vec<u8>>,
    mutex: Mutex<u64>,
    shared: Arc<RwLock<u64>>,
    atomic: AtomicU32,
    flag: AtomicBool,
    phantom: PhantomData<fn() -> String>,
}

#[derive(Migratable)]
#[migratable(device = "standard-structs")]
struct Foreign {
    duration: Duration,
    range: Range<u64>,
    inclusive: RangeInclusive<i16>,
    positive: NonZeroU16,
    not_zero: NonZeroI8,
}
