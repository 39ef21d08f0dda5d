//! All that comes before the first section.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::{self, size_of};

use serde::{Deserialize, Serialize};

use super::checks::{
    check_header, check_instances, check_item, check_key, check_keys, check_reference,
    check_schemas, declared_twice, malformed, read_message,
};
use super::error::{FramePlace, StreamError};
use super::frame::FrameKind;
use super::item::BulkItem;
use super::items::Items;
use super::limits::Limits;
use super::messages::{Header, Instance, InstanceAlias};
use super::metadata::Metadata;
use super::sent::{SchemaReference, SentSchema};
use super::wire::{self, ConfigurationStart, InstanceRef, MetadataStart, Schema};
use crate::Budget;

/// Bytes that an instance takes besides its path, at most: the allocation of
/// the path, what it was read from, and its place in the table that finds repeated
/// ones.
const INSTANCE: usize = size_of::<Instance>() + size_of::<InstanceRef<'_>>() + 96;

/// Bytes that an item takes besides its message, at most: its place here and among those of
/// which the ranges are kept.
const ITEM: usize = 4 * size_of::<BulkItem>();

/// Bytes that metadata takes besides its payload, at most: its place here and among the
/// keys, of which none comes twice.
const METADATA: usize = 4 * size_of::<Metadata>();

/// What a stream says about itself before any data.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Prologue {
    /// Who wrote the stream.
    pub header: Header,
    /// The schemas, or what they are called elsewhere.
    pub schemas: Vec<SentSchema>,
    /// What it says for people and front ends, in the order in which it came.
    pub metadata: Vec<Metadata>,
    /// The bulk items that it declares: names and lengths of what comes beside the devices.
    pub items: Vec<BulkItem>,
    /// The devices that have a section in the stream.
    pub instances: Vec<Instance>,
    /// What it was read within: judging it keeps to the same.
    pub(crate) limits: Limits,
}

/// Whether they say the same.
impl PartialEq for Prologue {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
            && self.schemas == other.schemas
            && self.metadata == other.metadata
            && self.items == other.items
            && self.instances == other.instances
    }
}

impl Eq for Prologue {}

impl Prologue {
    /// The texts of the schemas that are in the stream.
    pub fn schema_texts(&self) -> impl Iterator<Item = &str> {
        self.schemas.iter().filter_map(SentSchema::json)
    }

    /// The metadata of a key, as one of [`metadata`](super::metadata).
    pub fn metadata(&self, key: &str) -> Option<&Metadata> {
        self.metadata.iter().find(|one| one.key == key)
    }

    /// The bulk item of a name, if it is declared.
    pub fn item(&self, name: &str) -> Option<&BulkItem> {
        self.items.iter().find(|item| item.name == name)
    }
}

/// What has come of a prologue, whoever reads its frames.
pub(super) struct PrologueParts {
    header: Option<Header>,
    items: ItemList,
    schemas: Schemas,
    configurations: Configurations,
    aliases: Aliases,
    metadata: Vec<Metadata>,
    /// What all of it may take.
    budget: Budget,
}

impl PrologueParts {
    /// Nothing but the preamble.
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            header: None,
            items: ItemList::default(),
            schemas: Schemas::default(),
            configurations: Configurations::default(),
            aliases: Aliases::default(),
            metadata: Vec::new(),
            budget: limits.budget(),
        }
    }

    /// Says whether the payload of the next frame, of so many bytes, may be read to be kept.
    pub(super) fn expect(
        &self,
        place: &FramePlace,
        len: u64,
        limits: &Limits,
    ) -> Result<(), StreamError> {
        if place.kind != FrameKind::Metadata {
            return Ok(());
        }
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        limits.draw(place, &self.budget, len.saturating_add(METADATA))
    }

    /// Takes the next frame in, which was verified; the last one makes the prologue.
    pub(super) fn take(
        &mut self,
        place: &FramePlace,
        payload: &[u8],
        limits: &Limits,
    ) -> Result<Option<Prologue>, StreamError> {
        let frame = Frame {
            place,
            payload,
            limits,
            budget: &self.budget,
        };
        match place.kind {
            FrameKind::Header => {
                let header: Header = frame.message::<wire::Header<'_>>()?.into();
                check_header(place, &header, limits)?;
                self.header = Some(header);
            }
            FrameKind::Metadata => self.metadata.push(read_metadata(&frame)?),
            FrameKind::Item => self.items.read(&frame)?,
            FrameKind::Schema => {
                let json = frame.message::<Schema<'_>>()?.json.to_owned();
                self.schemas
                    .add(json.len(), SentSchema::Whole(json), &frame)?;
            }
            FrameKind::SchemaReference => {
                let read = frame.message::<wire::SchemaReference<'_>>()?;
                let reference = SchemaReference::from(read);
                check_reference(place, &reference)?;
                let bytes = reference.device.len();
                let reference = SentSchema::Reference(reference);
                self.schemas.add(bytes, reference, &frame)?;
            }
            FrameKind::Configuration => self.configurations.read(&frame)?,
            FrameKind::Alias => self.aliases.read(&frame)?,
            // The order of frames lets nothing but instances come besides.
            _ => {
                let instances = read_instances(&frame)?;
                return self.finish(place, instances, limits).map(Some);
            }
        }
        Ok(None)
    }

    fn finish(
        &mut self,
        place: &FramePlace,
        mut instances: Vec<Instance>,
        limits: &Limits,
    ) -> Result<Prologue, StreamError> {
        mem::take(&mut self.aliases).hand_to(place, &mut instances)?;
        let schemas = mem::take(&mut self.schemas.all);
        check_instances(
            place,
            instances.iter().map(InstanceRef::from),
            schemas.len(),
            limits,
        )?;
        let metadata = mem::take(&mut self.metadata);
        check_keys(place, &metadata)?;
        mem::take(&mut self.configurations).hand_to(place, &mut instances)?;
        Ok(Prologue {
            // The order of frames has it come first.
            header: self.header.take().ok_or(StreamError::Broken)?,
            schemas,
            metadata,
            items: mem::take(&mut self.items.all),
            instances,
            limits: limits.clone(),
        })
    }
}

/// A frame of the prologue that was verified.
struct Frame<'f> {
    place: &'f FramePlace,
    payload: &'f [u8],
    limits: &'f Limits,
    budget: &'f Budget,
}

impl<'f> Frame<'f> {
    fn message<T: Serialize + Deserialize<'f>>(&self) -> Result<T, StreamError> {
        read_message(self.place, self.payload)
    }

    /// Reads the start of the payload; the rest is what else it has.
    fn start<T: Serialize + Deserialize<'f>>(&self) -> Result<(T, &'f [u8]), StreamError> {
        let decoded = wire::decode_start(self.payload);
        let (start, used) = decoded.map_err(|problem| self.malformed(problem))?;
        Ok((start, self.payload.get(used..).unwrap_or_default()))
    }

    /// Draws memory for what it says.
    fn draw(&self, bytes: usize) -> Result<(), StreamError> {
        self.limits.draw(self.place, self.budget, bytes)
    }

    fn malformed(&self, problem: String) -> StreamError {
        malformed(self.place, problem)
    }
}

fn read_metadata(frame: &Frame<'_>) -> Result<Metadata, StreamError> {
    let (start, value) = frame.start::<MetadataStart<'_>>()?;
    check_key(frame.place, start.key, frame.limits)?;
    Ok(Metadata::new(start.key, value))
}

/// The bulk items so far.
#[derive(Default)]
struct ItemList {
    all: Vec<BulkItem>,
    names: Items,
}

impl ItemList {
    fn read(&mut self, frame: &Frame<'_>) -> Result<(), StreamError> {
        let item: BulkItem = frame.message::<wire::Item<'_>>()?.into();
        check_item(frame.place, &item, self.all.len(), frame.limits)?;
        let room = frame.payload.len().saturating_mul(2);
        frame.draw(room.saturating_add(ITEM))?;
        if !self.names.declare(&item) {
            return Err(frame.malformed(declared_twice(&item.name)));
        }
        self.all.push(item);
        Ok(())
    }
}

/// The schemas so far.
#[derive(Default)]
struct Schemas {
    all: Vec<SentSchema>,
    /// Of their texts.
    bytes: u64,
}

impl Schemas {
    /// Adds one with texts of so many bytes.
    fn add(
        &mut self,
        bytes: usize,
        schema: SentSchema,
        frame: &Frame<'_>,
    ) -> Result<(), StreamError> {
        self.bytes += bytes as u64;
        let count = self.all.len() as u64 + 1;
        check_schemas(frame.place, count, self.bytes, frame.limits)?;
        frame.draw(bytes.saturating_add(size_of::<SentSchema>()))?;
        self.all.push(schema);
        Ok(())
    }
}

/// The configurations, which come before the instances that they are of.
#[derive(Default)]
struct Configurations(Vec<(u32, Vec<u8>)>);

impl Configurations {
    fn read(&mut self, frame: &Frame<'_>) -> Result<(), StreamError> {
        let (start, configuration) = frame.start::<ConfigurationStart>()?;
        if configuration.is_empty() {
            return Err(frame.malformed("it says nothing of the device".to_owned()));
        }
        let last = self.0.last().map(|(last, _)| *last);
        if last.is_some_and(|last| start.instance <= last) {
            let problem = "configurations ascend by instance, each at most once";
            return Err(frame.malformed(problem.to_owned()));
        }
        const EACH: usize = 4 * size_of::<(u32, Vec<u8>)>();
        frame.draw(configuration.len().saturating_add(EACH))?;
        self.0.push((start.instance, configuration.to_vec()));
        Ok(())
    }

    fn hand_to(self, place: &FramePlace, instances: &mut [Instance]) -> Result<(), StreamError> {
        for (index, configuration) in self.0 {
            match instances.get_mut(index as usize) {
                Some(instance) => instance.configuration = configuration,
                None => {
                    let problem = format!(
                        "there is a configuration of instance {index}, and no such instance"
                    );
                    return Err(malformed(place, problem));
                }
            }
        }
        Ok(())
    }
}

/// The aliases, which come before the instances that they are of.
#[derive(Default)]
struct Aliases(Vec<(u32, bool, InstanceAlias)>);

impl Aliases {
    fn read(&mut self, frame: &Frame<'_>) -> Result<(), StreamError> {
        let read: wire::Alias<'_> = frame.message()?;
        let (instance, takes_over) = (read.instance, read.takes_over);
        let alias = InstanceAlias::new(read.path, read.instance_id);
        let last = self
            .0
            .last()
            .map(|(last, takes_over, _)| (*last, *takes_over));
        if last.is_some_and(|last| (instance, takes_over) < last) {
            let problem = "aliases ascend by instance, and those that it takes over from follow";
            return Err(frame.malformed(problem.to_owned()));
        }
        // In the list, and among the names of all instances.
        const EACH: usize = 8 * size_of::<(u32, bool, InstanceAlias)>();
        frame.draw(alias.path.len().saturating_add(EACH))?;
        self.0.push((instance, takes_over, alias));
        Ok(())
    }

    fn hand_to(self, place: &FramePlace, instances: &mut [Instance]) -> Result<(), StreamError> {
        for (index, takes_over, alias) in self.0 {
            match instances.get_mut(index as usize) {
                Some(instance) if takes_over => instance.takes_over.push(alias),
                Some(instance) => instance.aliases.push(alias),
                None => {
                    let problem =
                        format!("there is an alias of instance {index}, and no such instance");
                    return Err(malformed(place, problem));
                }
            }
        }
        Ok(())
    }
}

fn read_instances(frame: &Frame<'_>) -> Result<Vec<Instance>, StreamError> {
    // An instance takes more memory than bytes in the stream, so the count is
    // checked before they are made. One takes three bytes at least.
    if let Ok((count, _)) = wire::decode_start::<u64>(frame.payload) {
        frame.limits.check_instances(frame.place, count)?;
        let count = (count as usize).min(frame.payload.len() / 3);
        let bytes = count.saturating_mul(INSTANCE);
        frame.draw(frame.payload.len().saturating_add(bytes))?;
    }
    let instances: Vec<InstanceRef<'_>> = frame.message()?;
    Ok(instances.into_iter().map(Instance::from).collect())
}
