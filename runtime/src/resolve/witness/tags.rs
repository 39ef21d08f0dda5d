//! Numbers that become variants by their tags, and the reverse.

use alloc::vec::Vec;

use super::room::{MOST_VALUES, Made, Room, Stop};
use super::scalar::{number, number_outside, put_number};
use super::values::unknown_tags;
use crate::resolve::domain::{Bounded, Interval, target};
use crate::resolve::plan::{Number, NumberToTag, OtherNumbers, TagToNumber};
use crate::schema::EnumType;

/// A number that is a tag, or none.
pub(super) fn of_number(
    side: Bounded<'_>,
    step: &NumberToTag,
    breaks: bool,
    room: &mut Room,
) -> Made {
    let wrote = Interval::of_side(side);
    let is_wanted = |number: &Number| step.tag(*number).is_some() != breaks;
    let tags = step.tags.iter().map(|tag| Number::Natural((*tag).into()));
    let mut tags = tags.filter(|number| wrote.contains(Interval::one(*number)));
    let first = tags.find(is_wanted);
    // One of the first numbers is no tag, as there are so few.
    let few = 0..=step.tags.len() as u64;
    let in_order = || few.map_while(|at| number(wrote, at)).find(is_wanted);
    let all_tags = Interval::of_tags();
    let outside = || number_outside(wrote, all_tags).ok().filter(is_wanted);
    let inside = || number(wrote.common(all_tags), 0).filter(is_wanted);
    let found = match step.others {
        OtherNumbers::Kept => first.or_else(inside).or_else(outside),
        _ => first.or_else(in_order),
    };
    put_number(target(side.ty), found.ok_or(Stop::None)?, room)
}

/// A variant whose tag is a number that the reader takes, or none.
pub(super) fn of_variant(ty: &EnumType, step: &TagToNumber, breaks: bool, room: &mut Room) -> Made {
    let limits = step.limits.as_ref();
    let is_taken = |tag: u32| limits.is_none_or(|limits| limits.allow(Number::Natural(tag.into())));
    let is_wanted = |tag: &u32| is_taken(*tag) != breaks;
    let listed = step.variants.iter().map(|(tag, _)| *tag).find(is_wanted);
    let kept = || {
        let reads = limits.map_or(Interval::of_tags(), Interval::of_limits);
        let few = 0..step.variants.len() as u64 + 1;
        let is_listed = |tag: &u32| ty.variant(*tag).is_some();
        let tag = |number| match number {
            Number::Natural(value) => u32::try_from(value).ok(),
            Number::Negative(_) => None,
        };
        let near = unknown_tags(ty).take(step.variants.len() + 2);
        let taken = few
            .clone()
            .map_while(|at| number(reads.common(Interval::of_tags()), at))
            .filter_map(tag);
        let behind = few
            .clone()
            .filter_map(|at| tag(reads.max.plus(u128::from(at) + 1)));
        let all = near.chain(taken).chain(behind);
        all.filter(|tag| !is_listed(tag)).find(is_wanted)
    };
    let tag = listed.or_else(|| kept().filter(|_| step.keeps_tags));
    room.varint(tag.ok_or(Stop::None)?.into())
}

/// Tags, numbers that are none, and the tag of the variant that those become.
pub(super) fn numbers(side: Bounded<'_>, step: &NumberToTag, room: &Room) -> Vec<Vec<u8>> {
    let wrote = Interval::of_side(side);
    // Two of so many are no tags.
    let first = (0..step.tags.len() as u64 + 2).map_while(|at| number(wrote, at));
    let tags = step.tags.iter().map(|tag| Number::Natural((*tag).into()));
    let others = match step.others {
        OtherNumbers::As(tag) => Some(Number::Natural(tag.into())),
        OtherNumbers::Kept | OtherNumbers::Refused => None,
    };
    let is_written = |number: &Number| wrote.contains(Interval::one(*number));
    let all = others
        .into_iter()
        .chain(first)
        .chain(tags)
        .filter(is_written);
    let put = |number| {
        let mut part = room.part();
        put_number(target(side.ty), number, &mut part).ok()?;
        Some(part.into_bytes())
    };
    all.take(MOST_VALUES).filter_map(put).collect()
}

/// The listed variants.
pub(super) fn variants(step: &TagToNumber, room: &Room) -> Vec<Vec<u8>> {
    let put = |(tag, _): &(u32, _)| {
        let mut part = room.part();
        part.varint((*tag).into()).ok()?;
        Some(part.into_bytes())
    };
    step.variants
        .iter()
        .take(MOST_VALUES)
        .filter_map(put)
        .collect()
}
