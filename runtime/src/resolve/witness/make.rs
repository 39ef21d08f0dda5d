//! Values that a plan takes, or that break one of its conditions.
//!
//! The maker goes through the writer's type and the plan side by side, so what it
//! makes is as large as the value is, and takes as long.

use alloc::vec::Vec;

use super::keys;
use super::parts;
use super::places::Turn;
use super::room::{Made, Room, Stop};
use super::scalar::{
    self, float, float_between, float_outside, number, number_outside, put_float, put_number,
};
use super::values::Values;
use super::{tags, texts};
use crate::resolve::domain::{Bounded, Floats, Interval, target};
use crate::resolve::plan::{FloatStep, IntegerStep, Plan, Step, Tail};
use crate::schema::{Field, StructType, Type, TypeRef};

/// What a value is made for.
#[derive(Clone, Copy)]
pub(super) enum Goal<'g> {
    /// The reader takes it.
    Loads,
    /// The reader refuses it because of the condition, to which this is the way.
    Breaks(&'g [Turn], usize),
}

impl<'g> Goal<'g> {
    /// Whether the condition is that of the step at hand.
    pub(super) fn is_here(self) -> bool {
        matches!(self, Self::Breaks([], _))
    }

    /// The condition, if it is that of the step at hand.
    pub(super) fn condition(self) -> Option<usize> {
        match self {
            Self::Breaks([], condition) => Some(condition),
            _ => None,
        }
    }

    /// The way on, and the turn that it takes.
    pub(super) fn next(self) -> Option<(Turn, Self)> {
        match self {
            Self::Breaks([turn, rest @ ..], condition) => {
                Some((*turn, Self::Breaks(rest, condition)))
            }
            _ => None,
        }
    }

    /// The goal of what is inside.
    pub(super) fn inside(self) -> Self {
        self.next().map_or(Self::Loads, |(_, goal)| goal)
    }
}

#[derive(Debug, Default)]
pub(super) struct Maker {
    pub(super) values: Values,
    /// Where nothing loads, whatever cannot be converted is as good as anything.
    pub(super) takes_all: bool,
}

impl Maker {
    pub(super) fn make(
        &mut self,
        side: Bounded<'_>,
        step: &Step,
        goal: Goal<'_>,
        room: &mut Room,
    ) -> Made {
        let ty = side.ty;
        match step {
            Step::Inside(step) => match ty.as_struct().map(StructType::fields) {
                Some([field]) => self.make(side.inside(field), step, goal.inside(), room),
                _ => Err(Stop::None),
            },
            Step::Refuse { .. } if goal.is_here() => self.values.first(side, room),
            Step::Impossible if self.takes_all => self.values.first(side, room),
            Step::Refuse { .. } | Step::Impossible => Err(Stop::None),
            Step::Integer(step) => self.integer(side, step, goal, room),
            Step::Float(step) => self.float(side, step, goal, room),
            Step::Exact(step) => scalar::exact(side, step, goal.is_here(), room),
            Step::Whole(step) => scalar::whole(side, step, goal.is_here(), room),
            Step::NumberToTag(step) => tags::of_number(side, step, goal.is_here(), room),
            Step::TagToNumber(step) => {
                let ty = ty.as_enum().ok_or(Stop::None)?;
                tags::of_variant(ty, step, goal.is_here(), room)
            }
            Step::Char { .. } => room.counted(if goal.is_here() { b"" } else { b"a" }),
            Step::Utf8 { .. } | Step::MaxBytes { .. } => texts::make(side, step, goal, room),
            Step::List { element, limit, .. } if ty.is_string() => {
                texts::of_bytes(side, element, *limit, goal, room)
            }
            Step::Option(content) => match goal.next() {
                None => room.put(&[0]),
                Some((_, goal)) => {
                    let ty = ty.as_option().ok_or(Stop::None)?;
                    self.some(side.content(ty), content, goal, room)
                }
            },
            Step::Present(content) => self.make(side, content, goal.inside(), room),
            Step::Unwrap { content, absent } => {
                let ty = ty.as_option().ok_or(Stop::None)?;
                let is_absent = match goal.next() {
                    None => !matches!(**absent, Step::Missing(_)),
                    Some((turn, _)) => turn == Turn::Absent,
                };
                match is_absent {
                    true => room.put(&[0]),
                    false => self.some(side.content(ty), content, goal.inside(), room),
                }
            }
            Step::Integers { step, .. } => {
                let (element, len) = ty.as_array().ok_or(Stop::None)?;
                let step = Step::Integer(step.clone());
                self.array(side.element(element), &step, len, goal, room)
            }
            Step::Repeat { element: step, .. } | Step::ArrayToList { element: step, .. } => {
                let (element, len) = ty.as_array().ok_or(Stop::None)?;
                self.array(side.element(element), step, len, goal, room)
            }
            Step::ListToArray {
                element: step,
                count,
                ..
            } => {
                let element = ty.as_list().ok_or(Stop::None)?;
                self.list_to_array(side.element(element), step, *count as u64, goal, room)
            }
            Step::Shrink { .. } => {
                let (element, _) = ty.as_array().ok_or(Stop::None)?;
                self.shrink(side.element(element), step, goal, room)
            }
            Step::List { .. } | Step::Map { .. } | Step::Keyed(_) => {
                keys::make(self, side, step, goal, room)
            }
            Step::Sequence(steps) if !steps.is_empty() => match steps.first() {
                Some(first) => self.make(side, first, goal.inside(), room),
                None => Err(Stop::None),
            },
            Step::Expect { bytes, .. } => match goal {
                Goal::Loads => {
                    room.reserve(bytes.len() as u64)?;
                    room.put(&bytes.to_vec(bytes.len()).unwrap_or_default())
                }
                Goal::Breaks(..) => {
                    self.another(side, |value| Plan::try_step(step, value).is_none(), room)
                }
            },
            Step::Located(located) => parts::make(self, side, located, goal, room),
            Step::Enum(step) => {
                let ty = ty.as_enum().ok_or(Stop::None)?;
                parts::variant(self, ty, step, goal, room)
            }
            _ => self.values.first(side, room),
        }
    }

    /// A value by itself.
    pub(super) fn made(
        &mut self,
        side: Bounded<'_>,
        step: &Step,
        goal: Goal<'_>,
        room: &Room,
    ) -> Result<Vec<u8>, Stop> {
        let mut part = room.part();
        self.make(side, step, goal, &mut part)?;
        Ok(part.into_bytes())
    }

    /// The first value that is wanted, of the first few.
    pub(super) fn another(
        &mut self,
        side: Bounded<'_>,
        is_wanted: impl Fn(&[u8]) -> bool,
        room: &mut Room,
    ) -> Made {
        const FEW: u64 = 8;
        for at in 0..FEW {
            let value = self.values.made(side, at, room)?;
            if is_wanted(&value) {
                return room.put(&value);
            }
        }
        Err(Stop::None)
    }

    fn some(&mut self, side: Bounded<'_>, step: &Step, goal: Goal<'_>, room: &mut Room) -> Made {
        room.put(&[1])?;
        self.make(side, step, goal, room)
    }

    fn integer(
        &mut self,
        side: Bounded<'_>,
        step: &IntegerStep,
        goal: Goal<'_>,
        room: &mut Room,
    ) -> Made {
        let wrote = Interval::of_side(side);
        let reads = step.limits.as_ref().map_or(wrote, Interval::of_limits);
        let number = match goal.is_here() {
            true => number_outside(wrote, reads)?,
            false => number(wrote.common(reads), 0).ok_or(Stop::None)?,
        };
        put_number(target(side.ty), number, room)
    }

    fn float(
        &mut self,
        side: Bounded<'_>,
        step: &FloatStep,
        goal: Goal<'_>,
        room: &mut Room,
    ) -> Made {
        let wrote = Floats::of(side);
        let limits = step.limits.as_ref();
        let (min, max) = limits.map_or((None, None), |limits| (limits.min, limits.max));
        let reads = Floats::new(step.to, min, max);
        let value = match goal.condition() {
            None => float(wrote.common(reads), step.to, 0).ok_or(Stop::None)?,
            Some(condition) if step.exact == Some(condition) => float_between(wrote, reads)?,
            Some(_) => float_outside(wrote, reads, step.from)?,
        };
        put_float(step.from, value, room)
    }

    /// Elements of which the first is for the goal.
    fn array(
        &mut self,
        side: Bounded<'_>,
        step: &Step,
        len: u64,
        goal: Goal<'_>,
        room: &mut Room,
    ) -> Made {
        let Some(rest) = len.checked_sub(1) else {
            return Ok(());
        };
        self.make(side, step, goal.inside(), room)?;
        if rest == 0 {
            return Ok(());
        }
        let loads = self.made(side, step, Goal::Loads, room)?;
        room.repeat(&loads, rest)
    }

    fn list_to_array(
        &mut self,
        side: Bounded<'_>,
        step: &Step,
        count: u64,
        goal: Goal<'_>,
        room: &mut Room,
    ) -> Made {
        match (goal.is_here(), count) {
            (true, 0) => {
                room.varint(1)?;
                self.values.first(side, room)
            }
            (true, _) => room.varint(0),
            (false, _) => {
                room.varint(count.into())?;
                self.array(side, step, count, goal, room)
            }
        }
    }

    /// An array of which the last elements must be the fill value.
    fn shrink(&mut self, side: Bounded<'_>, step: &Step, goal: Goal<'_>, room: &mut Room) -> Made {
        let Step::Shrink {
            keep,
            cut,
            element,
            tail,
            ..
        } = step
        else {
            return Err(Stop::None);
        };
        let (keep, cut) = (*keep as u64, *cut as u64);
        let is_fill = |value: &[u8]| Plan::may_be_cut(element, tail, value);
        if goal.is_here() {
            self.array(side, element, keep + cut - 1, Goal::Loads, room)?;
            return self.another(side, |value| !is_fill(value), room);
        }
        let filled = match &**tail {
            Tail::Reader { fill: None, .. } => self.made(side, element, Goal::Loads, room)?,
            Tail::Reader { source, .. } => source.clone().ok_or(Stop::None)?,
            Tail::Writer(expect) => self.made(side, expect, Goal::Loads, room)?,
        };
        match (goal, keep) {
            (Goal::Breaks(..), 0) => {
                self.make(side, element, goal.inside(), room)?;
                room.repeat(&filled, cut - 1)
            }
            _ => {
                self.array(side, element, keep, goal, room)?;
                room.repeat(&filled, cut)
            }
        }
    }
}

/// An option of a field's type.
pub(super) fn option_of(field: &Field) -> TypeRef {
    TypeRef::shared(Type::Option(field.ty().clone()))
}
