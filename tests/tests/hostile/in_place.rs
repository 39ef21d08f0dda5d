//! A load that fails leaves the live value as it was.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use migratable::Migratable;
use migratable::codec::Reason;

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

#[derive(Migratable, Debug, Clone, PartialEq)]
struct Collections {
    sorted: BTreeMap<u16, Entry>,
    hashed: HashMap<u16, Entry>,
    named: BTreeMap<String, Entry>,
    elements: BTreeSet<u16>,
}

#[derive(Migratable, Debug, Clone, PartialEq)]
struct Entry {
    state: u8,
    #[migratable(skip = 0)]
    live: u8,
}

/// The keys whose bits are set in `keys`.
fn collections(keys: u16, state: u8, live: u8) -> Collections {
    let keys = (0..5).filter(|key| keys >> key & 1 == 1);
    let entry = |key: u16| Entry {
        state: state + key as u8,
        live,
    };
    Collections {
        sorted: keys.clone().map(|key| (key, entry(key))).collect(),
        hashed: keys.clone().map(|key| (key, entry(key))).collect(),
        named: (keys.clone().map(|key| (format!("{key}"), entry(key)))).collect(),
        elements: keys.collect(),
    }
}

/// Whatever keys the live value has and the stream has: those of the stream
/// are there afterwards, and what both have keeps its skipped fields.
#[test]
fn collections_of_any_keys_over_those_of_any_others() {
    for (own, other) in (0..32).flat_map(|own| (0..32).map(move |other| (own, other))) {
        let (mut live, saved) = (collections(own, 10, 1), collections(other, 20, 2));
        let mut expected = collections(other, 20, 0);
        for key in (0..5).filter(|key| (own & other) >> key & 1 == 1) {
            expected.sorted.get_mut(&key).unwrap().live = 1;
            expected.hashed.get_mut(&key).unwrap().live = 1;
            expected.named.get_mut(&key.to_string()).unwrap().live = 1;
        }
        migratable::load_partly(&mut live, &migratable::to_vec(&saved).unwrap()).unwrap();
        assert_eq!(live, expected, "{other:b} over {own:b}");
    }
}

/// A live map is in Rust's order; that a stream repeats it proves nothing.
#[test]
fn keys_in_an_order_that_is_not_the_schemas_are_refused() {
    let live = || BTreeMap::from([(Reverse(2), 0_u8), (Reverse(1), 0)]);
    assert_eq!(
        migratable::to_vec(&live()).unwrap(),
        [2, 1, 0, 0, 2, 0, 0],
        "written in the schema's order"
    );
    let error = migratable::load(&mut live(), &[2, 2, 0, 0, 1, 0, 0]).unwrap_err();
    assert_eq!(*error.fault().reason(), Reason::Order);
}

#[derive(Migratable, Clone, Copy, Debug, PartialEq, Eq)]
struct Reverse(u16);

impl Ord for Reverse {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.cmp(&self.0)
    }
}

impl PartialOrd for Reverse {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
