//! All that comes before the first section.

use std::io::Read;

use super::checks::{check_header, check_instances, check_schemas};
use super::error::StreamError;
use super::frame::FrameKind;
use super::frame_reader::FrameReader;
use super::messages::{self, Header, Instance, InstanceRef, Schema};

/// What a stream says about itself before any data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prologue {
    /// Who wrote the stream.
    pub header: Header,
    /// The schemas, as JSON.
    pub schemas: Vec<String>,
    /// The devices that have a section in the stream.
    pub instances: Vec<Instance>,
}

/// Reads the prologue, from a stream of which only the preamble was read.
pub(super) fn read<R: Read>(frames: &mut FrameReader<R>) -> Result<Prologue, StreamError> {
    // The order of frames lets nothing but a header come here.
    frames.next()?;
    let header: Header = frames.read_message()?;
    check_header(frames.frame.place(), &header, &frames.limits)?;

    let mut schemas = Vec::new();
    let mut bytes = 0;
    while frames.next()? == FrameKind::Schema {
        let json = frames.read_message::<Schema>()?.json.to_owned();
        bytes += json.len() as u64;
        schemas.push(json);
        check_schemas(
            frames.frame.place(),
            schemas.len() as u64,
            bytes,
            &frames.limits,
        )?;
    }

    let instances = read_instances(frames)?;
    check_instances(
        frames.frame.place(),
        instances.iter().map(InstanceRef::from),
        schemas.len(),
        &frames.limits,
    )?;
    Ok(Prologue {
        header,
        schemas,
        instances,
    })
}

fn read_instances<R: Read>(frames: &mut FrameReader<R>) -> Result<Vec<Instance>, StreamError> {
    frames.frame.read_all()?;
    let payload = frames.frame.payload();
    // An instance takes more memory than bytes in the stream, so the count is
    // checked before they are made.
    if let Ok((count, _)) = messages::decode_start::<u64>(payload) {
        frames.limits.check_instances(frames.frame.place(), count)?;
    }
    messages::decode(payload).map_err(|problem| {
        let place = frames.frame.place().clone();
        StreamError::Malformed { place, problem }
    })
}
