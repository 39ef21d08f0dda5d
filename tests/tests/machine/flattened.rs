//! `flatten`: fields of a struct stand in the one that has it, on the wire and in the schema.
//! So the same state with and without it is one device.

use std::collections::BTreeMap;

use migratable::device::{AnyDevice, Devices};
use migratable::resolve::{Verdict, resolve};
use migratable::{Device, Migratable, decode, load, to_vec};

use super::builds::{reader, save};

/// One release, twice: with its fields in sub-structs, and side by side.
macro_rules! twice {
    ($($module:ident: { $($of_parts:item)* } $parts:item $flat:item)*) => {$(
        mod $module {
            pub(super) mod parts {
                use super::super::*;
                $($of_parts)*
                #[derive(Migratable, Clone, Debug, Default, PartialEq)]
                #[migratable(device = "dev")]
                $parts
            }
            pub(super) mod flat {
                use super::super::*;
                #[derive(Migratable, Clone, Debug, Default, PartialEq)]
                #[migratable(device = "dev")]
                $flat
            }
        }
    )*

    /// Docs and the names of types apart, nothing tells them from each other.
    #[test]
    fn the_schema_is_that_without() {
        $(
            let (parts, flat) = ($module::parts::Dev::SCHEMA_JSON, $module::flat::Dev::SCHEMA_JSON);
            assert_eq!(parts, flat, stringify!($module));
        )*
    }
    };
}

twice! {
    plain: {
        #[derive(Migratable, Clone, Debug, Default, PartialEq)]
        pub(crate) struct Mask {
            pub(crate) emphasis: u16,
            /// How bright.
            #[migratable(default = 3, range = 0..=9, unit = "%", alias = "light")]
            pub(crate) level: u8,
            #[migratable(skip)]
            pub(crate) live: u8,
        }
    }
    pub(crate) struct Dev {
        pub(crate) first: u8,
        #[migratable(flatten)]
        pub(crate) mask: Mask,
        #[migratable(skip)]
        pub(crate) socket: u8,
        pub(crate) last: u32,
        #[migratable(subsection(tag = 1))]
        pub(crate) more: Option<u8>,
    }
    pub(crate) struct Dev {
        pub(crate) first: u8,
        pub(crate) emphasis: u16,
        /// How bright.
        #[migratable(default = 3, range = 0..=9, unit = "%", alias = "light")]
        pub(crate) level: u8,
        pub(crate) last: u32,
        #[migratable(subsection(tag = 1))]
        pub(crate) more: Option<u8>,
    }

    deep: {
        #[derive(Migratable, Clone, Debug, Default, PartialEq)]
        pub(crate) struct Inner {
            pub(crate) a: Vec<u8>,
            #[migratable(sensitive, must_match)]
            pub(crate) b: u8,
        }
        #[derive(Migratable, Clone, Debug, Default, PartialEq)]
        pub(crate) struct Outer<T> {
            #[migratable(flatten)]
            pub(crate) inner: T,
            #[migratable(max_len = 4, default = vec![7])]
            pub(crate) c: Vec<u16>,
        }
        #[derive(Migratable, Clone, Debug, Default, PartialEq)]
        pub(crate) struct Empty {}
    }
    pub(crate) struct Dev {
        #[migratable(flatten)]
        pub(crate) empty: Empty,
        #[migratable(flatten)]
        pub(crate) boxed: Box<Outer<Inner>>,
    }
    pub(crate) struct Dev {
        pub(crate) a: Vec<u8>,
        #[migratable(sensitive, must_match)]
        pub(crate) b: u8,
        #[migratable(max_len = 4, default = vec![7])]
        pub(crate) c: Vec<u16>,
    }
}

fn parts() -> plain::parts::Dev {
    plain::parts::Dev {
        first: 1,
        mask: plain::parts::Mask {
            emphasis: 0x302,
            level: 4,
            live: 70,
        },
        socket: 80,
        last: 5,
        more: Some(6),
    }
}

fn flat() -> plain::flat::Dev {
    plain::flat::Dev {
        first: 1,
        emphasis: 0x302,
        level: 4,
        last: 5,
        more: Some(6),
    }
}

#[test]
fn the_bytes_are_those_without() {
    let bytes = to_vec(&parts()).unwrap();
    assert_eq!(bytes, to_vec(&flat()).unwrap());
    assert_eq!(decode::<plain::flat::Dev>(&bytes).unwrap(), flat());
    let mut live = plain::parts::Dev::default();
    (live.mask.live, live.socket) = (70, 80);
    load(&mut live, &bytes).unwrap();
    assert_eq!(live, parts());
}

#[test]
fn a_refused_load_changes_nothing_and_names_the_field() {
    let mut bytes = to_vec(&parts()).unwrap();
    bytes[3] = 10;
    let mut live = parts();
    let error = load(&mut live, &bytes).unwrap_err().to_string();
    assert!(
        error.contains("`level`") && !error.contains("mask"),
        "{error}"
    );
    assert_eq!(live, parts());
    let mut source = parts();
    source.mask.level = 10;
    let error = migratable::to_vec(&source).unwrap_err().to_string();
    assert!(error.contains("level"), "{error}");
}

/// The release before, with fewer fields and another width, without a struct in it.
mod before {
    #[derive(migratable::Migratable, Default, Debug, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) first: u8,
        pub(super) emphasis: u8,
        pub(super) last: u32,
        #[migratable(subsection(tag = 1))]
        pub(super) more: Option<u8>,
    }
}

/// Loads the one from a stream of the other.
fn moved<S: AnyDevice, D: AnyDevice>(source: &mut S, target: &mut D) {
    let mut devices = Devices::new();
    devices.add("dev", source).unwrap();
    let stream = save(&devices);
    let mut devices = Devices::new();
    devices.add("dev", target).unwrap();
    let loaded = devices.load(&mut reader(&stream));
    loaded.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn fields_move_into_a_struct_and_back() {
    let mut old = before::Dev {
        first: 1,
        emphasis: 2,
        last: 5,
        more: None,
    };
    let mut live = parts();
    moved(&mut old, &mut live);
    let mut expected = parts();
    (expected.mask.emphasis, expected.mask.level, expected.more) = (2, 3, None);
    assert_eq!(live, expected);

    // Back, what is wide must fit, and the default is left out.
    let back = resolve(plain::parts::Dev::SCHEMA, before::Dev::SCHEMA);
    assert_eq!(back.verdict(), Verdict::Conditional, "{back:?}");
    let mut older = before::Dev::default();
    moved(&mut live, &mut older);
    assert_eq!(older, old);
}

/// Values of fields that the writer did not have are not upgraded, wherever they stand.
mod upgraded {
    use super::*;

    #[derive(Migratable, Default, Debug, PartialEq)]
    struct Times {
        period: u64,
        #[migratable(default = 5000)]
        deadline: u64,
        #[migratable(skip)]
        live: u8,
        name: String,
        #[migratable(default = vec![1, 2])]
        log: Vec<u64>,
    }

    #[derive(Migratable, Default, Debug, PartialEq)]
    #[migratable(device = "dev", version = 2, upgrade = Self::scale)]
    struct Timer {
        before: String,
        #[migratable(flatten)]
        times: Times,
        #[migratable(default = 9000)]
        slack: u64,
    }

    impl Timer {
        fn scale(&mut self, _from: u32) {
            let times = &mut self.times;
            for time in [&mut times.period, &mut times.deadline, &mut self.slack] {
                *time *= 1000;
            }
            times.log.iter_mut().for_each(|time| *time *= 1000);
        }
    }

    mod old {
        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "dev")]
        pub(super) struct Timer {
            pub(super) name: String,
            pub(super) before: String,
            pub(super) period: u64,
        }
    }

    mod newer {
        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "dev")]
        pub(super) struct Timer {
            pub(super) name: String,
            pub(super) before: String,
            pub(super) period: u64,
            pub(super) deadline: u64,
            pub(super) log: Vec<u64>,
            pub(super) slack: u64,
        }
    }

    fn timer(deadline: u64, log: [u64; 2], slack: u64) -> Timer {
        Timer {
            before: "b".into(),
            times: Times {
                period: 7000,
                deadline,
                live: 8,
                name: "n".into(),
                log: log.into(),
            },
            slack,
        }
    }

    #[test]
    fn only_what_came_is_upgraded() {
        let mut live = timer(0, [0, 0], 0);
        let mut old = old::Timer {
            name: "n".into(),
            before: "b".into(),
            period: 7,
        };
        moved(&mut old, &mut live);
        assert_eq!(live, timer(5000, [1, 2], 9000));
        let mut newer = newer::Timer {
            name: "n".into(),
            before: "b".into(),
            period: 7,
            deadline: 6,
            log: vec![3, 4],
            slack: 5,
        };
        moved(&mut newer, &mut live);
        assert_eq!(live, timer(6000, [3000, 4000], 5000));
    }
}

/// Variants, pods, foreign types and adapters hold flattened structs, too.
mod elsewhere {
    use super::*;

    #[repr(C)]
    #[derive(
        Clone, Copy, Debug, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable, Migratable,
    )]
    #[migratable(pod)]
    struct Pair {
        a: u16,
        b: u16,
    }

    #[repr(C)]
    #[derive(
        Clone, Copy, Debug, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable, Migratable,
    )]
    #[migratable(pod)]
    struct Pod {
        #[migratable(flatten)]
        pair: Pair,
        c: u32,
    }

    mod foreign {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(super) struct Reg {
            pub(super) value: u8,
        }
    }

    #[derive(Migratable)]
    #[migratable(remote = foreign::Reg)]
    #[allow(dead_code, reason = "it only describes")]
    struct RegDef {
        value: u8,
    }

    #[derive(Migratable, Clone, Debug, PartialEq)]
    enum Mode {
        Off,
        On {
            speed: u8,
            #[migratable(flatten)]
            pair: Pair,
        },
        Far(#[migratable(flatten)] Pod, u8),
    }

    #[derive(Migratable, Clone, Debug, PartialEq)]
    #[migratable(device = "dev")]
    struct Dev {
        #[migratable(flatten)]
        pod: Pod,
        #[migratable(flatten, with = RegDef)]
        reg: foreign::Reg,
        modes: BTreeMap<u8, Mode>,
    }

    mod flat {
        use super::*;

        #[derive(Migratable, Clone, Debug, PartialEq)]
        pub(super) enum Mode {
            Off,
            On {
                speed: u8,
                a: u16,
                b: u16,
            },
            Far(
                #[migratable(rename = "a")] u16,
                #[migratable(rename = "b")] u16,
                #[migratable(rename = "c")] u32,
                #[migratable(rename = "1")] u8,
            ),
        }

        #[derive(Migratable, Clone, Debug, PartialEq)]
        #[migratable(device = "dev")]
        pub(super) struct Dev {
            a: u16,
            b: u16,
            c: u32,
            value: u8,
            modes: BTreeMap<u8, Mode>,
        }
    }

    #[test]
    fn they_are_the_same_state() {
        let pair = Pair { a: 1, b: 2 };
        let pod = Pod { pair, c: 3 };
        let dev = Dev {
            pod,
            reg: foreign::Reg { value: 4 },
            modes: BTreeMap::from([
                (0, Mode::Off),
                (1, Mode::On { speed: 5, pair }),
                (2, Mode::Far(pod, 6)),
            ]),
        };
        assert_eq!(Dev::SCHEMA.fingerprint(), flat::Dev::SCHEMA.fingerprint());
        let bytes = to_vec(&dev).unwrap();
        let flat: flat::Dev = decode(&bytes).unwrap();
        assert_eq!(to_vec(&flat).unwrap(), bytes);
        assert_eq!(decode::<Dev>(&bytes).unwrap(), dev);
    }
}
