//! Numbers, bools, characters and strings.

use alloc::format;
use core::fmt;

use super::{Bounded, Comparison};
use crate::resolve::domain::{Floats, Interval, target};
use crate::resolve::plan::{FloatLimits, FloatStep, IntegerStep, Limits, Step, Target};
use crate::resolve::rules::{self, Rule};
use crate::schema::{Float, Integer, Limit, RangeLimits, Type, TypeRef};

static BYTE: Type = Type::Integer(Integer::unsigned(8));

impl Comparison {
    pub(super) fn integers(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (from, to) = (target(writer.ty), target(reader.ty));
        let (wrote, reads) = (Interval::of_side(writer), Interval::of_side(reader));
        if wrote.common(reads).is_empty() {
            return self.no_common_number(writer, reader, wrote, reads);
        }
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

    /// No number of the writer is one of the reader's.
    pub(super) fn no_common_number(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        wrote: impl fmt::Display,
        reads: impl fmt::Display,
    ) -> Step {
        let message = format!("a number within {wrote} cannot be one within {reads}");
        let (from, to) = (&**writer.ty, &**reader.ty);
        self.incompatible(&rules::NO_COMMON_NUMBER, from, to, message)
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
        self.within(reads, rule, reads.condition(wrote), writer, reader)
    }

    pub(super) fn floats(
        &mut self,
        from: Float,
        to: Float,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let (wrote, reads) = (Floats::of(writer), Floats::of(reader));
        let (was, is) = (&**writer.ty, &**reader.ty);
        if wrote.common(reads).is_empty() {
            return self.no_common_number(writer, reader, wrote, reads);
        }
        let exact = (to == Float::F32 && !wrote.are_f32()).then(|| {
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
            if !wrote.contains(reads) {
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
            Some(0) => {
                let (from, to) = (&**writer.ty, &**reader.ty);
                let message = "a character is no string of 0 bytes".into();
                self.incompatible(&rules::TYPE_CHANGED, from, to, message)
            }
            Some(max_len) if max_len < LONGEST_CHAR => self.max_bytes(max_len, writer, reader),
            _ => self.copy(writer.ty),
        }
    }

    /// The bytes are the same.
    pub(super) fn string_to_char(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        if writer.bounds.max_len == Some(0) {
            let message = "a string of 0 bytes is no character".into();
            return self.incompatible(&rules::TYPE_CHANGED, from, to, message);
        }
        let message = "must be one character".into();
        let condition = self.condition(&rules::STRING_TO_CHAR, from, to, message);
        Step::Char { condition }
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
        // The greatest byte of UTF-8 so long.
        let greatest = match writer.bounds.max_len {
            Some(0) => return self.copy(writer.ty),
            Some(1) => 0x7f,
            Some(2) => 0xdf,
            Some(3) => 0xef,
            _ => 0xf4,
        };
        let bytes = TypeRef::constant(&BYTE);
        let mut from = Bounded::unbounded(&bytes);
        from.bounds.range = Some(RangeLimits::new(None, Some(Limit::Integer(greatest))));
        let limit = self.count_limit(writer, reader);
        self.lists_of(writer, from, reader.element(element), limit)
    }

    pub(super) fn bytes_to_string(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let max_len = self.lower_max_len(writer, reader);
        if self.is_ascii(writer) {
            return match max_len {
                Some(max_len) => self.max_bytes(max_len, writer, reader),
                None => self.copy(writer.ty),
            };
        }
        let message = match max_len {
            Some(most) => format!("must be UTF-8 of at most {most} bytes"),
            None => "must be UTF-8".into(),
        };
        let condition =
            self.condition(&rules::BYTES_TO_STRING, &**writer.ty, &**reader.ty, message);
        Step::Utf8 { max_len, condition }
    }

    /// Whether all that a list of bytes may hold is ASCII, and so UTF-8.
    fn is_ascii(&mut self, bytes: Bounded<'_>) -> bool {
        let Some(element) = bytes.ty.as_list() else {
            return false;
        };
        let bytes_are = Interval::of_side(bytes.element(element));
        bytes.bounds.max_len == Some(0) || Interval::up_to(0x7f).contains(bytes_are)
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
