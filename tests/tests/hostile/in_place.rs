//! A load that fails leaves the live value as it was.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use migratable::Migratable;

use super::samples;

#[test]
fn each_damaged_input_leaves_the_value_alone_or_replaces_it_whole() {
    for sample in samples::all()
        .into_iter()
        .filter(|sample| sample.is_canonical)
    {
        let mut bytes = sample.bytes.clone();
        for at in 0..bytes.len() {
            let original = bytes[at];
            for byte in [0, 1, 2, 0x7f, 0x80, 0xff] {
                bytes[at] = byte;
                let mut live = sample.bytes.clone();
                let loaded = (sample.load)(&mut live, &bytes);
                let expected = if loaded { &bytes } else { &sample.bytes };
                assert_eq!(live, *expected, "{}, byte {at} is {byte}", sample.name);
                assert_eq!(loaded, (sample.is_accepted)(&bytes), "{}", sample.name);
            }
            bytes[at] = original;
        }
    }
}

#[derive(Clone, Debug, PartialEq, Migratable)]
struct Port {
    level: u8,
    #[migratable(skip = 0)]
    irq: usize,
}

#[derive(Clone, Debug, PartialEq, Migratable)]
struct Controller {
    ports: [Port; 2],
    by_number: BTreeMap<u8, Port>,
    by_name: HashMap<String, Port>,
    shared: RefCell<Port>,
    #[migratable(skip)]
    handle: usize,
    valid: bool,
}

fn port(level: u8, irq: usize) -> Port {
    Port { level, irq }
}

fn controller() -> Controller {
    Controller {
        ports: [port(1, 10), port(2, 20)],
        by_number: BTreeMap::from([(3, port(3, 30)), (4, port(4, 40))]),
        by_name: HashMap::from([("a".to_owned(), port(5, 50)), ("b".to_owned(), port(6, 60))]),
        shared: RefCell::new(port(7, 70)),
        handle: 80,
        valid: true,
    }
}

/// Whatever was loaded before the error, skipped fields of what the device
/// still has are the live ones.
#[test]
fn skipped_fields_survive_a_failure() {
    let mut other = controller();
    other.ports[0].level = 100;
    other.by_number.remove(&3);
    other.by_number.insert(9, port(9, 0));
    other.by_name.remove("a");
    let mut bytes = migratable::to_vec(&other).unwrap();
    *bytes.last_mut().unwrap() = 7;

    let mut live = controller();
    let error = migratable::load(&mut live, &bytes).unwrap_err();
    assert!(error.to_string().starts_with("field `valid`"), "{error}");
    assert_eq!(live.ports, controller().ports);
    assert_eq!((live.handle, &live.shared), (80, &controller().shared));
    assert_eq!(migratable::to_vec(&live), migratable::to_vec(&controller()));
}

#[test]
fn skipped_fields_survive_an_error_within_a_map() {
    let mut live = controller();
    let mut bytes = migratable::to_vec(&live).unwrap();
    // Ports, the count, the first key: its level, then the second key, which
    // is made to repeat the first.
    assert_eq!(bytes[2..7], [2, 3, 3, 4, 4]);
    bytes[5] = 3;
    migratable::load(&mut live, &bytes).unwrap_err();
    assert_eq!(live, controller());
}

#[test]
fn skipped_fields_of_entries_that_stay_survive_a_success() {
    let mut saved = controller();
    saved.by_number.get_mut(&3).unwrap().level = 33;
    saved.by_number.remove(&4);
    saved.by_name.insert("c".to_owned(), port(8, 0));
    let mut live = controller();
    migratable::load(&mut live, &migratable::to_vec(&saved).unwrap()).unwrap();
    assert_eq!(live.by_number, BTreeMap::from([(3, port(33, 30))]));
    assert_eq!(live.by_name["a"], port(5, 50));
    assert_eq!(live.by_name["c"], port(8, 0));
}
