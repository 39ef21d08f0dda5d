//! What a preflight finds: the verdict on each device.

use std::fmt;

use super::judge::{self, Conversion, DeviceVerdict, Judged, Judgement, Party};
use crate::base::budget::{Budget, BudgetExceeded};
use crate::base::text::escape;
use crate::resolve::Verdict;

/// Whether the devices of a source fit those of a destination.
#[derive(Debug)]
pub struct Preflight {
    pub(super) judged: Judged,
    /// Digest of the source's devices.
    pub(super) offer: [u8; 16],
    /// The source's configurations, if this is the source.
    pub(super) offered: Vec<Vec<u8>>,
    /// What the conversion of a device may take.
    pub(super) memory: Budget,
}

impl Preflight {
    pub(super) fn between(
        writer: &[Party<'_>],
        reader: &[Party<'_>],
        budget: &Budget,
    ) -> Result<Self, BudgetExceeded> {
        Ok(Self {
            judged: judge::judge(writer, reader, budget)?,
            offer: judge::digest(writer),
            offered: Vec::new(),
            memory: budget.anew(),
        })
    }

    /// The gravest verdict of all devices.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.judged.judgements.iter().map(|j| j.verdict);
        verdicts.max().unwrap_or(Verdict::Compatible)
    }

    /// The verdict on each device, in the order of the source's devices; then
    /// those that the source lacks.
    pub fn devices(&self) -> &[DeviceVerdict] {
        &self.judged.devices
    }

    /// How many conditions or reasons all devices have together.
    pub fn count_reasons(&self) -> usize {
        let devices = self.judged.devices.iter();
        let judgements = devices.filter_map(|d| self.judged.judgements.get(d.judgement));
        judgements.map(|judgement| judgement.reasons).sum()
    }

    pub(super) fn conversion(&self, index: usize) -> &Conversion {
        let judgement = self.judgement(index);
        judgement.map_or(&Conversion::Impossible, |found| &found.conversion)
    }

    /// Whether the destination does without the data of a device of the source.
    pub(super) fn may_be_absent(&self, index: usize) -> bool {
        let judgement = self.judgement(index);
        judgement.is_some_and(|found| found.may_be_absent)
    }

    fn judgement(&self, index: usize) -> Option<&Judgement> {
        let device = self.judged.devices.get(index)?;
        self.judged.judgements.get(device.judgement)
    }

    /// Whether a verdict is on this device of the source.
    pub(super) fn is_of(&self, verdict: &DeviceVerdict, party: &Party<'_>) -> bool {
        let judgement = self.judged.judgements.get(verdict.judgement);
        verdict.instance == party.name()
            && judgement.is_some_and(|j| j.fingerprint == party.schema.fingerprint())
    }
}

/// As many lines a person reads. A stream can list devices without end.
const MOST_LINES: usize = 40;

/// A line for each reason why a device does not simply fit, up to a limit.
impl fmt::Display for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict())?;
        let devices = self.judged.devices.iter();
        let reasons = devices.flat_map(|d| d.reasons().map(move |reason| (d, reason)));
        for (device, reason) in reasons.take(MOST_LINES) {
            let (instance, name) = (escape(&device.instance), escape(&device.device));
            write!(f, "\n  device {instance} ({name}): {reason}")?;
        }
        match self.count_reasons().saturating_sub(MOST_LINES) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}
