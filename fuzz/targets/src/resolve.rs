//! Two schemas and a payload of the writer: the verdict is kept.

use std::ops::ControlFlow;

use arbitrary::Unstructured;
use migratable::resolve::{ConvertError, Plan, Resolution, Verdict, resolve};
use migratable::schema::Schema;
use migratable::value;

use crate::grammar;
use crate::repair::with_right_fingerprint;
use crate::text::{assert_escaped, message};
use crate::valid;

/// Payloads for each pair.
const PAYLOADS: usize = 3;

/// Behind an even first byte, schemas are made by a grammar: the next bytes say
/// how the reader's choices differ from the writer's. Behind an odd one, the
/// texts of two schemas follow, each ended by a zero byte.
pub(crate) fn run(input: &[u8]) {
    let Some((mode, rest)) = input.split_first() else {
        return;
    };
    match mode % 2 {
        0 => _ = run_made(usize::from(mode / 2 % 8), rest),
        _ => _ = run_texts(rest),
    }
}

/// How many bytes of the input make schemas.
const SCHEMA_BYTES: usize = 256;

fn run_made(changes: usize, input: &[u8]) -> Option<()> {
    let (changes, rest) = input.split_at_checked(2 * changes)?;
    let (choices, values) = rest.split_at(rest.len().min(SCHEMA_BYTES).min(rest.len() * 3 / 4));
    let mut other = choices.to_vec();
    for change in changes.chunks_exact(2) {
        let at = usize::from(change[0]) % other.len().max(1);
        *other.get_mut(at)? = change[1];
    }
    let (writer_text, writer) = grammar::schema(&mut Unstructured::new(choices))?;
    let (reader_text, reader) = grammar::schema(&mut Unstructured::new(&other))?;
    check(&writer, &reader, &reader_text, values);
    check(&reader, &writer, &writer_text, values);
    Some(())
}

fn run_texts(input: &[u8]) -> Option<()> {
    let mut parts = input.splitn(3, |byte| *byte == 0);
    let mut text = || with_right_fingerprint(std::str::from_utf8(parts.next()?).ok()?);
    let (writer, reader) = (text()?, text()?);
    let parsed = |text: &str| Schema::from_json(text).expect("its fingerprint was put right");
    let values = parts.next()?;
    check(&parsed(&writer), &parsed(&reader), &reader, values);
    Some(())
}

fn check(writer: &Schema, reader: &Schema, reader_text: &str, values: &[u8]) {
    let resolution = resolve(writer, reader);
    resolution.findings().iter().for_each(assert_escaped);
    let verdict = resolution.verdict();
    let Some(plan) = resolution.plan() else {
        assert!(!verdict.permits_loading());
        assert!(
            resolution.reasons().next().is_some(),
            "refused without a reason"
        );
        return;
    };
    let has_conditions = resolution.conditions().next().is_some();
    assert_eq!(has_conditions, verdict == Verdict::Conditional);
    // Only the reader's program knows these.
    let is_whole = !reader_text.contains("\"computed\"");
    let mut values = Unstructured::new(values);
    for _ in 0..PAYLOADS {
        let payload = valid::payload(writer.ty(), &mut values);
        if value::read(writer.ty(), &payload).is_ok() {
            _ = check_payload(&resolution, plan, reader, &payload, is_whole);
        }
        damaged(plan, writer, &payload, &mut values);
    }
}

/// A value of the writer loads, or a condition that was named does not hold.
fn check_payload(
    resolution: &Resolution,
    plan: &Plan,
    reader: &Schema,
    payload: &[u8],
    is_whole: bool,
) -> ControlFlow<()> {
    let mut converted = Vec::new();
    let result = plan.convert(payload, &mut converted);
    match plan.check(payload) {
        Ok(()) => {}
        Err(error) => {
            assert!(result.is_err(), "checked: {error}");
            assert_named(resolution, &error);
            return ControlFlow::Break(());
        }
    }
    match result {
        Ok(()) => {
            let read = value::read(reader.ty(), &converted);
            assert!(
                read.is_ok(),
                "{converted:?} is none of the reader: {read:?}"
            );
        }
        Err(error) => assert!(!is_whole, "checked, and not converted: {error}"),
    }
    ControlFlow::Continue(())
}

fn assert_named(resolution: &Resolution, error: &ConvertError) {
    let text = message(error);
    let ConvertError::Condition { rule, .. } = error else {
        panic!("a value of the writer is refused: {text}");
    };
    let mut conditions = resolution.conditions();
    assert!(
        conditions.any(|condition| condition.rule.id == *rule),
        "{}: {text}",
        resolution.verdict()
    );
}

/// What is no value of the writer does no harm.
fn damaged(plan: &Plan, writer: &Schema, payload: &[u8], u: &mut Unstructured<'_>) {
    let mut payload = payload.to_vec();
    let (at, byte): (u16, u8) = u.arbitrary().unwrap_or_default();
    let len = payload.len().max(1);
    match payload.get_mut(usize::from(at) % len) {
        Some(place) => *place = byte,
        None => payload.push(byte),
    }
    let mut converted = Vec::new();
    let result = plan.convert(&payload, &mut converted);
    if value::read(writer.ty(), &payload).is_ok() {
        let checked = plan.check(&payload);
        assert!(result.is_err() || checked.is_ok());
    }
}
