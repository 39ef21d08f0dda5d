//! Elements that an array loses, and whether they can be the reader's fill value.

use alloc::format;
use alloc::vec::Vec;

use super::origin::MOST_BYTES;
use super::report::Understood;
use super::within::Within;
use super::{Bounded, Comparison};
use crate::resolve::plan::{Filling, Plan, Step, Tail};
use crate::resolve::rules;
use crate::resolve::witness::values::first_values;

/// So many values of the writer are tried; of most types that are not numbers, all.
const MOST_TRIED: u64 = 256;

/// The elements that are cut off.
pub(super) struct CutOff<'a> {
    /// The arrays.
    pub(super) sides: [Bounded<'a>; 2],
    pub(super) elements: [Bounded<'a>; 2],
    pub(super) count: u64,
    /// What was understood before the elements were compared.
    pub(super) before: Understood,
}

/// Which of the writer's elements the reader takes for the fill value.
enum Filled {
    /// This one, and each other.
    All(Vec<u8>),
    /// Not all; one of them, if it was found.
    Some(Option<Vec<u8>>),
    None,
}

impl Comparison {
    /// The end of an array whose elements become the reader's, and the condition on it; `None`
    /// if nothing loads.
    pub(super) fn cut_off(
        &mut self,
        cut: &CutOff<'_>,
        element: &Step,
        known: Option<Filling>,
        own: Option<Filling>,
    ) -> Option<(Tail, usize)> {
        let [_, reader] = cut.elements;
        let tail = |fill, source| Tail::Reader {
            element: reader.ty.clone(),
            fill,
            source,
        };
        let (source, are_always) = match self.filled(
            cut,
            element,
            &tail(known.clone(), None),
            known,
        ) {
            Filled::All(source) => (Some(source), true),
            Filled::Some(source) => (source, false),
            Filled::None => {
                let [from, to] = cut.sides;
                let message = format!(
                    "the last {} elements must be the fill value, which no element of the writer is",
                    cut.count
                );
                let rule = &rules::ARRAY_LENGTH_CHANGED;
                self.incompatible(rule, &**from.ty, &**to.ty, message);
                return None;
            }
        };
        let condition = self.must_be_filled(cut.sides, cut.count, are_always);
        Some((tail(own, source), condition))
    }

    /// The condition that the last elements are the fill value, which they may always be.
    pub(super) fn must_be_filled(
        &mut self,
        [writer, reader]: [Bounded<'_>; 2],
        cut: u64,
        are_always: bool,
    ) -> usize {
        let message = format!("the last {cut} elements must be the fill value");
        let rule = &rules::ARRAY_SHRUNK;
        self.at(Within::Element, |c| match are_always {
            true => c.unlisted_condition(rule, message),
            false => c.condition(rule, &**writer.ty, &**reader.ty, message),
        })
    }

    fn filled(
        &mut self,
        cut: &CutOff<'_>,
        element: &Step,
        tail: &Tail,
        fill: Option<Filling>,
    ) -> Filled {
        let [writer, reader] = cut.elements;
        let now = self.understood();
        let is_known = now.unknowns == cut.before.unknowns && !self.is_going_back();
        let bytes = fill.and_then(|fill| fill.to_vec(MOST_BYTES));
        let (Some(fill), true) = (bytes, is_known) else {
            return Filled::Some(None);
        };
        let is_fill = |value: &Vec<u8>| Plan::may_be_cut(element, tail, value);
        let count = self.populations().of(writer);
        let tried = first_values(writer, count.min(MOST_TRIED), MOST_BYTES);
        let (filled, others): (Vec<_>, Vec<_>) = tried.into_iter().partition(is_fill);
        let are_all = (filled.len() + others.len()) as u64 == count;
        let source = filled.into_iter().next();
        let source = source.or_else(|| self.back(writer, reader.ty, &fill).filter(is_fill));
        match (source, others.is_empty()) {
            (Some(source), true) if are_all || self.populations().of(reader) == 1 => {
                Filled::All(source)
            }
            (Some(source), _) => Filled::Some(Some(source)),
            // Where each value has become another one, what leads back was tried.
            (None, _) if are_all || now == cut.before => Filled::None,
            (None, _) => Filled::Some(None),
        }
    }
}
