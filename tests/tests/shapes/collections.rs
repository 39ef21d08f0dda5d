//! Collections as devices have them.

use std::collections::{BTreeMap, HashMap, VecDeque};

use migratable::Migratable;

use super::round_trip::{encode, round_trips};

#[derive(Clone, Debug, PartialEq, Migratable)]
struct Slot {
    address: u64,
    command: Option<u8>,
}

#[derive(Debug, PartialEq, Migratable)]
struct Controller {
    slots: Vec<Option<Slot>>,
    routes: BTreeMap<u64, BTreeMap<u16, u64>>,
    fifo: VecDeque<u8>,
    window: Option<(usize, usize)>,
    names: HashMap<String, Vec<Slot>>,
}

fn slot(address: u64) -> Slot {
    Slot {
        address,
        command: address.is_multiple_of(2).then_some(0xec),
    }
}

fn controller() -> Controller {
    Controller {
        slots: vec![Some(slot(1)), None, Some(slot(2))],
        routes: BTreeMap::from([
            (0x1_0000_0000, BTreeMap::from([(300, 1), (2, u64::MAX)])),
            (7, BTreeMap::new()),
        ]),
        fifo: b"\x00\xffabc".iter().copied().collect(),
        window: Some((4096, 1 << 20)),
        names: HashMap::from([("b".to_owned(), vec![slot(5)]), ("a".to_owned(), vec![])]),
    }
}

fn empty() -> Controller {
    Controller {
        slots: vec![],
        routes: BTreeMap::new(),
        fifo: VecDeque::new(),
        window: None,
        names: HashMap::new(),
    }
}

#[test]
fn over_nothing_and_over_more() {
    round_trips(&controller(), empty());
    round_trips(&empty(), controller());
    let mut other = controller();
    other.slots.insert(0, Some(slot(9)));
    other.fifo.rotate_left(3);
    other.routes.insert(1, BTreeMap::from([(1, 1)]));
    other.names.remove("a");
    round_trips(&controller(), other);
}

/// A hash map has a new order in each process; the bytes do not.
#[test]
fn the_same_state_gives_the_same_bytes() {
    let names: Vec<_> = (0..100)
        .map(|i| (format!("queue{i}"), vec![slot(i)]))
        .collect();
    let forwards = Controller {
        names: names.iter().cloned().collect(),
        ..controller()
    };
    let backwards = Controller {
        names: names.into_iter().rev().collect(),
        ..controller()
    };
    assert_eq!(encode(&forwards), encode(&backwards));
}
