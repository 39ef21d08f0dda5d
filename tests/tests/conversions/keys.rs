//! Keys of sets and maps.

use std::collections::{BTreeMap, BTreeSet};

use migratable::resolve::Trial;
use migratable::{Budget, Device, Migratable};

use super::convert::convert;

mod old {
    use super::*;

    #[derive(Migratable, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Key {
        #[migratable(ignorable)]
        pub(super) bus: u8,
        pub(super) slot: i8,
    }

    #[derive(Migratable)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) slots: BTreeMap<Key, u8>,
        pub(super) ids: BTreeSet<u8>,
    }
}

mod new {
    use super::*;

    #[derive(Migratable, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Key {
        pub(super) slot: i32,
    }

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) slots: BTreeMap<Key, u16>,
        pub(super) ids: BTreeSet<u64>,
    }
}

fn slots<const N: usize>(keys: [(u8, i8); N]) -> old::Dev {
    let keys = keys.into_iter().map(|(bus, slot)| old::Key { bus, slot });
    old::Dev {
        slots: keys.zip(10..).collect(),
        ids: BTreeSet::from([3, 200]),
    }
}

#[test]
fn keys_are_converted_and_put_in_order_again() {
    let slot = |slot, value| (new::Key { slot }, value);
    let new = new::Dev {
        slots: BTreeMap::from([slot(-3, 11), slot(4, 10)]),
        ids: BTreeSet::from([3, 200]),
    };
    assert_eq!(convert(&slots([(0, 4), (1, -3)])), Ok(new));
}

#[test]
fn keys_that_become_the_same_are_refused() {
    let error = convert::<_, new::Dev>(&slots([(0, 4), (1, 4)])).unwrap_err();
    assert_eq!(
        error,
        "field `slots{key 1}` is the same as another: must be another one than all others of \
         map<struct Key, u8> [keys-merged]"
    );
}

/// Which pair of a list is not in order is known, whatever a pair is made of.
#[test]
fn pairs_out_of_order_are_found() {
    #[derive(Migratable)]
    struct Two(u8, u16);
    #[derive(Migratable)]
    struct Around<T>(T);

    #[derive(Migratable)]
    #[migratable(device = "dev")]
    struct Map {
        slots: BTreeMap<u8, u16>,
    }

    /// The offset of the key that is not above the one before.
    macro_rules! offset {
        ($pair:ty: |$key:ident, $value:ident| $of:expr) => {{
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            struct List {
                slots: Vec<$pair>,
            }
            let slots = [(1, 7), (3, 7), (2, 7)].map(|($key, $value)| $of);
            let bytes = migratable::to_vec(&List {
                slots: slots.into(),
            })
            .unwrap();
            let trial = Trial::new(&List::SCHEMA, &Map::SCHEMA);
            let broken = trial.broken(&bytes, &Budget::new(1 << 20)).unwrap();
            assert_eq!(broken.len(), 1, "{broken:?}");
            broken[0].offset
        }};
    }

    let expected = offset!((u8, u16): |key, value| (key, value));
    assert!(expected.is_some());
    let found = [
        offset!(Two: |key, value| Two(key, value)),
        offset!(Around<(u8, u16)>: |key, value| Around((key, value))),
        offset!(Around<Two>: |key, value| Around(Two(key, value))),
        offset!(Around<Around<Two>>: |key, value| Around(Around(Two(key, value)))),
    ];
    assert_eq!(found, [expected; 4]);
}
