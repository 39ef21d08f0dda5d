//! Whole numbers within limits.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::Bounded;
use crate::resolve::plan::{Limits, Number, Target};
use crate::schema::{Limit, RangeLimits, Type};

/// The whole numbers from `min` to `max`; none if `max` is less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::resolve) struct Interval {
    pub(in crate::resolve) min: Number,
    pub(in crate::resolve) max: Number,
    /// 0 is not one of them, though it is between the two.
    pub(in crate::resolve) nonzero: bool,
}

impl Interval {
    /// The numbers of an integer or bool within its bounds.
    pub(in crate::resolve) fn of_side(side: Bounded<'_>) -> Self {
        Self::of(target(side.ty), side.bounds.range)
    }

    pub(in crate::resolve) fn of(target: Target, range: Option<RangeLimits>) -> Self {
        let limit = |limit: Option<Limit>| match limit {
            Some(Limit::Integer(limit)) => Some(Number::from(limit)),
            Some(Limit::Natural(limit)) => Some(Number::Natural(limit)),
            _ => None,
        };
        let range = range.unwrap_or_default();
        let (min, max) = (target.min(), target.max());
        Self {
            min: limit(range.min).map_or(min, |limit| limit.max(min)),
            max: limit(range.max).map_or(max, |limit| limit.min(max)),
            nonzero: range.nonzero,
        }
        .narrowed()
    }

    /// From 0 to a byte.
    pub(in crate::resolve) fn up_to(max: u8) -> Self {
        Self {
            min: Number::ZERO,
            max: Number::Natural(max.into()),
            nonzero: false,
        }
    }

    /// All numbers that the tag of a variant can be.
    pub(in crate::resolve) fn of_tags() -> Self {
        Self {
            max: Number::Natural(u32::MAX.into()),
            ..Self::up_to(0)
        }
    }

    /// The numbers within a plan's limits.
    pub(in crate::resolve) fn of_limits(limits: &Limits) -> Self {
        Self {
            min: limits.min,
            max: limits.max,
            nonzero: limits.nonzero,
        }
    }

    pub(in crate::resolve) fn one(number: Number) -> Self {
        Self {
            min: number,
            max: number,
            nonzero: false,
        }
    }

    /// The same numbers; a 0 at one end is cut off.
    fn narrowed(self) -> Self {
        match self {
            Self { nonzero: false, .. } => self,
            Self { min, .. } if min == Number::ZERO => Self {
                min: Number::from(1),
                nonzero: false,
                ..self
            },
            Self { max, .. } if max == Number::ZERO => Self {
                max: Number::from(-1),
                nonzero: false,
                ..self
            },
            _ => Self {
                nonzero: self.spans_zero(),
                ..self
            },
        }
    }

    fn spans_zero(self) -> bool {
        (self.min..=self.max).contains(&Number::ZERO)
    }

    pub(in crate::resolve) fn contains(self, other: Self) -> bool {
        self.has_ends_of(other) && !(self.nonzero && other.has_zero())
    }

    fn has_ends_of(self, other: Self) -> bool {
        self.min <= other.min && self.max >= other.max
    }

    fn has_zero(self) -> bool {
        self.spans_zero() && !self.nonzero
    }

    /// The numbers that are in both.
    pub(in crate::resolve) fn common(self, other: Self) -> Self {
        Self {
            min: self.min.max(other.min),
            max: self.max.min(other.max),
            nonzero: self.nonzero || other.nonzero,
        }
        .narrowed()
    }

    pub(in crate::resolve) fn is_empty(self) -> bool {
        self.min > self.max
    }

    /// How many there are; the greatest number stands for more.
    pub(in crate::resolve) fn count(self) -> u64 {
        if self.is_empty() {
            return 0;
        }
        let count = self.max.distance(self.min).saturating_add(1);
        u64::try_from(count - u128::from(self.nonzero)).unwrap_or(u64::MAX)
    }

    /// What a number of `wrote` must be to be one of these.
    pub(in crate::resolve) fn condition(self, wrote: Self) -> String {
        let Self { min, max, .. } = self;
        match (self.has_ends_of(wrote), self.nonzero && wrote.has_zero()) {
            (true, _) => "must not be 0".into(),
            (false, false) => format!("must be within {min}..={max}"),
            (false, true) => format!("must be within {min}..={max}, and not 0"),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..={}", self.min, self.max)?;
        match self.nonzero {
            true => f.write_str(" without 0"),
            false => Ok(()),
        }
    }
}

/// The target of an integer or bool.
pub(in crate::resolve) fn target(ty: &Type) -> Target {
    ty.as_integer().map_or(Target::Bool, Target::Integer)
}
