//! The property: what `resolve` says of a pair of schemas is so.

use migratable::resolve::{ConvertError, Finding, Resolution, Verdict, resolve};
use migratable::schema::Schema;
use migratable::value;

use super::json::schema;
use super::meaning::{Side, StandIn, Translation};
use super::model::{Device, Field, Ty};
use super::rng::Rng;
use super::val::{Val, encode};
use super::valid::{is_valid, written_out};
use super::values::{Fullness, Values};

/// Values for each pair that is not incompatible.
const VALUES: usize = 6;

/// Values in which the difference of an incompatible pair is looked for.
const MOST_TRIES: usize = 3000;

/// So much was looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) compatible: usize,
    pub(crate) conditional: usize,
    pub(crate) incompatible: usize,
    pub(crate) converted: usize,
    pub(crate) refused: usize,
    pub(crate) returned: usize,
}

impl Tally {
    pub(crate) fn pairs(&self) -> usize {
        self.compatible + self.conditional + self.incompatible
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.compatible += other.compatible;
        self.conditional += other.conditional;
        self.incompatible += other.incompatible;
        self.converted += other.converted;
        self.refused += other.refused;
        self.returned += other.returned;
    }
}

/// A device and its schema.
pub(crate) struct Known {
    pub(crate) device: Device,
    pub(crate) json: String,
    pub(crate) schema: Schema,
}

impl Known {
    pub(crate) fn new(device: Device) -> Self {
        let (json, schema) = schema(&device);
        Self {
            device,
            json,
            schema,
        }
    }

    fn ty(&self) -> &Ty {
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

fn explain(writer: &Known, reader: &Known, resolution: &Resolution, error: &str) -> String {
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

fn check_direction(
    writer: &Known,
    reader: &Known,
    resolution: &Resolution,
    rng: &mut Rng,
    tally: &mut Tally,
) -> Result<(), String> {
    match resolution.verdict() {
        Verdict::Compatible => tally.compatible += 1,
        Verdict::Conditional => tally.conditional += 1,
        Verdict::Incompatible => {
            tally.incompatible += 1;
            let reason = resolution.reasons().next().ok_or("no reason")?;
            return check_reason(writer, reader, reason, rng);
        }
    }
    for round in 0..VALUES {
        let fullness = if round % 3 == 0 {
            Fullness::Full
        } else {
            Fullness::Random
        };
        let val = Values { rng, fullness }.of(writer.ty());
        check_value(writer, reader, resolution, &val, tally)
            .map_err(|error| format!("{error}\nvalue {val:?}"))?;
    }
    Ok(())
}

fn check_value(
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
            Err(ConvertError::Condition { .. }) => Ok(()),
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
    let mut converted = vec![0xaa];
    plan.convert(&bytes, &mut converted)
        .map_err(|error| format!("not converted: {error}"))?;
    let read = value::read(reader.schema.ty(), &converted[1..])
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
fn bytes_of(known: &Known, val: &Val) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    encode(known.ty(), val, &mut bytes);
    let read = value::read(known.schema.ty(), &bytes)
        .map_err(|error| format!("the writer's value is none: {error}"))?;
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

/// Whether the reason of an incompatible verdict is so.
fn check_reason(
    writer: &Known,
    reader: &Known,
    reason: &Finding,
    rng: &mut Rng,
) -> Result<(), String> {
    let (a, b) = (&writer.device, &reader.device);
    let is_so = match reason.rule.id {
        "device-changed" => a.name != b.name,
        "version-too-new" => a.version > b.version,
        "version-too-old" => a.version < b.oldest,
        _ => return check_difference(writer, reader, reason, rng),
    };
    is_so
        .then_some(())
        .ok_or_else(|| format!("not so: {reason}"))
}

/// Looks for a value that has no counterpart for this very reason.
fn check_difference(
    writer: &Known,
    reader: &Known,
    reason: &Finding,
    rng: &mut Rng,
) -> Result<(), String> {
    for _ in 0..MOST_TRIES {
        let fullness = Fullness::Full;
        let val = Values { rng, fullness }.of(writer.ty());
        let mut translation = Translation::default();
        let (from, to) = (Side::plain(writer.ty()), Side::plain(reader.ty()));
        let expected = translation.convert(from, &val, to);
        let is_lost = expected.is_none() && translation.lost.contains(&reason.path);
        if is_lost {
            return Ok(());
        }
    }
    Err(format!("nothing is lost at `{}`", reason.path))
}

/// Rules by which something of the state is left behind or made up, although
/// every value loads.
const LOSSY: [&str; 6] = [
    "field-ignored",
    "subsection-ignored",
    "field-retired",
    "option-defaulted",
    "variant-to-other",
    "subsection-to-field",
];

/// What goes there and back, both being compatible, is as it was.
fn check_return(
    a: &Known,
    b: &Known,
    there: &Resolution,
    back: &Resolution,
    rng: &mut Rng,
    tally: &mut Tally,
) -> Result<(), String> {
    // A tag that the writer does not know may be one that the reader knows.
    let has_other = a.json.contains("\"other\":true");
    let is_lossy = |finding: &Finding| {
        let rule = finding.rule.id;
        LOSSY.contains(&rule) || has_other && rule.starts_with("variant-")
    };
    let is_compatible = |one: &Resolution| {
        one.verdict() == Verdict::Compatible && !one.findings().iter().any(is_lossy)
    };
    let (Some(forth), Some(home)) = (there.plan(), back.plan()) else {
        return Ok(());
    };
    let is_known = !has_unknown_absence(a.ty()) && !has_unknown_absence(b.ty());
    if !is_known || !is_compatible(there) || !is_compatible(back) {
        return Ok(());
    }
    let fullness = Fullness::Random;
    let val = Values { rng, fullness }.of(a.ty());
    let bytes = bytes_of(a, &val)?;
    let (mut away, mut returned) = (Vec::new(), Vec::new());
    if forth.convert(&bytes, &mut away).is_err() {
        // Only the reader's program knows a default.
        return Ok(());
    }
    home.convert(&away, &mut returned)
        .map_err(|error| format!("does not return: {error}"))?;
    let read = value::read(a.schema.ty(), &returned).map_err(|error| error.to_string())?;
    let found = Val::from_read(&read.value);
    tally.returned += 1;
    match written_out(a.ty(), &found) == written_out(a.ty(), &val) {
        true => Ok(()),
        false => Err(format!("{val:?}\nreturns as {found:?}")),
    }
}

/// Whether a subsection is somewhere whose absence means what only its program
/// knows.
fn has_unknown_absence(ty: &Ty) -> bool {
    let any = |fields: &[Field]| fields.iter().any(|field| has_unknown_absence(&field.ty));
    match ty {
        Ty::Opt(part) | Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => {
            has_unknown_absence(part)
        }
        Ty::Map(key, value) => has_unknown_absence(key) || has_unknown_absence(value),
        Ty::Tuple(parts) => parts.iter().any(has_unknown_absence),
        Ty::Struct(ty) => {
            any(&ty.fields)
                || ty.groups.iter().any(|group| {
                    let default = Translation::default_of(&group.field);
                    let is_known = matches!(default, Some(StandIn::Known(_)));
                    !(is_known || group.field.has_null_default() || group.retired)
                        || has_unknown_absence(&group.field.ty)
                })
        }
        Ty::Enum(variants) => variants.iter().any(|variant| any(&variant.fields)),
        _ => false,
    }
}
