//! From a stream to devices: all of them, or none.

use std::collections::HashSet;
use std::io::Read;

use super::apply::{Incoming, Received, apply};
use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, comparing};
use super::judge::Conversion;
use super::lent::Access;
use super::loaded::{Absence, Kept, Loaded};
use super::object::Meaning;
use super::preflight::not_needed;
use super::verdicts::Preflight;
use crate::base::budget::Budget;
use crate::stream::{Bulk, Event, Payload, Section, StreamReader};

impl<S: Access> Devices<'_, S> {
    /// Loads all devices from the rest of a stream without bytes of bulk items.
    ///
    /// # Errors
    ///
    /// As [`load_with_bulk`](Self::load_with_bulk); bytes of a bulk item are an error.
    pub fn load<R: Read>(&mut self, reader: &mut StreamReader<R>) -> Result<Loaded, MachineError> {
        self.load_with_bulk(reader, |bulk| Err(unexpected(bulk.name())))
    }

    /// Loads all devices from the rest of a stream and hands the bytes of its bulk items,
    /// as they come, to `bulk`. Zeros that the stream only counts are handed over as bytes,
    /// too; where the memory is new, `bulk` need not read them
    /// ([`Bulk::is_zeros`]).
    ///
    /// The items are those that both sides have [declared](Devices::declare), with the same
    /// lengths, so that nothing comes beyond them; and of one that is to be whole, all
    /// bytes have come when the load ends well.
    ///
    /// Devices change only after the whole stream was read and found valid,
    /// and either all of them change or none. One with `needed` of which the stream has no
    /// state keeps the state that it has; what is returned says so.
    ///
    /// # Errors
    ///
    /// If the stream is not valid, does not have these devices and bulk items, has others,
    /// `bulk` does not read what it is handed or fails, or a device refuses its state. All devices are then as they were; what
    /// `bulk` received is not taken back.
    pub fn load_with_bulk<R: Read, E: From<MachineError>>(
        &mut self,
        reader: &mut StreamReader<R>,
        bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
    ) -> Result<Loaded, E> {
        self.entries.iter().try_for_each(Entry::is_loadable)?;
        let order = self.layout.load_order();
        let budget = reader.prologue().limits.budget();
        let preflight = self.judge_within(reader.prologue(), &budget)?.require()?;
        let targets = &preflight.judged.counterparts;
        let mut received = read_sections(self, &preflight, targets, &budget, reader, bulk)?;
        check_absent(self, &preflight, targets, &received)?;
        apply(self, &order, &mut received, reader, &budget)?;
        Ok(Loaded {
            kept: kept(self, &order, targets, &received),
        })
    }
}

/// The sections, by the position of their device. Each is converted as it
/// comes, so that a condition that does not hold shows before anything changes.
fn read_sections<S: Access, R: Read, E: From<MachineError>>(
    devices: &Devices<'_, S>,
    preflight: &Preflight,
    targets: &[Option<usize>],
    budget: &Budget,
    reader: &mut StreamReader<R>,
    mut bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
) -> Result<Received, E> {
    let mut received = Received::default();
    received.clear(devices.entries.len());
    while let Some(event) = reader.next_frame().map_err(MachineError::from)? {
        match event {
            Event::Section(section) => {
                let index = section.index as usize;
                let target = targets.get(index).copied().flatten();
                let entry = target.and_then(|target| Some((target, devices.entries.get(target)?)));
                let conversion = preflight.conversion(index);
                match (entry, conversion) {
                    (None, _) | (_, Conversion::Absent) => {
                        return Err(preflight.needed(index).into());
                    }
                    (Some((target, entry)), conversion) => {
                        let len = section.payload().len();
                        budget.draw(len).map_err(comparing)?;
                        received.put(target, incoming(entry, conversion, section, budget)?);
                    }
                }
            }
            Event::Bulk(frame) => {
                bulk(taken(frame)?)?;
                reader.check_bulk_read()?;
            }
            Event::Zeros(zeros) => bulk(taken(zeros.into_bulk())?)?,
        }
    }
    Ok(received)
}

/// A frame of an item that was declared: those of both sides are the same.
fn taken<R: Read>(bulk: Bulk<'_, R>) -> Result<Bulk<'_, R>, MachineError> {
    match bulk.is_declared() {
        true => Ok(bulk),
        false => Err(unexpected(bulk.name())),
    }
}

/// The error of bytes that nobody takes.
pub(super) fn unexpected(name: &str) -> MachineError {
    let name = name.to_owned();
    MachineError::UnexpectedBulk { name }
}

impl<R> StreamReader<R> {
    /// Says that the bulk frame that was handed over has been read to its end.
    fn check_bulk_read(&self) -> Result<(), MachineError> {
        match self.unread_bulk() {
            None => Ok(()),
            Some((item, offset, len)) => Err(MachineError::BulkNotRead {
                item: item.to_owned(),
                offset,
                len,
            }),
        }
    }
}

/// Says that no device lacks its state that does not do without.
fn check_absent<S: Access>(
    devices: &Devices<'_, S>,
    preflight: &Preflight,
    targets: &[Option<usize>],
    received: &Received,
) -> Result<(), MachineError> {
    for (index, target) in targets.iter().enumerate() {
        let lacks = target.filter(|target| received.get(*target).is_none());
        let entry = lacks.and_then(|target| devices.entries.get(target));
        if let Some(entry) = entry.filter(|_| !preflight.may_be_absent(index)) {
            return Err(not_needed(entry));
        }
    }
    Ok(())
}

/// The devices without state in the stream, in the order in which devices are loaded.
pub(super) fn kept<S: Access>(
    devices: &Devices<'_, S>,
    order: &[usize],
    targets: &[Option<usize>],
    received: &Received,
) -> Vec<Kept> {
    if received.is_complete() {
        return Vec::new();
    }
    let listed: HashSet<usize> = targets.iter().copied().flatten().collect();
    let absent = order.iter().filter(|index| received.get(**index).is_none());
    let kept = absent.filter_map(|index| {
        let entry = devices.entries.get(*index)?;
        Some(Kept {
            instance: entry.name(),
            device: entry.schema.device(),
            why: match listed.contains(index) {
                true => Absence::NotNeeded,
                false => Absence::NotSent,
            },
        })
    });
    kept.collect()
}

fn incoming<S: Access>(
    entry: &Entry<S>,
    conversion: &Conversion,
    section: Section<'_>,
    budget: &Budget,
) -> Result<Incoming, MachineError> {
    let Conversion::Plan { plan, from } = conversion else {
        return Ok(Incoming {
            index: section.index as usize,
            offset: Some(section.offset),
            payload: section.keep(),
            meaning: Meaning::default(),
        });
    };
    let mut converted = Vec::new();
    plan.convert_to_load(section.payload(), &mut converted, budget)
        .map_err(|error| entry.unmet(error))?;
    Ok(Incoming {
        index: section.index as usize,
        payload: Payload::Read(converted),
        offset: None,
        meaning: Meaning {
            from: from.clone(),
            is_marked: plan.is_marked(),
        },
    })
}
