//! Stored streams as the older release: which of them would load? Their schemas are
//! judged, and the conditions are tried on their values.

mod old;
mod refusal;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::PathBuf;

use migratable::resolve::TakenOver;
use migratable::schema::{Fingerprint, Schema};
use migratable::stream::Instance;

use crate::error::{Error, Result};
use crate::schemas::{Kind, Known, Release, SchemaSet, kind};
use crate::stream::Source;
use crate::text;

pub(super) use old::Old;
pub(super) use refusal::{Cause, Refusal};

use refusal::{Reason, Refusals};

/// What is compared with the newer release.
pub(crate) enum Older {
    Release(SchemaSet),
    /// All of which the newer one is to get on with.
    Releases(Vec<Release>),
    Saves(Saves),
}

impl Older {
    /// Opens an older release, or streams: one, or several that are all some.
    ///
    /// # Errors
    ///
    /// If it is neither, or several are not all streams.
    pub(crate) fn open(paths: &[PathBuf], new: &SchemaSet, known: &Known) -> Result<Self> {
        let [path] = paths else {
            return Ok(Self::Saves(Saves::open(paths, new, known)?));
        };
        match kind(path)? {
            Kind::Stream(name, input) => {
                let mut saves = Saves::default();
                saves.try_all(known.source(name, input)?, new)?;
                Ok(Self::Saves(saves))
            }
            kind => {
                let mut schemas = SchemaSet::sharing(known);
                schemas.add_opened(path, kind)?;
                Ok(Self::Release(schemas))
            }
        }
    }
}

/// A device as some of the streams have it.
type Key = (String, Fingerprint);

/// All streams, tried.
#[derive(Default)]
pub(crate) struct Saves {
    pub(super) devices: BTreeMap<Key, Old>,
    pub(super) saves: Vec<Save>,
}

/// A stream.
pub(super) struct Save {
    pub(super) name: String,
    pub(super) refusals: Vec<Refusal>,
    /// How many more there were.
    pub(super) omitted: u64,
    /// What is wrong with the stream itself, whatever is to load it.
    pub(super) problems: Vec<Error>,
}

/// What the new release reads state of a stream's schema as.
struct Way {
    device: Key,
    /// By number, of that device.
    readings: Vec<usize>,
}

impl Saves {
    /// Tries streams.
    ///
    /// # Errors
    ///
    /// If one cannot be read, is none, or does not begin as a stream does.
    fn open(paths: &[PathBuf], new: &SchemaSet, known: &Known) -> Result<Self> {
        let mut saves = Self::default();
        for path in paths {
            match kind(path)? {
                Kind::Stream(name, input) => saves.try_all(known.source(name, input)?, new)?,
                _ => {
                    return Err(Error::new(format!(
                        "{}: it is no stream; only streams can be several as OLD",
                        text::path(path)
                    )));
                }
            }
        }
        Ok(saves)
    }

    /// Tries all sections of a stream.
    fn try_all(&mut self, source: Source, new: &SchemaSet) -> Result<()> {
        if source.is_imported() {
            let name = text::plain(source.name());
            let problem = format!("{name}: it is a stream of QEMU's, which has other rules");
            return Err(Error::new(problem).hint("`schema-tool qemu check` compares those"));
        }
        let name = source.name().to_owned();
        let ways = self.ways(&source, new);
        let way = |instance: &Instance| {
            let way: &Way = ways.get(instance.schema as usize)?.as_ref()?;
            Some((way, self.devices.get(&way.device)?))
        };
        let mut refusals = Refusals::default();
        let mut add = |instance: &Instance, way: &Way, reasons: Vec<Reason>| {
            reasons.into_iter().for_each(|reason| {
                refusals.add(Refusal {
                    instance: instance.to_string(),
                    device: way.device.clone(),
                    reason,
                });
            });
        };
        let contents = source.read(None, |section| {
            if let Some((way, old)) = way(section.instance) {
                add(section.instance, way, old.refuses(&way.readings, section));
            }
            Ok(())
        })?;
        for instance in &contents.absent {
            if let Some((way, old)) = way(instance) {
                add(instance, way, old.misses(&way.readings));
            }
        }
        self.saves.push(Save {
            name,
            refusals: refusals.kept,
            omitted: refusals.omitted,
            problems: contents.problems,
        });
        Ok(())
    }

    /// For each schema of a stream, all that the new release reads its state as. What is no
    /// schema is one of the stream's problems.
    fn ways(&mut self, source: &Source, new: &SchemaSet) -> Vec<Option<Way>> {
        let schemas = source.shared_schemas();
        let taken = new.takes_over(schemas.iter().flatten());
        let sent = source.prologue().schemas.iter().zip(&*schemas);
        let ways = sent.map(|(sent, schema)| {
            let (json, schema) = (sent.json()?, schema.as_ref()?);
            let (device, old) = self.old(json, schema, source.name())?;
            let itself = new.counterpart(schema).map(|reader| old.as_itself(reader));
            let mut readings: Vec<usize> = itself.into_iter().collect();
            let is_of = |one: &&TakenOver<'_>| one.writer.device() == schema.device();
            for mut taken in taken.iter().filter(is_of).copied() {
                // The stream may have several schemas of the device.
                taken.writer = schema;
                readings.push(old.as_taken(&taken));
            }
            Some(Way { device, readings })
        });
        ways.collect()
    }

    /// The device that a schema of the next stream is of.
    fn old(&mut self, json: &str, schema: &Schema, stream: &str) -> Option<(Key, &mut Old)> {
        let number = self.saves.len();
        let key = (schema.device().to_owned(), schema.fingerprint());
        let old = match self.devices.entry(key.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Old::new(Schema::from_json(json).ok()?, stream)),
        };
        if old.seen.last() != Some(&number) {
            old.seen.push(number);
        }
        Some((key, old))
    }

    /// What is wrong with the streams themselves.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Error> {
        self.saves.iter().flat_map(|save| &save.problems)
    }

    /// How many streams there are.
    pub(super) fn len(&self) -> usize {
        self.saves.len()
    }

    /// In how many streams a device does not load because of a finding.
    pub(super) fn hit(&self, device: &Key, finding: usize) -> usize {
        self.count(|refusal| refusal.is_of(device, finding))
    }

    /// Where first a device does not load because of a finding: the stream, the instance
    /// and, of a condition, the value.
    pub(super) fn first_hit(&self, device: &Key, finding: usize) -> Option<String> {
        self.saves.iter().find_map(|save| {
            let mut refusals = save.refusals.iter();
            let refusal = refusals.find(|refusal| refusal.is_of(device, finding))?;
            let value = match &refusal.reason.cause {
                Cause::Unread | Cause::Schema(_) | Cause::Absence(_) => String::new(),
                Cause::Condition(condition) => condition.value(),
            };
            Some(format!("{}, device {}{value}", save.name, refusal.instance))
        })
    }

    /// In how many streams a device of this name does not load, as nothing reads it.
    pub(super) fn unread(&self, device: &str) -> usize {
        self.count(|refusal| {
            refusal.device.0 == device && matches!(refusal.reason.cause, Cause::Unread)
        })
    }

    fn count(&self, is_meant: impl Fn(&Refusal) -> bool) -> usize {
        let saves = self.saves.iter();
        saves
            .filter(|save| save.refusals.iter().any(&is_meant))
            .count()
    }
}
