//! Preflight: finding out whether a machine can migrate while its guest still
//! runs.
//!
//! The source sends its prologue. The destination answers with its own, and
//! with a verdict for each device. Then both sides have both schemas; the
//! source compares for itself, and checks the conditions on its state: when it
//! is asked to, and on the very bytes before they leave.

use std::fmt;
use std::io::{Read, Write};
use std::iter;

use super::devices::{Devices, Entry};
use super::judge::{Conversion, DeviceVerdict, Party, Side, judge};
use super::{MachineError, offered, save};
use crate::resolve::{ConvertError, Verdict};
use crate::stream::{Answer, DeviceAnswer, Prologue, StreamReader, StreamWriter};
use crate::text::escape;

/// Whether the devices of a source fit those of a destination.
#[derive(Debug)]
pub struct Preflight {
    devices: Vec<DeviceVerdict>,
}

impl Preflight {
    fn between(writer: &[Party<'_>], reader: &[Party<'_>]) -> Self {
        Self {
            devices: judge(writer, reader),
        }
    }

    /// The gravest verdict of all devices.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.devices.iter().map(|device| device.verdict);
        verdicts.max().unwrap_or(Verdict::Compatible)
    }

    /// The verdict on each device, in the order of the source's devices; then
    /// those that the source lacks.
    pub fn devices(&self) -> &[DeviceVerdict] {
        &self.devices
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
        self.devices
            .get(index)
            .map_or(&Conversion::Impossible, |device| &device.conversion)
    }

    /// Says that these are the devices that the source had when it was judged:
    /// conversions are found by position.
    fn check_source(&self, devices: &Devices<'_>) -> Result<(), MachineError> {
        let lacks = |verdict: &&DeviceVerdict| verdict.lacking == Some(Side::Source);
        let judged = self.devices.iter().take_while(|verdict| !lacks(verdict));
        let mut judged = judged.map(Some).chain(iter::repeat(None));
        for entry in &devices.entries {
            match judged.next().flatten() {
                Some(verdict) if verdict.is_of(&entry.party()) => {}
                _ => {
                    let instance = entry.name();
                    return Err(MachineError::OtherPreflight { instance });
                }
            }
        }
        match judged.next().flatten() {
            Some(verdict) => Err(MachineError::OtherPreflight {
                instance: verdict.instance.clone(),
            }),
            None => Ok(()),
        }
    }

    fn answer(&self) -> Answer {
        let devices = self.devices.iter().map(|device| DeviceAnswer {
            instance: device.instance.clone(),
            verdict: device.verdict.as_str().to_owned(),
            findings: device.reasons().collect(),
        });
        Answer {
            devices: devices.collect(),
        }
    }
}

/// As many lines a person reads. A stream can list devices without end.
const MOST_LINES: usize = 40;

/// A line for each reason why a device does not simply fit, up to a limit.
impl fmt::Display for Preflight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict())?;
        let devices = self.devices.iter();
        let mut reasons = devices.flat_map(|d| d.reasons().map(move |reason| (d, reason)));
        for (device, reason) in reasons.by_ref().take(MOST_LINES) {
            let (instance, name) = (escape(&device.instance), escape(&device.device));
            write!(f, "\n  device {instance} ({name}): {reason}")?;
        }
        match reasons.count() {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl Devices<'_> {
    fn parties(&self) -> Vec<Party<'_>> {
        self.entries.iter().map(Entry::party).collect()
    }

    /// At the destination: whether what an offer describes can be loaded.
    ///
    /// # Errors
    ///
    /// If a schema in the offer is none.
    pub fn judge_offer(&self, offer: &Prologue) -> Result<Preflight, MachineError> {
        let schemas = self.read_schemas(offer)?;
        Ok(Preflight::between(
            &offered::parties(offer, &schemas),
            &self.parties(),
        ))
    }

    /// At the destination: answers an offer with the schemas of its own devices
    /// and the verdicts.
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
        writer.answer(&preflight.answer())?;
        Ok(())
    }

    /// At the source: reads the answer, and judges for itself.
    ///
    /// # Errors
    ///
    /// If the answer cannot be read, or says that a device does not fit where
    /// this side finds that it does: then the builds differ in more than their
    /// schemas.
    pub fn read_answer<R: Read>(
        &self,
        reader: &mut StreamReader<R>,
    ) -> Result<Preflight, MachineError> {
        let answer = reader.read_answer()?;
        let theirs = reader.prologue();
        let schemas = self.read_schemas(theirs)?;
        let own = Preflight::between(&self.parties(), &offered::parties(theirs, &schemas));
        let refused = answer
            .devices
            .iter()
            .find(|device| device.verdict == "incompatible");
        match refused {
            Some(device) if own.verdict() != Verdict::Incompatible => {
                Err(MachineError::AnswerDiffers {
                    instance: device.instance.clone(),
                    reason: device.findings.first().cloned().unwrap_or_default(),
                })
            }
            _ => Ok(own),
        }
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
