//! Lifetimes, where-clauses, const parameters, parameters of parameters.

use std::borrow::Cow;
use std::fmt::Debug;
use std::marker::PhantomData;

use migratable::{Decode, Device, Migratable};

#[track_caller]
fn round_trips<T: Decode + PartialEq + Debug>(value: &T) {
    let bytes = migratable::to_vec(value).unwrap();
    assert_eq!(migratable::decode::<T>(&bytes).unwrap(), *value);
    migratable::value::read(T::TYPE, &bytes).unwrap();
}

const NAME: &str = "none";

#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "borrowed")]
struct Borrowed<'a, 'b: 'a, T: 'a + ?Sized> {
    level: u8,
    #[migratable(skip = NAME)]
    name: &'a str,
    #[migratable(skip = Cow::Borrowed(""))]
    text: Cow<'b, str>,
    marker: PhantomData<&'a T>,
}

#[test]
fn lifetimes() {
    let text = String::from(NAME);
    let value = Borrowed::<'_, '_, str> {
        level: 1,
        name: &text,
        text: "".into(),
        marker: PhantomData,
    };
    round_trips(&value);
    assert!(Borrowed::<'static, 'static, u8>::SCHEMA_JSON.contains("borrowed"));
}

#[derive(Debug, Migratable)]
struct Where<T, U>
where
    T: Iterator<Item = U> + Clone,
    U: Copy + Into<u64>,
    for<'x> &'x U: Debug,
{
    last: Option<U>,
    pending: Vec<(U, u8)>,
    #[migratable(skip = None)]
    source: Option<T>,
}

#[test]
fn where_clauses() {
    type Source = std::vec::IntoIter<u32>;
    let value = Where::<Source, u32> {
        last: Some(1),
        pending: vec![(2, 3)],
        source: None,
    };
    let bytes = migratable::to_vec(&value).unwrap();
    let decoded = migratable::decode::<Where<Source, u32>>(&bytes).unwrap();
    assert_eq!((decoded.last, decoded.pending), (Some(1), vec![(2, 3)]));
    assert!(decoded.source.is_none());
}

#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "matrix")]
struct Matrix<const ROWS: usize, const COLUMNS: usize = 2, const SIGNED: bool = false> {
    cells: [[i16; COLUMNS]; ROWS],
    rows: [Vec<u8>; ROWS],
}

#[test]
fn const_parameters() {
    round_trips(&Matrix::<3> {
        cells: [[1, 2], [3, 4], [5, 6]],
        rows: [vec![1], vec![], vec![2]],
    });
    assert_ne!(
        Matrix::<3>::SCHEMA.fingerprint(),
        Matrix::<4>::SCHEMA.fingerprint()
    );
}

/// What in-place load needs of a parameter beyond encoding it.
#[derive(Debug, PartialEq, Migratable)]
struct Needs<T, U, V> {
    #[migratable(subsection(tag = 1))]
    made_anew: Option<T>,
    #[migratable(must_match)]
    compared: U,
    #[migratable(subsection(tag = 2, needed = |_: &Self| false), default)]
    absent: V,
}

#[test]
fn bounds_follow_from_the_attributes() {
    type Saved = Needs<u32, u16, Vec<u8>>;
    let mut live = Saved {
        made_anew: None,
        compared: 5,
        absent: vec![1],
    };
    let saved = Saved {
        made_anew: Some(7),
        compared: 5,
        absent: vec![2],
    };
    migratable::load(&mut live, &migratable::to_vec(&saved).unwrap()).unwrap();
    assert_eq!(
        live,
        Needs {
            made_anew: Some(7),
            compared: 5,
            absent: vec![]
        }
    );
}

/// A parameter that can only be loaded in place makes the whole only loadable
/// in place.
#[derive(Debug, PartialEq, Migratable)]
struct InPlace<T>(u8, T);

#[derive(Debug, PartialEq, Migratable)]
struct Live {
    level: u8,
    #[migratable(skip)]
    handle: &'static str,
}

#[test]
fn values_that_cannot_be_made_from_bytes() {
    let mut live = InPlace(
        0,
        Live {
            level: 0,
            handle: "kept",
        },
    );
    let saved = InPlace(
        1,
        Live {
            level: 2,
            handle: "saved",
        },
    );
    migratable::load(&mut live, &migratable::to_vec(&saved).unwrap()).unwrap();
    assert_eq!(
        live,
        InPlace(
            1,
            Live {
                level: 2,
                handle: "kept"
            }
        )
    );
}

#[derive(Debug, PartialEq, Migratable)]
struct Pair<T>(T, T);

#[derive(Debug, PartialEq, Migratable)]
struct Layers<T> {
    outer: Pair<Pair<T>>,
    list: Vec<Pair<Option<Box<T>>>>,
}

#[test]
fn parameters_of_parameters() {
    let pair = || Pair("a".to_owned(), "b".to_owned());
    let boxed = Pair(None, Some(Box::new("c".to_owned())));
    round_trips(&Layers {
        outer: Pair(pair(), pair()),
        list: vec![boxed],
    });
    round_trips(&Pair(
        Pair(Pair(1_u8, 2), Pair(3, 4)),
        Pair(Pair(5, 6), Pair(7, 8)),
    ));
}

trait Bus {
    type Address: Decode + Debug + PartialEq;
    const WIDTH: usize;
}

#[derive(Debug, PartialEq)]
enum Isa {}

impl Bus for Isa {
    type Address = u16;
    const WIDTH: usize = 2;
}

/// `B::Address` is bounded by the trait already; `B` itself is no state.
#[derive(Debug, PartialEq, Migratable)]
struct Port<B: Bus> {
    address: B::Address,
    window: Option<(B::Address, <B as Bus>::Address)>,
    bus: PhantomData<B>,
}

#[test]
fn associated_types_of_parameters() {
    assert_eq!(Isa::WIDTH, 2);
    round_trips(&Port::<Isa> {
        address: 0x3f8,
        window: Some((1, 2)),
        bus: PhantomData,
    });
}
