//! The table of changes in `docs/guide.md`: each row, as two builds that are
//! compared in both directions.

use migratable::Device;
use migratable::resolve::{Verdict, resolve};

const GUIDE: &str = include_str!("../../docs/guide.md");

/// A row's first cell, and the two builds.
macro_rules! changes {
    ($($row:literal { $($old:tt)* } { $($new:tt)* })*) => {
        fn rows() -> Vec<(&'static str, [Verdict; 2])> {
            vec![$({
                mod old {
                    use migratable::Migratable;
                    $($old)*
                }
                mod new {
                    use migratable::Migratable;
                    $($new)*
                }
                ($row, both_ways::<old::Dev, new::Dev>())
            }),*]
        }
    };
}

fn both_ways<Old: Device, New: Device>() -> [Verdict; 2] {
    let verdict = |from, to| resolve(from, to).verdict();
    [
        verdict(Old::SCHEMA, New::SCHEMA),
        verdict(New::SCHEMA, Old::SCHEMA),
    ]
}

#[test]
fn the_table_of_the_guide_is_what_resolution_says() {
    let (_, table) = GUIDE.split_once("| change | what to write |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let lines: Vec<&str> = table.lines().skip(2).collect();
    let rows = rows();
    assert_eq!(lines.len(), rows.len());
    for (line, (change, verdicts)) in lines.iter().zip(rows) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [title, _, forward, back] = cells[..] else {
            panic!("{line}")
        };
        assert_eq!(title, change);
        assert_eq!([forward, back].map(verdict), verdicts, "{line}");
    }
}

fn verdict(cell: &str) -> Verdict {
    match cell {
        "compatible" => Verdict::Compatible,
        "no" => Verdict::Incompatible,
        _ if cell.starts_with("if ") => Verdict::Conditional,
        _ => panic!("not a verdict: {cell}"),
    }
}

changes! {
    "reorder fields"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8, b: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { b: u16, a: u8 } }

    "change docs or a unit"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        /// Level.
        #[migratable(unit = "mV")] a: u8
    } }

    "fixed width ↔ varint"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u32 } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(varint)] a: u32 } }

    "add a field"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { a: u8, #[migratable(default = 7)] b: u16 } }

    "add a field with a computed default"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        a: u8,
        #[migratable(default = computed(u16::MAX))] b: u16
    } }

    "add a field that others may lose"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        a: u8,
        #[migratable(ignorable, default)] b: u16
    } }

    "add the state of a feature"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        a: u8,
        #[migratable(subsection(tag = 1))] b: Option<u16>
    } }

    "remove a field"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8, b: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d", retired(tag = 1, name = "b", type = u16))]
      pub(super) struct Dev {
        a: u8
    } }

    "remove a field that had a default"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { a: u8, #[migratable(default = 7)] b: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d", retired(tag = 1, name = "b", type = u16))]
      pub(super) struct Dev {
        a: u8
    } }

    "rename a field"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { old: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(alias = "old")] new: u8 } }

    "rename a variant"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) enum Dev { On, Off } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) enum Dev { #[migratable(alias = "On")] Running, Off } }

    "widen a number"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: i64 } }

    "change a number's sign"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: i16 } }

    "`bool` → integer"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: bool } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }

    "integer → float that holds all of it"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u32 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: f64 } }

    "integer → float that does not hold all of it"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u64 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: f64 } }

    "integer → enum without fields"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u8 } }
    { #[derive(Migratable)] pub(super) enum A { #[migratable(tag = 1)] On, #[migratable(tag = 4)] Off }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: A } }

    "integer → enum without fields, with `other`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u32 } }
    { #[derive(Migratable)] pub(super) enum A { #[migratable(tag = 1)] On, #[migratable(other)] Else(u32) }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: A } }

    "`char` → `String`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: char } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: String } }

    "`T` → `Option<T>`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<u16> } }

    "`Option<T>` → `T`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<u16> } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(default)] a: u16 } }

    "lengthen an array"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { a: [u16; 4] } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(fill = 0)] a: [u16; 8] } }

    "lengthen an array without `fill`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: [u16; 4] } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: [u16; 8] } }

    "shorten an array"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(fill = 0)] a: [u16; 8] } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(fill = 0)] a: [u16; 4] } }

    "array → `Vec`"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: [u16; 4] } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Vec<u16> } }

    "map → `Vec` of pairs"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { a: std::collections::BTreeMap<u8, u16> } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Vec<(u8, u16)> } }

    "raise `max_len`"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(max_len = 4)] a: Vec<u16> } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(max_len = 8)] a: Vec<u16> } }

    "narrow `range`"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(range = 0..=9)] a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(range = 0..=8)] a: u16 } }

    "bound what a map holds"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { a: std::collections::BTreeMap<u8, u16> } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev {
        #[migratable(range(keys = 0..=31, values = 1..))]
        a: std::collections::BTreeMap<u8, u16>
      } }

    "add a variant"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) enum Dev { On, Off } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) enum Dev { On, Off, Stopping(u8) } }

    "add a variant beside `other`"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) enum Dev { On, #[migratable(other)] Unknown(u32) } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) enum Dev { On, Off, #[migratable(other)] Unknown(u32) } }

    "remove a variant"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) enum Dev { On, Off } }
    { #[derive(Migratable)] #[migratable(device = "d", reserved(1, "Off"))]
      pub(super) enum Dev { On } }

    "field → subsection"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        #[migratable(subsection(tag = 1, needed = |dev: &Dev| dev.a != 7), default = 7)] a: u16
    } }

    "wrap a field in a newtype"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] pub(super) struct Level(u16);
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Level } }

    "move fields into a struct, or out of one"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16, b: u8, c: bool } }
    { #[derive(Migratable)] pub(super) struct Pair { a: u16, b: u8 }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev {
        #[migratable(flatten)] pair: Pair, c: bool
    } }

    "make it another type"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: String } }

    "make an `Option`'s or list's content another type"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<u8>, b: Vec<u8> } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<char>, b: Vec<char> } }

    "make a variant's fields other types"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) enum Dev { Off, On(u8) } }
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) enum Dev { Off, On(char) } }

    "move a `range` to where the old one is not"
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(range = 0..=9)] a: u8 } }
    { #[derive(Migratable)] #[migratable(device = "d")]
      pub(super) struct Dev { #[migratable(range = 10..=99)] a: u8 } }

    "change what the state means"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "d", version = 2, upgrade = |_, _| ())]
      pub(super) struct Dev { a: u16 } }

    "change the shape or meaning of a part"
    { #[derive(Migratable)] pub(super) struct Time { sec: u64, nsec: u32 }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Time } }
    { #[derive(Migratable)] pub(super) struct TimeV1 { sec: u64, nsec: u32 }
      #[derive(Migratable, Default)]
      #[migratable(version = 2, older(version = 1, type = TimeV1, convert = |_: &mut Self, _: TimeV1| ()))]
      pub(super) struct Time { ns: u64 }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Time } }

    "the same of a part that may be absent"
    { #[derive(Migratable)] pub(super) struct Time { sec: u64, nsec: u32 }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<Time> } }
    { #[derive(Migratable)] pub(super) struct TimeV1 { sec: u64, nsec: u32 }
      #[derive(Migratable, Default)]
      #[migratable(version = 2, older(version = 1, type = TimeV1, convert = |_: &mut Self, _: TimeV1| ()))]
      pub(super) struct Time { ns: u64 }
      #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: Option<Time> } }

    "rename the device"
    { #[derive(Migratable)] #[migratable(device = "d")] pub(super) struct Dev { a: u16 } }
    { #[derive(Migratable)] #[migratable(device = "e")] pub(super) struct Dev { a: u16 } }
}
