//! Where a part can stand.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

use migratable::Migratable;
use migratable::codec::Decode;

use super::probes::Part;

/// A place for a `P`.
pub(super) trait Position<P> {
    const NAME: &'static str;

    /// The type that stands in the device.
    type Of: Migratable + Decode + 'static;

    fn with(part: P) -> Self::Of;

    /// A value in whose encoding there is no part, if there is one. What the
    /// live value holds nevertheless, as of an absent subsection, is `part`.
    fn without(part: P) -> Option<Self::Of>;

    /// The part, if it is there.
    fn look<R>(value: &Self::Of, look: impl FnOnce(&P) -> R) -> Option<R>;
}

/// Hands all positions to a macro, behind what it is given: those of any part, and those
/// of a part that is `Copy`.
macro_rules! each_position {
    ($with:ident $($given:tt)*) => {
        $with! {
            $($given)*
            owned: Field InNewtype InTransparent InTuple InArray InLongArray InGeneric InFlattened
                InOnlyVariant InVariant InTupleVariant InOption InList InDeque InSlice InMap
                InNamedMap InHashMap InSubsection InGroup InOptionalSubsection InBox InRefCell
                InMutex InRwLock InArcMutex InArcRwLock InRcRefCell InTwo InThree;
            copied: InCell InRcCell;
        }
    };
}

pub(super) use each_position;

/// A test that runs `check` for each position, and counts those that panic.
#[allow(unused_macros)]
macro_rules! check_each_position {
    ($test:ident owned: $($owned:ident)*; copied: $($copied:ident)*;) => {
        #[test]
        fn $test() {
            let checks: &[fn()] = &[$(check::<$owned>,)* $(check::<$copied>),*];
            let wrong = checks.iter().filter(|check| std::panic::catch_unwind(**check).is_err());
            assert_eq!(wrong.count(), 0, "positions with an error, said above");
        }
    };
}

#[allow(unused_imports)]
pub(super) use check_each_position;

/// What holds its part whatever its bytes.
macro_rules! always {
    ($($position:ident $name:literal: $of:ty, [$($bound:tt)*]
        |$part:ident| $with:expr, |$value:ident| $get:expr;)*) =>
    {$(
        pub(super) struct $position;

        impl<P: Part $($bound)*> Position<P> for $position {
            const NAME: &'static str = $name;
            type Of = $of;

            fn with($part: P) -> $of {
                $with
            }

            fn without(_: P) -> Option<$of> {
                None
            }

            fn look<R>($value: &$of, look: impl FnOnce(&P) -> R) -> Option<R> {
                Some(look(&$get))
            }
        }
    )*};
}

always! {
    Field "field": P, [] |part| part, |value| value;
    InNewtype "newtype": Newtype<P>, [] |part| Newtype(part), |value| value.0;
    InTransparent "`transparent`": Transparent<P>, []
        |part| Transparent { part, _live: 0 }, |value| value.part;
    InTuple "tuple": (u8, P), [] |part| (1, part), |value| value.1;
    InArray "array": [P; 2], [] |part| [part.clone(), part], |value| value[1];
    InLongArray "long array": [P; 9], []
        |part| std::array::from_fn(|_| part.clone()), |value| value[8];
    InGeneric "generic struct": Generic<P, 2>, []
        |part| Generic { parts: [part.clone(), part] }, |value| value.parts[1];
    InFlattened "flattened struct": Flattened<P>, []
        |part| Flattened { level: 1, inner: Inner { part } }, |value| value.inner.part;
    InBox "`Box`": Box<P>, [] |part| Box::new(part), |value| value;
    InCell "`Cell`": Cell<P>, [+ Copy] |part| Cell::new(part), |value| value.get();
    InRefCell "`RefCell`": RefCell<P>, [] |part| RefCell::new(part), |value| value.borrow();
    InMutex "`Mutex`": Mutex<P>, [] |part| Mutex::new(part), |value| value.lock().unwrap();
    InRwLock "`RwLock`": RwLock<P>, [] |part| RwLock::new(part), |value| value.read().unwrap();
    InArcMutex "`Arc<Mutex>`": Arc<Mutex<P>>, []
        |part| Arc::new(Mutex::new(part)), |value| value.lock().unwrap();
    InArcRwLock "`Arc<RwLock>`": Arc<RwLock<P>>, []
        |part| Arc::new(RwLock::new(part)), |value| value.read().unwrap();
    InRcRefCell "`Rc<RefCell>`": Rc<RefCell<P>>, []
        |part| Rc::new(RefCell::new(part)), |value| value.borrow();
    InRcCell "`Rc<Cell>`": Rc<Cell<P>>, [+ Copy]
        |part| Rc::new(Cell::new(part)), |value| value.get();
    InOnlyVariant "only variant": OnlyVariant<P>, []
        |part| OnlyVariant::Only(part), |value| *value.part();
}

/// What holds a part only in some of its values.
macro_rules! sometimes {
    ($($position:ident $name:literal: $of:ty,
        |$part:ident| $with:expr, $without:expr, |$value:ident| $get:expr;)*) =>
    {$(
        pub(super) struct $position;

        impl<P: Part> Position<P> for $position {
            const NAME: &'static str = $name;
            type Of = $of;

            fn with($part: P) -> $of {
                $with
            }

            fn without(#[allow(unused)] $part: P) -> Option<$of> {
                Some($without)
            }

            fn look<R>($value: &$of, look: impl FnOnce(&P) -> R) -> Option<R> {
                $get.map(look)
            }
        }
    )*};
}

sometimes! {
    InList "element of a `Vec`": Vec<P>,
        |part| vec![part.clone(), part], Vec::new(), |value| value.get(1);
    InDeque "element of a `VecDeque`": VecDeque<P>,
        |part| VecDeque::from([part]), VecDeque::new(), |value| value.front();
    InSlice "element of a `Box<[T]>`": Box<[P]>,
        |part| Box::new([part]), Box::new([]), |value| value.first();
    InOption "`Option`": Option<P>, |part| Some(part), None, |value| value.as_ref();
    InMap "value of a `BTreeMap`": BTreeMap<u8, P>,
        |part| BTreeMap::from([(3, part.clone()), (5, part)]), BTreeMap::new(),
        |value| value.get(&5);
    InNamedMap "value of a `BTreeMap` by `String`": BTreeMap<String, P>,
        |part| BTreeMap::from([("b".to_owned(), part)]),
        BTreeMap::new(),
        |value| value.get("b");
    InHashMap "value of a `HashMap`": HashMap<u16, P>,
        |part| HashMap::from([(5, part)]), HashMap::new(), |value| value.get(&5);
    InVariant "variant": Variants<P>,
        |part| Variants::On { level: 3, part }, Variants::Off, |value| value.named();
    InTupleVariant "variant of a tuple": Variants<P>,
        |part| Variants::Pair(3, part), Variants::Off, |value| value.pair();
    InSubsection "subsection": Subsection<P>,
        |part| Subsection { is_on: true, part }, Subsection { is_on: false, part },
        |value| Some(&value.part);
    InGroup "group subsection": Group<P>,
        |part| Group { is_on: true, part, level: 4 }, Group { is_on: false, part, level: 4 },
        |value| Some(&value.part);
    InOptionalSubsection "subsection of an `Option`": OptionalSubsection<P>,
        |part| OptionalSubsection { part: Some(part) }, OptionalSubsection { part: None },
        |value| value.part.as_ref();
    InTwo "two deep": Vec<Variants<P>>,
        |part| vec![Variants::On { level: 1, part }], vec![Variants::Off],
        |value| value.first().and_then(Variants::named);
    InThree "three deep": BTreeMap<u8, Option<Box<Newtype<P>>>>,
        |part| BTreeMap::from([(0, Some(Box::new(Newtype(part))))]), BTreeMap::from([(0, None)]),
        |value| value.get(&0).and_then(|found| found.as_ref().map(|part| &part.0));
}

#[derive(Migratable)]
pub(super) struct Newtype<P>(P);

#[derive(Migratable)]
#[migratable(transparent)]
pub(super) struct Transparent<P> {
    part: P,
    #[migratable(skip = 0)]
    _live: u8,
}

#[derive(Migratable)]
pub(super) struct Generic<P, const N: usize> {
    parts: [P; N],
}

#[derive(Migratable)]
pub(super) struct Flattened<P> {
    level: u8,
    #[migratable(flatten)]
    inner: Inner<P>,
}

#[derive(Migratable)]
pub(super) struct Inner<P> {
    part: P,
}

#[derive(Migratable)]
pub(super) enum OnlyVariant<P> {
    Only(P),
}

impl<P> OnlyVariant<P> {
    fn part(&self) -> &P {
        match self {
            Self::Only(part) => part,
        }
    }
}

#[derive(Migratable)]
pub(super) enum Variants<P> {
    Off,
    On { level: u8, part: P },
    Pair(u16, P),
}

impl<P> Variants<P> {
    fn named(&self) -> Option<&P> {
        match self {
            Self::On { part, .. } => Some(part),
            _ => None,
        }
    }

    fn pair(&self) -> Option<&P> {
        match self {
            Self::Pair(_, part) => Some(part),
            _ => None,
        }
    }
}

#[derive(Migratable)]
#[migratable(bound(P: Part))]
pub(super) struct Subsection<P> {
    is_on: bool,
    #[migratable(subsection(tag = 1, needed = |value: &Self| value.is_on), default)]
    part: P,
}

#[derive(Migratable)]
#[migratable(bound(P: Part), subsection(extra, tag = 1, needed = |value: &Self| value.is_on))]
pub(super) struct Group<P> {
    is_on: bool,
    #[migratable(subsection = extra, default = 4)]
    level: u8,
    #[migratable(subsection = extra, default)]
    part: P,
}

#[derive(Migratable)]
pub(super) struct OptionalSubsection<P> {
    #[migratable(subsection(tag = 1))]
    part: Option<P>,
}
