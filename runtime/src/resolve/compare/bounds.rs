//! What a field says about the values in it.

use crate::schema::{Field, Limit, RangeLimits};

/// Range and greatest length.
#[derive(Clone, Copy, Default)]
pub(super) struct Bounds {
    pub(super) range: Option<RangeLimits>,
    pub(super) max_len: Option<u64>,
}

impl Bounds {
    pub(super) fn of(field: &Field) -> Self {
        Self {
            range: field.range(),
            max_len: field.max_len(),
        }
    }

    /// These, or else others.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            range: self.range.or(other.range),
            max_len: self.max_len.or(other.max_len),
        }
    }

    /// Whether whatever keeps to `other` keeps to these.
    pub(super) fn allow_all_of(&self, other: &Self) -> bool {
        let len = match (self.max_len, other.max_len) {
            (None, _) => true,
            (Some(most), Some(other)) => other <= most,
            (Some(_), None) => false,
        };
        len && match (self.range, other.range) {
            (None, _) => true,
            (Some(range), Some(other)) => {
                allows(range.min, other.min, |a, b| a <= b)
                    && allows(range.max, other.max, |a, b| a >= b)
            }
            (Some(_), None) => false,
        }
    }
}

fn allows(own: Option<Limit>, other: Option<Limit>, holds: impl Fn(f64, f64) -> bool) -> bool {
    match (own, other) {
        (None, _) => true,
        (Some(own), Some(other)) if own == other => true,
        // Whole numbers are compared as such where that can matter: in the
        // conversion of numbers. Here "no" only costs speed.
        (Some(Limit::Float(own)), Some(Limit::Float(other))) => holds(own, other),
        (Some(Limit::Integer(own)), Some(Limit::Integer(other))) => {
            own.abs() < 1 << 52 && other.abs() < 1 << 52 && holds(own as f64, other as f64)
        }
        _ => false,
    }
}
