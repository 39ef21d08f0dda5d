//! All that comes before the first section.

use std::collections::BTreeSet;
use std::io::Read;

use super::error::{FramePlace, StreamError};
use super::frame::FrameKind;
use super::frame_reader::FrameReader;
use super::limits::Limits;
use super::messages::{self, Header, Instance, Schema};

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
    check_header(frames.place(), &header, frames.limits())?;

    let mut schemas = Vec::new();
    let mut schema_bytes = 0;
    while frames.next()? == FrameKind::Schema {
        let json = frames.read_message::<Schema>()?.json.to_owned();
        schema_bytes += json.len() as u64;
        schemas.push(json);
        check_schemas(frames.place(), schemas.len() as u64, schema_bytes, frames.limits())?;
    }

    let instances = read_instances(frames)?;
    check_instances(frames.place(), &instances, schemas.len(), frames.limits())?;
    Ok(Prologue { header, schemas, instances })
}

fn read_instances<R: Read>(frames: &mut FrameReader<R>) -> Result<Vec<Instance>, StreamError> {
    frames.read_payload()?;
    // An instance takes more memory than bytes in the stream, so the count is
    // checked before they are made.
    if let Ok((count, _)) = messages::decode_start::<u64>(frames.payload()) {
        frames.limits().check_instances(frames.place(), count)?;
    }
    messages::decode(frames.payload()).map_err(|problem| frames.malformed(problem))
}

/// What must hold of the schemas, for writer and reader.
pub(super) fn check_schemas(
    place: &FramePlace,
    count: u64,
    bytes: u64,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_schemas(place, count)?;
    limits.check_schema_bytes(place, bytes)
}

/// What must hold of a header, for writer and reader.
pub(super) fn check_header(
    place: &FramePlace,
    header: &Header,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, &header.producer)?;
    limits.check_name(place, &header.producer_version)
}

/// What must hold of the list of instances, for writer and reader.
pub(super) fn check_instances(
    place: &FramePlace,
    instances: &[Instance],
    schemas: usize,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_instances(place, instances.len() as u64)?;
    let mut names = BTreeSet::new();
    for instance in instances {
        limits.check_name(place, &instance.path)?;
        if instance.path.is_empty() {
            return Err(bad_instance(place, instance, "lists an instance without a path"));
        }
        if !names.insert((&instance.path, instance.instance_id)) {
            return Err(bad_instance(place, instance, "lists this instance twice"));
        }
        if instance.schema as usize >= schemas {
            let place = naming(place, instance);
            let schema = instance.schema;
            return Err(StreamError::NoSuchSchema { place, schema, count: schemas });
        }
    }
    Ok(())
}

fn bad_instance(place: &FramePlace, instance: &Instance, problem: &'static str) -> StreamError {
    let place = naming(place, instance);
    StreamError::BadInstance { place, problem }
}

fn naming(place: &FramePlace, instance: &Instance) -> FramePlace {
    FramePlace { name: Some(instance.name()), ..place.clone() }
}
