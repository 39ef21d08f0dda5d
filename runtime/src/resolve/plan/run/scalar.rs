//! Numbers and texts.

use alloc::string::ToString;

use super::super::error::{Failure, StepResult};
use super::super::exact;
use super::super::number::Number;
use super::super::output::Output;
use super::super::step::{ExactStep, FloatLimits, FloatStep, IntegerStep, Limits, WholeStep};
use crate::codec::{Decoder, Fault, Reason};
use crate::schema::Float;

pub(super) fn integer(step: &IntegerStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let number = step.from.read(input)?;
    match &step.limits {
        Some(limits) if !limits.allow(number) => Err(Failure::condition(limits.condition, number)),
        _ => Ok(step.to.write(number, out)?),
    }
}

pub(super) fn exact(step: &ExactStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let number = step.from.read(input)?;
    let limits = step.limits.as_ref();
    let is_allowed = limits.is_none_or(|limits| limits.allow(number));
    match (exact::float(number, step.to), step.to) {
        (Some(value), Float::F64) if is_allowed => Ok(out.put(&value.to_le_bytes())?),
        (Some(value), Float::F32) if is_allowed => Ok(out.put(&(value as f32).to_le_bytes())?),
        _ => Err(unlimited(limits, number)),
    }
}

pub(super) fn whole(step: &WholeStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let value = match step.from {
        Float::F32 => f64::from(f32::from_le_bytes(fixed(input)?)),
        Float::F64 => f64::from_le_bytes(fixed(input)?),
    };
    let limits = step.limits.as_ref();
    let is_allowed = |number: &Number| limits.is_none_or(|limits| limits.allow(*number));
    match exact::integer(value).filter(is_allowed) {
        Some(number) => Ok(step.to.write(number, out)?),
        None => Err(unlimited(limits, format_args!("{value:?}"))),
    }
}

/// What the plan relies on does not hold: the writer's own schema does not allow it.
#[cold]
pub(super) fn outside_its_range() -> Fault {
    Fault::new("the number is outside the range of its field")
}

/// The condition does not hold. Without one, no value of the writer's comes here.
#[cold]
fn unlimited(limits: Option<&Limits>, found: impl ToString) -> Failure {
    match limits {
        Some(limits) => Failure::condition(limits.condition, found),
        None => outside_its_range().into(),
    }
}

pub(super) fn float(step: &FloatStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let bits = match step.from {
        Float::F32 => widen(u32::from_le_bytes(fixed(input)?)),
        Float::F64 => u64::from_le_bytes(fixed(input)?),
    };
    let value = f64::from_bits(bits);
    if let Some(limits) = &step.limits
        && !is_within(value, limits)
    {
        return Err(Failure::condition(limits.condition, value));
    }
    match (step.to, narrow(bits)) {
        (Float::F64, _) => Ok(out.put(&bits.to_le_bytes())?),
        (Float::F32, Some(narrowed)) => Ok(out.put(&narrowed.to_le_bytes())?),
        (Float::F32, None) => Err(Failure::condition(step.exact.unwrap_or_default(), value)),
    }
}

fn is_within(value: f64, limits: &FloatLimits) -> bool {
    limits.min.is_none_or(|min| value >= min) && limits.max.is_none_or(|max| value <= max)
}

fn fixed<const N: usize>(input: &mut Decoder<'_>) -> StepResult<[u8; N]> {
    let bytes = input.take(N)?;
    Ok(*bytes.first_chunk::<N>().ok_or(Reason::Truncated)?)
}

/// Widens the bits, so that a NaN keeps its payload and is not made quiet.
fn widen(bits: u32) -> u64 {
    let value = f32::from_bits(bits);
    if !value.is_nan() {
        return f64::from(value).to_bits();
    }
    let sign = u64::from(bits >> 31) << 63;
    let payload = u64::from(bits & 0x007f_ffff) << 29;
    sign | 0x7ff0_0000_0000_0000 | payload
}

/// The f32 that widens to exactly these bits.
fn narrow(bits: u64) -> Option<u32> {
    let value = f64::from_bits(bits);
    let narrowed = if value.is_nan() {
        let sign = (bits >> 63) as u32;
        let payload = (bits >> 29) as u32 & 0x007f_ffff;
        (sign << 31) | 0x7f80_0000 | payload
    } else {
        (value as f32).to_bits()
    };
    (widen(narrowed) == bits).then_some(narrowed)
}

pub(super) fn max_bytes(
    max_len: u64,
    condition: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let bytes = counted_bytes(input)?;
    check_len(bytes, Some(max_len), condition)?;
    Ok(out.put_counted(bytes)?)
}

pub(super) fn utf8(
    max_len: Option<u64>,
    condition: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let bytes = counted_bytes(input)?;
    if let Err(error) = core::str::from_utf8(bytes) {
        let at = error.valid_up_to();
        return Err(Failure::condition(
            condition,
            format_args!("not UTF-8 at its byte {at}"),
        ));
    }
    check_len(bytes, max_len, condition)?;
    Ok(out.put_counted(bytes)?)
}

pub(super) fn char(condition: usize, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let bytes = counted_bytes(input)?;
    let text = core::str::from_utf8(bytes).map_err(|_| Reason::Utf8)?;
    match text.chars().count() {
        1 => Ok(out.put_counted(bytes)?),
        count => Err(Failure::condition(
            condition,
            format_args!("{count} characters long"),
        )),
    }
}

fn counted_bytes<'a>(input: &mut Decoder<'a>) -> StepResult<&'a [u8]> {
    let len = input.count(1)?;
    Ok(input.take(len)?)
}

fn check_len(bytes: &[u8], max_len: Option<u64>, condition: usize) -> StepResult {
    let len = bytes.len();
    match max_len {
        Some(most) if len as u64 > most => Err(Failure::condition(
            condition,
            format_args!("{len} bytes long"),
        )),
        _ => Ok(()),
    }
}
