//! Runs a plan.

use alloc::format;
use alloc::vec::Vec;

use super::error::Stop;
use super::skip::skip;
use super::step::{
    Absent, Arm, ArmTarget, FloatStep, IntegerStep, Limits, Located, Source, Step, Subsections,
    Target,
};
use crate::codec::{Decoder, Fault, Reason, varint};
use crate::schema::{Integer, TypeRef};
use crate::value;

type Run<T = ()> = Result<T, Stop>;

/// Converts the next value of `input` and appends it to `out`.
pub(super) fn run(step: &Step, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    match step {
        Step::Impossible => Err(Fault::new("the schemas are incompatible").into()),
        Step::Copy(len) => {
            out.extend_from_slice(input.take(*len)?);
            Ok(())
        }
        Step::CopyValue(ty) => {
            out.extend_from_slice(extent(ty, input)?);
            Ok(())
        }
        Step::Drop(ty) => Ok(skip(ty, input)?),
        Step::Expect {
            ty,
            bytes,
            condition,
        } => expect(ty, bytes, *condition, input),
        Step::Insert(bytes) => {
            out.extend_from_slice(bytes);
            Ok(())
        }
        Step::InsertUnknown(condition) => Err(Stop::condition(*condition, "missing")),
        Step::Integer(step) => integer(step, input, out),
        Step::Integers { step, count } => {
            (0..*count).try_for_each(|i| integer(step, input, out).map_err(|s| s.at_index(i)))
        }
        Step::WidenFloat => {
            let bits = fixed::<4>(input)?;
            out.extend(widen(u32::from_le_bytes(bits)).to_le_bytes());
            Ok(())
        }
        Step::Float(step) => float(step, input, out),
        Step::Utf8 { max_len, condition } => utf8(*max_len, *condition, input, out),
        Step::MaxBytes { max_len, condition } => max_bytes(*max_len, *condition, input, out),
        Step::Option(content) => {
            let present = option(input)?;
            out.push(u8::from(present));
            if present {
                run(content, input, out)
            } else {
                Ok(())
            }
        }
        Step::Present(content) => {
            out.push(1);
            run(content, input, out)
        }
        Step::Unwrap { content, absent } => match (option(input)?, absent) {
            (true, _) => run(content, input, out),
            (false, absent) => stand_in(absent, out),
        },
        Step::Repeat { count, element } => repeat(element, *count, input, out),
        Step::ArrayToList { count, element } => {
            put_count(*count as u128, out);
            repeat(element, *count, input, out)
        }
        Step::List {
            min_len,
            element,
            limit,
        } => {
            let count = counted(*min_len, *limit, input, out)?;
            repeat(element, count, input, out)
        }
        Step::ListToArray {
            min_len,
            count,
            element,
            condition,
        } => {
            let found = input.count(*min_len)?;
            if found != *count {
                return Err(Stop::condition(
                    *condition,
                    format!("{found} elements long"),
                ));
            }
            repeat(element, found, input, out)
        }
        Step::Shrink {
            keep,
            cut,
            element,
            fill,
            condition,
        } => {
            repeat(element, *keep, input, out)?;
            (0..*cut).try_for_each(|i| {
                cut_off(element, fill.as_deref(), *condition, input)
                    .map_err(|stop| stop.at_index(*keep + i))
            })
        }
        Step::ListToSet { element, condition } => list_to_set(element, *condition, input, out),
        Step::Map {
            min_len,
            key,
            value,
            limit,
        } => {
            let count = counted(*min_len, *limit, input, out)?;
            (0..count).try_for_each(|i| {
                run(key, input, out)?;
                run(value, input, out).map_err(|stop| stop.at_index(i))
            })
        }
        Step::Sequence(steps) => steps.iter().try_for_each(|step| run(step, input, out)),
        Step::Struct {
            fields,
            subsections: groups,
        } => {
            run(fields, input, out)?;
            subsections(groups, &[], input, out)
        }
        Step::Located(located) => self::located(located, input, out),
        Step::Enum { arms, other } => enumeration(arms, other.as_deref(), input, out),
    }
}

/// The bytes of the next value.
fn extent<'a>(ty: &TypeRef, input: &mut Decoder<'a>) -> Run<&'a [u8]> {
    let mut behind = input.clone();
    skip(ty, &mut behind)?;
    Ok(input.take(input.remaining() - behind.remaining())?)
}

fn expect(ty: &TypeRef, bytes: &[u8], condition: usize, input: &mut Decoder<'_>) -> Run {
    let found = extent(ty, input)?;
    if found == bytes {
        return Ok(());
    }
    let shown = match value::read(ty, found) {
        Ok(item) => format!("{}", value::to_json(&item.value, false)),
        Err(_) => format!("{found:02x?}"),
    };
    Err(Stop::condition(condition, shown))
}

/// Leaves out an element, which must be the fill value.
fn cut_off(element: &Step, fill: Option<&[u8]>, condition: usize, input: &mut Decoder<'_>) -> Run {
    let mut converted = Vec::new();
    run(element, input, &mut converted)?;
    match fill {
        Some(fill) if fill == converted => Ok(()),
        Some(_) => Err(Stop::condition(condition, "in use")),
        None => Err(Stop::condition(
            condition,
            "to be compared with a value that is computed",
        )),
    }
}

fn fixed<const N: usize>(input: &mut Decoder<'_>) -> Run<[u8; N]> {
    let bytes = input.take(N)?;
    Ok(*bytes.first_chunk::<N>().ok_or(Reason::Truncated)?)
}

fn option(input: &mut Decoder<'_>) -> Run<bool> {
    match input.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Reason::Option.into()),
    }
}

fn stand_in(absent: &Absent, out: &mut Vec<u8>) -> Run {
    match absent {
        Absent::Bytes(bytes) => {
            out.extend_from_slice(bytes);
            Ok(())
        }
        Absent::Fails(condition) => Err(Stop::condition(*condition, "absent")),
    }
}

fn repeat(element: &Step, count: usize, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    if let Step::Copy(len) = element {
        let len = len.checked_mul(count).ok_or(Reason::Truncated)?;
        out.extend_from_slice(input.take(len)?);
        return Ok(());
    }
    (0..count).try_for_each(|i| run(element, input, out).map_err(|stop| stop.at_index(i)))
}

fn put_count(count: u128, out: &mut Vec<u8>) {
    let mut bytes = [0; varint::MAX_LEN];
    let len = varint::write(count, &mut bytes);
    out.extend_from_slice(bytes.get(..len).unwrap_or_default());
}

/// Copies a count, which must not be above a limit.
fn counted(
    min_len: usize,
    limit: Option<(u64, usize)>,
    input: &mut Decoder<'_>,
    out: &mut Vec<u8>,
) -> Run<usize> {
    let count = input.count(min_len)?;
    match limit {
        Some((most, condition)) if count as u64 > most => {
            Err(Stop::condition(condition, format!("{count} elements long")))
        }
        _ => {
            put_count(count as u128, out);
            Ok(count)
        }
    }
}

fn bytes_of<'a>(input: &mut Decoder<'a>) -> Run<&'a [u8]> {
    let len = input.count(1)?;
    Ok(input.take(len)?)
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_count(bytes.len() as u128, out);
    out.extend_from_slice(bytes);
}

fn max_bytes(max_len: u64, condition: usize, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    let bytes = bytes_of(input)?;
    if bytes.len() as u64 > max_len {
        return Err(Stop::condition(
            condition,
            format!("{} bytes long", bytes.len()),
        ));
    }
    put_bytes(bytes, out);
    Ok(())
}

fn utf8(max_len: Option<u64>, condition: usize, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    let bytes = bytes_of(input)?;
    match core::str::from_utf8(bytes) {
        Ok(_) if max_len.is_none_or(|most| bytes.len() as u64 <= most) => {
            put_bytes(bytes, out);
            Ok(())
        }
        Ok(_) => Err(Stop::condition(
            condition,
            format!("{} bytes long", bytes.len()),
        )),
        Err(error) => {
            let at = error.valid_up_to();
            Err(Stop::condition(
                condition,
                format!("not UTF-8 at its byte {at}"),
            ))
        }
    }
}

fn list_to_set(
    element: &TypeRef,
    condition: usize,
    input: &mut Decoder<'_>,
    out: &mut Vec<u8>,
) -> Run {
    let start = out.len();
    let count = input.count(super::skip::min_len(element))?;
    put_count(count as u128, out);
    for _ in 0..count {
        out.extend_from_slice(extent(element, input)?);
    }
    let set = crate::schema::Type::Set(element.clone());
    match value::read(&set, out.get(start..).unwrap_or_default()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Stop::condition(condition, "not ascending without repeats")),
    }
}

/// A whole number of any type.
#[derive(Clone, Copy)]
enum Number {
    Unsigned(u128),
    Signed(i128),
}

impl Number {
    fn is_within(self, limits: &Limits) -> bool {
        match self {
            Self::Unsigned(value) => {
                let above = u128::try_from(limits.min).is_ok_and(|min| value < min);
                !above && value <= limits.max
            }
            Self::Signed(value) => {
                let below_max = u128::try_from(value).map_or(true, |value| value <= limits.max);
                value >= limits.min && below_max
            }
        }
    }

    /// Two's complement, which all that are within the limits keep.
    fn bits(self) -> u128 {
        match self {
            Self::Unsigned(value) => value,
            Self::Signed(value) => value as u128,
        }
    }
}

fn number(from: Target, input: &mut Decoder<'_>) -> Run<Number> {
    let integer = match from {
        Target::Bool => {
            return match input.byte()? {
                byte @ 0..=1 => Ok(Number::Unsigned(u128::from(byte))),
                _ => Err(Reason::Bool.into()),
            };
        }
        Target::Integer(integer) => integer,
    };
    if integer.is_varint() {
        let value = input.varint(u32::from(integer.bits()))?;
        return Ok(match integer.is_signed() {
            true => Number::Signed(varint::unzigzag(value)),
            false => Number::Unsigned(value),
        });
    }
    let mut wide = [0; 16];
    let bytes = input.take(usize::from(integer.bits() / 8))?;
    for (to, from) in wide.iter_mut().zip(bytes) {
        *to = *from;
    }
    let value = u128::from_le_bytes(wide);
    Ok(match integer.is_signed() {
        true => {
            let unused = 128 - u32::from(integer.bits());
            Number::Signed((value << unused) as i128 >> unused)
        }
        false => Number::Unsigned(value),
    })
}

fn put_number(number: Number, to: Integer, out: &mut Vec<u8>) {
    if to.is_varint() {
        return put_count(
            match to.is_signed() {
                true => varint::zigzag(number.bits() as i128),
                false => number.bits(),
            },
            out,
        );
    }
    let bytes = number.bits().to_le_bytes();
    out.extend_from_slice(bytes.get(..usize::from(to.bits() / 8)).unwrap_or_default());
}

fn integer(step: &IntegerStep, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    let number = number(step.from, input)?;
    if let Some(limits) = &step.limits
        && !number.is_within(limits)
    {
        return Err(match number {
            Number::Unsigned(value) => Stop::condition(limits.condition, value),
            Number::Signed(value) => Stop::condition(limits.condition, value),
        });
    }
    match step.to {
        Target::Bool => out.push(number.bits() as u8),
        Target::Integer(to) => put_number(number, to, out),
    }
    Ok(())
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

fn float(step: &FloatStep, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    let bits = match step.from_bits {
        32 => widen(u32::from_le_bytes(fixed(input)?)),
        _ => u64::from_le_bytes(fixed(input)?),
    };
    let value = f64::from_bits(bits);
    if let Some((min, max, condition)) = step.range
        && !(value >= min && value <= max)
    {
        return Err(Stop::condition(condition, value));
    }
    match (step.to_bits, narrow(bits)) {
        (32, Some(narrowed)) => out.extend(narrowed.to_le_bytes()),
        (32, None) => return Err(Stop::condition(step.exact.unwrap_or_default(), value)),
        _ => out.extend(bits.to_le_bytes()),
    }
    Ok(())
}

fn enumeration(
    arms: &[Arm],
    other: Option<&Arm>,
    input: &mut Decoder<'_>,
    out: &mut Vec<u8>,
) -> Run {
    let tag = input.tag()?;
    let known = arms.binary_search_by_key(&tag, |arm| arm.from).ok();
    let arm = known
        .and_then(|index| arms.get(index))
        .or(other)
        .ok_or(Reason::Variant)?;
    match &arm.to {
        ArmTarget::Variant { tag, fields } => {
            put_count(u128::from(*tag), out);
            run(fields, input, out)
        }
        ArmTarget::Other {
            known,
            otherwise,
            fields,
        } => {
            let tag = if known.contains(&tag) {
                *otherwise
            } else {
                tag
            };
            put_count(u128::from(tag), out);
            run(fields, input, out)
        }
        ArmTarget::Fails { name, condition } => Err(Stop::condition(*condition, name)),
    }
}

/// Finds the writer's fields, then puts the reader's in their order.
fn located(plan: &Located, input: &mut Decoder<'_>, out: &mut Vec<u8>) -> Run {
    let mut fields = Vec::with_capacity(plan.fields.len());
    for ty in &plan.fields {
        fields.push(extent(ty, input)?);
    }
    for (index, step) in &plan.expected {
        run(step, &mut part(&fields, *index), out)?;
    }
    let groups = read_subsections(&plan.subsections, input)?;
    for source in &plan.reader {
        match source {
            Source::Field { index, step } => run(step, &mut part(&fields, *index), out)?,
            Source::Subsection {
                index,
                step,
                absent,
            } => match (groups.get(*index).copied().flatten(), absent) {
                (Some(payload), _) => run(step, &mut Decoder::new(payload), out)?,
                (None, Some(absent)) => stand_in(absent, out)?,
                (None, None) => return Err(Reason::Truncated.into()),
            },
            Source::Insert(step) => run(step, &mut Decoder::new(&[]), out)?,
            Source::OptionField { .. } => return Err(Reason::Option.into()),
        }
    }
    write_subsections(&plan.subsections, &fields, &groups, out)
}

fn part<'a>(fields: &[&'a [u8]], index: usize) -> Decoder<'a> {
    Decoder::new(fields.get(index).copied().unwrap_or_default())
}

fn subsections(
    plan: &Subsections,
    fields: &[&[u8]],
    input: &mut Decoder<'_>,
    out: &mut Vec<u8>,
) -> Run {
    let groups = read_subsections(plan, input)?;
    write_subsections(plan, fields, &groups, out)
}

/// The payloads of the writer's subsections, in the order of its schema.
fn read_subsections<'a>(plan: &Subsections, input: &mut Decoder<'a>) -> Run<Vec<Option<&'a [u8]>>> {
    let Some(tags) = &plan.writer else {
        return Ok(Vec::new());
    };
    let mut groups = Vec::new();
    groups.resize(tags.len(), None);
    let mut found = input.subsections()?;
    while let Some((tag, mut payload)) = found.any()? {
        let index = tags
            .binary_search(&tag)
            .map_err(|_| Reason::SubsectionUnknown)?;
        if let Some(group) = groups.get_mut(index) {
            *group = Some(payload.take(payload.remaining())?);
        }
    }
    for (index, condition) in &plan.forbidden {
        if groups.get(*index).copied().flatten().is_some() {
            return Err(Stop::condition(*condition, "present"));
        }
    }
    Ok(groups)
}

fn write_subsections(
    plan: &Subsections,
    fields: &[&[u8]],
    groups: &[Option<&[u8]>],
    out: &mut Vec<u8>,
) -> Run {
    let Some(reader) = &plan.reader else {
        return Ok(());
    };
    let mut present = Vec::with_capacity(reader.len());
    for (tag, source) in reader {
        let mut payload = Vec::new();
        let is_present = match source {
            Source::Field { index, step } => {
                run(step, &mut part(fields, *index), &mut payload)?;
                true
            }
            Source::OptionField { index, content } => {
                let mut input = part(fields, *index);
                let is_present = option(&mut input)?;
                if is_present {
                    run(content, &mut input, &mut payload)?;
                }
                is_present
            }
            Source::Subsection {
                index,
                step,
                absent,
            } => match (groups.get(*index).copied().flatten(), absent) {
                (Some(group), _) => {
                    let mut input = Decoder::new(group);
                    run(step, &mut input, &mut payload)?;
                    input.finish()?;
                    true
                }
                (None, Some(absent)) => {
                    stand_in(absent, &mut payload)?;
                    true
                }
                (None, None) => false,
            },
            Source::Insert(_) => false,
        };
        if is_present {
            present.push((*tag, payload));
        }
    }
    put_count(present.len() as u128, out);
    for (tag, payload) in present {
        put_count(u128::from(tag), out);
        put_bytes(&payload, out);
    }
    Ok(())
}
