//! Types with parameters, most of which say nothing about what is saved.

use std::fmt::Debug;
use std::marker::PhantomData;

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
