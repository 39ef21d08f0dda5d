//! A set for which no order matters: the fastest that there is.

#[cfg(not(feature = "std"))]
use alloc::collections::BTreeSet;
#[cfg(feature = "std")]
use std::collections::HashSet;

#[cfg(feature = "std")]
pub(crate) type Set<T> = HashSet<T>;
#[cfg(not(feature = "std"))]
pub(crate) type Set<T> = BTreeSet<T>;

/// An empty set with room for so many.
#[cfg(feature = "std")]
pub(crate) fn with_capacity<T>(count: usize) -> Set<T> {
    HashSet::with_capacity(count)
}

/// An empty set.
#[cfg(not(feature = "std"))]
pub(crate) fn with_capacity<T>(_: usize) -> Set<T> {
    BTreeSet::new()
}
