//! Lists, sets and maps.

use alloc::vec::Vec;

use super::make::{Goal, Maker};
use super::places::Turn;
use super::room::{Made, Room, Stop};
use super::variety::{self, Variety};
use crate::codec::key_order;
use crate::resolve::compare::{Part, entry_of, pair_of};
use crate::resolve::domain::Bounded;
use crate::resolve::plan::{CountLimit, KeyOrder, Keyed, Plan, Step};
use crate::schema::TypeRef;

/// What holds entries, and what becomes of them.
struct Entries<'a> {
    key: Bounded<'a>,
    value: Option<Bounded<'a>>,
    /// Whether the keys are in order and differ.
    is_keyed: bool,
    key_step: Option<&'a Step>,
    value_step: Option<&'a Step>,
    limit: Option<CountLimit>,
    keyed: Option<&'a Keyed>,
}

impl<'a> Entries<'a> {
    /// `pair` is an entry of a map, as a tuple.
    fn of(side: Bounded<'a>, step: &'a Step, pair: &'a TypeRef) -> Option<Self> {
        let is_map = matches!(step, Step::Map { .. }) || is_keyed_map(step);
        let (key, value, is_keyed) = match (side.ty.as_map(), side.ty.as_list()) {
            (Some((key, value)), _) if is_map => (side.key(key), Some(side.value(value)), true),
            // It becomes a list of pairs, or must be empty.
            (Some(_), _) => (side.entry(pair), None, true),
            (None, Some(element)) if is_map => {
                let [key, value] = pair_of(element)?.map(Part::side);
                (key, Some(value), false)
            }
            (None, Some(element)) => (side.element(element), None, false),
            (None, None) => (side.element(side.ty.as_set()?), None, true),
        };
        let (key_step, value_step, limit, keyed) = match step {
            Step::List { element, limit, .. } => (Some(&**element), None, *limit, None),
            Step::Map { value, limit, .. } => (None, Some(&**value), *limit, None),
            Step::Keyed(keyed) => (
                Some(&keyed.key),
                keyed.value.as_ref(),
                keyed.limit,
                Some(&**keyed),
            ),
            _ => return None,
        };
        Some(Self {
            key,
            value,
            is_keyed,
            key_step,
            value_step,
            limit,
            keyed,
        })
    }
}

fn is_keyed_map(step: &Step) -> bool {
    matches!(step, Step::Keyed(keyed) if keyed.value.is_some())
}

pub(super) fn make(
    maker: &mut Maker,
    side: Bounded<'_>,
    step: &Step,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    let pair = match side.ty.as_map() {
        Some((key, value)) => entry_of(key, value),
        None => side.ty.clone(),
    };
    let entries = Entries::of(side, step, &pair).ok_or(Stop::None)?;
    if let Some((turn, goal)) = goal.next() {
        let (of_key, of_value) = match turn {
            Turn::Value => (Goal::Loads, goal),
            _ => (goal, Goal::Loads),
        };
        room.varint(1)?;
        let key = key(maker, &entries, of_key, room)?;
        room.put(&key)?;
        return value(maker, &entries, of_value, room);
    }
    let Some(condition) = goal.condition() else {
        return room.varint(0);
    };
    let keys = match entries.limit.filter(|limit| limit.condition == condition) {
        Some(limit) => return too_many(maker, &entries, limit.most.saturating_add(1), room),
        None => unordered(maker, &entries, room)?,
    };
    put(maker, &entries, keys, room)
}

fn key(
    maker: &mut Maker,
    entries: &Entries<'_>,
    goal: Goal<'_>,
    room: &Room,
) -> Result<Vec<u8>, Stop> {
    match entries.key_step {
        Some(step) => maker.made(entries.key, step, goal, room),
        None => maker.values.made(entries.key, 0, room),
    }
}

/// The value of a map's entry. If none loads, any.
fn value(maker: &mut Maker, entries: &Entries<'_>, goal: Goal<'_>, room: &mut Room) -> Made {
    let Some(side) = entries.value else {
        return Ok(());
    };
    let loads = entries
        .value_step
        .map(|step| maker.made(side, step, goal, room));
    match loads {
        Some(Ok(value)) => room.put(&value),
        Some(Err(stop @ Stop::TooLarge(_))) => Err(stop),
        _ => maker.values.first(side, room),
    }
}

/// More entries than the reader takes.
fn too_many(maker: &mut Maker, entries: &Entries<'_>, count: u64, room: &mut Room) -> Made {
    let least = entries.key.ty.summary().min_len();
    room.reserve(count.saturating_mul(least.max(1)))?;
    if !entries.is_keyed {
        let element = match key(maker, entries, Goal::Loads, room) {
            Err(Stop::None) => maker.values.made(entries.key, 0, room)?,
            element => element?,
        };
        let mut entry = room.part();
        entry.put(&element)?;
        value(maker, entries, Goal::Loads, &mut entry)?;
        room.varint(count.into())?;
        return room.repeat(entry.bytes(), count);
    }
    let mut keys = Vec::new();
    let mut left = room.part();
    for at in 0..count {
        let key = maker.values.made(entries.key, at, room)?;
        left.put(&key)?;
        keys.push(key);
    }
    put(maker, entries, keys, room)
}

/// Keys that are not in order once they are converted.
fn unordered(maker: &mut Maker, entries: &Entries<'_>, room: &Room) -> Result<Vec<Vec<u8>>, Stop> {
    let keyed = entries.keyed.ok_or(Stop::None)?;
    if let KeyOrder::Ascending(_) = keyed.order {
        let key = match key(maker, entries, Goal::Loads, room) {
            Err(Stop::None) => maker.values.made(entries.key, 0, room)?,
            key => key?,
        };
        return Ok(Vec::from([key.clone(), key]));
    }
    let candidates = match entries.key_step {
        Some(step) => variety::of(maker, entries.key, step, room)?,
        None => return Err(Stop::None),
    };
    let becomes = |key: Vec<u8>| Some((Plan::try_step(&keyed.key, &key)?, key));
    let mut made: Vec<_> = candidates.into_iter().filter_map(becomes).collect();
    made.sort_by(|(a, _), (b, _)| keyed.by_value(a, b));
    let same = |pair: &&[(Vec<u8>, Vec<u8>)]| matches!(pair, [(a, from), (b, other)] if from != other && keyed.by_value(a, b).is_eq());
    match made.windows(2).find(same) {
        Some([(_, a), (_, b)]) => Ok(Vec::from([a.clone(), b.clone()])),
        _ => Err(Stop::None),
    }
}

/// No entry, or one: each key with the first value, and the first key with each value.
pub(super) fn varied(maker: &mut Maker, side: Bounded<'_>, step: &Step, room: &Room) -> Variety {
    let pair = match side.ty.as_map() {
        Some((key, value)) => entry_of(key, value),
        None => side.ty.clone(),
    };
    let Some(entries) = Entries::of(side, step, &pair) else {
        return Variety::new();
    };
    let mut of = |side, step: Option<&Step>| match step {
        Some(step) => variety::of(maker, side, step, room).unwrap_or_default(),
        None => variety::any(maker, side, room),
    };
    let mut parts = Vec::from([
        Vec::from([Vec::from([1])]),
        of(entries.key, entries.key_step),
    ]);
    parts.extend(entries.value.map(|value| of(value, entries.value_step)));
    let one = variety::one_by_one(&parts, room);
    [Vec::from([0])].into_iter().chain(one).collect()
}

/// Keys in their order, each with a value.
fn put(maker: &mut Maker, entries: &Entries<'_>, mut keys: Vec<Vec<u8>>, room: &mut Room) -> Made {
    if entries.is_keyed {
        keys.sort_by(|a, b| key_order::compare(entries.key.ty, a, b));
    }
    let mut of_each = room.part();
    value(maker, entries, Goal::Loads, &mut of_each)?;
    room.varint(keys.len() as u128)?;
    for key in keys {
        room.put(&key)?;
        room.put(of_each.bytes())?;
    }
    Ok(())
}
