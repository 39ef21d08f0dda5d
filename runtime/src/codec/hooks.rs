//! The functions that the author of a type gives, and what they return.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Display;

use super::Migratable;
use crate::base::fault::{Fault, Reason};

/// What a hook returns: nothing, or a `Result` whose error refuses the load.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a hook returns `()` or `Result<(), E>` where `E: Display`, not `{Self}`",
    label = "returns `{Self}`",
    note = "an error refuses the load: return `Err` with a text that says why",
    note = "a hook that cannot fail returns nothing"
)]
pub trait Outcome {
    /// Whether the hook can refuse.
    const MAY_REFUSE: bool;

    /// As a result for `hook` of type `ty`.
    fn outcome(self, ty: &str, hook: &'static str) -> Result<(), Fault>;
}

impl Outcome for () {
    const MAY_REFUSE: bool = false;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn outcome(self, _: &str, _: &'static str) -> Result<(), Fault> {
        Ok(())
    }
}

impl<E: Display> Outcome for Result<(), E> {
    const MAY_REFUSE: bool = true;

    #[inline]
    fn outcome(self, ty: &str, hook: &'static str) -> Result<(), Fault> {
        refused(ty, hook, self)
    }
}

/// Turns the error of a hook or of `try_from` into a fault.
#[doc(hidden)]
#[inline]
pub fn refused<T, E: Display>(
    ty: &str,
    hook: &'static str,
    result: Result<T, E>,
) -> Result<T, Fault> {
    result.map_err(|error| {
        let message = format!("{hook} of `{ty}` refused: {error}").into();
        Reason::Refused { hook, message }.into()
    })
}

/// What `loaded` returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`loaded` returns `()`, not `{Self}`",
    label = "returns `{Self}`",
    note = "it runs when all devices are loaded, and nothing can be refused any more",
    note = "check the state in `validate` or `post_load`"
)]
pub trait Nothing {}

impl Nothing for () {}

/// Says that `loaded` returned nothing.
#[doc(hidden)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn returns_nothing<R: Nothing>(_: R) {}

/// What `blocked` returns.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`blocked` returns `Option<E>` where `E: Display`, not `{Self}`",
    label = "returns `{Self}`",
    note = "`None` lets the device be saved; `Some` says why it cannot be now"
)]
pub trait Blocks {
    fn reason(self) -> Option<String>;
}

impl<E: Display> Blocks for Option<E> {
    fn reason(self) -> Option<String> {
        self.map(|reason| reason.to_string())
    }
}

/// Why a device cannot be saved now, of what its `blocked` returned.
#[doc(hidden)]
pub fn blocked<B: Blocks>(returned: B) -> Option<String> {
    returned.reason()
}

/// `validate` of a type that describes a `T`.
///
/// Each hook has a trait, so that what it returns can be asked in `const` code
/// and its call stands in one place.
#[doc(hidden)]
pub trait Validate<T> {
    fn validate(value: &T) -> impl Outcome;
}

/// `post_load` of a type that describes a `T`.
#[doc(hidden)]
pub trait PostLoad<T> {
    fn post_load(value: &mut T) -> impl Outcome;
}

/// `upgrade` of a device.
#[doc(hidden)]
pub trait Upgrade<T> {
    fn upgrade(value: &mut T, from: u32) -> impl Outcome;
}

/// `apply` of the retired subsection `TAG`, which held an `Old`; or, as 0, of what is written
/// in the form of an `Old`.
#[doc(hidden)]
pub trait Apply<const TAG: u32, T, Old> {
    fn apply(value: &mut T, old: Old) -> impl Outcome;
}

/// `needed` of the subsection `TAG`.
#[doc(hidden)]
pub trait Needed<const TAG: u32, T> {
    fn needed(value: &T) -> bool;
}

/// What `allowed` says of the field with index `FIELD`: what a live `T` allows it to be.
#[doc(hidden)]
pub trait Allowed<const FIELD: usize, T, V> {
    fn allowed(value: &T) -> V;
}

/// Calls a function of the live value. A closure is told here what it is given.
#[doc(hidden)]
#[inline]
pub fn of_live<T, V>(value: &T, limit: impl FnOnce(&T) -> V) -> V {
    limit(value)
}

const fn of_get<'v, T: 'v, O: Outcome>(_: fn(&'v T) -> O) -> bool {
    O::MAY_REFUSE
}

const fn of_set<'v, T: 'v, O: Outcome>(_: fn(&'v mut T) -> O) -> bool {
    O::MAY_REFUSE
}

const fn of_set_with<'v, T: 'v, U, O: Outcome>(_: fn(&'v mut T, U) -> O) -> bool {
    O::MAY_REFUSE
}

#[doc(hidden)]
pub const fn validate_may_refuse<A: Validate<T>, T>() -> bool {
    of_get(A::validate)
}

#[doc(hidden)]
pub const fn post_load_may_refuse<A: PostLoad<T>, T>() -> bool {
    of_set(A::post_load)
}

#[doc(hidden)]
pub const fn upgrade_may_refuse<A: Upgrade<T>, T>() -> bool {
    of_set_with(A::upgrade)
}

#[doc(hidden)]
pub const fn apply_may_refuse<const TAG: u32, A: Apply<TAG, T, Old>, T, Old>() -> bool {
    of_set_with(A::apply)
}

/// Whether the old value of a retired subsection is a value.
#[doc(hidden)]
pub fn check_retired<A: Migratable<T>, T>(payload: &mut super::Decoder<'_>) -> Result<(), Fault> {
    A::check(None, payload)?;
    payload.finish()
}
