//! What was compared, and what was found.

mod device;
mod many;
mod streams;

use migratable::resolve::{Verdict, releases};

use super::declared::Declared;
use super::direction::{Direction, Mode};
use super::policy::{Found, Policy};
use crate::schemas::SchemaSet;

pub(super) use device::{Device, Located, Lone, Outcome};
pub(super) use streams::Tried;

use device::{gravest, with_past};

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
