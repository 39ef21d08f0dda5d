//! Preflight: finding out whether a machine can migrate while its guest still
//! runs.
//!
//! The source sends its prologue. The destination answers with its own, and
//! with a verdict for each device. Then both sides have both schemas; the
//! source compares for itself, and checks the conditions on its state: when it
//! is asked to, and on the very bytes before they leave.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;

use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, comparing};
use super::judgement::{Conversion, Side};
use super::lent::Access;
use super::party::Machine;
use super::verdicts::Preflight;
use super::{answer, offered, save};
use crate::base::budget::Budget;
use crate::resolve::ConvertError;
use crate::stream::{Answer, Prologue, StreamWriter, Write};

impl Preflight {
    /// The same judgement, or the error that it means.
    ///
    /// # Errors
    ///
    /// If a device or bulk item is incompatible, not judged or lacking on one side.
    pub fn require(self) -> Result<Self, MachineError> {
        match self.verdict().permits_loading() {
            true => Ok(self),
            false => Err(MachineError::Incompatible(self)),
        }
    }
}

impl<S: Access> Devices<'_, S> {
    /// At the destination: whether what an offer describes can be loaded. It
    /// keeps to the [`Limits`](crate::stream::Limits) that the offer was read
    /// within.
    ///
    /// # Errors
    ///
    /// If a schema in the offer is not valid, or the comparison takes more memory
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
        let offered = offered::parties(offer, &schemas);
        let own = self.configurations(Side::Destination)?;
        let (there, here) = (Machine::new(&offered, &offer.items), self.parties(&own));
        let here = Machine::new(&here, self.layout.items());
        Preflight::between(&there, &here, budget).map_err(comparing)
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
        let own = self.configurations(Side::Destination)?;
        self.write_prologue(Side::Destination, self.layout.items(), &own, writer)?;
        let answer = answer::make(preflight, writer.limits());
        writer.answer(&answer)?;
        Ok(())
    }

    /// At the source: judges for itself, and reads the answer to its offer, which came behind the
    /// prologue of the destination's own devices.
    ///
    /// Nothing but an answer to this very offer, which says of each device what
    /// this side finds too, is taken for one: where the two sides differ, their
    /// builds differ in more than their schemas. So a verdict of *incompatible*
    /// is both sides' own.
    ///
    /// # Errors
    ///
    /// If the answer is of other devices than these, or says something else of one than this
    /// side finds; or if the comparison takes more memory than
    /// [`Limits::memory`](crate::stream::Limits::memory).
    pub fn judge_answer(
        &self,
        theirs: &Prologue,
        answer: &Answer,
    ) -> Result<Preflight, MachineError> {
        let budget = theirs.limits.budget();
        let schemas = self.read_schemas(theirs, &budget)?;
        let offered = self.configurations(Side::Source)?;
        let (here, there) = (self.parties(&offered), offered::parties(theirs, &schemas));
        let here = Machine::new(&here, self.layout.items());
        let there = Machine::new(&there, &theirs.items);
        let own = Preflight::between(&here, &there, &budget).map_err(comparing)?;
        answer::check(answer, &own)?;
        Ok(Preflight { offered, ..own })
    }

    /// At the source: whether the conditions hold on the devices as they are
    /// now. The guest may run on and change that again.
    ///
    /// # Errors
    ///
    /// All devices that are blocked; the first condition that does not hold, a device that
    /// is not to be had or cannot be encoded, one that the preflight was not made with,
    /// one that it found incompatible, or one whose configuration has changed since the
    /// answer was read: it has to be offered again.
    pub fn check_conditions(&self, preflight: &Preflight) -> Result<(), MachineError> {
        self.are_those_of(preflight)?;
        self.are_free()?;
        let mut payload = Vec::new();
        self.entries
            .iter()
            .enumerate()
            .try_for_each(|(index, entry)| {
                let encoded = entry.with(|device| {
                    if !device.needed() {
                        return Ok(false);
                    }
                    payload.resize(device.encoded_len(), 0);
                    device.encode(&mut payload).map(|()| true)
                })?;
                let is_needed = encoded.map_err(|fault| entry.cannot_encode(fault))?;
                check(entry, preflight, index, is_needed.then_some(&payload))
            })
    }

    /// Writes a section for each device that is needed, after its conditions were checked
    /// on the very bytes.
    ///
    /// # Errors
    ///
    /// The first condition that does not hold; nothing of that device was
    /// written. All devices that are blocked; nothing was written. Also if a device
    /// cannot be encoded, or is not one that the
    /// preflight was made with, or the stream cannot be written.
    pub fn save_checked_sections<W: Write>(
        &self,
        preflight: &Preflight,
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        self.are_those_of(preflight)?;
        save::sections_with(self, writer, |index, entry, payload| {
            check(entry, preflight, index, payload)
        })
    }

    /// Says that these are the devices that the source had when it was judged:
    /// conversions are found by position.
    fn are_those_of(&self, preflight: &Preflight) -> Result<(), MachineError> {
        let judged = &preflight.judged;
        let mut judged = judged.devices.iter().take(judged.written);
        for entry in &self.entries {
            match judged.next() {
                Some(verdict) if preflight.is_of(verdict, &entry.party()) => {}
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
}

/// Whether the other side can take a device as it is, with the memory that this side
/// gives to a load; or do without it, if it is not needed.
fn check<S: Access>(
    entry: &Entry<S>,
    preflight: &Preflight,
    index: usize,
    payload: Option<&[u8]>,
) -> Result<(), MachineError> {
    let Some(payload) = payload else {
        return match preflight.may_be_absent(index) {
            true => Ok(()),
            false => Err(not_needed(entry)),
        };
    };
    let taken = preflight.hand_overs(index).iter();
    let all = iter::once(preflight.conversion(index)).chain(taken.map(|one| &one.conversion));
    for conversion in all {
        let checked = match conversion {
            Conversion::Straight | Conversion::Taken => Ok(()),
            Conversion::Plan { plan, .. } => {
                plan.check_within(payload, &Budget::new(preflight.memory))
            }
            Conversion::Absent => return Err(preflight.needed(index)),
            Conversion::Impossible => return Err(entry.does_not_fit()),
        };
        checked.map_err(|error| entry.unmet(error))?;
    }
    let offered = preflight.offered.get(index);
    offered.map_or(Ok(()), |offered| entry.is_as_offered(offered, payload))
}

/// The destination does not do without a device's state, and there is none.
pub(super) fn not_needed<S: Access>(entry: &Entry<S>) -> MachineError {
    MachineError::NotNeeded {
        instance: entry.name(),
        device: entry.schema.device(),
    }
}

impl Preflight {
    /// The destination does without the state of a device of the source, and there is some.
    pub(super) fn needed(&self, index: usize) -> MachineError {
        let device = self.judged.devices.get(index);
        MachineError::Needed {
            instance: device.map_or_else(String::new, |device| device.instance.clone()),
            device: device.map_or_else(|| "".into(), |device| device.device.clone()),
            reason: device.and_then(|device| device.reasons().next()),
        }
    }
}

impl<S: Access> Entry<S> {
    pub(super) fn unmet(&self, error: ConvertError) -> MachineError {
        MachineError::Condition {
            instance: self.name(),
            device: self.schema.device(),
            error: Box::new(error),
        }
    }

    fn does_not_fit(&self) -> MachineError {
        MachineError::DoesNotFit {
            instance: self.name(),
        }
    }
}
