//! The executable result of resolution: from the writer's bytes to the
//! reader's.

mod error;
mod run;
mod skip;
mod step;

use alloc::string::String;
use alloc::vec::Vec;

pub use error::ConvertError;
pub(super) use skip::min_len;
pub(super) use step::{
    Absent, Arm, ArmTarget, FloatStep, IntegerStep, Limits, Located, Source, Step, Subsections,
    Target,
};

use crate::codec::Decoder;
use error::Stop;

/// Converts data of one schema to another. Prepared once, used for each
/// instance.
#[derive(Debug)]
pub struct Plan {
    step: Step,
    /// For each condition that can fail: its rule, path and message.
    conditions: Vec<ConditionText>,
}

/// What an error says about a condition that does not hold.
#[derive(Debug)]
pub(super) struct ConditionText {
    pub(super) rule: &'static str,
    pub(super) path: String,
    pub(super) message: String,
}

impl Plan {
    pub(super) fn new(step: Step, conditions: Vec<ConditionText>) -> Self {
        Self { step, conditions }
    }

    /// Converts a payload; the result is appended to `converted`.
    ///
    /// # Errors
    ///
    /// If a condition does not hold on the data, or the data is not valid.
    /// `converted` then holds part of a result.
    pub fn convert(&self, payload: &[u8], converted: &mut Vec<u8>) -> Result<(), ConvertError> {
        let mut input = Decoder::new(payload);
        run::run(&self.step, &mut input, converted)
            .and_then(|()| input.finish().map_err(Stop::from))
            .map_err(|stop| self.explain(stop))
    }

    /// Tests the conditions on a payload without converting it.
    ///
    /// # Errors
    ///
    /// As [`convert`](Self::convert).
    pub fn check(&self, payload: &[u8]) -> Result<(), ConvertError> {
        self.convert(payload, &mut Vec::new())
    }

    /// Runs a step over a value, while a plan is made.
    pub(super) fn try_step(step: &Step, value: &[u8]) -> Option<Vec<u8>> {
        let mut converted = Vec::new();
        run::run(step, &mut Decoder::new(value), &mut converted).ok()?;
        Some(converted)
    }

    fn explain(&self, stop: Stop) -> ConvertError {
        match stop {
            Stop::Data(fault) => ConvertError::Data(fault),
            Stop::Condition(failed) => {
                let text = self.conditions.get(failed.condition);
                ConvertError::Condition {
                    rule: text.map_or("", |text| text.rule),
                    path: text.map_or_else(String::new, |text| {
                        error::concrete_path(&text.path, failed.indexes.iter().rev())
                    }),
                    found: failed.found,
                    message: text.map_or_else(String::new, |text| text.message.clone()),
                }
            }
        }
    }
}
