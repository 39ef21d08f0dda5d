//! What must hold of the messages of a stream, for writer and reader.

use std::collections::HashSet;

use super::error::{FramePlace, StreamError};
use super::limits::Limits;
use super::messages::{Header, Instance};

pub(super) fn check_header(
    place: &FramePlace,
    header: &Header,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, &header.producer)?;
    limits.check_name(place, &header.producer_version)
}

/// Of all schemas so far.
pub(super) fn check_schemas(
    place: &FramePlace,
    count: u64,
    bytes: u64,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_schemas(place, count)?;
    limits.check_schema_bytes(place, bytes)
}

pub(super) fn check_instances(
    place: &FramePlace,
    instances: &[Instance],
    schemas: usize,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_instances(place, instances.len() as u64)?;
    let mut names = HashSet::with_capacity(instances.len());
    for instance in instances {
        limits.check_name(place, &instance.path)?;
        let place = || FramePlace {
            name: Some(instance.name()),
            ..place.clone()
        };
        if instance.path.is_empty() {
            let problem = "lists an instance without a path";
            return Err(StreamError::BadInstance {
                place: place(),
                problem,
            });
        }
        if !names.insert((&instance.path, instance.instance_id)) {
            let problem = "lists this instance twice";
            return Err(StreamError::BadInstance {
                place: place(),
                problem,
            });
        }
        let schema = instance.schema;
        if schema as usize >= schemas {
            return Err(StreamError::NoSuchSchema {
                place: place(),
                schema,
                count: schemas,
            });
        }
    }
    Ok(())
}

/// Of a bulk frame of `len` bytes.
pub(super) fn check_bulk(
    place: &FramePlace,
    name: &str,
    offset: u64,
    len: u64,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, name)?;
    match offset.checked_add(len) {
        Some(_) => Ok(()),
        None => {
            let place = FramePlace {
                name: Some(name.into()),
                ..place.clone()
            };
            Err(StreamError::BulkRange { place, offset, len })
        }
    }
}
