//! Stored streams as the older release: which of them would load? Their schemas are
//! judged, and the conditions are tried on their values.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::PathBuf;

use migratable::resolve::{Broken, ConvertError, Finding, Trial};
use migratable::schema::{Fingerprint, Schema};
use migratable::stream::Limits;

use crate::error::{Error, Result};
use crate::schemas::{Kind, Known, Release, SchemaSet, kind};
use crate::stream::{Section, Source};
use crate::text;

/// Refusals of a stream that are kept. Beyond, only those are that have a cause of which
/// the stream had none.
const MOST_REFUSALS: usize = 1 << 16;

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

/// A device's schema in streams, and what it came to.
pub(super) struct Old {
    pub(super) schema: Schema,
    /// `None` if the new release does not have the device.
    trial: Option<Trial>,
    /// The new release has it as it is.
    is_same: bool,
    /// The first stream that has it.
    pub(super) first: String,
    /// The streams that have it, by number.
    pub(super) seen: Vec<usize>,
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

/// Why the state of an instance would not load.
pub(super) struct Refusal {
    pub(super) instance: String,
    pub(super) device: Key,
    pub(super) cause: Cause,
}

pub(super) enum Cause {
    /// The new release does not have the device, or takes no state of that schema.
    Schema,
    Condition(Condition),
    /// It was not needed, and the new release does not do without its state: the findings
    /// that say it, by number.
    Absence(Vec<usize>),
}

/// A condition that does not hold.
pub(super) struct Condition {
    /// Those that say it, by number; none for a condition that writers keep to.
    pub(super) findings: Vec<usize>,
    /// What the value is, and where.
    pub(super) error: ConvertError,
    /// Bytes of the stream before the value.
    pub(super) at: Option<u64>,
    /// In so many places of the state it does not hold.
    pub(super) times: u64,
}

impl Condition {
    /// Which value it is, behind what it is of.
    fn value(&self) -> String {
        let ConvertError::Condition { path, found, .. } = &self.error else {
            return String::new();
        };
        let path = match path.as_str() {
            "" => String::new(),
            path => format!(", `{}`", text::plain(path)),
        };
        let at = self.at.map(|at| format!(" (byte {at})"));
        format!("{path} is {}{}", text::plain(found), at.unwrap_or_default())
    }
}

/// The condition, the value, where it is in the stream, and in how many places more.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        if let Some(at) = self.at {
            write!(f, " (byte {at} of the stream)")?;
        }
        match self.times {
            0 | 1 => Ok(()),
            2 => f.write_str(", and so in another place"),
            times => write!(f, ", and so in {} more places", times - 1),
        }
    }
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
        if source.is_imported() {
            let name = text::plain(source.name());
            let problem = format!("{name}: it is a stream of QEMU's, which has other rules");
            return Err(Error::new(problem).hint("`schema-tool qemu check` compares those"));
        }
        let (name, number) = (source.name().to_owned(), self.saves.len());
        for sent in source.prologue().schemas.clone() {
            // What is no schema is one of the problems below.
            if let Some(Ok(schema)) = sent.json().map(Schema::from_json) {
                let old = self.devices.entry(key(&schema));
                let old = old.or_insert_with(|| Old::new(schema, &name, new));
                old.seen.push(number);
            }
        }
        let mut refusals = Refusals::default();
        let (devices, schemas) = (&self.devices, source.shared_schemas());
        let contents = source.read(None, |section| {
            let Some(schema) = section.schema else {
                return Ok(());
            };
            let key = key(schema);
            let causes = devices.get(&key).map(|old| old.refuses(section));
            for cause in causes.unwrap_or_default() {
                refusals.add(Refusal {
                    instance: section.instance.to_string(),
                    device: key.clone(),
                    cause,
                });
            }
            Ok(())
        })?;
        for instance in &contents.absent {
            let schema = schemas.get(instance.schema as usize);
            let key = schema.and_then(|schema| schema.as_ref().map(key));
            let cause = key.as_ref().and_then(|key| self.devices.get(key)?.misses());
            if let (Some(device), Some(cause)) = (key, cause) {
                refusals.add(Refusal {
                    instance: instance.to_string(),
                    device,
                    cause,
                });
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
            let value = match &refusal.cause {
                Cause::Schema | Cause::Absence(_) => String::new(),
                Cause::Condition(condition) => condition.value(),
            };
            Some(format!("{}, device {}{value}", save.name, refusal.instance))
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

/// The refusals of a stream while it is tried.
#[derive(Default)]
struct Refusals {
    kept: Vec<Refusal>,
    omitted: u64,
    /// The causes of those that are kept, by device.
    causes: HashSet<(Key, Vec<usize>)>,
}

impl Refusals {
    fn add(&mut self, refusal: Refusal) {
        let is_new = self
            .causes
            .insert((refusal.device.clone(), refusal.cause.findings().to_vec()));
        match is_new || self.kept.len() < MOST_REFUSALS {
            true => self.kept.push(refusal),
            false => self.omitted += 1,
        }
    }
}

impl Refusal {
    /// Whether a finding about that schema of a device says it.
    fn is_of(&self, device: &Key, finding: usize) -> bool {
        self.device == *device
            && match &self.cause {
                Cause::Condition(condition) => condition.findings.contains(&finding),
                Cause::Absence(findings) => findings.contains(&finding),
                Cause::Schema => true,
            }
    }
}

impl Cause {
    fn findings(&self) -> &[usize] {
        match self {
            Self::Schema => &[],
            Self::Condition(condition) => &condition.findings,
            Self::Absence(findings) => findings,
        }
    }
}

fn key(schema: &Schema) -> Key {
    (schema.device().to_owned(), schema.fingerprint())
}

impl Old {
    fn new(schema: Schema, first: &str, new: &SchemaSet) -> Self {
        let new = new.reads(&schema);
        Self {
            trial: new.map(|new| Trial::new(&schema, new)),
            is_same: new.is_some_and(|new| new.fingerprint() == schema.fingerprint()),
            schema,
            first: first.to_owned(),
            seen: Vec::new(),
        }
    }

    fn findings(&self) -> &[Finding] {
        let trial = self.trial.as_ref();
        trial.map_or(&[], |trial| trial.resolution().findings())
    }

    /// Why it would not load that there is no state.
    fn misses(&self) -> Option<Cause> {
        let broken: Vec<&Finding> = self.trial.as_ref()?.broken_by_absence().collect();
        let findings = self.findings().iter().enumerate();
        let says = findings.filter(|(_, finding)| broken.contains(finding));
        let says: Vec<usize> = says.map(|(index, _)| index).collect();
        (!says.is_empty()).then_some(Cause::Absence(says))
    }

    /// Why a state would not load.
    fn refuses(&self, section: &Section<'_>) -> Vec<Cause> {
        // It was tested when it was read, and need not be in memory.
        if self.is_same && section.violation.is_none() && section.part.is_some() {
            return Vec::new();
        }
        let Some(trial) = self
            .trial
            .as_ref()
            .filter(|one| one.resolution().plan().is_some())
        else {
            return vec![Cause::Schema];
        };
        match trial.broken(&section.payload.to_memory(), &Limits::default().budget()) {
            Ok(broken) => {
                let broken = broken.iter();
                let causes = broken.map(|one| Cause::Condition(self.condition(one, section)));
                causes.collect()
            }
            // The state is none, or becomes more than there is room for.
            Err(error) => vec![Cause::Condition(Condition {
                findings: Vec::new(),
                error,
                at: None,
                times: 1,
            })],
        }
    }

    fn condition(&self, broken: &Broken, section: &Section<'_>) -> Condition {
        let findings = self.findings().iter().enumerate();
        Condition {
            findings: findings
                .filter(|(_, finding)| broken.is_of(finding))
                .map(|(index, _)| index)
                .collect(),
            error: broken.error.clone(),
            at: broken.offset.and_then(|offset| section.place.of(offset)),
            times: broken.times,
        }
    }
}
