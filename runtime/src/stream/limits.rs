//! How much of everything a stream may hold.

use super::error::{FramePlace, StreamError};
use super::frame::FrameKind;
use crate::Budget;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Bounds on what a stream may ask of its reader.
///
/// Memory is never reserved on the word of a length alone, so these do not
/// guard against short streams with large claims; they bound what a long
/// stream can cost. The writer keeps to the same bounds, so that a machine too
/// large for them is refused at the source. Raise a bound on both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one section, bulk or skipped frame. Default 1 GiB: the largest device
    /// state met in practice is video memory, of 16 to 512 MiB.
    pub frame_len: u64,
    /// Bytes of one frame of the prologue or the end frame. Default 16 MiB:
    /// the schema of a device of 5,000 fields takes about 1 MiB, a list of
    /// 65,536 instances about 6 MiB.
    pub message_len: u64,
    /// Number of schemas, one for each device type. Default 4,096: the largest
    /// machines have some hundred types.
    pub schemas: u64,
    /// Bytes of all schemas together. Default 64 MiB.
    pub schema_bytes: u64,
    /// Number of instances. Default 65,536: room for 4,096 virtual CPUs with a
    /// dozen devices each.
    pub instances: u64,
    /// Number of bulk items that are declared. Default 4,096: the largest machines have some
    /// dozen blocks of memory.
    pub items: u64,
    /// Number of separate ranges in which the bytes of whole bulk items have come so far;
    /// ranges that touch are one. Default 1,048,576, of some 50 MiB: as if of 8 GiB of RAM
    /// every other page had come first.
    pub ranges: u64,
    /// Bytes of an instance path, a bulk item's name or file, or the producer's name or
    /// version. Default 1,024: the longest paths of QEMU's stream have 255.
    pub name_len: u64,
    /// Number of frames of kinds that may be skipped. Default 65,536: as many
    /// as there can be sections.
    pub skipped_frames: u64,
    /// Bytes of the payloads of all skipped frames together. Default 1 GiB, so
    /// that one can be as large as any other frame.
    pub skipped_bytes: u64,
    /// Bytes of memory that a load, a preflight or a plan may hold because of
    /// what came: parsed schemas, findings, sections, converted sections, and
    /// the state that is made of them. It is counted before it is reserved, and
    /// some of it is estimated from above. Not counted are lists whose elements
    /// take at most eight times their bytes, which are in proportion to the
    /// stream, and what `skip = …` makes. Default 2 GiB: the largest device
    /// state met in practice, video memory of 512 MiB, four times: as it came,
    /// as converted, as it was before the load and as loaded.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_len: GIB,
            message_len: 16 * MIB,
            schemas: 4096,
            schema_bytes: 64 * MIB,
            instances: 65_536,
            items: 4096,
            ranges: 1 << 20,
            name_len: KIB,
            skipped_frames: 65_536,
            skipped_bytes: GIB,
            memory: 2 * GIB,
        }
    }
}

impl Limits {
    /// A budget of [`memory`](Self::memory), for one load, preflight or plan.
    pub fn budget(&self) -> Budget {
        Budget::new(usize::try_from(self.memory).unwrap_or(usize::MAX))
    }

    pub(super) fn check_payload(&self, place: &FramePlace, len: u64) -> Result<(), StreamError> {
        match place.kind {
            FrameKind::Section | FrameKind::Bulk | FrameKind::Other(_) => {
                check(place, "payload length", len, "frame_len", self.frame_len)
            }
            _ => check(
                place,
                "payload length",
                len,
                "message_len",
                self.message_len,
            ),
        }
    }

    pub(super) fn check_schemas(&self, place: &FramePlace, count: u64) -> Result<(), StreamError> {
        check(place, "number of schemas", count, "schemas", self.schemas)
    }

    pub(super) fn check_schema_bytes(
        &self,
        place: &FramePlace,
        sum: u64,
    ) -> Result<(), StreamError> {
        check(
            place,
            "total length of schemas",
            sum,
            "schema_bytes",
            self.schema_bytes,
        )
    }

    pub(super) fn check_instances(
        &self,
        place: &FramePlace,
        count: u64,
    ) -> Result<(), StreamError> {
        check(
            place,
            "number of instances",
            count,
            "instances",
            self.instances,
        )
    }

    pub(super) fn check_items(&self, place: &FramePlace, count: u64) -> Result<(), StreamError> {
        check(place, "number of bulk items", count, "items", self.items)
    }

    pub(super) fn check_ranges(&self, place: &FramePlace, count: u64) -> Result<(), StreamError> {
        let what = "number of separate ranges";
        check(place, what, count, "ranges", self.ranges)
    }

    pub(super) fn check_name(&self, place: &FramePlace, name: &str) -> Result<(), StreamError> {
        check(
            place,
            "length of a name",
            name.len() as u64,
            "name_len",
            self.name_len,
        )
    }

    /// Of all frames that were skipped so far.
    pub(super) fn check_skipped(
        &self,
        place: &FramePlace,
        frames: u64,
        bytes: u64,
    ) -> Result<(), StreamError> {
        let limit = self.skipped_frames;
        check(
            place,
            "number of skipped frames",
            frames,
            "skipped_frames",
            limit,
        )?;
        let limit = self.skipped_bytes;
        check(
            place,
            "total length of skipped frames",
            bytes,
            "skipped_bytes",
            limit,
        )
    }

    /// Draws memory for what a message describes.
    pub(super) fn draw(
        &self,
        place: &FramePlace,
        budget: &Budget,
        bytes: usize,
    ) -> Result<(), StreamError> {
        let held = (self.memory).saturating_sub(budget.left() as u64);
        budget.draw(bytes).map_err(|_| StreamError::Limit {
            place: place.clone(),
            what: "memory for what it describes",
            found: held.saturating_add(bytes as u64),
            field: "memory",
            limit: self.memory,
        })
    }
}

fn check(
    place: &FramePlace,
    what: &'static str,
    found: u64,
    field: &'static str,
    limit: u64,
) -> Result<(), StreamError> {
    if found <= limit {
        return Ok(());
    }
    let place = place.clone();
    Err(StreamError::Limit {
        place,
        what,
        found,
        field,
        limit,
    })
}
