//! Values of which each differs from the first in one part.
//!
//! What makes two values the same, or keeps them apart, does so in one part: a field is left
//! out, two variants become one, an absence stands for a value. So two that show it need not
//! differ in anything else.

use alloc::vec::Vec;

use super::make::{Goal, Maker};
use super::room::{MOST_VALUES, Made, Room, Stop};
use super::{keys, parts, scalar, tags};
use crate::resolve::domain::Bounded;
use crate::resolve::plan::Step;
use crate::schema::StructType;

/// So many values are made of a number or text, and of all that is not a list of parts.
const FEW: u64 = 4;

/// Values of a part. The first is the one that the maker makes for a step; whether the step
/// takes the others is to be tried.
pub(super) type Variety = Vec<Vec<u8>>;

pub(super) fn of(
    maker: &mut Maker,
    side: Bounded<'_>,
    step: &Step,
    room: &Room,
) -> Result<Variety, Stop> {
    let mut values = Vec::from([maker.made(side, step, Goal::Loads, room)?]);
    values.extend(others(maker, side, step, room));
    Ok(within(values, room))
}

/// Of what no step takes.
pub(super) fn any(maker: &mut Maker, side: Bounded<'_>, room: &Room) -> Variety {
    few(room, |at, room| maker.values.put(side, at, room))
}

/// The first few that can be made.
fn few(room: &Room, mut put: impl FnMut(u64, &mut Room) -> Made) -> Variety {
    let made = (0..FEW).map_while(|at| {
        let mut part = room.part();
        put(at, &mut part).ok().map(|()| part.into_bytes())
    });
    made.collect()
}

fn others(maker: &mut Maker, side: Bounded<'_>, step: &Step, room: &Room) -> Variety {
    let ty = side.ty;
    match step {
        _ if step.is_copy() && !maker.varies_copies => Variety::new(),
        Step::Inside(step) => match ty.as_struct().map(StructType::fields) {
            Some([field]) => others(maker, side.inside(field), step, room),
            _ => Variety::new(),
        },
        Step::Present(step) => others(maker, side, step, room),
        Step::Sequence(steps) if !steps.is_empty() => match steps.first() {
            Some(first) => others(maker, side, first, room),
            None => Variety::new(),
        },
        Step::Option(step) => optional(maker, side, step, None, room),
        Step::Unwrap {
            content, source, ..
        } => optional(maker, side, content, source.as_deref(), room),
        Step::Integers { step, .. } => {
            let Some((element, len)) = ty.as_array() else {
                return Variety::new();
            };
            let step = Step::Integer(step.clone());
            array(maker, side.element(element), &step, len, room)
        }
        Step::Repeat { element: step, .. } | Step::ArrayToList { element: step, .. } => {
            match ty.as_array() {
                Some((element, len)) => array(maker, side.element(element), step, len, room),
                None => Variety::new(),
            }
        }
        _ if ty.is_string() => any(maker, side, room),
        Step::List { .. } | Step::Map { .. } | Step::Keyed(_) => {
            keys::varied(maker, side, step, room)
        }
        Step::Located(located) => parts::varied(maker, side, located, room),
        Step::Enum(step) => match ty.as_enum() {
            Some(ty) => parts::variants(maker, ty, step, room),
            None => Variety::new(),
        },
        Step::Integer(_) | Step::Float(_) | Step::Exact(_) | Step::Whole(_) => {
            let mut values = few(room, |at, room| scalar::taken(side, step, at, room));
            values.extend(any(maker, side, room));
            values
        }
        Step::NumberToTag(step) => tags::numbers(side, step, room),
        Step::TagToNumber(step) => tags::variants(step, room),
        _ => any(maker, side, room),
    }
}

/// An option: absent, or present with each content, of which one may be as good as none.
fn optional(
    maker: &mut Maker,
    side: Bounded<'_>,
    step: &Step,
    source: Option<&[u8]>,
    room: &Room,
) -> Variety {
    let Some(ty) = side.ty.as_option() else {
        return Variety::new();
    };
    let contents = of(maker, side.content(ty), step, room).unwrap_or_default();
    let contents = source.into_iter().chain(contents.iter().map(Vec::as_slice));
    let present = contents.map(|content| [&[1], content].concat());
    [Vec::from([0])].into_iter().chain(present).collect()
}

/// Elements of which the first varies.
fn array(maker: &mut Maker, side: Bounded<'_>, step: &Step, len: u64, room: &Room) -> Variety {
    let Some(rest) = len.checked_sub(1) else {
        return Variety::new();
    };
    let firsts = of(maker, side, step, room).unwrap_or_default();
    let mut behind = room.part();
    match firsts.first().map(|first| behind.repeat(first, rest)) {
        Some(Ok(())) => one_by_one(&[firsts, Vec::from([behind.into_bytes()])], room),
        _ => Variety::new(),
    }
}

/// All parts behind each other: the first of each, and then each other one beside the first of
/// the others.
pub(super) fn one_by_one(parts: &[Variety], room: &Room) -> Variety {
    if parts.iter().any(Vec::is_empty) {
        return Variety::new();
    }
    let all_with = |varied: usize, value: &[u8]| -> Vec<u8> {
        let parts = parts.iter().enumerate();
        let parts = parts.filter_map(|(at, part)| match at == varied {
            true => Some(value),
            false => part.first().map(Vec::as_slice),
        });
        parts.collect::<Vec<_>>().concat()
    };
    let others = parts.iter().enumerate().flat_map(|(at, part)| {
        let others = part.iter().skip(1);
        others.map(move |value| (at, value))
    });
    let first = parts.first().and_then(|part| part.first());
    let first = first.map(|value| (0, value));
    let all = first.into_iter().chain(others);
    within(all.map(|(at, value)| all_with(at, value)), room)
}

/// As many as there is room for.
fn within(values: impl IntoIterator<Item = Vec<u8>>, room: &Room) -> Variety {
    let mut left = room.left();
    let mut fits = |value: &Vec<u8>| {
        let rest = left.checked_sub(value.len());
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    let values = values.into_iter().take(MOST_VALUES);
    values.take_while(|value| fits(value)).collect()
}
