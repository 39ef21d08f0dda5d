//! Structs whose parts change places, and subsections.

use alloc::vec::Vec;

use super::super::parts::{Absent, Group, Located, Source, Subsections};
use super::{Output, Run, Stop, extent, run_whole};
use crate::codec::{Decoder, Reason};

/// The parts of the writer's struct.
struct Found<'a> {
    fields: Vec<&'a [u8]>,
    /// Payloads, in the order of the writer's schema.
    subsections: Vec<Option<&'a [u8]>>,
}

/// Finds the writer's fields, then puts the reader's in their order.
pub(super) fn located(plan: &Located, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let fields: Run<Vec<_>> = plan.fields.iter().map(|ty| extent(ty, input)).collect();
    let found = Found {
        fields: fields?,
        subsections: read_subsections(&plan.subsections, input)?,
    };
    for (index, step) in &plan.expected {
        run_whole(step, found.field(*index), out)?;
    }
    for source in &plan.reader {
        put(source, &found, out)?;
    }
    write_subsections(&plan.subsections, &found, out)
}

/// Converts the subsections behind fields that were read already.
pub(super) fn subsections(plan: &Subsections, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let found = Found {
        fields: Vec::new(),
        subsections: read_subsections(plan, input)?,
    };
    write_subsections(plan, &found, out)
}

fn read_subsections<'a>(plan: &Subsections, input: &mut Decoder<'a>) -> Run<Vec<Option<&'a [u8]>>> {
    let Some(tags) = &plan.writer else {
        return Ok(Vec::new());
    };
    let mut payloads = Vec::new();
    payloads.resize(tags.len(), None);
    let mut subsections = input.subsections()?;
    while let Some((tag, mut payload)) = subsections.any()? {
        let index = tags
            .binary_search(&tag)
            .map_err(|_| Reason::SubsectionUnknown)?;
        if let Some(slot) = payloads.get_mut(index) {
            *slot = Some(payload.take(payload.remaining())?);
        }
    }
    subsections.finish()?;
    let is_present = |index: usize| payloads.get(index).copied().flatten().is_some();
    match plan.forbidden.iter().find(|(index, _)| is_present(*index)) {
        Some((_, condition)) => Err(Stop::condition(*condition, "present")),
        None => Ok(payloads),
    }
}

impl<'a> Found<'a> {
    fn field(&self, index: usize) -> &'a [u8] {
        self.fields.get(index).copied().unwrap_or_default()
    }

    fn subsection(&self, index: usize) -> Option<&'a [u8]> {
        self.subsections.get(index).copied().flatten()
    }
}

/// Writes a part of the reader, and says whether there is one.
fn put(source: &Source, found: &Found<'_>, out: &mut Output) -> Run<bool> {
    match source {
        Source::Field { index, step } => run_whole(step, found.field(*index), out)?,
        Source::Insert(step) => run_whole(step, &[], out)?,
        Source::Subsection {
            index,
            step,
            is_option,
            absent,
        } => match (found.subsection(*index), absent) {
            (Some(payload), _) if *is_option => run_whole(step, &present(payload), out)?,
            (Some(payload), _) => run_whole(step, payload, out)?,
            (None, Absent::As(bytes)) => run_whole(step, &bytes.to_vec()?, out)?,
            (None, Absent::Replaced(step)) => run_whole(step, &[], out)?,
            (None, Absent::Stays) => return Ok(false),
        },
    }
    Ok(true)
}

/// The option with this content.
fn present(content: &[u8]) -> Vec<u8> {
    [&[1], content].concat()
}

fn write_subsections(plan: &Subsections, found: &Found<'_>, out: &mut Output) -> Run {
    let Some(groups) = &plan.reader else {
        return Ok(());
    };
    let mut present = Vec::with_capacity(groups.len());
    for group in groups {
        if let Some(payload) = payload(group, found, out)? {
            present.push((group.tag, payload));
        }
    }
    out.put_count(present.len())?;
    for (tag, payload) in present {
        out.put_varint(u128::from(tag))?;
        out.put_counted(&payload)?;
    }
    Ok(())
}

/// The payload of a subsection of the reader, if it is present.
fn payload(group: &Group, found: &Found<'_>, out: &mut Output) -> Run<Option<Vec<u8>>> {
    let mut part = out.part();
    let is_present = match &group.source {
        Some(source) => put(source, found, &mut part)?,
        None => false,
    };
    out.leave_unknown_of(&part);
    let mut bytes = part.into_bytes();
    if is_present && group.is_option {
        let content = bytes.split_off(bytes.len().min(1));
        return Ok((bytes == [1]).then_some(content));
    }
    Ok(is_present.then_some(bytes))
}
