//! Short names for what generated code says often.

use super::Migratable;
use crate::schema::{DefaultValue, Field, RangeLimits, Type};

/// A type that describes a `T`: `A` itself.
///
/// Naming it through this alias makes rustc report a missing impl once, where
/// it would otherwise report each use.
pub type Codec<A, T> = <A as Describes<T>>::Itself;

/// A type that describes itself.
pub type Own<T> = Codec<T, T>;

pub trait Describes<T> {
    type Itself;
}

impl<A: Migratable<T>, T> Describes<T> for A {
    type Itself = A;
}

#[inline]
pub fn encoded_len<A: Migratable<T>, T>(value: &T) -> usize {
    A::encoded_len(value)
}

pub const fn fixed_len<A: Migratable<T>, T>() -> Option<usize> {
    A::FIXED_LEN
}

pub const fn is_plain<A: Migratable<T>, T>() -> bool {
    A::PLAIN
}

pub const fn is_blank<A: Migratable<T>, T>() -> bool {
    A::BLANK
}

#[track_caller]
pub const fn field<A: Migratable<T>, T>(name: &'static str) -> Field {
    Field::constant(name, part::<A, T>())
}

/// The type of a part of a state.
#[track_caller]
pub const fn part<A: Migratable<T>, T>() -> &'static Type {
    assert!(
        !A::HAS_VERSION,
        "a device with a `version` cannot be part of another state: a stream says only the version \
         of the whole, and only that is upgraded from; put what both share into a struct of its own \
         without a version, or give the version and `upgrade` to the whole"
    );
    A::TYPE
}

/// What is known of `T::default()`.
pub const fn zero_default<A: Migratable<T>, T>() -> DefaultValue {
    if A::ZERO_DEFAULT {
        DefaultValue::Zero
    } else {
        DefaultValue::Computed
    }
}

pub const fn range_limits<A: Migratable<T>, T>(
    start: Option<(i128, f64)>,
    end: Option<(i128, f64)>,
    inclusive: bool,
) -> RangeLimits {
    RangeLimits::constant(A::TYPE, start, end, inclusive)
}
