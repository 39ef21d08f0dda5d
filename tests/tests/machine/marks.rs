//! What a writer marks `sensitive` is not shown by a reader whose build does not mark it.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;

use migratable::device::{AnyDevice, Devices};
use migratable::stream::{Instance, Limits, StreamReader, StreamWriter};
use migratable::{Device, Migratable, to_vec};

use super::builds::header;

const GOOD: u8 = 7;
const SECRET: u8 = 200;

macro_rules! levels {
    (#[$mark:meta]) => {
        #[allow(dead_code, reason = "each place uses one of them")]
        #[derive(Migratable, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct Level {
            #[$mark]
            pub(crate) level: u8,
        }

        #[allow(dead_code, reason = "each place uses one of them")]
        #[derive(Migratable, Default)]
        pub(crate) enum Mode {
            #[default]
            Off,
            On {
                #[$mark]
                level: u8,
            },
        }

        #[allow(dead_code, reason = "each place uses one of them")]
        #[derive(Migratable, Default)]
        pub(crate) struct Optional {
            #[$mark]
            #[migratable(subsection(tag = 1))]
            pub(crate) level: Option<u8>,
        }
    };
}

/// A device `D` that holds a level in each place where one can be, which the writer marks;
/// and what reads it, with equal schemas and through a plan.
macro_rules! places {
    ($($place:ident: $ty:ty = $value:expr;)*) => {$(
        mod $place {
            use super::*;

            pub(super) mod marked {
                use super::*;

                levels!(#[migratable(range = 0..=9, sensitive)]);

                #[derive(Migratable, Default)]
                #[migratable(device = "d")]
                pub(crate) struct D {
                    pub(crate) held: $ty,
                }

                pub(crate) fn good() -> D {
                    D { held: $value }
                }
            }

            pub(super) mod plain {
                use super::*;

                levels!(#[migratable(range = 0..=9)]);

                #[derive(Migratable, Default)]
                #[migratable(device = "d")]
                pub(crate) struct D {
                    pub(crate) held: $ty,
                }
            }

            pub(super) mod newer {
                use super::*;

                levels!(#[migratable(range = 0..=9)]);

                #[derive(Migratable, Default)]
                #[migratable(device = "d")]
                pub(crate) struct D {
                    #[migratable(default)]
                    pub(crate) more: u8,
                    #[migratable(alias = "held")]
                    pub(crate) kept: $ty,
                }
            }
        }
    )*

    #[test]
    fn what_the_writer_hides_is_not_shown() {
        $(
            let stream = stream_with_secret::<$place::marked::D>(
                &to_vec(&$place::marked::good()).unwrap(),
            );
            refuse_in_silence(&stream, &mut $place::plain::D::default(), stringify!($place));
            refuse_in_silence(&stream, &mut $place::newer::D::default(), stringify!($place));
        )*
    }
    };
}

places! {
    field: Level = Level { level: GOOD };
    array: [Level; 2] = [Level::default(), Level { level: GOOD }];
    list: Vec<Level> = vec![Level { level: GOOD }];
    tuple: (u8, Level) = (0, Level { level: GOOD });
    option: Option<Level> = Some(Level { level: GOOD });
    key: BTreeMap<Level, u8> = BTreeMap::from([(Level { level: GOOD }, 0)]);
    value: BTreeMap<u8, Level> = BTreeMap::from([(0, Level { level: GOOD })]);
    set: BTreeSet<Level> = BTreeSet::from([Level { level: GOOD }]);
    boxed: Box<Level> = Box::new(Level { level: GOOD });
    variant: Mode = Mode::On { level: GOOD };
    subsection: Optional = Optional { level: Some(GOOD) };
    deep: Vec<Option<Level>> = vec![Some(Level { level: GOOD })];
}

/// A stream in which the level is beyond its range.
fn stream_with_secret<D: Device>(good: &[u8]) -> Vec<u8> {
    let at = good
        .iter()
        .rposition(|byte| *byte == GOOD)
        .expect("a level");
    let mut payload = good.to_vec();
    payload[at] = SECRET;
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    writer.schema(D::SCHEMA_JSON).unwrap();
    writer.instances(&[Instance::new("dev", 0, 0)]).unwrap();
    writer.section(0, &payload).unwrap();
    writer.finish().unwrap()
}

fn refuse_in_silence<D: AnyDevice>(stream: &[u8], device: &mut D, place: &str) {
    let mut devices = Devices::new();
    devices.add("dev", device).unwrap();
    let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
    let error = devices.load(&mut reader).unwrap_err();
    let mut said = format!("{error:?}");
    let mut cause: Option<&dyn Error> = Some(&error);
    while let Some(error) = cause {
        write!(said, "\n{error}").unwrap();
        cause = error.source();
    }
    assert!(!said.contains("200"), "{place}: {said}");
    assert!(
        said.contains("range") || said.contains("constraint"),
        "{place}: {said}"
    );
}
