//! Values in the form of an older version, which code of their author converts.

use super::Migratable;
use super::context::Context;
use super::decoder::Decoder;
use super::fill::encode_value;
use super::hooks::Outcome;
use super::must_match::unconverted_configuration;
use crate::base::budget::Budget;
use crate::base::fault::Fault;

/// `convert` of what a type was in a version.
///
/// It has a trait for the reason that each hook has one.
#[doc(hidden)]
pub trait Convert<const VERSION: u32, T, Old> {
    fn convert(value: &mut T, old: Old) -> impl Outcome;
}

/// A new value that an older one is converted into, where there is no live one. With a
/// lifetime, it is asked for where a value is decoded.
#[doc(hidden)]
pub trait Blank<'decode>: Sized {
    fn blank() -> Self;
}

impl<'decode, T: Default> Blank<'decode> for T {
    fn blank() -> Self {
        Self::default()
    }
}

/// Says that the next value is one of an older type.
#[doc(hidden)]
pub fn check_older<A: Migratable<Old>, Old>(input: &mut Decoder<'_>) -> Result<(), Fault> {
    input.draw(size_of::<Old>())?;
    A::check(None, input)
}

/// Converts an older value into a live one.
#[doc(hidden)]
#[inline(never)]
pub fn load_older<const VERSION: u32, A, T, Old>(
    value: &mut T,
    old: Old,
    input: &Decoder<'_>,
    name: &str,
) -> Result<(), Fault>
where
    A: Migratable<T> + Convert<VERSION, T, Old>,
{
    let before = match A::LOADING.compares() {
        true => Some(encode_value::<A, T>(value)?),
        false => None,
    };
    A::convert(value, old).outcome(name, "convert")?;
    if let Some(before) = before {
        unconverted_configuration::<A, T>(&before, value)?;
    }
    take::<A, T>(value, input)
}

/// Converts an older value into a new one.
#[doc(hidden)]
#[inline(never)]
pub fn decode_older<'decode, const VERSION: u32, A, T, Old>(
    old: Old,
    input: &Decoder<'_>,
    name: &str,
) -> Result<T, Fault>
where
    A: Migratable<T> + Convert<VERSION, T, Old>,
    T: Blank<'decode>,
{
    let mut value = T::blank();
    A::convert(&mut value, old).outcome(name, "convert")?;
    take::<A, T>(&mut value, input)?;
    Ok(value)
}

/// Checks what came of a conversion, and loads it as if it had come, so that its hooks run.
fn take<A: Migratable<T>, T>(value: &mut T, input: &Decoder<'_>) -> Result<(), Fault> {
    let converted = encode_value::<A, T>(value)?;
    check_converted::<A, T>(value, &converted)?;
    input.load_default::<A, T>(value, &converted)
}

/// Says that what came of a conversion is a value, within the limits of the live one.
pub(super) fn check_converted<A: Migratable<T>, T>(
    value: &T,
    converted: &[u8],
) -> Result<(), Fault> {
    // It is there already.
    let budget = Budget::new(usize::MAX);
    let context = Context::unchecked(&budget);
    let mut input = Decoder::within(converted, &context);
    A::check(Some(value), &mut input)?;
    input.finish()
}
