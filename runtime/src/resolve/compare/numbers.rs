//! Whole numbers that become floats, and floats that become whole numbers: each value
//! that the other holds exactly.

use alloc::format;
use alloc::string::String;

use super::{Bounded, Comparison};
use crate::resolve::domain::{Floats, Interval, target};
use crate::resolve::plan::{ExactStep, Limits, Step, Target, WholeStep};
use crate::resolve::rules::{self, Rule};
use crate::schema::Float;

impl Comparison {
    pub(super) fn integer_to_float(
        &mut self,
        to: Float,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let (wrote, reads) = (Interval::of_side(writer), Floats::of(reader));
        let common = wrote.floats_within(reads);
        if common.is_empty() {
            return self.no_common_number(writer, reader, wrote, reads);
        }
        let is_exact = wrote.are_floats(to);
        if is_exact && common == wrote {
            self.note(&rules::INTEGER_TO_FLOAT, &**writer.ty, &**reader.ty);
        }
        let limits = (!is_exact || common != wrote).then(|| {
            let within = format!("within {common}");
            let (rule, message) = match is_exact {
                true => (&rules::RANGE_NARROWED, format!("must be {within}")),
                false => {
                    let width = &**reader.ty;
                    let rule = &rules::INTEGER_BEYOND_FLOAT;
                    let message =
                        format!("must be a number that an {width} holds exactly, {within}");
                    (rule, message)
                }
            };
            self.within(common, rule, message, writer, reader)
        });
        let from = target(writer.ty);
        Step::Exact(ExactStep { from, to, limits })
    }

    pub(super) fn float_to_integer(
        &mut self,
        from: Float,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let (wrote, reads) = (Floats::of(writer), Interval::of_side(reader));
        let common = reads.floats_within(wrote);
        if common.is_empty() {
            return self.no_common_number(writer, reader, wrote, reads);
        }
        let to = target(reader.ty);
        let limits = match wrote.are_integers(reads) {
            true => {
                self.note(&rules::NUMBER_WIDENED, &**writer.ty, &**reader.ty);
                None
            }
            false => {
                let message = match to {
                    Target::Bool => "must be 0 or 1".into(),
                    Target::Integer(_) => format!("must be a whole number within {common}"),
                };
                Some(self.within(common, &rules::FLOAT_TO_INTEGER, message, writer, reader))
            }
        };
        Step::Whole(WholeStep { from, to, limits })
    }

    /// The condition of being one of these.
    pub(super) fn within(
        &mut self,
        numbers: Interval,
        rule: &'static Rule,
        message: String,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Limits {
        Limits {
            min: numbers.min,
            max: numbers.max,
            nonzero: numbers.nonzero,
            condition: self.condition(rule, &**writer.ty, &**reader.ty, message),
        }
    }
}
