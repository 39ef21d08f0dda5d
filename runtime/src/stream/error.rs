//! What can be wrong with a stream.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use std::io;
#[cfg(feature = "std")]
use std::path::PathBuf;

use super::frame::FrameKind;
use super::sent::SchemaReference;

/// A frame of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FramePlace {
    /// What the frame is.
    pub kind: FrameKind,
    /// Bytes of the stream before the frame.
    pub offset: u64,
    /// Path and id of the instance, or name of the bulk item, where known. As
    /// it stands in the stream: escape it before a person sees it.
    pub name: Option<String>,
}

/// Why a stream could not be written or read.
///
/// Texts from the stream are kept as they are and escaped when the error is
/// shown.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The input failed, with `offset` bytes of the stream read.
    #[cfg(feature = "std")]
    Read {
        /// Bytes of the stream read before.
        offset: u64,
        /// What the input said.
        source: io::Error,
    },
    /// The output failed, with `offset` bytes of the stream written.
    #[cfg(feature = "std")]
    Write {
        /// Bytes of the stream written before.
        offset: u64,
        /// What the output said.
        source: io::Error,
    },
    /// The payload of a frame could not be kept where it was handed to.
    #[cfg(feature = "std")]
    Store {
        /// The frame.
        place: Box<FramePlace>,
        /// What the one who keeps it said.
        source: io::Error,
    },
    /// A file could not be made or put in its place.
    #[cfg(feature = "std")]
    File {
        /// What was tried, as in "create a file beside it".
        action: &'static str,
        /// The file that was to be written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The input does not begin as a stream does.
    NotAStream {
        /// What it seems to be instead.
        looks_like: Option<&'static str>,
        /// Its first bytes.
        start: Vec<u8>,
    },
    /// The input was a stream, but went through something that changes text.
    TextDamage {
        /// What was done to it.
        damage: &'static str,
    },
    /// The input ends inside the preamble.
    CutPreamble {
        /// Bytes that are there.
        len: usize,
    },
    /// The stream is in a format version that this build does not read.
    Version {
        /// The stream's version.
        found: u16,
        /// The one that this build reads.
        supported: u16,
    },
    /// The preamble's reserved bytes are in use.
    ReservedBytes {
        /// What stands there instead of zeros.
        found: [u8; 2],
    },
    /// The other end gave up.
    Cancelled {
        /// Why, in its words.
        reason: String,
    },
    /// The input ends between two frames.
    NoEndFrame {
        /// Length of the input.
        offset: u64,
    },
    /// The input ends inside a frame.
    Truncated {
        /// The frame.
        place: FramePlace,
        /// Length of the input.
        end: u64,
        /// Bytes of the frame that are missing, as far as can be told.
        missing: u64,
    },
    /// A frame of a kind that may not be skipped and is not known.
    UnknownKind {
        /// The frame.
        place: FramePlace,
    },
    /// The length of a frame is not a canonical varint of 64 bits.
    BadLength {
        /// The frame.
        place: FramePlace,
    },
    /// Something is larger than [`Limits`](super::Limits) allow.
    Limit {
        /// The frame.
        place: FramePlace,
        /// What is too large.
        what: &'static str,
        /// How large it is.
        found: u64,
        /// The field of `Limits`.
        field: &'static str,
        /// Its value.
        limit: u64,
    },
    /// There is no memory for a frame that is within the limits.
    OutOfMemory {
        /// The frame.
        place: FramePlace,
        /// Bytes that were asked for.
        len: u64,
    },
    /// The bytes of a frame are not those that were written.
    Checksum {
        /// The frame.
        place: FramePlace,
        /// CRC-32 in the stream.
        stored: u32,
        /// CRC-32 of the bytes in the stream.
        computed: u32,
    },
    /// A frame where it may not be.
    OutOfOrder {
        /// The frame.
        place: FramePlace,
        /// What may be there.
        expected: &'static str,
    },
    /// A frame whose message cannot be read.
    Malformed {
        /// The frame.
        place: FramePlace,
        /// What is wrong with it.
        problem: String,
    },
    /// The bytes of a bulk frame do not fit behind its offset.
    BulkRange {
        /// The frame.
        place: FramePlace,
        /// Where in the item they begin.
        offset: u64,
        /// How many they are.
        len: u64,
    },
    /// Bytes of a bulk item, or zeros, go beyond what was declared.
    BeyondItem {
        /// The frame.
        place: FramePlace,
        /// Where in the item they begin.
        start: u64,
        /// Where they end.
        end: u64,
        /// Bytes of the item.
        len: u64,
    },
    /// The end of a stream came before all bytes of a bulk item that is to be whole.
    MissingBytes {
        /// The end frame.
        place: FramePlace,
        /// Name of the item.
        item: String,
        /// Where in the item the first bytes begin that are missing.
        start: u64,
        /// Where they end.
        end: u64,
    },
    /// A bulk item does not fit the memory that it was to be read into.
    NoRoom {
        /// The frame.
        place: FramePlace,
        /// Where in the item its bytes end.
        end: u64,
        /// Bytes of the memory.
        room: u64,
    },
    /// Two instances have the same path and id, or one has no path.
    BadInstance {
        /// The frame; its name is the instance.
        place: FramePlace,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// An instance names a schema that the stream does not have.
    NoSuchSchema {
        /// The frame; its name is the instance.
        place: FramePlace,
        /// The schema's index.
        schema: u32,
        /// Number of schemas in the stream.
        count: usize,
    },
    /// What was brought for a schema that the stream does not have is not that schema.
    OtherSchema {
        /// Position among the stream's schemas, counted from 0.
        index: usize,
        /// Which schema it should be.
        wanted: Box<SchemaReference>,
        /// What is wrong with what was brought.
        problem: String,
    },
    /// A section of an instance that is not in the list.
    NoSuchInstance {
        /// The frame.
        place: FramePlace,
        /// The instance's index.
        index: u32,
        /// Number of instances in the list.
        count: usize,
    },
    /// A second section of one instance.
    RepeatedSection {
        /// The frame; its name is the instance.
        place: FramePlace,
    },
    /// The end comes before each instance had its section.
    MissingSections {
        /// The end frame.
        place: FramePlace,
        /// Path and id of the first instance without one.
        first: String,
        /// Number of instances without one.
        count: usize,
    },
    /// The end frame counts other frames than came.
    Count {
        /// The end frame.
        place: FramePlace,
        /// What is counted.
        what: &'static str,
        /// The end frame's count.
        stated: u64,
        /// How many came.
        found: u64,
    },
    /// Every frame is whole, but they are not those that were written.
    Digest {
        /// The end frame.
        place: FramePlace,
    },
    /// The destination says that it has loaded a stream, but not the one that
    /// was sent, or before all of it was sent.
    LoadedAnother {
        /// The outcome frame.
        place: FramePlace,
    },
    /// Something follows the end frame.
    TrailingBytes {
        /// Length of the stream.
        offset: u64,
    },
    /// The stream failed before and cannot be continued.
    Broken,
}

impl StreamError {
    /// Names the instance or bulk item whose frame was at fault.
    pub(super) fn named(mut self, name: impl FnOnce() -> Option<String>) -> Self {
        if let Some(place) = self.place_mut()
            && place.name.is_none()
        {
            place.name = name();
        }
        self
    }

    fn place_mut(&mut self) -> Option<&mut FramePlace> {
        match self {
            Self::Truncated { place, .. }
            | Self::UnknownKind { place }
            | Self::BadLength { place }
            | Self::Limit { place, .. }
            | Self::OutOfMemory { place, .. }
            | Self::Checksum { place, .. }
            | Self::OutOfOrder { place, .. }
            | Self::Malformed { place, .. }
            | Self::BulkRange { place, .. }
            | Self::BeyondItem { place, .. }
            | Self::NoRoom { place, .. }
            | Self::BadInstance { place, .. }
            | Self::NoSuchSchema { place, .. }
            | Self::NoSuchInstance { place, .. }
            | Self::RepeatedSection { place }
            | Self::MissingSections { place, .. }
            | Self::Count { place, .. }
            | Self::Digest { place }
            | Self::LoadedAnother { place } => Some(place),
            _ => None,
        }
    }
}

impl core::error::Error for StreamError {
    /// What is not said in the text already: nothing is twice in a chain. The error
    /// of the system is in the variant.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            #[cfg(feature = "std")]
            Self::Read { source, .. }
            | Self::Write { source, .. }
            | Self::Store { source, .. }
            | Self::File { source, .. } => source.source(),
            _ => None,
        }
    }
}
