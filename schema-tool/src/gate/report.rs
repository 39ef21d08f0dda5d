//! What was compared, and what was found.

use std::collections::BTreeMap;
use std::mem;

use migratable::resolve::{Alone, Finding, TakenOver, Verdict, history, releases};
use migratable::schema::{Fingerprint, Schema};

use super::declared::Declared;
use super::direction::{Direction, Mode};
use super::policy::{Found, Hits, Policy};
use super::saves::{Cause, Old, Refusal, Saves};
use super::scope;
use super::witness::{self, Witness};
use crate::error::Error;
use crate::schemas::{Release, SchemaSet};

/// All that is said of two releases.
pub(crate) struct Report<'a> {
    /// Devices of both releases, by name.
    pub(super) both: Vec<Device<'a>>,
    /// Devices of one release, and renamed ones, by name.
    pub(super) alone: Vec<Lone<'a>>,
    /// Against the releases as a whole.
    pub(super) findings: Vec<Found<'a>>,
    /// If streams are the older release.
    pub(super) saves: Option<Vec<Tried<'a>>>,
}

/// A stream that was tried.
pub(super) struct Tried<'a> {
    pub(super) name: &'a str,
    pub(super) refusals: Vec<Counted<'a>>,
    /// How many more there were, of the same causes.
    pub(super) omitted: u64,
    /// What is wrong with the stream itself: it loads nowhere.
    pub(super) problems: &'a [Error],
}

/// Why the state of an instance would not load, and whether that counts.
pub(super) struct Counted<'a> {
    pub(super) refusal: &'a Refusal,
    pub(super) fails: bool,
}

impl Tried<'_> {
    /// Whether it loads.
    pub(super) fn loads(&self) -> bool {
        self.refusals.is_empty() && self.problems.is_empty()
    }

    /// Whether it does not, and not for what the user accepts.
    pub(super) fn fails(&self) -> bool {
        !self.problems.is_empty() || self.refuses()
    }

    /// Whether the newer release refuses it, though it is a right stream.
    fn refuses(&self) -> bool {
        self.refusals.iter().any(|one| one.fails)
    }

    /// Why it fails, where no finding says so.
    pub(super) fn failures(&self) -> impl Iterator<Item = String> {
        let problems = self.problems.iter().map(ToString::to_string);
        let refusals = self.refusals.iter().filter(|one| one.fails);
        let unlisted = refusals.filter_map(|one| match &one.refusal.reason.cause {
            Cause::Condition(condition) if condition.findings.is_empty() => {
                let (instance, reason) = (&one.refusal.instance, &one.refusal.reason);
                Some(format!("{}: device {instance}: {reason}", self.name))
            }
            _ => None,
        });
        problems.chain(unlisted)
    }
}

pub(super) struct Device<'a> {
    pub(super) name: &'a str,
    /// Where its schema is: that of the newer release, if there is one.
    file: Option<&'a str>,
    /// Of several schemas of it, who has this one.
    pub(super) of: Option<String>,
    /// Of streams, the fingerprint of the older schema.
    form: Option<Fingerprint>,
    pub(super) results: Vec<Outcome<'a>>,
}

/// A device of one release, or one with another name in each.
pub(super) struct Lone<'a> {
    pub(super) device: Device<'a>,
    pub(super) is_in_old: bool,
    pub(super) is_in_new: bool,
}

/// What was found in a direction.
pub(super) struct Outcome<'a> {
    pub(super) direction: Direction,
    pub(super) findings: Vec<Found<'a>>,
}

/// A finding, and where it is.
pub(super) struct Located<'a> {
    /// None if it is against the releases as a whole.
    pub(super) device: Option<&'a str>,
    pub(super) direction: Option<Direction>,
    /// Where the device's schema is, if that is a file.
    pub(super) file: Option<&'a str>,
    pub(super) found: &'a Found<'a>,
}

impl Located<'_> {
    /// The file and the line that a reviewer is shown: in the source, or else the schema's.
    pub(super) fn line(&self) -> Option<(&str, u64)> {
        let location = self.found.location.as_ref();
        let location = location.map(|location| (&*location.file, location.line));
        location.or(self.file.map(|file| (file, 1)))
    }

    /// What the newer release can do about it.
    pub(super) fn hint(&self) -> &'static str {
        let rule = self.found.finding.rule;
        self.direction.map_or(rule.hint, |to| to.hint(rule))
    }

    /// The device and the field in it.
    pub(super) fn place(&self) -> String {
        match self.device {
            Some(device) => scope::full(device, &self.found.finding.path),
            None => "the releases".to_owned(),
        }
    }
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        old: &'a SchemaSet,
        new: &'a SchemaSet,
        mode: Mode,
        policy: &'a Policy,
    ) -> Self {
        let releases = releases(old.iter(), new.iter());
        let both = releases.both.into_iter();
        let alone = releases.alone.into_iter();
        let findings = releases.findings.into_iter();
        let declared = |name: &'a str| Declared::new(name, Some(old), new);
        let both = both.map(|(old, new)| {
            let compared = |direction| with_past(direction, mode, old, new);
            Device::new(&declared(new.device()), mode, policy, compared)
        });
        let backward = releases.backward.into_iter();
        let backward = backward.map(|one| (Direction::Backward, one));
        let forward = releases.forward.into_iter();
        let taken = backward.chain(forward.map(|one| (Direction::Forward, one)));
        let taken = taken.filter_map(|(direction, one)| {
            let declared = declared(one.writer.device());
            Device::taken_over(&declared, mode, policy, direction, &one)
        });
        Self {
            both: both.chain(taken).collect(),
            alone: alone
                .map(|alone| Lone::new(&alone, &declared(alone.device()), mode, policy))
                .collect(),
            findings: findings.map(|one| policy.judge("", one)).collect(),
            saves: None,
        }
    }

    /// What is said of many older releases and one newer one. A schema that several have
    /// is judged once.
    pub(crate) fn of_many(
        olds: &'a [Release],
        new: &'a SchemaSet,
        mode: Mode,
        policy: &'a Policy,
    ) -> Self {
        let mut forms: BTreeMap<(&str, Fingerprint), Form<'_>> = BTreeMap::new();
        let mut alone: BTreeMap<(&str, bool), Lone<'a>> = BTreeMap::new();
        let mut findings = Vec::new();
        let mut taken: BTreeMap<_, (Direction, TakenOver<'a>, Vec<&str>)> = BTreeMap::new();
        for (number, old) in olds.iter().enumerate() {
            let found = releases(old.schemas.iter(), new.iter());
            for (schema, new) in found.both {
                let key = (schema.device(), schema.fingerprint());
                let form = forms.entry(key).or_insert_with(|| Form {
                    device: new.device(),
                    first: number,
                    old: schema,
                    new,
                    of: Vec::new(),
                });
                form.of.push(&old.name);
            }
            for one in found.alone {
                let device = one.device();
                let declared = Declared::new(device, Some(&old.schemas), new);
                alone
                    .entry((device, one.old.is_some()))
                    .or_insert_with(|| Lone::new(&one, &declared, mode, policy).of(&old.name));
            }
            let backward = found.backward.into_iter();
            let backward = backward.map(|one| (Direction::Backward, one));
            let forward = found.forward.into_iter();
            for (direction, one) in backward.chain(forward.map(|one| (Direction::Forward, one))) {
                let is_backward = direction == Direction::Backward;
                let schemas = [one.writer, one.state].map(Schema::fingerprint);
                let key = (
                    one.writer.device(),
                    one.reader.device(),
                    is_backward,
                    schemas,
                );
                let of = &mut taken.entry(key).or_insert((direction, one, Vec::new())).2;
                of.push(&old.name);
            }
            findings.extend(found.findings.into_iter().map(|mut finding| {
                finding.message = format!("{}: {}", old.name, finding.message);
                policy.judge("", finding)
            }));
        }
        let mut forms: Vec<Form<'_>> = forms.into_values().collect();
        forms.sort_by_key(|form| (form.device, form.first));
        let both = forms.chunk_by(|one, next| one.device == next.device);
        let both = both.flat_map(|forms| {
            let is_one_of_many = forms.len() > 1;
            forms.iter().map(move |form| {
                let compared = |direction| with_past(direction, mode, form.old, form.new);
                let declared = Declared::new(form.device, None, new);
                let mut device = Device::new(&declared, mode, policy, compared);
                device.of = is_one_of_many.then(|| listed(&form.of));
                device
            })
        });
        let taken = taken.values().filter_map(|(direction, one, of)| {
            let declared = Declared::new(one.writer.device(), None, new);
            let mut device = Device::taken_over(&declared, mode, policy, *direction, one)?;
            device.of = Some(listed(of));
            Some(device)
        });
        Self {
            both: both.chain(taken).collect(),
            alone: alone.into_values().collect(),
            findings,
            saves: None,
        }
    }

    /// What is said of stored streams and a release that is to load them.
    pub(crate) fn of_saves(saves: &'a Saves, new: &'a SchemaSet, policy: &'a Policy) -> Self {
        let olds = saves.devices.values().map(|old| &old.schema);
        let releases = releases(olds, new.iter());
        // Paths tell what a stream has, where aliases alone do not.
        let is_unread = |alone: &Alone<'_>| saves.unread(alone.device()) > 0;
        let alone = releases.alone.into_iter().filter(is_unread).map(|alone| {
            let declared = Declared::new(alone.device(), None, new);
            let mut lone = Lone::new(&alone, &declared, Mode::Backward, policy);
            let hits = Hits {
                hit: saves.unread(alone.device()),
                of: saves.len(),
                first: None,
            };
            lone.device
                .findings_mut()
                .for_each(|one| one.hits = Some(hits.clone()));
            lone
        });
        let known = saves.devices.iter().filter(|(_, old)| old.is_read());
        let both = known.map(|(key, old)| Device::of_saves(key, old, saves, new, policy));
        let findings = releases.findings.into_iter();
        let mut report = Self {
            both: both.collect(),
            alone: alone.collect(),
            findings: findings.map(|one| policy.judge("", one)).collect(),
            saves: None,
        };
        let tried = saves.saves.iter().map(|save| Tried {
            name: &save.name,
            refusals: (save.refusals.iter())
                .map(|refusal| Counted {
                    refusal,
                    fails: report.counts(refusal),
                })
                .collect(),
            omitted: save.omitted,
            problems: &save.problems,
        });
        let tried = tried.collect();
        report.saves = Some(tried);
        report
    }

    /// Whether a refusal counts: something behind it does.
    fn counts(&self, refusal: &Refusal) -> bool {
        let (name, form) = &refusal.device;
        let is_it = |device: &&Device<'_>| device.name == name && device.form == Some(*form);
        let device = self.both.iter().find(is_it);
        let findings = device.and_then(|device| Some(&device.results.first()?.findings));
        let fails = |number: &usize| {
            let found = findings.and_then(|findings| findings.get(*number));
            found.is_some_and(Found::fails)
        };
        match &refusal.reason.cause {
            Cause::Unread => (self.alone.iter())
                .filter(|lone| lone.device.name == name)
                .any(|lone| lone.device.fails()),
            Cause::Schema(said) => said.clone().any(|number| fails(&number)),
            Cause::Condition(condition) => {
                condition.findings.is_empty() || condition.findings.iter().any(fails)
            }
            Cause::Absence(said) => said.iter().any(fails),
        }
    }

    /// All findings that there are.
    pub(super) fn located(&'a self) -> impl Iterator<Item = Located<'a>> {
        let whole = self.findings.iter().map(|found| Located {
            device: None,
            direction: None,
            file: None,
            found,
        });
        self.devices().flat_map(Device::located).chain(whole)
    }

    pub(super) fn devices(&'a self) -> impl Iterator<Item = &'a Device<'a>> {
        let alone = self.alone.iter().map(|lone| &lone.device);
        self.both.iter().chain(alone)
    }

    /// The gravest verdict that the user does not accept.
    pub(super) fn verdict(&self) -> Verdict {
        gravest(self.located().map(|one| one.found.verdict()))
    }

    /// The streams that were tried.
    pub(super) fn tried(&self) -> impl Iterator<Item = &Tried<'a>> {
        self.saves.iter().flatten()
    }

    /// Whether the gate is shut.
    pub(crate) fn fails(&self) -> bool {
        self.refuses() || self.tried().any(Tried::fails)
    }

    /// The same, but for streams that no release could load.
    pub(crate) fn refuses(&self) -> bool {
        self.tried().any(Tried::refuses) || self.located().any(|one| one.found.fails())
    }
}

/// What a direction finds, and state that shows it.
fn compared(direction: Direction, old: &Schema, new: &Schema) -> Vec<(Finding, Option<Witness>)> {
    match direction {
        Direction::Backward => witness::compared(old, new),
        Direction::Forward => witness::compared(new, old),
    }
}

/// The same. What the past relies on belongs to neither direction, and is said with the first.
fn with_past(
    direction: Direction,
    mode: Mode,
    old: &Schema,
    new: &Schema,
) -> Vec<(Finding, Option<Witness>)> {
    let mut findings = compared(direction, old, new);
    if mode.directions().first() == Some(&direction) {
        let past = history(old, new).into_iter();
        findings.extend(past.map(|finding| (in_direction(finding, direction), None)));
    }
    findings
}

/// With what either has as that of the writer and of the reader.
fn in_direction(mut finding: Finding, direction: Direction) -> Finding {
    if direction == Direction::Forward {
        mem::swap(&mut finding.writer, &mut finding.reader);
    }
    finding
}

impl<'a> Device<'a> {
    fn new(
        declared: &Declared<'a>,
        mode: Mode,
        policy: &'a Policy,
        findings: impl Fn(Direction) -> Vec<(Finding, Option<Witness>)>,
    ) -> Self {
        let judge = |(finding, witness): (Finding, _)| Found {
            witness,
            location: declared.location(&finding.path),
            ..policy.judge(declared.name, finding)
        };
        let outcome = |&direction| Outcome {
            direction,
            findings: findings(direction).into_iter().map(judge).collect(),
        };
        Self {
            name: declared.name,
            file: declared.file,
            of: None,
            form: None,
            results: mode.directions().iter().map(outcome).collect(),
        }
    }

    /// What is found about state that another device takes over, if anything is.
    fn taken_over(
        declared: &Declared<'a>,
        mode: Mode,
        policy: &'a Policy,
        direction: Direction,
        taken: &TakenOver<'_>,
    ) -> Option<Self> {
        let found = |asked| match asked == direction {
            true => witness::taken_over(taken),
            false => Vec::new(),
        };
        let device = Self::new(declared, mode, policy, found);
        let says = device.located().next().is_some();
        says.then_some(device)
    }

    fn of_saves(
        key: &'a (String, Fingerprint),
        old: &'a Old,
        saves: &'a Saves,
        new: &'a SchemaSet,
        policy: &'a Policy,
    ) -> Self {
        let name = old.schema.device();
        let declared = Declared::new(name, None, new);
        let found = |_| old.findings.clone();
        let mut device = Self::new(&declared, Mode::Backward, policy, found);
        for (index, found) in device.findings_mut().enumerate() {
            found.hits = Some(Hits {
                hit: saves.hit(key, index),
                of: old.streams(),
                first: saves.first_hit(key, index),
            });
        }
        device.form = Some(key.1);
        let alike = saves.devices.keys().filter(|(other, _)| other == name);
        device.of = (alike.count() > 1).then(|| old.first.clone());
        device
    }

    fn findings_mut(&mut self) -> impl Iterator<Item = &mut Found<'a>> {
        self.results
            .iter_mut()
            .flat_map(|outcome| &mut outcome.findings)
    }

    pub(super) fn located(&'a self) -> impl Iterator<Item = Located<'a>> {
        let outcomes = self.results.iter();
        let findings = outcomes
            .flat_map(|outcome| (outcome.findings.iter()).map(|one| (outcome.direction, one)));
        findings.map(|(direction, found)| Located {
            device: Some(self.name),
            direction: Some(direction),
            file: self.file,
            found,
        })
    }

    /// The gravest verdict that the user does not accept.
    pub(super) fn verdict(&self) -> Verdict {
        gravest(self.located().map(|one| one.found.verdict()))
    }

    pub(super) fn fails(&self) -> bool {
        self.located().any(|one| one.found.fails())
    }
}

impl<'a> Lone<'a> {
    fn new(alone: &Alone<'a>, declared: &Declared<'a>, mode: Mode, policy: &'a Policy) -> Self {
        let found = |direction| {
            let found = match direction {
                Direction::Backward => &alone.backward,
                Direction::Forward => &alone.forward,
            };
            found.iter().map(|one| (one.clone(), None)).collect()
        };
        Self {
            device: Device::new(declared, mode, policy, found),
            is_in_old: alone.old.is_some(),
            is_in_new: alone.new.is_some(),
        }
    }

    /// Says in which release it was found.
    fn of(mut self, release: &str) -> Self {
        self.device.of = Some(release.to_owned());
        self
    }
}

/// A schema that older releases have of a device.
struct Form<'a> {
    device: &'a str,
    /// The first release that has it, by number.
    first: usize,
    old: &'a Schema,
    new: &'a Schema,
    /// All of them.
    of: Vec<&'a str>,
}

/// The first and last of some releases, and how many there are.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [one, .., last] => format!("{one} … {last}, {} releases", names.len()),
    }
}

impl Outcome<'_> {
    /// What the rules say, whatever the user accepts.
    pub(super) fn verdict(&self) -> Verdict {
        gravest(self.findings.iter().map(|one| one.finding.verdict))
    }
}

fn gravest(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::Compatible)
}
