//! How much was looked at.

use std::collections::BTreeMap;

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
    /// How often each rule was found.
    pub(crate) rules: BTreeMap<&'static str, usize>,
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

    pub(crate) fn add(&mut self, other: Tally) {
        self.compatible += other.compatible;
        self.conditional += other.conditional;
        self.incompatible += other.incompatible;
        self.too_strict += other.too_strict;
        self.converted += other.converted;
        self.refused += other.refused;
        self.returned += other.returned;
        for (rule, count) in other.rules {
            *self.rules.entry(rule).or_default() += count;
        }
    }
}
