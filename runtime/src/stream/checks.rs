//! What must hold of the messages of a stream, for writer and reader.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use serde::{Deserialize, Serialize};

use super::error::{FramePlace, StreamError};
use super::item::{BulkContent, BulkItem, ExternalFile, is_plain};
use super::limits::Limits;
use super::messages::{self, Answer, Header, InstanceAlias, TEXT_LEN};
use super::metadata::Metadata;
use super::sent::SchemaReference;
use super::wire::{self, InstanceRef};
use crate::base::set::{self, Set};
use crate::base::text::escape;
use crate::resolve::Verdict;
use crate::schema::name;

/// A message, which is all of a frame.
pub(super) fn read_message<'a, T>(place: &FramePlace, payload: &'a [u8]) -> Result<T, StreamError>
where
    T: Serialize + Deserialize<'a>,
{
    wire::decode(payload).map_err(|problem| malformed(place, problem))
}

pub(super) fn check_header(
    place: &FramePlace,
    header: &Header,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, &header.producer)?;
    limits.check_name(place, &header.producer_version)
}

/// Of the key of metadata.
pub(super) fn check_key(place: &FramePlace, key: &str, limits: &Limits) -> Result<(), StreamError> {
    limits.check_name(place, key)?;
    match key.is_empty() {
        true => Err(malformed(place, "it is metadata without a key".to_owned())),
        false => Ok(()),
    }
}

/// Of the keys of all metadata of a stream.
pub(super) fn check_keys(place: &FramePlace, metadata: &[Metadata]) -> Result<(), StreamError> {
    let mut keys = set::with_capacity(metadata.len());
    match metadata.iter().find(|one| !keys.insert(&*one.key)) {
        Some(twice) => Err(malformed(place, repeated(&twice.key))),
        None => Ok(()),
    }
}

/// What is wrong where a key of metadata comes twice.
pub(super) fn repeated(key: &str) -> String {
    format!("there is metadata of the key \"{}\" twice", escape(key))
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

/// Of what a schema is called that is not sent.
pub(super) fn check_reference(
    place: &FramePlace,
    reference: &SchemaReference,
) -> Result<(), StreamError> {
    name::check_device_shown(&reference.device).map_err(|what| malformed(place, what))
}

/// Of a list in which no path and id may come twice.
pub(super) fn check_instances<'a>(
    place: &FramePlace,
    instances: impl ExactSizeIterator<Item = InstanceRef<'a>> + Clone,
    schemas: usize,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_instances(place, instances.len() as u64)?;
    let mut names = set::with_capacity(instances.len());
    for instance in instances.clone() {
        check_path(place, instance, limits)?;
        if !names.insert((instance.path, instance.instance_id)) {
            let problem = "lists this instance twice";
            return Err(bad_instance(place, instance, problem));
        }
        check_schema_of(place, instance, schemas)?;
    }
    for instance in instances.clone() {
        for alias in instance.aliases {
            check_alias(place, alias, limits)?;
            if !names.insert((&*alias.path, alias.instance_id)) {
                let problem = "lists this alias, which names another instance";
                return Err(bad_alias(place, alias, problem));
            }
        }
    }
    for instance in instances {
        check_taken_over(place, instance, limits)?;
    }
    Ok(())
}

/// Others may take over from the same one.
fn check_taken_over(
    place: &FramePlace,
    instance: InstanceRef<'_>,
    limits: &Limits,
) -> Result<(), StreamError> {
    let mut names = Set::new();
    for former in instance.takes_over {
        check_alias(place, former, limits)?;
        if !names.insert((&*former.path, former.instance_id)) {
            let problem = "says twice that an instance takes over from this one";
            return Err(bad_alias(place, former, problem));
        }
    }
    Ok(())
}

fn check_alias(
    place: &FramePlace,
    alias: &InstanceAlias,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, &alias.path)?;
    match alias.path.is_empty() {
        true => Err(bad_alias(place, alias, "lists an alias without a path")),
        false => Ok(()),
    }
}

fn bad_alias(place: &FramePlace, alias: &InstanceAlias, problem: &'static str) -> StreamError {
    let name = Some(messages::name(&alias.path, alias.instance_id));
    let place = FramePlace {
        name,
        ..place.clone()
    };
    StreamError::BadInstance { place, problem }
}

/// Of a list in which, as the caller knows, no path and id comes twice.
pub(super) fn check_distinct_instances(
    place: &FramePlace,
    instances: &[InstanceRef<'_>],
    schemas: usize,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_instances(place, instances.len() as u64)?;
    instances.iter().try_for_each(|&instance| {
        check_path(place, instance, limits)?;
        let mut aliases = instance.aliases.iter();
        aliases.try_for_each(|alias| check_alias(place, alias, limits))?;
        check_taken_over(place, instance, limits)?;
        check_schema_of(place, instance, schemas)
    })
}

fn check_path(
    place: &FramePlace,
    instance: InstanceRef<'_>,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, instance.path)?;
    if instance.path.is_empty() {
        let problem = "lists an instance without a path";
        return Err(bad_instance(place, instance, problem));
    }
    Ok(())
}

fn check_schema_of(
    place: &FramePlace,
    instance: InstanceRef<'_>,
    schemas: usize,
) -> Result<(), StreamError> {
    let schema = instance.schema;
    if schema as usize >= schemas {
        return Err(StreamError::NoSuchSchema {
            place: named(place, instance),
            schema,
            count: schemas,
        });
    }
    Ok(())
}

fn bad_instance(
    place: &FramePlace,
    instance: InstanceRef<'_>,
    problem: &'static str,
) -> StreamError {
    let place = named(place, instance);
    StreamError::BadInstance { place, problem }
}

fn named(place: &FramePlace, instance: InstanceRef<'_>) -> FramePlace {
    FramePlace {
        name: Some(instance.name()),
        ..place.clone()
    }
}

/// Of the text of a finding or reason.
pub(super) fn check_text(place: &FramePlace, text: &str) -> Result<(), StreamError> {
    match text.len() {
        ..=TEXT_LEN => Ok(()),
        len => Err(malformed(
            place,
            format!("a text of {len} bytes, of which {TEXT_LEN} are the most"),
        )),
    }
}

/// That an answer says one thing of each device, and nothing else.
pub(super) fn check_answer(place: &FramePlace, answer: &Answer) -> Result<(), StreamError> {
    let judgements = answer.judgements.len();
    let mut used = 0;
    for &judgement in &answer.devices {
        match judgement as usize {
            index if index < used => {}
            index if index == used && used < judgements => used += 1,
            index => {
                let problem = format!(
                    "a device has judgement number {index}, where {used} of {judgements} were used \
                     so far: they are to be used in their order"
                );
                return Err(malformed(place, problem));
            }
        }
    }
    if used < judgements {
        let problem = format!("no device has its judgement number {used}");
        return Err(malformed(place, problem));
    }
    for judgement in answer.judgements.iter().chain(&answer.items) {
        let is_silent = judgement.findings.is_empty() && judgement.omitted == 0;
        if judgement.verdict == Verdict::Compatible && !is_silent {
            let problem = "it has reasons against what it calls compatible".to_owned();
            return Err(malformed(place, problem));
        }
        (judgement.findings.iter()).try_for_each(|text| check_text(place, text))?;
    }
    Ok(())
}

pub(super) fn malformed(place: &FramePlace, problem: String) -> StreamError {
    let place = place.clone();
    StreamError::Malformed { place, problem }
}

/// Of an item that is declared where so many were before.
pub(super) fn check_item(
    place: &FramePlace,
    item: &BulkItem,
    before: usize,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_items(place, before as u64 + 1)?;
    limits.check_name(place, &item.name)?;
    if item.name.is_empty() {
        let problem = "it is a bulk item without a name".to_owned();
        return Err(malformed(place, problem));
    }
    match &item.content {
        BulkContent::External(file) => check_external(place, item, file, limits),
        BulkContent::Whole | BulkContent::Delta { .. } => Ok(()),
    }
}

fn check_external(
    place: &FramePlace,
    item: &BulkItem,
    external: &ExternalFile,
    limits: &Limits,
) -> Result<(), StreamError> {
    limits.check_name(place, &external.file)?;
    let problem = if !is_plain(&external.file) {
        "the file of its item is not the name of one in the stream's directory".to_owned()
    } else if !external.offset.is_multiple_of(ExternalFile::ALIGNMENT) {
        format!(
            "its item begins at byte {} of its file, which is no multiple of {}",
            external.offset,
            ExternalFile::ALIGNMENT
        )
    } else if external.offset.checked_add(item.len).is_none() {
        "its item goes beyond the last offset, 2^64 - 1, of its file".to_owned()
    } else {
        return Ok(());
    };
    let place = FramePlace {
        name: Some(item.name.clone()),
        ..place.clone()
    };
    Err(malformed(&place, problem))
}

/// What is wrong where an item is declared twice.
pub(super) fn declared_twice(name: &str) -> String {
    format!("the bulk item \"{}\" is declared twice", escape(name))
}

/// Of a bulk frame of `len` bytes, or a zeros frame of as many: which bytes of the item.
pub(super) fn check_bulk(
    place: &FramePlace,
    name: &str,
    offset: u64,
    len: u64,
    limits: &Limits,
) -> Result<Range<u64>, StreamError> {
    limits.check_name(place, name)?;
    match offset.checked_add(len) {
        Some(end) => Ok(offset..end),
        None => {
            let place = FramePlace {
                name: Some(name.into()),
                ..place.clone()
            };
            Err(StreamError::BulkRange { place, offset, len })
        }
    }
}
