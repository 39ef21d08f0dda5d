//! What attributes say about fields.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![
        schema::<Defaults>(),
        schema::<Ranges>(),
        schema::<Lengths>(),
        schema::<Flags>(),
        schema::<Renamed>(),
        schema::<Skipped>(),
        schema::<Versioned>(),
        schema::<Optional>(),
    ]
}

const LATENCY: u32 = 40;

fn hz() -> u64 {
    1_000_000
}

#[derive(Migratable)]
#[migratable(device = "defaults")]
struct Defaults {
    #[migratable(default)]
    zero: u32,
    #[migratable(default)]
    zero_list: Vec<u8>,
    #[migratable(default)]
    zero_pair: (bool, Option<u8>),
    #[migratable(default)]
    unknown_to_the_schema: char,
    #[migratable(default = 0x12)]
    hex: u8,
    #[migratable(default = -7)]
    negative: i32,
    #[migratable(default = 18_446_744_073_709_551_615)]
    largest: u64,
    #[migratable(default = b'~')]
    byte: u8,
    #[migratable(default = true)]
    bool: bool,
    #[migratable(default = '\u{1b}')]
    char: char,
    #[migratable(default = 2.5)]
    float: f64,
    #[migratable(default = String::from("a \"text\""))]
    text: String,
    #[migratable(default = computed(LATENCY))]
    constant: u32,
    #[migratable(default = computed(hz()))]
    computed: u64,
    #[migratable(default = [1, 2])]
    array: [u8; 2],
}

#[derive(Migratable)]
#[migratable(device = "ranges")]
struct Ranges {
    #[migratable(range = 0..=16)]
    closed: u32,
    #[migratable(range = 0..16)]
    half_open: u32,
    #[migratable(range = 1..)]
    from: u16,
    #[migratable(range = ..=-1)]
    below_zero: i64,
    #[migratable(range = 0..=u64::MAX)]
    all: u64,
    #[migratable(range = i128::MIN..=-9_223_372_036_854_775_809)]
    very_low: i128,
    #[migratable(range = 0..=18_446_744_073_709_551_616)]
    very_high: i128,
    #[migratable(range = -0.5..=0.1)]
    float: f64,
    #[migratable(range = 0.0..)]
    option: Option<f32>,
    #[migratable(range = 0..=LATENCY as u8)]
    elements: Vec<u8>,
    #[migratable(range = 1..u128::MAX)]
    greatest: u128,
    #[migratable(range = 2..=9)]
    not_zero: NonZeroU16,
    #[migratable(range(keys = 0..=31, values = 1..))]
    map: BTreeMap<u8, u64>,
    #[migratable(range(keys = 1 << 127..))]
    keys: Option<BTreeMap<u128, bool>>,
    #[migratable(range(values = ..=0.5))]
    values: Vec<BTreeMap<String, [f32; 2]>>,
}

#[derive(Migratable)]
#[migratable(device = "lengths")]
struct Lengths {
    #[migratable(max_len = 16)]
    list: Vec<u32>,
    #[migratable(max_len = 2 * 128)]
    text: String,
    #[migratable(max_len = 4)]
    option: Option<Vec<u8>>,
    #[migratable(fill = 0)]
    queue: [u32; 16],
    #[migratable(fill = u64::MAX)]
    free: [u64; 4],
    #[migratable(max_len = 64, range = 0..=99)]
    levels: Vec<u8>,
}

#[derive(Migratable)]
#[migratable(device = "flags")]
struct Flags {
    #[migratable(must_match)]
    queue_size: u16,
    #[migratable(ignorable)]
    statistics: u64,
    #[migratable(sensitive)]
    key: [u8; 16],
}

#[derive(Migratable)]
#[migratable(device = "renamed", rename = "New", reserved("older"))]
struct Renamed {
    #[migratable(rename = "irq-level")]
    level: u32,
    #[migratable(alias = "tx", alias = "fifo.tx")]
    transmit: u32,
    r#type: u8,
}

#[derive(Migratable)]
#[migratable(device = "skipped")]
struct Skipped {
    state: u32,
    #[migratable(skip)]
    live: fn(),
    #[migratable(skip = None)]
    line: Option<std::net::TcpStream>,
}

#[derive(Migratable)]
#[migratable(device = "optional", alias = "slot", alias = "socket", needed = Self::is_plugged)]
struct Optional {
    sectors: u64,
}

impl Optional {
    fn is_plugged(&self) -> bool {
        self.sectors != 0
    }
}

#[derive(Migratable)]
#[migratable(device = "versioned", version = 3, oldest = 2, upgrade = Self::upgrade)]
#[migratable(validate = Self::check, post_load = Self::restart)]
struct Versioned {
    period: u64,
}

impl Versioned {
    fn upgrade(&mut self, _from: u32) {
        self.period *= 1000;
    }

    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn restart(&mut self) -> Result<(), String> {
        Ok(())
    }
}
