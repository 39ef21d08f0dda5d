//! What a value of one device means to another: an evaluation of the rules of
//! `docs/rules.md` on the value itself, which knows nothing of plans.
//!
//! Ranges and greatest lengths are not looked at here, but in `valid`, on what
//! comes out.

use super::given::given;
use super::model::{Field, Given, Int, Ty, Variant};
use super::structs::{Parts, pair_up};
use super::val::{Number, Val, convert_float, exact_float, fields_of, whole_number};
use super::valid::is_valid_field;

/// A type, with the fields that speak for it as a whole.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) ty: &'a Ty,
    pub(crate) default: Option<&'a Field>,
    pub(crate) fill: Option<&'a Field>,
    /// The fields of the newtypes around it, from the inside out.
    pub(crate) around: [Option<&'a Field>; 3],
    /// The most elements, as far as they are known from the type.
    pub(crate) max_len: Option<usize>,
}

impl<'a> Side<'a> {
    pub(crate) fn plain(ty: &'a Ty) -> Self {
        Self {
            ty,
            default: None,
            fill: None,
            around: [None; 3],
            max_len: None,
        }
    }

    pub(crate) fn of(field: &'a Field) -> Self {
        Self {
            ty: &field.ty,
            default: Some(field),
            fill: Some(field),
            around: [None; 3],
            max_len: field.max_len,
        }
    }

    /// The content of an option, or an option of it.
    pub(crate) fn content(self, ty: &'a Ty) -> Self {
        Self {
            max_len: self.max_len,
            ..Self::plain(ty)
        }
    }

    /// An element.
    pub(crate) fn element(self, ty: &'a Ty) -> Self {
        Self {
            max_len: self.max_len.filter(|_| matches!(self.ty, Ty::Array(..))),
            ..Self::plain(ty)
        }
    }

    /// What the newtype with this field holds.
    fn inside(self, field: &'a Field) -> Self {
        let [first, second, _] = self.around;
        Self {
            default: self.default,
            around: [self.fill, first, second],
            ..Self::of(field)
        }
    }
}

/// What stands in for something that the writer does not have.
pub(crate) enum StandIn {
    Known(Val),
    /// Only the reader's program knows.
    Computed,
}

/// A translation under way.
#[derive(Default)]
pub(crate) struct Translation {
    /// Where the reader has no value with the meaning of the writer's.
    pub(crate) lost: Vec<String>,
    /// Only the reader's program can tell the whole result.
    pub(crate) needs_program: bool,
    /// Only the reader's program can tell whether the keys of a set or map are
    /// in order and different.
    pub(crate) is_undecided: bool,
    path: Vec<String>,
}

/// `None` where something is lost.
pub(crate) type Translated = Option<Val>;

impl Translation {
    pub(crate) fn at<T>(&mut self, step: &str, inner: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.into());
        let result = inner(self);
        self.path.pop();
        result
    }

    /// Says that the value here has no counterpart.
    pub(crate) fn lose<T>(&mut self) -> Option<T> {
        let mut path = String::new();
        for step in &self.path {
            if !step.starts_with('[') && !path.is_empty() {
                path.push('.');
            }
            path += step;
        }
        self.lost.push(path);
        None
    }

    pub(crate) fn computed(&mut self) -> Translated {
        self.needs_program = true;
        Some(Val::Unit)
    }

    /// The default that a field has and may have.
    pub(crate) fn default_of(field: &Field) -> Option<StandIn> {
        match field.default.as_ref()? {
            Given::Computed => Some(StandIn::Computed),
            known => {
                let val = given(&field.ty, known)?;
                is_valid_field(field, &val).then_some(StandIn::Known(val))
            }
        }
    }

    /// The reader's value for the writer's.
    pub(crate) fn convert(&mut self, from: Side<'_>, val: &Val, to: Side<'_>) -> Translated {
        match (from.ty, val, to.ty) {
            (a, _, b) if a == b => Some(val.clone()),
            (a, _, b) if is_wrapped(a, b) => self.wrapped(from, val, to),
            (Ty::Bool, Val::Bool(value), Ty::Bool | Ty::Int(_)) => {
                self.number(Number::Natural((*value).into()), to.ty)
            }
            (Ty::Int(_), Val::Int(value), Ty::Bool | Ty::Int(_)) => self.number(*value, to.ty),
            (Ty::Float(_), Val::Float(value), Ty::Float(bits)) => {
                match convert_float(*value, *bits) {
                    Some(bits) => Some(Val::Float(bits)),
                    None => self.lose(),
                }
            }
            (Ty::Bool | Ty::Int(_), _, Ty::Float(bits)) => match exact_float(number_of(val), *bits)
            {
                Some(bits) => Some(Val::Float(bits)),
                None => self.lose(),
            },
            (Ty::Float(_), Val::Float(value), Ty::Bool | Ty::Int(_)) => {
                match whole_number(*value) {
                    Some(number) => self.number(number, to.ty),
                    None => self.lose(),
                }
            }
            (Ty::Bool | Ty::Int(_), _, Ty::Enum(variants)) if are_fieldless(variants) => {
                self.tag(number_of(val), variants)
            }
            (Ty::Enum(variants), Val::Enum(tag, _), Ty::Bool | Ty::Int(_))
                if are_fieldless(variants) =>
            {
                self.number(Number::Natural((*tag).into()), to.ty)
            }
            (Ty::List(pair), Val::Seq(items), Ty::Map(key, value)) if pair_of(pair).is_some() => {
                self.list_to_map(pair, items, (key, value))
            }
            (Ty::Map(key, value), Val::Map(entries), Ty::List(pair)) if pair_of(pair).is_some() => {
                self.map_to_list((key, value), entries, pair)
            }
            (Ty::Char, Val::Char(value), Ty::Text) => Some(Val::Text(value.to_string())),
            (Ty::Text, Val::Text(value), Ty::Char) => {
                let mut chars = value.chars();
                match (chars.next(), chars.next()) {
                    (Some(one), None) => Some(Val::Char(one)),
                    _ => self.lose(),
                }
            }
            (Ty::Text, Val::Text(value), Ty::List(inner)) if is_byte(inner) => {
                Some(Val::bytes(value.as_bytes()))
            }
            (Ty::List(inner), _, Ty::Text) if is_byte(inner) => {
                match String::from_utf8(val.as_bytes()) {
                    Ok(text) => Some(Val::Text(text)),
                    Err(_) => self.lose(),
                }
            }
            (Ty::Opt(a), Val::Opt(content), Ty::Opt(b)) => match content {
                Some(content) => {
                    let (a, b) = (Side::plain(a), to.content(b));
                    self.convert(a, content, b).map(Val::some)
                }
                None => Some(Val::Opt(None)),
            },
            (_, _, Ty::Opt(inner)) => self.convert(from, val, to.content(inner)).map(Val::some),
            (Ty::Opt(inner), Val::Opt(content), _) => match content {
                Some(content) => self.convert(Side::plain(inner), content, to),
                None => self.absent(to),
            },
            (Ty::Array(..) | Ty::List(_) | Ty::Set(_), Val::Seq(items), _) => {
                self.sequence(from, items, to)
            }
            (Ty::Map(ka, va), Val::Map(pairs), Ty::Map(kb, vb)) => {
                self.map((ka, va), pairs, (kb, vb))
            }
            (Ty::Enum(a), Val::Enum(tag, fields), Ty::Enum(b)) => {
                self.enumeration(a, *tag, fields, b)
            }
            _ => match (Parts::of(from.ty), Parts::of(to.ty)) {
                (Some(a), Some(b)) => {
                    let (fields, groups) = Parts::values(val);
                    let (fields, groups) = self.parts(&a, fields, groups, &b)?;
                    Some(match to.ty {
                        Ty::Tuple(_) => Val::Seq(fields),
                        _ => Val::Struct(fields, groups),
                    })
                }
                _ => self.lose(),
            },
        }
    }

    /// A newtype on one side or both.
    fn wrapped(&mut self, from: Side<'_>, val: &Val, to: Side<'_>) -> Translated {
        let inside = |val: &Val| match val {
            Val::Struct(fields, _) => fields[0].clone(),
            other => panic!("no newtype: {other:?}"),
        };
        let around = |val| Val::Struct(vec![val], Vec::new());
        match (from.ty.as_newtype(), to.ty.as_newtype()) {
            (Some(a), Some(b)) => self
                .convert(from.inside(a), &inside(val), to.inside(b))
                .map(around),
            (Some(a), None) => self.convert(from.inside(a), &inside(val), to),
            (None, Some(b)) => self.convert(from, val, to.inside(b)).map(around),
            (None, None) => panic!("no newtype"),
        }
    }

    fn absent(&mut self, to: Side<'_>) -> Translated {
        match to.default.and_then(Self::default_of) {
            Some(StandIn::Known(val)) => Some(inmost(val, to)),
            Some(StandIn::Computed) => self.computed(),
            None => self.lose(),
        }
    }

    fn number(&mut self, number: Number, to: &Ty) -> Translated {
        match to {
            Ty::Bool if number <= Number::Natural(1) && number >= Number::Natural(0) => {
                Some(Val::Bool(number == Number::Natural(1)))
            }
            Ty::Int(int)
                if number >= Number::from(int.min()) && number <= Number::Natural(int.max()) =>
            {
                Some(Val::Int(number))
            }
            _ => self.lose(),
        }
    }

    /// The variant with this tag.
    fn tag(&mut self, number: Number, variants: &[Variant]) -> Translated {
        let tag = match number {
            Number::Natural(number) => u32::try_from(number).ok(),
            Number::Negative(_) => None,
        };
        let other = variants.iter().find(|variant| variant.other);
        let is_listed = variants.iter().any(|variant| Some(variant.tag) == tag);
        match (tag, other) {
            (Some(tag), _) if is_listed => Some(Val::Enum(tag, Vec::new())),
            (_, Some(other)) if !other.keeps_tag => Some(Val::Enum(other.tag, Vec::new())),
            (Some(tag), Some(_)) => Some(Val::Enum(tag, Vec::new())),
            _ => self.lose(),
        }
    }

    fn enumeration(
        &mut self,
        from: &[Variant],
        tag: u32,
        values: &[Val],
        to: &[Variant],
    ) -> Translated {
        let names = |variant: &Variant| (variant.name.clone(), variant.aliases.clone());
        let from_names: Vec<_> = from.iter().map(names).collect();
        let to_names: Vec<_> = to.iter().map(names).collect();
        let pairing = pair_up(&from_names, &to_names, |_, _| true);
        let is_new = |index: usize| pairing.found[index].is_none();
        // Aliases name it, and others, so that it is not clear which one is meant.
        let is_unclear = |index: usize| {
            let to: &Variant = &to[index];
            from.iter().enumerate().any(|(at, from)| {
                let is_unpaired = !pairing.found.contains(&Some(at));
                let names = from.aliases.contains(&to.name) || to.aliases.contains(&from.name);
                pairing.used.contains(&at) && is_unpaired && names
            })
        };
        let listed = to.iter().position(|variant| variant.tag == tag);
        let other = to.iter().position(|variant| variant.other);
        let Some(index) = from.iter().position(|variant| variant.tag == tag) else {
            let keeper = from.iter().find(|variant| variant.keeps_tag);
            let keeper = &keeper.expect("the tag was written").name;
            let is_back = listed.is_some_and(|index| {
                let variant = &to[index];
                let is_plain = !variant.other && variant.fields.is_empty();
                is_new(index) && !is_unclear(index) && is_plain
            });
            return match other {
                _ if is_back => Some(Val::Enum(tag, Vec::new())),
                Some(other) if !to[other].keeps_tag => Some(Val::Enum(to[other].tag, Vec::new())),
                Some(_) if listed.is_none() => Some(Val::Enum(tag, Vec::new())),
                _ => self.at(keeper, Self::lose),
            };
        };
        let name = &from[index].name;
        let counterpart = pairing.found.iter().position(|found| *found == Some(index));
        match (counterpart, other) {
            (Some(counterpart), _) => {
                let (a, b) = (fields_of(from, tag), &to[counterpart].fields);
                let (a, b) = (Parts::of_fields(a), Parts::of_fields(b));
                let fields = self.at(name, |t| t.parts(&a, values, &[], &b))?.0;
                Some(Val::Enum(to[counterpart].tag, fields))
            }
            // Which one it is that aliases name is not clear.
            (None, _) if pairing.used.contains(&index) => self.at(name, Self::lose),
            (None, Some(other)) if from[index].other && is_new(other) => {
                Some(Val::Enum(to[other].tag, Vec::new()))
            }
            (None, Some(other)) if !to[other].keeps_tag => {
                Some(Val::Enum(to[other].tag, Vec::new()))
            }
            (None, Some(_)) if listed.is_none() => Some(Val::Enum(tag, Vec::new())),
            _ => self.at(name, Self::lose),
        }
    }
}

/// A default of the whole field, without the newtypes around `to`.
fn inmost(mut val: Val, to: Side<'_>) -> Val {
    let mut ty = to.default.map(|field| &field.ty);
    while let Some(outer) = ty.filter(|ty| *ty != to.ty) {
        ty = outer.as_newtype().map(|field| &field.ty);
        val = match val {
            Val::Struct(mut fields, _) => fields.remove(0),
            other => panic!("no newtype: {other:?}"),
        };
    }
    val
}

fn number_of(val: &Val) -> Number {
    match val {
        Val::Bool(value) => Number::Natural((*value).into()),
        Val::Int(number) => *number,
        other => panic!("no number: {other:?}"),
    }
}

fn are_fieldless(variants: &[Variant]) -> bool {
    variants.iter().all(|variant| variant.fields.is_empty())
}

/// The parts of a pair, as fields, whatever newtypes are around it.
pub(crate) fn pair_of(ty: &Ty) -> Option<[Field; 2]> {
    let fields = match content(ty) {
        Ty::Tuple(parts) => {
            let parts = parts.iter().enumerate();
            parts
                .map(|(at, ty)| Field::new(&at.to_string(), ty.clone()))
                .collect()
        }
        Ty::Struct(ty) if ty.groups.is_empty() => ty.fields.clone(),
        _ => Vec::new(),
    };
    let pair: [Field; 2] = fields.try_into().ok()?;
    (pair[0].name == "0" && pair[1].name == "1").then_some(pair)
}

fn is_byte(ty: &Ty) -> bool {
    let byte = Int {
        bits: 8,
        signed: false,
        varint: false,
    };
    *ty == Ty::Int(byte)
}

/// What newtypes hold, one within the other.
fn content(ty: &Ty) -> &Ty {
    ty.as_newtype().map_or(ty, |field| content(&field.ty))
}

pub(crate) fn is_optional(ty: &Ty) -> bool {
    matches!(content(ty), Ty::Opt(_))
}

/// Whether it is a newtype that differs, rather than an option around it or a
/// struct that got more fields.
fn is_wrapped(from: &Ty, to: &Ty) -> bool {
    let is_around = |field: &Field, other: &Ty, is_writers: bool| {
        if matches!(other, Ty::Opt(_)) {
            return is_optional(&field.ty);
        }
        let Some(others) = Parts::of(other) else {
            return true;
        };
        let own = Parts::of_fields(std::slice::from_ref(field));
        let (a, b) = match is_writers {
            true => (&own, &others),
            false => (&others, &own),
        };
        let pairing = pair_up(&a.names(), &b.names(), |index, _| a.is_written(index));
        let part = match is_writers {
            true => pairing.found.iter().position(Option::is_some),
            false => pairing.found[0],
        };
        let is_struct = matches!(content(&field.ty), Ty::Struct(_) | Ty::Tuple(_));
        match part {
            Some(part) => is_struct && *others.ty(part) != field.ty,
            None => pairing.unclear.is_empty(),
        }
    };
    match (from.as_newtype(), to.as_newtype()) {
        (Some(_), Some(_)) => true,
        (Some(field), None) => is_around(field, to, true),
        (None, Some(field)) => is_around(field, from, false),
        (None, None) => false,
    }
}
