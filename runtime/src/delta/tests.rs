use alloc::vec::Vec;
use alloc::{format, vec};
use std::path::Path;
use std::process::Command;

use super::changes::Change;
use super::{DeltaError, apply, make};
use crate::base::fnv::Fnv128;
use crate::schema::Fingerprint;
use crate::stream::{Header, Instance, Limits, SchemaReference, StreamWriter};

/// Numbers without a pattern, the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 += 1;
        let mixed = Fnv128::new().write(&self.0.to_le_bytes()).finish();
        (mixed >> 32) as usize % end.max(1)
    }

    fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.below(256) as u8).collect()
    }
}

fn delta(base: &[u8], state: &[u8]) -> Vec<u8> {
    let mut delta = vec![7; 3];
    make(base, state, &mut delta);
    delta
}

#[track_caller]
fn round_trip(base: &[u8], state: &[u8]) -> Vec<u8> {
    let delta = delta(base, state);
    let mut applied = vec![9; 5];
    assert_eq!(apply(base, &delta, &mut applied), Ok(()));
    assert!(applied == state, "{base:?} to {state:?} by {delta:?}");
    delta
}

/// A stream of sections: of instance and payload.
fn stream(sections: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let header = Header::new("test", "1");
    let mut out = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    // So that each of them may be absent.
    let mut schema = SchemaReference::new("dev", Fingerprint::from_hex(&"03".repeat(16)).unwrap());
    schema.needed = true;
    let schema = out.schema_reference(&schema).unwrap();
    let instances: Vec<_> = (0..9)
        .map(|n| Instance::new(format!("/dev{n}"), 0, schema))
        .collect();
    out.instances(&instances).unwrap();
    for (instance, payload) in sections {
        out.section(*instance, payload).unwrap();
    }
    out.finish().unwrap()
}

/// Some of nine sections, with payloads much like these.
fn changed(numbers: &mut Numbers, sections: &[(u32, Vec<u8>)]) -> Vec<(u32, Vec<u8>)> {
    let mut sections = sections.to_vec();
    for (_, payload) in &mut sections {
        match numbers.below(5) {
            0 | 1 => {}
            2 => payload.truncate(numbers.below(payload.len())),
            3 => {
                let at = numbers.below(payload.len());
                let more = numbers.below(30);
                payload.splice(at..at, numbers.bytes(more));
            }
            _ => {
                for _ in 0..numbers.below(4) {
                    let at = numbers.below(payload.len());
                    if let Some(byte) = payload.get_mut(at) {
                        *byte ^= 1 << numbers.below(8);
                    }
                }
            }
        }
    }
    if numbers.below(3) == 0 && !sections.is_empty() {
        sections.remove(numbers.below(sections.len()));
    }
    sections
}

#[test]
fn streams_come_back() {
    let seed = 0x5eed;
    std::println!("seed {seed}");
    let mut numbers = Numbers(seed);
    for _ in 0..300 {
        let all: Vec<_> = (0..9)
            .map(|n| {
                let len = numbers.below(300);
                (n, numbers.bytes(len))
            })
            .collect();
        let (one, other) = (changed(&mut numbers, &all), changed(&mut numbers, &all));
        round_trip(&stream(&one), &stream(&other));
    }
}

#[test]
fn any_bytes_come_back() {
    let seed = 0xb17e5;
    std::println!("seed {seed}");
    let mut numbers = Numbers(seed);
    for _ in 0..2000 {
        let len = numbers.below(200);
        let base = numbers.bytes(len);
        let (_, state) = changed(&mut numbers, &[(0, base.clone())])
            .pop()
            .unwrap_or_default();
        round_trip(&base, &state);
    }
    for (base, state) in [
        (&b""[..], &b""[..]),
        (b"", b"a"),
        (b"a", b""),
        (b"ab", b"ba"),
    ] {
        round_trip(base, state);
    }
}

#[test]
fn what_did_not_change_takes_nothing() {
    let state = stream(&[(0, vec![1; 5000]), (1, vec![2; 5000])]);
    assert!(round_trip(&state, &state).len() <= 30);
}

/// A number in one of nine devices: with the checksum of its section, and the stream's end.
#[test]
fn a_number_takes_a_few_bytes() {
    let sections = |number: u8| -> Vec<_> {
        let payload = |n| match n {
            4 => [vec![1; 500], vec![number; 4], vec![1; 500]].concat(),
            _ => vec![n as u8; 1000],
        };
        (0..9).map(|n| (n, payload(n))).collect()
    };
    let delta = round_trip(&stream(&sections(5)), &stream(&sections(6)));
    assert!(
        delta.len() <= 30 + (3 + 4) + (3 + 4) + (3 + 20),
        "{}",
        delta.len()
    );
}

/// What is behind a list that became longer has moved, in its device and no other.
#[test]
fn what_moved_is_found() {
    let sections = |elements: usize| -> Vec<_> {
        let payload = |n: u32| match n {
            3 => [vec![3; 200], vec![5; elements], (0..200).collect()].concat(),
            _ => (0..=255)
                .map(|byte: u8| byte.wrapping_mul(n as u8))
                .collect(),
        };
        (0..9).map(|n| (n, payload(n))).collect()
    };
    let (short, long) = (stream(&sections(10)), stream(&sections(50)));
    assert!(round_trip(&short, &long).len() < 40 + 80);
    assert!(round_trip(&long, &short).len() < 80);
}

/// A device that is in one state alone does not hide what the others have in common.
#[test]
fn devices_that_come_and_go_are_passed_over() {
    let sections = |numbers: &[u32]| -> Vec<_> {
        let payload = |n: u32| (0..=255).map(|byte: u8| byte ^ n as u8).collect();
        numbers.iter().map(|n| (*n, payload(*n))).collect()
    };
    let (all, some) = (
        stream(&sections(&[0, 1, 2, 3, 4])),
        stream(&sections(&[0, 2, 4])),
    );
    assert!(round_trip(&all, &some).len() < 80);
    assert!(round_trip(&some, &all).len() < 80 + 2 * 263);
}

#[test]
fn another_base_is_refused() {
    let (base, state) = (stream(&[(0, vec![1; 50])]), stream(&[(0, vec![2; 50])]));
    let delta = delta(&base, &state);
    let longer = [&base[..], &[0]].concat();
    for other in [&state, &longer, &base[1..].to_vec(), &Vec::new()] {
        let mut applied = vec![9; 5];
        assert_eq!(
            apply(other, &delta, &mut applied),
            Err(DeltaError::OtherBase)
        );
        assert!(applied.is_empty());
    }
}

/// Whatever a delta says, no more memory is taken than it and its base have bytes.
#[test]
fn damage_does_no_harm() {
    let base = stream(&[(0, vec![1; 50]), (1, vec![3; 50])]);
    let state = stream(&[(0, vec![2; 50]), (1, vec![3; 60])]);
    let delta = delta(&base, &state);
    let mut applied = Vec::new();
    let mut try_delta = |delta: &[u8]| {
        applied = Vec::new();
        let result = apply(&base, delta, &mut applied);
        assert!(applied.capacity() <= base.len() + delta.len());
        assert!(result.is_ok() || applied.is_empty());
        result
    };
    for end in 0..delta.len() {
        let result = try_delta(&delta[..end]);
        assert!(matches!(result, Err(DeltaError::Damaged { .. })), "{end}");
    }
    for bit in 0..delta.len() * 8 {
        let mut damaged = delta.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let _ = try_delta(&damaged);
    }
    let most = [
        &delta[..26],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    ]
    .concat();
    assert!(try_delta(&most).is_err());
}

#[test]
fn changes_say_no_more_than_they_must() {
    let (base, state) = (
        b"keep this and that, and the end",
        b"keep THIS and that, and the end",
    );
    let delta = delta(base, state);
    let mut changes = &delta[1 + 20 + 1..];
    let change = Change::take(&mut changes).unwrap();
    assert_eq!(
        (change.kept, change.dropped, change.put),
        (5, 4, &b"THIS"[..])
    );
    let rest = Change::take(&mut changes).unwrap();
    assert_eq!((rest.kept, rest.dropped, rest.put), (22, 0, &b""[..]));
    assert!(changes.is_empty());
}

#[test]
fn errors_teach() {
    let shown = format!("{}", DeltaError::Damaged { offset: 3 });
    assert_eq!(
        shown,
        "the delta is damaged at offset 3: take another one, or a whole state"
    );
}

/// A program that was written from the page on the format.
#[test]
fn python_applies_the_same() {
    const PROGRAM: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/python/apply_delta.py"
    );
    let is_there = Command::new("python3").arg("--version").output().is_ok();
    if !is_there || !Path::new(PROGRAM).exists() {
        return std::println!("skipped: there is no python3 here, or no {PROGRAM}");
    }
    let base = stream(&[(0, vec![1; 50]), (1, vec![3; 50]), (2, vec![4; 9])]);
    let state = stream(&[(0, vec![2; 50]), (1, vec![3; 60])]);
    let directory = tempfile::tempdir().unwrap();
    let [base_file, delta_file] = ["base", "delta"].map(|name| directory.path().join(name));
    std::fs::write(&base_file, &base).unwrap();
    let python = |delta: &[u8]| {
        std::fs::write(&delta_file, delta).unwrap();
        let output = Command::new("python3")
            .arg(PROGRAM)
            .args([&base_file, &delta_file])
            .output();
        let output = output.unwrap();
        output.status.success().then_some(output.stdout)
    };
    let delta = delta(&base, &state);
    assert!(python(&delta) == Some(state));
    let damaged = [1, 25, 27, 28, 30, delta.len() - 1].map(|at| {
        let mut damaged = delta.clone();
        damaged[at] ^= 1;
        damaged
    });
    for damaged in damaged
        .into_iter()
        .chain([delta[..delta.len() - 1].to_vec()])
    {
        let mut ours = Vec::new();
        let ours = apply(&base, &damaged, &mut ours).is_ok().then_some(ours);
        assert!(python(&damaged) == ours, "{damaged:?}");
    }
}
