//! The states of a stream, once all of them are read, to the devices: all of them, or
//! none.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::lent::Access;
use super::object::{Hooks, Meaning};
use crate::base::budget::Budget;
use crate::codec::{Fault, Taken};
use crate::schema::{Schema, Type};
use crate::stream::{Payload, Prologue};
use crate::value::{self, Violation};

/// A section that was read, in the encoding of this build's device.
pub(super) struct Incoming {
    /// Position of its instance in the stream.
    pub(super) index: usize,
    pub(super) payload: Payload,
    /// Where it began in the stream, unless it was converted since.
    pub(super) offset: Option<u64>,
    pub(super) meaning: Meaning,
}

/// State that was read, and that a device takes over, in the encoding that it takes.
pub(super) struct Inherited {
    /// Position of its instance in the stream.
    pub(super) index: usize,
    /// Position among what the device takes over.
    pub(super) entry: usize,
    /// Position among the places that the device takes over from.
    pub(super) place: usize,
    pub(super) part: u32,
    pub(super) payload: Vec<u8>,
    pub(super) is_marked: bool,
    /// Where it began in the stream, unless it was converted since.
    pub(super) offset: Option<u64>,
}

impl Inherited {
    fn lent(&self) -> Taken<'_> {
        Taken {
            entry: self.entry,
            part: self.part,
            payload: &self.payload,
            is_marked: self.is_marked,
        }
    }
}

/// What the sections of a stream were read from.
#[derive(Clone, Copy)]
pub(super) struct Source<'r> {
    pub(super) prologue: &'r Prologue,
    /// All of the stream, if it is memory, in which payloads lie.
    pub(super) memory: &'r [u8],
}

/// What a load works with. It is kept for its memory where loads follow each other.
#[derive(Default)]
pub(super) struct Received {
    /// By the position of the device: its section, if one came.
    sections: Vec<Option<Incoming>>,
    /// By the position of the device: what it takes over.
    inherited: BTreeMap<usize, Vec<Inherited>>,
    /// The instances of the stream whose states these are.
    handed_over: BTreeSet<usize>,
    /// The devices with one, in the order in which they are loaded.
    order: Vec<usize>,
    /// Their own states, in the same order.
    before: Vec<Vec<u8>>,
}

impl Received {
    /// Nothing came yet, of so many devices.
    pub(super) fn clear(&mut self, devices: usize) {
        self.sections.clear();
        self.sections.resize_with(devices, || None);
        self.inherited.clear();
        self.handed_over.clear();
    }

    pub(super) fn inherit(&mut self, device: usize, state: Inherited) {
        self.handed_over.insert(state.index);
        self.inherited.entry(device).or_default().push(state);
    }

    /// Whether the state of this instance of the stream was handed over.
    pub(super) fn has_handed_over(&self, index: usize) -> bool {
        self.handed_over.contains(&index)
    }

    /// Puts what each device takes over in the order in which the machine says it, whatever
    /// that of the sections is.
    pub(super) fn sort_inherited(&mut self) {
        for states in self.inherited.values_mut() {
            states.sort_by_key(|state| state.place);
        }
    }

    /// The devices that take over, each with the position of the first instance in the stream
    /// that they take over from.
    pub(super) fn heirs(&self) -> impl Iterator<Item = (usize, usize)> {
        let heirs = self.inherited.iter();
        heirs.filter_map(|(device, states)| Some((*device, states.first()?.index)))
    }

    pub(super) fn put(&mut self, device: usize, incoming: Incoming) {
        if let Some(section) = self.sections.get_mut(device) {
            *section = Some(incoming);
        }
    }

    pub(super) fn get(&self, device: usize) -> Option<&Incoming> {
        self.sections.get(device)?.as_ref()
    }

    /// Whether all devices have a section.
    pub(super) fn is_complete(&self) -> bool {
        self.sections.iter().all(Option::is_some)
    }
}

/// Loads all devices, or none.
///
/// What can be refused without code of an author is refused for all devices
/// before the first one changes. After that, hooks can refuse, and locks: for
/// them the states that may have to be put back are taken first.
pub(super) fn apply<S: Access>(
    devices: &mut Devices<'_, S>,
    all: &[usize],
    received: &mut Received,
    source: Source<'_>,
    budget: &Budget,
) -> Result<(), MachineError> {
    let Received {
        sections,
        inherited,
        order,
        before,
        ..
    } = received;
    let section = |index: usize| sections.get(index).and_then(Option::as_ref);
    let inherited = |index: &usize| inherited.get(index).map_or(&[][..], Vec::as_slice);
    order.clear();
    order.extend(
        all.iter()
            .copied()
            .filter(|index| section(*index).is_some()),
    );
    for index in &*order {
        if let (Some(entry), Some(incoming)) = (devices.entries.get(*index), section(*index)) {
            check(entry, incoming, source, budget)?;
            let mut states = inherited(index).iter();
            states.try_for_each(|state| check_taken(entry, state, source.prologue, budget))?;
        }
    }
    let may_refuse = |index: &usize| {
        let is_converted = section(*index).is_some_and(|one| one.meaning.is_marked);
        let entry = devices.entries.get(*index);
        is_converted || !inherited(index).is_empty() || entry.is_some_and(|entry| entry.may_refuse)
    };
    keep_own_states(devices, order, may_refuse, before)?;
    for (position, index) in order.iter().enumerate() {
        let (Some(entry), Some(incoming)) = (devices.entries.get_mut(*index), section(*index))
        else {
            continue;
        };
        let payload = incoming.payload.bytes(source.memory);
        let states = inherited(index).iter();
        let taken: Vec<Taken<'_>> = states.map(Inherited::lent).collect();
        let loaded = entry.change(|device| device.load(payload, &incoming.meaning, &taken));
        if let Err(fault) = loaded {
            let writer = writer_of(source.prologue, incoming.index);
            let fault = value::shown(entry.schema.ty(), type_of(&writer), fault);
            let refusal = refusal(entry, incoming.offset, None, fault);
            let changed = order.get(..=position).unwrap_or(order);
            return Err(put_back(devices, changed, before, refusal));
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
fn writer_of(prologue: &Prologue, index: usize) -> Option<Schema> {
    let instance = prologue.instances.get(index)?;
    let json = prologue
        .schemas
        .get(usize::try_from(instance.schema).ok()?)?;
    json.json()?.parse().ok()
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

fn check<S: Access>(
    entry: &Entry<S>,
    incoming: &Incoming,
    source: Source<'_>,
    budget: &Budget,
) -> Result<(), MachineError> {
    let payload = incoming.payload.bytes(source.memory);
    let checked = entry.with(|device| device.check(payload, &incoming.meaning, budget))?;
    checked.map_err(|fault| {
        // Generated code does not say where the fault lies.
        let ty = entry.schema.ty();
        let writer = writer_of(source.prologue, incoming.index);
        let (violation, fault) = match incoming.meaning.is_marked {
            // No schema describes what a plan marks.
            true => (None, value::shown(ty, type_of(&writer), fault)),
            false => value::locate_fault(ty, type_of(&writer), payload, fault),
        };
        refusal(entry, incoming.offset, violation, fault)
    })
}

/// The same of state that a device takes over: what is wrong is wrong there.
fn check_taken<S: Access>(
    entry: &Entry<S>,
    state: &Inherited,
    prologue: &Prologue,
    budget: &Budget,
) -> Result<(), MachineError> {
    let taken = state.lent();
    let checked = entry.with(|device| device.check_taken(&taken, budget))?;
    let Some(schema) = entry.schema.takes_over().get(state.entry) else {
        return Ok(());
    };
    checked.map_err(|fault| {
        let writer = writer_of(prologue, state.index);
        let (violation, fault) = match state.is_marked {
            true => (None, value::shown(schema.ty(), type_of(&writer), fault)),
            false => value::locate_fault(schema.ty(), type_of(&writer), &state.payload, fault),
        };
        let instance = prologue.instances.get(state.index);
        MachineError::Refused {
            instance: instance.map_or_else(String::new, |one| {
                format!("{}#{}", one.path, one.instance_id)
            }),
            device: schema.device(),
            section: state.offset,
            violation: violation.map(Box::new),
            fault,
        }
    })
}

/// Takes the states of the devices in the load order, up to the last that may refuse: what
/// is loaded behind it need never be put back.
fn keep_own_states<S: Access>(
    devices: &Devices<'_, S>,
    order: &[usize],
    may_refuse: impl Fn(&usize) -> bool,
    before: &mut Vec<Vec<u8>>,
) -> Result<(), MachineError> {
    let last = order.iter().rposition(may_refuse);
    let kept = last.map_or(&[][..], |last| order.get(..=last).unwrap_or_default());
    before.resize_with(kept.len(), Vec::new);
    for (index, own) in kept.iter().zip(before) {
        if let Some(entry) = devices.entries.get(*index) {
            keep_own_state(entry, own)?;
        }
    }
    Ok(())
}

pub(super) fn keep_own_state<S: Access>(
    entry: &Entry<S>,
    own: &mut Vec<u8>,
) -> Result<(), MachineError> {
    let kept = entry.with(|device| {
        own.resize(device.encoded_len(), 0);
        device.encode(own)
    })?;
    kept.map_err(|fault| MachineError::NotKept {
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
