//! Subsections with fewer steps.

use alloc::vec::Vec;

use super::compact::compact as compact_step;
use super::extent::Extent;
use super::filling::Filling;
use super::output::Output;
use super::parts::{Absent, Group, Source, Subsections};
use super::step::Step;
use crate::base::budget::Budget;

/// What writes the subsections, if it is known beforehand which of them are
/// present and how long they are; else the same subsections with fewer steps.
pub(super) fn compact(subsections: Subsections) -> Result<Vec<Source>, Subsections> {
    let groups = subsections.reader.map(|groups| {
        let groups = groups.into_iter();
        groups.map(Group::compact).collect::<Vec<_>>()
    });
    let heads = match &groups {
        _ if subsections.writer.is_some() => None,
        None => return Ok(Vec::new()),
        Some(groups) => heads(groups),
    };
    match (heads, groups) {
        (Some((count, heads)), Some(groups)) => {
            let sources = groups.into_iter().filter_map(|group| group.source);
            let parts = heads.into_iter().map(Source::Insert).zip(sources);
            let parts = parts.flat_map(|(head, source)| [head, source]);
            Ok([Source::Insert(count)].into_iter().chain(parts).collect())
        }
        (_, reader) => Err(Subsections {
            reader,
            ..subsections
        }),
    }
}

/// The count, and what stands before the payload of each that is present.
fn heads(groups: &[Group]) -> Option<(Step, Vec<Step>)> {
    let present = groups.iter().filter(|group| group.source.is_some());
    let heads: Option<Vec<Step>> = present.map(Group::head).collect();
    let heads = heads?;
    let mut count = small();
    count.put_count(heads.len()).ok()?;
    Some((Step::Insert(Filling::once(count.into_bytes())), heads))
}

/// Room for a few numbers.
fn small() -> Output {
    Output::within(&Budget::new(1 << 10))
}

impl Group {
    /// Tag and length, if it is always present and as long.
    fn head(&self) -> Option<Step> {
        let len = match &self.source {
            Some(Source::Field { step, .. } | Source::Insert(step)) if !self.is_option => {
                step.made_len()?
            }
            _ => return None,
        };
        let mut head = small();
        head.put_varint(u128::from(self.tag)).ok()?;
        head.put_count(len).ok()?;
        Some(Step::Insert(Filling::once(head.into_bytes())))
    }

    fn compact(self) -> Self {
        self.without_option().map_source(Source::compact)
    }

    fn map_source(self, map: impl FnOnce(Source) -> Source) -> Self {
        Self {
            source: self.source.map(map),
            ..self
        }
    }

    /// An optional content that stays one need not be made an option in between.
    fn without_option(self) -> Self {
        match self.source {
            Some(Source::Subsection {
                index,
                step: step @ (Step::Option(_) | Step::CopyValue(Extent::Option(_))),
                is_option: true,
                absent: Absent::As(none),
            }) if self.is_option && none.is(&[0]) => Self {
                tag: self.tag,
                source: Some(Source::Subsection {
                    index,
                    step: step.content(),
                    is_option: false,
                    absent: Absent::Stays,
                }),
                is_option: false,
                default: None,
            },
            source => Self { source, ..self },
        }
    }
}

impl Step {
    /// The step over the content of an option that stays one.
    fn content(self) -> Self {
        match self {
            Self::Option(content) => *content,
            Self::CopyValue(Extent::Option(content)) => Self::copy(&content),
            step => step,
        }
    }

    /// How many bytes it makes, if always as many.
    fn made_len(&self) -> Option<usize> {
        match self {
            Self::Copy(len) => Some(*len),
            Self::Flat(flat) => Some(flat.to_len),
            Self::Insert(bytes) => Some(bytes.len()),
            _ => None,
        }
    }
}

impl Source {
    pub(super) fn compact(self) -> Self {
        match self {
            Self::Field { index, step } => Self::Field {
                index,
                step: compact_step(step),
            },
            Self::Subsection {
                index,
                step,
                is_option,
                absent,
            } => Self::Subsection {
                index,
                step: compact_step(step),
                is_option,
                absent: match absent {
                    Absent::Replaced(step) => Absent::Replaced(compact_step(step)),
                    absent => absent,
                },
            },
            Self::Insert(step) => Self::Insert(compact_step(step)),
        }
    }
}

impl Subsections {
    /// Whether neither side has any.
    pub(super) fn are_none(&self) -> bool {
        self.writer.is_none() && self.reader.is_none()
    }

    /// The writer's fields that become subsections.
    pub(super) fn fields(&self) -> impl Iterator<Item = usize> {
        let groups = self.reader.iter().flatten();
        groups.filter_map(|group| match &group.source {
            Some(Source::Field { index, .. }) => Some(*index),
            _ => None,
        })
    }

    /// The same where the writer's fields have other positions.
    pub(super) fn with_fields(mut self, position: impl Fn(usize) -> usize) -> Self {
        for group in self.reader.iter_mut().flatten() {
            if let Some(Source::Field { index, .. }) = &mut group.source {
                *index = position(*index);
            }
        }
        self
    }
}
