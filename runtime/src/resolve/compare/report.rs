//! What a comparison found so far.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use super::memory::memory;
use super::shown::shown;
use super::within::{self, Within};
use crate::resolve::domain::Populations;
use crate::resolve::finding::{Finding, Resolution};
use crate::resolve::plan::{ConditionText, Extents, Plan, Step};
use crate::resolve::rules::{self, Rule};
use crate::resolve::verdict::Verdict;
use crate::schema::TypeRef;

/// So many harmless findings are listed; more say nothing new.
const MOST_HARMLESS: usize = 1000;

/// Schemas that differ in more grave ways are not compared any further: a
/// small text can describe types that stand in very many places.
const MOST_GRAVE: usize = 5000;

/// Bytes of the literals that are looked at, for the same reason.
const MOST_LITERALS: usize = 16 << 20;

/// How well the conversion of a part is understood.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Understood {
    /// How often two values may have become one.
    pub(super) merges: usize,
    /// How often only a program knew what a value becomes.
    pub(super) unknowns: usize,
}

/// A comparison under way.
#[derive(Default)]
pub(super) struct Comparison {
    findings: Vec<Finding>,
    conditions: Vec<ConditionText>,
    /// The path to the types that are being compared.
    path: String,
    /// Where the path has its first sensitive field, it is so long.
    hidden_from: Option<usize>,
    grave: usize,
    literals: usize,
    is_given_up: bool,
    merges: usize,
    unknowns: usize,
    extents: Extents,
    populations: Populations,
    /// Nothing loads that the writer may hold where the path is.
    is_blocked: bool,
    /// The step is for those who make values: it has one for each part of the writer.
    is_in_shape: bool,
    /// How many steps the path has.
    depth: usize,
    /// The fields of a group of the device are compared.
    is_in_group: bool,
    added: Vec<String>,
    /// The plan marks the versions of parts.
    is_marking: bool,
    /// What is compared are the keys of a set or map.
    is_among_keys: bool,
    /// The reader's types are compared with the writer's.
    is_going_back: bool,
    /// A part is read in an older version.
    takes_older: bool,
}

impl Comparison {
    pub(super) fn marking() -> Self {
        Self {
            is_marking: true,
            ..Self::default()
        }
    }

    /// From the reader to the writer.
    pub(super) fn going_back() -> Self {
        Self {
            is_going_back: true,
            ..Self::default()
        }
    }

    pub(super) fn is_going_back(&self) -> bool {
        self.is_going_back
    }

    /// Compares keys, of which it matters whether two become the same.
    pub(super) fn among_keys<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let outer = mem::replace(&mut self.is_among_keys, true);
        let result = inner(self);
        self.is_among_keys = outer;
        result
    }

    pub(super) fn is_among_keys(&self) -> bool {
        self.is_among_keys
    }

    pub(super) fn is_marking(&self) -> bool {
        self.is_marking
    }

    /// Whether a part is read in an older version.
    pub(super) fn takes_older(&self) -> bool {
        self.takes_older
    }

    pub(super) fn note_older(&mut self) {
        self.takes_older = true;
    }

    pub(super) fn in_shape() -> Self {
        Self {
            is_in_shape: true,
            ..Self::default()
        }
    }

    pub(super) fn is_in_shape(&self) -> bool {
        self.is_in_shape
    }

    pub(super) fn finish(self, step: Step) -> Resolution {
        let mut findings = self.findings.iter();
        let is_permitted = findings.all(|finding| finding.verdict.permits_loading());
        let memory = memory(&self.findings, &self.conditions) + self.literals;
        let plan = is_permitted.then(|| Plan::new(step, self.conditions));
        Resolution {
            memory,
            added: self.added,
            findings: self.findings,
            plan,
        }
    }

    /// Does something one step further down the path.
    pub(super) fn at<'s, T>(
        &mut self,
        step: impl Into<Within<'s>>,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.at_all(&[step.into()], inner)
    }

    /// Does something so many steps further down the path.
    pub(super) fn at_all<T>(
        &mut self,
        steps: &[Within<'_>],
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let len = self.path.len();
        for step in steps {
            step.push_to(&mut self.path);
        }
        self.depth += steps.len();
        let result = inner(self);
        self.depth -= steps.len();
        self.path.truncate(len);
        result
    }

    /// Does something whose data are not to be shown, if they are sensitive. The
    /// path ends with the field.
    pub(super) fn hiding<T>(
        &mut self,
        is_sensitive: bool,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = self.hidden_from;
        self.hidden_from = outer.or(is_sensitive.then_some(self.path.len()));
        let result = inner(self);
        self.hidden_from = outer;
        result
    }

    /// Notes that the writer does not have a field or subsection of the reader. Those
    /// of the device itself are kept, however many other differences there are.
    pub(super) fn note_added(&mut self, rule: &'static Rule, ty: impl fmt::Display) {
        if self.depth == 1 || self.depth == 2 && self.is_in_group {
            // No name has a slash in it.
            self.added.push(within::names(&self.path).join("/"));
        }
        self.note(rule, "nothing", ty);
    }

    /// Compares the fields of a subsection, which may be a group of them.
    pub(super) fn in_group<T>(&mut self, is_group: bool, inner: impl FnOnce(&mut Self) -> T) -> T {
        let is_here = is_group && self.depth == 0;
        let outer = mem::replace(&mut self.is_in_group, is_here);
        let result = inner(self);
        self.is_in_group = outer;
        result
    }

    /// Notes a difference that is harmless.
    pub(super) fn note(
        &mut self,
        rule: &'static Rule,
        writer: impl fmt::Display,
        reader: impl fmt::Display,
    ) {
        self.remark(rule, writer, reader, rule.title.to_string());
    }

    /// Notes one that has more to be said of.
    pub(super) fn remark(
        &mut self,
        rule: &'static Rule,
        writer: impl fmt::Display,
        reader: impl fmt::Display,
        message: String,
    ) {
        if self.findings.len() < MOST_HARMLESS {
            self.find(rule, writer, reader, message);
        }
    }

    /// Notes a condition, and returns its number in the plan.
    pub(super) fn condition(
        &mut self,
        rule: &'static Rule,
        writer: impl fmt::Display,
        reader: impl fmt::Display,
        message: String,
    ) -> usize {
        if self.weigh() {
            let condition = Some(self.conditions.len());
            self.find(rule, writer, reader, message.clone());
            if let Some(finding) = self.findings.last_mut() {
                finding.condition = condition;
            }
        }
        self.unlisted_condition(rule, message)
    }

    /// A condition that every writer keeps to.
    pub(super) fn unlisted_condition(&mut self, rule: &'static Rule, message: String) -> usize {
        if !self.is_given_up {
            // Inside, the variants that a path names are data, too, and so is
            // what a message says of them.
            let shown = self.hidden_from.unwrap_or(self.path.len());
            self.conditions.push(ConditionText {
                rule: rule.id,
                path: self.path.get(..shown).unwrap_or_default().to_string(),
                message: match self.hidden_from {
                    None => message,
                    Some(_) => rule.title.to_string(),
                },
                is_sensitive: self.hidden_from.is_some(),
            });
        }
        self.conditions.len().saturating_sub(1)
    }

    pub(super) fn incompatible(
        &mut self,
        rule: &'static Rule,
        writer: impl fmt::Display,
        reader: impl fmt::Display,
        message: String,
    ) -> Step {
        if self.weigh() {
            self.find(rule, writer, reader, message);
        }
        self.is_blocked = true;
        Step::Impossible
    }

    /// Does something for a part that a value may be without. If nothing loads that the
    /// writer may hold in it, that becomes the condition that it is without it.
    pub(super) fn unless_blocked<T>(
        &mut self,
        must: &str,
        inner: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, usize> {
        match self.watched(inner) {
            (result, None) => Ok(result),
            (_, Some(first)) => Err(self.spared(first, must)),
        }
    }

    /// Does something, and says from which finding on it is that nothing loads.
    pub(super) fn watched<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> (T, Option<usize>) {
        let first = self.findings.len();
        let outer = mem::take(&mut self.is_blocked);
        let result = inner(self);
        let is_blocked = mem::replace(&mut self.is_blocked, outer);
        (result, is_blocked.then_some(first))
    }

    /// The same for a step, in whose place stands the condition.
    pub(super) fn spare(
        &mut self,
        must: &str,
        found: &'static str,
        inner: impl FnOnce(&mut Self) -> Step,
    ) -> Step {
        let step = self.unless_blocked(must, inner);
        step.unwrap_or_else(|condition| Step::Refuse { condition, found })
    }

    /// The condition that a value is without what was found since the finding.
    pub(super) fn spared(&mut self, first: usize, must: &str) -> usize {
        let mut rule = None;
        let condition = Some(self.conditions.len());
        for finding in self.findings.iter_mut().skip(first) {
            // Their own conditions cannot be met any more.
            finding.condition = condition.filter(|_| finding.verdict != Verdict::Compatible);
            if !finding.blocks() {
                continue;
            }
            finding.verdict = Verdict::Conditional;
            finding.message = match finding.path == self.path || self.path.is_empty() {
                true => format!("{must}: {}", finding.message),
                false => format!("`{}` {must}: {}", self.path, finding.message),
            };
            rule = rule.or(Some(finding.rule));
        }
        let rule = rule.unwrap_or(&rules::TOO_MANY_DIFFERENCES);
        self.unlisted_condition(rule, must.to_string())
    }

    fn find(
        &mut self,
        rule: &'static Rule,
        writer: impl fmt::Display,
        reader: impl fmt::Display,
        message: String,
    ) {
        self.findings.push(Finding {
            rule,
            verdict: rule.verdict,
            path: self.path.clone(),
            writer: shown(writer),
            reader: shown(reader),
            message,
            condition: None,
        });
    }

    /// Counts something that takes memory for each place where it is met, and
    /// says whether there was room for it.
    pub(super) fn weigh(&mut self) -> bool {
        self.grave += 1;
        if self.grave > MOST_GRAVE {
            self.give_up();
        }
        !self.is_given_up
    }

    /// Counts what another comparison has counted.
    pub(super) fn weigh_all_of(&mut self, other: &Self) {
        self.grave = self.grave.saturating_add(other.grave);
        self.weigh_literal(other.literals);
    }

    /// The same for the text of a literal.
    pub(super) fn weigh_literal(&mut self, len: usize) -> bool {
        self.literals = self.literals.saturating_add(len);
        if self.literals > MOST_LITERALS {
            self.give_up();
        }
        !self.is_given_up
    }

    fn give_up(&mut self) {
        if !self.is_given_up {
            self.is_given_up = true;
            let rule = &rules::TOO_MANY_DIFFERENCES;
            self.find(rule, "", "", rule.title.to_string());
        }
    }

    pub(super) fn is_given_up(&self) -> bool {
        self.is_given_up
    }

    /// How many values types have.
    pub(super) fn populations(&mut self) -> &mut Populations {
        &mut self.populations
    }

    /// Where values of the writer end.
    pub(super) fn extents(&mut self) -> &mut Extents {
        &mut self.extents
    }

    /// The step over a value that does not change.
    pub(super) fn copy(&mut self, ty: &TypeRef) -> Step {
        Step::copy(&self.extents.of(ty))
    }

    /// Says that two values of the writer may become the same one.
    pub(super) fn may_merge(&mut self) {
        self.merges += 1;
    }

    /// The same where it is known that they do, or do not.
    pub(super) fn may_merge_if(&mut self, they_do: bool) {
        if they_do {
            self.may_merge();
        }
    }

    /// Says that only a program knows what becomes of a value.
    pub(super) fn note_unknown(&mut self) {
        self.unknowns += 1;
    }

    pub(super) fn understood(&self) -> Understood {
        Understood {
            merges: self.merges,
            unknowns: self.unknowns,
        }
    }

    /// How often it was said that two values may become one.
    pub(super) fn merges(&self) -> usize {
        self.merges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_all_that_was_found_are_counted() {
        let mut comparison = Comparison::default();
        let empty = Comparison::default().finish(Step::Impossible).memory;
        assert!(comparison.weigh_literal(5000));
        assert!(comparison.weigh_literal(300));
        let message = "x".repeat(4000);
        comparison.condition(&rules::SUBSECTION_NEEDED, "", "", message);
        let memory = comparison.finish(Step::Impossible).memory - empty;
        // The message is that of the finding and of the condition.
        assert!((13_300..15_000).contains(&memory), "{memory}");
    }

    /// As much as there may be is looked at, and no more.
    #[test]
    fn a_comparison_is_given_up_when_it_takes_too_much() {
        let mut comparison = Comparison::default();
        assert!((0..MOST_GRAVE).all(|_| comparison.weigh()));
        assert!(!comparison.is_given_up());
        assert!(!comparison.weigh() && !comparison.weigh());
        assert!(comparison.is_given_up());
        assert_eq!(comparison.findings.len(), 1);

        let mut comparison = Comparison::default();
        assert!(comparison.weigh_literal(MOST_LITERALS - 1) && comparison.weigh_literal(1));
        assert!(!comparison.weigh_literal(1));
        assert_eq!(comparison.findings.len(), 1);
    }
}
