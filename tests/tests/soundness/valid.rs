//! Which values a device may have: ranges and greatest lengths.

use super::meaning::{StandIn, Translation};
use super::model::{Field, Range, Struct, Ty};
use super::val::{Val, fields_of};
use super::values::is_inside;

/// Whether all fields within a value keep to what they say.
pub(crate) fn is_valid(ty: &Ty, val: &Val) -> bool {
    match (ty, val) {
        (Ty::Opt(inner), Val::Opt(Some(content))) => is_valid(inner, content),
        (Ty::Array(part, _) | Ty::List(part) | Ty::Set(part), Val::Seq(items)) => {
            items.iter().all(|item| is_valid(part, item))
        }
        (Ty::Map(key, value), Val::Map(pairs)) => pairs
            .iter()
            .all(|(k, v)| is_valid(key, k) && is_valid(value, v)),
        (Ty::Tuple(parts), Val::Seq(items)) => parts
            .iter()
            .zip(items)
            .all(|(part, item)| is_valid(part, item)),
        (Ty::Struct(ty), Val::Struct(fields, groups)) => {
            let groups = ty.groups.iter().zip(groups);
            are_valid(&ty.fields, fields)
                && groups
                    .filter_map(|(group, payload)| Some((group, payload.as_ref()?)))
                    .all(|(group, payload)| is_valid_field(&group.field, payload))
        }
        (Ty::Enum(variants), Val::Enum(tag, fields)) => {
            are_valid(fields_of(variants, *tag), fields)
        }
        // What only the reader's program knows stands there as a unit.
        _ => true,
    }
}

fn are_valid(fields: &[Field], values: &[Val]) -> bool {
    fields
        .iter()
        .zip(values)
        .all(|(field, value)| is_valid_field(field, value))
}

pub(crate) fn is_valid_field(field: &Field, val: &Val) -> bool {
    (field.max_len).is_none_or(|most| is_short(&field.ty, val, most))
        && is_within(&field.ty, val, field.range)
        && are_within(&field.ty, val, field.entries)
        && is_valid(&field.ty, val)
}

/// Whether the lengths in options and arrays are within a `max_len`.
fn is_short(ty: &Ty, val: &Val, most: usize) -> bool {
    match (ty, val) {
        (Ty::Opt(inner), Val::Opt(Some(content))) => is_short(inner, content, most),
        (Ty::Array(part, _), Val::Seq(items)) => {
            items.iter().all(|item| is_short(part, item, most))
        }
        (Ty::Text, Val::Text(text)) => text.len() <= most,
        (Ty::List(_) | Ty::Set(_), Val::Seq(items)) => items.len() <= most,
        (Ty::Map(..), Val::Map(pairs)) => pairs.len() <= most,
        _ => true,
    }
}

/// Whether the keys and values of maps are within their ranges.
fn are_within(ty: &Ty, val: &Val, entries: [Option<Range>; 2]) -> bool {
    match (ty, val) {
        (Ty::Opt(inner), Val::Opt(Some(content))) => are_within(inner, content, entries),
        (Ty::Array(part, _) | Ty::List(part) | Ty::Set(part), Val::Seq(items)) => {
            items.iter().all(|item| are_within(part, item, entries))
        }
        (Ty::Map(key, value), Val::Map(pairs)) => {
            let [keys, values] = entries;
            let mut pairs = pairs.iter();
            pairs.all(|(k, v)| is_within(key, k, keys) && is_within(value, v, values))
        }
        (ty, Val::Struct(fields, _)) => ty
            .as_newtype()
            .is_none_or(|field| are_within(&field.ty, &fields[0], entries)),
        _ => true,
    }
}

/// Whether the numbers in options, arrays, lists, sets and newtypes are within a range.
fn is_within(ty: &Ty, val: &Val, range: Option<Range>) -> bool {
    match (ty, val, range) {
        (Ty::Opt(inner), Val::Opt(Some(content)), range) => is_within(inner, content, range),
        (Ty::Array(part, _) | Ty::List(part) | Ty::Set(part), Val::Seq(items), range) => {
            items.iter().all(|item| is_within(part, item, range))
        }
        (Ty::Struct(_), Val::Struct(fields, _), range) => ty
            .as_newtype()
            .is_none_or(|field| is_within(&field.ty, &fields[0], range)),
        (Ty::Int(_), Val::Int(number), range) => is_inside(*number, range),
        (Ty::Float(_), Val::Float(bits), Some(Range::Floats(min, max))) => {
            let value = bits.value();
            min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
        }
        _ => true,
    }
}

/// The value with every absent subsection in the form of its default, as far
/// as the schema tells: both mean the same. Keys are put in order again.
pub(crate) fn written_out(ty: &Ty, val: &Val) -> Val {
    in_form(Form::WrittenOut, ty, val)
}

/// What a program makes of a value: what is retired is nothing.
pub(crate) fn as_made(ty: &Ty, val: &Val) -> Val {
    in_form(Form::AsMade, ty, val)
}

/// The same, but a subsection whose default only a program knows is nothing, too.
pub(crate) fn as_key(ty: &Ty, val: &Val) -> Val {
    in_form(Form::AsKey, ty, val)
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    WrittenOut,
    AsMade,
    AsKey,
}

fn in_form(form: Form, ty: &Ty, val: &Val) -> Val {
    let written_out = |ty: &Ty, val: &Val| in_form(form, ty, val);
    let boxed = |ty: &Ty, val: &Val| Box::new(written_out(ty, val));
    let fields = |fields: &[Field], values: &[Val]| -> Vec<Val> {
        fields
            .iter()
            .zip(values)
            .map(|(field, val)| written_out(&field.ty, val))
            .collect()
    };
    match (ty, val) {
        (Ty::Opt(inner), Val::Opt(Some(content))) => Val::Opt(Some(boxed(inner, content))),
        (Ty::Array(part, _) | Ty::List(part), Val::Seq(items)) => {
            Val::Seq(items.iter().map(|item| written_out(part, item)).collect())
        }
        (Ty::Set(part), Val::Seq(items)) => {
            let mut items: Vec<_> = items.iter().map(|item| written_out(part, item)).collect();
            items.sort();
            Val::Seq(items)
        }
        (Ty::Map(key, value), Val::Map(pairs)) => {
            let pair = |(k, v): &(Val, Val)| (written_out(key, k), written_out(value, v));
            let mut pairs: Vec<_> = pairs.iter().map(pair).collect();
            pairs.sort();
            Val::Map(pairs)
        }
        (Ty::Tuple(parts), Val::Seq(items)) => Val::Seq(
            parts
                .iter()
                .zip(items)
                .map(|(ty, val)| written_out(ty, val))
                .collect(),
        ),
        (Ty::Struct(ty), Val::Struct(values, groups)) => Val::Struct(
            fields(&ty.fields, values),
            written_out_groups(form, ty, groups),
        ),
        (Ty::Enum(variants), Val::Enum(tag, values)) => {
            Val::Enum(*tag, fields(fields_of(variants, *tag), values))
        }
        (_, val) => val.clone(),
    }
}

fn written_out_groups(form: Form, ty: &Struct, groups: &[Option<Val>]) -> Vec<Option<Val>> {
    let groups = ty.groups.iter().zip(groups);
    groups
        .map(|(group, payload)| {
            let field = &group.field;
            let default = || match Translation::default_of(field)? {
                StandIn::Known(val) if !group.retired && !field.has_null_default() => Some(val),
                _ => None,
            };
            let is_known = field.has_null_default() || default().is_some();
            let is_nothing = match form {
                Form::WrittenOut => false,
                Form::AsMade => group.retired,
                Form::AsKey => group.retired || !is_known,
            };
            if is_nothing {
                return None;
            }
            let val = payload.clone().or_else(default)?;
            Some(in_form(form, &field.ty, &val))
        })
        .collect()
}
