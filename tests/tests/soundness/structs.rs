//! The parts of structs, tuples and variants, and what they mean to others.

use super::meaning::{Side, StandIn, Translated, Translation, is_optional};
use super::model::{Field, Group, Ty};
use super::val::Val;

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

    /// The type of the field that means the same as `field`.
    pub(crate) fn named_like(&self, field: &Field) -> Option<&Ty> {
        let is_same = |part: &&Part| {
            let other = &part.field;
            field.name == other.name
                || field.aliases.contains(&other.name)
                || other.aliases.contains(&field.name)
        };
        self.fields.iter().find(is_same).map(|part| &part.field.ty)
    }

    fn names(&self) -> Vec<Names> {
        let groups = self.groups.iter().map(|group| &group.field);
        let fields = self.fields.iter().map(|part| &part.field).chain(groups);
        fields
            .map(|field| (field.name.clone(), field.aliases.clone()))
            .collect()
    }
}

/// A name and its aliases.
pub(crate) type Names = (String, Vec<String>);

/// For each of the reader's names the writer's that means the same.
pub(crate) fn pair_up(
    from: &[Names],
    to: &[Names],
    is_allowed: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let mut found = vec![None; to.len()];
    for with_aliases in [false, true] {
        for (index, (name, aliases)) in to.iter().enumerate() {
            let is_same = |(other, others): &Names| match with_aliases {
                false => name == other,
                true => aliases.contains(other) || others.contains(name),
            };
            let is_free = |from: &usize| !found.contains(&Some(*from));
            let same = (0..from.len()).filter(|i| is_same(&from[*i]) && is_allowed(*i, index));
            if found[index].is_none() {
                let same = same.filter(is_free).min();
                found[index] = same;
            }
        }
    }
    found
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
        // Nobody writes what is retired.
        let is_written = |index: usize| match index.checked_sub(from.fields.len()) {
            Some(group) => !from.groups[group].retired,
            None => true,
        };
        let found = pair_up(&from.names(), &to.names(), |index, _| is_written(index));
        let new_fields: Vec<_> = (to.fields.iter().zip(&found))
            .map(|(part, found)| self.new_field(from, fields, groups, part, *found))
            .collect();
        let found_groups = &found[to.fields.len()..];
        let new_groups: Vec<_> = (to.groups.iter().zip(found_groups))
            .map(|(group, found)| self.new_group(from, fields, groups, group, *found))
            .collect();
        let dropped = (0..from.fields.len() + from.groups.len())
            .filter(|index| is_written(*index) && !found.contains(&Some(*index)));
        let fine = dropped.map(|index| self.dropped(from, fields, groups, index));
        let fine = fine
            .collect::<Vec<_>>()
            .into_iter()
            .all(|fine| fine.is_some());
        let new_fields: Option<Vec<_>> = new_fields.into_iter().collect();
        let new_groups: Option<Vec<_>> = new_groups.into_iter().collect();
        fine.then_some((new_fields?, new_groups?))
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
                State::Is(ty, val) => t.convert(Side::plain(ty), &val, to.side()),
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
        let Some(index) = found else {
            return Some(None);
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
                    let val = t.group_from(Side::plain(ty), &val, to)?;
                    // An option that got a default says `None` by absence.
                    let is_free = !is_optional(ty) || is_optional(&to.field.ty);
                    let is_absent = is_free && payload.is_none();
                    Some(val.filter(|val| !(is_absent && is_default(&to.field, val))))
                }
                State::Unknown => Some(None),
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
                Some(StandIn::Known(default)) => default == fields[index],
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

/// What a subsection, present or not, says. `opt` is the option of its type.
fn state<'a>(group: &'a Group, payload: &Option<Val>, opt: &'a Ty) -> State<'a> {
    let field = &group.field;
    match payload {
        Some(val) if field.has_null_default() => State::Is(opt, Val::some(val.clone())),
        Some(val) => State::Is(&field.ty, val.clone()),
        None if field.has_null_default() => State::Is(opt, Val::Opt(None)),
        None => match Translation::default_of(field) {
            Some(StandIn::Known(val)) => State::Is(&field.ty, val),
            _ => State::Unknown,
        },
    }
}
