//! Why an incompatible pair is.

use migratable::resolve::Finding;
use migratable::schema::{Path, Segment};

use super::meaning::{Side, Translation};
use super::pairs::Known;
use super::rng::Rng;
use super::valid::is_valid;
use super::values::{Fullness, Values};

/// Values in which the difference of an incompatible pair is looked for.
const MOST_TRIES: usize = 3000;

/// Values that an incompatible pair is tried with.
const VALUES: usize = 20;

/// The rule that the devices break, if it is not for their types.
pub(crate) fn of_devices(writer: &Known, reader: &Known) -> Option<&'static str> {
    let (a, b) = (&writer.device, &reader.device);
    match () {
        _ if a.name != b.name => Some("device-changed"),
        _ if a.version > b.version => Some("version-too-new"),
        _ if a.version < b.oldest => Some("version-too-old"),
        _ => None,
    }
}

/// Whether the reason of an incompatible verdict is so.
pub(crate) fn check_reason(
    writer: &Known,
    reader: &Known,
    reason: &Finding,
    rng: &mut Rng,
) -> Result<(), String> {
    match reason.rule.id {
        "device-changed" | "version-too-new" | "version-too-old" => {
            let is_so = of_devices(writer, reader) == Some(reason.rule.id);
            is_so
                .then_some(())
                .ok_or_else(|| format!("not so: {reason}"))
        }
        "no-common-number" | "no-common-variant" => check_none_loads(writer, reader, rng),
        _ => {
            check_difference(writer, reader, reason, rng)?;
            check_none_loads(writer, reader, rng)
        }
    }
}

/// No value loads where the verdict is incompatible.
fn check_none_loads(writer: &Known, reader: &Known, rng: &mut Rng) -> Result<(), String> {
    for round in 0..VALUES {
        let fullness = match round % 2 {
            0 => Fullness::Full,
            _ => Fullness::Random,
        };
        let val = Values { rng, fullness }.of(writer.ty());
        let mut translation = Translation::default();
        let (from, to) = (Side::plain(writer.ty()), Side::plain(reader.ty()));
        let expected = translation.convert(from, &val, to);
        let is_taken = expected.is_some_and(|expected| is_valid(reader.ty(), &expected));
        if is_taken && !translation.is_undecided {
            return Err(format!("is incompatible, but {val:?} loads"));
        }
    }
    Ok(())
}

/// A path as the translation names it, which knows no kinds of steps.
fn in_oracle(path: &str) -> String {
    let path: Path = path.parse().expect("a finding's path is one");
    let mut text = String::new();
    for step in path.segments() {
        let step = match step {
            Segment::Field(name) => name.clone(),
            Segment::Index(Some(at)) => at.to_string(),
            Segment::Key(_) => "keys[]".to_owned(),
            _ => "[]".to_owned(),
        };
        if !step.starts_with('[') && !text.is_empty() {
            text.push('.');
        }
        text += &step;
    }
    text
}

/// Looks for a value that has no counterpart for this very reason.
fn check_difference(
    writer: &Known,
    reader: &Known,
    reason: &Finding,
    rng: &mut Rng,
) -> Result<(), String> {
    let mut places = vec![in_oracle(&reason.path)];
    if reason.rule.id == "array-length-changed" {
        // The elements that are cut off are the reason where the reader has a fill value.
        places.push(places[0].clone() + "[]");
    }
    for _ in 0..MOST_TRIES {
        let fullness = Fullness::Full;
        let val = Values { rng, fullness }.of(writer.ty());
        let mut translation = Translation::default();
        let (from, to) = (Side::plain(writer.ty()), Side::plain(reader.ty()));
        let expected = translation.convert(from, &val, to);
        let is_lost = places.iter().any(|place| translation.lost.contains(place));
        if expected.is_none() && is_lost {
            return Ok(());
        }
    }
    Err(format!("nothing is lost at `{}`", reason.path))
}
