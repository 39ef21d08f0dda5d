//! Judges each pair of different schemas once, however many releases have them.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use migratable::resolve::{Finding, TakenOver, releases, resolve, taken_over};
use migratable::schema::{Fingerprint, Schema};

use super::document::{Because, Reason};
use super::{Cell, Matrix, Named, Shard};
use crate::gate::policy::{Found, Policy};
use crate::schemas::Release;
use crate::terminal::Progress;

/// All devices of all releases, and what was judged so far.
pub(crate) struct Judge<'a> {
    policy: &'a Policy,
    releases: &'a [Release],
    /// By name.
    devices: Vec<Device<'a>>,
    /// For each release and device, which of the device's schemas it has.
    has: Vec<Vec<Option<usize>>>,
    /// What follows from devices that one release has: by the direction, whether they are
    /// all that there are, and their schemas.
    alone: HashMap<(bool, bool, Schemas, Schemas), Cell>,
    reasons: Vec<Reason>,
}

/// Some devices' schemas, by the numbers of both.
type Schemas = Vec<(usize, usize)>;

/// A device, in all forms that releases have of it.
#[derive(Default)]
struct Device<'a> {
    schemas: Vec<&'a Schema>,
    by_fingerprint: HashMap<Fingerprint, usize>,
    /// By writer and reader, in rows of as many as there are schemas.
    judged: Vec<Option<Cell>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(releases: &'a [Release], policy: &'a Policy) -> Self {
        let mut by_name: BTreeMap<&str, Device<'a>> = BTreeMap::new();
        for schema in releases.iter().flat_map(|release| release.schemas.iter()) {
            let device = by_name.entry(schema.device()).or_default();
            let next = device.schemas.len();
            let number = *device
                .by_fingerprint
                .entry(schema.fingerprint())
                .or_insert(next);
            if number == next {
                device.schemas.push(schema);
            }
        }
        let has = releases.iter().map(|release| {
            let number = |(name, device): (&&str, &Device<'_>)| {
                let schema = release.schemas.get(name)?;
                device.by_fingerprint.get(&schema.fingerprint()).copied()
            };
            by_name.iter().map(number).collect()
        });
        Self {
            policy,
            releases,
            has: has.collect(),
            devices: by_name.into_values().collect(),
            alone: HashMap::new(),
            reasons: Vec::new(),
        }
    }

    /// Judges the rows of a shard.
    pub(crate) fn matrix(mut self, shard: Shard) -> Matrix {
        let count = self.releases.len();
        let rows = shard.rows(count);
        let mut progress = Progress::of_steps("releases judged:", rows.len() as u64);
        let row = |writer| {
            let row = (0..count).map(|reader| self.cell(writer, reader)).collect();
            progress.advance(1);
            row
        };
        let cells = rows.clone().map(row).collect();
        let mut reasons = self.reasons;
        reasons.sort();
        reasons.dedup();
        Matrix {
            releases: (self.releases.iter()).map(named).collect(),
            rows,
            cells,
            reasons,
        }
    }

    fn cell(&mut self, writer: usize, reader: usize) -> Cell {
        let (Some(wrote), Some(reads)) = (self.has.get(writer), self.has.get(reader)) else {
            return Cell::Incompatible;
        };
        let mut worst = Cell::Same;
        let (mut only_written, mut only_read) = (Schemas::new(), Schemas::new());
        let mut compared = false;
        let pairs = self.devices.iter_mut().zip(wrote).zip(reads).enumerate();
        for (number, ((device, from), to)) in pairs {
            match (*from, *to) {
                (None, None) => {}
                (Some(from), None) => only_written.push((number, from)),
                (None, Some(to)) => only_read.push((number, to)),
                (Some(from), Some(to)) => {
                    compared = true;
                    if from != to {
                        let judged = device.judge(from, to, self.policy, &mut self.reasons);
                        worst = worst.max(judged);
                    }
                }
            }
        }
        let taken = self.taken_over(writer, reader);
        for one in &taken {
            let name = one.writer.device();
            worst = worst.max(self.judge_taken(one));
            only_written.retain(|(number, _)| !self.is_device(*number, name));
        }
        let is_all_paired = only_written.is_empty() && only_read.is_empty();
        if (compared || !taken.is_empty()) && is_all_paired {
            return worst;
        }
        let of_all = !compared && taken.is_empty();
        worst.max(self.alone(writer < reader, of_all, only_written, only_read))
    }

    /// What devices of a reader take over from those of a writer.
    fn taken_over(&self, writer: usize, reader: usize) -> Vec<TakenOver<'a>> {
        let schemas = |release: usize| {
            let has = self.has.get(release).into_iter().flatten();
            let devices = self.devices.iter().zip(has);
            devices.filter_map(|(device, number)| device.schemas.get((*number)?).copied())
        };
        match schemas(reader).any(|schema| !schema.takes_over().is_empty()) {
            true => taken_over(schemas(writer), schemas(reader)),
            false => Vec::new(),
        }
    }

    fn is_device(&self, number: usize, name: &str) -> bool {
        let device = self.devices.get(number);
        let schema = device.and_then(|device| device.schemas.first());
        schema.is_some_and(|schema| schema.device() == name)
    }

    fn judge_taken(&mut self, taken: &TakenOver<'_>) -> Cell {
        let (from, to) = (Some(taken.writer), Some(taken.state));
        let (name, findings) = (taken.writer.device(), taken.findings());
        let (cell, reason) = Reason::new(name, from, to, findings, self.policy);
        self.reasons.extend(reason);
        cell
    }

    /// What follows from the devices that one of two releases has. Those that both have
    /// do not matter to it, but whether there are any does.
    fn alone(
        &mut self,
        writer_is_older: bool,
        of_all: bool,
        written: Schemas,
        read: Schemas,
    ) -> Cell {
        let key = (writer_is_older, of_all, written, read);
        if let Some(cell) = self.alone.get(&key) {
            return *cell;
        }
        let schema = |&(device, number): &(usize, usize)| {
            let device = self.devices.get(device)?;
            device.schemas.get(number).copied()
        };
        let (.., written, read) = &key;
        let (written, read) = (
            written.iter().filter_map(schema),
            read.iter().filter_map(schema),
        );
        let found = match writer_is_older {
            true => releases(written, read),
            false => releases(read, written),
        };
        let mut worst = Cell::Compatible;
        for finding in found.findings.into_iter().filter(|_| of_all) {
            worst = worst.max(Cell::of(self.policy.judge("", finding).verdict()));
        }
        for (old, new) in found.both {
            let (from, to) = match writer_is_older {
                true => (old, new),
                false => (new, old),
            };
            let findings = resolve(from, to).findings().to_vec();
            let reason = Reason::new(from.device(), Some(from), Some(to), findings, self.policy);
            worst = worst.max(reason.0);
            self.reasons.extend(reason.1);
        }
        for alone in found.alone {
            let (from, to, finding) = match writer_is_older {
                true => (alone.old, alone.new, &alone.backward),
                false => (alone.new, alone.old, &alone.forward),
            };
            let Some(finding) = finding else { continue };
            let name = alone.device();
            let reason = Reason::new(name, from, to, [finding.clone()], self.policy);
            worst = worst.max(reason.0);
            self.reasons.extend(reason.1);
        }
        self.alone.insert(key, worst);
        worst
    }
}

impl Device<'_> {
    /// What follows for the state of one schema, where another reads it.
    fn judge(
        &mut self,
        writer: usize,
        reader: usize,
        policy: &Policy,
        reasons: &mut Vec<Reason>,
    ) -> Cell {
        let count = self.schemas.len();
        self.judged.resize(count * count, None);
        let place = writer * count + reader;
        if let Some(Some(cell)) = self.judged.get(place) {
            return *cell;
        }
        let (Some(from), Some(to)) = (self.schemas.get(writer), self.schemas.get(reader)) else {
            return Cell::Incompatible;
        };
        let resolution = resolve(from, to);
        let findings = resolution.findings().iter().cloned();
        let (cell, reason) = Reason::new(from.device(), Some(from), Some(to), findings, policy);
        reasons.extend(reason);
        if let Some(judged) = self.judged.get_mut(place) {
            *judged = Some(cell);
        }
        cell
    }
}

impl Reason {
    /// The worst of some findings, and those that count.
    fn new(
        device: &str,
        writer: Option<&Schema>,
        reader: Option<&Schema>,
        findings: impl IntoIterator<Item = Finding>,
        policy: &Policy,
    ) -> (Cell, Option<Self>) {
        let judged = findings.into_iter().map(|one| policy.judge(device, one));
        let counted: Vec<Found<'_>> = judged.filter(Found::fails).collect();
        let worst = counted.iter().map(|found| Cell::of(found.verdict())).max();
        let because = |found: &Found<'_>| Because {
            rule: found.finding.rule.id.to_owned(),
            path: found.finding.path.clone(),
            message: found.finding.message.clone(),
            level: found.level.to_string(),
        };
        let fingerprint = |schema: &Schema| schema.fingerprint().to_string();
        let reason = (!counted.is_empty()).then(|| Self {
            device: device.to_owned(),
            writer: writer.map(fingerprint),
            reader: reader.map(fingerprint),
            findings: counted.iter().map(because).collect(),
        });
        (worst.unwrap_or(Cell::Compatible), reason)
    }
}

/// A release's name, and a hash that tells whether shards are of the same one.
fn named(release: &Release) -> Named {
    let mut hasher = DefaultHasher::new();
    for schema in release.schemas.iter() {
        schema.fingerprint().hash(&mut hasher);
    }
    Named {
        name: release.name.clone(),
        digest: format!("{:016x}", hasher.finish()),
    }
}
