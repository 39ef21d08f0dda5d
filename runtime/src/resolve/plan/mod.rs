//! The executable result of resolution: from the writer's bytes to the
//! reader's.

mod compact;
mod error;
pub(super) mod exact;
mod extent;
mod filling;
mod flat;
mod flatten;
mod kept;
mod known_subsections;
mod left_out;
mod located;
mod number;
mod output;
mod parts;
mod piece;
mod run;
mod step;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem;

pub use error::ConvertError;
pub(super) use error::{ConditionText, Failure};
pub(super) use extent::{Extents, min_len};
pub(super) use filling::Filling;
pub(super) use number::{Number, Target};
pub(super) use parts::{Absent, Group, Located, Source, Subsections};
pub(super) use run::{Unmet, survey};
pub(super) use step::{
    Arm, CountLimit, EnumStep, ExactStep, FloatLimits, FloatStep, IntegerStep, KeyOrder, Keyed,
    Limits, NumberToTag, OtherNumbers, Step, TagToNumber, Tail, Unknown, WholeStep,
};

use crate::base::budget::Budget;
use output::Output;

/// Memory for what becomes of one value while a plan is made.
const LITTLE: usize = 1 << 16;

/// Converts data of one schema to another. Prepared once, used for each
/// instance.
#[derive(Debug)]
pub struct Plan {
    step: Step,
    /// For each condition that can fail: its rule, path and message.
    conditions: Vec<ConditionText>,
    /// For those that lack the reader's program, where parts stay in an older version, which
    /// that converts: then what this plan makes is for the loader alone, with the versions
    /// marked.
    without_program: Option<Box<Plan>>,
}

impl Plan {
    pub(super) fn new(step: Step, conditions: Vec<ConditionText>) -> Self {
        Self {
            step: compact::compact(step),
            conditions,
            without_program: None,
        }
    }

    /// The plan for a loader, beside one that refuses what only its program converts.
    pub(super) fn beside(self, without_program: Option<Self>) -> Self {
        Self {
            without_program: without_program.map(Box::new),
            ..self
        }
    }

    /// Whether what [`convert_to_load`](Self::convert_to_load) makes is marked.
    pub(crate) fn is_marked(&self) -> bool {
        self.without_program.is_some()
    }

    /// Converts a payload. The content of `converted` is replaced, its
    /// allocation is kept; that is fastest if it still holds an earlier result.
    ///
    /// The memory that this takes is bounded by [`Budget::for_input`] of the
    /// payload; [`convert_within`](Self::convert_within) takes another budget.
    ///
    /// # Errors
    ///
    /// If a condition does not hold on the data, the data is not valid, the
    /// result would take more memory than that, or a part is there that only the reader's
    /// program converts (`older`). The content of `converted` is then unspecified.
    pub fn convert(&self, payload: &[u8], converted: &mut Vec<u8>) -> Result<(), ConvertError> {
        self.convert_within(payload, converted, &Budget::for_input(payload.len()))
    }

    /// As [`convert`](Self::convert), with memory from a budget. Each byte of
    /// the result draws two, as memory that grows is there twice for a moment.
    ///
    /// # Errors
    ///
    /// As `convert`.
    pub fn convert_within(
        &self,
        payload: &[u8],
        converted: &mut Vec<u8>,
        budget: &Budget,
    ) -> Result<(), ConvertError> {
        let plan = self.without_program.as_deref().unwrap_or(self);
        plan.convert_to_load(payload, converted, budget)
    }

    /// As [`convert_within`](Self::convert_within), for the loader, which converts what
    /// stands in an older version.
    pub(crate) fn convert_to_load(
        &self,
        payload: &[u8],
        converted: &mut Vec<u8>,
        budget: &Budget,
    ) -> Result<(), ConvertError> {
        let mut out = Output::instead_of(mem::take(converted), budget);
        let result = run::run_whole(&self.step, payload, &mut out);
        out.settle(budget);
        *converted = out.into_bytes();
        result.map_err(|stop| stop.explain(&self.conditions))
    }

    /// Tests the conditions on a payload, for which no values are needed that
    /// only the reader's program knows. What a conversion would make is counted
    /// and not kept, but for keys and for elements that are cut off.
    ///
    /// # Errors
    ///
    /// What [`convert`](Self::convert) refuses.
    pub fn check(&self, payload: &[u8]) -> Result<(), ConvertError> {
        self.check_within(payload, &Budget::for_input(payload.len()))
    }

    /// As [`check`](Self::check), for a conversion with memory from a budget, of
    /// which nothing is drawn.
    ///
    /// # Errors
    ///
    /// What [`convert_within`](Self::convert_within) refuses.
    pub fn check_within(&self, payload: &[u8], budget: &Budget) -> Result<(), ConvertError> {
        self.first_unmet(payload, budget)
            .map_err(|stop| self.explain(stop))
    }

    /// As [`check_within`](Self::check_within), with what stops it as it is.
    pub(super) fn first_unmet(&self, payload: &[u8], budget: &Budget) -> Result<(), Failure> {
        run::run_whole(&self.step, payload, &mut Output::check_only(budget))
    }

    /// What an error says of a condition that does not hold.
    pub(super) fn explain(&self, failure: Failure) -> ConvertError {
        failure.explain(&self.conditions)
    }

    /// Whether what the condition of this number is about is not to be shown.
    pub(super) fn is_sensitive(&self, condition: usize) -> bool {
        (self.conditions.get(condition)).is_some_and(|condition| condition.is_sensitive)
    }

    /// Whether an element, which takes the step, may be cut off.
    pub(super) fn may_be_cut(element: &Step, tail: &Tail, value: &[u8]) -> bool {
        let mut out = Output::check_only(&Budget::new(LITTLE + 64 * value.len()));
        run::may_be_cut(element, tail, value, &mut out)
    }

    /// Runs a step over a value, while a plan is made.
    pub(super) fn try_step(step: &Step, value: &[u8]) -> Option<Vec<u8>> {
        let mut out = Output::within(&Budget::new(LITTLE + 64 * value.len()));
        run::run_whole(step, value, &mut out).ok()?;
        Some(out.into_bytes())
    }
}
