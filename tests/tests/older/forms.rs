//! What can have older versions, and what an older type can be.

use std::fmt::Display;

use migratable::{Device, Migratable};

use super::build::{send, verdict};
use migratable::resolve::Verdict;

/// A device with a part of some type.
macro_rules! device {
    ($module:ident $name:ident: $ty:ty) => {
        mod $module {
            use super::*;

            #[derive(migratable::Migratable, Debug, Default, PartialEq)]
            #[migratable(device = "dev")]
            pub(crate) struct $name {
                pub(crate) before: u8,
                pub(crate) part: $ty,
                pub(crate) behind: u8,
            }
        }
        pub(super) use $module::$name;
    };
}

fn converted<W: Device, R: Device>(mut source: W, mut target: R) -> R {
    assert_eq!(verdict::<W, R>().0, Verdict::Compatible);
    send(&mut source, &mut target).unwrap();
    target
}

/// An enum, whose variants an older one had as two fields.
mod modes {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) enum V1 {
        #[default]
        Off,
        On {
            level: u8,
        },
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(version = 2, older(version = 1, type = V1, convert = Self::take_v1))]
    pub(super) enum V2 {
        #[default]
        Idle,
        Running {
            millivolts: u32,
            #[migratable(skip = 0)]
            host: u8,
        },
        Failed(String),
    }

    impl V2 {
        fn take_v1(&mut self, old: V1) {
            let host = match self {
                Self::Running { host, .. } => *host,
                _ => 0,
            };
            *self = match old {
                V1::Off => Self::Idle,
                V1::On { level } => Self::Running {
                    millivolts: u32::from(level) * 100,
                    host,
                },
            };
        }
    }

    device!(w W: Vec<V1>);
    device!(r R: Vec<V2>);
}

#[test]
fn enums_are_converted_in_place() {
    use modes::{R, V1, V2, W};
    let source = W {
        part: vec![V1::On { level: 33 }, V1::Off, V1::On { level: 1 }],
        ..W::default()
    };
    let target = R {
        part: vec![
            V2::Running {
                millivolts: 5,
                host: 7,
            },
            V2::Failed("a".into()),
        ],
        ..R::default()
    };
    let expected = R {
        part: vec![
            V2::Running {
                millivolts: 3300,
                host: 7,
            },
            V2::Idle,
            V2::Running {
                millivolts: 100,
                host: 0,
            },
        ],
        ..R::default()
    };
    assert_eq!(converted(source, target), expected);
}

/// The same type beside one that is converted, in its current version.
mod mixed {
    use super::Migratable;
    use super::modes::V2;

    mod w {
        use super::super::counts;
        use super::{Migratable, V2};

        #[derive(Migratable, Debug, Default, PartialEq)]
        #[migratable(device = "dev")]
        pub(crate) struct W {
            pub(crate) old: counts::V1,
            pub(crate) current: Vec<V2>,
            pub(crate) fixed: [counts::V2; 2],
        }
    }
    pub(super) use w::W;

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct R {
        pub(super) current: Vec<V2>,
        pub(super) fixed: [super::counts::V2; 2],
        pub(super) old: super::counts::V2,
        #[migratable(default)]
        pub(super) added: V2,
    }
}

mod counts {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) struct V1 {
        pub(super) count: u32,
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(version = 3, older(version = 1, type = V1, convert = Self::take_v1))]
    pub(super) struct V2 {
        pub(super) half: u64,
    }

    impl V2 {
        fn take_v1(&mut self, old: V1) {
            self.half = u64::from(old.count) / 2;
        }
    }
}

#[test]
fn what_stands_beside_in_the_current_version_stays() {
    use mixed::{R, W};
    use modes::V2;
    let current = || {
        vec![
            V2::Failed("b".into()),
            V2::Running {
                millivolts: 300,
                host: 0,
            },
            V2::Idle,
        ]
    };
    let fixed = || [5, 6].map(|half| counts::V2 { half });
    let source = W {
        old: counts::V1 { count: 8 },
        current: current(),
        fixed: fixed(),
    };
    let expected = R {
        old: counts::V2 { half: 4 },
        current: current(),
        fixed: fixed(),
        added: V2::Idle,
    };
    assert_eq!(converted(source, R::default()), expected);
}

/// Three versions, of which the middle one has an older one in it.
mod nested {
    use super::Migratable;
    use super::counts;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) struct V1 {
        pub(super) a: u8,
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(version = 2)]
    pub(super) struct V2 {
        pub(super) inner: counts::V1,
        #[migratable(subsection(tag = 1))]
        pub(super) extra: Option<u16>,
    }

    /// What it is to this build: its part is of a newer version.
    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) struct ReadV2 {
        inner: counts::V2,
        #[migratable(subsection(tag = 1))]
        extra: Option<u16>,
        #[migratable(default = 40)]
        new: u8,
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(
        version = 3,
        older(version = 2, type = ReadV2, convert = Self::take_v2),
        older(version = 1, type = V1, convert = Self::take_v1)
    )]
    pub(super) struct V3 {
        pub(super) sum: u64,
    }

    impl V3 {
        fn take_v1(&mut self, old: V1) {
            self.sum = old.a.into();
        }

        fn take_v2(&mut self, old: ReadV2) {
            self.sum = old.inner.half + u64::from(old.extra.unwrap_or(1000)) + u64::from(old.new);
        }
    }

    device!(w1 W1: Option<V1>);
    device!(w2 W2: Option<V2>);
    device!(w3 W3: Option<V3>);
    device!(r R: Option<V3>);
}

#[test]
fn an_older_type_may_hold_older_parts() {
    use nested::{R, V1, V2, V3, W1, W2, W3};
    let sum = |sum| R {
        part: Some(V3 { sum }),
        ..R::default()
    };
    let inner = counts::V1 { count: 6 };
    let v2 = |extra| W2 {
        part: Some(V2 {
            inner: inner.clone(),
            extra,
        }),
        ..W2::default()
    };
    assert_eq!(
        converted(
            W1 {
                part: Some(V1 { a: 9 }),
                ..W1::default()
            },
            R::default()
        ),
        sum(9)
    );
    assert_eq!(converted(v2(Some(2)), R::default()), sum(45));
    assert_eq!(converted(v2(None), sum(7)), sum(1043));
    assert_eq!(
        converted(
            W3 {
                part: Some(V3 { sum: 8 }),
                ..W3::default()
            },
            sum(7)
        ),
        sum(8)
    );
    assert_eq!(converted(W2::default(), sum(7)), R::default());
}

/// Generic parts.
mod generic {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) struct V1<T> {
        pub(super) first: T,
        pub(super) second: T,
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(version = 2, older(version = 1, type = V1<T>, convert = Self::take_v1))]
    pub(super) struct V2<T: Default> {
        pub(super) all: Vec<T>,
    }

    impl<T: Default> V2<T> {
        fn take_v1(&mut self, old: V1<T>) {
            self.all = vec![old.first, old.second];
        }
    }

    device!(w W: Vec<V1<u16>>);
    device!(r R: Vec<V2<u16>>);
}

#[test]
fn generic_parts_are_converted() {
    use generic::{R, V1, V2, W};
    let source = W {
        part: vec![V1 {
            first: 1,
            second: 2,
        }],
        ..W::default()
    };
    let expected = R {
        part: vec![V2 { all: vec![1, 2] }],
        ..R::default()
    };
    assert_eq!(converted(source, R::default()), expected);
}

/// A type of another crate.
mod remote {
    use super::Migratable;

    pub(super) mod foreign {
        #[derive(Debug, Default, PartialEq)]
        pub(crate) struct Clock {
            pub(crate) hz: u32,
        }
    }

    #[derive(Migratable, Debug, Default, PartialEq)]
    pub(super) struct V1 {
        pub(super) khz: u16,
    }

    #[derive(Migratable)]
    #[migratable(
        remote = foreign::Clock,
        version = 2,
        older(version = 1, type = V1, convert = take_v1)
    )]
    #[allow(dead_code)]
    pub(super) struct Clock {
        hz: u32,
    }

    fn take_v1(clock: &mut foreign::Clock, old: V1) {
        clock.hz = u32::from(old.khz) * 1000;
    }

    device!(w W: Vec<V1>);

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct R {
        pub(super) before: u8,
        #[migratable(with = Vec<Clock>)]
        pub(super) part: Vec<foreign::Clock>,
        pub(super) behind: u8,
    }
}

#[test]
fn foreign_parts_are_converted() {
    use remote::foreign::Clock;
    use remote::{R, V1, W};
    let source = W {
        part: vec![V1 { khz: 32 }, V1 { khz: 1 }],
        ..W::default()
    };
    let part = vec![Clock { hz: 32_000 }, Clock { hz: 1000 }];
    let expected = R {
        part,
        ..R::default()
    };
    assert_eq!(converted(source, R::default()), expected);
}

/// `upgrade` for one version of a device, `older` for another.
mod both {
    use super::Migratable;

    pub(super) mod v1 {
        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "dev")]
        pub(crate) struct Dev {
            pub(crate) pair: (u8, u8),
        }
    }

    pub(super) mod v2 {
        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "dev", version = 2, oldest = 2)]
        pub(crate) struct Dev {
            pub(crate) us: u64,
        }
    }

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(
        device = "dev",
        version = 3,
        oldest = 2,
        upgrade = Self::scale,
        older(version = 1, type = v1::Dev, convert = Self::take_v1)
    )]
    pub(super) struct Dev {
        #[migratable(alias = "us")]
        pub(super) ns: u64,
    }

    impl Dev {
        fn scale(&mut self, from: u32) {
            assert_eq!(from, 2);
            self.ns *= 1000;
        }

        fn take_v1(&mut self, old: v1::Dev) {
            self.ns = (u64::from(old.pair.0) << 8) + u64::from(old.pair.1);
        }
    }
}

#[test]
fn a_device_converts_one_version_and_upgrades_another() {
    use both::{Dev, v1, v2};
    let dev = |ns| Dev { ns };
    assert_eq!(converted(v1::Dev { pair: (1, 2) }, dev(5)), dev(258));
    assert_eq!(converted(v2::Dev { us: 7 }, dev(5)), dev(7000));
    assert_eq!(converted(dev(9), dev(5)), dev(9));
}

/// A part that cannot be made anew, where it is live.
mod live {
    use super::{Display, Migratable};

    #[derive(Migratable, Debug, Default, PartialEq)]
    pub(super) struct V1 {
        pub(super) a: u8,
    }

    #[derive(Migratable)]
    #[migratable(version = 2, older(version = 1, type = V1, convert = Self::take_v1))]
    pub(super) struct V2 {
        pub(super) a: u16,
        #[migratable(skip)]
        pub(super) shown: Box<dyn Display>,
    }

    impl V2 {
        fn take_v1(&mut self, old: V1) {
            self.a = u16::from(old.a) + 1;
        }
    }

    device!(w W: V1);

    #[derive(Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct R {
        pub(super) before: u8,
        pub(super) part: V2,
        pub(super) behind: u8,
    }
}

#[test]
fn a_live_part_needs_no_default() {
    use live::{R, V1, V2, W};
    let source = W {
        part: V1 { a: 4 },
        ..W::default()
    };
    let part = V2 {
        a: 1,
        shown: Box::new("screen"),
    };
    let target = converted(
        source,
        R {
            before: 0,
            part,
            behind: 0,
        },
    );
    assert_eq!(
        (target.part.a, target.part.shown.to_string()),
        (5, "screen".to_owned())
    );
}

/// A codec that is written by hand around a part: nothing is known of it but its type.
mod by_hand {
    use migratable::codec::{Decode, Decoder, Encoder, Fault};
    use migratable::schema::Type;

    use super::*;

    #[derive(Clone, Debug, Default, PartialEq)]
    pub(super) struct Hand(pub(super) Vec<(u8, counts::V2, Option<modes::V2>)>);

    type Held = Vec<(u8, counts::V2, Option<modes::V2>)>;

    impl Migratable for Hand {
        const TYPE: &'static Type = <Held as Migratable>::TYPE;

        fn encoded_len(value: &Self) -> usize {
            <Held as Migratable>::encoded_len(&value.0)
        }

        fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
            <Held as Migratable>::encode(&value.0, out)
        }

        fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
            <Held as Migratable>::load(&mut value.0, input)
        }
    }

    impl Decode for Hand {
        fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
            <Held as Decode>::decode(input).map(Self)
        }
    }

    device!(w W: Vec<(u8, counts::V1, Option<modes::V1>)>);
    device!(r R: Hand);
}

#[test]
fn a_codec_by_hand_converts_what_it_holds() {
    use by_hand::{Hand, R, W};
    let on = |level| Some(modes::V1::On { level });
    let source = W {
        part: vec![
            (1, counts::V1 { count: 4 }, on(3)),
            (2, counts::V1 { count: 8 }, None),
        ],
        behind: 9,
        ..W::default()
    };
    let running = modes::V2::Running {
        millivolts: 300,
        host: 0,
    };
    let part = vec![
        (1, counts::V2 { half: 2 }, Some(running)),
        (2, counts::V2 { half: 4 }, None),
    ];
    let expected = R {
        part: Hand(part),
        behind: 9,
        ..R::default()
    };
    assert_eq!(converted(source, R::default()), expected);
}
