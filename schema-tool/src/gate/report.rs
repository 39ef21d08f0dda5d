//! What was compared, and what was found.

use migratable::resolve::{Alone, Finding, Verdict, releases, resolve};
use migratable::schema::Schema;

use super::direction::{Direction, Mode};
use super::place;
use super::policy::{Found, Policy};
use crate::schemas::SchemaSet;

/// All that is said of two releases.
pub(crate) struct Report<'a> {
    /// Devices of both releases, by name.
    pub(super) both: Vec<Device<'a>>,
    /// Devices of one release, and renamed ones, by name.
    pub(super) alone: Vec<Lone<'a>>,
    /// Against the releases as a whole.
    pub(super) findings: Vec<Found<'a>>,
}

pub(super) struct Device<'a> {
    pub(super) name: &'a str,
    /// Where its schema is: that of the newer release, if there is one.
    file: Option<&'a str>,
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
    /// The device and the field in it.
    pub(super) fn place(&self) -> String {
        match self.device {
            Some(device) => place::full(device, &self.found.finding.path),
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
        let file = |name: &str| new.file(name).or_else(|| old.file(name));
        Self {
            both: both
                .map(|(old, new)| {
                    let compared = |direction| compared(direction, old, new);
                    Device::new(old.device(), file(old.device()), mode, policy, compared)
                })
                .collect(),
            alone: alone
                .map(|alone| Lone::new(&alone, file(alone.device()), mode, policy))
                .collect(),
            findings: findings.map(|one| policy.judge("", one)).collect(),
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

    /// Whether the gate is shut.
    pub(crate) fn fails(&self) -> bool {
        self.located().any(|one| one.found.fails())
    }
}

fn compared(direction: Direction, old: &Schema, new: &Schema) -> Vec<Finding> {
    let resolution = match direction {
        Direction::Backward => resolve(old, new),
        Direction::Forward => resolve(new, old),
    };
    resolution.findings().to_vec()
}

impl<'a> Device<'a> {
    fn new(
        name: &'a str,
        file: Option<&'a str>,
        mode: Mode,
        policy: &'a Policy,
        findings: impl Fn(Direction) -> Vec<Finding>,
    ) -> Self {
        let judge = |finding| policy.judge(name, finding);
        let outcome = |&direction| Outcome {
            direction,
            findings: findings(direction).into_iter().map(judge).collect(),
        };
        Self {
            name,
            file,
            results: mode.directions().iter().map(outcome).collect(),
        }
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
    fn new(alone: &Alone<'a>, file: Option<&'a str>, mode: Mode, policy: &'a Policy) -> Self {
        let found = |direction| match direction {
            Direction::Backward => alone.backward.iter().cloned().collect(),
            Direction::Forward => alone.forward.iter().cloned().collect(),
        };
        Self {
            device: Device::new(alone.device(), file, mode, policy, found),
            is_in_old: alone.old.is_some(),
            is_in_new: alone.new.is_some(),
        }
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
