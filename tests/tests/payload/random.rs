//! Random values of types that mix everything.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use migratable::Migratable;
use proptest::collection::{btree_map, btree_set, hash_map, vec, vec_deque};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::oracle::{Fixed, agree, same};

#[derive(Clone, Debug, PartialEq, Migratable, Serialize, Deserialize)]
enum Event {
    None,
    Line(bool),
    Packet {
        #[serde(with = "postcard::fixint::le")]
        at: u64,
        data: Vec<u8>,
    },
    Text(String, char),
}

#[derive(Clone, Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Mixed {
    #[serde(with = "postcard::fixint::le")]
    id: u128,
    #[migratable(varint)]
    clock: i64,
    events: VecDeque<Event>,
    names: BTreeMap<String, Option<Event>>,
    keys: BTreeSet<(i8, String)>,
    #[serde(with = "postcard::fixint::le")]
    temperature: i16,
    registers: [Fixed<u32>; 5],
    #[migratable(varint)]
    size: usize,
    flags: (bool, u8, f64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::None),
        any::<bool>().prop_map(Event::Line),
        (any::<u64>(), vec(any::<u8>(), 0..200)).prop_map(|(at, data)| Event::Packet { at, data }),
        (any::<String>(), any::<char>()).prop_map(|(text, c)| Event::Text(text, c)),
    ]
}

prop_compose! {
    fn mixed()(
        id in any::<u128>(),
        clock in any::<i64>(),
        events in vec_deque(event(), 0..5),
        names in btree_map(any::<String>(), proptest::option::of(event()), 0..5),
        keys in btree_set(any::<(i8, String)>(), 0..5),
        temperature in any::<i16>(),
        registers in any::<[u32; 5]>(),
        size in any::<usize>(),
        flags in any::<(bool, u8, f64)>(),
    ) -> Mixed {
        let registers = registers.map(Fixed);
        Mixed { id, clock, events, names, keys, temperature, registers, size, flags }
    }
}

proptest! {
    #[test]
    fn structs_of_all_sorts(value in mixed()) {
        same(&value);
    }

    #[test]
    fn lists_of_structs(values in vec(mixed(), 0..4)) {
        same(&values);
    }

    #[test]
    fn lists_of_numbers(numbers in vec(any::<i128>(), 0..50)) {
        agree(&numbers, &numbers.iter().copied().map(Fixed).collect::<Vec<_>>());
    }

    #[test]
    fn hash_maps(map in hash_map(any::<Option<i32>>(), any::<String>(), 0..50)) {
        let key = |key: &Option<i32>| key.map(Fixed);
        let twin: BTreeMap<_, _> = map.iter().map(|(k, v)| (key(k), v.clone())).collect();
        agree::<HashMap<_, _>, _>(&map, &twin);
    }

    /// In place, over any other value, the result is the same.
    #[test]
    fn loading_in_place_is_decoding(mut live in mixed(), saved in mixed()) {
        let bytes = migratable::to_vec(&saved).unwrap();
        migratable::load(&mut live, &bytes).unwrap();
        prop_assert_eq!(live, saved);
    }

    #[test]
    fn the_length_is_known_before(value in mixed()) {
        prop_assert_eq!(migratable::to_vec(&value).unwrap().len(), migratable::encoded_len(&value));
    }
}
