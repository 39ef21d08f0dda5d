//! Tries all conditions on a value, where [`run`](super::run) stops at the first that does
//! not hold.
//!
//! It goes through a value and the shape of a plan side by side, which has a step for each
//! part of the writer's type, and has the steps of the smallest parts run.

mod part;

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::mem;

use self::part::{Content, Part, Slot};
use super::super::error::{Failed, Failure, StepResult};
use super::super::filling::Filling;
use super::super::output::Output;
use super::super::parts::{Absent, Located, Source};
use super::super::step::{Arm, EnumStep, Keyed, Step, Tail};
use super::{run_whole, sequence, unknown_tag};
use crate::base::budget::Budget;
use crate::codec::{Decoder, Fault};
use crate::schema::TypeRef;
use crate::value::{self, Value};

/// A condition that does not hold.
#[derive(Debug)]
pub(in crate::resolve) struct Unmet {
    /// Where it first does not.
    pub(in crate::resolve) first: Failure,
    /// Offset of the value there, in the payload.
    pub(in crate::resolve) offset: usize,
    /// In so many places.
    pub(in crate::resolve) times: u64,
}

/// The conditions that do not hold on a value, by number. What a conversion would make of
/// each part is within the budget; of what all parts come to, nothing is counted.
///
/// # Errors
///
/// If the bytes are not a value of the type, or the budget is not enough for a part.
pub(in crate::resolve) fn survey(
    shape: &Step,
    ty: &TypeRef,
    payload: &[u8],
    budget: &Budget,
) -> Result<BTreeMap<usize, Unmet>, Fault> {
    let mut survey = Survey {
        payload,
        within: None,
        indexes: Vec::new(),
        budget,
        unmet: BTreeMap::new(),
        noted: 0,
    };
    survey.whole(shape, ty)?;
    Ok(survey.unmet)
}

struct Survey<'p> {
    payload: &'p [u8],
    /// The payload stands in for what is absent at this place of the real one.
    within: Option<usize>,
    /// Positions in arrays and lists, from the outside inwards.
    indexes: Vec<usize>,
    budget: &'p Budget,
    unmet: BTreeMap<usize, Unmet>,
    /// How often one was found not to hold.
    noted: u64,
}

impl<'p> Survey<'p> {
    fn whole(&mut self, step: &Step, ty: &TypeRef) -> Result<(), Fault> {
        let item = value::read(ty, self.payload);
        let item = item.map_err(|_| Fault::new("the data is not a value of the writer's"))?;
        self.look(step, &Part::new(item))
    }

    fn look(&mut self, step: &Step, part: &Part<'_>) -> Result<(), Fault> {
        match (step, &part.content) {
            (step, _) if !can_fail(step) => Ok(()),
            (Step::Inside(step), Content::Value(Value::Struct(fields))) => {
                match fields.iter().next().and_then(|field| field.item) {
                    Some(item) => self.look(step, &Part::new(item)),
                    None => Ok(()),
                }
            }
            (Step::Option(_) | Step::Unwrap { .. }, Content::Value(Value::Option(content))) => {
                let content = content.as_deref().cloned().map(Part::new);
                self.option(step, content.as_ref(), part.offset)
            }
            (Step::Present(step), _) => self.look(step, part),
            (Step::Integers { step, .. }, _) => self.elements(&Step::Integer(step.clone()), part),
            (Step::Repeat { element, .. } | Step::ArrayToList { element, .. }, _) => {
                self.elements(element, part)
            }
            (
                Step::List {
                    min_len,
                    element,
                    limit,
                },
                _,
            ) => {
                let mut input = Decoder::new(self.bytes(part));
                let counted = sequence::counted(*min_len, *limit, &mut input);
                self.test(counted, part.offset)?;
                self.elements(element, part)
            }
            (
                Step::ListToArray {
                    min_len,
                    count,
                    element,
                    condition,
                },
                _,
            ) => {
                let mut input = Decoder::new(self.bytes(part));
                let counted = sequence::exactly(*count, *condition, *min_len, &mut input);
                self.test(counted, part.offset)?;
                self.elements(element, part)
            }
            (Step::Shrink { .. }, _) => self.shrink(step, part),
            (
                Step::Map {
                    min_len,
                    value,
                    limit,
                    ..
                },
                _,
            ) => {
                let mut input = Decoder::new(self.bytes(part));
                let counted = sequence::counted(*min_len, *limit, &mut input);
                self.test(counted, part.offset)?;
                self.each(part, |survey, entry| match entry.pair() {
                    Some([_, part]) => survey.look(value, &part),
                    None => Ok(()),
                })
            }
            (Step::Keyed(keyed), _) => self.keyed(keyed, part),
            (Step::Sequence(steps), _) => match steps.first() {
                // What follows puts something in behind it.
                Some(step) => self.look(step, part),
                None => Ok(()),
            },
            (Step::Located(located), _) => self.located(located, part),
            (Step::Enum(step), Content::Value(Value::Enum { tag, .. })) => {
                self.enumeration(step, *tag, part)
            }
            (step, _) => self.try_step(step, self.bytes(part), part.offset),
        }
    }

    fn bytes(&self, part: &Part<'_>) -> &'p [u8] {
        let behind = part.offset.saturating_add(part.len);
        self.payload.get(part.offset..behind).unwrap_or_default()
    }

    /// Runs a step over all of some bytes.
    fn try_step(&mut self, step: &Step, bytes: &[u8], offset: usize) -> Result<(), Fault> {
        let mut out = Output::check_only(self.budget);
        self.test(run_whole(step, bytes, &mut out), offset)
    }

    /// Notes it if a condition does not hold.
    fn test<T>(&mut self, result: StepResult<T>, offset: usize) -> Result<(), Fault> {
        match result {
            Ok(_) => Ok(()),
            Err(Failure::Data(fault)) => Err(fault),
            Err(Failure::Condition(failed)) => {
                self.note(*failed, offset);
                Ok(())
            }
        }
    }

    fn note(&mut self, mut failed: Failed, offset: usize) {
        self.noted += 1;
        match self.unmet.get_mut(&failed.condition) {
            Some(unmet) => unmet.times += 1,
            None => {
                failed.indexes.extend(self.indexes.iter().rev());
                let condition = failed.condition;
                let unmet = Unmet {
                    first: Failure::Condition(Box::new(failed)),
                    offset: self.within.unwrap_or(offset),
                    times: 1,
                };
                self.unmet.insert(condition, unmet);
            }
        }
    }

    /// Does something for each element.
    fn each(
        &mut self,
        part: &Part<'_>,
        mut inner: impl FnMut(&mut Self, &Part<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        part.elements().enumerate().try_for_each(|(index, part)| {
            self.indexes.push(index);
            let result = inner(self, &part);
            self.indexes.pop();
            result
        })
    }

    fn elements(&mut self, step: &Step, part: &Part<'_>) -> Result<(), Fault> {
        match can_fail(step) {
            true => self.each(part, |survey, part| survey.look(step, part)),
            false => Ok(()),
        }
    }

    /// A value that may be absent, or a subsection that is compared as one.
    fn option(
        &mut self,
        step: &Step,
        content: Option<&Part<'_>>,
        offset: usize,
    ) -> Result<(), Fault> {
        match (step, content) {
            (Step::Option(step), Some(part)) => self.look(step, part),
            (Step::Option(_), None) => Ok(()),
            (Step::Unwrap { content, .. }, Some(part)) => self.look(content, part),
            (Step::Unwrap { absent, .. }, None) => self.try_step(absent, &[], offset),
            (Step::Present(step), content) => self.option(step, content, offset),
            (step, Some(part)) => {
                let option = [&[1], self.bytes(part)].concat();
                self.try_step(step, &option, part.offset)
            }
            (step, None) => self.try_step(step, &[0], offset),
        }
    }

    fn shrink(&mut self, step: &Step, part: &Part<'_>) -> Result<(), Fault> {
        let Step::Shrink {
            keep,
            element,
            tail,
            condition,
            ..
        } = step
        else {
            return Ok(());
        };
        let mut left = *keep;
        self.each(part, |survey, part| {
            if let Some(kept) = left.checked_sub(1) {
                left = kept;
                return survey.look(element, part);
            }
            let noted = survey.noted;
            if let Tail::Reader { .. } = **tail {
                survey.look(element, part)?;
            }
            // What cannot be converted is not compared.
            if survey.noted != noted {
                return Ok(());
            }
            let mut out = Output::check_only(survey.budget);
            let mut input = Decoder::new(survey.bytes(part));
            let cut = sequence::cut_off(element, tail, *condition, &mut input, &mut out);
            survey.test(cut, part.offset)
        })
    }

    fn keyed(&mut self, plan: &Keyed, part: &Part<'_>) -> Result<(), Fault> {
        let mut input = Decoder::new(self.bytes(part));
        let counted = sequence::counted(plan.min_len, plan.limit, &mut input);
        self.test(counted, part.offset)?;
        let mut keys = Vec::new();
        self.each(part, |survey, entry| {
            let pair = plan
                .value
                .as_ref()
                .and_then(|step| Some((step, entry.pair()?)));
            let (key, value) = match &pair {
                Some((step, [key, value])) => (key, Some((*step, value))),
                None => (entry, None),
            };
            let noted = survey.noted;
            survey.look(&plan.key, key)?;
            // Of what cannot be converted, nobody knows whether it would be in order.
            if survey.noted == noted {
                let index = survey.indexes.last().copied().unwrap_or_default();
                keys.push((index, survey.bytes(key)));
            }
            match value {
                Some((step, value)) => survey.look(step, value),
                None => Ok(()),
            }
        })?;
        let ordered = sequence::order(plan, &keys, &mut Output::check_only(self.budget));
        self.test(ordered, part.offset)
    }

    fn located(&mut self, plan: &Located, part: &Part<'_>) -> Result<(), Fault> {
        let slots = part.slots();
        let fields = plan.fields.len();
        let subsection = |index: usize| slots.get(fields.saturating_add(index));
        for (index, step) in &plan.expected {
            if let Some(Slot {
                part: Some(part), ..
            }) = slots.get(*index)
            {
                self.look(step, part)?;
            }
        }
        for (index, condition) in &plan.subsections.forbidden {
            if let Some(Slot {
                part: Some(part), ..
            }) = subsection(*index)
            {
                let present: StepResult = Err(Failure::condition(*condition, "present"));
                self.test(present, part.offset)?;
            }
        }
        let groups = plan.subsections.reader.iter().flatten();
        let sources = groups.filter_map(|group| group.source.as_ref());
        for source in plan.reader.iter().chain(sources) {
            let slot = match source {
                Source::Field { index, .. } => slots.get(*index),
                Source::Subsection { index, .. } => subsection(*index),
                Source::Insert(_) => None,
            };
            self.source(source, slot, part.offset)?;
        }
        Ok(())
    }

    fn source(
        &mut self,
        source: &Source,
        slot: Option<&Slot<'_>>,
        offset: usize,
    ) -> Result<(), Fault> {
        let part = slot.and_then(|slot| slot.part.as_ref());
        match (source, part) {
            (Source::Field { step, .. }, Some(part)) => self.look(step, part),
            (Source::Field { .. }, None) => Ok(()),
            (Source::Insert(step), _) if !can_fail(step) => Ok(()),
            (Source::Insert(step), _) => self.try_step(step, &[], offset),
            (
                Source::Subsection {
                    step, is_option, ..
                },
                Some(part),
            ) => match is_option {
                true => self.option(step, Some(part), part.offset),
                false => self.look(step, part),
            },
            (
                Source::Subsection {
                    step,
                    is_option,
                    absent,
                    ..
                },
                None,
            ) => match absent {
                Absent::Stays => Ok(()),
                Absent::Replaced(step) if !can_fail(step) => Ok(()),
                Absent::Replaced(step) => self.try_step(step, &[], offset),
                Absent::As(_) if *is_option => self.option(step, None, offset),
                Absent::As(bytes) => match slot.and_then(|slot| slot.field) {
                    Some(field) => self.stand_in(step, field.ty(), bytes, offset),
                    None => Ok(()),
                },
            },
        }
    }

    /// What an absent subsection stands for.
    fn stand_in(
        &mut self,
        step: &Step,
        ty: &TypeRef,
        bytes: &Filling,
        offset: usize,
    ) -> Result<(), Fault> {
        if !can_fail(step) {
            return Ok(());
        }
        Output::check_only(self.budget).spend(bytes.len())?;
        let bytes = bytes.to_vec(bytes.len()).unwrap_or_default();
        let mut within = Survey {
            payload: &bytes,
            within: self.within.or(Some(offset)),
            indexes: mem::take(&mut self.indexes),
            budget: self.budget,
            unmet: mem::take(&mut self.unmet),
            noted: self.noted,
        };
        let result = within.whole(step, ty);
        self.indexes = within.indexes;
        self.unmet = within.unmet;
        self.noted = within.noted;
        result
    }

    fn enumeration(&mut self, step: &EnumStep, tag: u32, part: &Part<'_>) -> Result<(), Fault> {
        let arm = step.arms.binary_search_by_key(&tag, |(from, _)| *from).ok();
        match arm.and_then(|index| step.arms.get(index)) {
            Some((_, Arm::Variant { fields, .. })) => self.look(fields, part),
            Some((_, Arm::Fails { name, condition })) => {
                let failed: StepResult = Err(Failure::condition(*condition, name));
                self.test(failed, part.offset)
            }
            None => self.test(unknown_tag(&step.unknown, tag), part.offset),
        }
    }
}

/// Whether there is a condition that the step may not find met.
fn can_fail(step: &Step) -> bool {
    !matches!(
        step,
        // It is no condition.
        Step::Impossible
            | Step::Copy(_)
            | Step::CopyValue(_)
            | Step::CopyRest
            | Step::Flat(_)
            | Step::Drop(_)
            | Step::Insert(_)
            | Step::Unknown(_)
    )
}
