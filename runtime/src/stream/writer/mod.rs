//! Writes a stream, frame by frame.

mod answers;
pub(super) mod bulk;
mod memory;
mod schemas;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::{fmt, mem};
#[cfg(feature = "std")]
use std::io::Read;

use serde::Serialize;

use super::checks::{check_distinct_instances, check_header, check_instances, check_key, repeated};
use super::error::{FramePlace, StreamError};
use super::frame::{FrameKind, frame_len};
use super::frame_writer::FrameWriter;
use super::io::Write;
use super::items::Items;
use super::limits::Limits;
use super::messages::{Header, Instance, StreamDigest};
use super::preamble;
use super::progress::Progress;
use super::sections::{self, Sections};
use super::sent::SchemaForm;
use super::wire::{
    self, Alias, ConfigurationStart, End, InstanceRef, MetadataStart, SectionStart, decode,
};
use crate::base::varint::len_u64;

/// Bytes that a section takes besides its payload, at most: head, index of the
/// instance, checksum.
const MAX_OVERHEAD: usize = 11 + 5 + 4;

/// Bytes of the longest end frame: head, counts, digest, checksum.
const MAX_END: usize = 2 + 5 + 10 + 16 + 4;

/// Bytes of the section of an instance whose state takes so many.
pub(crate) fn section_len(instance: u32, state: u64) -> u64 {
    frame_len(state.saturating_add(len_u64(instance.into()) as u64))
}

/// Bytes of the end of a stream with so many sections and no bulk items.
pub(crate) fn end_len(sections: usize) -> u64 {
    const NO_BULK_FRAMES: usize = 1;
    const DIGEST: usize = 16;
    frame_len((len_u64(sections as u64) + NO_BULK_FRAMES + DIGEST) as u64)
}

/// Writes a stream to any [`Write`], forwards only.
///
/// Frames are gathered up to 16 KiB and larger ones are written as they are, so
/// the output needs no buffer of its own. Memory stays within the largest
/// section that is encoded in place and a constant.
///
/// Equal calls write equal bytes. A writer that is dropped before
/// [`finish`](Self::finish) leaves a stream that every reader recognizes as
/// incomplete; for a file, [`save_file`](super::save_file) finishes it itself. After a failed write, later calls return
/// [`StreamError::Broken`]; after any other error nothing of the refused frame
/// was written, and the stream can go on.
#[must_use = "a stream that is not finished is refused by every reader"]
pub struct StreamWriter<W> {
    frames: FrameWriter<W>,
    limits: Limits,
    order: Progress,
    form: SchemaForm,
    schemas: usize,
    /// The indexes of those that let the stream be without an instance's section.
    needed: BTreeSet<u32>,
    schema_bytes: u64,
    /// Those of the metadata.
    keys: BTreeSet<String>,
    /// The list of instances as it was written, for errors and for them only.
    listed: Vec<u8>,
    sections: Sections,
    items: Items,
    /// Those of zeros among them.
    bulk_frames: u64,
    /// The message that is being written; kept for its memory.
    message: Vec<u8>,
}

impl<W: Write> StreamWriter<W> {
    /// Writes the preamble and the header.
    ///
    /// # Errors
    ///
    /// If the header is not within `limits`, or the output fails.
    pub fn new(output: W, header: &Header, limits: Limits) -> Result<Self, StreamError> {
        Self::start(FrameWriter::new(output), header, limits)
    }

    fn start(frames: FrameWriter<W>, header: &Header, limits: Limits) -> Result<Self, StreamError> {
        let mut writer = Self {
            frames,
            limits,
            order: Progress::Start,
            form: SchemaForm::default(),
            schemas: 0,
            needed: BTreeSet::new(),
            schema_bytes: 0,
            keys: BTreeSet::new(),
            listed: Vec::new(),
            sections: Sections::default(),
            items: Items::default(),
            bulk_frames: 0,
            message: Vec::new(),
        };
        writer.frames.put(&preamble::bytes())?;
        let (place, order) = writer.begin(FrameKind::Header)?;
        check_header(&place, header, &writer.limits)?;
        writer.write_message(&place, &wire::Header::from(header))?;
        writer.order = order;
        Ok(writer)
    }

    /// Says something about the stream that readers may pass over, behind the header
    /// and before the instances; at best before the schemas, where JSON lines keep it. The
    /// keys that all know are in [`metadata`](super::metadata).
    ///
    /// ```
    /// use migratable::stream::{Header, Limits, StreamReader, StreamWriter, metadata};
    ///
    /// let header = Header::new("my-emulator", "2.1");
    /// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
    /// writer.metadata(metadata::TITLE, "before the castle".as_bytes())?;
    /// writer.metadata("my-emulator/rom", b"castle.rom")?;
    /// writer.instances(&[])?;
    /// let stream = writer.finish()?;
    ///
    /// let reader = StreamReader::new(&stream[..], Limits::default())?;
    /// let title = reader.prologue().metadata(metadata::TITLE);
    /// assert_eq!(title.and_then(|title| title.text()), Some("before the castle"));
    /// # Ok::<(), migratable::stream::StreamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the instances were written already, the key is empty or was written before, a
    /// limit is exceeded, or the output fails.
    pub fn metadata(&mut self, key: &str, value: &[u8]) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Metadata)?;
        if !self.order.is_in_prologue() {
            let expected = self.order.expected();
            return Err(StreamError::OutOfOrder { place, expected });
        }
        check_key(&place, key, &self.limits)?;
        if self.keys.contains(key) {
            let problem = repeated(key);
            return Err(StreamError::Malformed { place, problem });
        }
        self.begin_payload(&place, &MetadataStart { key }, value.len())?;
        self.frames
            .write(FrameKind::Metadata, &self.message, value)?;
        self.keys.insert(key.to_owned());
        Ok(())
    }

    /// Writes the list of instances, behind their configurations and aliases, which ends the
    /// prologue. Sections name an instance by its index in the list.
    ///
    /// # Errors
    ///
    /// If they were written already, one is listed twice, has no path or a
    /// schema that was not written, a limit is exceeded, or the output fails.
    pub fn instances(&mut self, instances: &[Instance]) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Instances)?;
        let instances = instances.iter().map(InstanceRef::from);
        check_instances(&place, instances.clone(), self.schemas, &self.limits)?;
        self.write_instances(&instances.collect::<Vec<_>>())
    }

    /// [`instances`](Self::instances), of which none is listed twice, as the
    /// caller has made sure.
    pub(crate) fn distinct_instances(
        &mut self,
        instances: &[InstanceRef<'_>],
    ) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Instances)?;
        check_distinct_instances(&place, instances, self.schemas, &self.limits)?;
        self.write_instances(instances)
    }

    fn write_instances(&mut self, instances: &[InstanceRef<'_>]) -> Result<(), StreamError> {
        for (index, instance) in (0..).zip(instances) {
            self.write_configuration(index, instance)?;
        }
        for (index, instance) in (0..).zip(instances) {
            self.write_aliases(index, instance)?;
        }
        let (place, order) = self.begin(FrameKind::Instances)?;
        self.write_message(&place, instances)?;
        self.sections = Sections::new(instances.len());
        self.listed = mem::take(&mut self.message);
        self.order = order;
        Ok(())
    }

    /// Writes what is said of an instance's configuration, if anything is.
    fn write_configuration(
        &mut self,
        index: u32,
        instance: &InstanceRef<'_>,
    ) -> Result<(), StreamError> {
        if instance.configuration.is_empty() {
            return Ok(());
        }
        let (place, order) = self.begin(FrameKind::Configuration)?;
        let start = ConfigurationStart { instance: index };
        self.begin_payload(&place, &start, instance.configuration.len())
            .map_err(|error| error.named(|| Some(instance.name())))?;
        self.frames.write(
            FrameKind::Configuration,
            &self.message,
            instance.configuration,
        )?;
        self.order = order;
        Ok(())
    }

    fn write_aliases(&mut self, index: u32, instance: &InstanceRef<'_>) -> Result<(), StreamError> {
        let aliases = instance.aliases.iter().map(|alias| (alias, false));
        let takes_over = instance.takes_over.iter().map(|former| (former, true));
        for (alias, takes_over) in aliases.chain(takes_over) {
            let (place, order) = self.begin(FrameKind::Alias)?;
            let message = Alias {
                instance: index,
                path: &alias.path,
                instance_id: alias.instance_id,
                takes_over,
            };
            self.write_message(&place, &message)
                .map_err(|error| error.named(|| Some(instance.name())))?;
            self.order = order;
        }
        Ok(())
    }

    /// Writes the state of an instance. Large payloads are not copied.
    ///
    /// # Errors
    ///
    /// If the instances were not written yet, this is not one of them or had
    /// its section, a limit is exceeded, or the output fails.
    pub fn section(&mut self, instance: u32, payload: &[u8]) -> Result<(), StreamError> {
        self.begin_section(instance, payload.len())?;
        self.frames
            .write(FrameKind::Section, &self.message, payload)?;
        self.sections.tick(instance);
        Ok(())
    }

    /// Writes the state of an instance, which is the next `len` bytes of an input, so that
    /// it need not be in memory.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section), and if the input fails or ends: then the stream cannot
    /// go on.
    #[cfg(feature = "std")]
    pub fn section_from(
        &mut self,
        instance: u32,
        len: u64,
        input: &mut dyn Read,
    ) -> Result<(), StreamError> {
        let room = usize::try_from(len).unwrap_or(usize::MAX);
        self.begin_section(instance, room)?;
        (self.frames).write_from(FrameKind::Section, &self.message, len, input)?;
        self.sections.tick(instance);
        Ok(())
    }

    /// Writes the state of an instance, which `encode` makes in place, of
    /// exactly `len` bytes. It must write each of them: they are not zeroed.
    ///
    /// # Errors
    ///
    /// As [`section`](Self::section), and if `encode` fails: then nothing is
    /// written.
    pub fn section_with<E: From<StreamError>>(
        &mut self,
        instance: u32,
        len: usize,
        encode: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.begin_section(instance, len)?;
        self.frames
            .encode(FrameKind::Section, &self.message, len, encode)?;
        self.sections.tick(instance);
        Ok(())
    }

    /// Says how many bytes the payloads of all sections have, so that a stream
    /// that stays in memory need not grow again and again.
    pub(crate) fn expect_sections(&mut self, lens: impl ExactSizeIterator<Item = usize>) {
        self.frames.expect(|| {
            let frames = lens.len().saturating_mul(MAX_OVERHEAD);
            lens.fold(frames.saturating_add(MAX_END), usize::saturating_add)
        });
    }

    /// Writes the end frame, hands everything to the output, has it flushed
    /// and returns it.
    ///
    /// # Errors
    ///
    /// If an instance had no section that is not of a device with `needed`, not all bytes of a
    /// bulk item were written that is to be whole, or the output fails.
    pub fn finish(self) -> Result<W, StreamError> {
        Ok(self.finish_with_digest()?.0)
    }

    /// As [`finish`](Self::finish), and returns the stream's digest too, by
    /// which [`StreamReader::read_outcome`](super::StreamReader::read_outcome)
    /// knows that a destination has read all of it.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish).
    pub fn finish_with_digest(mut self) -> Result<(W, StreamDigest), StreamError> {
        let digest = self.write_end()?;
        Ok((self.frames.into_inner(), digest))
    }

    /// As [`finish`](Self::finish), and returns the stream's length in bytes too.
    #[cfg(feature = "std")]
    pub(super) fn finish_with_len(mut self) -> Result<(W, u64), StreamError> {
        self.write_end()?;
        let len = self.written();
        Ok((self.frames.into_inner(), len))
    }

    fn write_end(&mut self) -> Result<StreamDigest, StreamError> {
        let (place, _) = self.begin(FrameKind::End)?;
        self.check_complete(&place)?;
        self.items.check_complete(&place)?;
        let (sections, bulk_frames) = (self.sections.count(), self.bulk_frames);
        let digest = self.frames.digest();
        self.write_message(
            &place,
            &End {
                sections,
                bulk_frames,
                digest,
            },
        )?;
        self.frames.flush()?;
        Ok(StreamDigest(digest))
    }

    /// Hands everything that was written to the output and has it flushed, for
    /// a reader that is to see it now.
    ///
    /// # Errors
    ///
    /// If the output fails.
    pub fn flush(&mut self) -> Result<(), StreamError> {
        self.frames.flush()
    }

    /// The output, for whoever expects an answer on the same connection. Call
    /// [`flush`](Self::flush) first.
    pub fn get_mut(&mut self) -> &mut W {
        self.frames.get_mut()
    }

    /// How many bytes were written so far.
    pub(crate) fn written(&self) -> u64 {
        self.frames.place(FrameKind::End).offset
    }

    /// What the stream keeps to.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Where the next frame will stand, and the state of the stream after it.
    fn begin(&self, kind: FrameKind) -> Result<(FramePlace, Progress), StreamError> {
        let place = self.frames.place(kind);
        match self.order.after(kind) {
            Some(order) => Ok((place, order)),
            None => Err(StreamError::OutOfOrder {
                place,
                expected: self.order.expected(),
            }),
        }
    }

    /// Writes a message that is no other's place in the order.
    fn write_next<T: Serialize>(
        &mut self,
        kind: FrameKind,
        message: &T,
    ) -> Result<(), StreamError> {
        let (place, order) = self.begin(kind)?;
        self.write_message(&place, message)?;
        self.order = order;
        Ok(())
    }

    /// Checks what can be checked of a section and makes the start of its payload.
    fn begin_section(&mut self, instance: u32, len: usize) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Section)?;
        self.sections
            .check(&place, instance, || self.name(instance))?;
        self.begin_payload(&place, &SectionStart { instance }, len)
            .map_err(|error| error.named(|| self.name(instance)))
    }

    fn write_message<T: Serialize + ?Sized>(
        &mut self,
        place: &FramePlace,
        message: &T,
    ) -> Result<(), StreamError> {
        self.begin_payload(place, message, 0)?;
        self.frames.write(place.kind, &[], &self.message)
    }

    /// Encodes the message with which a payload begins, and checks that `len`
    /// bytes may follow it.
    fn begin_payload<T: Serialize + ?Sized>(
        &mut self,
        place: &FramePlace,
        message: &T,
        len: usize,
    ) -> Result<(), StreamError> {
        self.message.clear();
        let room = mem::take(&mut self.message);
        self.message = postcard::to_extend(message, room).map_err(|error| {
            let (place, problem) = (place.clone(), error.to_string());
            StreamError::Malformed { place, problem }
        })?;
        let payload_len = (self.message.len() as u64).saturating_add(len as u64);
        self.limits.check_payload(place, payload_len)
    }
}

impl<W> StreamWriter<W> {
    /// Says that each instance has had its section, or may be without.
    fn check_complete(&self, place: &FramePlace) -> Result<(), StreamError> {
        if self.sections.missing().next().is_none() {
            return Ok(());
        }
        let instances = self.instances_written();
        let may_lack = |index: u32| {
            let instance = instances.get(index as usize);
            instance.is_some_and(|one| self.needed.contains(&one.schema))
        };
        let name = |index| sections::name(&instances, index);
        self.sections.check_complete(place, may_lack, name)
    }

    fn instances_written(&self) -> Vec<Instance> {
        let listed: Vec<InstanceRef<'_>> = decode(&self.listed).unwrap_or_default();
        listed.into_iter().map(Instance::from).collect()
    }

    /// Path and id of an instance, if it is one.
    fn name(&self, instance: u32) -> Option<String> {
        sections::name(&self.instances_written(), instance)
    }
}

impl<W> fmt::Debug for StreamWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamWriter")
            .field("instances", &self.instances_written())
            .finish_non_exhaustive()
    }
}
