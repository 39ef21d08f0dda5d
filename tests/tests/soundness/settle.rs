//! Whether a changed device is one that somebody could have.

use super::model::{Field, Range, Struct, Ty};
use super::val::Number;
use super::values::is_inside;

/// Takes away ranges in which a type has no number.
pub(crate) fn settle(ty: &mut Ty) {
    match ty {
        Ty::Opt(part) | Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => settle(part),
        Ty::Map(key, value) => {
            settle(key);
            settle(value);
        }
        Ty::Tuple(parts) => parts.iter_mut().for_each(settle),
        Ty::Struct(ty) => {
            ty.fields.iter_mut().for_each(settle_field);
            ty.groups
                .iter_mut()
                .for_each(|group| settle_field(&mut group.field));
        }
        Ty::Enum(variants) => {
            variants
                .iter_mut()
                .flat_map(|variant| &mut variant.fields)
                .for_each(settle_field);
        }
        _ => {}
    }
}

fn settle_field(field: &mut Field) {
    settle(&mut field.ty);
    if !has_number(&field.ty, field.range) {
        field.range = None;
    }
}

fn has_number(ty: &Ty, range: Option<Range>) -> bool {
    match (ty, range) {
        (Ty::Opt(part) | Ty::List(part) | Ty::Array(part, _), range) => has_number(part, range),
        (Ty::Int(int), Some(Range::Ints(min, max, _))) => {
            let (first, last) = (Number::from(int.min()), Number::Natural(int.max()));
            let limits = [min.map(Number::from), max.map(Number::from)]
                .into_iter()
                .flatten();
            [first, last, Number::from(1), Number::from(-1)]
                .into_iter()
                .filter(|number| (first..=last).contains(number))
                .chain(limits.filter(|limit| (first..=last).contains(limit)))
                .any(|number| is_inside(number, range))
        }
        _ => true,
    }
}

/// Whether all elements and keys take at least a byte, and names are unique.
pub(crate) fn is_valid(ty: &Ty) -> bool {
    let fields_are = |fields: &[Field]| fields.iter().all(|field| is_valid(&field.ty));
    let is_element = |ty: &Ty| ty.least() > 0 && is_valid(ty);
    match ty {
        Ty::Opt(inner) => is_valid(inner),
        Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => is_element(part),
        Ty::Map(key, value) => is_element(key) && is_valid(value),
        Ty::Tuple(parts) => parts.iter().all(is_valid),
        Ty::Struct(ty) => {
            fields_are(&ty.fields)
                && ty.groups.iter().all(|group| is_valid(&group.field.ty))
                && are_unique(ty.names().collect())
        }
        Ty::Enum(variants) => variants.iter().all(|variant| {
            let fields = Struct {
                fields: variant.fields.clone(),
                groups: Vec::new(),
            };
            fields_are(&variant.fields) && are_unique(fields.names().collect())
        }),
        _ => true,
    }
}

fn are_unique(mut names: Vec<&String>) -> bool {
    let count = names.len();
    names.sort();
    names.dedup();
    names.len() == count
}
