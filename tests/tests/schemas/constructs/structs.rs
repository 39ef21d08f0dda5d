//! The shapes of structs.

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![
        schema::<Unit>(),
        schema::<Empty>(),
        schema::<Newtype>(),
        schema::<NewtypeWithRange>(),
        schema::<Pair>(),
        schema::<Transparent>(),
        schema::<Documented>(),
        schema::<Machine>(),
    ]
}

#[derive(Migratable)]
#[migratable(device = "unit")]
struct Unit;

#[derive(Migratable)]
#[migratable(device = "empty")]
struct Empty {}

/// In bytes and schema the same as what it holds.
#[derive(Migratable)]
#[migratable(device = "newtype")]
struct Newtype(Vec<u32>);

/// Not a newtype any more: the range needs a field.
#[derive(Migratable)]
#[migratable(device = "newtype-with-range")]
struct NewtypeWithRange(#[migratable(range = 0..=16)] u8);

#[derive(Migratable)]
#[migratable(device = "pair")]
struct Pair(u32, #[migratable(rename = "second")] bool);

#[derive(Migratable)]
#[migratable(device = "transparent", transparent)]
struct Transparent {
    #[migratable(varint)]
    level: u64,
    #[migratable(skip = 0)]
    live: u32,
}

/// Says "hello" to C:\devices,
/// in two lines — with a dash and the bell \u{7}.
///
///     and an indented one
#[derive(Migratable)]
#[migratable(device = "documented")]
struct Documented {
    /// Nanoseconds since reset.
    #[migratable(unit = "ns")]
    ticks: u64,
    #[doc = "Rings:\u{7}\r\t\u{7f}."]
    #[migratable(unit = "°C \"or\" K")]
    temperature: i16,
}

/// One type used often is listed once; a device within a device is part of it.
#[derive(Migratable)]
#[migratable(device = "machine")]
struct Machine {
    first: Documented,
    others: [Documented; 2],
    by_name: std::collections::BTreeMap<String, Documented>,
    perhaps: Option<(Documented, Pair)>,
}
