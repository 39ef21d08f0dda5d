//! Structs, tuples, arrays, options, and what has no bytes.

use std::marker::PhantomData;

use migratable::Migratable;
use serde::{Deserialize, Serialize};

use super::oracle::{Fixed, agree, fixed, same};

#[derive(Clone, Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Timer {
    #[serde(with = "postcard::fixint::le")]
    deadline: u64,
    enabled: bool,
    divider: u8,
}

#[derive(Clone, Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Board {
    name: String,
    timers: [Timer; 2],
    watchdog: Option<Timer>,
    pair: (u8, Timer),
    label: Option<Option<String>>,
    tail: Tail,
    marker: PhantomData<u64>,
    nothing: (),
}

#[derive(Clone, Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Tail(i8, char);

#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Newtype(String);

#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
#[migratable(transparent)]
#[serde(transparent)]
struct Transparent {
    inner: Newtype,
}

#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
struct Unit;

fn timer(deadline: u64) -> Timer {
    Timer {
        deadline,
        enabled: deadline % 2 == 1,
        divider: 3,
    }
}

#[test]
fn nested_structs() {
    for (watchdog, label) in [
        (None, None),
        (Some(timer(u64::MAX)), Some(None)),
        (Some(timer(0)), Some(Some("x".to_owned()))),
    ] {
        same(&Board {
            name: "virt".to_owned(),
            timers: [timer(1), timer(2)],
            watchdog,
            pair: (9, timer(3)),
            label,
            tail: Tail(-1, 'ß'),
            marker: PhantomData,
            nothing: (),
        });
    }
}

#[test]
fn newtypes_are_what_they_hold() {
    let text = || "inner".to_owned();
    same(&Newtype(text()));
    same(&Transparent {
        inner: Newtype(text()),
    });
    agree(
        &Transparent {
            inner: Newtype(text()),
        },
        &text(),
    );
}

#[test]
fn no_content_has_no_bytes() {
    same(&Unit);
    same(&());
    same(&PhantomData::<String>);
    assert_eq!(migratable::encoded_len(&Unit), 0);
}

#[test]
fn options() {
    same(&None::<u8>);
    same(&Some(0_u8));
    same(&Some(None::<bool>));
    agree(&Some(5_u32), &Some(Fixed(5_u32)));
}

#[test]
fn tuples() {
    same(&(1_u8,));
    same(&(1_u8, "two".to_owned(), '3', Some(4_i8)));
    agree(&(1_u16, 2_u8, 3_i64), &(Fixed(1_u16), 2_u8, Fixed(3_i64)));
    same(&(
        1_u8,
        2_u8,
        3_u8,
        4_u8,
        5_u8,
        6_u8,
        7_u8,
        true,
        9_u8,
        10_u8,
        'b',
        "c".to_owned(),
    ));
}

#[test]
fn arrays() {
    let numbers = [0_u32, 1, u32::MAX];
    agree(&numbers, &<[_; 3]>::try_from(fixed(&numbers)).unwrap());
    same(&[timer(0), timer(1), timer(2)]);
    same(&["a".to_owned(), String::new()]);
    same(&[[1_u8, 2], [3, 4]]);
    same(&[None, Some(true)]);
    same(&[true, false, true]);
}

#[test]
fn boxes() {
    same(&Box::new(timer(5)));
    agree(&Box::new(7_u64), &Fixed(7_u64));
}
