//! Whole numbers that are floats: those that both an integer and a float hold exactly.

use super::{Floats, Interval};
use crate::resolve::plan::{Number, exact};
use crate::schema::Float;

impl Interval {
    /// The least interval with all of its numbers that are among the floats. Its ends are
    /// such numbers, or it is empty.
    pub(in crate::resolve) fn floats_within(self, floats: Floats) -> Self {
        let width = floats.width();
        let least = self.min.max(least_above(floats.ends.0));
        let ends = greatest_below(floats.ends.1)
            .map(|greatest| self.max.min(greatest))
            .and_then(|max| Some((up(least, width)?, down(max, width)?)));
        let (min, max) = match ends {
            Some((min, max)) if !starts_above_all(floats.ends.0) => (min, max),
            _ => (Number::from(1), Number::ZERO),
        };
        let ends = Self {
            min,
            max,
            nonzero: false,
        };
        ends.common(self)
    }

    /// Whether a float of this width holds each of them exactly. Of two that follow each
    /// other, it does so only near 0.
    pub(in crate::resolve) fn are_floats(self, width: Float) -> bool {
        let near = Number::Natural(1 << exact::digits(width));
        let least = Number::ZERO.minus(1 << exact::digits(width));
        let is_near = self.min >= least && self.max <= near;
        is_near || (self.min == self.max && exact::is_float(self.min, width))
    }
}

impl Floats {
    /// Whether each of them is a whole number, and one of these. Those far from 0 have no
    /// digits behind the point.
    pub(in crate::resolve) fn are_integers(self, integers: Interval) -> bool {
        let (least, greatest) = self.ends;
        let far = (1_u64 << (exact::digits(self.width()) - 1)) as f64;
        let is_one = least == greatest && least != 0.0;
        let are_whole = !self.has_nan() && (is_one || least >= far || greatest <= -far);
        let is_in = |end: f64| {
            let number = exact::integer(end);
            number.is_some_and(|number| integers.contains(Interval::one(number)))
        };
        are_whole && is_in(least) && is_in(greatest)
    }
}

/// No number is so great.
fn starts_above_all(least: f64) -> bool {
    least > u128::MAX as f64
}

/// The least whole number that is not less.
fn least_above(value: f64) -> Number {
    let whole = value.abs() as u128;
    match value < 0.0 {
        true => Number::ZERO.minus(whole),
        false if (whole as f64) < value => Number::Natural(whole.saturating_add(1)),
        false => Number::Natural(whole),
    }
}

/// The greatest whole number that is not greater, if there is one.
fn greatest_below(value: f64) -> Option<Number> {
    const LEAST: f64 = i128::MIN as f64;
    match value {
        0.0.. => Some(Number::Natural(value as u128)),
        LEAST..0.0 => {
            let whole = (-value) as u128;
            let more = u128::from((whole as f64) < -value);
            Some(Number::ZERO.minus(whole + more))
        }
        _ => None,
    }
}

/// The least number that is not less and that a float holds.
fn up(number: Number, width: Float) -> Option<Number> {
    match number {
        Number::Natural(value) => {
            let low = exact::low_digits(value, width);
            let cut = value & !low;
            let up = if cut == value { 0 } else { low + 1 };
            cut.checked_add(up).map(Number::Natural)
        }
        Number::Negative(value) => {
            let value = value.unsigned_abs();
            Some(Number::ZERO.minus(value & !exact::low_digits(value, width)))
        }
    }
}

/// The greatest number that is not greater and that a float holds.
fn down(number: Number, width: Float) -> Option<Number> {
    match number {
        Number::Natural(value) => Some(Number::Natural(value & !exact::low_digits(value, width))),
        Number::Negative(value) => match up(Number::Natural(value.unsigned_abs()), width)? {
            // The least number of all is a power of two, so none is beyond it.
            Number::Natural(value) => Some(Number::ZERO.minus(value)),
            number @ Number::Negative(_) => Some(number),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::plan::Target;
    use crate::schema::Integer;

    fn of(min: i128, max: i128) -> Interval {
        let (min, max) = (Number::from(min), Number::from(max));
        let nonzero = false;
        Interval { min, max, nonzero }
    }

    fn all(width: Float) -> Floats {
        Floats::new(width, None, None)
    }

    #[test]
    fn the_numbers_that_a_float_holds_are_known() {
        const MOST: i128 = 1 << 24;
        let f32s = |min, max| of(min, max).floats_within(all(Float::F32));
        assert_eq!(f32s(-9, 9), of(-9, 9));
        assert_eq!(f32s(MOST + 1, MOST + 5), of(MOST + 2, MOST + 4));
        assert_eq!(f32s(-MOST - 5, -MOST - 1), of(-MOST - 4, -MOST - 2));
        assert!(f32s(MOST + 1, MOST + 1).is_empty());
        assert!(of(-MOST, MOST).are_floats(Float::F32));
        assert!(!of(0, MOST + 1).are_floats(Float::F32));
        assert!(!of(0, MOST + 2).are_floats(Float::F32));
        assert!(of(MOST + 2, MOST + 2).are_floats(Float::F32));
        assert!(!of(MOST + 1, MOST + 1).are_floats(Float::F32));
        for (bits, width) in [(16, Float::F32), (32, Float::F64)] {
            for integer in [Integer::signed(bits), Integer::unsigned(bits)] {
                let integers = Interval::of(Target::Integer(integer), None);
                assert!(integers.are_floats(width), "{integers}");
                assert_eq!(integers.floats_within(all(width)), integers);
            }
        }
    }

    /// Each float that is a number is within the ends, and the ends are such numbers.
    #[test]
    fn the_ends_are_numbers_that_floats_hold() {
        let limits = [
            f64::NEG_INFINITY,
            -1e39,
            -1.8e38,
            -1e20,
            -2.5,
            -2.0,
            -0.5,
            -0.0,
            0.5,
            2.0,
            2.5,
            1e20,
            3.402_823_5e38,
            (1_u128 << 127) as f64 * 2.0,
            3.5e38,
            1e300,
            f64::INFINITY,
        ];
        let ends = [
            i128::MIN,
            -(1 << 60) - 1,
            -2,
            -1,
            0,
            1,
            2,
            (1 << 60) + 1,
            i128::MAX,
        ];
        for width in [Float::F32, Float::F64] {
            for (a, b) in limits.iter().flat_map(|a| limits.map(|b| (*a, b))) {
                for (min, max) in ends.iter().flat_map(|a| ends.map(|b| (*a, b))) {
                    if min > max {
                        continue;
                    }
                    let floats = Floats::new(width, Some(a), Some(b));
                    let found = of(min, max).floats_within(floats);
                    let is_one = |end: Number| {
                        let float = exact::float(end, width);
                        let is_in = |value| floats.ends.0 <= value && value <= floats.ends.1;
                        float.is_some_and(is_in) && of(min, max).contains(Interval::one(end))
                    };
                    let context = format!("{width:?} {a}..={b} {min}..={max}: {found}");
                    match found.is_empty() {
                        false => assert!(is_one(found.min) && is_one(found.max), "{context}"),
                        true => {
                            let near = [min, max, 0, 1, -1, 2, -2, a as i128, b as i128];
                            let near = near.map(Number::from);
                            assert!(!near.into_iter().any(is_one), "{context}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn floats_that_are_all_whole_are_known() {
        let f64s = |min, max| Floats::new(Float::F64, Some(min), Some(max));
        let integers = Interval::of(Target::Integer(Integer::signed(64)), None);
        let far = (1_u64 << 52) as f64;
        assert!(f64s(far, far * 2.0).are_integers(integers));
        assert!(f64s(-far * 2.0, -far).are_integers(integers));
        assert!(f64s(3.0, 3.0).are_integers(integers));
        assert!(!f64s(far - 1.0, far).are_integers(integers));
        assert!(!f64s(-far, far).are_integers(integers));
        assert!(
            !f64s(0.0, 0.0).are_integers(integers),
            "-0.0 is one of them"
        );
        assert!(!f64s(0.5, 0.5).are_integers(integers));
        assert!(!f64s(far, 1e19).are_integers(integers));
        assert!(!all(Float::F64).are_integers(integers));
    }
}
