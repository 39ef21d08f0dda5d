//! From a stream to devices: all of them, or none.

use std::collections::{HashMap, HashSet};
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
use crate::stream::{Bulk, Event, Payload, Prologue, Section, StreamReader};

impl<S: Access> Devices<'_, S> {
    /// Loads all devices from the rest of a stream without bulk frames.
    ///
    /// # Errors
    ///
    /// As [`load_with_bulk`](Self::load_with_bulk); a bulk frame is an error.
    pub fn load<R: Read>(&mut self, reader: &mut StreamReader<R>) -> Result<Loaded, MachineError> {
        self.load_with_bulk(reader, |bulk| {
            Err(MachineError::UnexpectedBulk {
                name: bulk.name().to_owned(),
            })
        })
    }

    /// Loads all devices from the rest of a stream and hands its bulk frames,
    /// as they come, to `bulk`.
    ///
    /// Devices change only after the whole stream was read and found valid,
    /// and either all of them change or none. One with `needed` of which the stream has no
    /// state keeps the state that it has; what is returned says so.
    ///
    /// # Errors
    ///
    /// If the stream is not valid, does not have these devices, has state of others, or a
    /// device refuses its state. All devices are then as they were; what
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
        let targets = targets(self, reader.prologue());
        let mut received = read_sections(self, &preflight, &targets, &budget, reader, bulk)?;
        check_absent(self, &preflight, &targets, &received)?;
        apply(self, &order, &mut received, reader, &budget)?;
        Ok(Loaded {
            kept: kept(self, &order, &targets, &received),
        })
    }
}

/// For each instance of the stream, the position of its device, if it has one here.
fn targets<S: Access>(devices: &Devices<'_, S>, prologue: &Prologue) -> Vec<Option<usize>> {
    let by_key: HashMap<(&str, u32), usize> = (devices.entries.iter().enumerate())
        .map(|(index, entry)| ((&*entry.path, entry.instance_id), index))
        .collect();
    let instances = prologue.instances.iter();
    let target = instances.map(|instance| (instance.path.as_str(), instance.instance_id));
    target.map(|key| by_key.get(&key).copied()).collect()
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
            Event::Bulk(frame) => bulk(frame)?,
        }
    }
    Ok(received)
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
