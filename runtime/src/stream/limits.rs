//! How much of everything a stream may hold.

use super::error::{FramePlace, StreamError};
use super::frame::FrameKind;

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Bounds on what a stream may ask of its reader.
///
/// Memory is never reserved on the word of a length alone, so these do not
/// guard against short streams with large claims; they bound what a long
/// stream can cost. The writer keeps to the same bounds, so that a machine too
/// large for them is refused at the source. Raise a bound on both ends.
#[derive(Debug, Clone)]
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
    /// Bytes of an instance path, a bulk item's name, or the producer's name or
    /// version. Default 1,024: the longest paths of QEMU's stream have 255.
    pub name_len: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_len: GIB,
            message_len: 16 * MIB,
            schemas: 4096,
            schema_bytes: 64 * MIB,
            instances: 65_536,
            name_len: KIB,
        }
    }
}

impl Limits {
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

    pub(super) fn check_name(&self, place: &FramePlace, name: &str) -> Result<(), StreamError> {
        check(
            place,
            "length of a name",
            name.len() as u64,
            "name_len",
            self.name_len,
        )
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
