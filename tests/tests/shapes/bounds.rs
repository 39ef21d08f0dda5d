//! Bounds on what holds numbers and lists, and beside adapters: refused alike where a
//! value is encoded, decoded, loaded, and looked at with nothing but the schema.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::{NonZeroI64, NonZeroU8, Wrapping};
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU32};
use std::sync::{Arc, Mutex, RwLock};

use migratable::resolve::resolve;
use migratable::schema::Schema;
use migratable::{Bits, Device, Migratable, Varint, decode, load, to_vec, value};

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Flags: u8 {
        const A = 1;
        const B = 2;
    }
}

mod foreign {
    pub(super) enum Mode {
        Off,
        At(u8),
    }

    pub(super) struct Id([u8; 2]);

    impl Id {
        pub(super) fn new(bytes: [u8; 2]) -> Self {
            Self(bytes)
        }

        pub(super) fn bytes(&self) -> [u8; 2] {
            self.0
        }
    }
}

#[expect(dead_code, reason = "it describes another")]
#[derive(Migratable)]
#[migratable(remote = foreign::Mode)]
enum Mode {
    Off,
    At(u8),
}

macro_rules! bounds {
    ($($name:ident: $ty:ty, [$($with:tt)*], $bound:ident = $limit:expr, $good:expr, $bad:expr;)*) => {$(
        #[test]
        fn $name() {
            #[derive(Migratable)]
            struct Free {
                #[migratable(unit = "x" $($with)*)]
                value: $ty,
            }
            #[derive(Migratable)]
            struct Bound {
                #[migratable($bound = $limit $($with)*)]
                value: $ty,
            }
            let good = to_vec(&Free { value: $good }).unwrap();
            assert_eq!(to_vec(&Bound { value: $good }).unwrap(), good);
            let mut decoded: Bound = decode(&good).unwrap();
            assert_eq!(to_vec(&decoded).unwrap(), good);
            load(&mut decoded, &good).unwrap();
            assert_eq!(to_vec(&decoded).unwrap(), good);
            assert!(value::read(Bound::TYPE, &good).is_ok());

            to_vec(&Bound { value: $bad }).unwrap_err();
            let bad = to_vec(&Free { value: $bad }).unwrap();
            assert!(decode::<Bound>(&bad).is_err());
            load(&mut decoded, &bad).unwrap_err();
            assert_eq!(to_vec(&decoded).unwrap(), good);
            assert!(value::read(Bound::TYPE, &bad).is_err());
        }
    )*};
}

bounds! {
    flags_in_a_list: Vec<Flags>, [, with = Vec<Bits>], max_len = 1, vec![Flags::A], vec![Flags::A; 2];
    remote_values_in_a_list: Vec<foreign::Mode>, [, with = Vec<Mode>], max_len = 1,
        vec![foreign::Mode::At(1)], vec![foreign::Mode::Off, foreign::Mode::Off];
    a_list_in_an_option: Option<Vec<u32>>, [, with = Option<Vec<Varint>>], max_len = 1,
        Some(vec![300]), Some(vec![1, 2]);
    varints_through_an_adapter: Vec<u32>, [, with = Vec<Varint>], range = 0..=300, vec![0, 300], vec![301];
    varints_in_an_array: [u32; 2], [, with = [Varint; 2]], range = 5.., [5, 6], [5, 4];
    varints_in_a_list: Vec<u16>, [, varint], range = 0..=300, vec![300], vec![301];
    few_varints_in_a_list: Vec<u16>, [, varint], max_len = 1, vec![300], vec![1, 2];
    an_atomic: AtomicU8, [], range = 0..=3, AtomicU8::new(3), AtomicU8::new(4);
    a_wide_atomic: AtomicI64, [], range = -3.., AtomicI64::new(-3), AtomicI64::new(-4);
    atomics_in_an_array: [AtomicU8; 2], [], range = 0..=3,
        [AtomicU8::new(3), AtomicU8::new(0)], [AtomicU8::new(3), AtomicU8::new(4)];
    behind_a_mutex: Mutex<u8>, [], range = 0..=3, Mutex::new(3), Mutex::new(4);
    behind_a_lock: RwLock<u8>, [], range = 0..=3, RwLock::new(3), RwLock::new(4);
    in_a_cell: RefCell<[u8; 2]>, [], range = 0..=3, RefCell::new([3, 0]), RefCell::new([0, 4]);
    a_list_behind_a_mutex: Mutex<Vec<u8>>, [], max_len = 1, Mutex::new(vec![1]), Mutex::new(vec![1, 2]);
    a_text_behind_a_lock: RwLock<String>, [], max_len = 1, RwLock::new("a".into()), RwLock::new("ab".into());
    a_list_in_a_box: Box<Vec<u8>>, [], max_len = 1, Box::new(vec![1]), Box::new(vec![1, 2]);
    a_list_in_a_cell: RefCell<Vec<u8>>, [], max_len = 1, RefCell::new(vec![1]), RefCell::new(vec![1, 2]);
    a_shared_atomic: Arc<AtomicU8>, [], range = 0..=3, Arc::new(3.into()), Arc::new(4.into());
    behind_a_shared_lock: Arc<RwLock<u8>>, [], range = 0..=3, Arc::new(3.into()), Arc::new(4.into());
    in_a_shared_cell: Rc<RefCell<[u8; 2]>>, [], range = 0..=3,
        Rc::new([3, 0].into()), Rc::new([0, 4].into());
    a_list_behind_a_shared_lock: Arc<Mutex<Vec<u8>>>, [], max_len = 1,
        Arc::new(vec![1].into()), Arc::new(vec![1, 2].into());
    lists_in_an_array: [Vec<u16>; 3], [], max_len = 1,
        [vec![7], vec![], vec![8]], [vec![], vec![], vec![1, 2]];
    adapted_lists_in_an_array: [Vec<u16>; 2], [, with = [Vec<Varint>; 2]], max_len = 2,
        [vec![300, 1], vec![]], [vec![300; 2], vec![300; 3]];
    varint_lists_in_an_array: [Vec<u16>; 2], [, varint], max_len = 2,
        [vec![300, 1], vec![]], [vec![300; 3], vec![]];
    texts_in_an_array: [String; 2], [], max_len = 2,
        ["ab".into(), String::new()], [String::new(), "abc".into()];
    maps_in_options_in_arrays: [[Option<BTreeMap<u8, char>>; 1]; 2], [], max_len = 1,
        [[None], [Some([(1, 'a')].into())]], [[None], [Some([(1, 'a'), (2, 'b')].into())]];
    arrays_of_lists_in_a_box: Box<[Vec<u8>; 2]>, [], max_len = 1,
        Box::new([vec![1], vec![]]), Box::new([vec![], vec![1, 2]]);
    arrays_of_lists_in_an_option: Option<[Vec<u8>; 2]>, [], max_len = 1,
        Some([vec![1], vec![]]), Some([vec![], vec![1, 2]]);
    arrays_of_lists_behind_a_lock: Mutex<[Vec<u8>; 2]>, [], max_len = 1,
        Mutex::new([vec![1], vec![]]), Mutex::new([vec![], vec![1, 2]]);
    a_text_in_a_shared_cell: Rc<RefCell<String>>, [], max_len = 1,
        Rc::new(RefCell::new("a".into())), Rc::new(RefCell::new("ab".into()));
    wrapping_numbers: [Wrapping<i16>; 2], [], range = -1..=1, [Wrapping(1); 2], [Wrapping(1), Wrapping(2)];
    numbers_in_a_set: BTreeSet<u8>, [], range = 1..=3, BTreeSet::from([1, 3]), BTreeSet::from([0, 3]);
    numbers_in_a_hash_set: HashSet<u16>, [], range = ..=300, HashSet::from([0, 300]), HashSet::from([301]);
    varints_in_a_set: BTreeSet<u32>, [, varint], range = ..=300, BTreeSet::from([300]), BTreeSet::from([0, 301]);
    numbers_in_sets: Vec<BTreeSet<i8>>, [], range = 0.., vec![BTreeSet::from([0])],
        vec![BTreeSet::new(), BTreeSet::from([-1])];
    an_array_in_a_box: Box<[u8; 2]>, [], range = 0..=3, Box::new([3, 0]), Box::new([0, 4]);
    up_to_the_greatest_of_all: u128, [], range = 5..=u128::MAX, u128::MAX, 4;
    above_all_that_are_signed: u128, [], range = 1 << 127..u128::MAX, 1 << 127, (1 << 127) - 1;
    below_the_greatest_of_all: u128, [], range = ..u128::MAX, u128::MAX - 1, u128::MAX;
    great_varints: Vec<u128>, [, varint], range = ..=1 << 127, vec![1 << 127], vec![(1 << 127) + 1];
    up_to_the_first_above_signed: u128, [], range = ..1 << 127, (1 << 127) - 1, 1 << 127;
    a_number_that_is_not_0: NonZeroU8, [], range = 2..=3, not_0(3), not_0(1);
    an_option_that_is_not_0: Option<NonZeroI64>, [], range = ..=3, NonZeroI64::new(-1), NonZeroI64::new(4);
    numbers_that_are_not_0: Vec<[NonZeroU8; 1]>, [], range = ..=3, vec![[not_0(3)]], vec![[not_0(4)]];
    atomics_as_varints: Vec<AtomicU32>, [, varint], range = ..=300, vec![300.into()], vec![301.into()];
    varints_that_are_not_0: NonZeroI64, [, varint], range = ..=300, NonZeroI64::new(300).unwrap(),
        NonZeroI64::new(301).unwrap();
    a_shared_number_that_is_not_0: Mutex<NonZeroU8>, [], range = ..=3, not_0(3).into(), not_0(4).into();
}

macro_rules! maps {
    ($($name:ident: $ty:ty, ($($ranges:tt)*) [$($with:tt)*], $good:expr, [$($bad:expr),*];)*) => {$(
        #[test]
        fn $name() {
            #[derive(Migratable)]
            struct Free {
                #[migratable(unit = "x" $($with)*)]
                value: $ty,
            }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            struct Bound {
                #[migratable(range($($ranges)*) $($with)*)]
                value: $ty,
            }
            let good = to_vec(&Free { value: $good }).unwrap();
            let mut decoded: Bound = decode(&good).unwrap();
            load(&mut decoded, &good).unwrap();
            assert_eq!(to_vec(&decoded).unwrap(), good);
            let parsed = Schema::from_json(Bound::SCHEMA_JSON).unwrap();
            assert_eq!(parsed, *Bound::SCHEMA);
            assert!(value::read(parsed.ty(), &good).is_ok());
            $({
                to_vec(&Bound { value: $bad }).unwrap_err();
                let bad = to_vec(&Free { value: $bad }).unwrap();
                assert!(decode::<Bound>(&bad).is_err());
                load(&mut decoded, &bad).unwrap_err();
                assert_eq!(to_vec(&decoded).unwrap(), good);
                assert!(value::read(parsed.ty(), &bad).is_err());
            })*
        }
    )*};
}

maps! {
    keys_of_a_map: BTreeMap<u8, String>, (keys = 1..=4) [],
        BTreeMap::from([(4, "a".into())]), [BTreeMap::from([(5, "a".into())])];
    values_of_a_map: HashMap<String, u16>, (values = ..=300) [],
        HashMap::from([("a".into(), 300)]), [HashMap::from([("a".into(), 301)])];
    both_of_a_map: BTreeMap<i8, [Option<f32>; 2]>, (keys = -1.., values = 0.5..=1.0) [],
        BTreeMap::from([(-1, [None, Some(0.5)])]),
        [BTreeMap::from([(-2, [None; 2])]), BTreeMap::from([(0, [None, Some(f32::NAN)])])];
    varints_of_a_map: BTreeMap<u32, Vec<u64>>, (keys = 1.., values = 300..) [, varint],
        BTreeMap::from([(1, vec![300])]),
        [BTreeMap::from([(0, vec![])]), BTreeMap::from([(1, vec![300, 299])])];
    adapted_keys_of_a_map: BTreeMap<u32, u8>, (keys = 300..) [, with = BTreeMap<Varint, u8>],
        BTreeMap::from([(300, 1)]), [BTreeMap::from([(299, 1)])];
    keys_that_are_not_0: BTreeMap<NonZeroU8, u8>, (keys = ..=3) [],
        BTreeMap::from([(not_0(3), 1)]), [BTreeMap::from([(not_0(4), 1)])];
    maps_in_what_holds_them: Mutex<Vec<Option<BTreeMap<u8, u8>>>>, (keys = 1..=4, values = 1..) [],
        Mutex::new(vec![None, Some([(4, 1)].into())]),
        [Mutex::new(vec![Some([(4, 1), (5, 1)].into())]), Mutex::new(vec![Some([(4, 0)].into())])];
    maps_in_arrays: Box<[BTreeMap<u8, u8>; 2]>, (keys = 1..) [, max_len = 1],
        Box::new([[(1, 0)].into(), BTreeMap::new()]),
        [Box::new([BTreeMap::new(), [(0, 0)].into()])];
    great_keys_of_a_map: BTreeMap<u128, bool>, (keys = 1 << 127..) [],
        BTreeMap::from([(1 << 127, true)]), [BTreeMap::from([(1, true)])];
}

fn not_0(number: u8) -> NonZeroU8 {
    NonZeroU8::new(number).unwrap()
}

/// What is locked is not waited for where the thread has it itself, nor taken for good.
#[test]
fn a_borrowed_value_is_refused_as_such() {
    #[derive(Migratable)]
    struct Held {
        #[migratable(range = 0..=3)]
        value: RefCell<u8>,
    }
    let held = Held {
        value: RefCell::new(9),
    };
    let borrowed = held.value.borrow_mut();
    let error = to_vec(&held).unwrap_err().to_string();
    assert!(error.contains("borrowed"), "{error}");
    drop(borrowed);
    let error = to_vec(&held).unwrap_err().to_string();
    assert!(error.contains("outside its range"), "{error}");
}

/// `varint` goes down to the numbers of what is spelled as holding them.
#[test]
fn varints_in_what_holds_numbers() {
    macro_rules! lens {
        ($($ty:ty = $value:expr => $len:expr;)*) => {$({
            #[derive(Migratable)]
            struct Holder {
                #[migratable(varint, alias = "x")]
                value: $ty,
            }
            let bytes = to_vec(&Holder { value: $value }).unwrap();
            assert_eq!(bytes.len(), $len, stringify!($ty));
            let again: Holder = decode(&bytes).unwrap();
            assert_eq!(to_vec(&again).unwrap(), bytes);
        })*};
    }
    lens! {
        u32 = 300 => 2;
        [u32; 4] = [1, 300, 1, 1] => 5;
        Vec<u32> = vec![1, 300] => 4;
        std::collections::VecDeque<i64> = [-1].into() => 2;
        Option<u64> = Some(1) => 2;
        Box<u64> = Box::new(1) => 1;
        Box<[u16; 2]> = Box::new([1, 2]) => 2;
        Box<[u64]> = vec![1, 2].into() => 3;
        (u32, i32) = (1, -1) => 2;
        std::collections::BTreeMap<u32, Vec<u64>> = [(1, vec![300])].into() => 5;
        std::collections::BTreeSet<u32> = [1, 2].into() => 3;
        std::collections::HashMap<u32, u16> = [(1, 2)].into_iter().collect() => 3;
        Wrapping<u64> = Wrapping(1) => 1;
        Mutex<Vec<u32>> = Mutex::new(vec![1]) => 2;
        RefCell<u64> = RefCell::new(1) => 1;
        AtomicI64 = AtomicI64::new(-1) => 1;
        NonZeroI64 = NonZeroI64::new(-64).unwrap() => 1;
        Vec<Option<NonZeroI64>> = vec![NonZeroI64::new(64), None] => 5;
        [AtomicU32; 2] = [1.into(), 300.into()] => 3;
        Arc<AtomicU32> = Arc::new(300.into()) => 2;
        Arc<Mutex<Vec<u32>>> = Arc::new(vec![1, 300].into()) => 4;
        Rc<RefCell<u64>> = Rc::new(1.into()) => 1;
        Vec<Option<[u32; 2]>> = vec![Some([1, 2]), None] => 5;
    }
    #[derive(Migratable)]
    struct Optional {
        #[migratable(varint, subsection(tag = 1))]
        values: Option<Vec<u32>>,
    }
    let values = Some(vec![1, 300]);
    assert_eq!(
        to_vec(&Optional { values }).unwrap(),
        [1, 1, 4, 2, 1, 172, 2]
    );
}

#[test]
fn arrays_that_are_filled() {
    mod old {
        #[derive(migratable::Migratable)]
        #[migratable(device = "dev")]
        pub(super) struct Dev {
            pub(super) boxed: [u8; 1],
            pub(super) locked: [u8; 1],
            pub(super) shared: [u8; 1],
            pub(super) flags: [u8; 1],
        }
    }
    #[derive(Migratable)]
    #[migratable(device = "dev")]
    struct Dev {
        #[migratable(fill = 7)]
        boxed: Box<[u8; 3]>,
        #[migratable(fill = 8)]
        locked: Mutex<[u8; 3]>,
        #[migratable(fill = 9)]
        shared: Rc<RefCell<[u8; 2]>>,
        #[migratable(with = [Bits; 2], fill = computed(Flags::B))]
        flags: [Flags; 2],
    }
    let plan = resolve(old::Dev::SCHEMA, Dev::SCHEMA).into_plan().unwrap();
    let old = old::Dev {
        boxed: [1],
        locked: [2],
        shared: [3],
        flags: [1],
    };
    let mut bytes = Vec::new();
    plan.convert(&to_vec(&old).unwrap(), &mut bytes).unwrap();
    let dev: Dev = decode(&bytes).unwrap();
    assert_eq!(*dev.boxed, [1, 7, 7]);
    assert_eq!(dev.locked.into_inner().unwrap(), [2, 8, 8]);
    assert_eq!(*dev.shared.borrow(), [3, 9]);
    assert_eq!(dev.flags, [Flags::A, Flags::B]);
}

/// A foreign type that goes through another one.
#[derive(Migratable)]
#[migratable(remote = foreign::Id, from = IdState, into = IdState)]
struct Id;

#[derive(Migratable)]
struct IdState([u8; 2]);

impl From<IdState> for foreign::Id {
    fn from(state: IdState) -> Self {
        Self::new(state.0)
    }
}

impl From<&foreign::Id> for IdState {
    fn from(id: &foreign::Id) -> Self {
        Self(id.bytes())
    }
}

/// One that it may refuse.
#[derive(Migratable)]
#[migratable(remote = foreign::Mode, try_from = Level, into = Level)]
struct Tried;

#[derive(Migratable)]
struct Level(u8);

impl TryFrom<Level> for foreign::Mode {
    type Error = &'static str;

    fn try_from(level: Level) -> Result<Self, Self::Error> {
        match level.0 {
            0 => Ok(Self::Off),
            200.. => Err("too high"),
            level => Ok(Self::At(level)),
        }
    }
}

impl From<&foreign::Mode> for Level {
    fn from(mode: &foreign::Mode) -> Self {
        match mode {
            foreign::Mode::Off => Self(0),
            foreign::Mode::At(level) => Self(*level),
        }
    }
}

#[test]
fn foreign_types_that_go_through_others() {
    #[derive(Migratable)]
    struct Dev {
        #[migratable(with = Id)]
        id: foreign::Id,
        #[migratable(with = Vec<Tried>, max_len = 2)]
        modes: Vec<foreign::Mode>,
    }
    let dev = Dev {
        id: foreign::Id::new([1, 2]),
        modes: vec![foreign::Mode::Off, foreign::Mode::At(7)],
    };
    let bytes = to_vec(&dev).unwrap();
    assert_eq!(bytes, [1, 2, 2, 0, 7]);
    let mut again: Dev = decode(&bytes).unwrap();
    load(&mut again, &[3, 4, 1, 9]).unwrap();
    assert_eq!(to_vec(&again).unwrap(), [3, 4, 1, 9]);
    let error = load(&mut again, &[3, 4, 1, 200]).unwrap_err().to_string();
    assert!(error.contains("too high"), "{error}");
    load(&mut again, &[3, 4, 3, 0, 0, 0]).unwrap_err();
}
