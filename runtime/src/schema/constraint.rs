//! Which values a field may have, and which stand in for what is missing.

use super::configuration::Configuration;
use super::literal::Literal;
use super::node::{Node, constant};
use super::number::{Float, Integer, Number};
use super::ranged::Ranged;
use super::summary::Summary;
use super::ty::Type;
use crate::base::fnv::Fnv128;

/// The value of a field that the writer does not have.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum DefaultValue {
    /// All numbers 0, booleans false, lists empty, options absent.
    Zero,
    /// A value that the schema spells out.
    Literal(Node<Literal>),
    /// That of each field: of a subsection that is a group of fields.
    Fields,
    /// Computed by the reader; the schema does not know it.
    Computed,
}

impl DefaultValue {
    /// The same once more, in derived code.
    pub(super) const fn copied(&'static self) -> Self {
        match self {
            Self::Zero => Self::Zero,
            Self::Literal(literal) => Self::Literal(literal.copied()),
            Self::Fields => Self::Fields,
            Self::Computed => Self::Computed,
        }
    }

    /// What is spelled out for a derived field of type `ty`. Without a literal it
    /// is an array of zeros or an empty collection.
    #[doc(hidden)]
    #[track_caller]
    pub const fn literal(value: Option<&'static Literal>, ty: &'static Type) -> Self {
        let is_one = match value {
            Some(value) => value.fits(ty),
            None => ty.as_array().is_some() || ty.as_set().is_some() || ty.as_map().is_some(),
        };
        assert!(
            is_one,
            "this is no value of what the field is encoded as: a number that does not fit the type is \
             to be another one; a constant, a part whose condition the program decides, or what an \
             adapter or a conversion encodes in another form is written `computed(…)`, which says \
             that only the program knows it"
        );
        let keeps_to_bounds = match value {
            Some(value) => value.keeps_to_bounds(ty),
            None => true,
        };
        assert!(
            keeps_to_bounds,
            "a field of this value is outside its `range`, or longer than its `max_len`"
        );
        match value {
            Some(value) => Self::Literal(Node::constant(value)),
            None => Self::Zero,
        }
    }

    /// The same for what fills a derived array.
    #[doc(hidden)]
    #[track_caller]
    pub const fn fill(value: Option<&'static Literal>, ty: &'static Type) -> Self {
        match ty.as_array() {
            Some((element, _)) => Self::literal(value, constant(element)),
            // Whether the field is an array is asked where it is filled.
            None => Self::Computed,
        }
    }
}

impl Configuration {
    /// Why it limits no values of a type.
    pub(crate) const fn problem(self, of: &Summary) -> Option<&'static str> {
        // Elements of two sets are no pairs.
        let number = if of.are_keys { None } else { of.number };
        match (self, number) {
            (Self::MustMatch, _) => None,
            (_, None) => Some("a limit is for numbers, or those in options, arrays and lists"),
            (Self::SubsetOf, Some(Number::Float(_))) => {
                Some("`subset_of` is for the bits of whole numbers")
            }
            (_, Some(_)) => None,
        }
    }
}

/// A bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// Of whole numbers.
    Integer(i128),
    /// Of whole numbers, above all that an `i128` can be.
    Natural(u128),
    /// Of floating-point numbers.
    Float(f64),
}

/// The values that a number may take, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RangeLimits {
    /// The least allowed value.
    pub min: Option<Limit>,
    /// The greatest allowed value.
    pub max: Option<Limit>,
    /// Whether 0, between them, is no value: of whole numbers only.
    pub nonzero: bool,
}

impl RangeLimits {
    /// From `min` to `max`, where there are such.
    pub const fn new(min: Option<Limit>, max: Option<Limit>) -> Self {
        Self {
            min,
            max,
            nonzero: false,
        }
    }

    /// The range of a derived field. Each end is given both as a whole and as a
    /// floating-point number, since only its type tells which it is.
    #[doc(hidden)]
    #[track_caller]
    pub const fn constant(
        ty: &'static Type,
        start: Option<(i128, f64)>,
        end: Option<(i128, f64)>,
        inclusive: bool,
    ) -> Self {
        let of = Ranged::of_constant(ty);
        let float = match of.number {
            Some(Number::Float(float)) => Some(float),
            _ => None,
        };
        let min = match (start, float) {
            (Some((_, start)), Some(float)) => Some(float_limit(start, float)),
            (Some(start), None) => Some(whole(start)),
            (None, _) => None,
        };
        let max = match (end, float) {
            (Some((_, end)), Some(float)) => {
                assert!(
                    inclusive,
                    "a range of floats includes its end: write `a..=b`"
                );
                Some(float_limit(end, float))
            }
            // It is the greatest number of all.
            (Some((-1, end)), None) if inclusive && end > 0.0 => None,
            (Some(end), None) if inclusive => Some(whole(end)),
            (Some(end), None) => Some(below(whole(end))),
            (None, _) => None,
        };
        let range = Self {
            min,
            max,
            nonzero: false,
        };
        match range.problem(&of) {
            None => range,
            Some(problem) => panic!("{}", problem),
        }
    }

    /// Why it bounds no numbers of a type.
    pub(super) const fn problem(&self, of: &Ranged<'_>) -> Option<&'static str> {
        let Some(number) = of.number else {
            return Some(
                "a range bounds numbers, or those in options, arrays, lists and sets; in maps \
                 those of the `keys` and of the `values`",
            );
        };
        match (self.min, self.max) {
            (Some(min), Some(max)) if !at_most(min, max) => {
                return Some("a range has its least limit first, and no NaN");
            }
            _ => {}
        }
        match (
            limit_problem(self.min, number),
            limit_problem(self.max, number),
        ) {
            (Some(problem), _) | (_, Some(problem)) => return Some(problem),
            _ => {}
        }
        if self.nonzero {
            if let Number::Float(_) = number {
                return Some("`nonzero` is for whole numbers");
            }
            if self.has_only_zero(number) {
                return Some("a `nonzero` range has other numbers than 0");
            }
        }
        match of.own {
            Some(own) if self.common(own).is_empty(number) => {
                Some("no number that the type has is in this range")
            }
            _ => None,
        }
    }

    /// Whether 0 is in it.
    pub(crate) const fn has_zero(&self) -> bool {
        let above_min = match self.min {
            Some(Limit::Integer(min)) => min <= 0,
            Some(Limit::Natural(_)) => false,
            Some(Limit::Float(min)) => min <= 0.0,
            None => true,
        };
        let below_max = match self.max {
            Some(Limit::Integer(max)) => max >= 0,
            Some(Limit::Natural(_)) => true,
            Some(Limit::Float(max)) => max >= 0.0,
            None => true,
        };
        !self.nonzero && above_min && below_max
    }

    /// Whether a whole number is in it.
    pub(crate) const fn has_integer(&self, negative: bool, magnitude: u128) -> bool {
        let above = match self.min {
            Some(Limit::Integer(min)) if negative => min < 0 && magnitude <= min.unsigned_abs(),
            Some(Limit::Integer(min)) => min < 0 || magnitude >= min.unsigned_abs(),
            Some(Limit::Natural(min)) => !negative && magnitude >= min,
            _ => true,
        };
        let below = match self.max {
            Some(Limit::Integer(max)) if negative => max >= 0 || magnitude >= max.unsigned_abs(),
            Some(Limit::Integer(max)) => max >= 0 && magnitude <= max.unsigned_abs(),
            Some(Limit::Natural(max)) => negative || magnitude <= max,
            _ => true,
        };
        above && below && !(self.nonzero && magnitude == 0)
    }

    /// The numbers that are in both.
    pub(crate) const fn common(self, other: Self) -> Self {
        Self {
            min: match (self.min, other.min) {
                (Some(a), Some(b)) if at_most(a, b) => Some(b),
                (Some(a), _) => Some(a),
                (None, min) => min,
            },
            max: match (self.max, other.max) {
                (Some(a), Some(b)) if at_most(b, a) => Some(b),
                (Some(a), _) => Some(a),
                (None, max) => max,
            },
            nonzero: self.nonzero || other.nonzero,
        }
    }

    const fn is_empty(&self, number: Number) -> bool {
        match (self.min, self.max) {
            (Some(min), Some(max)) if !at_most(min, max) => true,
            _ => self.nonzero && self.has_only_zero(number),
        }
    }

    /// Whether no other number than 0 is between its ends.
    const fn has_only_zero(&self, number: Number) -> bool {
        let from_zero = match (self.min, number) {
            (Some(Limit::Integer(min)), _) => min == 0,
            (None, Number::Integer(integer)) => !integer.is_signed(),
            _ => false,
        };
        matches!(self.max, Some(Limit::Integer(0))) && from_zero
    }
}

/// The values that the numbers in a map may take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MapLimits {
    /// Those of its keys.
    pub keys: Option<RangeLimits>,
    /// Those of its values.
    pub values: Option<RangeLimits>,
}

impl MapLimits {
    /// Those of keys and of values, where there are such.
    pub const fn new(keys: Option<RangeLimits>, values: Option<RangeLimits>) -> Self {
        Self { keys, values }
    }
}

const fn at_most(min: Limit, max: Limit) -> bool {
    match (min, max) {
        (Limit::Integer(min), Limit::Integer(max)) => min <= max,
        (Limit::Natural(min), Limit::Natural(max)) => min <= max,
        (Limit::Natural(_), Limit::Integer(_)) => false,
        (Limit::Float(min), Limit::Float(max)) => min <= max,
        // Reported for what it is.
        _ => true,
    }
}

const fn limit_problem(limit: Option<Limit>, number: Number) -> Option<&'static str> {
    match (limit, number) {
        (None, _) => None,
        (Some(Limit::Integer(limit)), Number::Integer(integer)) => {
            if is_value(limit, integer) {
                None
            } else {
                Some("a limit of a range is a number of the type that it bounds")
            }
        }
        (Some(Limit::Natural(_)), Number::Integer(integer)) => {
            if integer.bits() == 128 && !integer.is_signed() {
                None
            } else {
                Some("a limit of a range is a number of the type that it bounds")
            }
        }
        (Some(Limit::Float(limit)), Number::Float(float)) => {
            let is_exact = match float {
                Float::F32 => limit as f32 as f64 == limit,
                Float::F64 => !limit.is_nan(),
            };
            if is_exact {
                None
            } else {
                Some("a limit of a range is a number of the type that it bounds, and no NaN")
            }
        }
        (Some(Limit::Integer(_) | Limit::Natural(_)), Number::Float(_)) => {
            Some("a range of floats has limits that are floats: {\"f64_bits\": …}")
        }
        (Some(Limit::Float(_)), Number::Integer(_)) => {
            Some("a range of whole numbers has limits that are whole numbers")
        }
    }
}

/// Whether an integer of this type can be `number`.
const fn is_value(number: i128, integer: Integer) -> bool {
    let unused = 128 - integer.bits() as u32;
    if integer.is_signed() {
        (number << unused) >> unused == number
    } else {
        number >= 0 && number as u128 <= u128::MAX >> unused
    }
}

/// The whole number of a limit. One that does not fit has become negative.
const fn whole((number, float): (i128, f64)) -> Limit {
    match number < 0 && float > 0.0 {
        true => Limit::Natural(number as u128),
        false => Limit::Integer(number),
    }
}

/// The number before it.
#[track_caller]
const fn below(limit: Limit) -> Limit {
    const LAST: u128 = i128::MAX as u128;
    match limit {
        Limit::Integer(number) => Limit::Integer(number - 1),
        Limit::Natural(number) if number - 1 <= LAST => Limit::Integer(i128::MAX),
        Limit::Natural(number) => Limit::Natural(number - 1),
        limit @ Limit::Float(_) => limit,
    }
}

/// What generated code compares with: a number of the field's type.
const fn float_limit(limit: f64, float: Float) -> Limit {
    match float {
        Float::F32 => Limit::Float(limit as f32 as f64),
        Float::F64 => Limit::Float(limit),
    }
}

pub(super) const fn hash_default(hash: Fnv128, default: Option<&DefaultValue>) -> Fnv128 {
    match default {
        None => hash.write_u8(0),
        Some(DefaultValue::Zero) => hash.write_u8(1),
        Some(DefaultValue::Literal(value)) => value.get().hash(hash.write_u8(2)),
        Some(DefaultValue::Computed) => hash.write_u8(3),
        Some(DefaultValue::Fields) => hash.write_u8(4),
    }
}

/// Of a field with limits for a map, `range` is none.
pub(super) const fn hash_ranges(
    hash: Fnv128,
    range: Option<RangeLimits>,
    of_map: Option<MapLimits>,
) -> Fnv128 {
    match of_map {
        None => hash_range(hash, range),
        Some(MapLimits { keys, values }) => hash_range(hash_range(hash.write_u8(3), keys), values),
    }
}

const fn hash_range(hash: Fnv128, range: Option<RangeLimits>) -> Fnv128 {
    match range {
        None => hash.write_u8(0),
        Some(range) => {
            let hash = hash.write_u8(1 + range.nonzero as u8);
            hash_limit(hash_limit(hash, range.min), range.max)
        }
    }
}

const fn hash_limit(hash: Fnv128, limit: Option<Limit>) -> Fnv128 {
    match limit {
        None => hash.write_u8(0),
        Some(Limit::Integer(value)) => hash.write_u8(1).write_u128(value as u128),
        Some(Limit::Natural(value)) => hash.write_u8(3).write_u128(value),
        Some(Limit::Float(value)) => hash.write_u8(2).write_u64(value.to_bits()),
    }
}
