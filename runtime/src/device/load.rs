//! From a stream to devices: all of them, or none.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use super::apply::{Incoming, Inherited, Received, Source, apply, keep_own_state};
use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, holding};
use super::judgement::{Conversion, HandOver};
use super::lent::Access;
use super::loaded::{Absence, Kept, Loaded};
use super::object::Meaning;
use super::preflight::not_needed;
use super::verdicts::Preflight;
use crate::base::budget::Budget;
use crate::schema::Schema;
use crate::stream::{AlreadyRead, Instance, Payload, Prologue, Section};

/// A load that is under way, whoever reads the stream.
pub(super) struct Loading {
    order: Vec<usize>,
    preflight: Preflight,
    received: Received,
    budget: Budget,
}

impl Loading {
    /// Of a stream with this prologue, of which nothing was read that a load has to see.
    pub(super) fn begin<S: Access>(
        devices: &Devices<'_, S>,
        prologue: &Prologue,
        already_read: Option<AlreadyRead<'_>>,
    ) -> Result<Self, MachineError> {
        if let Some(read) = already_read {
            return Err(MachineError::AlreadyRead {
                instance: match read {
                    AlreadyRead::Section(instance) => Some(instance.name()),
                    AlreadyRead::All => None,
                },
            });
        }
        devices.entries.iter().try_for_each(Entry::is_loadable)?;
        let order = devices.layout.load_order();
        let budget = prologue.limits.budget();
        let preflight = devices.judge_within(prologue, &budget)?.require()?;
        let mut received = Received::default();
        received.clear(devices.entries.len());
        Ok(Self {
            order,
            preflight,
            received,
            budget,
        })
    }

    /// Takes in a section. It is converted as it comes, so that a condition that does not hold
    /// shows before anything changes.
    pub(super) fn section<S: Access>(
        &mut self,
        devices: &Devices<'_, S>,
        section: Section<'_>,
    ) -> Result<(), MachineError> {
        let Self {
            preflight,
            received,
            budget,
            ..
        } = self;
        let index = section.index as usize;
        let targets = &preflight.judged.counterparts;
        let target = targets.get(index).copied().flatten();
        let entry = target.and_then(|target| Some((target, devices.entries.get(target)?)));
        let conversion = preflight.conversion(index);
        let is_taken = matches!(conversion, Conversion::Taken);
        if matches!(conversion, Conversion::Absent) || entry.is_none() && !is_taken {
            return Err(preflight.needed(index));
        }
        for hand_over in preflight.hand_overs(index) {
            hand(devices, hand_over, &section, budget, received)?;
        }
        if let Some((target, entry)) = entry {
            budget.draw(section.payload().len()).map_err(holding)?;
            received.put(target, incoming(entry, conversion, section, budget)?);
        }
        Ok(())
    }

    /// Loads all devices, once the whole stream has come.
    pub(super) fn finish<S: Access>(
        &mut self,
        devices: &mut Devices<'_, S>,
        source: Source<'_>,
    ) -> Result<Loaded, MachineError> {
        let Self {
            order,
            preflight,
            received,
            budget,
        } = self;
        check_absent(devices, preflight, source.prologue, received)?;
        keep_heirs(devices, received, budget)?;
        apply(devices, order, received, source, budget)?;
        Ok(Loaded {
            kept: kept(devices, order, &listed(preflight), received),
        })
    }
}

/// The error of bytes that nobody takes.
pub(super) fn unexpected(name: &str) -> MachineError {
    let name = name.to_owned();
    MachineError::UnexpectedBulk { name }
}

/// Says that no device lacks its state that does not do without, nor others what they take
/// over.
fn check_absent<S: Access>(
    devices: &Devices<'_, S>,
    preflight: &Preflight,
    prologue: &Prologue,
    received: &Received,
) -> Result<(), MachineError> {
    let targets = &preflight.judged.counterparts;
    for (index, target) in targets.iter().enumerate() {
        let lacks = target.filter(|target| received.get(*target).is_none());
        let entry = lacks.and_then(|target| devices.entries.get(target));
        if let Some(entry) = entry.filter(|_| !preflight.may_be_absent(index)) {
            return Err(not_needed(entry));
        }
        let heirs = preflight.hand_overs(index);
        let Some(first) = heirs.first().filter(|_| !preflight.may_be_absent(index)) else {
            continue;
        };
        if !received.has_handed_over(index) {
            return Err(not_handed_over(devices, first, prologue));
        }
    }
    Ok(())
}

/// State that a device takes over and does not do without, was not needed.
fn not_handed_over<S: Access>(
    devices: &Devices<'_, S>,
    hand_over: &HandOver,
    prologue: &Prologue,
) -> MachineError {
    let entry = devices.entries.get(hand_over.to);
    let instance = prologue.instances.get(hand_over.from);
    MachineError::NotNeeded {
        instance: instance.map_or_else(String::new, Instance::name),
        device: entry.map_or("", |entry| entry.taken_name(hand_over.entry)),
    }
}

impl<S: Access> Entry<S> {
    /// The name of a device that it takes over from.
    fn taken_name(&self, entry: usize) -> &'static str {
        let state = self.schema.takes_over().get(entry);
        state.map_or("", Schema::device)
    }
}

/// Converts state for a device that takes it over.
fn hand<S: Access>(
    devices: &Devices<'_, S>,
    hand_over: &HandOver,
    section: &Section<'_>,
    budget: &Budget,
    received: &mut Received,
) -> Result<(), MachineError> {
    let Some(entry) = devices.entries.get(hand_over.to) else {
        return Ok(());
    };
    budget.draw(section.payload().len()).map_err(holding)?;
    let mut state = Inherited {
        index: hand_over.from,
        entry: hand_over.entry,
        place: hand_over.place,
        part: entry.takes_over.part(hand_over.place),
        payload: Vec::new(),
        is_marked: false,
        offset: None,
    };
    match &hand_over.conversion {
        Conversion::Plan { plan, .. } => {
            plan.convert_to_load(section.payload(), &mut state.payload, budget)
                .map_err(|error| MachineError::Condition {
                    instance: section.instance.name(),
                    device: entry.taken_name(hand_over.entry),
                    error: Box::new(error),
                })?;
            state.is_marked = plan.is_marked();
        }
        _ => {
            state.payload.extend_from_slice(section.payload());
            state.offset = Some(section.offset);
        }
    }
    received.inherit(hand_over.to, state);
    Ok(())
}

/// Where the stream has no state of a device that takes over, it goes on from its own.
fn keep_heirs<S: Access>(
    devices: &Devices<'_, S>,
    received: &mut Received,
    budget: &Budget,
) -> Result<(), MachineError> {
    received.sort_inherited();
    let heirs: Vec<_> = received.heirs().collect();
    for (device, index) in heirs {
        let entry = devices.entries.get(device);
        let Some(entry) = entry.filter(|_| received.get(device).is_none()) else {
            continue;
        };
        let mut own = Vec::new();
        keep_own_state(entry, &mut own)?;
        budget.draw(own.len()).map_err(holding)?;
        let payload = Payload::Read(own);
        received.put(
            device,
            Incoming {
                index,
                payload,
                offset: None,
                meaning: Meaning::default(),
            },
        );
    }
    Ok(())
}

/// The devices that the stream lists, itself or as what they take over.
fn listed(preflight: &Preflight) -> Vec<Option<usize>> {
    let judged = &preflight.judged;
    let heirs = judged.hand_overs.iter().map(|one| Some(one.to));
    judged.counterparts.iter().copied().chain(heirs).collect()
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
    let listed: BTreeSet<usize> = targets.iter().copied().flatten().collect();
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
