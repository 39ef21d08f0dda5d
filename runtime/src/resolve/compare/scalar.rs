//! Numbers, bools, characters and strings.

use alloc::format;
use alloc::string::String;

use super::{Bounded, Comparison};
use crate::resolve::plan::{FloatLimits, FloatStep, IntegerStep, Limits, Number, Step, Target};
use crate::resolve::rules::{self, Rule};
use crate::schema::{Float, Integer, Limit, RangeLimits, Type, TypeRef};

/// The whole numbers from `min` to `max`; none if `max` is less.
#[derive(Clone, Copy, PartialEq)]
struct Interval {
    min: Number,
    max: Number,
    /// 0 is not one of them, though it is between the two.
    nonzero: bool,
}

impl Interval {
    fn of(target: Target, range: Option<RangeLimits>) -> Self {
        let limit = |limit: Option<Limit>| match limit {
            Some(Limit::Integer(limit)) => Some(Number::from(limit)),
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

    fn contains(self, other: Self) -> bool {
        self.has_ends_of(other) && !(self.nonzero && other.has_zero())
    }

    fn has_ends_of(self, other: Self) -> bool {
        self.min <= other.min && self.max >= other.max
    }

    fn has_zero(self) -> bool {
        self.spans_zero() && !self.nonzero
    }

    /// What a number of `wrote` must be to be one of these.
    fn condition(self, wrote: Self) -> String {
        let Self { min, max, .. } = self;
        match (self.has_ends_of(wrote), self.nonzero && wrote.has_zero()) {
            (true, _) => "must not be 0".into(),
            (false, false) => format!("must be within {min}..={max}"),
            (false, true) => format!("must be within {min}..={max}, and not 0"),
        }
    }
}

fn target(ty: &Type) -> Target {
    match ty {
        Type::Integer(integer) => Target::Integer(*integer),
        _ => Target::Bool,
    }
}

static BYTE: Type = Type::Integer(Integer::unsigned(8));

impl Comparison {
    pub(super) fn integers(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (from, to) = (target(writer.ty), target(reader.ty));
        let wrote = Interval::of(from, writer.bounds.range);
        let reads = Interval::of(to, reader.bounds.range);
        let limits = match reads.contains(wrote) {
            true => None,
            false => Some(self.integer_limits(writer, reader, wrote, reads)),
        };
        match (limits, from == to) {
            (None, true) => {
                if reads != wrote {
                    self.note(&rules::RANGE_WIDENED, &**writer.ty, &**reader.ty);
                }
                self.copy(writer.ty)
            }
            (limits, _) => {
                if limits.is_none() {
                    self.note(harmless(from, to), &**writer.ty, &**reader.ty);
                }
                Step::Integer(IntegerStep { from, to, limits })
            }
        }
    }

    fn integer_limits(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        wrote: Interval,
        reads: Interval,
    ) -> Limits {
        let to = target(reader.ty);
        let rule = match to {
            _ if Interval::of(to, None).contains(wrote) => &rules::RANGE_NARROWED,
            Target::Bool => &rules::INTEGER_TO_BOOL,
            Target::Integer(_) => &rules::NUMBER_NARROWED,
        };
        Limits {
            min: reads.min,
            max: reads.max,
            nonzero: reads.nonzero,
            condition: self.condition(rule, &**writer.ty, &**reader.ty, reads.condition(wrote)),
        }
    }

    pub(super) fn floats(
        &mut self,
        from: Float,
        to: Float,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let (wrote, reads) = (FloatRange::of(writer), FloatRange::of(reader));
        let (was, is) = (&**writer.ty, &**reader.ty);
        let exact = (from == Float::F64 && to == Float::F32).then(|| {
            let message = "must be a value that an f32 holds exactly".into();
            self.condition(&rules::FLOAT_NARROWED, was, is, message)
        });
        if from == Float::F32 && to == Float::F64 {
            self.note(&rules::FLOAT_WIDENED, was, is);
        }
        let limits = (!reads.contains(wrote)).then(|| {
            let message = format!("must be within {reads}");
            FloatLimits {
                min: reads.min,
                max: reads.max,
                condition: self.condition(&rules::RANGE_NARROWED, was, is, message),
            }
        });
        if from == to && limits.is_none() {
            if reads != wrote {
                self.note(&rules::RANGE_WIDENED, was, is);
            }
            return self.copy(writer.ty);
        }
        Step::Float(FloatStep {
            from,
            to,
            exact,
            limits,
        })
    }

    /// The bytes are the same: a char is encoded as a string.
    pub(super) fn char_to_string(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        const LONGEST_CHAR: u64 = 4;
        self.note(&rules::CHAR_TO_STRING, &**writer.ty, &**reader.ty);
        match reader.bounds.max_len {
            Some(max_len) if max_len < LONGEST_CHAR => self.max_bytes(max_len, writer, reader),
            _ => self.copy(writer.ty),
        }
    }

    pub(super) fn strings(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        match self.lower_max_len(writer, reader) {
            Some(max_len) => self.max_bytes(max_len, writer, reader),
            None => self.copy(writer.ty),
        }
    }

    /// The bytes are the same: both are behind their length.
    pub(super) fn string_to_bytes(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        element: &TypeRef,
    ) -> Step {
        self.note(&rules::STRING_TO_BYTES, &**writer.ty, &**reader.ty);
        self.lists(writer, reader, &TypeRef::constant(&BYTE), element)
    }

    pub(super) fn bytes_to_string(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let max_len = self.lower_max_len(writer, reader);
        let message = match max_len {
            Some(most) => format!("must be UTF-8 of at most {most} bytes"),
            None => "must be UTF-8".into(),
        };
        let condition =
            self.condition(&rules::BYTES_TO_STRING, &**writer.ty, &**reader.ty, message);
        Step::Utf8 { max_len, condition }
    }

    fn max_bytes(&mut self, max_len: u64, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let message = format!("must be at most {max_len} bytes long");
        let condition =
            self.condition(&rules::MAX_LEN_LOWERED, &**writer.ty, &**reader.ty, message);
        Step::MaxBytes { max_len, condition }
    }

    /// The reader's `max_len`, if the writer may exceed it.
    pub(super) fn lower_max_len(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<u64> {
        match (writer.bounds.max_len, reader.bounds.max_len) {
            (wrote, Some(most)) if wrote.is_none_or(|wrote| wrote > most) => Some(most),
            (wrote, most) => {
                if wrote != most {
                    self.note(&rules::MAX_LEN_RAISED, &**writer.ty, &**reader.ty);
                }
                None
            }
        }
    }
}

/// The floats from `min` to `max`. NaN is within no bound.
#[derive(Clone, Copy, PartialEq)]
struct FloatRange {
    min: Option<f64>,
    max: Option<f64>,
}

impl FloatRange {
    fn of(side: Bounded<'_>) -> Self {
        let limit = |limit: Option<Limit>| match limit {
            Some(Limit::Float(limit)) => Some(limit),
            _ => None,
        };
        let range = side.bounds.range.unwrap_or_default();
        Self {
            min: limit(range.min),
            max: limit(range.max),
        }
    }

    /// A range with any limit has no NaN, so its other end is at infinity.
    fn contains(self, other: Self) -> bool {
        let ends = |range: Self| {
            let min = range.min.unwrap_or(f64::NEG_INFINITY);
            (min, range.max.unwrap_or(f64::INFINITY))
        };
        let ((min, max), (other_min, other_max)) = (ends(self), ends(other));
        let is_unlimited = |range: Self| range.min.is_none() && range.max.is_none();
        is_unlimited(self) || (!is_unlimited(other) && min <= other_min && max >= other_max)
    }
}

impl core::fmt::Display for FloatRange {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min:?}")?;
        }
        match self.max {
            Some(max) => write!(f, "..={max:?}"),
            None => f.write_str(".."),
        }
    }
}

/// What changed between types of which the second holds all of the first.
fn harmless(from: Target, to: Target) -> &'static Rule {
    match (from, to) {
        (Target::Bool, _) => &rules::BOOL_TO_INTEGER,
        (Target::Integer(a), Target::Integer(b))
            if a.bits() == b.bits() && a.is_signed() == b.is_signed() =>
        {
            &rules::ENCODING_CHANGED
        }
        _ => &rules::NUMBER_WIDENED,
    }
}
