//! What `decode` and `load` take within a budget: everything that is larger in
//! memory than in the input is drawn from it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use allocation_counter::measure;
use migratable::{Budget, Decode, Migratable, decode, decode_within, load_within};

/// Much in memory, one byte in the input where it is absent.
type Big = Option<[u8; 512]>;

const COUNT: u16 = 2000;

/// Holds nothing of its own, one byte in the input where its subsection is absent.
#[derive(Migratable, Clone, Default)]
struct Later<T: Migratable + Default> {
    #[migratable(subsection(tag = 1, needed = Self::has_later), default = computed(T::default()))]
    later: T,
}

impl<T: Migratable + Default> Later<T> {
    fn has_later(&self) -> bool {
        false
    }
}

/// As large as `Big`, on the heap.
#[derive(Migratable, Clone)]
struct Heap(Vec<u8>);

impl Default for Heap {
    fn default() -> Self {
        Self(vec![0; 512])
    }
}

/// Two fields behind one condition, of which one takes memory.
#[derive(Migratable, Clone)]
#[migratable(subsection(both, tag = 1, needed = Self::has_both))]
struct Both {
    #[migratable(subsection = both, default = 0)]
    small: u8,
    #[migratable(subsection = both, default = computed(Heap::default()))]
    heap: Heap,
}

impl Both {
    fn has_both(&self) -> bool {
        false
    }
}

/// Behind a count, so many of these bytes.
pub(super) fn many(element: &[u8]) -> Vec<u8> {
    let mut bytes = postcard::to_allocvec(&COUNT).unwrap();
    bytes.extend(element.repeat(COUNT.into()));
    bytes
}

/// Behind a count, ascending keys and this behind each.
pub(super) fn keyed(value: &[u8]) -> Vec<u8> {
    let mut bytes = postcard::to_allocvec(&COUNT).unwrap();
    for key in 0..COUNT {
        bytes.extend(key.to_le_bytes());
        bytes.extend(value);
    }
    bytes
}

/// What is not counted is in proportion to the input.
const PER_BYTE: u64 = 64;

/// A key that takes no memory itself.
const PER_KEY: usize = 48;

/// An error and its text, and the first elements of a list.
const FIXED: u64 = 16 << 10;

fn most(budget: usize, bytes: &[u8]) -> u64 {
    budget as u64 + PER_BYTE * bytes.len() as u64 + FIXED
}

/// Whether there is a value within a budget.
type Way<'a> = &'a dyn Fn(&Budget) -> bool;

/// The least budget with which `run` succeeds, to within a few bytes.
fn least(run: impl Fn(&Budget) -> bool) -> usize {
    let (mut too_little, mut enough) = (0, 64 << 20);
    assert!(run(&Budget::new(enough)), "it fits");
    while enough - too_little > 100 {
        let middle = too_little.midpoint(enough);
        match run(&Budget::new(middle)) {
            true => enough = middle,
            false => too_little = middle,
        }
    }
    enough
}

/// `bytes` are a value, and `empty` is another one.
#[track_caller]
pub(super) fn draws<T: Decode>(name: &str, bytes: &[u8], empty: &[u8]) {
    let decodes = |budget: &Budget| decode_within::<T>(bytes, budget).is_ok();
    let loads = |budget: &Budget| {
        let mut live: T = decode(empty).unwrap();
        let loaded = load_within(&mut live, bytes, budget).is_ok();
        // A refused load changes nothing.
        let expected = if loaded { bytes } else { empty };
        assert_eq!(migratable::to_vec(&live).unwrap(), expected, "{name}");
        loaded
    };
    let ways: [(&str, Way<'_>); 2] = [("decode", &decodes), ("load", &loads)];
    for (way, run) in ways {
        let least = least(run);
        let taken = |budget: usize| measure(|| _ = run(&Budget::new(budget))).bytes_max;
        for budget in [0, least / 2, least] {
            let (taken, most) = (taken(budget), most(budget, bytes));
            assert!(taken <= most, "{way} {name} within {budget}: {taken} bytes");
        }
        // Nor is a value refused for which there is memory: only defaults are drawn
        // twice, and the rest of a node for each key.
        let (taken, node) = (taken(least) as usize, usize::from(COUNT) * PER_KEY);
        assert!(
            least <= taken * 5 / 2 + node,
            "{way} {name}: {least} for {taken} bytes"
        );
    }
}

#[test]
fn everything_that_is_larger_than_its_bytes_is_drawn() {
    let absent = many(&[0]);
    draws::<Vec<Big>>("list", &absent, &[0]);
    draws::<VecDeque<Big>>("ring", &absent, &[0]);
    draws::<Box<[Big]>>("boxed list", &absent, &[0]);
    draws::<Vec<Vec<Big>>>("lists in a list", &many(&[3, 0, 0, 0]), &[0]);
    draws::<Vec<String>>("texts", &absent, &[0]);
    draws::<Vec<Box<Big>>>("boxes", &absent, &[0]);
    draws::<Vec<Rc<RefCell<Big>>>>("shared cells", &absent, &[0]);
    draws::<Vec<Arc<Mutex<Big>>>>("shared locks", &absent, &[0]);
    draws::<Vec<u64>>("numbers", &many(&[7; 8]), &[0]);
    draws::<BTreeSet<u16>>("set", &keyed(&[]), &[0]);
    draws::<HashSet<u16>>("hash set", &keyed(&[]), &[0]);
    draws::<BTreeMap<u16, Big>>("map", &keyed(&[0]), &[0]);
    draws::<HashMap<u16, Big>>("hash map", &keyed(&[0]), &[0]);
    draws::<BTreeMap<u16, Vec<Big>>>("lists in a map", &keyed(&[1, 0]), &[0]);
    draws::<Vec<Later<Heap>>>("defaults", &absent, &[0]);
    draws::<Vec<Later<Vec<Heap>>>>("defaults of nothing", &absent, &[0]);
    draws::<Vec<Later<Later<Heap>>>>("defaults in defaults", &absent, &[0]);
    draws::<Vec<Both>>("defaults of a group", &absent, &[0]);
    draws::<BTreeMap<u16, Later<Heap>>>("defaults in a map", &keyed(&[0]), &[0]);
    draws::<VecDeque<Option<Later<Heap>>>>("defaults in options", &many(&[1, 0]), &[0]);
    draws::<Option<Box<[Big; 1000]>>>("boxed array", &[&[1][..], &[0; 1000]].concat(), &[0]);
}

/// Elements that are live get the defaults, too.
#[test]
fn defaults_of_live_elements_are_drawn() {
    let absent = many(&[0]);
    let empty = Later {
        later: Heap(Vec::new()),
    };
    let mut live = vec![empty; COUNT.into()];
    let budget = Budget::new(usize::from(COUNT) * 500);
    let taken = measure(|| assert!(load_within(&mut live, &absent, &budget).is_err()));
    assert!(taken.bytes_max < FIXED, "{}", taken.bytes_max);
    assert!(live.iter().all(|element| element.later.0.is_empty()));
    let budget = Budget::new(usize::from(COUNT) * 1200);
    load_within(&mut live, &absent, &budget).unwrap();
    assert!(live.iter().all(|element| element.later.0.len() == 512));
    // Now they have them, and nothing grows.
    load_within(&mut live, &absent, &Budget::new(0)).unwrap();
}
