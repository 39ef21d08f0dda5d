//! Structs and enums.

use alloc::vec;
use alloc::vec::Vec;

use super::make::{Goal, Maker, option_of};
use super::places::Turn;
use super::room::{Made, Room, Stop};
use super::values::{put_subsections, unknown_tags};
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
    if let Some(field) = side.ty.as_newtype() {
        return fields(maker, &[side.inside(field)], located, goal, room);
    }
    if let Some(ty) = side.ty.as_struct() {
        let sides: Vec<_> = ty.fields().iter().map(Bounded::of_field).collect();
        fields(maker, &sides, located, goal, room)?;
        return subsections(maker, ty.subsections(), located, goal, room);
    }
    let parts = side.ty.as_tuple().ok_or(Stop::None)?.iter().enumerate();
    let sides: Vec<_> = parts.map(|(i, part)| side.part(i, part)).collect();
    fields(maker, &sides, located, goal, room)
}

fn sources(located: &Located) -> impl Iterator<Item = &Source> {
    let groups = located.subsections.reader.iter().flatten();
    let groups = groups.filter_map(|group| group.source.as_ref());
    located.reader.iter().chain(groups)
}

fn fields(
    maker: &mut Maker,
    sides: &[Bounded<'_>],
    located: &Located,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    let mut steps: Vec<Option<&Step>> = vec![None; sides.len()];
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
    let mut from: Vec<Option<&Source>> = vec![None; groups.len()];
    for source in sources(located) {
        if let Source::Subsection { index, .. } = source
            && let Some(slot) = from.get_mut(*index)
        {
            *slot = Some(source);
        }
    }
    let mut payloads = Vec::new();
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
        let is_free = |tag: &u32| {
            step.arms
                .binary_search_by_key(tag, |(tag, _)| *tag)
                .is_err()
        };
        let tag = unknown_tags(ty).find(is_free).ok_or(Stop::None)?;
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
