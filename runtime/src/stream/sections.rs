//! Which instances have had their section, and which may do without.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::error::{FramePlace, StreamError};
use super::messages::Instance;

/// The instances of a stream, ticked off as their sections pass: one each, in any order,
/// and none of a device that is not needed.
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

    /// The same instances, none of which has had its section.
    pub(super) fn anew(mut self) -> Self {
        self.seen.fill(false);
        self.count = 0;
        self
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

    /// Those without a section.
    pub(super) fn missing(&self) -> impl Iterator<Item = u32> {
        self.that(false)
    }

    /// Those with one.
    pub(super) fn passed(&self) -> impl Iterator<Item = u32> {
        self.that(true)
    }

    fn that(&self, have: bool) -> impl Iterator<Item = u32> {
        let all = (0..).zip(&self.seen);
        all.filter_map(move |(index, seen)| (*seen == have).then_some(index))
    }

    /// Whether the end may come at `place`. `may_lack` says of an instance whether its
    /// schema lets a stream be without its section.
    pub(super) fn check_complete(
        &self,
        place: &FramePlace,
        mut may_lack: impl FnMut(u32) -> bool,
        name: impl FnOnce(u32) -> Option<String>,
    ) -> Result<(), StreamError> {
        let mut missing = self.missing().filter(|index| !may_lack(*index));
        let Some(first) = missing.next() else {
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
