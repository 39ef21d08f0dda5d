//! What was compared, and what was found.

use migratable::resolve::{Alone, Finding, Verdict, releases, resolve};
use migratable::schema::Schema;

use super::{Direction, Mode};
use crate::schemas::SchemaSet;

/// All that `check` says.
pub(super) struct Report<'a> {
    /// Devices of both releases, by name.
    pub(super) both: Vec<Device<'a>>,
    /// Devices of one release, and renamed ones, by name.
    pub(super) alone: Vec<Lone<'a>>,
    /// Against the releases as a whole.
    pub(super) findings: Vec<Finding>,
}

pub(super) struct Device<'a> {
    pub(super) name: &'a str,
    pub(super) results: Vec<Outcome>,
}

/// A device of one release, or one with another name in each.
pub(super) struct Lone<'a> {
    pub(super) device: Device<'a>,
    pub(super) is_in_old: bool,
    pub(super) is_in_new: bool,
}

/// What was found in a direction.
pub(super) struct Outcome {
    pub(super) direction: Direction,
    pub(super) findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub(super) fn new(old: &'a SchemaSet, new: &'a SchemaSet, mode: Mode) -> Self {
        let releases = releases(old.iter(), new.iter());
        let both = releases.both.into_iter();
        let alone = releases.alone.into_iter();
        Self {
            both: both
                .map(|(old, new)| Device {
                    name: old.device(),
                    results: mode.outcomes(|direction| compared(direction, old, new)),
                })
                .collect(),
            alone: alone.map(|alone| Lone::new(alone, mode)).collect(),
            findings: releases.findings,
        }
    }

    /// All findings that there are.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let alone = self.alone.iter().map(|lone| &lone.device);
        let devices = self.both.iter().chain(alone);
        devices.flat_map(Device::findings).chain(&self.findings)
    }
}

fn compared(direction: Direction, old: &Schema, new: &Schema) -> Vec<Finding> {
    let resolution = match direction {
        Direction::Backward => resolve(old, new),
        Direction::Forward => resolve(new, old),
    };
    resolution.findings().to_vec()
}

impl<'a> Lone<'a> {
    fn new(alone: Alone<'a>, mode: Mode) -> Self {
        let found = |direction| match direction {
            Direction::Backward => alone.backward.iter().cloned().collect(),
            Direction::Forward => alone.forward.iter().cloned().collect(),
        };
        Self {
            device: Device {
                name: alone.device(),
                results: mode.outcomes(found),
            },
            is_in_old: alone.old.is_some(),
            is_in_new: alone.new.is_some(),
        }
    }
}

impl Device<'_> {
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.results.iter().flat_map(|outcome| &outcome.findings)
    }
}

impl Outcome {
    pub(super) fn verdict(&self) -> Verdict {
        let verdicts = self.findings.iter().map(|finding| finding.verdict);
        verdicts.max().unwrap_or(Verdict::Compatible)
    }
}

impl Mode {
    fn outcomes(self, findings: impl Fn(Direction) -> Vec<Finding>) -> Vec<Outcome> {
        let directions = self.directions().iter();
        directions
            .map(|&direction| Outcome {
                direction,
                findings: findings(direction),
            })
            .collect()
    }
}
