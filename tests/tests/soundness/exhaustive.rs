//! Of types of few values, every pair is judged on every value: compatible is what all
//! load, incompatible what none does, conditional what some do and some do not.

use std::collections::BTreeSet;

use migratable::resolve::{Verdict, resolve};

use super::meaning::{Side, Translation};
use super::model::{Device, Field, Ty};
use super::pairs::{Known, check_value, explain};
use super::settle;
use super::tally::Tally;
use super::universe;
use super::val::Val;
use super::valid::is_valid;
use super::witness::check_witnesses;

/// A device with all values that it can have. One that has too many has none here, and only
/// reads.
pub(crate) struct Whole {
    known: Known,
    values: Vec<Val>,
}

/// Those of some devices that are well-formed.
pub(crate) fn whole(devices: Vec<Device>) -> Vec<Whole> {
    let mut found = Vec::new();
    for mut device in devices {
        settle::settle(&mut device.ty);
        if !settle::is_valid(&device.ty) {
            continue;
        }
        let values = universe::values(&device.ty).unwrap_or_default();
        let known = Known::new(device);
        found.push(Whole { known, values });
    }
    found
}

/// Every writer among some, and every reader of all.
pub(crate) fn check(
    devices: &[Whole],
    writers: impl Iterator<Item = usize>,
    tally: &mut Tally,
) -> Vec<String> {
    let mut failures = Vec::new();
    for writer in writers.filter(|writer| !devices[*writer].values.is_empty()) {
        for reader in devices {
            failures.extend(pair(&devices[writer], &reader.known, tally).err());
        }
    }
    failures
}

/// Whether the reader has a value for it, unless only its program can tell.
fn is_taken(writer: &Ty, val: &Val, reader: &Ty) -> Option<bool> {
    let mut translation = Translation::default();
    let expected = translation.convert(Side::plain(writer), val, Side::plain(reader));
    let is_taken = expected.is_some_and(|expected| is_valid(reader, &expected));
    (!translation.is_undecided).then_some(is_taken)
}

/// Whether a writer's value can meet a reader: what is retired is there only if a
/// conversion has left it for one that has it, too.
fn can_meet(writer: &Ty, val: &Val, reader: &Ty) -> bool {
    let (Ty::Struct(a), Val::Struct(_, groups), Ty::Struct(b)) = (writer, val, reader) else {
        return true;
    };
    let has = |field: &Field| {
        let mut groups = b.groups.iter().map(|group| &group.field);
        groups.any(|other| other.name == field.name && other.ty == field.ty)
    };
    let mut present = a.groups.iter().zip(groups).filter(|(_, val)| val.is_some());
    present.all(|(group, _)| !group.retired || has(&group.field))
}

fn pair(writer: &Whole, reader: &Known, tally: &mut Tally) -> Result<(), String> {
    let resolution = resolve(&writer.known.schema, &reader.schema);
    for finding in resolution.findings() {
        *tally.rules.entry(finding.rule.id).or_default() += 1;
    }
    let verdict = resolution.verdict();
    let fail = |error: String| explain(&writer.known, reader, &resolution, &error);
    let values = writer.values.iter();
    let values: Vec<&Val> = values
        .filter(|val| can_meet(writer.known.ty(), val, reader.ty()))
        .collect();
    let taken: Option<Vec<bool>> = (values.iter())
        .map(|val| is_taken(writer.known.ty(), val, reader.ty()))
        .collect();
    let Some(taken) = taken else {
        return Ok(());
    };
    let rules = resolution.findings().iter().map(|finding| finding.rule.id);
    for rule in rules.collect::<BTreeSet<_>>() {
        *tally.values.entry(rule).or_default() += taken.len();
    }
    let count = taken.iter().filter(|is_taken| **is_taken).count();
    let exact = match count {
        0 => Verdict::Incompatible,
        all if all == taken.len() => Verdict::Compatible,
        _ => Verdict::Conditional,
    };
    match verdict {
        Verdict::Compatible => tally.compatible += 1,
        Verdict::Conditional => tally.conditional += 1,
        Verdict::Incompatible => tally.incompatible += 1,
        Verdict::NotJudged => return Err(fail("is not judged".into())),
    }
    if exact != verdict {
        return Err(fail(format!(
            "{count} of {} values load, which is {exact}",
            taken.len()
        )));
    }
    check_witnesses(&writer.known, reader, tally).map_err(fail)?;
    if verdict == Verdict::Incompatible {
        return Ok(());
    }
    for val in values {
        check_value(&writer.known, reader, &resolution, val, tally).map_err(fail)?;
    }
    Ok(())
}
