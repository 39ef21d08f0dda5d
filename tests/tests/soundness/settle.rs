//! Whether a changed device is one that somebody could have.

use super::given;
use super::model::{Field, Given, Range, Struct, Ty, has_any, map_in};
use super::val::Number;

/// Takes away what a field's type does not have: ranges of other numbers,
/// lengths, fill values.
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
            ty.groups.iter_mut().for_each(|group| {
                let absent = group.field.default.take_if(|given| given.is_null());
                settle_field(&mut group.field);
                group.field.default = absent.or(group.field.default.take());
            });
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
    let ty = &field.ty;
    let possible = |ty, range| bounded(ty, range).filter(|range| has_any(ty, *range));
    field.range = field.range.and_then(|range| possible(ty, range));
    let entry = map_in(ty);
    field.entries = [0, 1].map(|i| possible(entry?[i], field.entries[i]?));
    field.max_len = field.max_len.filter(|_| has_len(&field.ty));
    settle_given(&mut field.default, &field.ty);
    match &field.ty {
        Ty::Array(element, _) => settle_given(&mut field.fill, element),
        _ => field.fill = None,
    }
}

/// The range with limits that are numbers of the type that it bounds.
fn bounded(ty: &Ty, range: Range) -> Option<Range> {
    match (ty, range) {
        (Ty::Opt(part) | Ty::List(part) | Ty::Set(part) | Ty::Array(part, _), range) => {
            bounded(part, range)
        }
        (Ty::Struct(_), range) => bounded(&ty.as_newtype()?.ty, range),
        (Ty::Int(int), Range::Ints(min, max, nonzero)) => {
            let (first, last) = (Number::from(int.min()), Number::Natural(int.max()));
            let clamp = |limit: Option<Number>| limit.map(|limit| limit.clamp(first, last));
            let (min, max) = (clamp(min), clamp(max));
            let zero = Number::Natural(0);
            let is_zero = min.unwrap_or(first) == zero && max == Some(zero);
            Some(Range::Ints(min, max, nonzero && !is_zero))
        }
        (Ty::Float(_), Range::Floats(..)) => Some(range),
        _ => None,
    }
}

fn has_len(ty: &Ty) -> bool {
    match ty {
        Ty::Opt(inner) | Ty::Array(inner, _) => has_len(inner),
        _ => matches!(ty, Ty::Text | Ty::List(_) | Ty::Set(_) | Ty::Map(..)),
    }
}

/// What the schema states is a value of the type.
fn settle_given(given: &mut Option<Given>, ty: &Ty) {
    if let Some(literal @ Given::Literal(_)) = given
        && given::given(ty, literal).is_none()
    {
        *given = Some(Given::Computed);
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
