//! How much stack it takes to decode a value.
//!
//! Safe Rust makes a value where a function keeps it, and then moves it to where
//! it belongs. In a debug build each of those places is one of its own in the
//! frame of its function, and all functions that decode parts of a value have
//! their frames at once. What is too large for that must not compile: it would
//! overflow the stack of a thread when a stream is loaded, which no caller can
//! prevent or catch.

use core::marker::PhantomData;

use super::{Loading, Migratable};

/// The most that decoding may take by the estimate for a debug build, in bytes.
/// Rust's threads have 2 MiB, of which this leaves some for what calls it. Code that
/// is optimized takes much less.
pub(super) const MOST: usize = match cfg!(debug_assertions) {
    true => 1792 << 10,
    false => 4 * (1792 << 10),
};

/// How often frames of a debug build hold a value: measured, and rounded up.
/// `tests/tests/stack.rs` has types of all kinds at the limit.
pub(super) mod copies {
    /// A part of a derived type, while it is decoded.
    pub(in crate::codec) const OF_PART: usize = 7;
    /// A part of a derived type, while the others are decoded.
    pub(in crate::codec) const OF_HELD_PART: usize = 4;
    /// What each part takes whatever its size.
    pub(in crate::codec) const BYTES_PER_PART: usize = 256;
    pub(in crate::codec) const OF_DERIVED: usize = 2;
    /// Each variant is made in a place of its own; a struct has one.
    pub(in crate::codec) const OF_VARIANT: usize = 3;
    pub(in crate::codec) const OF_TUPLE: usize = 15;
    pub(in crate::codec) const OF_SMALL_ARRAY: usize = 16;
    pub(in crate::codec) const OF_ARRAY: usize = 9;
    pub(in crate::codec) const OF_PLAIN_ARRAY: usize = 6;
    /// An element that gets into a list or a box.
    pub(in crate::codec) const OF_ELEMENT: usize = 3;
    pub(in crate::codec) const OF_ENTRY: usize = 7;
    /// A value that is all there is.
    pub(in crate::codec) const OF_WHOLE: usize = 10;
    /// What a `Cell` or a range holds.
    pub(in crate::codec) const OF_COPIED: usize = 10;
    /// The state that a foreign value gives and takes.
    pub(in crate::codec) const OF_STATE: usize = 6;
    /// What an option, a lock or a shared handle holds.
    pub(in crate::codec) const OF_WRAPPED: usize = 3;
}

/// Whether the stack of any thread holds this.
pub(super) const fn holds(on_stack: usize) -> bool {
    on_stack <= MOST
}

/// The most that a default may take, which is not nested in others.
const MOST_OF_DEFAULT: usize = 64 << 10;

/// That a value of type `T` can be decoded by `A` on the stack of any thread.
#[derive(Debug)]
pub(crate) struct Decoded<A: ?Sized, T>(PhantomData<(*const T, *const A)>);

impl<A: Migratable<T> + ?Sized, T> Decoded<A, T> {
    /// Fails to compile if it cannot. Code says so where it decodes by value, and
    /// only there: in place, values of any size are loaded.
    pub(crate) const FIT_THE_STACK: () = fits(A::LOADING);

    /// The same of a value that is all there is.
    pub(crate) const FIT_IT_AS_A_WHOLE: () = fits(A::LOADING.whole::<T>());
}

#[track_caller]
const fn fits(loading: Loading) {
    assert!(
        loading.fits_the_stack(),
        "a value of this type is too large to be decoded: it is made on the stack before it gets \
         into a list, a map, an `Option`, an enum or a box, and would overflow the stack of a \
         thread, above all in a debug build; put the arrays in it into `Box<[T; N]>` or `Vec<T>`, \
         which are decoded on the heap"
    );
}

/// That a default of type `T` can be made on the stack of any thread.
pub(crate) struct Default<T>(PhantomData<T>);

impl<T> Default<T> {
    /// Fails to compile if it cannot.
    pub(crate) const FITS_THE_STACK: () = default_fits(size_of::<T>());
}

#[track_caller]
const fn default_fits(size: usize) {
    assert!(
        size <= MOST_OF_DEFAULT,
        "a default of this type is too large: it is made on the stack, and in a debug build that \
         would overflow the stack of a thread; put the arrays in it into `Box<[T; N]>` or `Vec<T>`"
    );
}
