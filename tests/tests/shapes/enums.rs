//! Enums with data and sparse tags.

use std::fmt::Debug;

use migratable::Migratable;

use super::round_trip::{encode, round_trips};

#[derive(Clone, Debug, PartialEq, Migratable)]
enum Phase {
    Idle,
    #[migratable(tag = 16)]
    Command([u8; 12]),
    #[migratable(tag = 17, alias = "Data")]
    Transfer {
        sector: u64,
        #[migratable(max_len = 16)]
        pending: Vec<u16>,
        retry: Option<Box<Phase2>>,
    },
    #[migratable(tag = 0x1000)]
    Status(Outcome),
}

#[derive(Clone, Debug, PartialEq, Migratable)]
enum Phase2 {
    First,
    Second(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Migratable)]
enum Outcome {
    Good = 0x20,
    Check = 0x10,
}

#[derive(Debug, PartialEq, Migratable)]
struct Target {
    phase: Phase,
    history: Vec<Phase>,
}

fn phases() -> Vec<Phase> {
    vec![
        Phase::Idle,
        Phase::Command([0x12; 12]),
        Phase::Transfer {
            sector: 9,
            pending: vec![1, 2],
            retry: None,
        },
        Phase::Transfer {
            sector: u64::MAX,
            pending: vec![],
            retry: Some(Box::new(Phase2::Second("again".to_owned()))),
        },
        Phase::Status(Outcome::Check),
        Phase::Status(Outcome::Good),
    ]
}

#[test]
fn each_variant_over_each_other() {
    for saved in phases() {
        for live in phases() {
            if saved != live {
                let target = |phase: Phase| Target {
                    history: vec![phase.clone(); 2],
                    phase,
                };
                round_trips(&target(saved.clone()), target(live));
            }
        }
    }
}

#[test]
fn tags_are_the_ones_given() {
    assert_eq!(encode(&Phase::Command([0; 12]))[0], 16);
    assert_eq!(encode(&Phase::Status(Outcome::Check)), [0x80, 0x20, 1]);
}
