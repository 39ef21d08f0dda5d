//! Types with parameters, most of which say nothing about what is saved.

use std::fmt::Debug;
use std::marker::PhantomData;

use migratable::__private::JsonOf;
use migratable::schema::Schema;
use migratable::schema::json::as_text;
use migratable::{Device, Migratable};

use super::round_trip::{encode, round_trips};

/// Selects a model; has no values.
#[derive(Debug, PartialEq)]
enum Z80 {}

trait Model {
    type Flags;
    const NAME: &'static str;
}

impl Model for Z80 {
    type Flags = u8;
    const NAME: &'static str = "z80";
}

#[derive(Debug, PartialEq, Migratable)]
struct Cpu<M, V> {
    pc: u16,
    vectors: Vec<V>,
    #[migratable(skip = PhantomData)]
    model: PhantomData<fn() -> M>,
    bus: PhantomData<M>,
}

#[test]
fn parameters_that_are_not_state() {
    let cpu = |pc| Cpu::<Z80, u32> {
        pc,
        vectors: vec![1, 2],
        model: PhantomData,
        bus: PhantomData,
    };
    round_trips(&cpu(7), cpu(0));
}

#[derive(Debug, PartialEq, Migratable)]
#[migratable(bound(M::Flags: migratable::Decode))]
struct Flags<M: Model> {
    value: M::Flags,
    saved: Option<M::Flags>,
}

#[test]
fn associated_types() {
    assert_eq!(Z80::NAME, "z80");
    round_trips(
        &Flags::<Z80> {
            value: 3,
            saved: None,
        },
        Flags {
            value: 0,
            saved: Some(1),
        },
    );
}

/// Without `bound`: the field's type is what is bounded.
#[derive(Debug, PartialEq, Migratable)]
struct Ring<T, const N: usize>
where
    T: Copy + Default,
{
    slots: [T; N],
    head: usize,
}

#[test]
fn const_parameters() {
    let ring = |head| Ring {
        slots: [head as u16; 5],
        head,
    };
    round_trips(&ring(4), ring(0));
    let entries = |head| Ring {
        slots: [Some(head); 3],
        head,
    };
    round_trips(&entries(2), entries(1));
}

#[derive(Debug, PartialEq, Migratable)]
struct Tree<L> {
    left: L,
    right: Option<L>,
}

#[test]
fn nested_instances() {
    type Nested = Tree<Tree<Tree<u8>>>;
    let leaf = |n| Tree {
        left: n,
        right: Some(n + 1),
    };
    let nested = |n| -> Nested {
        let branch = || Tree {
            left: leaf(n),
            right: None,
        };
        Tree {
            left: branch(),
            right: Some(branch()),
        }
    };
    round_trips(&nested(1), nested(2));
}

#[derive(Debug, PartialEq, Migratable)]
enum Message<T, E = String> {
    Value(T),
    Error { reason: E },
    Both(Box<(T, E)>),
}

#[test]
fn generic_enums() {
    let both = Message::<u32>::Both(Box::new((1, "x".to_owned())));
    round_trips(&Message::Value(1_u32), both);
    round_trips(
        &Message::<u32>::Error {
            reason: "no".to_owned(),
        },
        Message::Value(9),
    );
}

#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "generic-timer")]
struct Timer<T> {
    deadline: T,
}

#[test]
fn instances_are_devices_of_their_own() {
    assert_ne!(
        Timer::<u32>::SCHEMA.fingerprint(),
        Timer::<u64>::SCHEMA.fingerprint()
    );
    round_trips(&Timer { deadline: 1_u32 }, Timer { deadline: 2 });
    assert_eq!(encode(&Timer { deadline: 1_u8 }), [1]);
}

/// What each key names that takes a type, where that has parameters.
mod named_types {
    use migratable::{Decode, Migratable};

    #[derive(Debug, Default, PartialEq, Migratable)]
    #[migratable(device = "generic-former")]
    pub(super) struct Former<T> {
        pub(super) value: T,
    }

    macro_rules! devices {
        ($($device:ident $name:literal: [$($key:tt)*];)*) => {$(
            #[derive(Debug, Default, PartialEq, Migratable)]
            #[migratable(device = $name, $($key)*)]
            pub(super) struct $device<T> {
                pub(super) value: T,
            }

            impl<T> $device<T> {
                #[allow(dead_code)]
                fn take(&mut self, former: Former<T>) {
                    self.value = former.value;
                }
            }
        )*};
    }

    devices! {
        Retired "generic-retired": [retired(tag = 1, name = "former", type = Former<T>, apply = Self::take)];
        Older "generic-older": [version = 2, older(version = 1, type = Former<T>, convert = Self::take)];
        TakesOver "generic-taker": [takes_over(
            device = "generic-former",
            type = Former<T>,
            apply = |device: &mut Self, former, _| device.take(former),
        )];
        TakesOverBound "generic-bound-taker": [
            takes_over(
                device = "generic-former",
                type = Former<T>,
                apply = |device: &mut Self, former, _| device.take(former),
            ),
            bound(T: Decode),
        ];
    }
}

#[test]
fn keys_that_name_generic_types() {
    use named_types::{Older, Retired, TakesOver, TakesOverBound};
    macro_rules! check {
        ($($device:ident)*) => {$(
            round_trips(&$device { value: 1_u32 }, $device { value: 2 });
        )*};
    }
    check!(Retired Older TakesOver TakesOverBound);
    for schema in [TakesOver::<u16>::SCHEMA, TakesOverBound::<u16>::SCHEMA] {
        let taken: Vec<_> = schema.takes_over().iter().map(Schema::device).collect();
        assert_eq!(taken, ["generic-former"]);
    }
}

/// A device with a description of `DOC` bytes, to make its schema long.
#[derive(Migratable)]
struct Described<const DOC: usize>(u8);

const LONGEST: usize = 0x10_0000;
const TEXT: &[u8; LONGEST] = &[b'x'; LONGEST];

impl<const DOC: usize> Device for Described<DOC> {
    const SCHEMA: &'static Schema =
        &Schema::constant("described", 1, 1, Self::TYPE).doc_escaped(as_text(TEXT.split_at(DOC).0));
    const SCHEMA_JSON: &'static str = JsonOf::<Self>::TEXT;
}

/// What the JSON of such a device has besides its description.
const REST: usize = Described::<0>::SCHEMA_JSON.len();

/// The text of a generic device's schema is made in one of a few sizes.
#[test]
fn schemas_of_every_length() {
    fn check<const DOC: usize>(len: usize) {
        let json = Described::<DOC>::SCHEMA_JSON;
        assert_eq!(json.len(), len);
        assert_eq!(Schema::from_json(json).unwrap(), *Described::<DOC>::SCHEMA);
    }
    check::<{ 0x1000 - REST }>(0x1000);
    check::<{ 0x1001 - REST }>(0x1001);
    check::<{ 0x4000 - REST }>(0x4000);
    check::<{ 0x4001 - REST }>(0x4001);
    check::<{ 0x1_0000 - REST }>(0x1_0000);
    check::<{ 0x1_0001 - REST }>(0x1_0001);
    check::<{ LONGEST - REST }>(LONGEST);
}
