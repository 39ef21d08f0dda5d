//! Lists, sets and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hasher as _};

use migratable::{Migratable, Varint};

use super::oracle::{Fixed, agree, agree_as, fixed, same};

#[test]
fn lists() {
    let numbers = [0_u64, 1, 1 << 40, u64::MAX];
    agree(&numbers.to_vec(), &fixed(&numbers));
    agree(&Box::<[u64]>::from(numbers), &fixed(&numbers));
    same(&vec![vec![1_u8], vec![], vec![2, 3]]);
    same(&vec![(1_u8, "one".to_owned())]);
    same(&Vec::<String>::new());
}

#[test]
fn a_ring_goes_from_front_to_back() {
    let mut ring = VecDeque::with_capacity(4);
    ring.extend([1_u16, 2, 3, 4]);
    ring.rotate_left(2);
    ring.pop_front();
    ring.push_back(9);
    assert!(
        !ring.as_slices().1.is_empty(),
        "this ring does not wrap around"
    );
    agree(&ring, &fixed(&[4_u16, 1, 2, 9]));
}

#[test]
fn sets_ascend() {
    same(&BTreeSet::from([3_u8, 1, 2]));
    same(&BTreeSet::from([
        "b".to_owned(),
        "aa".to_owned(),
        String::new(),
    ]));
    let numbers = BTreeSet::from([256_u32, 1, 0x0100_0000, 0xff]);
    agree(
        &numbers,
        &numbers.iter().copied().map(Fixed).collect::<BTreeSet<_>>(),
    );
    let signed = BTreeSet::from([i16::MIN, -1, 0, 1, i16::MAX]);
    agree(
        &signed,
        &signed.iter().copied().map(Fixed).collect::<BTreeSet<_>>(),
    );
}

#[test]
fn maps_ascend_by_key() {
    let map = BTreeMap::from([
        (256_u64, "a".to_owned()),
        (1, "b".to_owned()),
        (255, String::new()),
    ]);
    let twin: BTreeMap<_, _> = map.iter().map(|(k, v)| (Fixed(*k), v.clone())).collect();
    agree(&map, &twin);
    same(&BTreeMap::from([
        (Some(true), 1_u8),
        (None, 2),
        (Some(false), 3),
    ]));
    same(&BTreeMap::from([
        ((2_u8, 'a'), ()),
        ((1, 'z'), ()),
        ((1, 'b'), ()),
    ]));
}

#[test]
fn nested_maps() {
    let map = BTreeMap::from([
        (
            1_u8,
            BTreeMap::from([("x".to_owned(), vec![1_u8]), ("a".to_owned(), vec![])]),
        ),
        (0, BTreeMap::new()),
    ]);
    same(&map);
}

/// What postcard writes for the sorted equivalent.
#[test]
fn hash_maps_and_sets_are_sorted() {
    let entries = (0..100_u16).map(|i| (i.wrapping_mul(40_503), i as u8));
    let sorted: BTreeMap<_, _> = entries.clone().map(|(k, v)| (Fixed(k), v)).collect();
    agree(&entries.clone().collect::<HashMap<_, _>>(), &sorted);

    let keys: BTreeSet<_> = sorted.keys().copied().collect();
    agree(&entries.map(|(k, _)| k).collect::<HashSet<_>>(), &keys);
}

#[test]
fn hashers_may_be_of_any_kind() {
    type Hasher = BuildHasherDefault<DefaultHasher>;
    let map: HashMap<String, u8, Hasher> = [("b".to_owned(), 1), ("a".to_owned(), 2)]
        .into_iter()
        .collect();
    agree(
        &map,
        &BTreeMap::from([("a".to_owned(), 2_u8), ("b".to_owned(), 1)]),
    );
}

/// A hasher with a key, as those are that withstand chosen collisions.
#[derive(Clone, Debug, Default)]
struct Keyed(u64);

impl BuildHasher for Keyed {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(self.0);
        hasher
    }
}

#[test]
fn live_maps_and_sets_keep_their_hasher() {
    for entries in [
        &[][..],
        &[(1, 1)],
        &[(1, 2), (3, 4)],
        &[(2, 2), (3, 3), (9, 9)],
    ] {
        let entries: BTreeMap<u16, u8> = entries.iter().copied().collect();
        let keys: BTreeSet<u16> = entries.keys().copied().collect();
        let mut map = HashMap::with_hasher(Keyed(7));
        map.extend([(1_u16, 1_u8), (3, 3)]);
        let mut set = HashSet::with_hasher(Keyed(7));
        set.extend([1_u16, 3]);
        migratable::load(&mut map, &migratable::to_vec(&entries).unwrap()).unwrap();
        migratable::load(&mut set, &migratable::to_vec(&keys).unwrap()).unwrap();
        assert_eq!((map.hasher().0, set.hasher().0), (7, 7));
        assert_eq!(map.into_iter().collect::<BTreeMap<_, _>>(), entries);
        assert_eq!(set.into_iter().collect::<BTreeSet<_>>(), keys);
    }
}

#[test]
fn adapters_compose() {
    let numbers = vec![1_u32, 300, u32::MAX];
    agree_as::<Vec<Varint>, _, _>(&numbers, &numbers);
    agree_as::<Box<[Varint]>, Box<[u32]>, _>(&numbers.clone().into(), &numbers);
    agree_as::<VecDeque<Varint>, VecDeque<u32>, _>(&numbers.clone().into(), &numbers);
    agree_as::<[Varint; 2], _, _>(&[1_i64, -300], &[1_i64, -300]);
    let set = BTreeSet::from([-1_i32, 0, 1, -300, 300]);
    agree_as::<BTreeSet<Varint>, _, _>(&set, &set);
    let map = BTreeMap::from([(300_u16, vec![-1_i64]), (2, vec![])]);
    agree_as::<BTreeMap<Varint, Vec<Varint>>, _, _>(&map, &map);
    let hashed: HashMap<u16, Vec<i64>> = map.clone().into_iter().collect();
    agree_as::<HashMap<Varint, Vec<Varint>>, _, _>(&hashed, &map);
}

/// Rust's order of this type is not the one of its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Migratable)]
struct Priority(u16);

impl Ord for Priority {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.cmp(&self.0)
    }
}

impl PartialOrd for Priority {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[test]
fn keys_ascend_as_the_schema_says_and_not_as_their_type() {
    let map = BTreeMap::from([1_u16, 256, 2].map(|n| (Priority(n), n as u8)));
    let twin = BTreeMap::from([1_u16, 256, 2].map(|n| (Fixed(n), n as u8)));
    agree(&map, &twin);
}

/// Two keys that differ in Rust, but not in what is written of them.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Migratable)]
struct Half(u8, #[migratable(skip = 0)] u8);

#[test]
fn keys_with_one_encoding_are_refused() {
    let ordered = BTreeSet::from([Half(1, 1), Half(1, 2)]);
    let error = migratable::to_vec(&ordered).unwrap_err();
    assert!(error.to_string().contains("the same encoding"), "{error}");
    let hashed = HashSet::from([Half(1, 1), Half(1, 2)]);
    assert_eq!(migratable::to_vec(&hashed).unwrap_err(), error);
}
