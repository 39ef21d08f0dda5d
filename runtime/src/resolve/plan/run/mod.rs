//! Runs a plan.

mod flat;
mod scalar;
mod sequence;
mod skip;
mod structure;
mod survey;
mod tags;

use alloc::format;
use alloc::string::String;

use super::error::{Failure, StepResult};
use super::filling::Filling;
use super::output::Output;
use super::step::{Arm, EnumStep, Step, Tail, Unknown};
use crate::codec::{Decoder, Fault, Reason};
use crate::schema::TypeRef;
use crate::value::{self, JsonForm, Value};

pub(in crate::resolve) use survey::{Unmet, survey};

/// Converts the next value of `input` and appends it to `out`.
#[inline(always)]
pub(super) fn run(step: &Step, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    // Most steps, and the shortest: they are not to pay for the others.
    match step {
        Step::Copy(len) => Ok(out.put(input.take(*len)?)?),
        Step::CopyValue(extent) => Ok(out.put(skip::bytes(extent, input)?)?),
        Step::CopyRest => Ok(out.put(input.take(input.remaining())?)?),
        Step::Flat(flat) => flat::one(flat, input, out),
        Step::Insert(bytes) => Ok(out.fill(bytes)?),
        Step::Sequence(steps) => sequence::steps(steps, input, out),
        changed => convert(changed, input, out),
    }
}

/// Whether an element, by itself, may be cut off.
pub(super) fn may_be_cut(element: &Step, tail: &Tail, value: &[u8], out: &mut Output) -> bool {
    let mut input = Decoder::new(value);
    sequence::cut_off(element, tail, 0, &mut input, out).is_ok() && input.remaining() == 0
}

#[inline(never)]
fn convert(step: &Step, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    match step {
        Step::Impossible => Err(Fault::new("the schemas are incompatible").into()),
        Step::Copy(_)
        | Step::CopyValue(_)
        | Step::CopyRest
        | Step::Flat(_)
        | Step::Insert(_)
        | Step::Sequence(_) => run(step, input, out),
        Step::Drop(extent) => Ok(skip::skip(extent, input)?),
        Step::Expect {
            ty,
            extent,
            bytes,
            condition,
        } => expect(ty, skip::bytes(extent, input)?, bytes, *condition),
        Step::Missing(condition) => Err(Failure::condition(*condition, "absent")),
        Step::Refuse { condition, found } => Err(Failure::condition(*condition, found)),
        Step::Unknown(condition) if out.is_check() => {
            out.leave_out_unknown(*condition);
            Ok(())
        }
        Step::Unknown(condition) => Err(Failure::condition(*condition, "missing")),
        Step::Integer(step) => scalar::integer(step, input, out),
        Step::Integers { step, count } => (0..*count)
            .try_for_each(|i| scalar::integer(step, input, out).map_err(|s| s.at_index(i))),
        Step::Float(step) => scalar::float(step, input, out),
        Step::Exact(step) => scalar::exact(step, input, out),
        Step::Whole(step) => scalar::whole(step, input, out),
        Step::NumberToTag(step) => tags::number_to_tag(step, input, out),
        Step::TagToNumber(step) => tags::tag_to_number(step, input, out),
        Step::Utf8 { max_len, condition } => scalar::utf8(*max_len, *condition, input, out),
        Step::Char { condition } => scalar::char(*condition, input, out),
        Step::MaxBytes { max_len, condition } => {
            scalar::max_bytes(*max_len, *condition, input, out)
        }
        Step::Option(content) => {
            let present = option(input)?;
            out.put_byte(u8::from(present))?;
            if present {
                run(content, input, out)
            } else {
                Ok(())
            }
        }
        Step::Inside(content) => run(content, input, out),
        Step::Present(content) => {
            out.put_byte(1)?;
            run(content, input, out)
        }
        Step::Unwrap {
            content, absent, ..
        } => {
            let step = if option(input)? { content } else { absent };
            run(step, input, out)
        }
        Step::Repeat { count, element } => sequence::repeat(element, *count, input, out),
        Step::ArrayToList { count, element } => {
            out.put_count(*count)?;
            sequence::repeat(element, *count, input, out)
        }
        Step::List {
            min_len,
            element,
            limit,
        } => {
            let count = sequence::counted(*min_len, *limit, input)?;
            out.put_count(count)?;
            sequence::repeat(element, count, input, out)
        }
        Step::ListToArray {
            min_len,
            count,
            element,
            condition,
        } => {
            sequence::exactly(*count, *condition, *min_len, input)?;
            sequence::repeat(element, *count, input, out)
        }
        Step::Shrink {
            keep,
            cut,
            element,
            tail,
            condition,
        } => {
            sequence::repeat(element, *keep, input, out)?;
            (0..*cut).try_for_each(|i| {
                sequence::cut_off(element, tail, *condition, input, out)
                    .map_err(|stop| stop.at_index(*keep + i))
            })
        }
        Step::Map {
            min_len,
            key,
            value,
            limit,
        } => {
            let count = sequence::counted(*min_len, *limit, input)?;
            out.put_count(count)?;
            (0..count).try_for_each(|i| {
                run(key, input, out)?;
                run(value, input, out).map_err(|stop| stop.at_index(i))
            })
        }
        Step::Keyed(keyed) => sequence::keyed(keyed, input, out),
        Step::Struct {
            fields,
            subsections,
        } => {
            run(fields, input, out)?;
            structure::subsections(subsections, input, out)
        }
        Step::Located(located) => structure::located(located, input, out),
        Step::Enum(step) => enumeration(step, input, out),
    }
}

/// Converts all of `input`.
pub(super) fn run_whole(step: &Step, input: &[u8], out: &mut Output) -> StepResult {
    let mut input = Decoder::new(input);
    run(step, &mut input, out)?;
    Ok(input.finish()?)
}

fn expect(ty: &TypeRef, found: &[u8], bytes: &Filling, condition: usize) -> StepResult {
    if bytes.is(found) || sequence::is_same_value(ty, bytes, found) {
        return Ok(());
    }
    Err(Failure::condition(condition, shown(ty, found)))
}

/// What a message says of a value: all of it, if that is little.
#[cold]
fn shown(ty: &TypeRef, value: &[u8]) -> String {
    const FEW_BYTES: usize = 100;
    const FEW_PARTS: usize = 100;
    if value.len() <= FEW_BYTES
        && let Some(item) = value::read_small(ty, value, FEW_PARTS)
        && let Ok(text) = serde_json::to_string(&JsonForm::new(ty, &item.value, false))
    {
        // People get a number without the quotes that JSON needs.
        return match item.value {
            Value::Unsigned(_) | Value::Signed(_) => text.trim_matches('"').into(),
            _ => text,
        };
    }
    let len = value.len();
    format!("another value, of {len} bytes")
}

fn option(input: &mut Decoder<'_>) -> StepResult<bool> {
    match input.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Reason::Option.into()),
    }
}

fn enumeration(step: &EnumStep, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let tag = input.tag()?;
    let arm = step.arms.binary_search_by_key(&tag, |(from, _)| *from).ok();
    match arm.and_then(|index| step.arms.get(index)) {
        Some((_, Arm::Variant { tag, fields })) => {
            out.put_varint(u128::from(*tag))?;
            run(fields, input, out)
        }
        Some((_, Arm::Fails { name, condition })) => Err(Failure::condition(*condition, name)),
        None => {
            let tag = unknown_tag(&step.unknown, tag)?;
            Ok(out.put_varint(u128::from(tag))?)
        }
    }
}

fn unknown_tag(unknown: &Unknown, tag: u32) -> StepResult<u32> {
    match unknown {
        Unknown::Invalid => Err(Reason::Variant.into()),
        Unknown::Kept => Ok(tag),
        Unknown::As(other) => Ok(*other),
        Unknown::Fails { condition } => Err(Failure::condition(
            *condition,
            format_args!("the variant with tag {tag}"),
        )),
    }
}
