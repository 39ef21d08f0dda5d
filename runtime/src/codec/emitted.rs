//! Short names for what generated code says often.

use super::{Decode, EncodedLen, Loading, Migratable, Part, stack};
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

/// `Decode`, as a bound on a type that is spelled out: with a lifetime of its
/// own it is asked for where the impl is used, and not where it stands.
pub trait DecodeWhere<'decode, const INDEX: usize, T>: Decode<T> {}

impl<'decode, const INDEX: usize, A: Decode<T>, T> DecodeWhere<'decode, INDEX, T> for A {}

#[inline]
pub fn encoded_len<A: Migratable<T>, T>(value: &T) -> usize {
    A::encoded_len(value)
}

pub const fn fixed_len<A: Migratable<T> + ?Sized, T>() -> Option<usize> {
    <A as EncodedLen<T>>::FIXED_LEN
}

pub const fn min_len<A: Migratable<T> + ?Sized, T>() -> usize {
    <A as EncodedLen<T>>::MIN_ENCODED_LEN
}

/// What loading a part of a derived type involves.
pub const fn part_loading<A: Migratable<T> + ?Sized, T>() -> Part {
    Part::of::<T>(A::LOADING)
}

pub const fn loading<A: Migratable<T> + ?Sized, T>() -> Loading {
    A::LOADING
}

pub const fn is_plain<A: Migratable<T>, T>() -> bool {
    A::PLAIN
}

pub const fn is_blank<A: Migratable<T>, T>() -> bool {
    A::BLANK
}

/// Says, where a type is decoded by value, that the stack holds it. It is called
/// in `const` code.
pub const fn fits_the_stack<A: Migratable<T> + ?Sized, T>() {
    stack::Decoded::<A, T>::FIT_THE_STACK
}

#[track_caller]
pub const fn field<A: Migratable<T>, T>(name: &'static str) -> Field {
    Field::constant(name, part::<A, T>())
}

/// The type of a part of a state.
#[track_caller]
pub const fn part<A: Migratable<T>, T>() -> &'static Type {
    assert!(
        !A::LOADING.has_version,
        "a device with a `version` cannot be part of another state: a stream says only the version \
         of the whole, and only that is upgraded from; put what both share into a struct of its own \
         without a version, or give the version and `upgrade` to the whole"
    );
    assert!(
        !A::LOADING.has_loaded,
        "a device with `loaded` cannot be part of another state: `loaded` runs once after all \
         devices of a machine are loaded, and knows of no parts; give `loaded` to the whole, or put \
         what both share into a struct of its own without it"
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
