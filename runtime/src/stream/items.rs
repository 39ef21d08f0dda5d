//! Which bulk items a stream has declared, and what has come of them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use core::ops::Range;

use super::checks::{check_bulk, malformed};
use super::error::{FramePlace, StreamError};
use super::item::{BulkContent, BulkItem};
use super::limits::Limits;
use super::ranges::Ranges;

/// The items of a stream, by name.
#[derive(Default)]
pub(super) struct Items {
    declared: BTreeMap<String, Declared>,
    /// Of all items together.
    ranges: usize,
}

struct Declared {
    len: u64,
    has: Has,
    came: Ranges,
}

/// What the stream is to have of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    All,
    Some,
    Nothing,
}

impl Items {
    /// Takes an item in that no other of this name was declared before.
    pub(super) fn declare(&mut self, item: &BulkItem) -> bool {
        let has = match item.content {
            BulkContent::Whole => Has::All,
            BulkContent::Delta { .. } => Has::Some,
            BulkContent::External(_) => Has::Nothing,
        };
        let declared = Declared {
            len: item.len,
            has,
            came: Ranges::default(),
        };
        self.declared.insert(item.name.clone(), declared).is_none()
    }

    pub(super) fn of<'a>(items: impl IntoIterator<Item = &'a BulkItem>) -> Self {
        let mut all = Self::default();
        for item in items {
            all.declare(item);
        }
        all
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.declared.contains_key(name)
    }

    pub(super) fn len(&self) -> usize {
        self.declared.len()
    }

    /// Of which nothing has come yet.
    pub(super) fn anew(mut self) -> Self {
        self.ranges = 0;
        for declared in self.declared.values_mut() {
            declared.came.clear();
        }
        self
    }

    /// Whether bytes of an item may come at `place`, if it is one that was declared.
    pub(super) fn check(
        &self,
        place: &FramePlace,
        name: &str,
        range: &Range<u64>,
        limits: &Limits,
    ) -> Result<(), StreamError> {
        let Some(declared) = self.declared.get(name) else {
            return Ok(());
        };
        let place = || FramePlace {
            name: Some(name.to_owned()),
            ..place.clone()
        };
        if declared.has == Has::Nothing {
            let problem = "its item is declared to be in a file, and has no bytes in the stream";
            return Err(malformed(&place(), problem.to_owned()));
        }
        if range.end > declared.len {
            return Err(StreamError::BeyondItem {
                place: place(),
                start: range.start,
                end: range.end,
                len: declared.len,
            });
        }
        match declared.has == Has::All && declared.came.would_grow(range) {
            true => limits.check_ranges(&place(), self.ranges as u64 + 1),
            false => Ok(()),
        }
    }

    /// Takes in a frame at `place`, of as many bytes of an item that belong at an offset.
    pub(super) fn take(
        &mut self,
        place: &FramePlace,
        name: &str,
        (offset, len): (u64, u64),
        limits: &Limits,
    ) -> Result<(), StreamError> {
        let range = check_bulk(place, name, offset, len, limits)?;
        self.check(place, name, &range, limits)?;
        self.add(name, range);
        Ok(())
    }

    /// Notes that these bytes of an item came, or were written, after [`check`](Self::check).
    pub(super) fn add(&mut self, name: &str, range: Range<u64>) {
        // Of what has changed, any part may come.
        let declared = self.declared.get_mut(name);
        if let Some(declared) = declared.filter(|one| one.has == Has::All) {
            self.ranges -= declared.came.len();
            declared.came.add(range);
            self.ranges += declared.came.len();
        }
    }

    /// Says that of each whole item all bytes have come, where the end may stand at `place`.
    pub(super) fn check_complete(&self, place: &FramePlace) -> Result<(), StreamError> {
        let mut whole = self.declared.iter().filter(|(_, one)| one.has == Has::All);
        let lacking = whole.find_map(|(name, one)| Some((name, one.came.first_gap(one.len)?)));
        match lacking {
            None => Ok(()),
            Some((name, gap)) => Err(StreamError::MissingBytes {
                place: place.clone(),
                item: name.clone(),
                start: gap.start,
                end: gap.end,
            }),
        }
    }
}
