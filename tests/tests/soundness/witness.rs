//! Witnesses of a verdict are what they are said to be.

use migratable::Budget;
use migratable::resolve::{Finding, NoWitness, Verdict, Witnesses};
use migratable::value;

use super::meaning::{Side, Translation};
use super::pairs::Known;
use super::tally::Tally;
use super::val::Val;
use super::valid::is_valid;

/// Memory for each.
const MEMORY: usize = 1 << 20;

/// A conditional verdict has a value that loads, and for each condition one that does
/// not; a compatible one has the first, an incompatible one the second.
pub(crate) fn check_witnesses(
    writer: &Known,
    reader: &Known,
    tally: &mut Tally,
) -> Result<(), String> {
    let witnesses = Witnesses::new(&writer.schema, &reader.schema);
    let resolution = witnesses.resolution();
    let loads = witnesses.loads(&Budget::new(MEMORY));
    let is_incompatible = resolution.verdict() == Verdict::Incompatible;
    match loads {
        Ok(_) if is_incompatible => return Err("a witness loads of an incompatible pair".into()),
        Ok(bytes) => {
            tally.loading += 1;
            judge(writer, reader, &bytes, true)?;
        }
        Err(NoWitness::None) if is_incompatible => {}
        Err(_) => tally.missing(None, writer, reader),
    }
    for finding in resolution.findings() {
        if finding.verdict != resolution.verdict() {
            check_within_hopeless(writer, &witnesses, finding)?;
            continue;
        }
        check_refused(writer, reader, &witnesses, finding, tally)?;
    }
    Ok(())
}

/// Where nothing loads, a condition is shown by a value that breaks it, or by none: of one
/// that keeps to it nobody would see why it is shown.
fn check_within_hopeless(
    writer: &Known,
    witnesses: &Witnesses,
    finding: &Finding,
) -> Result<(), String> {
    match witnesses.refused(finding, &Budget::new(MEMORY)) {
        Ok(_) if finding.verdict == Verdict::Compatible => Err(format!("a witness of {finding}")),
        Ok(bytes) => {
            let read = value::read(writer.schema.ty(), &bytes);
            let read = read.map_err(|error| format!("a witness is no value: {error}"))?;
            match is_valid(writer.ty(), &Val::from_read(&read.value)) {
                true => Ok(()),
                false => Err(format!(
                    "a witness is outside what the writer may hold: {finding}"
                )),
            }
        }
        Err(_) => Ok(()),
    }
}

fn check_refused(
    writer: &Known,
    reader: &Known,
    witnesses: &Witnesses,
    finding: &Finding,
    tally: &mut Tally,
) -> Result<(), String> {
    let refused = witnesses.refused(finding, &Budget::new(MEMORY));
    match refused {
        Ok(_) if finding.verdict == Verdict::Compatible => Err(format!("a witness of {finding}")),
        Err(NoWitness::None) if finding.verdict == Verdict::Compatible => Ok(()),
        Ok(bytes) => {
            tally.refusing += 1;
            let of_type = super::reasons::of_devices(writer, reader).is_none();
            match of_type {
                true => judge(writer, reader, &bytes, false).map_err(|e| format!("{e}: {finding}")),
                false => Ok(()),
            }
        }
        // No schema tells, if the reader's says so.
        Err(NoWitness::Computed) if reader.json.contains("\"computed\"") => {
            tally.computed += 1;
            Ok(())
        }
        Err(_) => {
            tally.missing(Some(finding.rule.id), writer, reader);
            Ok(())
        }
    }
}

/// Whether a witness loads, as the oracle says.
fn judge(writer: &Known, reader: &Known, bytes: &[u8], loads: bool) -> Result<(), String> {
    let read = value::read(writer.schema.ty(), bytes);
    let read = read.map_err(|error| format!("a witness is no value: {error}"))?;
    let val = Val::from_read(&read.value);
    if !is_valid(writer.ty(), &val) {
        return Err(format!(
            "a witness is outside what the writer may hold: {val:?}"
        ));
    }
    let mut translation = Translation::default();
    let (from, to) = (Side::plain(writer.ty()), Side::plain(reader.ty()));
    let expected = translation.convert(from, &val, to);
    let is_taken = expected.is_some_and(|expected| is_valid(reader.ty(), &expected));
    match is_taken == loads || translation.is_undecided {
        true => Ok(()),
        false => Err(format!("a witness that should load: {loads}: {val:?}")),
    }
}
