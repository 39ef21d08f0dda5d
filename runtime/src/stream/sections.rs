//! Which instances have had their section.

use super::error::{FramePlace, StreamError};
use super::messages::Instance;

/// The instances of a stream, ticked off as their sections pass: exactly one
/// each, in any order.
#[derive(Default)]
pub(super) struct Sections {
    seen: Vec<bool>,
    count: u32,
}

impl Sections {
    pub(super) fn new(instances: usize) -> Self {
        Self {
            seen: vec![false; instances],
            count: 0,
        }
    }

    /// Whether a section of the instance `index`, of this name, may come at
    /// `place`.
    pub(super) fn check(
        &self,
        place: &FramePlace,
        index: u32,
        name: impl FnOnce() -> Option<String>,
    ) -> Result<(), StreamError> {
        match self.seen.get(index as usize) {
            Some(false) => Ok(()),
            Some(true) => {
                let place = FramePlace {
                    name: name(),
                    ..place.clone()
                };
                Err(StreamError::RepeatedSection { place })
            }
            None => Err(StreamError::NoSuchInstance {
                place: place.clone(),
                index,
                count: self.seen.len(),
            }),
        }
    }

    pub(super) fn tick(&mut self, index: u32) {
        if let Some(seen) = self.seen.get_mut(index as usize) {
            *seen = true;
            self.count += 1;
        }
    }

    /// Sections that have passed.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Whether the end may come at `place`.
    pub(super) fn check_complete(
        &self,
        place: &FramePlace,
        name: impl FnOnce(u32) -> Option<String>,
    ) -> Result<(), StreamError> {
        let mut missing = (0_u32..).zip(&self.seen).filter(|(_, seen)| !**seen);
        let Some((first, _)) = missing.next() else {
            return Ok(());
        };
        Err(StreamError::MissingSections {
            place: place.clone(),
            count: 1 + missing.count(),
            first: name(first).unwrap_or_default(),
        })
    }
}

/// Path and id of an instance, if it is one, for errors about it.
pub(super) fn name(instances: &[Instance], index: u32) -> Option<String> {
    instances.get(index as usize).map(Instance::name)
}
