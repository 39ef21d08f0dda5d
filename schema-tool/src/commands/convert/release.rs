//! The schemas of a release, and how state gets there.

use std::collections::BTreeSet;
use std::path::Path;

use migratable::resolve::{ConvertError, Plan, resolve};
use migratable::schema::Schema;
use migratable::stream::SentSchema;
use migratable::value::{self, Bytes, Item};

use super::kept::Kept;
use crate::error::{Error, Result};
use crate::schemas::{Form, SchemaSet};
use crate::stream::{Copied, Retired, Source, What, pattern};
use crate::text;

/// For each schema of a stream, that of the release.
pub(super) struct Release {
    targets: Vec<Target>,
    problems: Vec<Error>,
    kept: Kept,
}

struct Target {
    json: String,
    schema: Schema,
    retired: Retired,
    /// `None` if the schemas are the same.
    plan: Option<Plan>,
}

impl Release {
    /// Compares the schemas of a stream with those of a release, which is at `path`.
    ///
    /// # Errors
    ///
    /// If it does not take the state of one of the devices.
    pub(super) fn new(path: &Path, set: &SchemaSet, source: &Source) -> Result<Self> {
        let all: Vec<serde_json::Value> = serde_json::from_str(&set.to_json(Form::Schemas)?)
            .map_err(|error| Error::new(format!("{}: {error}", text::path(path))))?;
        let taken = set.takes_over(source.readable_schemas());
        let target = |schema: &Schema| {
            let name = set.counterpart(schema).map(Schema::device);
            let found = all
                .iter()
                .find(|one| name.is_some_and(|name| one["device"] == name));
            let found = found.ok_or_else(|| {
                let (release, device) = (text::path(path), schema.device());
                let error = Error::new(format!("{release}: it has no device `{device}`"));
                let takers = taken.iter().filter(|one| one.writer.device() == device);
                let takers: Vec<String> = takers
                    .map(|one| format!("`{}`", one.reader.device()))
                    .collect();
                match takers.join(" and ").as_str() {
                    "" => error,
                    takers => error.hint(format!(
                        "its state is taken over by {takers}, by code of the release: let the \
                         release itself load the stream and save it"
                    )),
                }
            })?;
            Target::new(schema, found.to_string())
        };
        Ok(Self {
            targets: source
                .readable_schemas()
                .map(target)
                .collect::<Result<_>>()?,
            problems: Vec::new(),
            kept: Kept::default(),
        })
    }

    /// The schemas, in the order of the stream's.
    pub(super) fn schemas(&self) -> impl Iterator<Item = &Schema> {
        self.targets.iter().map(|target| &target.schema)
    }

    /// The same, to be written.
    pub(super) fn sent(&self) -> Vec<SentSchema> {
        self.targets
            .iter()
            .map(|target| SentSchema::Whole(target.json.clone()))
            .collect()
    }

    /// Converts the state of an instance. What does not fit is gathered.
    ///
    /// # Errors
    ///
    /// If that or another section does not fit: of what is written, nothing is kept.
    pub(super) fn convert(&mut self, section: &Copied<'_>) -> Result<Option<Vec<u8>>> {
        // A stream need not say it, and the load compares the values themselves.
        if section.what == What::Configuration {
            return Ok(Some(Vec::new()));
        }
        let target = self.targets.get(section.instance.schema as usize);
        let target = target.ok_or_else(|| Error::new("a device has no schema"))?;
        let converted = match section.what {
            What::Absence => target.do_without(),
            _ => target.convert(section),
        };
        match converted {
            Ok(converted) => {
                let device = target.schema.device();
                self.kept.add(device, section.instance, converted.retired);
                Ok(converted.payload)
            }
            Err(problem) => {
                let said = format!("device {}: {problem}", section.instance);
                self.problems.push(Error::new(said.clone()));
                Err(Error::new(said))
            }
        }
    }

    /// What of the converted state only a load hands over.
    pub(super) fn kept(&self) -> &Kept {
        &self.kept
    }

    pub(super) fn problems(&self) -> &[Error] {
        &self.problems
    }
}

impl Target {
    fn new(from: &Schema, json: String) -> Result<Self> {
        let device = from.device();
        let schema = Schema::from_json(&json)
            .map_err(|error| Error::new(format!("the schema of `{device}` is {error}")))?;
        let retired = Retired::of(&schema);
        if from.fingerprint() == schema.fingerprint() {
            return Ok(Self {
                json,
                schema,
                retired,
                plan: None,
            });
        }
        let (old, new) = (from.version(), schema.version());
        if old != new {
            let error = Error::new(format!(
                "`{device}` means something else in version {new} than in {old}, and what \
                 converts it is code of the release"
            ));
            return Err(error.hint("let the release itself load the stream and save it"));
        }
        let resolution = resolve(from, &schema);
        let reasons: Vec<String> = resolution.reasons().map(ToString::to_string).collect();
        let plan = resolution.into_plan().ok_or_else(|| {
            let reasons = reasons.join("\n");
            Error::new(format!("the release does not take the state of `{device}`")).hint(reasons)
        })?;
        Ok(Self {
            json,
            schema,
            retired,
            plan: Some(plan),
        })
    }

    /// What becomes of a device that was not needed.
    fn do_without(&self) -> std::result::Result<Converted, String> {
        match self.schema.needed() {
            Some(_) => Ok(Converted {
                payload: None,
                retired: BTreeSet::new(),
            }),
            None => Err(
                "it was not needed when this was saved, and the release does not do without its \
                 state"
                    .to_owned(),
            ),
        }
    }

    fn convert(&self, section: &Copied<'_>) -> std::result::Result<Converted, String> {
        // What stays as it is need not be in memory.
        let Some(plan) = &self.plan else {
            let item = test(&self.schema, section.payload)?;
            let retired = self.retired.places(&item);
            return Ok(Converted {
                payload: None,
                retired,
            });
        };
        if let Some(old) = section.schema {
            test(old, section.payload)?;
        }
        let mut payload = Vec::new();
        plan.convert(&section.payload.to_memory(), &mut payload)
            .map_err(|error| refused(&error, section))?;
        // The schema of a release may ask for more than its types.
        let retired = self
            .retired
            .places(&test(&self.schema, payload[..].into())?);
        let payload = Some(payload);
        Ok(Converted { payload, retired })
    }
}

/// Makes sure that a state is one of a schema.
fn test<'a>(schema: &'a Schema, state: Bytes<'a>) -> std::result::Result<Item<'a>, String> {
    let read = value::read_stored(schema.ty(), state).whole();
    read.map_err(|violation| violation.to_string())
}

/// The state of an instance in the release.
struct Converted {
    /// `None` is the one of the stream.
    payload: Option<Vec<u8>>,
    /// The paths of what only a load hands over.
    retired: BTreeSet<String>,
}

/// Why the state of an instance does not fit.
fn refused(error: &ConvertError, section: &Copied<'_>) -> String {
    let hint = match error {
        ConvertError::Condition { path, .. } if is_retired(path, section) => {
            "\nit is state that the stream's own release retired, and that a load of it hands to \
             its code: let that release load the stream and save it, and convert what it saves"
        }
        _ => "",
    };
    format!("{error}{hint}")
}

/// Whether the stream has retired state at a path.
fn is_retired(path: &str, section: &Copied<'_>) -> bool {
    let places = section.schema.and_then(|schema| {
        let state = section.payload.to_memory();
        let item = value::read(schema.ty(), &state).ok()?;
        Some(Retired::of(schema).places(&item))
    });
    places.is_some_and(|places| places.contains(&pattern(path)))
}
