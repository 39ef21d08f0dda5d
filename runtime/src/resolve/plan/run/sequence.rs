//! Arrays, lists, sets and maps.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::mem;

use super::super::error::{Failure, StepResult};
use super::super::filling::Filling;
use super::super::left_out::LeftOut;
use super::super::output::Output;
use super::super::step::{CountLimit, KeyOrder, Keyed, Step, Tail};
use super::{flat, run, run_whole};
use crate::codec::{Decoder, Reason, key_order};
use crate::schema::{DefaultValue, Field, TypeRef};
use crate::value;

/// One step after the other.
pub(super) fn steps(steps: &[Step], input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    steps.iter().try_for_each(|step| run(step, input, out))
}

pub(super) fn repeat(
    element: &Step,
    count: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    match element {
        Step::Copy(len) => {
            let len = len.checked_mul(count).ok_or(Reason::Truncated)?;
            Ok(out.put(input.take(len)?)?)
        }
        Step::Flat(flat) => flat::many(flat, count, input, out),
        _ => (0..count).try_for_each(|i| run(element, input, out).map_err(|stop| stop.at_index(i))),
    }
}

/// Reads a count, which must not be above a limit.
pub(super) fn counted(
    min_len: usize,
    limit: Option<CountLimit>,
    input: &mut Decoder<'_>,
) -> StepResult<usize> {
    let count = input.count(min_len)?;
    match limit {
        Some(limit) if count as u64 > limit.most => Err(wrong_count(count, limit.condition)),
        _ => Ok(count),
    }
}

/// Reads a count, which must be this one.
pub(super) fn exactly(
    count: usize,
    condition: usize,
    min_len: usize,
    input: &mut Decoder<'_>,
) -> StepResult {
    let found = input.count(min_len)?;
    if found == count {
        return Ok(());
    }
    Err(wrong_count(found, condition))
}

fn wrong_count(count: usize, condition: usize) -> Failure {
    Failure::condition(condition, format_args!("{count} elements long"))
}

/// Leaves out an element, which must be the fill value.
pub(super) fn cut_off(
    element: &Step,
    tail: &Tail,
    condition: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let (ty, fill) = match tail {
        Tail::Reader { element, fill, .. } => (element, fill.as_ref()),
        Tail::Writer(expect) => return run(expect, input, out),
    };
    let mut converted = out.part();
    run(element, input, &mut converted)?;
    out.count(&converted);
    let found = match fill {
        Some(fill) if fill.is(converted.bytes()) => return Ok(()),
        Some(fill) if is_same_value(ty, fill, converted.bytes()) => return Ok(()),
        // Only the reader can tell, and will.
        None if out.is_check() => return Ok(()),
        Some(_) => "in use",
        None => "to be compared with a value that is computed",
    };
    Err(Failure::condition(condition, found))
}

/// Whether a program makes the same of bytes that differ from those of a default or fill
/// value.
#[cold]
pub(super) fn is_same_value(ty: &TypeRef, value: &Filling, bytes: &[u8]) -> bool {
    /// Longer values are compared by their bytes alone.
    const MOST: usize = 1 << 16;
    key_order::has_spellings(ty)
        && (value.to_vec(MOST))
            .is_some_and(|value| key_order::is_same(known_default, ty, &value, bytes))
}

/// Where an entry of a set or map stands once it is converted.
struct Entry {
    /// Its position in the data.
    index: usize,
    start: usize,
    /// Where the key ends and the value begins.
    value: usize,
    end: usize,
    /// What was left out of the key.
    left_out: LeftOut,
}

pub(super) fn keyed(plan: &Keyed, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let count = counted(plan.min_len, plan.limit, input)?;
    out.spend(count.saturating_mul(mem::size_of::<Entry>()))?;
    let mut converted = out.part();
    let mut values = out.discards().then(|| out.unseen_part());
    let mut entries = Vec::with_capacity(count);
    for index in 0..count {
        entries.push(entry(plan, index, input, &mut converted, values.as_mut())?);
    }
    let bytes = converted.bytes();
    out.leave_out_unknown_of(&converted);
    match entries.iter().all(|entry| entry.left_out.is_nothing()) {
        true => put_in_order(plan, &mut entries, bytes)?,
        false => surely_differ(plan, &mut entries, bytes)?,
    }
    out.count(&converted);
    out.put_count(count)?;
    for entry in entries {
        out.put(bytes.get(entry.start..entry.end).unwrap_or_default())?;
    }
    match values {
        Some(values) => Ok(out.leave_out(values.len())?),
        None => Ok(()),
    }
}

/// Tests the order of keys, each with its position in the data.
pub(super) fn order(plan: &Keyed, keys: &[(usize, &[u8])], out: &mut Output) -> StepResult {
    out.spend(keys.len().saturating_mul(mem::size_of::<Entry>()))?;
    let mut converted = out.part();
    let mut entries = Vec::with_capacity(keys.len());
    for (index, key) in keys {
        let start = converted.len();
        let (key, left_out) = converted.left_out_of(|out| run_whole(&plan.key, key, out));
        key.map_err(|stop| stop.at_index(*index))?;
        entries.push(Entry {
            index: *index,
            start,
            value: converted.len(),
            end: converted.len(),
            left_out,
        });
    }
    match entries.iter().all(|entry| entry.left_out.is_nothing()) {
        true => put_in_order(plan, &mut entries, converted.bytes()),
        false => surely_differ(plan, &mut entries, converted.bytes()),
    }
}

/// The value goes to `elsewhere` if it is not needed.
fn entry(
    plan: &Keyed,
    index: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
    elsewhere: Option<&mut Output>,
) -> StepResult<Entry> {
    let start = out.len();
    let (key, left_out) = out.left_out_of(|out| run(&plan.key, input, out));
    key.map_err(|stop| stop.at_index(index))?;
    let behind_key = out.len();
    if let Some(value) = &plan.value {
        let room = elsewhere.unwrap_or(&mut *out);
        run(value, input, room).map_err(|stop| stop.at_index(index))?;
    }
    Ok(Entry {
        index,
        start,
        value: behind_key,
        end: out.len(),
        left_out,
    })
}

fn put_in_order(plan: &Keyed, entries: &mut [Entry], bytes: &[u8]) -> StepResult {
    let by_key = |a: &Entry, b: &Entry| compare(&plan.reader, a, b, bytes);
    let in_order = |a: &Entry, b: &Entry| by_key(a, b).then(a.index.cmp(&b.index));
    if let KeyOrder::Distinct(_) = plan.order
        && !entries.is_sorted_by(|a, b| by_key(a, b).is_lt())
    {
        entries.sort_unstable_by(in_order);
    }
    let wrong = entries
        .windows(2)
        .find(|pair| !matches!(pair, [a, b] if by_key(a, b).is_lt()));
    let Some([_, wrong]) = wrong else {
        return differ_as_values(plan, entries, bytes);
    };
    Err(match plan.order {
        KeyOrder::Distinct(None) => Reason::Order.into(),
        KeyOrder::Distinct(Some(condition)) => Failure::condition(condition, "the same as another"),
        KeyOrder::Ascending(condition) => Failure::condition(condition, "not above the one before"),
    }
    .at_index(wrong.index))
}

/// Of keys that are not whole, it is only sure that they differ if what stands before the
/// first part that is left out differs, or the same is left out of both and the rest differs.
/// Keys that may be the same stand together when they are sorted by their bytes.
fn surely_differ(plan: &Keyed, entries: &mut [Entry], bytes: &[u8]) -> StepResult {
    let (KeyOrder::Distinct(Some(condition)) | KeyOrder::Ascending(condition)) = plan.order else {
        return Ok(());
    };
    let key = |entry: &Entry| bytes.get(entry.start..entry.value).unwrap_or_default();
    entries.sort_unstable_by(|a, b| key(a).cmp(key(b)).then(a.index.cmp(&b.index)));
    let may_be_same = |pair: &&[Entry]| match pair {
        [a, b] if a.left_out.is_same(b.left_out) => key(a) == key(b),
        [a, b] => {
            let len = match plan.has_spellings {
                true => 0,
                false => a.left_out.at.min(b.left_out.at),
            };
            key(a).get(..len) == key(b).get(..len)
        }
        _ => false,
    };
    let found =
        "perhaps the same as another: a part of it is computed by the program that reads it";
    match entries.windows(2).find(may_be_same) {
        Some([a, b]) => Err(Failure::condition(condition, found).at_index(a.index.max(b.index))),
        _ => Ok(()),
    }
}

impl Keyed {
    /// Orders converted keys so that those stand together of which a program may make the same.
    pub(in crate::resolve) fn by_value(&self, a: &[u8], b: &[u8]) -> Ordering {
        match self.has_spellings {
            true => key_order::compare_made(known_default, &self.reader, a, b),
            false => a.cmp(b),
        }
    }
}

/// Keys whose bytes differ may be one value of the program's: then the condition
/// does not hold.
fn differ_as_values(plan: &Keyed, entries: &[Entry], bytes: &[u8]) -> StepResult {
    let KeyOrder::Distinct(Some(condition)) = plan.order else {
        return Ok(());
    };
    if !plan.has_spellings {
        return Ok(());
    }
    let of = |entry: &Entry| bytes.get(entry.start..entry.value).unwrap_or_default();
    let by_value = |a: &&Entry, b: &&Entry| plan.by_value(of(a), of(b));
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_unstable_by(|a, b| by_value(a, b).then(a.index.cmp(&b.index)));
    match sorted
        .windows(2)
        .find(|pair| matches!(pair, [a, b] if by_value(a, b).is_eq()))
    {
        Some([_, same]) => {
            Err(Failure::condition(condition, "the same as another").at_index(same.index))
        }
        _ => Ok(()),
    }
}

/// The default of a field, as far as its schema tells.
fn known_default(field: &Field) -> Option<Vec<u8>> {
    key_order::own_default(field).or_else(|| match field.default_value()? {
        DefaultValue::Literal(literal) if literal.is_short() => {
            value::from_value(field.ty(), &literal.to_json(field.ty())).ok()
        }
        _ => None,
    })
}

fn compare(ty: &TypeRef, a: &Entry, b: &Entry, bytes: &[u8]) -> Ordering {
    let key = |entry: &Entry| bytes.get(entry.start..entry.value).unwrap_or_default();
    key_order::compare(ty, key(a), key(b))
}
