//! Structs whose parts change places, and subsections.

use alloc::vec::Vec;

use super::super::error::{Failure, StepResult};
use super::super::filling::Filling;
use super::super::output::Output;
use super::super::parts::{Absent, Group, Located, Source, Subsections};
use super::super::step::Step;
use super::{run_whole, skip};
use crate::codec::{Decoder, Reason};

/// So many parts are kept without an allocation.
const FEW: usize = 8;

/// Parts by position.
#[derive(Default)]
struct Slots<T> {
    few: [T; FEW],
    more: Vec<T>,
}

impl<T: Copy + Default> Slots<T> {
    fn set(&mut self, index: usize, part: T) {
        if let Some(slot) = self.few.get_mut(index) {
            *slot = part;
            return;
        }
        let index = index - FEW;
        if self.more.len() <= index {
            self.more.resize(index + 1, T::default());
        }
        if let Some(slot) = self.more.get_mut(index) {
            *slot = part;
        }
    }

    fn get(&self, index: usize) -> T {
        let slot = match index.checked_sub(FEW) {
            None => self.few.get(index),
            Some(index) => self.more.get(index),
        };
        slot.copied().unwrap_or_default()
    }
}

/// The parts of the writer's struct.
#[derive(Default)]
struct Found<'a> {
    fields: Slots<&'a [u8]>,
    /// Payloads, in the order of the writer's schema.
    subsections: Slots<Option<&'a [u8]>>,
}

/// Finds the writer's fields, then puts the reader's in their order.
pub(super) fn located(plan: &Located, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let mut found = Found::default();
    for (index, field) in plan.fields.iter().enumerate() {
        found.fields.set(index, skip::bytes(field, input)?);
    }
    found.read_subsections(&plan.subsections, input)?;
    for (index, step) in &plan.expected {
        run_whole(step, found.fields.get(*index), out)?;
    }
    for source in &plan.reader {
        put(source, &found, out)?;
    }
    write_subsections(&plan.subsections, &found, out)
}

/// Converts the subsections behind fields that were read already.
pub(super) fn subsections(
    plan: &Subsections,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let mut found = Found::default();
    found.read_subsections(plan, input)?;
    write_subsections(plan, &found, out)
}

impl<'a> Found<'a> {
    fn read_subsections(&mut self, plan: &Subsections, input: &mut Decoder<'a>) -> StepResult {
        let Some(tags) = &plan.writer else {
            return Ok(());
        };
        let mut subsections = input.subsections()?;
        let mut unmet = None;
        while let Some((tag, payload)) = subsections.any()? {
            let index = tags
                .binary_search(&tag)
                .map_err(|_| Reason::SubsectionUnknown)?;
            self.subsections.set(index, Some(payload.rest()));
            unmet = unmet.or_else(|| plan.condition_of_absence(index));
        }
        subsections.finish()?;
        match unmet {
            Some(condition) => Err(Failure::condition(condition, "present")),
            None => Ok(()),
        }
    }
}

impl Found<'_> {
    /// The length of what a part is made from, which is mostly its own.
    fn len_of(&self, source: &Source) -> usize {
        match source {
            Source::Field { index, .. } => self.fields.get(*index).len(),
            Source::Subsection { index, .. } => {
                self.subsections.get(*index).unwrap_or_default().len()
            }
            Source::Insert(_) => 0,
        }
    }
}

/// Writes a part of the reader, and says whether there is one.
fn put(source: &Source, found: &Found<'_>, out: &mut Output) -> StepResult<bool> {
    match source {
        Source::Field { index, step } => match step {
            // Most parts only change their place.
            Step::CopyRest => out.put(found.fields.get(*index))?,
            step => run_whole(step, found.fields.get(*index), out)?,
        },
        Source::Insert(step) => run_whole(step, &[], out)?,
        Source::Subsection {
            index,
            step,
            is_option,
            absent,
        } => match (found.subsections.get(*index), absent) {
            (Some(payload), _) if *is_option => run_whole(step, &present(payload), out)?,
            (Some(payload), _) => run_whole(step, payload, out)?,
            (None, Absent::As(bytes)) => run_whole(step, &default(bytes, out)?, out)?,
            (None, Absent::Replaced(step)) => run_whole(step, &[], out)?,
            (None, Absent::Stays) => return Ok(false),
        },
    }
    Ok(true)
}

/// The bytes that stand in for what is absent.
fn default(bytes: &Filling, out: &mut Output) -> StepResult<Vec<u8>> {
    out.spend(bytes.len())?;
    Ok(bytes.to_vec(bytes.len()).unwrap_or_default())
}

/// The option with this content.
fn present(content: &[u8]) -> Vec<u8> {
    [&[1], content].concat()
}

fn write_subsections(plan: &Subsections, found: &Found<'_>, out: &mut Output) -> StepResult {
    let Some(groups) = &plan.reader else {
        return Ok(());
    };
    let count = out.begin_count(groups.len())?;
    let mut present = 0;
    for group in groups {
        present += usize::from(write_subsection(group, found, out)?);
    }
    Ok(out.end_count(count, present)?)
}

/// Writes a subsection of the reader, and says whether it is present.
fn write_subsection(group: &Group, found: &Found<'_>, out: &mut Output) -> StepResult<bool> {
    let Some(source) = &group.source else {
        return Ok(false);
    };
    let before = out.len();
    out.put_varint(u128::from(group.tag))?;
    let len = out.begin_count(found.len_of(source))?;
    let start = out.len();
    let mut is_present = put(source, found, out)?;
    if is_present && group.is_option {
        is_present = out.remove_byte(start) == Some(1);
    }
    match is_present {
        true => out.end_count(len, out.len() - start)?,
        false => out.back_to(before),
    }
    Ok(is_present)
}
