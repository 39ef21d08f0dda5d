//! Random schemas.

use serde_json::{Map, json};

use super::model::{Device, Field, Given, Group, Int, Range, Struct, Ty, Variant, has_any, map_in};
use super::rng::Rng;
use super::settle::settle;
use super::val::Number;

/// A random device.
pub(crate) fn device(rng: &mut Rng) -> Device {
    let mut ty = match rng.below(12) {
        0 => ty(rng, 2),
        1 => enumeration(rng, 2),
        2 => deep(rng),
        _ => structure(rng, 2),
    };
    settle(&mut ty);
    Device {
        name: "device".into(),
        version: 2,
        oldest: 1,
        ty,
    }
}

/// One type within the other, many times.
fn deep(rng: &mut Rng) -> Ty {
    let mut inner = ty(rng, 1);
    for _ in 0..rng.within(6, 16) {
        let has_bytes = inner.least() > 0;
        inner = match rng.below(8) {
            0 => Ty::opt(inner),
            1 => Ty::newtype(inner),
            2 if has_bytes => Ty::List(Box::new(inner)),
            3 if has_bytes => Ty::Array(Box::new(inner), 1),
            4 => Ty::Map(Box::new(Ty::Int(int(rng))), Box::new(inner)),
            5 => Ty::Tuple(vec![inner, scalar(rng)]),
            _ => {
                let Ty::Struct(mut outer) = structure(rng, 0) else {
                    unreachable!("a struct was made")
                };
                let name = new_name(rng, &outer);
                let field = Field::new(&name, inner);
                match outer.groups.last_mut() {
                    Some(group) if rng.one_in(3) => {
                        group.field.default = Some(Given::Literal(json!(null)));
                        (group.field.range, group.field.max_len) = (None, None);
                        group.field.entries = [None; 2];
                        (group.field.fill, group.field.ty) = (None, field.ty);
                    }
                    _ => outer.fields.push(field),
                }
                Ty::Struct(outer)
            }
        };
    }
    inner
}

/// A random type with at most `depth` more levels below it.
pub(crate) fn ty(rng: &mut Rng, depth: usize) -> Ty {
    if depth == 0 || rng.one_in(3) {
        return scalar(rng);
    }
    match rng.below(10) {
        0 | 1 => structure(rng, depth - 1),
        2 => enumeration(rng, depth - 1),
        3 => Ty::opt(ty(rng, depth - 1)),
        4 => Ty::Array(Box::new(element(rng, depth - 1)), rng.within(1, 4)),
        5 if rng.one_in(4) => {
            let parts = [element(rng, depth - 1), ty(rng, depth - 1)];
            Ty::List(Box::new(Ty::Tuple(parts.into())))
        }
        5 => Ty::List(Box::new(element(rng, depth - 1))),
        6 => Ty::Set(Box::new(element(rng, depth - 1))),
        7 => {
            let key = Box::new(element(rng, depth - 1));
            Ty::Map(key, Box::new(ty(rng, depth - 1)))
        }
        8 => {
            let count = rng.within(1, 3);
            Ty::Tuple((0..count).map(|_| ty(rng, depth - 1)).collect())
        }
        _ => Ty::newtype(ty(rng, depth - 1)),
    }
}

/// A type that takes at least one byte.
pub(crate) fn element(rng: &mut Rng, depth: usize) -> Ty {
    let ty = ty(rng, depth);
    if ty.least() == 0 {
        Ty::Int(int(rng))
    } else {
        ty
    }
}

pub(crate) fn scalar(rng: &mut Rng) -> Ty {
    match rng.below(16) {
        0 => Ty::Bool,
        1 => Ty::Char,
        2 => Ty::Text,
        3 => Ty::Float(32),
        4 => Ty::Float(64),
        5 if rng.one_in(3) => Ty::Unit,
        6 => Ty::List(Box::new(Ty::BYTE)),
        7 if rng.one_in(2) => tags(rng),
        _ => Ty::Int(int(rng)),
    }
}

pub(crate) fn int(rng: &mut Rng) -> Int {
    let bits = rng.pick(&[8, 8, 16, 16, 32, 64, 128]);
    Int {
        bits,
        signed: rng.one_in(3),
        varint: bits > 8 && rng.one_in(4),
    }
}

fn structure(rng: &mut Rng, depth: usize) -> Ty {
    let mut ty = Struct {
        fields: Vec::new(),
        groups: Vec::new(),
    };
    let (count, depth) = match rng.one_in(30) {
        true => (rng.within(10, 40), 0),
        false => (rng.within(1, 4), depth),
    };
    for _ in 0..count {
        let name = new_name(rng, &ty);
        let field = field(rng, &name, depth);
        ty.fields.push(field);
    }
    for _ in 0..rng.below(4).saturating_sub(1) {
        let group = group(rng, &ty, depth);
        ty.groups.push(group);
    }
    for _ in 0..rng.below(8).saturating_sub(4) {
        add_alias(rng, &mut ty);
    }
    Ty::Struct(ty)
}

/// Gives some field or subsection a name that older builds wrote.
pub(crate) fn add_alias(rng: &mut Rng, ty: &mut Struct) {
    let alias = new_name(rng, ty);
    let count = ty.fields.len();
    let field = match rng.below(count + ty.groups.len()) {
        index if index < count => &mut ty.fields[index],
        index => &mut ty.groups[index - count].field,
    };
    field.aliases.push(alias);
}

fn enumeration(rng: &mut Rng, depth: usize) -> Ty {
    let mut variants: Vec<Variant> = Vec::new();
    for _ in 0..rng.within(1, 4) {
        let variant = variant(rng, &variants, depth);
        variants.push(variant);
    }
    if rng.one_in(4) {
        let mut other = variant(rng, &variants, 0);
        make_other(rng, &mut other);
        variants.push(other);
    }
    Ty::Enum(variants)
}

/// An enum whose variants are nothing but tags.
pub(crate) fn tags(rng: &mut Rng) -> Ty {
    let Ty::Enum(mut variants) = enumeration(rng, 0) else {
        unreachable!("an enum was made")
    };
    variants
        .iter_mut()
        .for_each(|variant| variant.fields.clear());
    Ty::Enum(variants)
}

/// Makes the variant that stands for others.
pub(crate) fn make_other(rng: &mut Rng, variant: &mut Variant) {
    variant.fields.clear();
    variant.other = true;
    variant.keeps_tag = rng.one_in(2);
}

/// A name that the struct does not use.
pub(crate) fn new_name(rng: &mut Rng, ty: &Struct) -> String {
    loop {
        let short = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let name = match ty.fields.len() {
            0..6 => rng.pick(&short).into(),
            _ => format!("f{}", rng.below(99)),
        };
        if !ty.names().any(|known| *known == name) {
            return name;
        }
    }
}

pub(crate) fn field(rng: &mut Rng, name: &str, depth: usize) -> Field {
    let mut field = Field::new(name, ty(rng, depth));
    if rng.one_in(3) {
        field.default = Some(given(rng, &field.ty));
    }
    if rng.one_in(4) {
        field.range = range(rng, &field.ty);
        field.entries = entries(rng, &field.ty);
    }
    if rng.one_in(6) {
        field.max_len = max_len(rng, &field.ty);
    }
    field.fill = fill(rng, &field.ty);
    field.ignorable = rng.one_in(12);
    field
}

/// A subsection with a tag above those of the struct.
pub(crate) fn group(rng: &mut Rng, ty: &Struct, depth: usize) -> Group {
    let name = new_name(rng, ty);
    let mut field = field(rng, &name, depth);
    field.default = Some(match rng.one_in(3) {
        true => Given::Literal(json!(null)),
        false => given(rng, &field.ty),
    });
    let last = ty.groups.last().map_or(0, |group| group.tag);
    Group {
        tag: last + rng.within(1, 3) as u32,
        retired: false,
        field,
    }
}

pub(crate) fn variant(rng: &mut Rng, others: &[Variant], depth: usize) -> Variant {
    let is_name_free = |name: &str| {
        let names =
            |variant: &Variant| variant.name == name || variant.aliases.iter().any(|n| n == name);
        !others.iter().any(names)
    };
    let name = loop {
        let name = rng.pick(&["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]);
        if is_name_free(name) {
            break name;
        }
    };
    Variant {
        name: name.into(),
        tag: new_tag(rng, others),
        aliases: Vec::new(),
        other: false,
        keeps_tag: false,
        fields: (0..rng.below(3))
            .map(|i| field(rng, ["0", "1", "x"][i], depth))
            .collect(),
    }
}

pub(crate) fn new_tag(rng: &mut Rng, others: &[Variant]) -> u32 {
    loop {
        let tag = rng.pick(&[0, 1, 2, 3, 4, 5, 6, 127, 128, 300, u32::MAX]);
        if !others.iter().any(|other| other.tag == tag) {
            return tag;
        }
    }
}

/// A default of a type, mostly one that fits it.
pub(crate) fn given(rng: &mut Rng, ty: &Ty) -> Given {
    if rng.one_in(6) {
        return Given::Computed;
    }
    match ty {
        _ if rng.one_in(3) => Given::Zero,
        Ty::Bool => Given::Literal(json!(rng.one_in(2))),
        Ty::Char => Given::Literal(json!(rng.pick(&["x", "é"]))),
        Ty::Text => Given::Literal(json!(rng.pick(&["", "abc", "ünï"]))),
        Ty::Int(_) => Given::Literal(rng.pick(&[json!(0), json!(5), json!(300), json!(-1)])),
        Ty::Float(_) => Given::Literal(rng.pick(&[json!(0), json!(3), json!(-2.5), json!(1e9)])),
        Ty::List(inner) if **inner == Ty::BYTE => Given::Literal(json!(rng.pick(&["", "c3a9"]))),
        Ty::List(inner) => {
            let parts = vec![&**inner; rng.below(3)];
            several(rng, &parts)
        }
        Ty::Array(inner, len) => several(rng, &vec![&**inner; *len]),
        Ty::Tuple(parts) => several(rng, &parts.iter().collect::<Vec<_>>()),
        Ty::Opt(inner) => match (rng.one_in(2), given(rng, inner)) {
            (false, Given::Literal(json)) if matches!(**inner, Ty::Unit | Ty::Opt(_)) => {
                Given::Literal(json!({ "some": json }))
            }
            (false, Given::Literal(json)) => Given::Literal(json),
            _ => Given::Literal(json!(null)),
        },
        Ty::Struct(ty) => {
            let present = ty
                .groups
                .iter()
                .filter(|group| !group.retired && rng.one_in(3));
            let groups: Vec<_> = present.map(|group| &group.field).collect();
            members(rng, ty.fields.iter().chain(groups))
        }
        Ty::Enum(variants) => {
            let variant = rng.pick(&variants.iter().collect::<Vec<_>>());
            match (variant.fields.as_slice(), members(rng, &variant.fields)) {
                ([], _) => Given::Literal(json!(variant.name)),
                (_, Given::Literal(fields)) => Given::Literal(json!({ &variant.name: fields })),
                (_, unknown) => unknown,
            }
        }
        Ty::Unit => Given::Literal(json!(null)),
        Ty::Set(_) | Ty::Map(..) => Given::Zero,
    }
}

/// A literal of these fields, where each has one.
fn members<'t>(rng: &mut Rng, fields: impl IntoIterator<Item = &'t Field>) -> Given {
    let member = |field: &Field| match given(rng, &field.ty) {
        Given::Literal(json) => Some((field.name.clone(), json)),
        _ => None,
    };
    let members: Option<Map<_, _>> = fields.into_iter().map(member).collect();
    members.map_or(Given::Zero, |members| Given::Literal(members.into()))
}

/// A literal of these parts, where each has one.
fn several(rng: &mut Rng, parts: &[&Ty]) -> Given {
    let parts: Option<Vec<_>> = parts
        .iter()
        .map(|ty| match given(rng, ty) {
            Given::Literal(json) => Some(json),
            _ => None,
        })
        .collect();
    parts.map_or(Given::Zero, |parts| Given::Literal(json!(parts)))
}

pub(crate) fn fill(rng: &mut Rng, ty: &Ty) -> Option<Given> {
    match ty {
        Ty::Array(element, _) if rng.one_in(3) => Some(given(rng, element)),
        _ => None,
    }
}

/// All of them are values of an f32 too. Above the greatest of those that are finite, an
/// f64 has no digits behind the point.
const RANGE_ENDS: [f64; 9] = [
    -65536.5,
    -1.5,
    0.0,
    0.5,
    1.0,
    65536.0,
    (1_u64 << 52) as f64,
    (1_u64 << 55) as f64,
    f64::INFINITY,
];

/// A range for the numbers of a type, with room for a few at least.
pub(crate) fn range(rng: &mut Rng, ty: &Ty) -> Option<Range> {
    match ty {
        Ty::Opt(part) | Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => range(rng, part),
        Ty::Struct(_) => {
            let range = range(rng, &ty.as_newtype()?.ty)?;
            has_any(ty, range).then_some(range)
        }
        Ty::Int(int) => {
            let (least, top) = (Number::from(int.min()), Number::Natural(int.max()));
            let small = [0, 1, 5, 16, 100, 127, 255, 1 << 20, -1, -5, -128, i128::MAX];
            let great = [1 << 127, u128::MAX - 1].map(Number::Natural);
            let limits: Vec<_> = small.map(Number::from).into_iter().chain(great).collect();
            let mut limit = || Some(rng.pick(&limits).clamp(least, top));
            let (a, b) = (limit(), limit());
            let nonzero = rng.one_in(4);
            let zero = Some(Number::Natural(0));
            Some(match rng.below(5) {
                0 => Range::Ints(None, b, nonzero && b != zero),
                1 => Range::Ints(a, None, nonzero),
                2 => Range::Ints(None, None, true),
                _ => Range::Ints(a.min(b), a.max(b), nonzero && a != b),
            })
        }
        Ty::Float(_) => {
            let mut limit = || rng.pick(&RANGE_ENDS);
            let (a, b) = (limit(), limit());
            Some(match rng.below(4) {
                0 => Range::Floats(None, Some(b)),
                1 => Range::Floats(Some(a), None),
                _ => Range::Floats(Some(a.min(b)), Some(a.max(b))),
            })
        }
        _ => None,
    }
}

/// Ranges for the keys and values of a map.
pub(crate) fn entries(rng: &mut Rng, ty: &Ty) -> [Option<Range>; 2] {
    let mut of = |ty: &Ty| match rng.one_in(2) {
        true => range(rng, ty),
        false => None,
    };
    map_in(ty).map_or([None; 2], |entry| entry.map(&mut of))
}

pub(crate) fn max_len(rng: &mut Rng, ty: &Ty) -> Option<usize> {
    match ty {
        Ty::Opt(inner) | Ty::Array(inner, _) => max_len(rng, inner),
        Ty::Text | Ty::List(_) | Ty::Set(_) | Ty::Map(..) => Some(rng.within(2, 6)),
        _ => None,
    }
}
