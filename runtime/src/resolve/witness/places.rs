//! Where in a plan each condition stands.

use alloc::vec::Vec;

use crate::resolve::plan::{Absent, Arm, ExactStep, KeyOrder, Source, Step, Unknown, WholeStep};

/// A step into a part of what a plan converts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The content of an option or newtype, elements, the first of several steps.
    Inside,
    /// What an absent option becomes.
    Absent,
    Key,
    Value,
    /// A field of the writer, by position.
    Field(usize),
    /// A subsection of the writer, by position.
    Payload(usize),
    /// A variant, by its position among the arms.
    Arm(usize),
}

/// For each condition that can fail on a value the way to it.
#[derive(Debug, Default)]
pub(super) struct Places {
    found: Vec<Option<Vec<Turn>>>,
    /// The ways to what only the reader's program knows.
    computed: Vec<Vec<Turn>>,
    way: Vec<Turn>,
}

impl Places {
    pub(super) fn of(step: &Step) -> Self {
        let mut places = Self::default();
        places.look(step);
        places
    }

    pub(super) fn of_condition(&self, condition: usize) -> Option<&[Turn]> {
        self.found.get(condition)?.as_deref()
    }

    /// Whether the reader's program alone knows a part of what is at the end of the way.
    pub(super) fn is_computed(&self, way: &[Turn]) -> bool {
        self.computed
            .iter()
            .any(|computed| computed.starts_with(way))
    }

    fn is_here(&mut self, condition: impl IntoIterator<Item = usize>) {
        for condition in condition {
            if self.found.len() <= condition {
                self.found.resize(condition + 1, None);
            }
            if let Some(found) = self.found.get_mut(condition) {
                found.get_or_insert_with(|| self.way.clone());
            }
        }
    }

    fn turn(&mut self, turn: Turn, inner: impl FnOnce(&mut Self)) {
        self.way.push(turn);
        inner(self);
        self.way.pop();
    }

    fn inside(&mut self, step: &Step) {
        self.turn(Turn::Inside, |places| places.look(step));
    }

    fn look(&mut self, step: &Step) {
        match step {
            Step::Expect { condition, .. }
            | Step::Missing(condition)
            | Step::Refuse { condition, .. }
            | Step::Utf8 { condition, .. }
            | Step::Char { condition }
            | Step::MaxBytes { condition, .. } => self.is_here([*condition]),
            Step::Integer(step) => {
                self.is_here(step.limits.as_ref().map(|limits| limits.condition))
            }
            Step::Integers { step, .. } => self.turn(Turn::Inside, |places| {
                places.is_here(step.limits.as_ref().map(|limits| limits.condition));
            }),
            Step::Float(step) => {
                self.is_here(step.exact);
                self.is_here(step.limits.as_ref().map(|limits| limits.condition));
            }
            Step::Exact(ExactStep { limits, .. }) | Step::Whole(WholeStep { limits, .. }) => {
                self.is_here(limits.as_ref().map(|limits| limits.condition));
            }
            Step::NumberToTag(step) => self.is_here(step.condition),
            Step::TagToNumber(step) => {
                self.is_here(step.limits.as_ref().map(|limits| limits.condition));
            }
            Step::Inside(step) | Step::Option(step) | Step::Present(step) => self.inside(step),
            Step::Unwrap {
                content, absent, ..
            } => {
                self.inside(content);
                self.turn(Turn::Absent, |places| places.look(absent));
            }
            Step::Repeat { element, .. } | Step::ArrayToList { element, .. } => {
                self.inside(element)
            }
            Step::List { element, limit, .. } => {
                self.is_here(limit.map(|limit| limit.condition));
                self.inside(element);
            }
            Step::ListToArray {
                element, condition, ..
            }
            | Step::Shrink {
                element, condition, ..
            } => {
                self.is_here([*condition]);
                self.inside(element);
            }
            Step::Map { value, limit, .. } => {
                self.is_here(limit.map(|limit| limit.condition));
                self.turn(Turn::Value, |places| places.look(value));
            }
            Step::Keyed(keyed) => {
                self.is_here(keyed.limit.map(|limit| limit.condition));
                self.is_here(match keyed.order {
                    KeyOrder::Distinct(condition) => condition,
                    KeyOrder::Ascending(condition) => Some(condition),
                });
                self.turn(Turn::Key, |places| places.look(&keyed.key));
                if let Some(value) = &keyed.value {
                    self.turn(Turn::Value, |places| places.look(value));
                }
            }
            Step::Sequence(steps) => {
                if let Some(first) = steps.first() {
                    self.inside(first);
                }
                let fills = steps.iter().skip(1);
                fills
                    .filter(|step| matches!(step, Step::Unknown(_)))
                    .for_each(|step| self.look(step));
            }
            Step::Located(located) => {
                for (index, step) in &located.expected {
                    self.turn(Turn::Field(*index), |places| places.look(step));
                }
                for (index, condition) in &located.subsections.forbidden {
                    self.turn(Turn::Payload(*index), |places| places.is_here([*condition]));
                }
                let groups = located.subsections.reader.iter().flatten();
                let sources = groups.filter_map(|group| group.source.as_ref());
                for source in located.reader.iter().chain(sources) {
                    self.source(source);
                }
            }
            Step::Enum(step) => {
                for (index, (_, arm)) in step.arms.iter().enumerate() {
                    self.turn(Turn::Arm(index), |places| match arm {
                        Arm::Variant { fields, .. } => places.look(fields),
                        Arm::Fails { condition, .. } => places.is_here([*condition]),
                    });
                }
                if let Unknown::Fails { condition } = step.unknown {
                    self.is_here([condition]);
                }
            }
            Step::Impossible
            | Step::Copy(_)
            | Step::CopyValue(_)
            | Step::CopyRest
            | Step::Flat(_)
            | Step::Drop(_)
            | Step::Insert(_)
            | Step::Struct { .. } => {}
            Step::Unknown(_) => self.computed.push(self.way.clone()),
        }
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Field { index, step } => {
                self.turn(Turn::Field(*index), |places| places.look(step));
            }
            Source::Subsection {
                index,
                step,
                absent,
                ..
            } => self.turn(Turn::Payload(*index), |places| {
                places.inside(step);
                if let Absent::Replaced(step) = absent {
                    places.turn(Turn::Absent, |places| places.look(step));
                }
            }),
            Source::Insert(step) => self.look(step),
        }
    }
}
