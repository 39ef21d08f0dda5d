//! The property: what `resolve` says of a pair of schemas is so.

use migratable::resolve::{ConvertError, Resolution, Verdict, resolve};
use migratable::schema::{Path, Schema, Segment};
use migratable::value;

use super::json::schema;
use super::meaning::{Side, Translation};
use super::model::{Device, Ty};
use super::reasons::{check_reason, of_devices};
use super::returns::check_return;
use super::rng::Rng;
use super::tally::Tally;
use super::trials::check_trials;
use super::val::{Val, encode};
use super::valid::{is_valid, written_out};
use super::values::{Fullness, Values};
use super::witness::check_witnesses;

/// Values for each pair that is not incompatible.
const VALUES: usize = 6;

/// Values among which one is looked for that breaks a condition.
const MOST_SEARCHED: usize = 200;

/// A device and its schema.
pub(crate) struct Known {
    pub(crate) device: Device,
    pub(crate) json: String,
    pub(crate) schema: Schema,
}

impl Known {
    pub(crate) fn new(device: Device) -> Self {
        let (json, schema) = schema(&device);
        let bounds = schema.ty().summary();
        let expected = (device.ty.least() as u64, device.ty.most());
        assert_eq!((bounds.min_len(), bounds.max_len()), expected, "{json}");
        Self {
            device,
            json,
            schema,
        }
    }

    pub(crate) fn ty(&self) -> &Ty {
        &self.device.ty
    }
}

/// Both directions of a pair.
pub(crate) fn check(a: &Known, b: &Known, rng: &mut Rng, tally: &mut Tally) -> Result<(), String> {
    for known in [a, b] {
        let own = resolve(&known.schema, &known.schema);
        if own.verdict() != Verdict::Compatible || !own.findings().is_empty() {
            return Err(format!(
                "not compatible with itself: {}\n{own:?}",
                known.json
            ));
        }
    }
    let (there, back) = (resolve(&a.schema, &b.schema), resolve(&b.schema, &a.schema));
    check_direction(a, b, &there, rng, tally).map_err(|error| explain(a, b, &there, &error))?;
    check_direction(b, a, &back, rng, tally).map_err(|error| explain(b, a, &back, &error))?;
    check_return(a, b, &there, &back, rng, tally).map_err(|error| explain(a, b, &there, &error))
}

pub(crate) fn explain(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    error: &str,
) -> String {
    let findings = resolution
        .findings()
        .iter()
        .map(|finding| format!("\n  {finding}"));
    format!(
        "{error}\nwriter {}\nreader {}\n{}{}",
        writer.json,
        reader.json,
        resolution.verdict(),
        findings.collect::<String>()
    )
}

/// What a finding or an error calls a path is one.
fn check_path(text: &str) -> Result<Path, String> {
    let path: Path = text.parse().map_err(|error| format!("{text}: {error}"))?;
    match path.to_string() == text {
        true => Ok(path),
        false => Err(format!("{text} is written as {path}, too")),
    }
}

/// As [`check_path`], of one place: all its steps have positions.
fn check_place(text: &str) -> Result<(), String> {
    let is_one = |step: &Segment| {
        !matches!(
            step,
            Segment::Index(None) | Segment::Key(None) | Segment::Value(None)
        )
    };
    match check_path(text)?.segments().iter().all(is_one) {
        true => Ok(()),
        false => Err(format!("{text} is more than one place")),
    }
}

fn check_direction(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    rng: &mut Rng,
    tally: &mut Tally,
) -> Result<(), String> {
    for finding in resolution.findings() {
        check_path(&finding.path)?;
        *tally.rules.entry(finding.rule.id).or_default() += 1;
    }
    check_witnesses(writer, reader, tally)?;
    let verdict = resolution.verdict();
    match verdict {
        Verdict::NotJudged => return Err("is not judged".into()),
        Verdict::Compatible => tally.compatible += 1,
        Verdict::Conditional => tally.conditional += 1,
        Verdict::Incompatible => {
            tally.incompatible += 1;
            let reason = resolution.reasons().next().ok_or("no reason")?;
            return check_reason(writer, reader, reason, rng);
        }
    }
    if let Some(rule) = of_devices(writer, reader) {
        return Err(format!("is {verdict} against {rule}"));
    }
    let refused = tally.refused;
    let mut payloads = Vec::new();
    for round in 0..VALUES {
        let val = value(writer, round, rng);
        check_value(writer, reader, resolution, &val, tally)?;
        payloads.push(bytes_of(writer, &val)?);
    }
    if verdict == Verdict::Conditional {
        check_trials(writer, reader, &payloads)?;
    }
    if verdict == Verdict::Conditional && tally.refused == refused {
        return check_need(writer, reader, resolution, rng, tally);
    }
    Ok(())
}

fn value(known: &Known, round: usize, rng: &mut Rng) -> Val {
    let fullness = match round % 3 {
        0 => Fullness::Full,
        _ => Fullness::Random,
    };
    Values { rng, fullness }.of(known.ty())
}

/// Looks for a value on which a condition does not hold. If there is none, the
/// verdict is too strict.
fn check_need(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    rng: &mut Rng,
    tally: &mut Tally,
) -> Result<(), String> {
    let refused = tally.refused;
    for round in 0..MOST_SEARCHED {
        check_value(
            writer,
            reader,
            resolution,
            &value(writer, round, rng),
            tally,
        )?;
        if tally.refused > refused {
            return Ok(());
        }
    }
    tally.too_strict += 1;
    Ok(())
}

pub(crate) fn check_value(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    val: &Val,
    tally: &mut Tally,
) -> Result<(), String> {
    convert(writer, reader, resolution, val, tally)
        .map_err(|error| format!("{error}\nvalue {val:?}"))
}

fn convert(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    val: &Val,
    tally: &mut Tally,
) -> Result<(), String> {
    let bytes = bytes_of(writer, val)?;
    let mut translation = Translation::default();
    let expected = translation.convert(Side::plain(writer.ty()), val, Side::plain(reader.ty()));
    let expected = expected.filter(|expected| is_valid(reader.ty(), expected));
    if translation.is_undecided {
        return Ok(());
    }
    let plan = resolution.plan().ok_or("no plan")?;
    let checked = plan.check(&bytes);
    let Some(expected) = expected else {
        if resolution.verdict() == Verdict::Compatible {
            return Err(format!("has no counterpart: {:?}", translation.lost));
        }
        tally.refused += 1;
        return match checked {
            Err(ConvertError::Condition { path, .. }) => check_place(&path),
            other => Err(format!(
                "is taken, though {:?} is lost: {other:?}",
                translation.lost
            )),
        };
    };
    checked.map_err(|error| format!("is refused: {error}; its counterpart is {expected:?}"))?;
    if translation.needs_program {
        return Ok(());
    }
    let mut converted = vec![0xaa; bytes.len()];
    plan.convert(&bytes, &mut converted)
        .map_err(|error| format!("not converted: {error}"))?;
    let read = value::read(reader.schema.ty(), &converted)
        .map_err(|error| format!("becomes no value: {error}; expected {expected:?}"))?;
    let found = Val::from_read(&read.value);
    tally.converted += 1;
    let (found, expected) = (
        written_out(reader.ty(), &found),
        written_out(reader.ty(), &expected),
    );
    if found != expected {
        return Err(format!("becomes {found:?}\ninstead of {expected:?}"));
    }
    same_where_nothing_changed(writer.ty(), val, reader.ty(), &found)
}

/// The bytes of a value, which the runtime reads back as that value.
pub(crate) fn bytes_of(known: &Known, val: &Val) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    encode(known.ty(), val, &mut bytes);
    let read = value::read(known.schema.ty(), &bytes)
        .map_err(|error| format!("the writer's value is none: {error}"))?;
    let (len, bounds) = (bytes.len() as u64, known.schema.ty().summary());
    if len < bounds.min_len() || bounds.max_len().is_some_and(|most| len > most) {
        return Err(format!("{len} bytes are not within {bounds:?}"));
    }
    match Val::from_read(&read.value) == *val {
        true => Ok(bytes),
        false => Err(format!("the writer's value is read as {read:?}")),
    }
}

/// Fields that have the same name and type on both sides have the same value.
fn same_where_nothing_changed(a: &Ty, from: &Val, b: &Ty, to: &Val) -> Result<(), String> {
    let (Ty::Struct(a), Ty::Struct(b)) = (a, b) else {
        return Ok(());
    };
    let (Val::Struct(from, _), Val::Struct(to, _)) = (from, to) else {
        return Err("a struct became something else".into());
    };
    for (field, val) in a.fields.iter().zip(from) {
        let Some(index) = b.fields.iter().position(|other| other.name == field.name) else {
            continue;
        };
        let other = &b.fields[index];
        if other.ty == field.ty && written_out(&field.ty, val) != to[index] {
            return Err(format!("the field {} became {:?}", field.name, to[index]));
        }
        same_where_nothing_changed(&field.ty, val, &other.ty, &to[index])?;
    }
    Ok(())
}
