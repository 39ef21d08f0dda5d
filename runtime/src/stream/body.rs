//! What comes behind a prologue, held against it, whoever reads the frames.

use alloc::string::String;
use alloc::vec::Vec;

use super::checks::{check_text, read_message};
use super::error::{FramePlace, StreamError};
use super::frame::{AHEAD, VARINT_MAX};
use super::items::Items;
use super::limits::Limits;
use super::messages::{Instance, StreamDigest};
use super::progress::Progress;
use super::prologue::Prologue;
use super::sections::{self, Sections};
use super::wire::{self, BulkStart, Cancel, End, SectionStart, decode_start};

/// A stream of which the prologue was read, and what has come since.
pub(super) struct Body {
    pub(super) prologue: Prologue,
    sections: Sections,
    items: Items,
    /// Those of zeros among them.
    bulk_frames: u64,
    /// Name of the bulk item that is being read, and where its next byte belongs.
    bulk_name: String,
    bulk_offset: u64,
    /// Bytes that are still to be read of a frame of zeros.
    zeros: u64,
    /// Once the end frame was read.
    digest: Option<StreamDigest>,
}

/// What was read of a prologue, to begin others that are the same.
pub(crate) struct Opened {
    prologue: Prologue,
    sections: Sections,
    items: Items,
}

/// What was read of a stream behind its prologue, so that whoever loads the rest would go
/// without. Bytes of bulk items are not it: who was given them has them.
pub(crate) enum AlreadyRead<'a> {
    /// The section of this instance, and perhaps others.
    Section(&'a Instance),
    /// The last frame, or that of an answer.
    All,
}

impl Opened {
    /// The instances that it lists.
    #[cfg(feature = "std")]
    pub(crate) fn instances(&self) -> &[Instance] {
        &self.prologue.instances
    }
}

impl Body {
    pub(super) fn new(prologue: Prologue) -> Self {
        Self::of(Opened {
            sections: Sections::new(prologue.instances.len()),
            items: Items::of(&prologue.items),
            prologue,
        })
    }

    /// Behind a prologue that was read before.
    #[cfg(feature = "std")]
    pub(super) fn again(opened: Opened) -> Self {
        Self::of(Opened {
            sections: opened.sections.anew(),
            items: opened.items.anew(),
            prologue: opened.prologue,
        })
    }

    fn of(opened: Opened) -> Self {
        Self {
            prologue: opened.prologue,
            sections: opened.sections,
            items: opened.items,
            bulk_frames: 0,
            bulk_name: String::new(),
            bulk_offset: 0,
            zeros: 0,
            digest: None,
        }
    }

    #[cfg(feature = "std")]
    pub(super) fn into_opened(self) -> Opened {
        Opened {
            prologue: self.prologue,
            sections: self.sections,
            items: self.items,
        }
    }

    /// Which instance the payload of a section is of, and in how many of its bytes it says so.
    pub(super) fn section_start(payload: &[u8]) -> Result<(u32, usize), String> {
        let (start, used) = decode_start::<SectionStart>(payload)?;
        Ok((start.instance, used))
    }

    /// Path and id of an instance, if it is one.
    pub(super) fn name(&self, index: u32) -> Option<String> {
        sections::name(&self.prologue.instances, index)
    }

    /// Takes in the section of an instance, which was verified.
    pub(super) fn section(&mut self, place: &FramePlace, index: u32) -> Result<(), StreamError> {
        let instances = &self.prologue.instances;
        self.sections
            .check(place, index, || sections::name(instances, index))?;
        self.sections.tick(index);
        Ok(())
    }

    /// Bytes in which the payload of a bulk frame says where the others belong, at most.
    pub(super) fn longest_bulk_start(limits: &Limits) -> usize {
        let longest = limits.name_len.saturating_add(2 * VARINT_MAX as u64);
        usize::try_from(longest).unwrap_or(usize::MAX).max(AHEAD)
    }

    /// Reads where the bytes of a bulk frame belong, and in how many of them it says so.
    pub(super) fn bulk_start(&mut self, payload: &[u8]) -> Result<usize, String> {
        let (start, used) = decode_start::<BulkStart<'_>>(payload)?;
        self.bulk_name.clear();
        self.bulk_name.push_str(start.name);
        self.bulk_offset = start.offset;
        Ok(used)
    }

    /// Takes in the bulk frame whose start was read, with so many bytes of the item.
    pub(super) fn bulk(
        &mut self,
        place: &FramePlace,
        len: u64,
        limits: &Limits,
    ) -> Result<(), StreamError> {
        let bytes = (self.bulk_offset, len);
        self.items.take(place, &self.bulk_name, bytes, limits)?;
        self.bulk_frames += 1;
        Ok(())
    }

    /// Takes in a frame of zeros.
    pub(super) fn zeros_frame(
        &mut self,
        place: &FramePlace,
        payload: &[u8],
        limits: &Limits,
    ) -> Result<(), StreamError> {
        let zeros: wire::Zeros<'_> = read_message(place, payload)?;
        self.bulk_name.clear();
        self.bulk_name.push_str(zeros.name);
        self.bulk_offset = zeros.offset;
        self.zeros = zeros.len;
        self.bulk(place, zeros.len, limits)
    }

    /// Name of the bulk item that is being read, and where its next byte belongs.
    pub(super) fn bulk_place(&self) -> (&str, u64) {
        (&self.bulk_name, self.bulk_offset)
    }

    /// Whether it was declared.
    pub(super) fn is_bulk_declared(&self) -> bool {
        self.items.contains(&self.bulk_name)
    }

    /// Says that so many bytes of it were read.
    pub(super) fn advance(&mut self, count: u64) {
        self.bulk_offset = self.bulk_offset.saturating_add(count);
    }

    /// Zeros of the frame that are still to be read.
    pub(super) fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Reads so many of them.
    pub(super) fn take_zeros(&mut self, count: u64) {
        self.zeros = self.zeros.saturating_sub(count);
        self.advance(count);
    }

    /// Why the other end gave up, as it says.
    pub(super) fn cancelled(place: &FramePlace, payload: &[u8]) -> StreamError {
        let read = read_message::<Cancel<'_>>(place, payload);
        let checked = read.and_then(|cancel| {
            check_text(place, cancel.reason)?;
            Ok(cancel.reason.into())
        });
        match checked {
            Ok(reason) => StreamError::Cancelled { reason },
            Err(error) => error,
        }
    }

    /// Holds what the end frame says against what has come; `digest` is that of the frames.
    pub(super) fn end(
        &mut self,
        place: &FramePlace,
        payload: &[u8],
        digest: [u8; 16],
    ) -> Result<StreamDigest, StreamError> {
        let end: End = read_message(place, payload)?;
        let name = |index| sections::name(&self.prologue.instances, index);
        let may_lack = may_lack(&self.prologue);
        self.sections.check_complete(place, may_lack, name)?;
        self.items.check_complete(place)?;
        let counts = [
            (
                "sections",
                end.sections.into(),
                self.sections.count().into(),
            ),
            ("bulk frames", end.bulk_frames, self.bulk_frames),
        ];
        for (what, stated, found) in counts {
            if stated != found {
                return Err(StreamError::Count {
                    place: place.clone(),
                    what,
                    stated,
                    found,
                });
            }
        }
        if end.digest != digest {
            let place = place.clone();
            return Err(StreamError::Digest { place });
        }
        let digest = StreamDigest(end.digest);
        self.digest = Some(digest);
        Ok(digest)
    }

    /// Digest of the whole stream, once the end frame was read.
    pub(super) fn digest(&self) -> Option<StreamDigest> {
        self.digest
    }

    /// What was read of it, where frames have come as far as `order`.
    pub(super) fn already_read(&self, order: Progress) -> Option<AlreadyRead<'_>> {
        let first = self.sections.passed().next();
        let section = first.and_then(|index| self.prologue.instances.get(index as usize));
        match section {
            Some(instance) => Some(AlreadyRead::Section(instance)),
            None => (order != Progress::Body).then_some(AlreadyRead::All),
        }
    }

    /// The instances that have had no section.
    pub(super) fn absent(&self) -> impl Iterator<Item = &Instance> {
        let missing = self.sections.missing();
        missing.filter_map(|index| self.prologue.instances.get(index as usize))
    }
}

/// Says of an instance whether its schema lets a stream be without its section. Schemas
/// are looked at only if a section is missing, and each once.
fn may_lack(prologue: &Prologue) -> impl FnMut(u32) -> bool {
    let mut known: Vec<Option<bool>> = Vec::new();
    move |index| {
        let Some(instance) = prologue.instances.get(index as usize) else {
            return false;
        };
        known.resize(prologue.schemas.len(), None);
        let schema = instance.schema as usize;
        match (known.get_mut(schema), prologue.schemas.get(schema)) {
            (Some(known), Some(sent)) => *known.get_or_insert_with(|| sent.says_needed()),
            _ => false,
        }
    }
}
