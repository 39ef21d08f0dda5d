//! A device of stored streams, and all that the new release reads its state as.

use std::ops::Range;

use migratable::resolve::{Broken, Finding, TakenOver, Trial};
use migratable::schema::{Fingerprint, Schema};
use migratable::stream::Limits;

use super::refusal::{Cause, Condition, Reason};
use crate::gate::witness::{self, Witness};
use crate::stream::Section;

/// A device's schema in streams, and what it came to.
pub(in crate::gate) struct Old {
    pub(in crate::gate) schema: Schema,
    readings: Vec<Reading>,
    /// What was found, reading by reading, each with state that shows it.
    pub(in crate::gate) findings: Vec<(Finding, Option<Witness>)>,
    /// The first stream that has it.
    pub(in crate::gate) first: String,
    /// The streams that have it, by number.
    pub(super) seen: Vec<usize>,
}

/// What the new release reads the state as: as that of the same device, or as what another
/// one takes over.
struct Reading {
    taker: Option<Taker>,
    trial: Trial,
    /// The new release has it as it is.
    is_same: bool,
    /// Its findings, among all.
    findings: Range<usize>,
}

/// That other one.
#[derive(PartialEq, Eq)]
struct Taker {
    device: String,
    /// What it takes the state for.
    state: Fingerprint,
    /// It does without the state, which depends on what else a stream has.
    is_spared: bool,
}

impl Old {
    pub(super) fn new(schema: Schema, first: &str) -> Self {
        Self {
            schema,
            readings: Vec::new(),
            findings: Vec::new(),
            first: first.to_owned(),
            seen: Vec::new(),
        }
    }

    /// In how many streams it is.
    pub(in crate::gate) fn streams(&self) -> usize {
        self.seen.len()
    }

    /// Whether a finding was tried on the states: of those that a schema does not let load
    /// at all, the conditions are not.
    pub(in crate::gate) fn is_tried(&self, finding: usize) -> bool {
        let Some((found, _)) = self.findings.get(finding) else {
            return false;
        };
        let mut readings = self.readings.iter();
        let reading = readings.find(|reading| reading.findings.contains(&finding));
        let loads = |reading: &Reading| reading.trial.resolution().plan().is_some();
        !found.verdict.permits_loading() || reading.is_some_and(loads)
    }

    /// Whether the new release reads it as something.
    pub(in crate::gate) fn is_read(&self) -> bool {
        !self.readings.is_empty()
    }

    /// The number of the reading as the same device.
    pub(super) fn as_itself(&mut self, reader: &Schema) -> usize {
        self.known(None).unwrap_or_else(|| {
            let found = witness::compared(&self.schema, reader);
            self.read_as(None, reader, found)
        })
    }

    /// The number of the reading as what another device takes over.
    pub(super) fn as_taken(&mut self, taken: &TakenOver<'_>) -> usize {
        let taker = Taker {
            device: taken.reader.device().to_owned(),
            state: taken.state.fingerprint(),
            is_spared: taken.is_spared(),
        };
        self.known(Some(&taker)).unwrap_or_else(|| {
            let found = witness::taken_over(taken);
            self.read_as(Some(taker), taken.state, found)
        })
    }

    fn known(&self, taker: Option<&Taker>) -> Option<usize> {
        let mut readings = self.readings.iter();
        readings.position(|reading| reading.taker.as_ref() == taker)
    }

    fn read_as(
        &mut self,
        taker: Option<Taker>,
        reader: &Schema,
        found: Vec<(Finding, Option<Witness>)>,
    ) -> usize {
        let first = self.findings.len();
        self.findings.extend(found);
        self.readings.push(Reading {
            taker,
            trial: Trial::new(&self.schema, reader),
            is_same: reader.fingerprint() == self.schema.fingerprint(),
            findings: first..self.findings.len(),
        });
        self.readings.len() - 1
    }

    /// Why a state would not load, by these of its readings.
    pub(super) fn refuses(&self, readings: &[usize], section: &Section<'_>) -> Vec<Reason> {
        self.reasons(readings, |reading| self.causes(reading, section))
    }

    /// Why it would not load that there is no state.
    pub(super) fn misses(&self, readings: &[usize]) -> Vec<Reason> {
        match readings {
            // Who has no such device lacks none.
            [] => Vec::new(),
            _ => self.reasons(readings, |reading| self.missed(reading)),
        }
    }

    fn reasons(&self, readings: &[usize], causes: impl Fn(&Reading) -> Vec<Cause>) -> Vec<Reason> {
        if readings.is_empty() {
            return vec![Reason {
                taker: None,
                cause: Cause::Unread,
            }];
        }
        let readings = readings.iter().filter_map(|at| self.readings.get(*at));
        let reasons = readings.flat_map(|reading| {
            let because = |cause| Reason {
                taker: reading.taker.as_ref().map(|taker| taker.device.clone()),
                cause,
            };
            causes(reading).into_iter().map(because)
        });
        reasons.collect()
    }

    /// The numbers of those findings of a reading that are meant.
    fn said(&self, reading: &Reading, is_meant: impl Fn(&Finding) -> bool) -> Vec<usize> {
        let findings = self.findings.get(reading.findings.clone());
        let findings = reading.findings.clone().zip(findings.unwrap_or_default());
        let said = findings.filter(|(_, (finding, _))| is_meant(finding));
        said.map(|(number, _)| number).collect()
    }

    fn missed(&self, reading: &Reading) -> Vec<Cause> {
        // Of what is taken over, it does not count where the taker does without.
        let broken: Vec<&Finding> = reading.trial.broken_by_absence().collect();
        let is_broken = |one: &Finding| broken.iter().any(|broken| broken.rule == one.rule);
        let says = self.said(reading, is_broken);
        let cause = (!says.is_empty()).then_some(Cause::Absence(says));
        cause.into_iter().collect()
    }

    fn causes(&self, reading: &Reading, section: &Section<'_>) -> Vec<Cause> {
        // It was tested when it was read, and need not be in memory.
        if reading.is_same && section.violation.is_none() && section.part.is_some() {
            return Vec::new();
        }
        let trial = &reading.trial;
        if trial.resolution().plan().is_none() {
            // Conditions may hold all the same, and are not what stops it.
            let says = self.said(reading, |finding| !finding.verdict.permits_loading());
            return vec![Cause::Schema(says)];
        }
        match trial.broken(&section.payload.to_memory(), &Limits::default().budget()) {
            Ok(broken) => {
                let broken = broken.iter();
                let causes = broken.map(|one| self.condition(reading, one, section));
                causes.map(Cause::Condition).collect()
            }
            // The state is none, or becomes more than there is room for.
            Err(error) => vec![Cause::Condition(Condition {
                findings: Vec::new(),
                error,
                at: None,
                times: 1,
            })],
        }
    }

    fn condition(&self, reading: &Reading, broken: &Broken, section: &Section<'_>) -> Condition {
        Condition {
            findings: self.said(reading, |finding| broken.is_of(finding)),
            error: broken.error.clone(),
            at: broken.offset.and_then(|offset| section.place.of(offset)),
            times: broken.times,
        }
    }
}
