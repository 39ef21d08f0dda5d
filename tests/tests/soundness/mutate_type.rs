//! Random changes of a type as a whole.

use super::generate;
use super::meaning::pair_of;
use super::model::{Field, Int, Struct, Ty};
use super::rng::Rng;

pub(crate) fn change_type(rng: &mut Rng, ty: &mut Ty) {
    let old = std::mem::replace(ty, Ty::Unit);
    *ty = match rng.below(8) {
        0 => Ty::opt(old),
        1 => Ty::newtype(old),
        2 if rng.one_in(3) => generate::ty(rng, 1),
        _ => changed(rng, old),
    };
}

/// The type that somebody would choose next.
fn changed(rng: &mut Rng, old: Ty) -> Ty {
    match old {
        Ty::Int(int) => number(rng, int),
        Ty::Bool => Ty::Int(generate::int(rng)),
        Ty::Float(bits) => match rng.one_in(3) {
            true => Ty::Int(generate::int(rng)),
            false => Ty::Float(96 - bits),
        },
        Ty::Char => Ty::Text,
        Ty::Text => match rng.one_in(3) {
            true => Ty::Char,
            false => Ty::List(Box::new(Ty::BYTE)),
        },
        Ty::Opt(inner) => *inner,
        Ty::Array(element, len) => match rng.below(3) {
            0 => Ty::Array(element, len % 4 + 1),
            1 => Ty::Tuple(vec![*element; len]),
            _ => Ty::List(element),
        },
        Ty::List(element) => match rng.below(3) {
            0 if *element == Ty::BYTE => Ty::Text,
            0 | 1 if pair_of(&element).is_some() => map_of(*element),
            1 => Ty::Set(element),
            _ => Ty::Array(element, rng.within(1, 4)),
        },
        Ty::Set(element) => Ty::List(element),
        Ty::Map(key, value) => Ty::List(Box::new(Ty::Tuple(vec![*key, *value]))),
        Ty::Tuple(parts) => tuple(rng, parts),
        Ty::Struct(ty) => structure(rng, ty),
        Ty::Enum(_) => match rng.one_in(4) {
            true => generate::scalar(rng),
            false => Ty::Int(generate::int(rng)),
        },
        Ty::Unit => generate::scalar(rng),
    }
}

/// The map that a list of such pairs becomes, if its keys have bytes.
fn map_of(pair: Ty) -> Ty {
    let [key, value] = pair_of(&pair).expect("a pair").map(|part| part.ty);
    match key.least() {
        0 => Ty::Set(Box::new(pair)),
        _ => Ty::Map(Box::new(key), Box::new(value)),
    }
}

fn number(rng: &mut Rng, int: Int) -> Ty {
    let wider = if int.bits == 128 { 128 } else { int.bits * 2 };
    Ty::Int(match rng.below(8) {
        0 | 1 => Int { bits: wider, ..int },
        2 => {
            let bits = (int.bits / 2).max(8);
            let varint = int.varint && bits > 8;
            Int {
                bits,
                varint,
                ..int
            }
        }
        3 => Int {
            signed: !int.signed,
            ..int
        },
        4 if int.bits > 8 => Int {
            varint: !int.varint,
            ..int
        },
        4 => return Ty::Bool,
        5 => return Ty::Float(rng.pick(&[32, 64])),
        6 => return generate::tags(rng),
        _ => generate::int(rng),
    })
}

fn tuple(rng: &mut Rng, mut parts: Vec<Ty>) -> Ty {
    match rng.below(4) {
        0 => drop(parts.pop()),
        1 => parts.push(generate::scalar(rng)),
        _ => {
            let fields = parts.into_iter().enumerate();
            return Ty::Struct(Struct {
                fields: fields
                    .map(|(i, ty)| Field::new(&i.to_string(), ty))
                    .collect(),
                groups: Vec::new(),
            });
        }
    }
    Ty::Tuple(parts)
}

/// A newtype becomes what it holds, a tuple struct a tuple.
fn structure(rng: &mut Rng, ty: Struct) -> Ty {
    let is_positional = ty.groups.is_empty()
        && ty
            .fields
            .iter()
            .enumerate()
            .all(|(i, field)| field.name == i.to_string());
    if is_positional && ty.fields.len() == 1 {
        return ty.fields[0].ty.clone();
    }
    if is_positional && rng.one_in(2) {
        return Ty::Tuple(ty.fields.into_iter().map(|field| field.ty).collect());
    }
    generate::scalar(rng)
}
