//! From a stream to devices: all of them, or none.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, comparing};
use super::judge::Conversion;
use super::lent::Access;
use super::loaded::{Absence, Kept, Loaded};
use super::object::{Hooks, Meaning};
use super::preflight::not_needed;
use super::verdicts::Preflight;
use crate::base::budget::Budget;
use crate::codec::Fault;
use crate::schema::{Schema, Type};
use crate::stream::{Bulk, Event, Payload, Prologue, Section, StreamReader};
use crate::value::{self, Violation};

/// A section that was read, in the encoding of this build's device.
struct Incoming {
    /// Position of its instance in the stream.
    index: usize,
    payload: Payload,
    /// Where it began in the stream, unless it was converted since.
    offset: Option<u64>,
    meaning: Meaning,
}

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
        let sections = read_sections(self, &preflight, &targets, &budget, reader, bulk)?;
        check_absent(self, &preflight, &targets, &sections)?;
        apply(self, &order, &sections, reader, &budget)?;
        Ok(Loaded {
            kept: kept(self, &order, &targets, &sections),
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
) -> Result<BTreeMap<usize, Incoming>, E> {
    let mut sections = BTreeMap::new();
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
                        sections.insert(target, incoming(entry, conversion, section, budget)?);
                    }
                }
            }
            Event::Bulk(frame) => bulk(frame)?,
        }
    }
    Ok(sections)
}

/// Says that no device lacks its state that does not do without.
fn check_absent<S: Access>(
    devices: &Devices<'_, S>,
    preflight: &Preflight,
    targets: &[Option<usize>],
    sections: &BTreeMap<usize, Incoming>,
) -> Result<(), MachineError> {
    for (index, target) in targets.iter().enumerate() {
        let lacks = target.filter(|target| !sections.contains_key(target));
        let entry = lacks.and_then(|target| devices.entries.get(target));
        if let Some(entry) = entry.filter(|_| !preflight.may_be_absent(index)) {
            return Err(not_needed(entry));
        }
    }
    Ok(())
}

/// The devices without state in the stream, in the order in which devices are loaded.
fn kept<S: Access>(
    devices: &Devices<'_, S>,
    order: &[usize],
    targets: &[Option<usize>],
    sections: &BTreeMap<usize, Incoming>,
) -> Vec<Kept> {
    if sections.len() == devices.entries.len() {
        return Vec::new();
    }
    let listed: HashSet<usize> = targets.iter().copied().flatten().collect();
    let absent = order.iter().filter(|index| !sections.contains_key(index));
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

/// Loads all devices, or none.
///
/// What can be refused without code of an author is refused for all devices
/// before the first one changes. After that, hooks can refuse, and locks: for
/// them the states that may have to be put back are taken first.
fn apply<S: Access, R: Read>(
    devices: &mut Devices<'_, S>,
    order: &[usize],
    sections: &BTreeMap<usize, Incoming>,
    reader: &StreamReader<R>,
    budget: &Budget,
) -> Result<(), MachineError> {
    let all = order;
    let has_state = |index: &usize| sections.contains_key(index);
    let order: Vec<usize> = all.iter().copied().filter(has_state).collect();
    check(devices, &order, sections, reader, budget)?;
    let before = own_states(devices, &order, sections)?;
    for (position, index) in order.iter().enumerate() {
        let (Some(entry), Some(incoming)) = (devices.entries.get_mut(*index), sections.get(index))
        else {
            continue;
        };
        let payload = reader.bytes_of(&incoming.payload);
        let loaded = entry.change(|device| device.load(payload, &incoming.meaning));
        if let Err(fault) = loaded {
            let writer = writer_of(reader.prologue(), incoming);
            let fault = value::shown(entry.schema.ty(), type_of(&writer), fault);
            let refusal = refusal(entry, incoming.offset, None, fault);
            let changed = order.get(..=position).unwrap_or(&order);
            return Err(put_back(devices, changed, &before, refusal));
        }
    }
    // The machine is whole with those that keep their states, too.
    for index in all {
        if let Some(entry) = devices.entries.get_mut(*index) {
            tell(entry)?;
        }
    }
    Ok(())
}

/// The writer's schema, which says what of the data is not to be shown. It was parsed when
/// the devices were compared.
fn writer_of(prologue: &Prologue, incoming: &Incoming) -> Option<Schema> {
    let instance = prologue.instances.get(incoming.index)?;
    let json = prologue
        .schemas
        .get(usize::try_from(instance.schema).ok()?)?;
    json.parse().ok()
}

fn type_of(schema: &Option<Schema>) -> Option<&Type> {
    schema.as_ref().map(|schema| &**schema.ty())
}

/// Tells a device that all are loaded.
fn tell<S: Access>(entry: &mut Entry<S>) -> Result<(), MachineError> {
    let told = entry.change(|device| {
        device.loaded();
        Ok(())
    });
    told.map_err(|fault| MachineError::NotTold {
        instance: entry.name(),
        device: entry.schema.device(),
        fault,
    })
}

fn check<S: Access, R: Read>(
    devices: &Devices<'_, S>,
    order: &[usize],
    sections: &BTreeMap<usize, Incoming>,
    reader: &StreamReader<R>,
    budget: &Budget,
) -> Result<(), MachineError> {
    for index in order {
        let (Some(entry), Some(incoming)) = (devices.entries.get(*index), sections.get(index))
        else {
            continue;
        };
        let payload = reader.bytes_of(&incoming.payload);
        let checked = entry.with(|device| device.check(payload, &incoming.meaning, budget))?;
        checked.map_err(|fault| {
            // Generated code does not say where the fault lies.
            let ty = entry.schema.ty();
            let writer = writer_of(reader.prologue(), incoming);
            let (violation, fault) = match incoming.meaning.is_marked {
                // No schema describes what a plan marks.
                true => (None, value::shown(ty, type_of(&writer), fault)),
                false => value::locate_fault(ty, type_of(&writer), payload, fault),
            };
            refusal(entry, incoming.offset, violation, fault)
        })?;
    }
    Ok(())
}

/// The states of the devices, by position in the load order, up to the last that
/// may refuse: what is loaded behind it need never be put back.
fn own_states<S: Access>(
    devices: &Devices<'_, S>,
    order: &[usize],
    sections: &BTreeMap<usize, Incoming>,
) -> Result<Vec<Vec<u8>>, MachineError> {
    let is_converted = |index| sections.get(index).is_some_and(|one| one.meaning.is_marked);
    let entries: Vec<_> = order
        .iter()
        .filter_map(|index| Some((devices.entries.get(*index)?, is_converted(index))))
        .collect();
    let may_refuse = |(entry, is_converted): &(&Entry<S>, bool)| entry.may_refuse || *is_converted;
    let last = entries.iter().rposition(may_refuse);
    let kept = last.map_or(&[][..], |last| entries.get(..=last).unwrap_or_default());
    kept.iter().map(|(entry, _)| own_state(entry)).collect()
}

fn own_state<S: Access>(entry: &Entry<S>) -> Result<Vec<u8>, MachineError> {
    let own = entry.with(|device| {
        let mut own = vec![0; device.encoded_len()];
        device.encode(&mut own).map(|()| own)
    })?;
    own.map_err(|fault| MachineError::NotKept {
        instance: entry.name(),
        device: entry.schema.device(),
        fault,
    })
}

fn refusal<S: Access>(
    entry: &Entry<S>,
    section: Option<u64>,
    violation: Option<Violation>,
    fault: Fault,
) -> MachineError {
    MachineError::Refused {
        instance: entry.name(),
        device: entry.schema.device(),
        section,
        violation: violation.map(Box::new),
        fault,
    }
}

/// Puts back all states before any hook runs, so that hooks find every device
/// as it was; then loads them once more for their hooks, in the order in which
/// devices are loaded. One that does not take its state is no reason to leave
/// the others. Returns the refusal, or what is worse.
fn put_back<S: Access>(
    devices: &mut Devices<'_, S>,
    changed: &[usize],
    before: &[Vec<u8>],
    refusal: MachineError,
) -> MachineError {
    let mut failed = None;
    for hooks in [Hooks::Rest, Hooks::Run] {
        for (index, own) in changed.iter().zip(before) {
            let Some(entry) = devices.entries.get_mut(*index) else {
                continue;
            };
            if let Err(fault) = entry.change(|device| device.put_back(own, hooks)) {
                let schema = entry.schema;
                let fault = value::shown(schema.ty(), None, fault);
                failed.get_or_insert((entry.name(), schema.device(), fault));
            }
        }
    }
    match failed {
        None => refusal,
        Some((instance, device, fault)) => MachineError::NotPutBack {
            instance,
            device,
            fault,
            refusal: Box::new(refusal),
        },
    }
}
