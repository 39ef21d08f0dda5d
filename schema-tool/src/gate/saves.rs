//! Stored streams as the older release: which of them would load? Their schemas are
//! judged, and the conditions are tried on their values.

use std::collections::BTreeMap;
use std::path::PathBuf;

use migratable::resolve::{ConvertError, Finding, Plan, Verdict, resolve};
use migratable::schema::{Fingerprint, Path, Schema, Segment};
use migratable::stream::Limits;

use crate::error::{Error, Result};
use crate::schemas::{Kind, Release, SchemaSet, kind};
use crate::stream::Source;
use crate::text;

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
    pub(crate) fn open(paths: &[PathBuf], new: &SchemaSet) -> Result<Self> {
        let [path] = paths else {
            return Ok(Self::Saves(Saves::open(paths, new)?));
        };
        match kind(path)? {
            Kind::Stream(name, input) => {
                let mut saves = Saves::default();
                saves.try_all(Source::new(name, input, None)?, new)?;
                Ok(Self::Saves(saves))
            }
            kind => {
                let mut schemas = SchemaSet::default();
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

/// A device's schema in streams, and what it came to.
pub(super) struct Old {
    pub(super) schema: Schema,
    pub(super) findings: Vec<Finding>,
    plan: Option<Plan>,
    /// The first stream that has it.
    pub(super) first: String,
    /// The streams that have it, by number.
    pub(super) seen: Vec<usize>,
}

/// A stream.
pub(super) struct Save {
    pub(super) name: String,
    pub(super) refusals: Vec<Refusal>,
    /// What is wrong with the stream itself, whatever is to load it.
    pub(super) problems: Vec<Error>,
}

/// Why the state of an instance would not load.
pub(super) struct Refusal {
    pub(super) instance: String,
    pub(super) device: Key,
    pub(super) cause: Cause,
}

pub(super) enum Cause {
    /// The new release does not have the device, or takes no state of that schema.
    Schema,
    /// A condition does not hold: which finding, if it is listed, and what the value is.
    Condition(Option<usize>, String),
}

impl Saves {
    /// Tries streams.
    ///
    /// # Errors
    ///
    /// If one cannot be read, is none, or does not begin as a stream does.
    fn open(paths: &[PathBuf], new: &SchemaSet) -> Result<Self> {
        let mut saves = Self::default();
        for path in paths {
            match kind(path)? {
                Kind::Stream(name, input) => saves.try_all(Source::new(name, input, None)?, new)?,
                _ => {
                    return Err(Error::Usage(format!(
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
        let (name, number) = (source.name().to_owned(), self.saves.len());
        for json in source.prologue().schemas.clone() {
            // What is no schema is one of the problems below.
            if let Ok(schema) = Schema::from_json(&json) {
                let old = self.devices.entry(key(&schema));
                let old = old.or_insert_with(|| Old::new(schema, &name, new));
                old.seen.push(number);
            }
        }
        let mut refusals = Vec::new();
        let devices = &self.devices;
        let contents = source.read(None, |section| {
            let Some(schema) = section.schema else {
                return Ok(());
            };
            let key = key(schema);
            if let Some(cause) = devices
                .get(&key)
                .and_then(|old| old.refuses(section.payload))
            {
                refusals.push(Refusal {
                    instance: section.instance.to_string(),
                    device: key,
                    cause,
                });
            }
            Ok(())
        })?;
        self.saves.push(Save {
            name,
            refusals,
            problems: contents.problems,
        });
        Ok(())
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
        self.count(|refusal| {
            refusal.device == *device
                && match refusal.cause {
                    Cause::Condition(at, _) => at == Some(finding),
                    Cause::Schema => true,
                }
        })
    }

    /// In how many streams a device of this name does not load.
    pub(super) fn hit_at_all(&self, device: &str) -> usize {
        self.count(|refusal| refusal.device.0 == device)
    }

    fn count(&self, is_meant: impl Fn(&Refusal) -> bool) -> usize {
        let saves = self.saves.iter();
        saves
            .filter(|save| save.refusals.iter().any(&is_meant))
            .count()
    }
}

fn key(schema: &Schema) -> Key {
    (schema.device().to_owned(), schema.fingerprint())
}

impl Old {
    fn new(schema: Schema, first: &str, new: &SchemaSet) -> Self {
        let resolution = new.get(schema.device()).map(|new| resolve(&schema, new));
        let findings = resolution.as_ref().map(|found| found.findings().to_vec());
        Self {
            findings: findings.unwrap_or_default(),
            plan: resolution.and_then(|found| found.into_plan()),
            schema,
            first: first.to_owned(),
            seen: Vec::new(),
        }
    }

    /// Why a state would not load.
    fn refuses(&self, payload: &[u8]) -> Option<Cause> {
        let Some(plan) = &self.plan else {
            return Some(Cause::Schema);
        };
        match plan.check_within(payload, &Limits::default().budget()) {
            Ok(()) => None,
            Err(error) => {
                let text = error.to_string();
                Some(Cause::Condition(self.finding_of(&error), text))
            }
        }
    }

    /// The finding that says the condition. Below what is sensitive, the error does not
    /// say where.
    fn finding_of(&self, error: &ConvertError) -> Option<usize> {
        let ConvertError::Condition { rule, path, .. } = error else {
            return None;
        };
        let pattern = pattern(path);
        let conditions = self.findings.iter().enumerate().filter(|(_, finding)| {
            finding.verdict == Verdict::Conditional && finding.rule.id == *rule
        });
        let mut below = None;
        for (index, finding) in conditions {
            if finding.path == pattern {
                return Some(index);
            }
            if finding.path.starts_with(&pattern) {
                below = below.or(Some(index));
            }
        }
        below
    }
}

/// A path without positions, as findings have it.
fn pattern(path: &str) -> String {
    let Ok(path) = path.parse::<Path>() else {
        return path.to_owned();
    };
    let all = |step: Segment| match step {
        Segment::Index(_) => Segment::Index(None),
        Segment::Key(_) => Segment::Key(None),
        Segment::Value(_) => Segment::Value(None),
        named => named,
    };
    Path::new(path.into_segments().into_iter().map(all).collect()).to_string()
}
