//! From a stream to devices: all of them, or none.

use std::collections::HashSet;
use std::io::Read;

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
use crate::stream::{AlreadyRead, Bulk, Event, Instance, Payload, Prologue, Section, StreamReader};

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
    /// The reader stands behind the prologue, or behind bytes of bulk items that whoever read
    /// them has. A section that was read by hand would be no part of the load, and its device
    /// seem not to have been needed: that is an error, as is a second load.
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
    /// If the stream is not valid, does not have these devices and bulk items, has others, was
    /// read beyond that, `bulk` does not read what it is handed or fails, or a device refuses its
    /// state. All devices are then as they were; what `bulk` received is not taken back. Once
    /// something of the stream was read, later calls return [`StreamError::Broken`].
    pub fn load_with_bulk<R: Read, E: From<MachineError>>(
        &mut self,
        reader: &mut StreamReader<R>,
        mut bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
    ) -> Result<Loaded, E> {
        let read = reader.already_read().map_err(MachineError::from)?;
        let mut loading = Loading::begin(self, reader.prologue(), read)?;
        // What follows an error would be loaded without what was refused.
        let loaded = self.load_rest(&mut loading, reader, &mut bulk);
        loaded.inspect_err(|_| reader.give_up())
    }

    fn load_rest<R: Read, E: From<MachineError>>(
        &mut self,
        loading: &mut Loading,
        reader: &mut StreamReader<R>,
        bulk: &mut impl FnMut(Bulk<'_, R>) -> Result<(), E>,
    ) -> Result<Loaded, E> {
        reader.check_bulk_read()?;
        while let Some(event) = reader.next_frame().map_err(MachineError::from)? {
            match event {
                Event::Section(section) => loading.section(self, section)?,
                Event::Bulk(frame) => {
                    bulk(taken(frame)?)?;
                    reader.check_bulk_read()?;
                }
                Event::Zeros(zeros) => bulk(taken(zeros.into_bulk())?)?,
            }
        }
        let source = Source {
            prologue: reader.prologue(),
            memory: reader.memory(),
        };
        Ok(loading.finish(self, source)?)
    }
}

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
