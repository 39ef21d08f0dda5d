//! The parts of structs, tuples and variants, and what they mean to others.

use super::meaning::{Side, StandIn, Translated, Translation, is_optional};
use super::model::{Field, Group, Ty};
use super::val::Val;
use super::valid::as_made;

/// Fields and subsections.
pub(crate) struct Parts {
    fields: Vec<Part>,
    groups: Vec<Group>,
}

struct Part {
    /// With nothing but name and type, if it is the element of a tuple.
    field: Field,
    is_element: bool,
}

impl Part {
    fn side(&self) -> Side<'_> {
        match self.is_element {
            true => Side::plain(&self.field.ty),
            false => Side::of(&self.field),
        }
    }
}

impl Parts {
    pub(crate) fn of(ty: &Ty) -> Option<Self> {
        match ty {
            Ty::Struct(ty) => Some(Self {
                groups: ty.groups.clone(),
                ..Self::of_fields(&ty.fields)
            }),
            Ty::Tuple(parts) => {
                let parts = parts.iter().enumerate().map(|(index, ty)| Part {
                    field: Field::new(&index.to_string(), ty.clone()),
                    is_element: true,
                });
                Some(Self {
                    fields: parts.collect(),
                    groups: Vec::new(),
                })
            }
            _ => None,
        }
    }

    pub(crate) fn of_fields(fields: &[Field]) -> Self {
        let fields = fields.iter().map(|field| Part {
            field: field.clone(),
            is_element: false,
        });
        Self {
            fields: fields.collect(),
            groups: Vec::new(),
        }
    }

    /// The values of the fields and of the subsections.
    pub(crate) fn values(val: &Val) -> (&[Val], &[Option<Val>]) {
        match val {
            Val::Struct(fields, groups) => (fields, groups),
            Val::Seq(items) => (items, &[]),
            other => panic!("no struct: {other:?}"),
        }
    }

    /// Nobody writes what is retired.
    pub(crate) fn is_written(&self, index: usize) -> bool {
        match index.checked_sub(self.fields.len()) {
            Some(group) => !self.groups[group].retired,
            None => true,
        }
    }

    /// Whether a part may be one of the reader's. What is retired is there only if a
    /// conversion has left it, and goes on as it is.
    fn may_be(&self, index: usize, reader: &Parts, of_reader: usize) -> bool {
        let group = of_reader.checked_sub(reader.fields.len());
        let is_same = group.is_some_and(|group| reader.groups[group].field.ty == *self.ty(index));
        self.is_written(index) || is_same
    }

    /// The type of the part at a place.
    pub(crate) fn ty(&self, index: usize) -> &Ty {
        match index.checked_sub(self.fields.len()) {
            Some(group) => &self.groups[group].field.ty,
            None => &self.fields[index].field.ty,
        }
    }

    pub(crate) fn names(&self) -> Vec<Names> {
        let groups = self.groups.iter().map(|group| &group.field);
        let fields = self.fields.iter().map(|part| &part.field).chain(groups);
        fields
            .map(|field| (field.name.clone(), field.aliases.clone()))
            .collect()
    }
}

/// A name and its aliases.
pub(crate) type Names = (String, Vec<String>);

/// Which of the writer's names mean the same as the reader's.
pub(crate) struct Pairing {
    /// For each of the reader's.
    pub(crate) found: Vec<Option<usize>>,
    /// The writer's that are one of the reader's, or may be.
    pub(crate) used: Vec<usize>,
    /// The names, of either side, that several of the other side may be.
    pub(crate) unclear: Vec<String>,
}

pub(crate) fn pair_up(
    from: &[Names],
    to: &[Names],
    is_allowed: impl Fn(usize, usize) -> bool,
) -> Pairing {
    let mut found = vec![None; to.len()];
    let (mut used, mut taken, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
    let stages: [fn(&Names, &Names) -> bool; 3] = [
        |from, to| from.0 == to.0,
        |from, to| to.1.contains(&from.0),
        |from, to| from.1.contains(&to.0),
    ];
    for is_same in stages {
        let all = (0..from.len()).flat_map(|a| (0..to.len()).map(move |b| (a, b)));
        let is_free = |(a, b): &(usize, usize)| !used.contains(a) && !taken.contains(b);
        let pairs: Vec<_> = all
            .filter(is_free)
            .filter(|(a, b)| is_same(&from[*a], &to[*b]) && is_allowed(*a, *b))
            .collect();
        for (a, b) in &pairs {
            let of_a = pairs.iter().filter(|(other, _)| other == a).count();
            let of_b = pairs.iter().filter(|(_, other)| other == b).count();
            if of_a == 1 && of_b == 1 {
                found[*b] = Some(*a);
            }
            if of_a > 1 {
                unclear.push(from[*a].0.clone());
            }
            if of_b > 1 {
                unclear.push(to[*b].0.clone());
            }
        }
        used.extend(pairs.iter().map(|(a, _)| *a));
        taken.extend(pairs.iter().map(|(_, b)| *b));
    }
    Pairing {
        found,
        used,
        unclear,
    }
}

/// The state in a part of the writer.
enum State<'a> {
    /// Of this type.
    Is(&'a Ty, Val),
    /// A subsection is absent, and only the writer's program knows what that
    /// means.
    Unknown,
}

impl Translation {
    pub(crate) fn parts(
        &mut self,
        from: &Parts,
        fields: &[Val],
        groups: &[Option<Val>],
        to: &Parts,
    ) -> Option<(Vec<Val>, Vec<Option<Val>>)> {
        let Pairing {
            found,
            used,
            unclear,
        } = pair_up(&from.names(), &to.names(), |a, b| from.may_be(a, to, b));
        self.lose_unclear(&unclear)?;
        let new_fields: Vec<_> = (to.fields.iter().zip(&found))
            .map(|(part, found)| self.new_field(from, fields, groups, part, *found))
            .collect();
        let found_groups = &found[to.fields.len()..];
        let new_groups: Vec<_> = (to.groups.iter().zip(found_groups))
            .map(|(group, found)| self.new_group(from, fields, groups, group, *found))
            .collect();
        let dropped =
            (0..from.fields.len() + from.groups.len()).filter(|index| !used.contains(index));
        let fine = dropped.map(|index| self.dropped(from, fields, groups, index));
        let fine = fine
            .collect::<Vec<_>>()
            .into_iter()
            .all(|fine| fine.is_some());
        let new_fields: Option<Vec<_>> = new_fields.into_iter().collect();
        let new_groups: Option<Vec<_>> = new_groups.into_iter().collect();
        fine.then_some((new_fields?, new_groups?))
    }

    pub(crate) fn lose_unclear(&mut self, unclear: &[String]) -> Option<()> {
        let lost = unclear.iter().map(|name| self.at(name, Self::lose));
        lost.last().unwrap_or(Some(()))
    }

    fn new_field(
        &mut self,
        from: &Parts,
        fields: &[Val],
        groups: &[Option<Val>],
        to: &Part,
        found: Option<usize>,
    ) -> Translated {
        self.at(&to.field.name, |t| {
            let default = match to.is_element {
                true => None,
                false => Self::default_of(&to.field),
            };
            let mut stand_in = |default: Option<StandIn>| match default {
                Some(StandIn::Known(val)) => Some(val),
                Some(StandIn::Computed) => t.computed(),
                None => t.lose(),
            };
            let Some(index) = found else {
                return stand_in(default);
            };
            if let Some(part) = from.fields.get(index) {
                return t.convert(part.side(), &fields[index], to.side());
            }
            let index = index - from.fields.len();
            let group = &from.groups[index];
            let opt = Ty::opt(group.field.ty.clone());
            match state(group, &groups[index], &opt) {
                State::Is(ty, val) => t.convert(side_of(group, ty), &val, to.side()),
                State::Unknown => stand_in(default),
            }
        })
    }

    /// `Some(None)` is a subsection that is absent.
    fn new_group(
        &mut self,
        from: &Parts,
        fields: &[Val],
        groups: &[Option<Val>],
        to: &Group,
        found: Option<usize>,
    ) -> Option<Option<Val>> {
        let may_be_absent =
            to.retired || to.field.has_null_default() || Self::default_of(&to.field).is_some();
        let absent = |t: &mut Self| match may_be_absent {
            true => Some(None),
            false => t.lose(),
        };
        let Some(index) = found else {
            return self.at(&to.field.name, absent);
        };
        self.at(&to.field.name, |t| {
            if let Some(part) = from.fields.get(index) {
                return match to.retired {
                    true => t
                        .convert(part.side(), &fields[index], Side::of(&to.field))
                        .map(Some),
                    false => t.group_from(part.side(), &fields[index], to),
                };
            }
            let index = index - from.fields.len();
            let (group, payload) = (&from.groups[index], &groups[index]);
            if to.retired {
                let Some(payload) = payload else {
                    return Some(None);
                };
                return t
                    .convert(Side::of(&group.field), payload, Side::of(&to.field))
                    .map(Some);
            }
            let opt = Ty::opt(group.field.ty.clone());
            match state(group, payload, &opt) {
                State::Is(ty, val) => {
                    let val = t.group_from(side_of(group, ty), &val, to)?;
                    // An option that got a default says `None` by absence.
                    let is_free = !is_optional(ty) || is_optional(&to.field.ty);
                    let is_absent = is_free && payload.is_none();
                    Some(val.filter(|val| !(is_absent && is_default(&to.field, val))))
                }
                State::Unknown => absent(t),
            }
        })
    }

    fn group_from(&mut self, from: Side<'_>, val: &Val, to: &Group) -> Option<Option<Val>> {
        let is_none = to.field.has_null_default();
        if !is_none && (!is_optional(from.ty) || is_optional(&to.field.ty)) {
            return self.convert(from, val, Side::of(&to.field)).map(Some);
        }
        // Absence is what `None` becomes.
        let opt = Ty::opt(to.field.ty.clone());
        match self.convert(from, val, Side::of(&to.field).content(&opt))? {
            Val::Opt(content) => Some(content.map(|content| *content)),
            other => panic!("no option: {other:?}"),
        }
    }

    /// A part that the reader does not have.
    fn dropped(
        &mut self,
        from: &Parts,
        fields: &[Val],
        groups: &[Option<Val>],
        index: usize,
    ) -> Option<()> {
        if let Some(part) = from.fields.get(index) {
            let is_default = match Self::default_of(&part.field) {
                Some(StandIn::Known(default)) => {
                    let ty = &part.field.ty;
                    as_made(ty, &default) == as_made(ty, &fields[index])
                }
                _ => false,
            };
            return match part.field.ignorable || (is_default && !part.is_element) {
                true => Some(()),
                false => self.at(&part.field.name, Self::lose),
            };
        }
        let index = index - from.fields.len();
        let field = &from.groups[index].field;
        match field.ignorable || groups[index].is_none() {
            true => Some(()),
            false => self.at(&field.name, Self::lose),
        }
    }
}

fn is_default(field: &Field, val: &Val) -> bool {
    !field.has_null_default()
        && matches!(Translation::default_of(field), Some(StandIn::Known(default)) if default == *val)
}

/// The side of what a subsection says.
fn side_of<'a>(group: &'a Group, ty: &'a Ty) -> Side<'a> {
    Side {
        fill: Some(&group.field).filter(|field| field.ty == *ty),
        ..Side::plain(ty)
    }
}

/// What a subsection, present or not, says. `opt` is the option of its type.
fn state<'a>(group: &'a Group, payload: &Option<Val>, opt: &'a Ty) -> State<'a> {
    let field = &group.field;
    match payload {
        Some(val) if group.retired => State::Is(&field.ty, val.clone()),
        None if group.retired => State::Unknown,
        Some(val) if field.has_null_default() => State::Is(opt, Val::some(val.clone())),
        Some(val) => State::Is(&field.ty, val.clone()),
        None if field.has_null_default() => State::Is(opt, Val::Opt(None)),
        None => match Translation::default_of(field) {
            Some(StandIn::Known(val)) => State::Is(&field.ty, val),
            _ => State::Unknown,
        },
    }
}
