//! One change: two builds, and states that they exchange.

use std::error::Error;
use std::fmt::Debug;

use migratable::Device;
use migratable::device::Devices;
use migratable::resolve::{Verdict, resolve};
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

/// What a release sends to another, and what becomes of it.
pub(super) struct Way<W, R> {
    pub(super) verdict: Verdict,
    /// States that load, each with what it is then.
    pub(super) loads: Vec<(W, R)>,
    /// States that the other release has no place for.
    pub(super) refused: Vec<W>,
}

/// A change, and what is known of it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    /// From the old release to the new one, and back.
    pub(super) verdicts: [Verdict; 2],
    /// How many states loaded, and how many did not.
    pub(super) loaded: [usize; 2],
    pub(super) refused: [usize; 2],
}

pub(super) fn change<Old, New>(name: &'static str, to: Way<Old, New>, back: Way<New, Old>) -> Row
where
    Old: Device + Default + Debug + PartialEq,
    New: Device + Default + Debug + PartialEq,
{
    let row = Row {
        name,
        verdicts: [to.verdict, back.verdict],
        loaded: [to.loads.len(), back.loads.len()],
        refused: [to.refused.len(), back.refused.len()],
    };
    one_way(name, to);
    one_way(name, back);
    row
}

fn one_way<W, R>(name: &str, way: Way<W, R>)
where
    W: Device + Default + Debug + PartialEq,
    R: Device + Default + Debug + PartialEq,
{
    let resolution = resolve(W::SCHEMA, R::SCHEMA);
    let found = resolution.verdict();
    assert_eq!(found, way.verdict, "{name}: {:#?}", resolution.findings());
    match way.verdict {
        Verdict::Compatible => assert!(!way.loads.is_empty() && way.refused.is_empty(), "{name}"),
        Verdict::Conditional => assert!(!way.loads.is_empty() && !way.refused.is_empty(), "{name}"),
        _ => assert!(way.loads.is_empty() && !way.refused.is_empty(), "{name}"),
    }
    for (mut sent, expected) in way.loads {
        let mut target = R::default();
        let sent_text = format!("{sent:?}");
        let result = send(&mut sent, &mut target);
        assert!(
            result.is_ok(),
            "{name}: {sent_text}: {}",
            result.unwrap_err()
        );
        assert_eq!(target, expected, "{name}: {sent_text}");
    }
    for mut sent in way.refused {
        let mut target = R::default();
        let result = send(&mut sent, &mut target);
        assert!(result.is_err(), "{name}: {sent:?} is {target:?}");
        assert_eq!(target, R::default(), "{name}: {sent:?}");
    }
}

fn send(source: &mut impl Device, target: &mut impl Device) -> Result<(), String> {
    let said = |error: &dyn Error| {
        let cause = error.source().map(ToString::to_string);
        format!("{error}: {}", cause.unwrap_or_default())
    };
    let mut devices = Devices::new();
    devices.add("dev", source).unwrap();
    let header = Header::new("evolution", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    devices.save(&mut writer).map_err(|error| said(&error))?;
    let stream = writer.finish().unwrap();
    let mut devices = Devices::new();
    devices.add("dev", target).unwrap();
    let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
    devices
        .load(&mut reader)
        .map(drop)
        .map_err(|error| said(&error))
}

/// Changes: for each, both builds' devices with what belongs to them, and both ways.
macro_rules! changes {
    ($($name:ident
        old [$($old_attr:tt)*] { $($old:tt)* } [$($old_items:tt)*]
        new [$($new_attr:tt)*] { $($new:tt)* } [$($new_items:tt)*]
        to $to:ident { $($t:expr => $te:expr),* $(,)? } [$($tr:expr),*]
        back $back:ident { $($b:expr => $be:expr),* $(,)? } [$($br:expr),*]
    )*) => {
        $(
            #[allow(unused_imports, unreachable_pub)]
            mod $name {
                pub mod old {
                    use super::super::*;
                    #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
                    #[migratable(device = "dev")]
                    $($old_attr)*
                    pub struct Dev { $($old)* }
                    $($old_items)*
                }
                pub mod new {
                    use super::super::*;
                    use super::old;
                    #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
                    #[migratable(device = "dev")]
                    $($new_attr)*
                    pub struct Dev { $($new)* }
                    $($new_items)*
                }

                pub(in super::super) fn row() -> super::super::run::Row {
                    use super::*;
                    use old::Dev as Old;
                    use new::Dev as New;
                    use super::super::run::{Way, change};
                    use migratable::resolve::Verdict;
                    change(
                        stringify!($name),
                        Way { verdict: Verdict::$to, loads: vec![$(($t, $te)),*], refused: vec![$($tr),*] },
                        Way { verdict: Verdict::$back, loads: vec![$(($b, $be)),*], refused: vec![$($br),*] },
                    )
                }
            }
        )*

        pub(super) fn rows() -> Vec<super::run::Row> {
            vec![$($name::row()),*]
        }
    };
}
pub(super) use changes;

/// Forward, none is refused of what the new release has a place for; back, none that says
/// nothing which the old one does not know: for each change, some such state loads. Where the
/// meaning changed, there is none.
#[test]
fn what_loses_nothing_loads_both_ways() {
    let modules = [
        super::fields::rows,
        super::meaning::rows,
        super::numbers::rows,
        super::shapes::rows,
    ];
    let rows: Vec<Row> = modules.iter().flat_map(|rows| rows()).collect();
    for row in &rows {
        let Row {
            name,
            verdicts: [to, back],
            loaded,
            refused,
        } = row;
        println!(
            "{name}: {to} ({} load, {} do not); back {back} ({} load, {} do not)",
            loaded[0], refused[0], loaded[1], refused[1]
        );
        assert!(to.permits_loading(), "{name}");
    }
    let closed: Vec<&str> = rows
        .iter()
        .filter(|row| row.loaded[1] == 0)
        .map(|row| row.name)
        .collect();
    assert_eq!(closed, super::meaning::CLOSED);
    assert!(rows.len() >= 40, "{} changes", rows.len());
}
