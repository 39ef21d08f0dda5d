//! Configuration behind a handle that hooks of another part change.

use std::cell::Cell;
use std::rc::Rc;

use migratable::Migratable;
use migratable::device::Devices;

use super::builds::{reader, save};

#[derive(Migratable, Default)]
#[migratable(device = "first", post_load = Self::post_load)]
struct First {
    state: u8,
    #[migratable(skip)]
    shared: Rc<Cell<u32>>,
}

impl First {
    fn post_load(&mut self) {
        if self.state == 9 {
            self.shared.set(5);
        }
    }
}

#[derive(Migratable, Default)]
#[migratable(device = "second")]
struct Second {
    state: u8,
    #[migratable(must_match)]
    lanes: Rc<Cell<u32>>,
}

#[derive(Migratable, Default)]
#[migratable(device = "both")]
struct Both {
    first: First,
    second: Second,
}

fn both(state: u8) -> Both {
    let shared = Rc::new(Cell::new(1));
    Both {
        first: First {
            state,
            shared: Rc::clone(&shared),
        },
        second: Second {
            state,
            lanes: shared,
        },
    }
}

fn devices(both: &mut Both) -> Devices<'_> {
    let mut devices = Devices::new();
    let Both { first, second } = both;
    devices.add("first", first).unwrap();
    devices.add("second", second).unwrap();
    devices
}

/// What was compared before anything changed is not compared once more: a load that
/// has begun is not refused for it.
#[test]
fn a_hook_that_changes_what_must_match_refuses_nothing() {
    let payload = migratable::to_vec(&both(9)).unwrap();
    let mut one = both(0);
    migratable::load(&mut one, &payload).unwrap();
    assert_eq!((one.first.state, one.second.state), (9, 9));

    let (mut here, mut there) = (both(9), both(0));
    let stream = save(&devices(&mut here));
    devices(&mut there).load(&mut reader(&stream)).unwrap();
    assert_eq!((there.first.state, there.second.state), (9, 9));

    // What differs from the first is refused, and nothing changed.
    let mut other = both(0);
    other.second.lanes.set(2);
    let error = migratable::load(&mut other, &payload).unwrap_err();
    assert!(error.to_string().contains("must match"), "{error}");
    assert_eq!((other.first.state, other.second.state), (0, 0));
}
