//! All conditions that do not hold are found, not the first alone.

use std::collections::BTreeSet;

use migratable::Budget;
use migratable::resolve::{ConvertError, Trial};
use migratable::schema::{Path, Segment};

use super::model::{Device, Field, Struct, Ty};
use super::pairs::Known;

/// Memory for each.
const MEMORY: usize = 1 << 24;

/// A rule, and a path without positions.
type Condition = (&'static str, String);

/// Tries values of the writer, by themselves and two at once, in a device that has two
/// fields of the type: what is broken in either is broken there.
pub(crate) fn check_trials(
    writer: &Known,
    reader: &Known,
    payloads: &[Vec<u8>],
) -> Result<(), String> {
    let trial = Trial::new(&writer.schema, &reader.schema);
    let broken: Vec<BTreeSet<Condition>> = payloads
        .iter()
        .map(|payload| tried(&trial, payload))
        .collect::<Result<_, _>>()?;
    let (two, of_two) = (twice(writer), twice(reader));
    let both = Trial::new(&two.schema, &of_two.schema);
    let values = payloads.iter().zip(&broken);
    for ((one, of_one), (other, of_other)) in values.clone().zip(values.skip(1)) {
        let found = tried(&both, &[&one[..], other].concat())?;
        let expected = within("one", of_one).chain(within("other", of_other));
        let expected: BTreeSet<Condition> = expected.collect();
        if found != expected {
            return Err(format!("in two at once {found:?}, expected {expected:?}"));
        }
    }
    Ok(())
}

/// What is broken on a payload. There is something exactly where the check refuses it.
fn tried(trial: &Trial, payload: &[u8]) -> Result<BTreeSet<Condition>, String> {
    let plan = trial.resolution().plan().ok_or("no plan")?;
    let budget = Budget::new(MEMORY);
    let checked = plan.check_within(payload, &budget);
    let broken = trial.broken(payload, &budget);
    let broken = broken.map_err(|error| format!("not tried: {error}"))?;
    let mut conditions = BTreeSet::new();
    for one in &broken {
        // What is not found when all are tried, is told without a place.
        if one.offset.is_none_or(|offset| offset > payload.len()) || one.times == 0 {
            return Err(format!("no place: {one:?}"));
        }
        conditions.insert(condition(&one.error)?);
    }
    match checked {
        Ok(()) if broken.is_empty() => Ok(conditions),
        Err(error) if conditions.contains(&condition(&error)?) => Ok(conditions),
        other => Err(format!("the check says {other:?}, and all are {broken:?}")),
    }
}

fn condition(error: &ConvertError) -> Result<Condition, String> {
    let ConvertError::Condition { rule, path, .. } = error else {
        return Err(format!("no condition: {error}"));
    };
    let path: Path = path.parse().map_err(|error| format!("{path}: {error}"))?;
    let everywhere = path.into_segments().into_iter().map(|step| match step {
        Segment::Index(_) => Segment::Index(None),
        Segment::Key(_) => Segment::Key(None),
        Segment::Value(_) => Segment::Value(None),
        named => named,
    });
    Ok((rule, Path::new(everywhere.collect()).to_string()))
}

fn within<'c>(
    field: &'c str,
    conditions: &'c BTreeSet<Condition>,
) -> impl Iterator<Item = Condition> + 'c {
    conditions.iter().map(move |(rule, path)| {
        let dot = match path.is_empty() || path.starts_with(['[', '{']) {
            true => "",
            false => ".",
        };
        (*rule, format!("{field}{dot}{path}"))
    })
}

/// A device with two fields of the type.
fn twice(known: &Known) -> Known {
    let field = |name| Field::new(name, known.ty().clone());
    Known::new(Device {
        ty: Ty::Struct(Struct {
            fields: vec![field("one"), field("other")],
            groups: Vec::new(),
        }),
        ..known.device.clone()
    })
}
