//! What was found about a device, and how its state is loaded.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::party::Party;
use crate::base::budget::{Budget, BudgetExceeded};
use crate::codec::Older;
use crate::resolve::{Finding, Plan, Verdict, unless_needed, without_reader, without_writer};
use crate::schema::{Fingerprint, Schema};

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

/// Bytes that a finding takes, at most.
pub(super) const FINDING: usize = 1024;

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
    /// The device is not there, and others take over its state.
    Taken,
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
    pub(super) findings: Arc<[Finding]>,
    /// How many conditions or reasons it has.
    pub(super) reasons: usize,
    pub(super) conversion: Conversion,
    /// Whether the destination does without its data.
    pub(super) may_be_absent: bool,
    /// Of the source's schema; the destination's, if only that has the device.
    pub(super) fingerprint: Fingerprint,
}

impl Judgement {
    pub(super) fn new(
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

    /// That others of the reader take over the state, of which these findings are; besides
    /// what was found about the device itself, if the reader has it.
    pub(super) fn taken(
        from: &Schema,
        own: Option<&Self>,
        findings: Vec<Finding>,
        may_be_absent: bool,
    ) -> Self {
        let (before, conversion) = match own {
            Some(own) => (&*own.findings, own.conversion.clone()),
            None => (&[][..], Conversion::Taken),
        };
        let findings = before.iter().cloned().chain(findings).collect();
        let judgement = Self::new(from, None, findings, conversion, may_be_absent);
        match (judgement.verdict.permits_loading(), may_be_absent) {
            (true, _) => judgement,
            (false, false) => Self {
                conversion: Conversion::Impossible,
                ..judgement
            },
            (false, true) => {
                let findings = unless_needed(judgement.findings.to_vec());
                Self::new(from, None, findings, Conversion::Absent, true)
            }
        }
    }

    /// Of a device of the reader that the writer does not have, with what follows from it.
    pub(super) fn not_sent(reader: &Schema, follows: Finding) -> Self {
        let lacking = Some(Side::Source);
        Self::new(
            reader,
            lacking,
            Vec::from([follows]),
            Conversion::Taken,
            false,
        )
    }

    /// The same, and what was found about configurations.
    pub(super) fn with(
        &self,
        findings: Vec<Finding>,
        budget: &Budget,
    ) -> Result<Self, BudgetExceeded> {
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

    pub(super) fn of(&self, party: &Party<'_>, judgement: usize) -> DeviceVerdict {
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

/// How a device of the reader takes over the state of one of the writer.
#[derive(Debug)]
pub(super) struct HandOver {
    /// The position of the writer's.
    pub(super) from: usize,
    /// The position of the reader's.
    pub(super) to: usize,
    /// Position among what the schema of the reader's takes over.
    pub(super) entry: usize,
    /// Position among the places that the reader's takes over from.
    pub(super) place: usize,
    pub(super) conversion: Conversion,
}

/// What is found about a device that one side lacks.
pub(super) fn lone(schema: &Schema, lacking: Side) -> Judgement {
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
