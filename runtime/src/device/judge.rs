//! Which devices of a writer a reader can load: the one judgement that
//! preflight and loading share.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use super::counterparts::counterparts;
use super::party::{Machine, Party};
use crate::base::budget::{Budget, BudgetExceeded};
use crate::base::fnv::Fnv128;
use crate::codec::Older;
use crate::resolve::{
    Finding, Plan, Suits, Verdict, resolve, unless_needed, without_reader, without_writer,
};
use crate::schema::{Fingerprint, Schema};
use crate::stream::BulkItem;

/// What was found about one device instance.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeviceVerdict {
    /// Path and id, as `uart0#0`. It may come from a stream: escape it before a
    /// person sees it.
    pub instance: String,
    /// Name of the device's type.
    pub device: Arc<str>,
    /// Whether the reader can load it.
    pub verdict: Verdict,
    /// Which side lacks the instance, if one does.
    pub lacking: Option<Side>,
    /// The differences of the schemas: one list for all instances that have
    /// the same two.
    pub findings: Arc<[Finding]>,
    /// Number of the judgement that it shares with them.
    pub(super) judgement: usize,
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
    Plan {
        plan: Arc<Plan>,
        from: Option<Arc<Older>>,
    },
    /// Not at all: it must not be needed.
    Absent,
    /// Not at all.
    Impossible,
}

/// What was found about all devices of the same two schemas, and of configurations that
/// do not suit each other in the same way.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    device: Arc<str>,
    pub(super) verdict: Verdict,
    lacking: Option<Side>,
    findings: Arc<[Finding]>,
    /// How many conditions or reasons it has.
    pub(super) reasons: usize,
    pub(super) conversion: Conversion,
    /// Whether the destination does without its data.
    pub(super) may_be_absent: bool,
    /// Of the source's schema; the destination's, if only that has the device.
    pub(super) fingerprint: Fingerprint,
}

impl Judgement {
    fn new(
        from: &Schema,
        lacking: Option<Side>,
        findings: Vec<Finding>,
        conversion: Conversion,
        may_be_absent: bool,
    ) -> Self {
        let gravest = findings.iter().map(|finding| finding.verdict).max();
        let verdict = match refuses(lacking, &findings) {
            Some(_) => Verdict::Incompatible,
            None => gravest.unwrap_or(Verdict::Compatible),
        };
        let reasons = sentences(verdict, lacking, &findings).count();
        Self {
            device: from.device().into(),
            verdict,
            lacking,
            findings: findings.into(),
            reasons,
            conversion,
            may_be_absent,
            fingerprint: from.fingerprint(),
        }
    }

    /// The same, and what was found about configurations.
    fn with(&self, findings: Vec<Finding>, budget: &Budget) -> Result<Self, BudgetExceeded> {
        /// Bytes that a finding takes, at most.
        const FINDING: usize = 1024;
        let mut judgement = self.clone();
        if findings.is_empty() {
            return Ok(judgement);
        }
        let all = judgement.findings.len() + findings.len();
        budget.draw(all.saturating_mul(FINDING))?;
        (judgement.verdict, judgement.conversion) = match self.may_be_absent {
            true => (Verdict::Conditional, Conversion::Absent),
            false => (Verdict::Incompatible, Conversion::Impossible),
        };
        let findings = match self.may_be_absent {
            true => unless_needed(findings),
            false => findings,
        };
        judgement.findings = self.findings.iter().cloned().chain(findings).collect();
        let sentences = sentences(judgement.verdict, judgement.lacking, &judgement.findings);
        judgement.reasons = sentences.count();
        Ok(judgement)
    }

    fn of(&self, party: &Party<'_>, judgement: usize) -> DeviceVerdict {
        DeviceVerdict {
            instance: party.name(),
            device: self.device.clone(),
            verdict: self.verdict,
            lacking: self.lacking,
            findings: self.findings.clone(),
            judgement,
        }
    }

    /// The conditions or reasons, each in a sentence.
    pub(super) fn sentences(&self) -> impl Iterator<Item = String> + '_ {
        sentences(self.verdict, self.lacking, &self.findings)
    }
}

impl DeviceVerdict {
    /// The conditions or reasons, each in a sentence.
    pub fn reasons(&self) -> impl Iterator<Item = String> {
        sentences(self.verdict, self.lacking, &self.findings)
    }
}

fn sentences(
    verdict: Verdict,
    lacking: Option<Side>,
    findings: &[Finding],
) -> impl Iterator<Item = String> {
    let lacking = refuses(lacking, findings).map(|side| match side {
        Side::Source => "the destination has this device, the source does not".to_owned(),
        Side::Destination => "the source has this device, the destination does not".to_owned(),
    });
    let reasons = findings.iter().filter(move |f| is_reason(verdict, f));
    lacking.into_iter().chain(reasons.map(Finding::to_string))
}

/// The side that lacks a device, if there is no finding on what follows.
fn refuses(lacking: Option<Side>, findings: &[Finding]) -> Option<Side> {
    lacking.filter(|_| findings.is_empty())
}

/// Whether a finding is why a device has this verdict.
fn is_reason(verdict: Verdict, finding: &Finding) -> bool {
    finding.verdict == verdict && verdict != Verdict::Compatible
}

/// What was found about all devices of either side.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// One for each instance: those of the writer in their order, then those
    /// that only the reader has.
    pub(super) devices: Vec<DeviceVerdict>,
    /// How many of them the writer has.
    pub(super) written: usize,
    /// For each of those, the position of the reader's device that takes its state.
    pub(super) counterparts: Vec<Option<usize>>,
    /// In the order in which devices have them.
    pub(super) judgements: Vec<Judgement>,
}

/// Compares all devices of the writer with those of the reader.
pub(super) fn judge(
    writer: &[Party<'_>],
    reader: &[Party<'_>],
    budget: &Budget,
) -> Result<Judged, BudgetExceeded> {
    let mut judging = Judging {
        judged: Judged::default(),
        known: HashMap::new(),
        compared: HashMap::new(),
        budget,
    };
    judging.draw_for(writer)?;
    judging.draw_for(reader)?;
    let counterparts = counterparts(writer, reader);
    let mut lacks = vec![true; reader.len()];
    for (party, counterpart) in writer.iter().zip(&counterparts) {
        match counterpart.and_then(|at| Some((reader.get(at)?, lacks.get_mut(at)?))) {
            Some((counterpart, lacks)) => {
                *lacks = false;
                judging.pair(party, counterpart)?;
            }
            None => judging.alone(party, Side::Destination)?,
        }
    }
    judging.judged.written = writer.len();
    judging.judged.counterparts = counterparts;
    let lacking = reader.iter().zip(lacks).filter(|(_, lacks)| *lacks);
    for (party, _) in lacking {
        judging.alone(party, Side::Source)?;
    }
    Ok(judging.judged)
}

/// What devices are judged alike by: the schemas of both sides, and configurations that
/// do not suit each other; or the one schema and which side lacks it.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Pair(Pair),
    Configured(Pair, &'a [u8], &'a [u8]),
    Alone(Fingerprint, bool),
}

type Pair = (Fingerprint, Fingerprint);

/// What was found about two schemas.
struct Compared {
    judgement: Judgement,
    /// What judges configurations.
    suits: Option<Suits>,
}

struct Judging<'a> {
    judged: Judged,
    /// Numbers of the judgements that were made.
    known: HashMap<Key<'a>, usize>,
    /// So that a plan is made once for all instances of a device.
    compared: HashMap<Pair, Compared>,
    budget: &'a Budget,
}

impl<'a> Judging<'a> {
    fn pair(&mut self, from: &Party<'a>, to: &Party<'a>) -> Result<(), BudgetExceeded> {
        let pair = (from.schema.fingerprint(), to.schema.fingerprint());
        let compared = match self.compared.entry(pair) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(compare(from.schema, to.schema, self.budget)?),
        };
        let (offered, live) = (from.configuration, to.configuration);
        let mut key = Key::Pair(pair);
        let mut findings = Vec::new();
        if let Some(suits) = compared
            .suits
            .as_ref()
            .filter(|_| !offered.is_empty() && !live.is_empty())
        {
            // Both are read once more, and one is converted.
            let lens = offered.len().saturating_add(live.len());
            self.budget.draw(lens.saturating_mul(4))?;
            findings = suits.judge(offered, live, &self.budget.anew());
        }
        if !findings.is_empty() {
            key = Key::Configured(pair, offered, live);
        }
        let number = match self.known.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let judgement = compared.judgement.with(findings, self.budget)?;
                self.judged.judgements.push(judgement);
                *new.insert(self.judged.judgements.len() - 1)
            }
        };
        self.note(from, number);
        Ok(())
    }

    fn alone(&mut self, party: &Party<'a>, lacking: Side) -> Result<(), BudgetExceeded> {
        let key = Key::Alone(party.schema.fingerprint(), lacking == Side::Source);
        let number = match self.known.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let judgement = lone(party.schema, lacking);
                self.judged.judgements.push(judgement);
                *new.insert(self.judged.judgements.len() - 1)
            }
        };
        self.note(party, number);
        Ok(())
    }

    fn note(&mut self, party: &Party<'_>, number: usize) {
        let verdict = self
            .judged
            .judgements
            .get(number)
            .map(|j| j.of(party, number));
        self.judged.devices.extend(verdict);
    }

    /// Draws what the verdicts on these devices take, and finding them.
    fn draw_for(&self, parties: &[Party<'_>]) -> Result<(), BudgetExceeded> {
        const EACH: usize = size_of::<DeviceVerdict>() + 160;
        let paths: usize = parties.iter().map(|party| party.path.len()).sum();
        let bytes = parties.len().saturating_mul(EACH).saturating_add(paths);
        self.budget.draw(bytes)
    }
}

/// What is found about a device that one side lacks.
fn lone(schema: &Schema, lacking: Side) -> Judgement {
    let follows = match lacking {
        Side::Destination => without_reader(schema),
        Side::Source => without_writer(schema),
    };
    let is_spared = follows.is_some();
    let conversion = match is_spared {
        true => Conversion::Absent,
        false => Conversion::Impossible,
    };
    let findings = follows.into_iter().collect();
    Judgement::new(schema, Some(lacking), findings, conversion, is_spared)
}

fn compare(writer: &Schema, reader: &Schema, budget: &Budget) -> Result<Compared, BudgetExceeded> {
    let judgement = compare_types(writer, reader, budget)?;
    let fits = judgement.verdict.permits_loading();
    let suits = fits.then(|| Suits::new(writer, reader)).flatten();
    Ok(Compared { judgement, suits })
}

fn compare_types(
    writer: &Schema,
    reader: &Schema,
    budget: &Budget,
) -> Result<Judgement, BudgetExceeded> {
    let may_be_absent = writer.needed().is_some() && reader.needed().is_some();
    if writer.fingerprint() == reader.fingerprint() {
        let straight = Conversion::Straight;
        let judgement = Judgement::new(writer, None, Vec::new(), straight, may_be_absent);
        return Ok(judgement);
    }
    /// Bytes that a plan takes for each type that a schema describes, at most.
    const STEP: usize = 256;
    let resolution = resolve(writer, reader);
    let types = [writer, reader].map(|schema| schema.ty().summary().nodes() as usize);
    let plan = types.iter().sum::<usize>().saturating_mul(STEP);
    budget.draw(resolution.memory().saturating_add(plan))?;
    let findings = resolution.findings().to_vec();
    let wrote = writer.version();
    let is_older = wrote < reader.version() && reader.older_of(wrote).is_none();
    let from = is_older.then(|| Arc::new(older(writer, resolution.added())));
    let conversion = match resolution.into_plan() {
        Some(plan) => Conversion::Plan {
            plan: Arc::new(plan),
            from,
        },
        None => Conversion::Impossible,
    };
    let judgement = Judgement::new(writer, None, findings, conversion, may_be_absent);
    Ok(judgement)
}

/// What an upgrade is told: the version, and the fields and subsections of the
/// device that get their defaults, which have the new meaning already.
fn older(writer: &Schema, added: &[String]) -> Older {
    Older {
        version: writer.version(),
        lacks: added.to_vec(),
    }
}

fn add_aliases(hash: Fnv128, (index, party): (u32, &Party<'_>)) -> Fnv128 {
    party.aliases.iter().fold(hash, |hash, alias| {
        let hash = hash.write_u32(index).write_text(&alias.path);
        hash.write_u32(alias.instance_id)
    })
}

/// What an answer repeats of the devices that were offered: their paths, ids,
/// fingerprints and configurations, in their order; of the bulk items, what was said
/// of them; and the devices' aliases.
pub(super) fn digest(offered: &Machine<'_>) -> [u8; 16] {
    let add = |hash: Fnv128, party: &Party<'_>| {
        hash.write_text(party.path)
            .write_u32(party.instance_id)
            .write_u128(party.schema.fingerprint().to_u128())
            .write_u32(party.configuration.len() as u32)
            .write(party.configuration)
    };
    let hash = offered.devices.iter().fold(Fnv128::new(), add);
    let add_item = |hash: Fnv128, item: &BulkItem| {
        let message = item.to_message();
        hash.write_u32(message.len() as u32).write(&message)
    };
    let hash = offered.items.iter().fold(hash, add_item);
    let hash = (0..).zip(offered.devices).fold(hash, add_aliases);
    hash.finish().to_le_bytes()
}
