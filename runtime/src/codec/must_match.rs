//! Configuration is compared with the live one: what must match stays, what is
//! `allowed` is loaded.

use alloc::format;
use alloc::string::String;

use super::allowed::{self, Breach};
use super::checks::Ahead;
use super::context::{Context, Limits};
use super::decoder::Decoder;
use super::fill::with_encoded;
use super::{Migratable, key_order};
use crate::base::budget::Budget;
use crate::base::fault::{Constraint, Fault, Reason};
use crate::schema::{Configuration, Type};

impl Ahead<'_> {
    /// Whether a program makes the same of these bytes and of others.
    fn is_value_of(&self, ty: &Type, other: &[u8]) -> bool {
        key_order::has_spellings(ty)
            && key_order::is_same(key_order::own_default, ty, self.input.rest(), other)
    }

    /// Tests `must_match`: the bytes must be those of the live value, so that a
    /// NaN equals itself, or another spelling of it.
    pub fn same<A: Migratable<T>, T>(&self, name: &str, live: Option<&T>) -> Result<(), Fault> {
        let Some(live) = live.filter(|_| self.input.compares()) else {
            return Ok(());
        };
        with_encoded::<A, T>(live, |own| {
            // No encoding is the beginning of another one.
            match self.input.rest().starts_with(own) || self.is_value_of(A::TYPE, own) {
                true => Ok(()),
                false => Err(differing(name)),
            }
        })
        .map_err(|fault| not_comparable(name, fault))
    }
}

impl Ahead<'_> {
    /// Tests `allowed`: the bytes must be within what the live device allows.
    pub fn within<A: Migratable<T>, T>(
        &self,
        name: &str,
        configuration: Configuration,
        is_sensitive: bool,
        limit: impl FnOnce() -> T,
    ) -> Result<(), Fault> {
        if !self.input.compares() {
            return Ok(());
        }
        with_encoded::<A, T>(&limit(), |limit| {
            if let Some(limits) = self.input.limits() {
                limits.note(self.input.rest(), limit);
                return Ok(());
            }
            match allowed::breach(configuration, A::TYPE, self.input.rest(), limit)? {
                None => Ok(()),
                Some(_) if is_sensitive => Err(not_allowed_hidden(name)),
                Some(breach) => Err(not_allowed(name, configuration, &breach)),
            }
        })
    }
}

#[cold]
fn not_allowed_hidden(name: &str) -> Fault {
    Fault::breach(
        Constraint::Allowed,
        name,
        format_args!("`{name}`, which is sensitive, is not what this device allows"),
    )
}

#[cold]
fn not_allowed(name: &str, configuration: Configuration, breach: &Breach) -> Fault {
    let Breach {
        place,
        value,
        limit,
    } = breach;
    let words = configuration.words();
    Fault::breach(
        Constraint::Allowed,
        name,
        format_args!("`{name}{place}` is {value}, and this device allows {words} {limit}"),
    )
}

#[cold]
fn differing(name: &str) -> Fault {
    Fault::breach(
        Constraint::MustMatch,
        name,
        format_args!(
            "`{name}` is configuration and must match: the stream, or the default of what its \
             writer does not have, has another value than this device"
        ),
    )
}

/// A live value that breaks a constraint is not shown: the field may be sensitive.
#[cold]
fn not_comparable(name: &str, fault: Fault) -> Fault {
    match fault.shows_value() {
        false => fault,
        true => Fault::breach(
            Constraint::MustMatch,
            name,
            format_args!(
                "`{name}` is configuration and must match, but this device's own value breaks a \
                 constraint and cannot be compared; bring it into a valid state before loading"
            ),
        ),
    }
}

/// Says that `upgrade` left configuration as it was, which is compared as it was
/// written: `before` is the encoding of the value before it ran.
#[doc(hidden)]
pub fn kept_configuration<A: Migratable<T>, T>(before: &[u8], value: &T) -> Result<(), Fault> {
    kept::<A, T>(before, value, |name| {
        format!(
            "`upgrade` changed `{name}`, which is configuration: the stream's was compared in \
             its older meaning, so a new meaning needs a new name"
        )
    })
}

/// Says that `convert` left the live configuration as it was.
pub(super) fn unconverted_configuration<A: Migratable<T>, T>(
    before: &[u8],
    value: &T,
) -> Result<(), Fault> {
    kept::<A, T>(before, value, |name| {
        format!(
            "`convert` changed `{name}`, which is configuration and must match: it stays as this \
             device has it; have `convert` refuse an older state that does not suit it"
        )
    })
}

pub(super) fn kept<A: Migratable<T>, T>(
    before: &[u8],
    value: &T,
    says: fn(&str) -> String,
) -> Result<(), Fault> {
    // What came is neither made nor limited once more.
    let (budget, limits) = (Budget::new(usize::MAX), Limits::of(&[]));
    let context = Context::unchecked(&budget).collecting(&limits);
    let compared = A::check(Some(value), &mut Decoder::within(before, &context));
    compared.map_err(|fault| match fault.reason() {
        Reason::Constraint {
            constraint: Constraint::MustMatch,
            field: Some(name),
            ..
        } => Fault::breach(Constraint::MustMatch, name, says(name)),
        _ => fault,
    })
}
