//! What a preflight finds: the verdict on each device.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use super::items::{self, ItemVerdict};
use super::judge::{self, Judged};
use super::judgement::{Conversion, DeviceVerdict, HandOver, Judgement};
use super::party::{Machine, Party};
use crate::base::budget::{Budget, BudgetExceeded};
use crate::base::text::escape;
use crate::resolve::Verdict;

/// Whether the devices and bulk items of a source fit those of a destination.
#[derive(Debug)]
pub struct Preflight {
    /// Apart, so that an error that has it is small.
    pub(super) judged: Box<Judged>,
    /// Those of the source in their order, then those that only the destination has.
    pub(super) items: Vec<ItemVerdict>,
    /// How many of them the source has.
    pub(super) offered_items: usize,
    /// Digest of the source's devices.
    pub(super) offer: [u8; 16],
    /// The source's configurations, if this is the source.
    pub(super) offered: Vec<Vec<u8>>,
    /// What the conversion of a device may take, in bytes. No `Budget`, which would keep
    /// errors from going to another thread.
    pub(super) memory: usize,
}

impl Preflight {
    pub(super) fn between(
        writer: &Machine<'_>,
        reader: &Machine<'_>,
        budget: &Budget,
    ) -> Result<Self, BudgetExceeded> {
        Ok(Self {
            judged: judge::judge(writer.devices, reader.devices, budget)?.into(),
            items: items::judge(writer.items, reader.items, budget)?,
            offered_items: writer.items.len(),
            offer: judge::digest(writer),
            offered: Vec::new(),
            memory: budget.total(),
        })
    }

    /// The gravest verdict of all devices and bulk items.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.judged.judgements.iter().map(|j| j.verdict);
        let of_items = self.items.iter().map(|item| item.verdict);
        verdicts
            .chain(of_items)
            .max()
            .unwrap_or(Verdict::Compatible)
    }

    /// The verdict on each device, in the order of the source's devices; then
    /// those that the source lacks.
    pub fn devices(&self) -> &[DeviceVerdict] {
        &self.judged.devices
    }

    /// The verdict on each bulk item, in the order of the source's items; then those that
    /// the source lacks.
    pub fn items(&self) -> &[ItemVerdict] {
        &self.items
    }

    /// How many conditions or reasons all devices and bulk items have together.
    pub fn count_reasons(&self) -> usize {
        let devices = self.judged.devices.iter();
        let judgements = devices.filter_map(|d| self.judged.judgements.get(d.judgement));
        let of_items = self.items.iter().map(|item| item.findings.len());
        judgements
            .map(|judgement| judgement.reasons)
            .chain(of_items)
            .sum()
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

    /// Who takes over the state of a device of the source.
    pub(super) fn hand_overs(&self, index: usize) -> &[HandOver] {
        let all = &self.judged.hand_overs;
        let first = all.partition_point(|one| one.from < index);
        let after = all.partition_point(|one| one.from <= index);
        all.get(first..after).unwrap_or_default()
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

/// A line for each reason why a bulk item or device does not simply fit, up to a limit.
impl fmt::Display for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict())?;
        let devices = self.judged.devices.iter();
        let of_devices = devices.flat_map(|d| {
            let (instance, name) = (escape(&d.instance), escape(&d.device));
            let subject = format!("device {instance} ({name})");
            d.reasons().map(move |reason| (subject.clone(), reason))
        });
        let of_items = self.items.iter().flat_map(|item| {
            let subject = format!("bulk item \"{}\"", escape(&item.item));
            item.reasons().map(move |reason| (subject.clone(), reason))
        });
        for (subject, reason) in of_items.chain(of_devices).take(MOST_LINES) {
            write!(f, "\n  {subject}: {reason}")?;
        }
        match self.count_reasons().saturating_sub(MOST_LINES) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}
