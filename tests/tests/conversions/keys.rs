//! Keys of sets and maps.

use std::collections::{BTreeMap, BTreeSet};

use migratable::Migratable;

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
