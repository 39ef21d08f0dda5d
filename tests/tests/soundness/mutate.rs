//! Random changes of a device, of the kinds that people make.

use serde_json::json;

use super::generate::{
    self, add_alias, field, given, group, make_other, new_name, new_tag, variant,
};
use super::model::{Device, Field, Given, Group, Struct, Ty, Variant};
use super::mutate_type::change_type;
use super::rng::Rng;
use super::settle::{is_valid, settle};

/// The device after one to three changes. It still has values.
pub(crate) fn device(rng: &mut Rng, old: &Device) -> Device {
    loop {
        let mut new = old.clone();
        for _ in 0..rng.pick(&[1, 1, 1, 2, 2, 3]) {
            match rng.below(40) {
                0 => new.version = rng.within(1, 3) as u32,
                1 => {
                    new.version = rng.within(1, 4) as u32;
                    new.oldest = new.version;
                }
                2 if rng.one_in(4) => new.name = "other".into(),
                _ => mutate(rng, &mut new.ty),
            }
        }
        new.oldest = new.oldest.min(new.version);
        settle(&mut new.ty);
        if is_valid(&new.ty) {
            return new;
        }
    }
}

/// Changes a type, or something within it.
fn mutate(rng: &mut Rng, ty: &mut Ty) {
    let here = rng.one_in(3);
    match ty {
        Ty::Struct(inner) if inner.fields.is_empty() && inner.groups.is_empty() => {
            change_struct(rng, inner);
        }
        Ty::Struct(_) if here && rng.one_in(6) => change_type(rng, ty),
        Ty::Struct(inner) if here => change_struct(rng, inner),
        Ty::Struct(inner) => {
            let count = inner.fields.len();
            match rng.below(count + inner.groups.len()) {
                index if index < count => mutate_field(rng, &mut inner.fields[index]),
                index => mutate_field(rng, &mut inner.groups[index - count].field),
            }
        }
        Ty::Enum(_) if here && rng.one_in(6) => change_type(rng, ty),
        Ty::Enum(variants) if here => change_enum(rng, variants),
        Ty::Enum(variants) => {
            let index = rng.below(variants.len());
            change_variant(rng, variants, index);
        }
        Ty::Opt(inner) | Ty::List(inner) | Ty::Set(inner) | Ty::Array(inner, _) if !here => {
            mutate(rng, inner);
        }
        Ty::Map(key, value) if !here => {
            let part = if rng.one_in(2) { key } else { value };
            mutate(rng, part);
        }
        Ty::Tuple(parts) if !here && !parts.is_empty() => {
            let index = rng.below(parts.len());
            mutate(rng, &mut parts[index]);
        }
        _ => change_type(rng, ty),
    }
}

fn mutate_field(rng: &mut Rng, field: &mut Field) {
    if matches!(field.ty, Ty::Array(..)) && rng.one_in(3) {
        return resize(rng, field);
    }
    match rng.below(11) {
        0 => {
            field.range = generate::range(rng, &field.ty);
            field.entries = generate::entries(rng, &field.ty);
        }
        1 => (field.range, field.entries) = (None, [None; 2]),
        2 => field.max_len = generate::max_len(rng, &field.ty),
        3 => field.max_len = None,
        4 => field.ignorable = !field.ignorable,
        _ => mutate(rng, &mut field.ty),
    }
}

/// Changes the length of an array.
fn resize(rng: &mut Rng, field: &mut Field) {
    if let Ty::Array(element, len) = &mut field.ty {
        *len = rng.within(1, 6);
        if !rng.one_in(4) {
            field.fill = Some(given(rng, element));
        }
    }
}

fn change_struct(rng: &mut Rng, ty: &mut Struct) {
    let index = |rng: &mut Rng, len: usize| (len > 0).then(|| rng.below(len));
    let (at, at_group) = (index(rng, ty.fields.len()), index(rng, ty.groups.len()));
    match (rng.below(21), at, at_group) {
        (0 | 1, ..) => add_field(rng, ty),
        (2, Some(at), _) => drop(ty.fields.remove(at)),
        (3, Some(at), _) => rename(rng, ty, |ty| &mut ty.fields[at]),
        (3, _, Some(at)) => rename(rng, ty, |ty| &mut ty.groups[at].field),
        (4, Some(at), _) => {
            let other = rng.below(ty.fields.len());
            ty.fields.swap(at, other);
        }
        (5 | 6, Some(at), _) => field_to_group(rng, ty, at),
        (7, _, Some(at)) => group_to_field(rng, ty, at),
        (8, _, Some(at)) => drop(ty.groups.remove(at)),
        (9, ..) => {
            let group = group(rng, ty, 1);
            insert_group(rng, ty, group.field, false);
        }
        (10, _, Some(at)) => {
            let Group { field, retired, .. } = ty.groups.remove(at);
            insert_group(rng, ty, field, retired);
        }
        (11, Some(at), _) => {
            let field = ty.fields.remove(at);
            retire(rng, ty, field);
        }
        (11, None, Some(at)) => {
            let field = ty.groups.remove(at).field;
            retire(rng, ty, field);
        }
        // One field takes the place of another.
        (14, Some(at), _) if ty.fields.len() > 1 => {
            let Field { name, .. } = ty.fields.remove(at);
            let heir = rng.below(ty.fields.len());
            ty.fields[heir].aliases.push(name);
        }
        (15, Some(at), _) => take_alias(&mut ty.fields[at]),
        (15, _, Some(at)) => take_alias(&mut ty.groups[at].field),
        (16, Some(_), _) => add_alias(rng, ty),
        // All change places.
        (17 | 18, Some(_), _) if ty.fields.len() > 6 => ty.fields.reverse(),
        // Two become one, which has the names of both.
        (19, Some(at), _) if ty.fields.len() > 1 => {
            let Field { name, .. } = ty.fields.remove(at);
            let heir = rng.below(ty.fields.len());
            ty.fields[heir].aliases.push(name);
            rename(rng, ty, |ty| &mut ty.fields[heir]);
        }
        (17, Some(at), _) => {
            let mut twin = ty.fields[at].clone();
            if let Some(name) = twin.aliases.pop() {
                twin.name = name;
                twin.aliases.clear();
                ty.fields[at].aliases.pop();
                ty.fields.push(twin);
            }
        }
        (12, _, Some(at)) if !ty.groups[at].retired => {
            let field = &mut ty.groups[at].field;
            field.default = Some(given(rng, &field.ty));
        }
        (_, Some(at), _) => {
            let field = &mut ty.fields[at];
            field.default = (!rng.one_in(3)).then(|| given(rng, &field.ty));
        }
        _ => add_field(rng, ty),
    }
}

fn add_field(rng: &mut Rng, ty: &mut Struct) {
    let at = rng.below(ty.fields.len() + 1);
    let is_positional = ty
        .fields
        .iter()
        .all(|field| field.name.parse::<u8>().is_ok());
    let name = match is_positional && !ty.fields.is_empty() {
        true => ty.fields.len().to_string(),
        false => new_name(rng, ty),
    };
    if ty.names().any(|known| *known == name) {
        return;
    }
    let mut field = field(rng, &name, 1);
    if field.default.is_none() && !rng.one_in(3) {
        field.default = Some(given(rng, &field.ty));
    }
    ty.fields.insert(at, field);
}

/// Mostly with an alias.
fn rename(rng: &mut Rng, ty: &mut Struct, field: impl Fn(&mut Struct) -> &mut Field) {
    let name = new_name(rng, ty);
    let field = field(ty);
    let old = std::mem::replace(&mut field.name, name);
    if !rng.one_in(4) {
        field.aliases.push(old);
    }
}

/// Goes back to an older name; the newer one is then the other.
fn take_alias(field: &mut Field) {
    if let Some(alias) = field.aliases.first_mut() {
        std::mem::swap(alias, &mut field.name);
    }
}

fn field_to_group(rng: &mut Rng, ty: &mut Struct, at: usize) {
    let mut field = ty.fields.remove(at);
    match field.ty {
        Ty::Opt(inner) if !rng.one_in(3) => {
            field.ty = *inner;
            field.default = Some(Given::Literal(json!(null)));
        }
        _ if rng.one_in(4) => field.default = Some(Given::Literal(json!(null))),
        _ => field.default = Some(given(rng, &field.ty)),
    }
    insert_group(rng, ty, field, false);
}

fn group_to_field(rng: &mut Rng, ty: &mut Struct, at: usize) {
    let mut field = ty.groups.remove(at).field;
    if field.has_null_default() {
        if !rng.one_in(4) {
            field.ty = Ty::opt(field.ty);
        }
        field.default = rng.one_in(2).then(|| given(rng, &field.ty));
    } else if rng.one_in(2) {
        field.default = None;
    }
    let at = rng.below(ty.fields.len() + 1);
    ty.fields.insert(at, field);
}

fn retire(rng: &mut Rng, ty: &mut Struct, old: Field) {
    let mut field = Field::new(&old.name, old.ty);
    if rng.one_in(6) {
        mutate(rng, &mut field.ty);
    }
    insert_group(rng, ty, field, true);
}

/// Adds a subsection under a new tag.
fn insert_group(rng: &mut Rng, ty: &mut Struct, field: Field, retired: bool) {
    let tag = loop {
        let tag = rng.within(1, 200) as u32;
        if !ty.groups.iter().any(|group| group.tag == tag) {
            break tag;
        }
    };
    ty.groups.push(Group {
        tag,
        retired,
        field,
    });
    ty.groups.sort_by_key(|group| group.tag);
}

fn change_enum(rng: &mut Rng, variants: &mut Vec<Variant>) {
    let at = rng.below(variants.len());
    match rng.below(6) {
        0 | 1 => {
            let variant = variant(rng, variants, 1);
            let place = rng.below(variants.len() + 1);
            variants.insert(place, variant);
        }
        2 if variants.len() > 1 => drop(variants.remove(at)),
        3 => variants[at].tag = new_tag(rng, variants),
        4 => {
            if variants.len() > 2 && rng.one_in(3) {
                let Variant { name, .. } = variants.remove((at + 1) % variants.len());
                let heir = at.min(variants.len() - 1);
                variants[heir].aliases.push(name);
            }
            let at = at.min(variants.len() - 1);
            let renamed = variant(rng, variants, 0);
            let old = std::mem::replace(&mut variants[at].name, renamed.name);
            if !rng.one_in(4) {
                variants[at].aliases.push(old);
            }
        }
        _ => match variants.iter().position(|variant| variant.other) {
            Some(other) if rng.one_in(2) => {
                variants[other].other = false;
                variants[other].keeps_tag = false;
            }
            Some(other) => variants[other].keeps_tag = !variants[other].keeps_tag,
            None => {
                let mut other = variant(rng, variants, 0);
                make_other(rng, &mut other);
                variants.push(other);
            }
        },
    }
}

fn change_variant(rng: &mut Rng, variants: &mut [Variant], at: usize) {
    let variant = &mut variants[at];
    if variant.other {
        return;
    }
    let mut fields = Struct {
        fields: std::mem::take(&mut variant.fields),
        groups: Vec::new(),
    };
    match rng.below(3) {
        0 => change_struct(rng, &mut fields),
        _ if fields.fields.is_empty() => add_field(rng, &mut fields),
        _ => {
            let at = rng.below(fields.fields.len());
            mutate_field(rng, &mut fields.fields[at]);
        }
    }
    // Variants have no subsections.
    let groups = fields.groups.into_iter().map(|group| group.field);
    variant.fields = fields.fields.into_iter().chain(groups).collect();
}
