//! How much was looked at.

use std::collections::BTreeMap;

use super::pairs::Known;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) compatible: usize,
    pub(crate) conditional: usize,
    pub(crate) incompatible: usize,
    /// Conditional, though no value was met on which a condition does not hold.
    pub(crate) too_strict: usize,
    /// Values that became what they should.
    pub(crate) converted: usize,
    /// Values on which a condition does not hold.
    pub(crate) refused: usize,
    /// Values that went there and back.
    pub(crate) returned: usize,
    /// Witnesses that load, and those that are refused.
    pub(crate) loading: usize,
    pub(crate) refusing: usize,
    /// Those that depend on what only the reader's program knows.
    pub(crate) computed: usize,
    /// Witnesses that were not found, by their rule, and the first of each.
    pub(crate) unwitnessed: BTreeMap<&'static str, usize>,
    pub(crate) examples: BTreeMap<&'static str, String>,
    /// How often each rule was found.
    pub(crate) rules: BTreeMap<&'static str, usize>,
    /// Of pairs of which all values are tried: how many, where each rule was found.
    pub(crate) values: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// Pairs of schemas, each direction for itself.
    pub(crate) fn comparisons(&self) -> usize {
        self.compatible + self.conditional + self.incompatible
    }

    /// What should often be met.
    pub(crate) fn counts(&self) -> [usize; 6] {
        [
            self.compatible,
            self.conditional,
            self.incompatible,
            self.converted,
            self.refused,
            self.returned,
        ]
    }

    /// Counts a witness that was not found: of what loads, or of a rule.
    pub(crate) fn missing(&mut self, rule: Option<&'static str>, writer: &Known, reader: &Known) {
        let rule = rule.unwrap_or("loads");
        *self.unwitnessed.entry(rule).or_default() += 1;
        self.example(rule, format!("{} -> {}", writer.json, reader.json));
    }

    /// Keeps the shortest.
    fn example(&mut self, rule: &'static str, example: String) {
        let kept = self.examples.entry(rule).or_insert_with(|| example.clone());
        if example.len() < kept.len() {
            *kept = example;
        }
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.compatible += other.compatible;
        self.conditional += other.conditional;
        self.incompatible += other.incompatible;
        self.too_strict += other.too_strict;
        self.converted += other.converted;
        self.refused += other.refused;
        self.returned += other.returned;
        self.loading += other.loading;
        self.refusing += other.refusing;
        self.computed += other.computed;
        for (rule, count) in other.unwitnessed {
            *self.unwitnessed.entry(rule).or_default() += count;
        }
        for (rule, example) in other.examples {
            self.example(rule, example);
        }
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
        for (rule, count) in other.values {
            *self.values.entry(rule).or_default() += count;
        }
    }
}
