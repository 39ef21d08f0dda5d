//! Preflight: finding out whether a machine can migrate while its guest still
//! runs.
//!
//! The source sends its prologue. The destination answers with its own, and
//! with a verdict for each device. Then both sides have both schemas; the
//! source compares for itself, and checks the conditions on its state: when it
//! is asked to, and on the very bytes before they leave.

use std::fmt;
use std::io::{Read, Write};

use super::devices::{Devices, Entry};
use super::judge::{self, Conversion, DeviceVerdict, Judged, Party};
use super::{MachineError, answer, offered, save};
use crate::Budget;
use crate::resolve::{ConvertError, Verdict};
use crate::stream::{Prologue, StreamReader, StreamWriter};
use crate::text::escape;

/// Whether the devices of a source fit those of a destination.
#[derive(Debug)]
pub struct Preflight {
    judged: Judged,
    /// Digest of the source's devices.
    offer: [u8; 16],
}

impl Preflight {
    fn between(
        writer: &[Party<'_>],
        reader: &[Party<'_>],
        budget: &Budget,
    ) -> Result<Self, MachineError> {
        Ok(Self {
            judged: judge::judge(writer, reader, budget)?,
            offer: judge::digest(writer),
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

    /// The same judgement, or the error that it means.
    ///
    /// # Errors
    ///
    /// If a device is incompatible or lacking on one side.
    pub fn require(self) -> Result<Self, MachineError> {
        match self.verdict() {
            Verdict::Incompatible => Err(MachineError::Incompatible(self)),
            _ => Ok(self),
        }
    }

    pub(super) fn conversion(&self, index: usize) -> &Conversion {
        let device = self.judged.devices.get(index);
        let judgement = device.and_then(|d| self.judged.judgements.get(d.judgement));
        judgement.map_or(&Conversion::Impossible, |found| &found.conversion)
    }

    /// Says that these are the devices that the source had when it was judged:
    /// conversions are found by position.
    fn check_source(&self, devices: &Devices<'_>) -> Result<(), MachineError> {
        let mut judged = self.judged.devices.iter().take(self.judged.written);
        for entry in &devices.entries {
            match judged.next() {
                Some(verdict) if self.is_of(verdict, &entry.party()) => {}
                _ => {
                    let instance = entry.name();
                    return Err(MachineError::OtherPreflight { instance });
                }
            }
        }
        match judged.next() {
            Some(verdict) => Err(MachineError::OtherPreflight {
                instance: verdict.instance.clone(),
            }),
            None => Ok(()),
        }
    }

    /// Whether a verdict is on this device of the source.
    fn is_of(&self, verdict: &DeviceVerdict, party: &Party<'_>) -> bool {
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

impl Devices<'_> {
    fn parties(&self) -> Vec<Party<'_>> {
        self.entries.iter().map(Entry::party).collect()
    }

    /// At the destination: whether what an offer describes can be loaded. It
    /// keeps to the [`Limits`](crate::stream::Limits) that the offer was read
    /// within.
    ///
    /// # Errors
    ///
    /// If a schema in the offer is none, or the comparison takes more memory
    /// than [`Limits::memory`](crate::stream::Limits::memory).
    pub fn judge_offer(&self, offer: &Prologue) -> Result<Preflight, MachineError> {
        self.judge_within(offer, &offer.limits.budget())
    }

    /// The same, with memory of this budget.
    pub(super) fn judge_within(
        &self,
        offer: &Prologue,
        budget: &Budget,
    ) -> Result<Preflight, MachineError> {
        let schemas = self.read_schemas(offer, budget)?;
        Preflight::between(&offered::parties(offer, &schemas), &self.parties(), budget)
    }

    /// At the destination: answers an offer with the schemas of its own devices
    /// and the verdicts. Of many findings, only some are sent.
    ///
    /// # Errors
    ///
    /// If the answer cannot be written.
    pub fn answer<W: Write>(
        &self,
        preflight: &Preflight,
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        save::prologue(self, writer)?;
        let answer = answer::make(&preflight.judged, preflight.offer, writer.limits());
        writer.answer(&answer)?;
        Ok(())
    }

    /// At the source: reads the answer, and judges for itself.
    ///
    /// Nothing but an answer to this very offer, which says of each device what
    /// this side finds too, is taken for one: where the two sides differ, their
    /// builds differ in more than their schemas. So a verdict of *incompatible*
    /// is both sides' own.
    ///
    /// # Errors
    ///
    /// If the answer cannot be read, is of other devices than these, or says
    /// something else of one than this side finds; or if the comparison takes
    /// more memory than [`Limits::memory`](crate::stream::Limits::memory).
    pub fn read_answer<R: Read>(
        &self,
        reader: &mut StreamReader<R>,
    ) -> Result<Preflight, MachineError> {
        let answer = reader.read_answer()?;
        let theirs = reader.prologue();
        let budget = theirs.limits.budget();
        let schemas = self.read_schemas(theirs, &budget)?;
        let (here, there) = (self.parties(), offered::parties(theirs, &schemas));
        let own = Preflight::between(&here, &there, &budget)?;
        answer::check(&answer, &own.judged, own.offer)?;
        Ok(own)
    }

    /// At the source: whether the conditions hold on the devices as they are
    /// now. The guest may run on and change that again.
    ///
    /// # Errors
    ///
    /// The first condition that does not hold, a device that cannot be encoded,
    /// or one that the preflight was not made with.
    pub fn check_conditions(&self, preflight: &Preflight) -> Result<(), MachineError> {
        preflight.check_source(self)?;
        let mut payload = Vec::new();
        self.entries
            .iter()
            .enumerate()
            .try_for_each(|(index, entry)| {
                payload.resize(entry.device.encoded_len(), 0);
                entry
                    .device
                    .encode(&mut payload)
                    .map_err(|fault| entry.cannot_encode(fault))?;
                check(entry, preflight.conversion(index), &payload)
            })
    }

    /// Writes a section for each device, after its conditions were checked on
    /// the very bytes.
    ///
    /// # Errors
    ///
    /// The first condition that does not hold; nothing of that device was
    /// written. Also if a device cannot be encoded, or is not one that the
    /// preflight was made with, or the stream cannot be written.
    pub fn save_checked_sections<W: Write>(
        &self,
        preflight: &Preflight,
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        preflight.check_source(self)?;
        save::sections_with(self, writer, |index, entry, payload| {
            check(entry, preflight.conversion(index), payload)
        })
    }
}

fn check(entry: &Entry<'_>, conversion: &Conversion, payload: &[u8]) -> Result<(), MachineError> {
    let checked = match conversion {
        Conversion::Straight => Ok(()),
        Conversion::Plan { plan, .. } => plan.check(payload),
        Conversion::Impossible => return Err(entry.lacks_counterpart()),
    };
    checked.map_err(|error| entry.unmet(error))
}

impl Entry<'_> {
    fn party(&self) -> Party<'_> {
        Party {
            path: &self.path,
            instance_id: self.instance_id,
            schema: self.device.schema(),
        }
    }

    pub(super) fn unmet(&self, error: ConvertError) -> MachineError {
        MachineError::Condition {
            instance: self.name(),
            device: self.device.schema().device(),
            error: Box::new(error),
        }
    }

    fn lacks_counterpart(&self) -> MachineError {
        MachineError::SurplusInstance {
            instance: self.name(),
        }
    }
}
