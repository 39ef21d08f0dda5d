//! Which devices of a writer a reader can load: the one judgement that
//! preflight and loading share.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::resolve::{Finding, Plan, Verdict, resolve};
use crate::schema::{Fingerprint, Schema};

/// A device on one side.
pub(super) struct Party<'a> {
    pub(super) path: &'a str,
    pub(super) instance_id: u32,
    pub(super) schema: &'a Schema,
}

impl Party<'_> {
    fn key(&self) -> (&str, u32) {
        (self.path, self.instance_id)
    }

    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.path, self.instance_id)
    }
}

/// What was found about one device instance.
#[derive(Debug)]
pub struct DeviceVerdict {
    /// Path and id, as `uart0#0`. It may come from a stream: escape it before a
    /// person sees it.
    pub instance: String,
    /// Name of the device's type.
    pub device: String,
    /// Whether the reader can load it.
    pub verdict: Verdict,
    /// Which side lacks the instance, if one does.
    pub lacking: Option<Side>,
    /// The differences of the schemas.
    pub findings: Vec<Finding>,
    pub(super) conversion: Conversion,
    /// Of the source's schema; the destination's, if only that has the device.
    fingerprint: Fingerprint,
}

/// One side of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Where the state comes from.
    Source,
    /// Where it goes.
    Destination,
}

/// How an instance's data is loaded.
#[derive(Clone, Debug)]
pub(super) enum Conversion {
    /// The schemas are equal: as it is.
    Straight,
    /// Through a plan, and perhaps from an older meaning.
    Plan { plan: Arc<Plan>, from: Option<u32> },
    /// Not at all.
    Impossible,
}

impl DeviceVerdict {
    /// Whether it is about this device of the source.
    pub(super) fn is_of(&self, party: &Party<'_>) -> bool {
        self.instance == party.name() && self.fingerprint == party.schema.fingerprint()
    }

    /// The conditions or reasons, each in a sentence.
    pub fn reasons(&self) -> impl Iterator<Item = String> {
        let lacking = self.lacking.map(|side| match side {
            Side::Source => "the destination has this device, the source does not".to_owned(),
            Side::Destination => "the source has this device, the destination does not".to_owned(),
        });
        let grave = |finding: &&Finding| {
            finding.verdict == self.verdict && self.verdict != Verdict::Compatible
        };
        lacking
            .into_iter()
            .chain(self.findings.iter().filter(grave).map(Finding::to_string))
    }
}

/// One for each instance of either side: those of the writer in their order,
/// then those that only the reader has.
pub(super) fn judge(writer: &[Party<'_>], reader: &[Party<'_>]) -> Vec<DeviceVerdict> {
    let by_key: HashMap<_, _> = reader.iter().map(|party| (party.key(), party)).collect();
    let mut known = Known::default();
    let judged = writer.iter().map(|from| match by_key.get(&from.key()) {
        Some(to) => known.verdict(from, to),
        None => lacking(from, Side::Destination),
    });
    let mut verdicts: Vec<_> = judged.collect();
    let written: HashSet<_> = writer.iter().map(Party::key).collect();
    let surplus = reader
        .iter()
        .filter(|party| !written.contains(&party.key()));
    verdicts.extend(surplus.map(|party| lacking(party, Side::Source)));
    verdicts
}

fn lacking(party: &Party<'_>, side: Side) -> DeviceVerdict {
    DeviceVerdict {
        instance: party.name(),
        device: party.schema.device().to_owned(),
        verdict: Verdict::Incompatible,
        lacking: Some(side),
        findings: Vec::new(),
        conversion: Conversion::Impossible,
        fingerprint: party.schema.fingerprint(),
    }
}

/// Schemas that were compared already, so that a plan is made once for all
/// instances of a device.
#[derive(Default)]
struct Known(BTreeMap<(Fingerprint, Fingerprint), (Vec<Finding>, Conversion)>);

impl Known {
    fn verdict(&mut self, from: &Party<'_>, to: &Party<'_>) -> DeviceVerdict {
        let key = (from.schema.fingerprint(), to.schema.fingerprint());
        let (findings, conversion) = self
            .0
            .entry(key)
            .or_insert_with(|| compare(from.schema, to.schema));
        let verdict = findings.iter().map(|finding| finding.verdict).max();
        DeviceVerdict {
            instance: from.name(),
            device: from.schema.device().to_owned(),
            verdict: verdict.unwrap_or(Verdict::Compatible),
            lacking: None,
            findings: findings.clone(),
            conversion: conversion.clone(),
            fingerprint: from.schema.fingerprint(),
        }
    }
}

fn compare(writer: &Schema, reader: &Schema) -> (Vec<Finding>, Conversion) {
    if writer.fingerprint() == reader.fingerprint() {
        return (Vec::new(), Conversion::Straight);
    }
    let resolution = resolve(writer, reader);
    let findings = resolution.findings().to_vec();
    let from = (writer.version() < reader.version()).then_some(writer.version());
    let conversion = match resolution.into_plan() {
        Some(plan) => Conversion::Plan {
            plan: Arc::new(plan),
            from,
        },
        None => Conversion::Impossible,
    };
    (findings, conversion)
}
