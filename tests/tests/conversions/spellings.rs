//! A value that can be spelled in several ways, with a subsection absent or at its
//! default, or retired, is one value: among keys, for `must_match`, and to `fill`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use migratable::{Migratable, to_vec};

use super::convert::{convert, foreign_plan, plan};

mod old {
    use super::*;

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Retiring {
        pub(super) a: u32,
        pub(super) old: u8,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Defaulted {
        pub(super) a: u32,
        pub(super) x: Option<u32>,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Ending {
        pub(super) a: u32,
        #[migratable(subsection(tag = 1))]
        pub(super) old: Option<u8>,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Plain {
        pub(super) a: u32,
        pub(super) x: u32,
    }
}

mod new {
    use super::*;

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[migratable(retired(tag = 1, name = "old", type = u8))]
    pub(super) struct Retiring {
        pub(super) a: u32,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Defaulted {
        pub(super) a: u32,
        #[migratable(subsection(tag = 1, needed = |k: &Self| k.x != 5), default = 5)]
        pub(super) x: u32,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub(super) struct Computed {
        pub(super) a: u32,
        #[migratable(subsection(tag = 1, needed = |k: &Self| k.x != 5), default = computed(2 + 3))]
        pub(super) x: u32,
    }
}

/// The value of an old build's device with this field as a new build's.
macro_rules! load {
    ($old:ty => $new:ty: $held:expr) => {{
        #[derive(Migratable)]
        #[migratable(device = "dev")]
        struct Old {
            held: $old,
        }

        mod reader {
            use super::*;

            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct New {
                pub(super) held: $new,
            }
        }

        convert::<_, reader::New>(&Old { held: $held }).map(|new| _ = new.held)
    }};
}

/// Two keys that become one, and one that does not, in all that has keys.
macro_rules! keys {
    ($old:ty => $new:ty: $a:expr, $same:expr, $other:expr) => {{
        let (a, same, other): ($old, $old, $old) = ($a, $same, $other);
        let merged = "keys-merged";
        let pairs = [(same, false), (other, true)];
        for (second, loads) in pairs {
            let both = [a.clone(), second];
            let what = format!("{both:?} as {}", stringify!($new));
            let keyed = || both.clone().map(|key| (key, 1));
            let deep = || both.clone().map(|key| ((Some(key), 1_u8), 1));
            let lists = || both.clone().map(|key| vec![key]);
            let all = [
                load!(BTreeSet<$old> => BTreeSet<$new>: both.clone().into()),
                load!(BTreeMap<$old, u8> => BTreeMap<$new, u8>: keyed().into()),
                load!(HashMap<$old, u8> => HashMap<$new, u8>: keyed().into()),
                load!(
                    BTreeMap<(Option<$old>, u8), u8> => BTreeMap<(Option<$new>, u8), u8>:
                    deep().into()
                ),
                load!(BTreeSet<Vec<$old>> => BTreeSet<Vec<$new>>: lists().into()),
            ];
            for (position, found) in all.into_iter().enumerate() {
                match loads {
                    true => assert_eq!(found, Ok(()), "{what}, {position}"),
                    false => {
                        let error = found.expect_err(&what);
                        assert!(error.contains(merged), "{what}, {position}: {error}");
                    }
                }
            }
        }
    }};
}

#[test]
fn keys_that_become_one_value_are_refused_by_the_condition() {
    let retiring = |a, old| old::Retiring { a, old };
    keys!(old::Retiring => new::Retiring: retiring(1, 3), retiring(1, 4), retiring(2, 3));
    let ending = |a, old| old::Ending { a, old };
    keys!(old::Ending => new::Retiring: ending(1, None), ending(1, Some(4)), ending(2, None));
    let defaulted = |a, x| old::Defaulted { a, x };
    keys!(
        old::Defaulted => new::Defaulted:
        defaulted(1, None), defaulted(1, Some(5)), defaulted(1, Some(6))
    );
    keys!(
        old::Defaulted => new::Computed:
        defaulted(1, None), defaulted(1, Some(5)), defaulted(1, Some(6))
    );
}

/// As a source finds it, which knows schemas and no program: whether the conditions hold,
/// and whether the reader then loads it.
macro_rules! source {
    ($old:ty => $new:ty: $held:expr) => {{
        #[derive(Migratable)]
        #[migratable(device = "dev")]
        struct Old {
            held: $old,
        }

        mod reader {
            use super::*;

            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct New {
                pub(super) held: $new,
            }
        }

        let held: $old = $held;
        let old = Old { held };
        let plan = foreign_plan::<Old, reader::New>();
        let holds = plan.check(&to_vec(&old).unwrap()).is_ok();
        (holds, convert::<_, reader::New>(&old).is_ok())
    }};
}

mod computed {
    use super::*;

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Dropping {
        pub(super) a: u8,
        #[migratable(default = 0, ignorable)]
        pub(super) x: u8,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Added {
        pub(super) a: u8,
        #[migratable(default = computed(2 + 3))]
        pub(super) n: u16,
    }

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Optional {
        pub(super) a: u8,
        #[migratable(subsection(tag = 1, needed = |k: &Self| k.n != 0), default = computed(0))]
        pub(super) n: u16,
    }
}

use computed::{Added, Dropping, Optional};

/// The source cannot tell what the reader's program puts in, so that it refuses what might
/// become one key, and never lets pass what does.
#[test]
fn keys_of_which_a_program_computes_a_part_are_refused_where_they_may_be_the_same() {
    let dropping = |a, x| Dropping { a, x };
    let optional = |a, n| Optional { a, n };
    macro_rules! found {
        ($old:ty => $new:ty: $keys:expr) => {
            [
                source!(BTreeSet<$old> => BTreeSet<$new>: $keys.into()),
                source!(BTreeMap<$old, u8> => BTreeMap<$new, u8>: $keys.map(|k| (k, 1)).into()),
                source!(BTreeSet<Vec<$old>> => BTreeSet<Vec<$new>>: $keys.map(|k| vec![k]).into()),
                source!(BTreeSet<(u8, Option<$old>)> => BTreeSet<(u8, Option<$new>)>:
                    $keys.map(|k| (7, Some(k))).into()),
            ]
        };
    }
    let (pass, refused, may_be) = ((true, true), (false, false), (false, true));
    let same = found!(Dropping => Added: [dropping(1, 1), dropping(1, 2)]);
    assert_eq!(same, [refused; 4]);
    let differ = found!(Dropping => Added: [dropping(1, 1), dropping(2, 1)]);
    assert_eq!(differ, [pass; 4]);
    // Absent is what the reader computes.
    let same = found!(Optional => Added: [optional(1, 0), optional(1, 5)]);
    assert_eq!(same, [refused; 4]);
    let differ = found!(Optional => Added: [optional(1, 0), optional(1, 6)]);
    assert_eq!(differ, [may_be; 4]);
    // What stands before that part tells them apart.
    let differ = found!(Optional => Added: [optional(1, 0), optional(2, 5)]);
    assert_eq!(differ, [pass; 4]);
    // Only the values of a map have such a part.
    let values = source!(BTreeMap<u8, Dropping> => BTreeMap<u8, Added>: [(1, dropping(1, 1)), (2, dropping(1, 1))].into());
    assert_eq!(values, pass);
}

/// Whether configuration in a stream of an old build matches that of a new one.
macro_rules! matches {
    ($stream:expr, $live:expr; $old:ty => $new:ty) => {{
        #[derive(Migratable)]
        #[migratable(device = "dev")]
        struct Old {
            cfg: $old,
        }

        mod reader {
            use super::*;

            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct New {
                #[migratable(must_match)]
                pub(super) cfg: $new,
            }
        }

        let mut converted = Vec::new();
        let bytes = to_vec(&Old { cfg: $stream }).unwrap();
        plan::<Old, reader::New>()
            .convert(&bytes, &mut converted)
            .unwrap();
        migratable::load(&mut reader::New { cfg: $live }, &converted).is_ok()
    }};
}

#[test]
fn configuration_is_compared_by_what_it_is() {
    for (stream, live) in [(5, 5), (5, 6), (6, 5), (6, 6)] {
        let plain = || old::Plain { a: 1, x: stream };
        let defaulted = new::Defaulted { a: 1, x: live };
        let found = matches!(plain(), defaulted; old::Plain => new::Defaulted);
        assert_eq!(found, stream == live);
        let computed = new::Computed { a: 1, x: live };
        let found = matches!(plain(), computed; old::Plain => new::Computed);
        assert_eq!(found, stream == live);
        let retiring = old::Retiring { a: stream, old: 3 };
        let retired = new::Retiring { a: live };
        let found = matches!(retiring, retired; old::Retiring => new::Retiring);
        assert_eq!(found, stream == live);
    }
}

#[derive(Migratable, Debug, PartialEq)]
#[migratable(device = "dev")]
struct Long {
    all: [old::Plain; 3],
}

mod reader {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct Short {
        #[migratable(fill = computed(new::Defaulted { a: 0, x: 5 }))]
        all: [new::Defaulted; 2],
    }
}

#[test]
fn what_an_array_loses_may_be_its_fill_value_in_another_spelling() {
    let one = |a, x| old::Plain { a, x };
    let old = |last| Long {
        all: [one(1, 2), one(3, 4), last],
    };
    assert!(convert::<_, reader::Short>(&old(one(0, 5))).is_ok());
    let error = convert::<_, reader::Short>(&old(one(0, 6))).unwrap_err();
    assert!(error.contains("array-shrunk"), "{error}");
}
