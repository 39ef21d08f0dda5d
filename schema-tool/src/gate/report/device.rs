//! A device, and what was found about it.

use std::mem;

use migratable::resolve::{Alone, Finding, TakenOver, Verdict, history};
use migratable::schema::{Fingerprint, Schema};

use crate::gate::declared::Declared;
use crate::gate::direction::{Direction, Mode};
use crate::gate::policy::{Found, Policy};
use crate::gate::scope;
use crate::gate::witness::{self, Witness};

pub(in crate::gate) struct Device<'a> {
    pub(in crate::gate) name: &'a str,
    /// Where its schema is: that of the newer release, if there is one.
    file: Option<&'a str>,
    /// Of several schemas of it, who has this one.
    pub(in crate::gate) of: Option<String>,
    /// Of streams, the fingerprint of the older schema.
    pub(super) form: Option<Fingerprint>,
    pub(in crate::gate) results: Vec<Outcome<'a>>,
}

/// A device of one release, or one with another name in each.
pub(in crate::gate) struct Lone<'a> {
    pub(in crate::gate) device: Device<'a>,
    pub(in crate::gate) is_in_old: bool,
    pub(in crate::gate) is_in_new: bool,
}

/// What was found in a direction.
pub(in crate::gate) struct Outcome<'a> {
    pub(in crate::gate) direction: Direction,
    pub(in crate::gate) findings: Vec<Found<'a>>,
}

/// A finding, and where it is.
pub(in crate::gate) struct Located<'a> {
    /// None if it is against the releases as a whole.
    pub(in crate::gate) device: Option<&'a str>,
    pub(in crate::gate) direction: Option<Direction>,
    /// Where the device's schema is, if that is a file.
    pub(in crate::gate) file: Option<&'a str>,
    pub(in crate::gate) found: &'a Found<'a>,
}

impl Located<'_> {
    /// The file and the line that a reviewer is shown: in the source, or else the schema's.
    pub(in crate::gate) fn line(&self) -> Option<(&str, u64)> {
        let location = self.found.location.as_ref();
        let location = location.map(|location| (&*location.file, location.line));
        location.or(self.file.map(|file| (file, 1)))
    }

    /// What the newer release can do about it.
    pub(in crate::gate) fn hint(&self) -> &'static str {
        let rule = self.found.finding.rule;
        self.direction.map_or(rule.hint, |to| to.hint(rule))
    }

    /// The device and the field in it.
    pub(in crate::gate) fn place(&self) -> String {
        match self.device {
            Some(device) => scope::full(device, &self.found.finding.path),
            None => "the releases".to_owned(),
        }
    }
}

impl<'a> Device<'a> {
    pub(super) fn new(
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
    pub(super) fn taken_over(
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

    pub(super) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Found<'a>> {
        self.results
            .iter_mut()
            .flat_map(|outcome| &mut outcome.findings)
    }

    pub(in crate::gate) fn located(&'a self) -> impl Iterator<Item = Located<'a>> {
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
    pub(in crate::gate) fn verdict(&self) -> Verdict {
        gravest(self.located().map(|one| one.found.verdict()))
    }

    pub(in crate::gate) fn fails(&self) -> bool {
        self.located().any(|one| one.found.fails())
    }
}

impl<'a> Lone<'a> {
    pub(super) fn new(
        alone: &Alone<'a>,
        declared: &Declared<'a>,
        mode: Mode,
        policy: &'a Policy,
    ) -> Self {
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
    pub(super) fn of(mut self, release: &str) -> Self {
        self.device.of = Some(release.to_owned());
        self
    }
}

impl Outcome<'_> {
    /// What the rules say, whatever the user accepts.
    pub(in crate::gate) fn verdict(&self) -> Verdict {
        gravest(self.findings.iter().map(|one| one.finding.verdict))
    }
}

pub(super) fn gravest(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::Compatible)
}

/// What a direction finds, and state that shows it.
fn compared(direction: Direction, old: &Schema, new: &Schema) -> Vec<(Finding, Option<Witness>)> {
    match direction {
        Direction::Backward => witness::compared(old, new),
        Direction::Forward => witness::compared(new, old),
    }
}

/// The same. What the past relies on belongs to neither direction, and is said with the first.
pub(super) fn with_past(
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
