//! Structs and enums.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::make::{Goal, Maker, option_of};
use super::places::Turn;
use super::room::{MOST_VALUES, Made, Room, Stop};
use super::values::{put_subsections, unknown_tags};
use super::variety::{self, Variety};
use crate::resolve::domain::Bounded;
use crate::resolve::plan::{Absent, Arm, EnumStep, Located, Plan, Source, Step, Unknown};
use crate::schema::{EnumType, Field, Subsection, Variant};

/// Defaults up to this many bytes are tried.
const MOST_TRIED: usize = 1 << 16;

/// A struct, tuple or newtype.
pub(super) fn make(
    maker: &mut Maker,
    side: Bounded<'_>,
    located: &Located,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    let (sides, groups) = parts_of(side).ok_or(Stop::None)?;
    fields(maker, &sides, located, goal, room)?;
    subsections(maker, groups, located, goal, room)
}

/// The fields or parts of a struct or tuple, and its subsections.
fn parts_of(side: Bounded<'_>) -> Option<(Vec<Bounded<'_>>, &[Subsection])> {
    if let Some(field) = side.ty.as_newtype() {
        return Some((Vec::from([side.inside(field)]), &[]));
    }
    if let Some(ty) = side.ty.as_struct() {
        let sides = ty.fields().iter().map(Bounded::of_field);
        return Some((sides.collect(), ty.subsections()));
    }
    let parts = side.ty.as_tuple()?.iter().enumerate();
    Some((parts.map(|(i, part)| side.part(i, part)).collect(), &[]))
}

/// Values of which one part differs from that of the first.
pub(super) fn varied(
    maker: &mut Maker,
    side: Bounded<'_>,
    located: &Located,
    room: &Room,
) -> Variety {
    let Some((sides, groups)) = parts_of(side) else {
        return Variety::new();
    };
    let mut parts = varied_fields(maker, &sides, located, room);
    if !groups.is_empty() {
        parts.push(varied_subsections(maker, groups, located, room));
    }
    variety::one_by_one(&parts, room)
}

fn varied_fields(
    maker: &mut Maker,
    sides: &[Bounded<'_>],
    located: &Located,
    room: &Room,
) -> Vec<Variety> {
    // What becomes a subsection may be retired, so that whatever stays as it is there is left
    // out.
    let groups = located.subsections.reader.iter().flatten();
    let to_groups = groups.filter_map(|group| match &group.source {
        Some(Source::Field { index, .. }) => Some((*index, group.default.as_ref())),
        _ => None,
    });
    let to_groups: BTreeMap<usize, _> = to_groups.collect();
    let steps = steps_of(located, sides.len());
    let varied = sides.iter().zip(steps).enumerate();
    let varied = varied.map(|(index, (side, step))| {
        let step = step.map(|step| variety::of(maker, *side, step, room).unwrap_or_default());
        match (step, to_groups.get(&index)) {
            (Some(values), None) => values,
            (values, to_group) => {
                let mut values = values.unwrap_or_default();
                values.extend(to_group.copied().flatten().cloned());
                values.extend(variety::any(maker, *side, room));
                values
            }
        }
    });
    varied.collect()
}

/// As a plan takes them, and then one of them otherwise.
fn varied_subsections(
    maker: &mut Maker,
    groups: &[Subsection],
    located: &Located,
    room: &Room,
) -> Variety {
    let from = groups_of(located, groups.len());
    let readers = located.subsections.reader.iter().flatten();
    let defaults = readers.filter_map(|group| match &group.source {
        Some(Source::Subsection { index, .. }) => Some((*index, group.default.as_deref()?)),
        _ => None,
    });
    let defaults: BTreeMap<usize, &[u8]> = defaults.collect();
    let mut varied = Vec::new();
    for (index, (group, source)) in groups.iter().zip(from).enumerate() {
        let Ok(first) = payload(maker, group, source, Goal::Loads, room) else {
            return Variety::new();
        };
        let mut payloads = Vec::from([first, None]);
        let default = defaults
            .get(&index)
            .and_then(|default| default.strip_prefix(&[1]));
        payloads.extend(default.map(|default| Some(default.to_vec())));
        payloads.extend(present(maker, group, source, room).into_iter().map(Some));
        varied.push(payloads);
    }
    let encoded = varied.iter().enumerate().flat_map(|(at, payloads)| {
        let varied = &varied;
        payloads.iter().map(move |payload| {
            let first = |group: usize| varied.get(group).and_then(|all| all.first()?.as_ref());
            let of = |(group, subsection): (usize, &Subsection)| {
                let payload = if group == at {
                    payload.as_ref()
                } else {
                    first(group)
                };
                Some((subsection.tag(), payload?.clone()))
            };
            let all: Vec<_> = groups.iter().enumerate().filter_map(of).collect();
            let mut part = room.part();
            put_subsections(&all, &mut part).map(|()| part.into_bytes())
        })
    });
    encoded.map_while(Result::ok).take(MOST_VALUES).collect()
}

/// Payloads of a subsection.
fn present(maker: &mut Maker, group: &Subsection, source: Option<&Source>, room: &Room) -> Variety {
    let field = group.field();
    let Some(Source::Subsection {
        step,
        is_option,
        absent,
        ..
    }) = source
    else {
        return variety::any(maker, Bounded::of_field(field), room);
    };
    if *is_option {
        let ty = option_of(field);
        let options = variety::of(maker, Bounded::option_of(field, &ty), step, room);
        let contents = options.into_iter().flatten().filter_map(|option| {
            let content = option.strip_prefix(&[1])?;
            Some(content.to_vec())
        });
        return contents.collect();
    }
    let means = match absent {
        Absent::As(bytes) => bytes.to_vec(MOST_TRIED),
        Absent::Replaced(_) | Absent::Stays => None,
    };
    let payloads = variety::of(maker, Bounded::of_field(field), step, room);
    means
        .into_iter()
        .chain(payloads.unwrap_or_default())
        .collect()
}

fn sources(located: &Located) -> impl Iterator<Item = &Source> {
    let groups = located.subsections.reader.iter().flatten();
    let groups = groups.filter_map(|group| group.source.as_ref());
    located.reader.iter().chain(groups)
}

/// What becomes of each field, unless it is left out.
fn steps_of(located: &Located, count: usize) -> Vec<Option<&Step>> {
    let mut steps: Vec<Option<&Step>> = vec![None; count];
    let of_fields = sources(located).filter_map(|source| match source {
        Source::Field { index, step } => Some((*index, step)),
        _ => None,
    });
    let expected = located.expected.iter().map(|(index, step)| (*index, step));
    for (index, step) in of_fields.chain(expected) {
        if let Some(slot) = steps.get_mut(index) {
            *slot = Some(step);
        }
    }
    steps
}

/// Where each subsection goes, if the reader has it.
fn groups_of(located: &Located, count: usize) -> Vec<Option<&Source>> {
    let mut from: Vec<Option<&Source>> = vec![None; count];
    for source in sources(located) {
        if let Source::Subsection { index, .. } = source
            && let Some(slot) = from.get_mut(*index)
        {
            *slot = Some(source);
        }
    }
    from
}

fn fields(
    maker: &mut Maker,
    sides: &[Bounded<'_>],
    located: &Located,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    let steps = steps_of(located, sides.len());
    for (index, (side, step)) in sides.iter().zip(steps).enumerate() {
        let goal = match goal.next() {
            Some((Turn::Field(at), goal)) if at == index => goal,
            _ => Goal::Loads,
        };
        match step {
            Some(step) => maker.make(*side, step, goal, room)?,
            None => maker.values.first(*side, room)?,
        }
    }
    Ok(())
}

fn subsections(
    maker: &mut Maker,
    groups: &[Subsection],
    located: &Located,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    if groups.is_empty() {
        return Ok(());
    }
    let mut payloads = Vec::new();
    let from = groups_of(located, groups.len());
    for (index, (group, source)) in groups.iter().zip(from).enumerate() {
        let goal = match goal.next() {
            Some((Turn::Payload(at), goal)) if at == index => goal,
            _ => Goal::Loads,
        };
        if let Some(payload) = payload(maker, group, source, goal, room)? {
            payloads.push((group.tag(), payload));
        }
    }
    put_subsections(&payloads, room)
}

/// The payload of a subsection, unless it is to be absent.
fn payload(
    maker: &mut Maker,
    group: &Subsection,
    source: Option<&Source>,
    goal: Goal<'_>,
    room: &Room,
) -> Result<Option<Vec<u8>>, Stop> {
    let field = group.field();
    let Some(Source::Subsection {
        step,
        is_option,
        absent,
        ..
    }) = source
    else {
        // The reader does not have it.
        return match goal.is_here() {
            true => maker
                .values
                .made(Bounded::of_field(field), 0, room)
                .map(Some),
            false => Ok(None),
        };
    };
    // What is retired is there only where a conversion has left it, so mostly it is not.
    let loads_absent = match absent {
        Absent::As(bytes) => {
            let bytes = bytes.to_vec(MOST_TRIED);
            bytes.is_some_and(|bytes| Plan::try_step(step, &bytes).is_some())
        }
        Absent::Replaced(step) => !matches!(step, Step::Missing(_)),
        Absent::Stays => true,
    };
    match goal.next() {
        None if loads_absent => Ok(None),
        Some((Turn::Absent, _)) => Ok(None),
        _ if *is_option => some(maker, field, step, goal.inside(), room),
        _ => {
            let side = Bounded::of_field(field);
            maker.made(side, step, goal.inside(), room).map(Some)
        }
    }
}

/// The content of the option that the step takes.
fn some(
    maker: &mut Maker,
    field: &Field,
    step: &Step,
    goal: Goal<'_>,
    room: &Room,
) -> Result<Option<Vec<u8>>, Stop> {
    let ty = option_of(field);
    let mut option = maker.made(Bounded::option_of(field, &ty), step, goal, room)?;
    match option.first() {
        Some(1) => {
            option.remove(0);
            Ok(Some(option))
        }
        _ => Ok(None),
    }
}

/// A value of an enum.
pub(super) fn variant(
    maker: &mut Maker,
    ty: &EnumType,
    step: &EnumStep,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    let keeps = matches!(step.unknown, Unknown::Kept | Unknown::As(_));
    let arm = match goal.next() {
        Some((Turn::Arm(at), _)) => step.arms.get(at),
        Some(_) => None,
        None if goal.is_here() => None,
        None => step
            .arms
            .iter()
            .find(|(_, arm)| matches!(arm, Arm::Variant { .. })),
    };
    let Some((tag, arm)) = arm else {
        if !keeps && !goal.is_here() {
            return Err(Stop::None);
        }
        let free = unknown_tags(ty).find(|tag| is_free(step, *tag));
        let tag = free.ok_or(Stop::None)?;
        return room.varint(tag.into());
    };
    room.varint((*tag).into())?;
    let of_variant = ty.variant(*tag).map(Variant::fields).unwrap_or_default();
    match arm {
        Arm::Variant {
            fields: Step::Located(located),
            ..
        } => {
            let sides: Vec<_> = of_variant.iter().map(Bounded::of_field).collect();
            fields(maker, &sides, located, goal.inside(), room)
        }
        _ => maker.values.fields(of_variant, 0, room),
    }
}

/// Each variant, and two of those that nobody knows.
pub(super) fn variants(maker: &mut Maker, ty: &EnumType, step: &EnumStep, room: &Room) -> Variety {
    let tagged = |tag: u32| {
        let mut part = room.part();
        part.varint(tag.into()).map(|()| part.into_bytes())
    };
    let mut values = Variety::new();
    for (tag, arm) in &step.arms {
        let Ok(tag_bytes) = tagged(*tag) else {
            break;
        };
        let of_variant = ty.variant(*tag).map(Variant::fields).unwrap_or_default();
        let sides: Vec<_> = of_variant.iter().map(Bounded::of_field).collect();
        let mut parts = Vec::from([Vec::from([tag_bytes])]);
        parts.extend(match arm {
            Arm::Variant {
                fields: Step::Located(located),
                ..
            } => varied_fields(maker, &sides, located, room),
            _ => (sides.iter().map(|side| variety::any(maker, *side, room))).collect(),
        });
        values.extend(variety::one_by_one(&parts, room));
    }
    if let Unknown::Kept | Unknown::As(_) = step.unknown {
        let free = unknown_tags(ty).filter(|tag| is_free(step, *tag));
        values.extend(free.take(2).map_while(|tag| tagged(tag).ok()));
    }
    values
}

/// Whether no arm is for the tag.
fn is_free(step: &EnumStep, tag: u32) -> bool {
    let found = step.arms.binary_search_by_key(&tag, |(tag, _)| *tag);
    found.is_err()
}
