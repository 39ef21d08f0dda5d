//! Numbers and texts.

use super::super::error::{Failure, StepResult};
use super::super::number::Number;
use super::super::output::Output;
use super::super::step::{FloatLimits, FloatStep, IntegerStep, Limits};
use crate::codec::{Decoder, Reason};
use crate::schema::Float;

pub(super) fn integer(step: &IntegerStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let number = step.from.read(input)?;
    match &step.limits {
        Some(Limits {
            min,
            max,
            nonzero,
            condition,
        }) if !(*min..=*max).contains(&number) || *nonzero && number == Number::ZERO => {
            Err(Failure::condition(*condition, number))
        }
        _ => Ok(step.to.write(number, out)?),
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
