//! Types that hold the same values in another way: whole numbers and floats, numbers and
//! the tags of enums, maps and lists of pairs. Each wherever a type can stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use migratable::resolve::{Verdict, resolve};
use migratable::{Decode, Device, Migratable, to_vec};

use super::convert::{convert, plan};

#[derive(Migratable, Debug, PartialEq, Clone)]
struct Newtype<T>(T);

#[derive(Migratable, Debug, PartialEq, Clone)]
enum Choice<T> {
    Nothing,
    Of { it: T },
}

/// A value in each place where a type can stand.
#[derive(Migratable, Debug, PartialEq, Clone)]
#[migratable(device = "dev")]
struct Places<T> {
    field: T,
    list: Vec<T>,
    array: [T; 2],
    option: Option<T>,
    values: BTreeMap<u8, T>,
    newtype: Newtype<T>,
    boxed: Box<T>,
    tuple: (u8, T),
    variant: Choice<T>,
    #[migratable(subsection(tag = 1))]
    subsection: Option<T>,
}

impl<T: Clone> Places<T> {
    fn of(value: &T) -> Self {
        let value = || value.clone();
        Self {
            field: value(),
            list: vec![value(), value()],
            array: [value(), value()],
            option: Some(value()),
            values: BTreeMap::from([(7, value())]),
            newtype: Newtype(value()),
            boxed: Box::new(value()),
            tuple: (1, value()),
            variant: Choice::Of { it: value() },
            subsection: Some(value()),
        }
    }

    /// Only one place has another value.
    fn each(self, value: &T) -> Vec<Self> {
        let value = || value.clone();
        let places: [&dyn Fn(&mut Self); 10] = [
            &|all| all.field = value(),
            &|all| all.list[1] = value(),
            &|all| all.array[0] = value(),
            &|all| all.option = Some(value()),
            &|all| *all.values.entry(7).or_insert_with(value) = value(),
            &|all| all.newtype = Newtype(value()),
            &|all| *all.boxed = value(),
            &|all| all.tuple.1 = value(),
            &|all| all.variant = Choice::Of { it: value() },
            &|all| all.subsection = Some(value()),
        ];
        let changed = |change: &&dyn Fn(&mut Self)| {
            let mut all = self.clone();
            change(&mut all);
            all
        };
        places.iter().map(changed).collect()
    }
}

/// The verdict in all places; what each value becomes there, or that it is refused.
#[track_caller]
fn becomes<Old, New>(verdict: Verdict, taken: &[(Old, New)], refused: &[Old])
where
    Old: Clone + Debug,
    New: Clone + Debug + PartialEq,
    Places<Old>: Device,
    Places<New>: Device + Decode,
{
    let resolution = resolve(Places::<Old>::SCHEMA, Places::<New>::SCHEMA);
    assert_eq!(resolution.verdict(), verdict, "{resolution:#?}");
    for (old, new) in taken {
        assert_eq!(convert(&Places::of(old)), Ok(Places::of(new)));
    }
    for old in refused {
        for all in Places::of(&taken[0].0).each(old) {
            let outcome = convert::<_, Places<New>>(&all);
            assert!(outcome.is_err(), "{all:?} became {outcome:?}");
        }
    }
}

/// The same, and back.
#[track_caller]
fn returns<Old, New>(verdicts: [Verdict; 2], pairs: &[(Old, New)])
where
    Old: Clone + Debug + PartialEq,
    New: Clone + Debug + PartialEq,
    Places<Old>: Device + Decode,
    Places<New>: Device + Decode,
{
    let back: Vec<_> = pairs.iter().cloned().map(|(a, b)| (b, a)).collect();
    becomes(verdicts[0], pairs, &[]);
    becomes(verdicts[1], &back, &[]);
}

const OPEN: [Verdict; 2] = [Verdict::Compatible, Verdict::Conditional];

#[test]
fn each_integer_becomes_the_floats_that_hold_it() {
    macro_rules! all {
        ($($number:ty => $float:ty;)*) => {$(
            returns::<$number, $float>(OPEN, &[
                (<$number>::MIN, <$number>::MIN as $float),
                (<$number>::MAX, <$number>::MAX as $float),
                (1, 1.0),
            ]);
        )*};
    }
    all! {
        u8 => f32; i8 => f32; u16 => f32; i16 => f32;
        u8 => f64; i8 => f64; u16 => f64; i16 => f64; u32 => f64; i32 => f64;
    }
    returns::<bool, f32>(OPEN, &[(false, 0.0), (true, 1.0)]);
}

#[test]
fn numbers_that_a_float_would_round_are_refused() {
    becomes::<u32, f32>(
        Verdict::Conditional,
        &[(1 << 24, 16_777_216.0), (u32::MAX - 255, 4_294_967_040.0)],
        &[(1 << 24) + 1, u32::MAX],
    );
    becomes::<i64, f64>(
        Verdict::Conditional,
        &[
            (-(1 << 53), -9_007_199_254_740_992.0),
            (i64::MIN, i64::MIN as f64),
        ],
        &[(1 << 53) + 1, -(1 << 53) - 1, i64::MAX],
    );
    becomes::<u128, f32>(Verdict::Conditional, &[(0, 0.0)], &[u128::MAX]);
}

#[test]
fn floats_that_are_no_whole_number_are_refused() {
    let none = [f64::NAN, f64::INFINITY, -f64::INFINITY, 0.5, -0.0, 1e300];
    becomes::<f64, u8>(
        Verdict::Conditional,
        &[(0.0, 0), (255.0, 255)],
        &[&none[..], &[256.0, -1.0]].concat(),
    );
    becomes::<f64, i64>(
        Verdict::Conditional,
        &[(-9_223_372_036_854_775_808.0, i64::MIN), (3.0, 3)],
        &[&none[..], &[9_223_372_036_854_775_808.0]].concat(),
    );
    becomes::<f64, u128>(
        Verdict::Conditional,
        &[(2e38, 199_999_999_999_999_995_497_619_646_912_068_059_136)],
        &[&none[..], &[3.402_823_669_209_385e38, -1.0]].concat(),
    );
    becomes::<f32, bool>(
        Verdict::Conditional,
        &[(0.0, false), (1.0, true)],
        &[2.0, -0.0, f32::NAN, 0.5],
    );
}

macro_rules! tags {
    ($($name:ident { $($variants:tt)* })*) => {$(
        #[derive(Migratable, Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
        enum $name { $($variants)* }
    )*};
}

tags! {
    Mode { #[migratable(tag = 0)] Off, #[migratable(tag = 3)] On, #[migratable(tag = 300)] Test }
    Kept { #[migratable(tag = 0)] Off, #[migratable(tag = 3)] On, #[migratable(other)] Unknown(u32) }
    Unkept { #[migratable(tag = 0)] Off, #[migratable(tag = 3)] On, #[migratable(tag = 9, other)] Unknown }
    Switch { Off, On }
}

#[test]
fn numbers_are_the_variants_with_these_tags() {
    use Mode::{Off, On, Test};
    becomes(Verdict::Conditional, &[(0_u8, Off), (3, On)], &[1, 4, 44]);
    becomes(
        Verdict::Conditional,
        &[(0_i64, Off), (300, Test)],
        &[-1, 1, 1 << 32, i64::MIN],
    );
    becomes(
        Verdict::Compatible,
        &[(Off, 0_u16), (On, 3), (Test, 300)],
        &[],
    );
    becomes(Verdict::Compatible, &[(Off, 0_i128), (Test, 300)], &[]);
    becomes(Verdict::Conditional, &[(Off, 0_u8), (On, 3)], &[Test]);
    returns(
        [Verdict::Compatible; 2],
        &[(false, Switch::Off), (true, Switch::On)],
    );
}

#[test]
fn other_takes_the_numbers_that_are_no_tag() {
    let known = [
        (0, Kept::Off),
        (3, Kept::On),
        (4, Kept::Unknown(4)),
        (1 << 31, Kept::Unknown(1 << 31)),
    ];
    returns::<u32, Kept>([Verdict::Compatible; 2], &known);
    becomes(
        Verdict::Conditional,
        &[(3_i64, Kept::On), (9, Kept::Unknown(9))],
        &[-1, 1 << 32],
    );
    becomes(
        Verdict::Conditional,
        &[(Kept::On, 3_u8), (Kept::Unknown(9), 9)],
        &[Kept::Unknown(256)],
    );
    let unkept = [(0_i64, Unkept::Off), (3, Unkept::On), (9, Unkept::Unknown)];
    returns([Verdict::Compatible; 2], &unkept);
    becomes(
        Verdict::Compatible,
        &[(-1_i64, Unkept::Unknown), (i64::MAX, Unkept::Unknown)],
        &[],
    );
}

#[test]
fn an_enum_with_fields_is_no_number() {
    let [number, fields] = [Places::<u8>::SCHEMA, Places::<Choice<u8>>::SCHEMA];
    for (from, to) in [(number, fields), (fields, number)] {
        assert_eq!(resolve(from, to).verdict(), Verdict::Incompatible);
    }
}

#[derive(Migratable, Debug, PartialEq, Clone, Copy)]
struct Pair(u16, u32);

#[test]
fn a_map_is_a_list_of_pairs_with_ascending_keys() {
    let map = |entries: &[(u8, u32)]| entries.iter().copied().collect::<BTreeMap<_, _>>();
    let entries = [(2_u8, 7_u32), (5, 1), (9, 7)];
    returns::<BTreeMap<u8, u32>, Vec<(u8, u32)>>(
        OPEN,
        &[(map(&entries), entries.to_vec()), (map(&[]), Vec::new())],
    );
    becomes::<Vec<(u8, u32)>, BTreeMap<u8, u32>>(
        Verdict::Conditional,
        &[(entries.to_vec(), map(&entries))],
        &[vec![(1, 1), (1, 1)], vec![(2, 1), (1, 1)]],
    );
    // Parts change at once, and a pair may be a struct, in a newtype.
    let pairs: Vec<_> = entries
        .map(|(key, value)| Newtype(Pair(key.into(), value)))
        .into();
    returns::<BTreeMap<u8, u32>, Vec<Newtype<Pair>>>(OPEN, &[(map(&entries), pairs)]);
    becomes::<Vec<(u16, i64)>, BTreeMap<u8, u32>>(
        Verdict::Conditional,
        &[(vec![(2, 7), (5, 1), (9, 7)], map(&entries))],
        &[vec![(256, 1)], vec![(1, -1)], vec![(2, 1), (1, 1)]],
    );
}

/// Keys stand in the order of what they become.
#[test]
fn keys_are_put_in_their_order() {
    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev")]
    struct Keys<T: Ord> {
        map: BTreeMap<T, u8>,
        set: BTreeSet<T>,
    }
    let keys = |modes: [Mode; 3]| Keys {
        map: modes.map(|mode| (mode, 1)).into(),
        set: modes.into(),
    };
    let numbers = Keys {
        map: [0_i16, 3, 300].map(|key| (key, 1)).into(),
        set: [0, 3, 300].into(),
    };
    let modes = keys([Mode::Off, Mode::On, Mode::Test]);
    assert_eq!(convert(&modes), Ok(numbers));
    let numbers = Keys::<i16> {
        map: BTreeMap::from([(3, 1)]),
        set: BTreeSet::from([-1]),
    };
    let error = convert::<_, Keys<Mode>>(&numbers).unwrap_err();
    assert!(
        error.contains("`set[0]`") && error.contains("3 (On)"),
        "{error}"
    );
}

#[test]
fn errors_say_what_was_expected() {
    let error = |all: Places<Mode>| convert::<_, Places<u8>>(&all).unwrap_err();
    assert_eq!(
        error(Places::of(&Mode::Test)),
        "field `field` is Test, which has tag 300: must be a variant whose tag is within 0..=255 \
         [enum-beyond-integer]"
    );
    assert_eq!(
        convert::<_, Places<Mode>>(&Places::of(&4_u8)).unwrap_err(),
        "field `field` is 4: must be the tag of a variant: 0 (Off), 3 (On), 300 (Test) \
         [integer-to-enum]"
    );
    assert_eq!(
        convert::<_, Places<i8>>(&Places::of(&0.5_f32)).unwrap_err(),
        "field `field` is 0.5: must be a whole number within -128..=127 [float-to-integer]"
    );
    assert_eq!(
        convert::<_, Places<f32>>(&Places::of(&u64::MAX)).unwrap_err(),
        "field `field` is 18446744073709551615: must be a number that an f32 holds exactly, \
         within 0..=18446742974197923840 [integer-beyond-float]"
    );
    let pairs = Places::of(&vec![(2_u8, 2_u8), (1, 1)]);
    assert_eq!(
        convert::<_, Places<BTreeMap<u8, u8>>>(&pairs).unwrap_err(),
        "field `field[1][0]` is not above the one before: must ascend without repeats \
         [list-to-map]"
    );
}

macro_rules! dev {
    ($($module:ident { $($fields:tt)* })*) => {$(
        mod $module {
            #[derive(migratable::Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct Dev { $($fields)* }
        }
    )*};
}

dev! {
    narrow {
        #[migratable(range = 0..=1)]
        pub(crate) a: u64,
        #[migratable(range = 0..=1)]
        pub(crate) b: u64,
    }
    others { a: f32, b: super::Switch }
}

/// What a hostile writer sends against its own range is refused, and nothing more.
#[test]
fn numbers_outside_of_their_own_range_are_refused() {
    let plan = plan::<narrow::Dev, others::Dev>();
    let good = to_vec(&narrow::Dev { a: 1, b: 1 }).unwrap();
    let mut out = Vec::new();
    assert_eq!(plan.convert(&good, &mut out), Ok(()));
    for at in [0, 8] {
        let mut bad = good.clone();
        bad[at..at + 4].copy_from_slice(&[1, 0, 0, 1]);
        let error = plan.convert(&bad, &mut out).unwrap_err().to_string();
        assert!(error.contains("outside the range"), "{error}");
        assert!(plan.check(&bad).is_err());
    }
}
