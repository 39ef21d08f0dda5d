//! There and back again.

use migratable::resolve::{Finding, Resolution, Verdict};
use migratable::value;

use super::meaning::{StandIn, Translation};
use super::model::{Field, Ty};
use super::pairs::{Known, bytes_of};
use super::rng::Rng;
use super::tally::Tally;
use super::val::Val;
use super::valid::written_out;
use super::values::{Fullness, Values};

/// Rules by which something of the state is left behind or made up, although
/// every value loads.
const LOSSY: [&str; 7] = [
    "field-ignored",
    "subsection-ignored",
    "field-retired",
    "option-defaulted",
    "variant-to-other",
    "subsection-to-field",
    "integer-to-open-enum",
];

/// What goes there and back, both being compatible, is as it was.
pub(crate) fn check_return(
    a: &Known,
    b: &Known,
    there: &Resolution,
    back: &Resolution,
    rng: &mut Rng,
    tally: &mut Tally,
) -> Result<(), String> {
    let is_lossy = |finding: &Finding| LOSSY.contains(&finding.rule.id);
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
    match home.convert(&away, &mut returned) {
        // Here, too: of an array that gets longer again, the fill value.
        Err(error) if error.to_string().contains("computed by the program") => return Ok(()),
        converted => converted.map_err(|error| format!("does not return: {error}"))?,
    }
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
