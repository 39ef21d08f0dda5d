//! Floats within limits.

use core::fmt;

use super::Bounded;
use crate::schema::{Float, Limit};

/// The floats from `min` to `max`. NaN is within no bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::resolve) struct Floats {
    /// As the field says them.
    pub(in crate::resolve) min: Option<f64>,
    pub(in crate::resolve) max: Option<f64>,
    /// The least and the greatest that the width holds.
    pub(in crate::resolve) ends: (f64, f64),
    width: Float,
}

impl Floats {
    pub(in crate::resolve) fn of(side: Bounded<'_>) -> Self {
        let limit = |limit: Option<Limit>| match limit {
            Some(Limit::Float(limit)) => Some(limit),
            _ => None,
        };
        let width = side.ty.as_float().unwrap_or(Float::F64);
        let range = side.bounds.range.unwrap_or_default();
        Self::new(width, limit(range.min), limit(range.max))
    }

    pub(in crate::resolve) fn new(width: Float, min: Option<f64>, max: Option<f64>) -> Self {
        let least = min.unwrap_or(f64::NEG_INFINITY);
        let greatest = max.unwrap_or(f64::INFINITY);
        let (least, greatest) = match width {
            Float::F64 => (least, greatest),
            Float::F32 => (at_least(least), -at_least(-greatest)),
        };
        // A limit of 0 takes both.
        let signed = |limit, zero| if limit == 0.0 { zero } else { limit };
        let ends = (signed(least, -0.0), signed(greatest, 0.0));
        Self {
            min,
            max,
            ends,
            width,
        }
    }

    pub(in crate::resolve) fn width(self) -> Float {
        self.width
    }

    /// A range with any limit has no NaN.
    pub(in crate::resolve) fn has_nan(self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Whether these limits keep out none of the others.
    pub(in crate::resolve) fn contains(self, other: Self) -> bool {
        let least = self.min.unwrap_or(f64::NEG_INFINITY);
        let greatest = self.max.unwrap_or(f64::INFINITY);
        self.has_nan() || (!other.has_nan() && least <= other.ends.0 && greatest >= other.ends.1)
    }

    /// The floats that are in both and that both widths hold.
    pub(in crate::resolve) fn common(self, other: Self) -> Self {
        let width = match (self.width, other.width) {
            (Float::F64, Float::F64) => Float::F64,
            _ => Float::F32,
        };
        let limit = |a: Option<f64>, b: Option<f64>, stricter: fn(f64, f64) -> f64| match (a, b) {
            (Some(a), Some(b)) => Some(stricter(a, b)),
            (limit, None) | (None, limit) => limit,
        };
        Self::new(
            width,
            limit(self.min, other.min, f64::max),
            limit(self.max, other.max, f64::min),
        )
    }

    pub(in crate::resolve) fn is_empty(self) -> bool {
        self.ends.0 > self.ends.1
    }

    /// Whether an f32 holds each of them. Between two floats there is always an f64
    /// that is no f32.
    pub(in crate::resolve) fn are_f32(self) -> bool {
        let (least, greatest) = self.ends;
        self.width == Float::F32 || (least == greatest && at_least(least) == least)
    }

    /// How many there are; the greatest number stands for many.
    pub(in crate::resolve) fn count(self) -> u64 {
        let (least, greatest) = self.ends;
        match () {
            () if self.is_empty() => 0,
            // 0 has two signs.
            () if least == greatest => 1 + u64::from(least == 0.0),
            () => u64::MAX,
        }
    }
}

impl fmt::Display for Floats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(min) = self.min {
            write!(f, "{min:?}")?;
        }
        match self.max {
            Some(max) => write!(f, "..={max:?}"),
            None => f.write_str(".."),
        }
    }
}

/// The least f32 that is not less.
fn at_least(value: f64) -> f64 {
    let nearest = value as f32;
    match f64::from(nearest) < value {
        true => f64::from(nearest.next_up()),
        false => f64::from(nearest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_f32_holds_is_known() {
        let f64s = |min, max| Floats::new(Float::F64, Some(min), Some(max));
        let any = Floats::new(Float::F32, None, None);
        assert!(f64s(0.1, 0.1).common(any).is_empty());
        assert!(f64s(1e39, 1e40).common(any).is_empty());
        assert!(f64s(-1e-60, -1e-70).common(any).is_empty());
        assert!(!f64s(0.1, 0.100_000_01).common(any).is_empty());
        assert!(f64s(0.5, 0.5).are_f32() && f64s(0.0, -0.0).are_f32());
        assert!(!f64s(0.5, 0.75).are_f32() && !f64s(0.1, 0.1).are_f32());
        assert!(!Floats::new(Float::F64, None, None).are_f32());
        let f32s = Floats::new(Float::F32, Some(0.05), Some(0.1));
        assert!(Floats::new(Float::F64, None, Some(0.1)).contains(f32s));
        assert!(f32s.contains(Floats::new(Float::F32, Some(0.05), Some(0.1))));
    }
}
