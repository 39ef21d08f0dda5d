//! Constraints that an author puts on a field, tested when it is encoded and
//! when it is loaded.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt::Debug;
use core::num::{NonZero, Saturating, Wrapping};
use core::ops::RangeBounds;
use core::sync::atomic;

use super::Decode;
use super::atomics::atomic_numbers;
use super::decoder::Decoder;
use super::skip::skip;
use super::stack::Decoded;
use crate::base::fault::{Constraint, Fault};
use crate::schema::Type;

/// The numbers that a range bounds: those that a value is, or holds outside of maps.
#[doc(hidden)]
#[derive(Debug)]
pub struct Numbers;

/// Those of the keys of maps.
#[doc(hidden)]
#[derive(Debug)]
pub struct Keys;

/// Those of the values of maps.
#[doc(hidden)]
#[derive(Debug)]
pub struct Values;

/// Numbers, and collections of them, that `range` can bound.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not have the numbers that this `range` bounds",
    label = "no such numbers",
    note = "`range = …` is for a number, and for an `Option`, array, list or set of numbers",
    note = "`range(keys = …, values = …)` is for a map, of which either may be left out",
    note = "check anything else in `#[migratable(validate = …)]` on the type"
)]
pub trait InRange<P = Numbers> {
    type Number: Copy + Debug;

    /// How an error says that a value has a number.
    const VERB: &'static str = "is";

    /// The first number outside the range.
    fn outside<R: RangeBounds<Self::Number>>(&self, range: &R) -> Option<Self::Number>;

    /// Tests a field against its `range`.
    #[inline]
    fn check<R: RangeBounds<Self::Number> + Debug>(
        name: &str,
        value: &Self,
        range: &R,
    ) -> Result<(), Fault> {
        match value.outside(range) {
            None => Ok(()),
            Some(number) => {
                let verb = Self::VERB;
                Err(Fault::breach(
                    Constraint::Range,
                    name,
                    format_args!("`{name}` {verb} {number:?}, outside its range {range:?}"),
                ))
            }
        }
    }

    /// As [`check`](Self::check), of a value that is not to be shown.
    #[inline]
    fn check_hidden<R: RangeBounds<Self::Number> + Debug>(
        name: &str,
        value: &Self,
        range: &R,
    ) -> Result<(), Fault> {
        match value.outside(range) {
            None => Ok(()),
            Some(_) => Err(Fault::breach(
                Constraint::Range,
                name,
                format_args!("`{name}`, which is sensitive, is outside its range {range:?}"),
            )),
        }
    }
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        impl InRange for $number {
            type Number = Self;

            #[inline]
            fn outside<R: RangeBounds<Self>>(&self, range: &R) -> Option<Self> {
                (!range.contains(self)).then_some(*self)
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64);

macro_rules! collections {
    ($([$($generics:tt)*] $collection:ty;)*) => {$(
        impl<P, T: InRange<P>, $($generics)*> InRange<P> for $collection {
            type Number = T::Number;
            const VERB: &'static str = "holds";

            fn outside<R: RangeBounds<T::Number>>(&self, range: &R) -> Option<T::Number> {
                self.iter().find_map(|item| item.outside(range))
            }
        }
    )*};
}

collections! {
    [] Option<T>;
    [const N: usize] [T; N];
    [] Vec<T>;
    [] VecDeque<T>;
    [] Box<[T]>;
    [] alloc::collections::BTreeSet<T>;
}

#[cfg(feature = "std")]
collections! {
    [S] std::collections::HashSet<T, S>;
}

/// What has keys and values.
macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)*) => {$(
        impl<K: InRange, V, $($generics)*> InRange<Keys> for $map {
            type Number = K::Number;
            const VERB: &'static str = "has the key";

            fn outside<R: RangeBounds<K::Number>>(&self, range: &R) -> Option<K::Number> {
                self.keys().find_map(|key| key.outside(range))
            }
        }

        impl<K, V: InRange, $($generics)*> InRange<Values> for $map {
            type Number = V::Number;
            const VERB: &'static str = "has the value";

            fn outside<R: RangeBounds<V::Number>>(&self, range: &R) -> Option<V::Number> {
                self.values().find_map(|value| value.outside(range))
            }
        }
    )*};
}

maps! {
    [] alloc::collections::BTreeMap<K, V>;
}

#[cfg(feature = "std")]
maps! {
    [S] std::collections::HashMap<K, V, S>;
}

macro_rules! wrappers {
    ($($wrapper:ident<T $(: $bound:ident)?>: |$value:ident| $inner:expr;)*) => {$(
        impl<P, T: InRange<P> $(+ $bound)?> InRange<P> for $wrapper<T> {
            type Number = T::Number;
            const VERB: &'static str = T::VERB;

            #[inline]
            fn outside<R: RangeBounds<T::Number>>(&self, range: &R) -> Option<T::Number> {
                let $value = self;
                $inner.outside(range)
            }
        }
    )*};
}

wrappers! {
    Wrapping<T>: |value| value.0;
    Saturating<T>: |value| value.0;
    Box<T>: |value| **value;
    Cell<T: Copy>: |value| value.get();
}

macro_rules! atomics {
    ($($(#[$cfg:meta])? $atomic:ident: $number:ident;)*) => {$(
        $(#[$cfg])?
        impl InRange for atomic::$atomic {
            type Number = $number;

            #[inline]
            fn outside<R: RangeBounds<$number>>(&self, range: &R) -> Option<$number> {
                self.load(atomic::Ordering::SeqCst).outside(range)
            }
        }
    )*};
}

atomic_numbers! { atomics }

macro_rules! non_zero {
    ($($number:ident)*) => {$(
        impl InRange for NonZero<$number> {
            type Number = $number;

            #[inline]
            fn outside<R: RangeBounds<$number>>(&self, range: &R) -> Option<$number> {
                self.get().outside(range)
            }
        }
    )*};
}

non_zero!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// What guards a value: if it is not to be had, encoding says why.
macro_rules! guards {
    ($($(#[$cfg:meta])? $guard:ty: |$value:ident| $inner:expr;)*) => {$(
        $(#[$cfg])?
        impl<P, T: InRange<P>> InRange<P> for $guard {
            type Number = T::Number;
            const VERB: &'static str = T::VERB;

            fn outside<R: RangeBounds<T::Number>>(&self, range: &R) -> Option<T::Number> {
                let $value = self;
                $inner.ok()?.outside(range)
            }
        }

        $(#[$cfg])?
        impl<T: HasLen> HasLen for $guard {
            const VERB: &'static str = T::VERB;

            fn len_of(&self) -> usize {
                let $value = self;
                $inner.map_or(0, |inner| inner.len_of())
            }

            #[inline]
            fn len_in(ty: &Type, input: &mut Decoder<'_>) -> Result<usize, Fault> {
                T::len_in(ty, input)
            }
        }
    )*};
}

guards! {
    RefCell<T>: |value| value.try_borrow();
    #[cfg(feature = "std")]
    std::sync::Mutex<T>: |value| value.lock();
    #[cfg(feature = "std")]
    std::sync::RwLock<T>: |value| value.read();
}

/// What points to one value.
macro_rules! pointers {
    ($($(#[$cfg:meta])? $pointer:ident;)*) => {$(
        $(#[$cfg])?
        impl<T: HasLen> HasLen for $pointer<T> {
            const VERB: &'static str = T::VERB;

            #[inline]
            fn len_of(&self) -> usize {
                T::len_of(self)
            }

            #[inline]
            fn len_in(ty: &Type, input: &mut Decoder<'_>) -> Result<usize, Fault> {
                T::len_in(ty, input)
            }
        }
    )*};
}

pointers! {
    Box;
    Rc;
    #[cfg(target_has_atomic = "ptr")]
    Arc;
}

/// What others may hold, too.
macro_rules! shared {
    ($($(#[$cfg:meta])? $pointer:ident;)*) => {$(
        $(#[$cfg])?
        impl<P, T: InRange<P>> InRange<P> for $pointer<T> {
            type Number = T::Number;
            const VERB: &'static str = T::VERB;

            #[inline]
            fn outside<R: RangeBounds<T::Number>>(&self, range: &R) -> Option<T::Number> {
                T::outside(self, range)
            }
        }
    )*};
}

shared! {
    Rc;
    #[cfg(target_has_atomic = "ptr")]
    Arc;
}

/// Collections that `max_len` can bound.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`max_len` bounds lists and strings, which `{Self}` is not",
    label = "has no length"
)]
pub trait HasLen {
    /// How an error says that a value has a length.
    const VERB: &'static str = "has";

    /// The greatest length, where there are several.
    fn len_of(&self) -> usize;

    /// The length of the value of a type that `input` begins with.
    #[inline]
    fn len_in(_: &Type, input: &mut Decoder<'_>) -> Result<usize, Fault> {
        input.count(1)
    }

    /// Tests the bytes of a field against its `max_len`.
    #[inline]
    fn check_ahead(name: &str, value: &Ahead<'_>, max_len: usize) -> Result<(), Fault> {
        check_len(name, Self::VERB, value.len::<Self>()?, max_len)
    }

    /// Tests a field against its `max_len`.
    #[inline]
    fn check(name: &str, value: &Self, max_len: usize) -> Result<(), Fault> {
        check_len(name, Self::VERB, value.len_of(), max_len)
    }

    /// As [`check`](Self::check), of a value that is not to be shown.
    #[inline]
    fn check_hidden(name: &str, value: &Self, max_len: usize) -> Result<(), Fault> {
        check_len_hidden(name, value.len_of(), max_len)
    }

    /// As [`check_ahead`](Self::check_ahead), of a value that is not to be shown.
    #[inline]
    fn check_ahead_hidden(name: &str, value: &Ahead<'_>, max_len: usize) -> Result<(), Fault> {
        check_len_hidden(name, value.len::<Self>()?, max_len)
    }
}

#[inline]
fn check_len_hidden(name: &str, len: usize, max_len: usize) -> Result<(), Fault> {
    if len <= max_len {
        return Ok(());
    }
    Err(Fault::breach(
        Constraint::MaxLen,
        name,
        format_args!("`{name}`, which is sensitive, has more elements than its max_len {max_len}"),
    ))
}

#[inline]
fn check_len(name: &str, verb: &str, len: usize, max_len: usize) -> Result<(), Fault> {
    if len <= max_len {
        return Ok(());
    }
    Err(Fault::breach(
        Constraint::MaxLen,
        name,
        format_args!("`{name}` {verb} {len} elements, more than its max_len {max_len}"),
    ))
}

macro_rules! with_len {
    ($([$($generics:tt)*] $collection:ty;)*) => {$(
        impl<$($generics)*> HasLen for $collection {
            #[inline]
            fn len_of(&self) -> usize {
                self.len()
            }
        }
    )*};
}

with_len! {
    [] String;
    [] Box<str>;
    [T] Vec<T>;
    [T] VecDeque<T>;
    [T] Box<[T]>;
    [T] alloc::collections::BTreeSet<T>;
    [K, V] alloc::collections::BTreeMap<K, V>;
}

#[cfg(feature = "std")]
with_len! {
    [T, S] std::collections::HashSet<T, S>;
    [K, V, S] std::collections::HashMap<K, V, S>;
}

impl<T: HasLen> HasLen for Option<T> {
    const VERB: &'static str = T::VERB;

    #[inline]
    fn len_of(&self) -> usize {
        self.as_ref().map_or(0, T::len_of)
    }

    #[inline]
    fn len_in(ty: &Type, input: &mut Decoder<'_>) -> Result<usize, Fault> {
        match (input.byte()?, ty.as_option()) {
            (1, Some(content)) => T::len_in(content, input),
            _ => Ok(0),
        }
    }
}

impl<T: HasLen, const N: usize> HasLen for [T; N] {
    const VERB: &'static str = "holds one of";

    fn len_of(&self) -> usize {
        self.iter().map(T::len_of).max().unwrap_or(0)
    }

    fn len_in(ty: &Type, input: &mut Decoder<'_>) -> Result<usize, Fault> {
        let Some((element, _)) = ty.as_array() else {
            return Ok(0);
        };
        (0..N).try_fold(0, |most, _| {
            let len = T::len_in(element, &mut input.clone())?;
            skip(element, input)?;
            Ok(most.max(len))
        })
    }
}

/// The bytes of a field that were found to be a value of its type, for what its
/// attributes say of it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Ahead<'a> {
    pub(super) input: Decoder<'a>,
    ty: &'static Type,
}

impl<'a> Ahead<'a> {
    pub(super) fn new(ty: &'static Type, input: Decoder<'a>) -> Self {
        Self { input, ty }
    }

    /// The length, for `max_len`.
    #[inline]
    fn len<T: HasLen + ?Sized>(&self) -> Result<usize, Fault> {
        T::len_in(self.ty, &mut self.input.clone())
    }

    /// The value, for `range`.
    #[inline]
    pub fn value<A: Decode<T>, T>(&self) -> Result<T, Fault> {
        let () = Decoded::<A, T>::FIT_THE_STACK;
        A::decode(&mut self.input.clone())
    }
}
