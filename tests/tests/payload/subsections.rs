//! Subsections: a list of tags and payloads behind the fields.

use migratable::Migratable;
use serde::Serialize;

use super::oracle::{Fixed, agree};

#[derive(Debug, Default, PartialEq, Migratable)]
#[migratable(subsection(dma, tag = 300, needed = Self::dma_runs))]
struct Controller {
    flags: u8,
    #[migratable(subsection(tag = 2, needed = Self::is_tuned), default)]
    tuning: Tuning,
    #[migratable(subsection(tag = 1))]
    label: Option<String>,
    #[migratable(subsection = dma, default)]
    source: u32,
    #[migratable(subsection = dma, default)]
    count: u8,
}

#[derive(Debug, Default, PartialEq, Migratable)]
struct Tuning {
    ratio: u8,
    #[migratable(subsection(tag = 7))]
    phase: Option<bool>,
}

impl Controller {
    fn is_tuned(&self) -> bool {
        self.tuning != Tuning::default()
    }

    fn dma_runs(&self) -> bool {
        self.count > 0
    }
}

/// What postcard calls a sequence of `(u32, bytes)`.
type Subsections = Vec<(u32, Vec<u8>)>;

fn payload(content: impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(&content).unwrap()
}

#[test]
fn none_is_a_count_of_zero() {
    agree(
        &Controller {
            flags: 5,
            ..Controller::default()
        },
        &(5_u8, Subsections::new()),
    );
}

#[test]
fn they_ascend_by_tag() {
    let controller = Controller {
        flags: 5,
        tuning: Tuning {
            ratio: 9,
            phase: None,
        },
        label: Some("x".to_owned()),
        source: 0xdead_beef,
        count: 4,
    };
    let subsections: Subsections = vec![
        (1, payload("x")),
        (2, payload((9_u8, Subsections::new()))),
        (300, payload((Fixed(0xdead_beef_u32), 4_u8))),
    ];
    agree(&controller, &(5_u8, subsections));
}

#[test]
fn they_nest() {
    let tuning = Tuning {
        ratio: 1,
        phase: Some(true),
    };
    let inner: Subsections = vec![(7, payload(true))];
    let outer: Subsections = vec![(2, payload((1_u8, inner)))];
    agree(
        &Controller {
            tuning,
            ..Controller::default()
        },
        &(0_u8, outer),
    );
}

#[test]
fn a_long_payload_has_a_long_length() {
    let label = "y".repeat(500);
    let subsections: Subsections = vec![(1, payload(&label))];
    agree(
        &Controller {
            label: Some(label),
            ..Controller::default()
        },
        &(0_u8, subsections),
    );
}
