//! All conditions, tried on a value.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::compare;
use super::finding::{Finding, Resolution};
use super::plan::{ConvertError, Failure, Step, Unmet, survey};
use super::rules;
use crate::base::budget::Budget;
use crate::codec::Fault;
use crate::schema::{Schema, TypeRef};

/// Tries the conditions of a resolution on values: all of them, where
/// [`Plan::check`](super::Plan::check) stops at the first that does not hold.
#[derive(Debug)]
pub struct Trial {
    writer: TypeRef,
    resolution: Resolution,
    /// The plan with a step for each part of the writer's type; `None` if there are no
    /// conditions.
    shape: Option<Step>,
}

/// A condition that does not hold on a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Broken {
    /// The condition, where it first does not hold.
    pub error: ConvertError,
    /// Offset in the payload of the value that it does not hold on: of what is absent, of
    /// that around it. `None` if it is not known, or within what is sensitive.
    pub offset: Option<usize>,
    /// In so many places it does not hold.
    pub times: u64,
    /// Its number in the plan.
    condition: usize,
}

impl Trial {
    /// Compares the schema that data is written with to the one that a build reads.
    pub fn new(writer: &Schema, reader: &Schema) -> Self {
        let resolution = compare::schemas(writer, reader);
        let is_tried = resolution.plan().is_some() && resolution.conditions().next().is_some();
        Self {
            writer: writer.ty().clone(),
            shape: is_tried.then(|| compare::shape(writer, reader)),
            resolution,
        }
    }

    /// What is tried.
    pub fn resolution(&self) -> &Resolution {
        &self.resolution
    }

    /// The conditions that do not hold where a stream has no state of the device, as it was
    /// not needed. There are none exactly where the reader does without.
    pub fn broken_by_absence(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.resolution.findings().iter();
        findings.filter(|finding| finding.rule.id == rules::DEVICE_MUST_BE_NEEDED.id)
    }

    /// The conditions that do not hold on a payload, in the order of the plan. There are
    /// none exactly where [`Plan::check_within`](super::Plan::check_within) takes it.
    ///
    /// Of a payload that departs from the writer's schema behind the first of them, that
    /// is the only one.
    ///
    /// # Errors
    ///
    /// If the verdict is incompatible, or the check finds that the bytes are not a value of
    /// the writer's type, or what they become does not keep to the budget.
    pub fn broken(&self, payload: &[u8], budget: &Budget) -> Result<Vec<Broken>, ConvertError> {
        let Some(plan) = self.resolution.plan() else {
            let fault = Fault::new("the schemas are incompatible");
            return Err(ConvertError::Data(fault));
        };
        let first = match plan.first_unmet(payload, budget) {
            Ok(()) => return Ok(Vec::new()),
            Err(Failure::Data(fault)) => return Err(ConvertError::Data(fault)),
            Err(Failure::Condition(first)) => first,
        };
        let unmet = self.unmet(payload, budget);
        // What the check finds is the last word.
        if !unmet.contains_key(&first.condition) {
            return Ok(Vec::from([Broken {
                condition: first.condition,
                error: plan.explain(Failure::Condition(first)),
                offset: None,
                times: 1,
            }]));
        }
        let broken = unmet.into_iter().map(|(condition, unmet)| Broken {
            condition,
            error: plan.explain(unmet.first),
            offset: Some(unmet.offset).filter(|_| !plan.is_sensitive(condition)),
            times: unmet.times,
        });
        Ok(broken.collect())
    }

    fn unmet(&self, payload: &[u8], budget: &Budget) -> BTreeMap<usize, Unmet> {
        let shape = self.shape.as_ref();
        let unmet = shape.and_then(|shape| survey(shape, &self.writer, payload, budget).ok());
        unmet.unwrap_or_default()
    }
}

impl Broken {
    /// Whether it is the condition of a finding of the trial's resolution. Several findings
    /// may have one condition, and one that every writer keeps to has none.
    pub fn is_of(&self, finding: &Finding) -> bool {
        finding.condition == Some(self.condition)
    }
}
