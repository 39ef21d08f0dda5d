//! Numbers, bools, characters and strings.

use alloc::format;

use super::{Comparison, Side};
use crate::resolve::plan::{FloatStep, IntegerStep, Limits, Step, Target};
use crate::resolve::rules::{self, Rule};
use crate::schema::{Float, Integer, Limit, RangeLimits, Type};

/// The whole numbers from `min` to `max`.
#[derive(Clone, Copy, PartialEq)]
struct Interval {
    min: i128,
    max: u128,
}

impl Interval {
    fn of(target: Target, range: Option<RangeLimits>) -> Self {
        let own = match target {
            Target::Bool => Self { min: 0, max: 1 },
            Target::Integer(integer) => Self::of_integer(integer),
        };
        let Some(range) = range else { return own };
        let min = match range.min {
            Some(Limit::Integer(min)) => own.min.max(min),
            _ => own.min,
        };
        let max = match range.max {
            // A negative greatest value: no value above zero fits either.
            Some(Limit::Integer(max)) => own.max.min(u128::try_from(max).unwrap_or(0)),
            _ => own.max,
        };
        Self { min, max }
    }

    fn of_integer(integer: Integer) -> Self {
        let bits = u32::from(integer.bits());
        if integer.is_signed() {
            Self {
                min: i128::MIN >> (128 - bits),
                max: i128::MAX as u128 >> (128 - bits),
            }
        } else {
            Self {
                min: 0,
                max: u128::MAX >> (128 - bits),
            }
        }
    }

    fn contains(self, other: Self) -> bool {
        self.min <= other.min && self.max >= other.max
    }
}

fn target(ty: &Type) -> Target {
    match ty {
        Type::Integer(integer) => Target::Integer(*integer),
        _ => Target::Bool,
    }
}

impl Comparison {
    pub(super) fn integers(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let (from, to) = (target(writer.ty), target(reader.ty));
        let wrote = Interval::of(from, writer.bounds.range);
        let reads = Interval::of(to, reader.bounds.range);
        if reads.contains(wrote) {
            if from == to {
                return Step::copy(writer.ty);
            }
            self.note(harmless(from, to), &**writer.ty, &**reader.ty);
            return Step::Integer(IntegerStep {
                from,
                to,
                limits: None,
            });
        }
        let rule = if !Interval::of(to, None).contains(wrote) {
            if to == Target::Bool {
                &rules::INTEGER_TO_BOOL
            } else {
                &rules::NUMBER_NARROWED
            }
        } else {
            &rules::RANGE_NARROWED
        };
        let message = format!("must be within {}..={}", reads.min, reads.max);
        let condition = self.condition(rule, &**writer.ty, &**reader.ty, message);
        let limits = Some(Limits {
            min: reads.min,
            max: reads.max,
            condition,
        });
        Step::Integer(IntegerStep { from, to, limits })
    }

    pub(super) fn floats(
        &mut self,
        from: Float,
        to: Float,
        writer: Side<'_>,
        reader: Side<'_>,
    ) -> Step {
        let range =
            (!reader.bounds.allow_all_of(&writer.bounds)).then(|| self.float_range(writer, reader));
        match (from, to, range) {
            (Float::F32, Float::F64, None) => {
                self.note(&rules::FLOAT_WIDENED, &**writer.ty, &**reader.ty);
                Step::WidenFloat
            }
            (from, to, None) if from == to => Step::copy(writer.ty),
            (from, to, range) => {
                let exact = (from == Float::F64 && to == Float::F32).then(|| {
                    let message = "must be a value that an f32 holds exactly".into();
                    self.condition(&rules::FLOAT_NARROWED, &**writer.ty, &**reader.ty, message)
                });
                Step::Float(FloatStep {
                    from_bits: from.bits(),
                    to_bits: to.bits(),
                    exact,
                    range,
                })
            }
        }
    }

    fn float_range(&mut self, writer: Side<'_>, reader: Side<'_>) -> (f64, f64, usize) {
        let limit = |limit: Option<Limit>, none: f64| match limit {
            Some(Limit::Float(value)) => value,
            _ => none,
        };
        let range = reader.bounds.range.unwrap_or_default();
        let (min, max) = (
            limit(range.min, f64::NEG_INFINITY),
            limit(range.max, f64::INFINITY),
        );
        let message = format!("must be within {min:?}..={max:?}");
        let condition = self.condition(&rules::RANGE_NARROWED, &**writer.ty, &**reader.ty, message);
        (min, max, condition)
    }

    /// The bytes are the same: a char is encoded as a string.
    pub(super) fn char_to_string(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        self.note(&rules::CHAR_TO_STRING, &**writer.ty, &**reader.ty);
        match reader.bounds.max_len {
            Some(max_len) if max_len < 4 => self.max_bytes(max_len, writer, reader),
            _ => Step::copy(writer.ty),
        }
    }

    pub(super) fn strings(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        match self.lower_max_len(writer, reader) {
            Some(max_len) => self.max_bytes(max_len, writer, reader),
            None => Step::copy(writer.ty),
        }
    }

    /// The bytes are the same: both are behind their length.
    pub(super) fn string_to_bytes(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        self.note(&rules::STRING_TO_BYTES, &**writer.ty, &**reader.ty);
        self.strings(writer, reader)
    }

    pub(super) fn bytes_to_string(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let max_len = self.lower_max_len(writer, reader);
        let message = match max_len {
            Some(most) => format!("must be UTF-8 of at most {most} bytes"),
            None => "must be UTF-8".into(),
        };
        let condition =
            self.condition(&rules::BYTES_TO_STRING, &**writer.ty, &**reader.ty, message);
        Step::Utf8 { max_len, condition }
    }

    fn max_bytes(&mut self, max_len: u64, writer: Side<'_>, reader: Side<'_>) -> Step {
        let message = format!("must be at most {max_len} bytes long");
        let condition =
            self.condition(&rules::MAX_LEN_LOWERED, &**writer.ty, &**reader.ty, message);
        Step::MaxBytes { max_len, condition }
    }

    /// The reader's `max_len`, if the writer may exceed it.
    pub(super) fn lower_max_len(&self, writer: Side<'_>, reader: Side<'_>) -> Option<u64> {
        let most = reader.bounds.max_len?;
        match writer.bounds.max_len {
            Some(wrote) if wrote <= most => None,
            _ => Some(most),
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
