//! What resolution finds.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::plan::Plan;
use super::rules::Rule;
use super::verdict::Verdict;

/// One difference between two schemas, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that it falls under.
    pub rule: &'static Rule,
    /// Whether it hinders loading.
    pub verdict: Verdict,
    /// The field, as `queues[].state`; empty for the device itself. `[]`
    /// stands for each element.
    pub path: String,
    /// What the writer has, in a few words.
    pub writer: String,
    /// What the reader has, in a few words.
    pub reader: String,
    /// What follows: for a condition, what must hold.
    pub message: String,
    /// The number of its condition in the plan.
    pub(super) condition: Option<usize>,
}

impl Finding {
    /// About two values that do not suit each other, where no schemas are compared.
    pub(crate) fn of_values(
        rule: &'static Rule,
        path: String,
        writer: String,
        reader: String,
        message: String,
    ) -> Self {
        Self {
            rule,
            verdict: rule.verdict,
            path,
            writer,
            reader,
            message,
            condition: None,
        }
    }

    /// Whether no value loads because of it.
    pub(super) fn blocks(&self) -> bool {
        self.verdict == Verdict::Incompatible
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        write!(f, "{} [{}]", self.message, self.rule.id)
    }
}

/// The result of comparing a writer schema with a reader schema.
#[derive(Debug)]
#[must_use = "whether the schemas fit is what it says"]
pub struct Resolution {
    pub(super) findings: Vec<Finding>,
    pub(super) plan: Option<Plan>,
    /// The device's own fields and subsections that the writer does not have.
    pub(super) added: Vec<String>,
    pub(super) memory: usize,
}

impl Resolution {
    /// The gravest verdict of all findings.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.findings.iter().map(|finding| finding.verdict);
        verdicts.max().unwrap_or(Verdict::Compatible)
    }

    /// All differences, in the order of the reader's fields.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What must hold on the data, if the verdict is conditional.
    pub fn conditions(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Conditional)
    }

    /// Why no value loads, or none can be said to.
    pub fn reasons(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| !finding.verdict.permits_loading())
    }

    /// The device's own fields and subsections that the writer does not have; a field
    /// of a group behind the name of the group.
    pub(crate) fn added(&self) -> &[String] {
        &self.added
    }

    /// Bytes of memory that findings and plan take, estimated from above.
    pub(crate) fn memory(&self) -> usize {
        self.memory
    }

    /// The same, for a loader; the other one is for those that lack the reader's program.
    pub(super) fn beside(self, without_program: Self) -> Self {
        Self {
            memory: self.memory + without_program.memory,
            plan: self.plan.map(|plan| plan.beside(without_program.plan)),
            ..self
        }
    }

    /// How data is converted, unless the verdict is incompatible.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// The plan itself, to be kept and used for each instance.
    pub fn into_plan(self) -> Option<Plan> {
        self.plan
    }
}
