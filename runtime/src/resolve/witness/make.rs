//! Values that a plan takes, or that break one of its conditions.
//!
//! The maker goes through the writer's type and the plan side by side, so what it
//! makes is as large as the value is, and takes as long.

use alloc::vec::Vec;

use super::keys;
use super::parts;
use super::places::Turn;
use super::room::{Made, Room, Stop};
use super::values::Values;
use super::variety;
use super::{scalar, tags, texts};
use crate::resolve::domain::Bounded;
use crate::resolve::plan::{Plan, Step, Tail};
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
    /// Values that are to become different ones may differ in what stays as it is.
    pub(super) varies_copies: bool,
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
            Step::Integer(_) | Step::Float(_) | Step::Exact(_) | Step::Whole(_) => {
                match goal.condition() {
                    Some(condition) => scalar::refused(side, step, condition, room),
                    None => scalar::taken(side, step, 0, room),
                }
            }
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
            Step::Unwrap {
                content, absent, ..
            } => {
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
        let wanted = variety::any(self, side, room)
            .into_iter()
            .find(|value| is_wanted(value));
        room.put(&wanted.ok_or(Stop::None)?)
    }

    fn some(&mut self, side: Bounded<'_>, step: &Step, goal: Goal<'_>, room: &mut Room) -> Made {
        room.put(&[1])?;
        self.make(side, step, goal, room)
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
            if let Tail::Reader { fill: None, .. } = &**tail {
                return Err(Stop::Computed);
            }
            self.varies_copies = true;
            let values = variety::of(self, side, element, room)?;
            let wanted = values.into_iter().find(|value| !is_fill(value));
            return room.put(&wanted.ok_or(Stop::None)?);
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
