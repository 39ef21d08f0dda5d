//! All that comes before the first section.

use std::io::Read;
use std::mem::{self, size_of};

use super::checks::{
    check_header, check_instances, check_item, check_keys, check_reference, check_schemas,
    declared_twice, malformed,
};
use super::error::{FramePlace, StreamError};
use super::frame::FrameKind;
use super::frame_reader::FrameReader;
use super::item::BulkItem;
use super::items::Items;
use super::limits::Limits;
use super::messages::{Header, Instance, InstanceAlias};
use super::metadata::Metadata;
use super::sent::{SchemaReference, SentSchema};
use super::wire::{self, ConfigurationStart, InstanceRef, Schema};

/// Bytes that an instance takes besides its path, at most: the allocation of
/// the path, what it was read from, and its place in the table that finds repeated
/// ones.
const INSTANCE: usize = size_of::<Instance>() + size_of::<InstanceRef<'_>>() + 96;

/// Bytes that an item takes besides its message, at most: its place here and among those of
/// which the ranges are kept.
const ITEM: usize = 4 * size_of::<BulkItem>();

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

/// Reads the prologue, from a stream of which only the preamble was read.
pub(super) fn read<R: Read>(frames: &mut FrameReader<R>) -> Result<Prologue, StreamError> {
    // The order of frames lets nothing but a header come here.
    frames.next()?;
    let header: Header = frames.read_message::<wire::Header<'_>>()?.into();
    check_header(frames.frame.place(), &header, &frames.limits)?;

    let mut items = ItemList::default();
    let mut schemas = Schemas::default();
    let mut configurations = Configurations::default();
    let mut aliases = Aliases::default();
    loop {
        // The order of frames lets nothing but instances end the prologue.
        match frames.next()? {
            FrameKind::Item => items.read(frames)?,
            FrameKind::Schema => {
                let json = frames.read_message::<Schema>()?.json.to_owned();
                schemas.add(json.len(), SentSchema::Whole(json), frames)?;
            }
            FrameKind::SchemaReference => {
                let read = frames.read_message::<wire::SchemaReference<'_>>()?;
                let reference = SchemaReference::from(read);
                check_reference(frames.frame.place(), &reference)?;
                let bytes = reference.device.len();
                schemas.add(bytes, SentSchema::Reference(reference), frames)?;
            }
            FrameKind::Configuration => configurations.read(frames)?,
            FrameKind::Alias => aliases.read(frames)?,
            _ => break,
        }
    }

    let mut instances = read_instances(frames)?;
    aliases.hand_to(frames.frame.place(), &mut instances)?;
    check_instances(
        frames.frame.place(),
        instances.iter().map(InstanceRef::from),
        schemas.all.len(),
        &frames.limits,
    )?;
    check_keys(frames.frame.place(), &frames.metadata)?;
    configurations.hand_to(frames.frame.place(), &mut instances)?;
    Ok(Prologue {
        header,
        schemas: schemas.all,
        metadata: mem::take(&mut frames.metadata),
        items: items.all,
        instances,
        limits: frames.limits.clone(),
    })
}

/// The bulk items so far.
#[derive(Default)]
struct ItemList {
    all: Vec<BulkItem>,
    names: Items,
}

impl ItemList {
    fn read<R: Read>(&mut self, frames: &mut FrameReader<R>) -> Result<(), StreamError> {
        let item: BulkItem = frames.read_message::<wire::Item<'_>>()?.into();
        let (place, limits) = (frames.frame.place(), &frames.limits);
        check_item(place, &item, self.all.len(), limits)?;
        let room = frames.frame.payload().len().saturating_mul(2);
        limits.draw(place, &frames.budget, room.saturating_add(ITEM))?;
        if !self.names.declare(&item) {
            return Err(malformed(place, declared_twice(&item.name)));
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
    fn add<R: Read>(
        &mut self,
        bytes: usize,
        schema: SentSchema,
        frames: &FrameReader<R>,
    ) -> Result<(), StreamError> {
        let (place, limits) = (frames.frame.place(), &frames.limits);
        self.bytes += bytes as u64;
        check_schemas(place, self.all.len() as u64 + 1, self.bytes, limits)?;
        let room = bytes.saturating_add(size_of::<SentSchema>());
        limits.draw(place, &frames.budget, room)?;
        self.all.push(schema);
        Ok(())
    }
}

/// The configurations, which come before the instances that they are of.
#[derive(Default)]
struct Configurations(Vec<(u32, Vec<u8>)>);

impl Configurations {
    fn read<R: Read>(&mut self, frames: &mut FrameReader<R>) -> Result<(), StreamError> {
        frames.frame.read_all()?;
        let (place, payload) = (frames.frame.place(), frames.frame.payload());
        let refused = |problem: String| malformed(place, problem);
        let (start, used) = wire::decode_start::<ConfigurationStart>(payload).map_err(refused)?;
        let configuration = payload.get(used..).unwrap_or_default();
        if configuration.is_empty() {
            return Err(refused("it says nothing of the device".to_owned()));
        }
        let last = self.0.last().map(|(last, _)| *last);
        if last.is_some_and(|last| start.instance <= last) {
            let problem = "configurations ascend by instance, each at most once";
            return Err(refused(problem.to_owned()));
        }
        const EACH: usize = 4 * size_of::<(u32, Vec<u8>)>();
        frames.limits.draw(
            place,
            &frames.budget,
            configuration.len().saturating_add(EACH),
        )?;
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
    fn read<R: Read>(&mut self, frames: &mut FrameReader<R>) -> Result<(), StreamError> {
        let read: wire::Alias<'_> = frames.read_message()?;
        let (instance, takes_over) = (read.instance, read.takes_over);
        let alias = InstanceAlias::new(read.path, read.instance_id);
        let (place, limits) = (frames.frame.place(), &frames.limits);
        let last = self
            .0
            .last()
            .map(|(last, takes_over, _)| (*last, *takes_over));
        if last.is_some_and(|last| (instance, takes_over) < last) {
            let problem = "aliases ascend by instance, and those that it takes over from follow";
            return Err(malformed(place, problem.to_owned()));
        }
        // In the list, and among the names of all instances.
        const EACH: usize = 8 * size_of::<(u32, bool, InstanceAlias)>();
        let room = alias.path.len().saturating_add(EACH);
        limits.draw(place, &frames.budget, room)?;
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

fn read_instances<R: Read>(frames: &mut FrameReader<R>) -> Result<Vec<Instance>, StreamError> {
    frames.frame.read_all()?;
    let payload = frames.frame.payload();
    let (place, limits) = (frames.frame.place(), &frames.limits);
    // An instance takes more memory than bytes in the stream, so the count is
    // checked before they are made. One takes three bytes at least.
    if let Ok((count, _)) = wire::decode_start::<u64>(payload) {
        limits.check_instances(place, count)?;
        let count = (count as usize).min(payload.len() / 3);
        let bytes = payload.len().saturating_add(count.saturating_mul(INSTANCE));
        limits.draw(place, &frames.budget, bytes)?;
    }
    let instances: Vec<InstanceRef<'_>> = wire::decode(payload).map_err(|problem| {
        let place = place.clone();
        StreamError::Malformed { place, problem }
    })?;
    Ok(instances.into_iter().map(Instance::from).collect())
}
