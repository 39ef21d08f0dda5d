//! Numbers, one after the other, and how they are written.

use super::room::{Made, Room, Stop};
use crate::codec::varint;
use crate::resolve::domain::{Bounded, Floats, Interval, target};
use crate::resolve::plan::{
    ExactStep, FloatStep, IntegerStep, Number, Step, Target, WholeStep, exact,
};
use crate::schema::Float;

/// The number at a place: from 0 or the least up, then from there down.
pub(super) fn number(interval: Interval, at: u64) -> Option<Number> {
    let in_order =
        |low: Number, high: Number| (low <= high).then(|| high.distance(low).saturating_add(1));
    let start = Number::ZERO.max(interval.min);
    let start = match interval.nonzero && start == Number::ZERO {
        true => Number::from(1),
        false => start,
    };
    let above = in_order(start, interval.max).unwrap_or(0);
    let at = u128::from(at);
    if at < above {
        return Some(start.plus(at));
    }
    let down = at - above;
    let last = interval.max.min(Number::from(-1));
    let below = in_order(interval.min, last).unwrap_or(0);
    (down < below).then(|| last.minus(down))
}

pub(super) fn put_number(target: Target, number: Number, room: &mut Room) -> Made {
    let bits = number.bits();
    match target {
        Target::Bool => room.put(&[u8::from(bits != 0)]),
        Target::Integer(integer) if integer.is_varint() => room.varint(match integer.is_signed() {
            true => varint::zigzag(bits as i128),
            false => bits,
        }),
        Target::Integer(integer) => {
            let width = usize::from(integer.bits() / 8);
            room.put(bits.to_le_bytes().get(..width).unwrap_or_default())
        }
    }
}

/// The float at a place: from 0 or the least up, then from there down.
pub(super) fn float(floats: Floats, width: Float, at: u64) -> Option<f64> {
    if floats.is_empty() {
        return None;
    }
    let (least, greatest) = floats.ends;
    let is_inside = least <= 0.0 && greatest >= 0.0;
    let start = match () {
        () if is_inside => 0.0,
        () if least.is_finite() => least,
        () => greatest,
    };
    let at = i64::try_from(at).ok()?;
    let (start, first, last) = (
        ordinal(width, start),
        ordinal(width, least),
        ordinal(width, greatest),
    );
    let above = last - start;
    let found = match at <= above {
        true => start + at,
        false => start.checked_sub(at - above)?,
    };
    (found >= first).then(|| of_ordinal(width, found))
}

pub(super) fn put_float(width: Float, value: f64, room: &mut Room) -> Made {
    match width {
        Float::F32 => room.put(&(value as f32).to_le_bytes()),
        Float::F64 => room.put(&value.to_le_bytes()),
    }
}

/// Where a float stands among all of its width; the two zeros follow each other.
fn ordinal(width: Float, value: f64) -> i64 {
    let (magnitude, is_negative) = match width {
        Float::F32 => {
            let bits = (value as f32).to_bits();
            (i64::from(bits & 0x7fff_ffff), bits >> 31 == 1)
        }
        Float::F64 => {
            let bits = value.to_bits();
            ((bits & (u64::MAX >> 1)) as i64, bits >> 63 == 1)
        }
    };
    match is_negative {
        true => -1 - magnitude,
        false => magnitude,
    }
}

fn of_ordinal(width: Float, at: i64) -> f64 {
    let (magnitude, sign) = match at < 0 {
        true => (-1 - at, -1.0),
        false => (at, 1.0),
    };
    let value = match width {
        Float::F32 => f64::from(f32::from_bits(magnitude as u32)),
        Float::F64 => f64::from_bits(magnitude as u64),
    };
    value * sign
}

/// A number of the one that is none of the other.
pub(super) fn number_outside(wrote: Interval, reads: Interval) -> Result<Number, Stop> {
    let is_in = |all: Interval, number: Number| all.contains(Interval::one(number));
    let candidates = [
        reads.max.plus(1),
        reads.min.minus(1),
        Number::ZERO,
        wrote.min,
        wrote.max,
    ];
    let mut outside = candidates
        .into_iter()
        .filter(|number| is_in(wrote, *number) && !is_in(reads, *number));
    outside.next().ok_or(Stop::None)
}

/// A float of the one that is none of the other.
pub(super) fn float_outside(wrote: Floats, reads: Floats, width: Float) -> Result<f64, Stop> {
    if wrote.has_nan() && !reads.has_nan() && reads.min.is_none() && reads.max.is_none() {
        return Ok(f64::NAN);
    }
    let next = |limit: f64, by: i64| of_ordinal(width, ordinal(width, limit) + by);
    let above = reads.max.map(|max| next(max, 1));
    let below = reads.min.map(|min| next(min, -1));
    let (least, greatest) = wrote.ends;
    let candidates = [above, below, Some(greatest), Some(least)];
    let reads_it = |value: f64| {
        reads.min.is_none_or(|min| value >= min) && reads.max.is_none_or(|max| value <= max)
    };
    let mut outside = candidates
        .into_iter()
        .flatten()
        .filter(|value| (least..=greatest).contains(value) && !reads_it(*value));
    let found = outside.next().or(wrote.has_nan().then_some(f64::NAN));
    found.ok_or(Stop::None)
}

/// The number at a place among those that a step takes.
pub(super) fn taken(side: Bounded<'_>, step: &Step, at: u64, room: &mut Room) -> Made {
    let put_number = |within: Interval, room: &mut Room| {
        let found = number(Interval::of_side(side).common(within), at);
        put_number(target(side.ty), found.ok_or(Stop::None)?, room)
    };
    match step {
        Step::Integer(IntegerStep { limits, .. }) | Step::Exact(ExactStep { limits, .. }) => {
            let all = || Interval::of_side(side);
            put_number(limits.as_ref().map_or_else(all, Interval::of_limits), room)
        }
        Step::Float(step) => {
            let found = float(Floats::of(side).common(floats_read(step)), step.to, at);
            put_float(step.from, found.ok_or(Stop::None)?, room)
        }
        Step::Whole(step) => {
            let found = number(wholes_read(step).floats_within(Floats::of(side)), at);
            let found = found.and_then(|number| exact::float(number, step.from));
            put_float(step.from, found.ok_or(Stop::None)?, room)
        }
        _ => Err(Stop::None),
    }
}

fn floats_read(step: &FloatStep) -> Floats {
    let limits = step.limits.as_ref();
    let (min, max) = limits.map_or((None, None), |limits| (limits.min, limits.max));
    Floats::new(step.to, min, max)
}

fn wholes_read(step: &WholeStep) -> Interval {
    let all = || Interval::of(step.to, None);
    step.limits.as_ref().map_or_else(all, Interval::of_limits)
}

/// A number that breaks a condition of its step.
pub(super) fn refused(side: Bounded<'_>, step: &Step, condition: usize, room: &mut Room) -> Made {
    match step {
        Step::Integer(IntegerStep { limits, .. }) => {
            let wrote = Interval::of_side(side);
            let reads = limits.as_ref().map_or(wrote, Interval::of_limits);
            put_number(target(side.ty), number_outside(wrote, reads)?, room)
        }
        Step::Exact(step) => inexact(side, step, room),
        Step::Float(step) => {
            let (wrote, reads) = (Floats::of(side), floats_read(step));
            let value = match step.exact == Some(condition) {
                true => float_between(wrote, reads)?,
                false => float_outside(wrote, reads, step.from)?,
            };
            put_float(step.from, value, room)
        }
        Step::Whole(step) => not_whole(side, step, room),
        _ => Err(Stop::None),
    }
}

/// A number that no float is.
fn inexact(side: Bounded<'_>, step: &ExactStep, room: &mut Room) -> Made {
    let wrote = Interval::of_side(side);
    let reads = step.limits.as_ref().map_or(wrote, Interval::of_limits);
    let ends = [wrote.max, wrote.min];
    let near = [wrote.max.minus(1), wrote.min.plus(1)];
    let mut inexact = ends.into_iter().chain(near).filter(|number| {
        wrote.contains(Interval::one(*number)) && !exact::is_float(*number, step.to)
    });
    let outside = number_outside(wrote, reads).ok();
    let found = outside.or_else(|| inexact.next());
    put_number(target(side.ty), found.ok_or(Stop::None)?, room)
}

/// A float that is no whole number.
fn not_whole(side: Bounded<'_>, step: &WholeStep, room: &mut Room) -> Made {
    let (wrote, reads) = (Floats::of(side), wholes_read(step));
    let is_taken = |value: f64| {
        let number = exact::integer(value);
        number.is_some_and(|number| reads.contains(Interval::one(number)))
    };
    let (least, greatest) = wrote.ends;
    let next = |value, by| of_ordinal(step.from, ordinal(step.from, value) + by);
    let inside = [0.5, -0.5, -0.0, least, greatest];
    let near = [next(least, 1), next(greatest, -1)];
    let mut finite = inside
        .into_iter()
        .chain(near)
        .filter(|value| (least..=greatest).contains(value) && !is_taken(*value));
    let found = finite.next().or(wrote.has_nan().then_some(f64::NAN));
    put_float(step.from, found.ok_or(Stop::None)?, room)
}

/// An `f64` that is no `f32`, within the reader's limits where there is one.
pub(super) fn float_between(wrote: Floats, reads: Floats) -> Result<f64, Stop> {
    let both = (
        wrote.ends.0.max(reads.min.unwrap_or(f64::NEG_INFINITY)),
        wrote.ends.1.min(reads.max.unwrap_or(f64::INFINITY)),
    );
    let is_f32 = |value: f64| f64::from(value as f32) == value;
    let mut found = [both, wrote.ends]
        .into_iter()
        .flat_map(|(least, greatest)| {
            let near = [0.1, least, greatest, least.next_up(), greatest.next_down()];
            near.into_iter()
                .filter(move |value| (least..=greatest).contains(value) && !is_f32(*value))
        });
    found.next().ok_or(Stop::None)
}
