//! Values of which all parts stay as and where they are, though their types
//! changed: a variant was added, or a default.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::mem;

use super::extent::{Extent, Variants};
use super::step::{Arm, EnumStep, Step, Unknown};

/// The same steps, where those that copy are one with their neighbours.
pub(super) fn join(steps: Vec<Step>) -> Vec<Step> {
    let mut fewer = Vec::new();
    let mut extents = Vec::new();
    for step in steps {
        match step.copied() {
            Some(extent) => extents.push(extent),
            None => {
                fewer.extend(copy(&mut extents));
                fewer.push(step);
            }
        }
    }
    fewer.extend(copy(&mut extents));
    fewer
}

/// The step that copies all of them.
fn copy(extents: &mut Vec<Extent>) -> Option<Step> {
    let extents = mem::take(extents);
    (!extents.is_empty()).then(|| Step::copy(&Extent::parts(extents)))
}

impl Step {
    /// Where the value ends, if all of it stays as it is and its parts are one
    /// step each already. What the steps test, finding the end tests too.
    pub(super) fn kept(&self) -> Option<Extent> {
        match self {
            Self::Option(content) => Some(Extent::Option(content.copied()?.into())),
            Self::Repeat { count, element } => {
                Some(Extent::array(*count as u64, element.copied()?))
            }
            Self::List {
                min_len,
                element,
                limit: None,
            } => Some(Extent::list(*min_len, element.copied()?)),
            Self::Map {
                min_len,
                key,
                value,
                limit: None,
            } => {
                let entry = Extent::parts([key.copied()?, value.copied()?]);
                Some(Extent::list(*min_len, entry))
            }
            Self::Sequence(steps) => {
                let parts: Option<Vec<_>> = steps.iter().map(Self::copied).collect();
                Some(Extent::parts(parts?))
            }
            Self::Enum(step) => step.kept(),
            _ => None,
        }
    }

    /// Where the value ends, if the step copies it.
    fn copied(&self) -> Option<Extent> {
        match self {
            Self::Copy(len) => Some(Extent::Bytes(*len)),
            Self::CopyValue(extent) => Some(extent.clone()),
            _ => None,
        }
    }
}

impl EnumStep {
    fn kept(&self) -> Option<Extent> {
        let Unknown::Invalid = self.unknown else {
            return None;
        };
        let fields = self.arms.iter().map(|(from, arm)| match arm {
            Arm::Variant { tag, fields } if tag == from => Some((*tag, fields.copied()?)),
            _ => None,
        });
        Some(Extent::Enum(Arc::new(Variants {
            fields: fields.collect::<Option<_>>()?,
            keeps_tags: false,
        })))
    }
}
