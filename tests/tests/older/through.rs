//! Older versions behind what is not a plain part: what stands in the stream for a value,
//! and what is only read.

use migratable::Migratable;
use migratable::resolve::Verdict;

use super::build::{said, send, verdict};

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
struct V1 {
    tens: u8,
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(version = 2, older(version = 1, type = V1, convert = Self::take_v1))]
struct V2 {
    #[migratable(range = 0..=1000)]
    sum: u64,
    #[migratable(skip = 7)]
    live: u8,
}

impl V2 {
    fn take_v1(&mut self, old: V1) -> Result<(), &'static str> {
        if old.tens == 13 {
            return Err("13 is unlucky");
        }
        self.sum = u64::from(old.tens) * 10;
        Ok(())
    }
}

macro_rules! writers {
    ($($module:ident: $ty:ty;)*) => {$(
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            #[derive(migratable::Migratable, Default)]
            #[migratable(device = "dev")]
            pub(super) struct Dev {
                pub(super) part: $ty,
                pub(super) behind: u16,
            }
        }
    )*};
}

writers! { one: V1; list: Vec<V1>; }

/// Sends each number of tens and looks at what came of it.
fn converted<D: migratable::Device + Default>(look: impl Fn(&D) -> (u64, u16)) {
    assert_eq!(verdict::<one::Dev, D>().0, Verdict::Compatible);
    let mut target = D::default();
    for tens in [0, 4, 9] {
        let part = V1 { tens };
        send(&mut one::Dev { part, behind: 300 }, &mut target).unwrap();
        assert_eq!(look(&target), (u64::from(tens) * 10, 300));
    }
    for (tens, expected) in [(13, "13 is unlucky"), (200, "outside its range")] {
        let part = V1 { tens };
        let refused = send(&mut one::Dev { part, behind: 1 }, &mut target);
        let text = said(&refused.unwrap_err());
        assert!(text.contains(expected), "{text}");
    }
    assert_eq!(look(&target), (90, 300));
}

/// A retired field, whose type went on.
#[derive(Migratable, Default)]
#[migratable(
    device = "dev",
    retired(tag = 1, name = "part", type = V2, apply = |dev: &mut Self, old: V2| dev.now = old.sum)
)]
struct Retired {
    behind: u16,
    #[migratable(default)]
    now: u64,
}

#[test]
fn what_is_retired_may_have_been_older() {
    converted::<Retired>(|dev| (dev.now, dev.behind));
}

/// What stands in the stream for another type.
#[derive(Migratable, Default)]
struct Wire {
    part: V2,
    behind: u16,
}

mod made {
    use super::{Migratable, Wire};

    #[derive(Migratable, Default)]
    #[migratable(device = "dev", from = Wire, into = Wire)]
    pub(super) struct Dev {
        pub(super) sum: u64,
        pub(super) behind: u16,
    }

    impl From<Wire> for Dev {
        fn from(wire: Wire) -> Self {
            Self {
                sum: wire.part.sum,
                behind: wire.behind,
            }
        }
    }

    impl From<&Dev> for Wire {
        fn from(dev: &Dev) -> Self {
            let part = super::V2 {
                sum: dev.sum,
                live: 0,
            };
            Self {
                part,
                behind: dev.behind,
            }
        }
    }
}

mod applied {
    use super::{Migratable, Wire};

    #[derive(Migratable, Default)]
    #[migratable(device = "dev", into = Wire, apply = Self::apply)]
    pub(super) struct Dev {
        pub(super) sum: u64,
        pub(super) behind: u16,
    }

    impl Dev {
        fn apply(&mut self, wire: Wire) {
            (self.sum, self.behind) = (wire.part.sum, wire.behind);
        }
    }

    impl From<&Dev> for Wire {
        fn from(dev: &Dev) -> Self {
            let part = super::V2 {
                sum: dev.sum,
                live: 0,
            };
            Self {
                part,
                behind: dev.behind,
            }
        }
    }
}

#[test]
fn what_stands_for_another_type_may_be_older() {
    converted::<made::Dev>(|dev| (dev.sum, dev.behind));
    converted::<applied::Dev>(|dev| (dev.sum, dev.behind));
}

/// A default that is put in for a part stands in the current version, among marked ones.
#[derive(Migratable, Debug, Default)]
#[migratable(device = "filled", alias = "dev")]
struct Filled {
    #[migratable(default)]
    added: V2,
    part: V2,
    #[migratable(default)]
    more: Vec<V2>,
    #[migratable(default = computed(vec![V2 { sum: 3, live: 1 }; 2]))]
    computed: Vec<V2>,
    #[migratable(subsection(tag = 1, needed = |_: &Self| true), default)]
    absent: V2,
    behind: u16,
}

#[test]
fn defaults_are_never_older() {
    converted::<Filled>(|dev| {
        assert_eq!(dev.computed.iter().map(|one| one.sum).sum::<u64>() % 6, 0);
        assert_eq!((dev.added.sum, dev.absent.sum, dev.more.len()), (0, 0, 0));
        (dev.part.sum, dev.behind)
    });
}

/// An older type of an older type: each version of either is its own.
mod twice {
    use super::{Migratable, V1, V2};

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    pub(super) struct Pair {
        pub(super) first: V2,
        pub(super) second: Option<Box<V2>>,
    }

    /// A version that was skipped: it is read as the one before.
    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(
        version = 4,
        older(version = 1, type = V1, convert = |new: &mut Self, old: V1| new.all.push(u64::from(old.tens))),
        older(version = 2, type = V2, convert = |new: &mut Self, old: V2| new.all.push(old.sum)),
        older(version = 3, type = Pair, convert = Self::take_pair)
    )]
    pub(super) struct All {
        pub(super) all: Vec<u64>,
    }

    impl All {
        fn take_pair(&mut self, old: Pair) {
            self.all = vec![old.first.sum];
            self.all.extend(old.second.map(|second| second.sum));
        }
    }

    macro_rules! writer {
        ($($module:ident $version:literal { $($field:ident: $ty:ty),* })*) => {$(
            pub(super) mod $module {
                #[allow(unused_imports)]
                use super::*;
                #[derive(migratable::Migratable, Clone, Default)]
                #[migratable(version = $version)]
                pub(crate) struct Part { $(pub(crate) $field: $ty),* }
                #[derive(migratable::Migratable, Default)]
                #[migratable(device = "dev")]
                pub(crate) struct Dev { pub(crate) parts: Vec<Part> }
            }
        )*};
    }

    writer! {
        of_v1 1 { tens: u8 }
        of_v2 2 { sum: u64 }
        of_v3 3 { first: V1, second: Option<Box<V1>> }
        of_v3_now 3 { first: V2, second: Option<Box<V2>> }
    }

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) parts: Vec<All>,
    }
}

#[test]
fn each_version_of_each_type_is_its_own() {
    use twice::{All, Dev, of_v1, of_v2, of_v3, of_v3_now};
    let all = |all: &[u64]| Dev {
        parts: vec![All { all: all.to_vec() }],
    };
    let mut target = Dev::default();
    send(
        &mut of_v1::Dev {
            parts: vec![of_v1::Part { tens: 3 }],
        },
        &mut target,
    )
    .unwrap();
    assert_eq!(target, all(&[3]));
    let mut target = Dev::default();
    send(
        &mut of_v2::Dev {
            parts: vec![of_v2::Part { sum: 5 }],
        },
        &mut target,
    )
    .unwrap();
    assert_eq!(target, all(&[5]));
    let v1 = |tens| V1 { tens };
    let second = Some(Box::new(v1(2)));
    let parts = vec![of_v3::Part {
        first: v1(1),
        second,
    }];
    send(&mut of_v3::Dev { parts }, &mut target).unwrap();
    assert_eq!(target, all(&[10, 20]));
    let v2 = |sum| V2 { sum, live: 0 };
    let second = Some(Box::new(v2(12)));
    let parts = vec![of_v3_now::Part {
        first: v2(11),
        second,
    }];
    send(&mut of_v3_now::Dev { parts }, &mut target).unwrap();
    assert_eq!(target, all(&[11, 12]));
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(version = 2, older(version = 1, type = V1, convert = |_: &mut Self, _: V1| ()))]
struct Grown {
    many: [u64; 4],
}

#[derive(Migratable, Debug, Default)]
#[migratable(device = "growing", alias = "dev")]
struct Growing {
    part: Vec<Grown>,
    behind: u16,
}

#[test]
fn many_short_parts_grow_within_a_budget() {
    let many = list::Dev {
        part: vec![V1 { tens: 1 }; 1000],
        behind: 5,
    };
    let mut target = Growing::default();
    send(&mut { many }, &mut target).unwrap();
    assert_eq!((target.part.len(), target.behind), (1000, 5));
}

/// What is sensitive then or now is not shown.
mod secret {
    use super::Migratable;

    #[derive(Migratable, Clone, Default)]
    pub(super) struct Plain {
        pub(super) pin: u32,
    }

    #[derive(Migratable, Clone, Default)]
    pub(super) struct Marked {
        #[migratable(sensitive)]
        pub(super) pin: u32,
    }

    #[derive(Migratable, Clone, Default)]
    #[migratable(validate = |_: &Self| Ok::<(), String>(()))]
    pub(super) struct Limited {
        #[migratable(sensitive, range = 0..=9999)]
        pub(super) pin: u32,
    }

    #[derive(Migratable, Clone, Default)]
    #[migratable(version = 2, older(version = 1, type = Limited, convert = Self::take))]
    pub(super) struct Now {
        #[migratable(sensitive, range = 0..=99)]
        pub(super) hash: u32,
    }

    impl Now {
        fn take(&mut self, old: Limited) {
            self.hash = old.pin;
        }
    }

    macro_rules! device {
        ($($module:ident: $ty:ty;)*) => {$(
            pub(super) mod $module {
                use super::*;
                #[derive(migratable::Migratable, Default)]
                #[migratable(device = "dev")]
                pub(crate) struct Dev { pub(crate) part: $ty }
            }
        )*};
    }

    device! { plain: Plain; marked: Marked; now: Now; }
}

#[test]
fn a_sensitive_value_is_not_shown_on_the_way() {
    use secret::{Marked, Plain, marked, now, plain};
    for pin in [54_321, 4321] {
        let mut target = now::Dev::default();
        let refused = [
            send(
                &mut plain::Dev {
                    part: Plain { pin },
                },
                &mut target,
            ),
            send(
                &mut marked::Dev {
                    part: Marked { pin },
                },
                &mut target,
            ),
        ];
        for refused in refused {
            let text = said(&refused.unwrap_err());
            assert!(!text.contains(&pin.to_string()), "{text}");
        }
        assert_eq!(target.part.hash, 0);
    }
}
