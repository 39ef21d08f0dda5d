//! Enums: serde's variant index where tags are not given.

use migratable::Migratable;
use serde::{Deserialize, Serialize};

use super::oracle::{agree, same};

#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
enum Command {
    Idle,
    Read(u8, #[serde(with = "postcard::fixint::le")] u32),
    Write {
        #[serde(with = "postcard::fixint::le")]
        sector: u64,
        data: Vec<u8>,
    },
    Flush(String),
    Empty(),
    Braces {},
}

#[test]
fn variants_of_each_shape() {
    same(&Command::Idle);
    same(&Command::Read(1, u32::MAX));
    same(&Command::Write {
        sector: 7,
        data: vec![1, 2, 3],
    });
    same(&Command::Flush("all".to_owned()));
    same(&Command::Empty());
    same(&Command::Braces {});
    same(&vec![Some(Command::Idle), None, Some(Command::Read(0, 0))]);
}

/// Rust's discriminants play no part.
#[derive(Debug, PartialEq, Migratable, Serialize, Deserialize)]
#[repr(u16)]
enum Register {
    Status = 0x8000,
    Control = 4,
}

#[test]
fn discriminants_are_not_tags() {
    same(&Register::Status);
    same(&Register::Control);
    assert_eq!(migratable::to_vec(&Register::Control).unwrap(), [1]);
}

#[derive(Debug, PartialEq, Migratable)]
enum Sparse {
    #[migratable(tag = 3)]
    Three,
    Four(u8),
    #[migratable(tag = 200)]
    TwoHundred {
        text: String,
    },
    #[migratable(tag = 100_000)]
    Large(Option<bool>),
}

/// serde has no tags of its own: a varint `u32`, then the content.
#[test]
fn sparse_tags() {
    agree(&Sparse::Three, &3_u32);
    agree(&Sparse::Four(9), &(4_u32, 9_u8));
    agree(
        &Sparse::TwoHundred {
            text: "x".to_owned(),
        },
        &(200_u32, "x".to_owned()),
    );
    agree(&Sparse::Large(Some(true)), &(100_000_u32, Some(true)));
}

#[derive(Debug, PartialEq, Migratable)]
enum Open {
    #[migratable(tag = 1)]
    Known,
    #[migratable(other)]
    Other(u32),
}

#[test]
fn the_variant_for_unknown_tags_writes_the_tag_it_holds() {
    agree(&Open::Known, &1_u32);
    agree(&Open::Other(300), &300_u32);
    let error = migratable::to_vec(&Open::Other(1)).unwrap_err();
    assert!(error.to_string().contains("tag of a known one"), "{error}");
}
