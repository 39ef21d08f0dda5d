//! A default of each kind that a schema states.

#![allow(
    clippy::excessive_precision,
    reason = "digits that an f32 does not hold"
)]

use std::collections::{BTreeMap, VecDeque};

use migratable::{Migratable, Varint};

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![schema::<Literals>()]
}

/// The same device before it had any of them.
pub(in super::super) mod before {
    #[derive(migratable::Migratable)]
    #[migratable(device = "literals")]
    pub(in super::super::super) struct Literals {}
}

#[derive(Clone, Migratable)]
enum Mode {
    #[migratable(rename = "off")]
    Off,
    At {
        line: u8,
        level: Option<Level>,
    },
}

#[derive(Clone, Migratable)]
struct Level(u64);

#[derive(Migratable)]
struct Timing {
    levels: Vec<Level>,
    #[migratable(rename = "state")]
    mode: Mode,
    #[migratable(skip = 0)]
    live: u8,
    none: BTreeMap<u8, Mode>,
    #[migratable(subsection(tag = 1))]
    alarm: Option<Mode>,
}

#[derive(Migratable)]
struct Pair(u8, f32);

macro_rules! literals {
    ($($name:ident: $ty:ty = $value:expr;)*) => {
        #[derive(Migratable)]
        #[migratable(device = "literals")]
        pub(in super::super) struct Literals {
            $(#[migratable(default = $value)] $name: $ty,)*
            #[migratable(default = -2)]
            straight: i8,
            #[migratable(default = vec![1; 3], max_len = 3)]
            as_long_as_may_be: Vec<u8>,
            #[migratable(default = vec![300], with = Vec<Varint>)]
            varints: Vec<u32>,
            #[migratable(default = 300, varint)]
            varint: u32,
            #[migratable(fill = 7, default = [7; 4])]
            array: [u64; 4],
            #[migratable(default = Some(16), range = 0..=16)]
            greatest: Option<u8>,
        }
    };
}

literals! {
    negative: i64 = -7;
    least: i128 = i128::MIN;
    most: u128 = 340_282_366_920_938_463_463_374_607_431_768_211_455;
    named_least: i8 = i8::MIN;
    named_most: u64 = u64::MAX;
    narrow: f32 = 0.1;
    precise: f32 = 0.123_456_789_012_345;
    large: f64 = 1e300;
    small: f64 = -2.5e-7;
    whole: f64 = 2.0;
    minus_zero: f64 = -0.0;
    suffixed: f32 = 3f32;
    none: Option<u8> = None;
    path_to_none: Option<u8> = Option::None;
    some: Option<i16> = Some(-3);
    some_none: Option<Option<bool>> = Some(None);
    some_some: Option<Option<bool>> = Some(Some(true));
    some_unit: Option<()> = Some(());
    unit: () = ();
    empty: Vec<u32> = vec![];
    new: Vec<String> = Vec::new();
    repeated: Vec<u16> = vec![5; 3];
    deque: VecDeque<u8> = VecDeque::from(vec![1, 2]);
    zeros: [u8; 64] = [0; 64];
    plane: [[i32; 2]; 2] = [[1, -2], [3, 4]];
    ones: [u64; 3] = [1; 3];
    bytes: [u8; 2] = *b"ab";
    owned_bytes: Vec<u8> = b"ab".to_vec();
    pair: (u64, Option<i8>, bool) = (1, Some(-1), false);
    text: String = String::from("a \"text\"\n");
    owned: String = "owned".to_owned();
    no_text: String = String::new();
    letter: char = 'é';
    map: BTreeMap<u8, u8> = BTreeMap::new();
    variant: Mode = Mode::Off;
    variant_with_fields: Mode = Mode::At { line: 7, level: Some(Level(1)) };
    newtype: Level = Level(u64::MAX);
    structure: Timing = Timing {
        mode: Mode::Off,
        levels: vec![Level(2), Level(3)],
        none: BTreeMap::new(),
        live: 0,
        alarm: Some(Mode::At { line: 1, level: None }),
    };
    optional_structure: Option<Pair> = Some(Pair(1, 0.5));
    list_of_variants: Vec<Mode> = vec![Mode::Off; 2];
    list_of_options: Vec<Option<u64>> = vec![Some(1), None];
}
