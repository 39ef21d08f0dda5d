//! Types of every kind, nested eight deep, of the largest size that compiles.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::num::Wrapping;
use std::ops::Range;
use std::sync::{Arc, Mutex, RwLock};

use migratable::{Decode, Migratable, Varint};

/// A value to save. It is made where there is much stack.
trait Sample {
    fn sample() -> Self;
}

macro_rules! samples {
    ($([$($generics:tt)*] $ty:ty: $sample:expr;)*) => {$(
        impl<$($generics)*> Sample for $ty {
            fn sample() -> Self {
                $sample
            }
        }
    )*};
}

/// What all nest. Its array is where the bytes are.
#[derive(Migratable)]
struct Leaf<const N: usize> {
    bytes: [u8; N],
    name: String,
}

#[derive(Migratable, Clone, Copy, PartialEq, PartialOrd)]
struct Plain<const N: usize> {
    bytes: [u8; N],
    flag: bool,
}

#[derive(Migratable)]
struct Blank<const N: usize> {
    bytes: [u8; N],
    #[migratable(varint)]
    count: u32,
}

#[derive(Migratable)]
struct Varints<const N: usize> {
    #[migratable(with = [Varint; N])]
    counts: [u16; N],
}

#[derive(Migratable)]
struct Options<const N: usize> {
    all: [Option<u8>; N],
    name: String,
}

#[derive(Migratable)]
struct Skipping<const N: usize> {
    #[migratable(skip = [7; N])]
    _cache: [u8; N],
    name: String,
}

#[derive(Migratable)]
struct Checked<const N: usize> {
    #[migratable(range = 0..=9)]
    digits: [u8; N],
    name: String,
}

#[derive(Migratable)]
struct Quarters<const N: usize> {
    a: [u8; N],
    b: [u8; N],
    c: [u8; N],
    d: [u8; N],
    name: String,
}

#[derive(Migratable)]
struct Field<T> {
    content: T,
    more: u8,
}

#[derive(Migratable)]
struct Newtype<T>(T);

#[derive(Migratable)]
#[migratable(validate = Self::validate, post_load = Self::post_load)]
struct Hooked<T> {
    content: T,
}

impl<T> Hooked<T> {
    fn validate(&self) {}

    fn post_load(&mut self) {}
}

#[derive(Migratable)]
enum Variant<T> {
    Empty,
    Full(T),
}

#[derive(Migratable)]
enum Variants<T> {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    Full(T),
}

#[derive(Migratable)]
enum AllFull<T> {
    A(T),
    B(T),
    C(T),
}

#[derive(Migratable)]
#[migratable(validate = Self::validate)]
enum HookedVariant<T> {
    Empty,
    Full { content: T },
}

impl<T> HookedVariant<T> {
    fn validate(&self) {}
}

#[derive(Migratable)]
struct Subsection<T> {
    more: u8,
    #[migratable(subsection(tag = 1))]
    content: Option<T>,
}

#[derive(Migratable)]
#[migratable(bound(T: Decode + Sample))]
struct Needed<T> {
    more: u8,
    #[migratable(subsection(tag = 1, needed = |_: &Self| true), default = computed(T::sample()))]
    content: T,
}

#[derive(Migratable)]
#[migratable(bound(T: Decode + Sample))]
#[migratable(subsection(group, tag = 1, needed = |_: &Self| true))]
struct Group<T> {
    more: u8,
    #[migratable(subsection = group, default = computed(T::sample()))]
    content: T,
    #[migratable(subsection = group, default)]
    count: u8,
}

#[derive(Migratable, Clone)]
#[migratable(bound(T: Decode + Clone))]
#[migratable(from = Field<T>, into = Field<T>)]
struct Converted<T>(T);

impl<T> From<Field<T>> for Converted<T> {
    fn from(field: Field<T>) -> Self {
        Self(field.content)
    }
}

impl<T: Clone> From<&Converted<T>> for Field<T> {
    fn from(converted: &Converted<T>) -> Self {
        Self {
            content: converted.0.clone(),
            more: 0,
        }
    }
}

/// A type of another crate.
struct Foreign<T> {
    content: T,
}

#[expect(dead_code, reason = "it describes another type")]
#[derive(Migratable)]
#[migratable(remote = Foreign<T>)]
struct Described<T> {
    content: T,
}

#[derive(Migratable)]
#[migratable(bound(T: Decode))]
struct Adapted<T> {
    more: u8,
    #[migratable(with = Described<T>)]
    content: Foreign<T>,
}

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "old", type = Leaf<N>, apply = Self::apply))]
struct Retired<const N: usize> {
    more: u8,
}

impl<const N: usize> Retired<N> {
    fn apply(&mut self, _: Leaf<N>) {}
}

/// Each of these is larger than the leaf, and holds the next one elsewhere.
macro_rules! elsewhere {
    ($($name:ident: $content:ty = $sample:expr;)*) => {$(
        #[derive(Migratable)]
        struct $name<T, const N: usize> {
            bytes: [u8; N],
            content: $content,
        }

        impl<T: Sample, const N: usize> Sample for $name<T, N> {
            fn sample() -> Self {
                Self { bytes: [1; N], content: $sample }
            }
        }
    )*};
}

elsewhere! {
    InList: Vec<T> = vec![T::sample()];
    InBox: Box<T> = Box::new(T::sample());
    InArrayInBox: Box<[T; 1]> = Box::new([T::sample()]);
    InMap: BTreeMap<u8, T> = BTreeMap::from([(1, T::sample())]);
    InHashMap: HashMap<u8, T> = HashMap::from([(1, T::sample())]);
    InHandle: Arc<Mutex<T>> = Arc::new(Mutex::new(T::sample()));
    InNeither: Option<Vec<Option<Box<T>>>> = Some(vec![None, Some(Box::new(T::sample()))]);
}

samples! {
    [const N: usize] Leaf<N>: Self { bytes: [1; N], name: "a".into() };
    [const N: usize] Plain<N>: Self { bytes: [1; N], flag: true };
    [const N: usize] Blank<N>: Self { bytes: [1; N], count: 300 };
    [const N: usize] Varints<N>: Self { counts: [1; N] };
    [const N: usize] Options<N>: Self { all: [Some(1); N], name: "a".into() };
    [const N: usize] Skipping<N>: Self { _cache: [1; N], name: "a".into() };
    [const N: usize] Checked<N>: Self { digits: [1; N], name: "a".into() };
    [const N: usize] Quarters<N>: Self { a: [1; N], b: [2; N], c: [3; N], d: [4; N], name: "a".into() };
    [] u8: 1;
    [T: Sample] Field<T>: Self { content: T::sample(), more: 1 };
    [T: Sample] Newtype<T>: Self(T::sample());
    [T: Sample] Hooked<T>: Self { content: T::sample() };
    [T: Sample] Variant<T>: Self::Full(T::sample());
    [T: Sample] Variants<T>: Self::Full(T::sample());
    [T: Sample] AllFull<T>: Self::B(T::sample());
    [T: Sample] HookedVariant<T>: Self::Full { content: T::sample() };
    [T: Sample] Subsection<T>: Self { more: 1, content: Some(T::sample()) };
    [T: Sample] Needed<T>: Self { more: 1, content: T::sample() };
    [T: Sample] Group<T>: Self { more: 1, content: T::sample(), count: 1 };
    [const N: usize] Retired<N>: Self { more: 1 };
    [T: Sample] Adapted<T>: Self { more: 1, content: Foreign { content: T::sample() } };
    [T: Sample] Converted<T>: Self(T::sample());
    [T: Sample] Option<T>: Some(T::sample());
    [T: Sample] (T, u8): (T::sample(), 1);
    [T: Sample, const N: usize] [T; N]: std::array::from_fn(|_| T::sample());
    [T: Sample] Mutex<T>: Mutex::new(T::sample());
    [T: Sample] RwLock<T>: RwLock::new(T::sample());
    [T: Sample] RefCell<T>: RefCell::new(T::sample());
    [T: Sample + Copy] Cell<T>: Cell::new(T::sample());
    [T: Sample] Wrapping<T>: Wrapping(T::sample());
    [T: Sample] Range<T>: T::sample()..T::sample();
}

/// A type in which each of the others stands at some position, each as large as
/// the leaf or larger.
trait Position {
    type Of<T, const N: usize>;
}

macro_rules! positions {
    ($($position:ident: |$t:ident, $n:ident| $ty:ty;)*) => {$(
        struct $position;

        impl Position for $position {
            type Of<$t, const $n: usize> = $ty;
        }
    )*};
}

positions! {
    InField: |T, N| Field<T>;
    InNewtype: |T, N| Newtype<T>;
    InHooked: |T, N| Hooked<T>;
    InVariant: |T, N| Variant<T>;
    InVariants: |T, N| Variants<T>;
    InAllVariants: |T, N| AllFull<T>;
    InHookedVariant: |T, N| HookedVariant<T>;
    InSubsection: |T, N| Subsection<T>;
    InNeeded: |T, N| Needed<T>;
    InGroup: |T, N| Group<T>;
    InConverted: |T, N| Converted<T>;
    InRemote: |T, N| Adapted<T>;
    InOption: |T, N| Option<T>;
    InTuple: |T, N| (T, u8);
    InArray: |T, N| [T; 1];
    InMutex: |T, N| Mutex<T>;
    InRwLock: |T, N| RwLock<T>;
    InRefCell: |T, N| RefCell<T>;
    InWrapping: |T, N| Wrapping<T>;
    OfList: |T, N| InList<T, N>;
    OfBox: |T, N| InBox<T, N>;
    OfArrayInBox: |T, N| InArrayInBox<T, N>;
    OfMap: |T, N| InMap<T, N>;
    OfHashMap: |T, N| InHashMap<T, N>;
    OfHandle: |T, N| InHandle<T, N>;
    OfNeither: |T, N| InNeither<T, N>;
}

type Two<P, T, const N: usize> = <P as Position>::Of<<P as Position>::Of<T, N>, N>;
type Four<P, T, const N: usize> = Two<P, Two<P, T, N>, N>;
type Eight<P, T, const N: usize> = Four<P, Four<P, T, N>, N>;

/// What decoding a `T` takes of the stack, as far as that is estimated, by itself
/// or into a box.
const fn stack<T: Decode>() -> usize {
    let (whole, boxed) = (
        T::LOADING.whole::<T>().stack().0,
        <Option<Box<T>>>::LOADING.stack().0,
    );
    if whole > boxed { whole } else { boxed }
}

/// The largest array with which a type compiles, if the estimate for arrays of
/// these sizes is this.
const fn largest((size, estimate): (usize, usize), (larger_size, larger): (usize, usize)) -> usize {
    let (_, most) = <u8 as Migratable>::LOADING.stack();
    let for_each = (larger - estimate) / (larger_size - size);
    let rest = estimate - for_each * size;
    // Some bytes for alignment.
    (most - rest) / for_each - 16
}

const KIB: usize = 1 << 10;

macro_rules! at_the_limit {
    ($($test:ident: $position:ty, $leaf:ty;)*) => {$(
        #[test]
        fn $test() {
            struct Case;

            impl Leaves for Case {
                type Of<const N: usize> = $leaf;
            }

            type Nested<const N: usize> = Eight<$position, <Case as Leaves>::Of<N>, N>;
            const N: usize = largest(
                (64 * KIB, stack::<Nested<{ 64 * KIB }>>()),
                (128 * KIB, stack::<Nested<{ 128 * KIB }>>()),
            );
            loads::<Nested<N>>();
        }
    )*};
}

trait Leaves {
    type Of<const N: usize>;
}

/// In a debug build, and on the thread of a test or of `std::thread::spawn`.
fn loads<T: Decode + Sample>() {
    let (estimate, (_, most)) = (stack::<T>(), T::LOADING.stack());
    assert!(
        (most - most / 10..=most).contains(&estimate),
        "{estimate} of {most}"
    );

    let bytes = with_stack(256 * KIB * KIB, || {
        migratable::to_vec(&T::sample()).unwrap()
    });
    let whole = [&[1], &bytes[..]].concat();
    with_stack(2 * KIB * KIB, || {
        drop(migratable::decode::<T>(&bytes).unwrap());
        let mut live: Option<Box<T>> = None;
        migratable::load(&mut live, &whole).unwrap();
        migratable::load(&mut live, &whole).unwrap();
    });
}

pub(super) fn with_stack<R: Send>(stack: usize, run: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

at_the_limit! {
    field: InField, Leaf<N>;
    newtype: InNewtype, Leaf<N>;
    hooked: InHooked, Leaf<N>;
    variant: InVariant, Leaf<N>;
    one_of_many_variants: InVariants, Leaf<N>;
    all_variants: InAllVariants, Leaf<N>;
    hooked_variant: InHookedVariant, Leaf<N>;
    subsection: InSubsection, Leaf<N>;
    needed_subsection: InNeeded, Leaf<N>;
    group: InGroup, Leaf<N>;
    converted: InConverted, Plain<N>;
    remote: InRemote, Leaf<N>;
    retired: InField, Retired<N>;
    option: InOption, Leaf<N>;
    tuple: InTuple, Leaf<N>;
    array: InArray, Leaf<N>;
    mutex: InMutex, Leaf<N>;
    rw_lock: InRwLock, Leaf<N>;
    ref_cell: InRefCell, Leaf<N>;
    wrapping: InWrapping, Leaf<N>;
    list: OfList, Leaf<N>;
    in_box: OfBox, Leaf<N>;
    array_in_box: OfArrayInBox, Leaf<N>;
    map: OfMap, Leaf<N>;
    hash_map: OfHashMap, Leaf<N>;
    handle: OfHandle, Leaf<N>;
    list_of_options: OfNeither, Leaf<N>;
    all: InField, Variant<Option<(Subsection<Leaf<N>>, u8)>>;
    plain: InField, Plain<N>;
    plain_in_variants: InAllVariants, Plain<N>;
    plain_in_tuples: InTuple, Plain<N>;
    blank: InField, Blank<N>;
    blank_in_tuples: InTuple, Blank<N>;
    varints: InField, Varints<N>;
    options: InField, Options<N>;
    skipping: InField, Skipping<N>;
    checked: InField, Checked<N>;
    quarters: InField, Quarters<N>;
    cell: InField, Cell<Plain<N>>;
    range: InField, Range<Plain<N>>;
    bare_array: InTuple, [u8; N];
    array_of_options: InOption, [Option<u8>; N];
}
