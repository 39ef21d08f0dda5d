//! Stored streams and a release that is to load them.

use migratable::resolve::{Alone, releases};
use migratable::schema::Fingerprint;

use super::Report;
use super::device::{Device, Lone};
use crate::error::Error;
use crate::gate::declared::Declared;
use crate::gate::direction::Mode;
use crate::gate::policy::{Found, Hits, Policy};
use crate::gate::saves::{Cause, Old, Refusal, Saves};
use crate::schemas::SchemaSet;

/// A stream that was tried.
pub(in crate::gate) struct Tried<'a> {
    pub(in crate::gate) name: &'a str,
    pub(in crate::gate) refusals: Vec<Counted<'a>>,
    /// How many more there were, of the same causes.
    pub(in crate::gate) omitted: u64,
    /// What is wrong with the stream itself: it loads nowhere.
    pub(in crate::gate) problems: &'a [Error],
}

/// Why the state of an instance would not load, and whether that counts.
pub(in crate::gate) struct Counted<'a> {
    pub(in crate::gate) refusal: &'a Refusal,
    pub(in crate::gate) fails: bool,
}

impl Tried<'_> {
    /// Whether it loads.
    pub(in crate::gate) fn loads(&self) -> bool {
        self.refusals.is_empty() && self.problems.is_empty()
    }

    /// Whether it does not, and not for what the user accepts.
    pub(in crate::gate) fn fails(&self) -> bool {
        !self.problems.is_empty() || self.refuses()
    }

    /// Whether the newer release refuses it, though it is a right stream.
    pub(super) fn refuses(&self) -> bool {
        self.refusals.iter().any(|one| one.fails)
    }

    /// Why it fails, where no finding says so.
    pub(in crate::gate) fn failures(&self) -> impl Iterator<Item = String> {
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

impl<'a> Report<'a> {
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
            Cause::Schema(said) => said.iter().any(fails),
            Cause::Condition(condition) => {
                condition.findings.is_empty() || condition.findings.iter().any(fails)
            }
            Cause::Absence(said) => said.iter().any(fails),
        }
    }
}

impl<'a> Device<'a> {
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
            found.hits = old.is_tried(index).then(|| Hits {
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
}
