//! Short names for what generated code says often.

use core::mem;

use super::{
    Decode, EncodedLen, InRange, Loading, Migratable, Numbers, Optional, PartLoading, stack,
};
use crate::schema::{Configuration, DefaultValue, Field, Literal, Node, RangeLimits, Ranged, Type};

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
pub const fn part_loading<A: Migratable<T> + ?Sized, T>() -> PartLoading {
    PartLoading::of::<T>(A::LOADING)
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
    Field::described(name, part::<A, T>(), A::FLAGS)
}

/// The type of a part of a state.
#[track_caller]
pub const fn part<A: Migratable<T>, T>() -> &'static Type {
    assert!(
        !A::LOADING.has_version,
        "a device with a `version` cannot be part of another state: a stream says only the version \
         of the whole, and only that is upgraded from; put what both share into a struct of its own \
         that is no device, or give the version and `upgrade` to the whole"
    );
    assert!(
        !A::LOADING.has_loaded,
        "a device with `loaded` cannot be part of another state: `loaded` runs once after all \
         devices of a machine are loaded, and knows of no parts; give `loaded` to the whole, or put \
         what both share into a struct of its own without it"
    );
    assert!(
        !A::LOADING.has_needed,
        "a device with `needed` cannot be part of another state, which would not ask it: give \
         `needed` to the whole, or put what both share into a struct of its own without it; a \
         `subsection(tag = …, needed = …)` is what may be absent in a state"
    );
    assert!(
        !A::LOADING.has_blocked,
        "a device with `blocked` cannot be part of another state, which would not ask it: give \
         `blocked` to the whole, and have it ask its parts, or put what both share into a struct \
         of its own without it"
    );
    described::<A, T>()
}

/// The type of what a state was in an older version: of its own, and never in another.
#[track_caller]
pub const fn older_part<A: Migratable<T>, T>() -> &'static Type {
    described::<A, T>()
}

/// What loading a value of an older type involves.
pub const fn older_loading<A: Migratable<T> + ?Sized, T>() -> PartLoading {
    PartLoading::of::<T>(A::LOADING.alone())
}

#[track_caller]
const fn described<A: Migratable<T>, T>() -> &'static Type {
    assert_counted::<A, T>();
    assert!(
        !A::LOADING.has_older_keys,
        "an element of a set or a key of a map cannot have `older` versions: what it is converted \
         into may have another order, or be there twice; keep the type of keys as it is, and give \
         the version to the struct that holds the set or map"
    );
    assert!(
        !A::LOADING.has_large_state,
        "the state that a foreign value gives and takes is too large: it stands on the stack, and \
         would overflow that of a thread when it is loaded, above all in a debug build; give the \
         `State` its arrays in `Box<[T; N]>` or `Vec<T>`"
    );
    A::TYPE
}

/// Elements are bounded by the bytes that they take, so they must take some.
#[track_caller]
pub(crate) const fn assert_counted<A: Migratable<T>, T>() {
    assert!(
        !A::LOADING.has_empty_elements,
        "elements of arrays, lists, sets and maps must take at least one byte; \
         a type without state is better left out with `#[migratable(skip)]`"
    );
}

/// What is known of `T::default()`.
pub const fn zero_default<A: Migratable<T>, T>() -> DefaultValue {
    match A::DEFAULT {
        _ if A::ZERO_DEFAULT => DefaultValue::Zero,
        Some(value) => DefaultValue::Literal(Node::constant(value)),
        None => DefaultValue::Computed,
    }
}

/// A range beside `with` bounds the same number in Rust and in the stream.
#[track_caller]
pub const fn assert_keeps_numbers<A: Migratable<T>, T>() {
    assert!(
        !A::LOADING.converts,
        "the adapter makes another number of what it writes, so that a range in the schema would be \
         of that one: check the field in `validate` on the type"
    );
}

/// What the author of a type says that its `Default` is.
#[track_caller]
pub const fn stated_default<A: Migratable<T>, T>(
    value: &'static Literal,
) -> Option<&'static Literal> {
    assert_spelled::<A, T>();
    let _ = mem::ManuallyDrop::new(DefaultValue::literal(Some(value), A::TYPE));
    Some(value)
}

/// A default, or what fills an array, of which the type tells what is spelled: no code
/// of an author may stand between the two.
#[track_caller]
pub const fn assert_spelled<A: Migratable<T>, T>() {
    assert!(
        !A::LOADING.converts,
        "a conversion, or an adapter that is no `remote` type, writes another value than is \
         spelled here, so that a schema cannot state it: write `computed(…)`, which says that only \
         this program knows it"
    );
}

/// [`zero_default`] of a field with a range, in which it must be.
#[track_caller]
pub const fn zero_default_within<A: Migratable<T>, T>(range: RangeLimits) -> DefaultValue {
    let default = zero_default::<A, T>();
    if let DefaultValue::Zero = default {
        assert!(
            range.has_zero() || !is_number(A::TYPE),
            "the default is 0, which is not in the field's `range`: give it one that is, as in \
             `default = 1`"
        );
    }
    default
}

/// Whether a type is of numbers, and has one in each of its values.
const fn is_number(ty: &Type) -> bool {
    match ty.as_array() {
        Some(_) => ty.summary().number.is_some() && ty.summary().fixed_len().is_some(),
        None => ty.as_integer().is_some() || ty.as_float().is_some(),
    }
}

#[track_caller]
pub const fn range_limits<A: Migratable<T>, T>(
    start: Option<(i128, f64)>,
    end: Option<(i128, f64)>,
    inclusive: bool,
) -> RangeLimits {
    RangeLimits::constant(A::TYPE, start, end, inclusive)
}

/// The range of the keys of a map.
#[track_caller]
pub const fn key_limits<A: Migratable<T>, T>(
    start: Option<(i128, f64)>,
    end: Option<(i128, f64)>,
    inclusive: bool,
) -> RangeLimits {
    let [key, _] = entry::<A, T>();
    RangeLimits::constant(key, start, end, inclusive)
}

/// The range of the values of a map.
#[track_caller]
pub const fn value_limits<A: Migratable<T>, T>(
    start: Option<(i128, f64)>,
    end: Option<(i128, f64)>,
    inclusive: bool,
) -> RangeLimits {
    let [_, value] = entry::<A, T>();
    RangeLimits::constant(value, start, end, inclusive)
}

/// Only the derive asks, in `const` code: what is no map does not compile. That of a parsed schema
/// is an error there.
#[track_caller]
const fn entry<A: Migratable<T>, T>() -> [&'static Type; 2] {
    match Ranged::of_constant(A::TYPE).entry() {
        Some(entry) => entry,
        None => panic!("ranges of `keys` and `values` are for maps"),
    }
}

/// A limit for a field of this type. Only the derive calls it, in `const` code, so that
/// what it refuses does not compile; that of a parsed schema is an error there.
#[track_caller]
pub const fn limit<A: Migratable<T>, T>(limit: Configuration) -> Configuration {
    match limit.problem(&A::TYPE.summary()) {
        None => limit,
        Some(problem) => panic!("{}", problem),
    }
}

/// What the `Option` holds that a field is.
pub type InnerOf<T> = <T as Optional>::Inner;

/// That `Option` itself.
pub type OptionOf<T> = <T as Optional>::Itself;

/// The type of the numbers that a range bounds.
pub type NumberOf<T, P = Numbers> = <T as InRange<P>>::Number;

/// The type of the field of an `other` variant, as [`Codec`] is one.
pub type KeptTag<T> = <T as HoldsTag>::Itself;

#[diagnostic::on_unimplemented(
    message = "the field of an `other` variant holds the tag, a `u32`",
    label = "not `u32`"
)]
pub trait HoldsTag {
    type Itself;

    fn tag(&self) -> u32;
    fn of_tag(tag: u32) -> Self;
}

impl HoldsTag for u32 {
    type Itself = Self;

    #[inline]
    fn tag(&self) -> u32 {
        *self
    }

    #[inline]
    fn of_tag(tag: u32) -> Self {
        tag
    }
}

#[inline]
pub fn tag_of<T: HoldsTag>(field: &T) -> u32 {
    field.tag()
}

#[inline]
pub fn of_tag<T: HoldsTag>(tag: u32) -> T {
    T::of_tag(tag)
}

/// A type with `into = S`.
#[diagnostic::on_unimplemented(
    message = "`into = {S}` needs `impl From<&{Self}> for {S}`",
    label = "there is none",
    note = "a value is only borrowed while it is written, so `From<{Self}>` does not do"
)]
pub trait WrittenAs<S> {
    fn written(&self) -> S;
}

#[diagnostic::do_not_recommend]
impl<T, S: for<'v> From<&'v T>> WrittenAs<S> for T {
    #[inline]
    fn written(&self) -> S {
        S::from(self)
    }
}

/// A type with `from = S`.
#[diagnostic::on_unimplemented(
    message = "`from = {S}` needs `impl From<{S}> for {Self}`",
    label = "there is none",
    note = "if the conversion can fail, write `try_from = {S}`"
)]
pub trait MadeFrom<S> {
    fn made(state: S) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<S>, S> MadeFrom<S> for T {
    #[inline]
    fn made(state: S) -> Self {
        Self::from(state)
    }
}

/// A type with `try_from = S`.
#[diagnostic::on_unimplemented(
    message = "`try_from = {S}` needs `impl TryFrom<{S}> for {Self}`",
    label = "there is none",
    note = "if the conversion cannot fail, write `from = {S}`"
)]
pub trait TriedFrom<S>: Sized {
    type Error;

    fn tried(state: S) -> Result<Self, Self::Error>;
}

#[diagnostic::do_not_recommend]
impl<T: TryFrom<S>, S> TriedFrom<S> for T {
    type Error = T::Error;

    #[inline]
    fn tried(state: S) -> Result<Self, T::Error> {
        Self::try_from(state)
    }
}

/// A field of a remote type, whose type the author said is `T`.
#[diagnostic::on_unimplemented(
    message = "in the remote type this field is of type `{Self}`",
    label = "not `{T}`",
    note = "a type with `remote` lists the fields of the other one, each with its type there",
    note = "to write it as another type, name what converts it with `#[migratable(with = …)]`"
)]
pub trait Declared<T> {
    fn by_ref(&self) -> &T;
    fn by_mut(&mut self) -> &mut T;
    fn by_value(value: T) -> Self;
}

impl<T> Declared<T> for T {
    fn by_ref(&self) -> &T {
        self
    }

    fn by_mut(&mut self) -> &mut T {
        self
    }

    fn by_value(value: T) -> Self {
        value
    }
}

/// How the field `F` is handed over, which was said to be a `T`.
pub trait Access {
    type Given<'v, T: 'v, F: 'v>;
    type Taken<'v, T: 'v, F: 'v>;

    fn access<'v, T: 'v, F: Declared<T> + 'v>(
        given: Self::Given<'v, T, F>,
    ) -> Self::Taken<'v, T, F>;
}

#[derive(Debug)]
pub struct ByRef;
#[derive(Debug)]
pub struct ByMut;
/// Into a new value.
#[derive(Debug)]
pub struct ByValue;

impl Access for ByRef {
    type Given<'v, T: 'v, F: 'v> = &'v F;
    type Taken<'v, T: 'v, F: 'v> = &'v T;

    #[inline]
    fn access<'v, T: 'v, F: Declared<T> + 'v>(given: &'v F) -> &'v T {
        given.by_ref()
    }
}

impl Access for ByMut {
    type Given<'v, T: 'v, F: 'v> = &'v mut F;
    type Taken<'v, T: 'v, F: 'v> = &'v mut T;

    #[inline]
    fn access<'v, T: 'v, F: Declared<T> + 'v>(given: &'v mut F) -> &'v mut T {
        given.by_mut()
    }
}

impl Access for ByValue {
    type Given<'v, T: 'v, F: 'v> = T;
    type Taken<'v, T: 'v, F: 'v> = F;

    #[inline]
    fn access<'v, T: 'v, F: Declared<T> + 'v>(given: T) -> F {
        F::by_value(given)
    }
}

/// One function for all, for rustc names it: so what it says of a field is the
/// same wherever that is used, and shown once.
#[inline]
pub fn declared<'v, A: Access, T: 'v, F: Declared<T> + 'v>(
    given: A::Given<'v, T, F>,
) -> A::Taken<'v, T, F> {
    A::access::<T, F>(given)
}
