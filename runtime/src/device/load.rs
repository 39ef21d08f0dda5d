//! From a stream to devices: all of them, or none.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use super::devices::{Devices, Entry};
use super::judge::Conversion;
use super::preflight::Preflight;
use super::{MachineError, order};
use crate::codec::Fault;
use crate::stream::{Bulk, Event, Payload, Prologue, Section, StreamReader};
use crate::value;

/// A section that was read, in the encoding of this build's device.
struct Incoming {
    payload: Payload,
    /// Where it began in the stream, unless it was converted since.
    offset: Option<u64>,
    /// The older version that its meaning has.
    from: Option<u32>,
}

pub(super) fn load<R: Read, E: From<MachineError>>(
    devices: &mut Devices<'_>,
    reader: &mut StreamReader<R>,
    bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
) -> Result<(), E> {
    let order = order::load_order(devices);
    let preflight = devices.judge_offer(reader.prologue())?.require()?;
    let targets = targets(devices, reader.prologue());
    let sections = read_sections(devices, &preflight, &targets, reader, bulk)?;
    apply(devices, &order, sections, reader)?;
    Ok(())
}

/// For each instance of the stream, the position of its device.
fn targets(devices: &Devices<'_>, prologue: &Prologue) -> Vec<usize> {
    let by_key: HashMap<(&str, u32), usize> = (devices.entries.iter().enumerate())
        .map(|(index, entry)| ((&*entry.path, entry.instance_id), index))
        .collect();
    let instances = prologue.instances.iter();
    let target = instances.map(|instance| (instance.path.as_str(), instance.instance_id));
    target.filter_map(|key| by_key.get(&key).copied()).collect()
}

/// The sections, by the position of their device. Each is converted as it
/// comes, so that a condition that does not hold shows before anything changes.
fn read_sections<R: Read, E: From<MachineError>>(
    devices: &Devices<'_>,
    preflight: &Preflight,
    targets: &[usize],
    reader: &mut StreamReader<R>,
    mut bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
) -> Result<BTreeMap<usize, Incoming>, E> {
    let mut sections = BTreeMap::new();
    while let Some(event) = reader.next_frame().map_err(MachineError::from)? {
        match event {
            Event::Section(section) => {
                let index = section.index as usize;
                let target = targets.get(index).copied();
                let entry = target.and_then(|target| Some((target, devices.entries.get(target)?)));
                if let Some((target, entry)) = entry {
                    let conversion = preflight.conversion(index);
                    sections.insert(target, incoming(entry, conversion, section)?);
                }
            }
            Event::Bulk(frame) => bulk(frame)?,
        }
    }
    Ok(sections)
}

fn incoming(
    entry: &Entry<'_>,
    conversion: &Conversion,
    section: Section<'_>,
) -> Result<Incoming, MachineError> {
    let Conversion::Plan { plan, from } = conversion else {
        return Ok(Incoming {
            offset: Some(section.offset),
            payload: section.keep(),
            from: None,
        });
    };
    let mut converted = Vec::with_capacity(section.payload().len());
    plan.convert(section.payload(), &mut converted)
        .map_err(|error| entry.unmet(error))?;
    Ok(Incoming {
        payload: Payload::Read(converted),
        offset: None,
        from: *from,
    })
}

/// Loads device by device. If one refuses, it and those before it are put back
/// from their own encodings.
fn apply<R: Read>(
    devices: &mut Devices<'_>,
    order: &[usize],
    mut sections: BTreeMap<usize, Incoming>,
    reader: &StreamReader<R>,
) -> Result<(), MachineError> {
    let mut before: Vec<(usize, Vec<u8>)> = Vec::with_capacity(order.len());
    // The payload that was loaded last. Its memory holds the next device's state
    // in its place: fresh memory costs more than the copy.
    let mut spare = Vec::new();
    for &index in order {
        let (Some(entry), Some(incoming)) =
            (devices.entries.get_mut(index), sections.remove(&index))
        else {
            continue;
        };
        let payload = reader.bytes_of(&incoming.payload);
        let loaded = own_state(entry, spare).and_then(|own| {
            before.push((index, own));
            let loaded = entry.device.load(payload, incoming.from);
            loaded.map_err(|fault| refusal(entry, payload, incoming.offset, fault))
        });
        if let Err(refusal) = loaded {
            return Err(put_back(devices, &before, refusal));
        }
        spare = match incoming.payload {
            Payload::Read(payload) => payload,
            Payload::InPlace(_) => Vec::new(),
        };
    }
    Ok(())
}

fn own_state(entry: &Entry<'_>, spare: Vec<u8>) -> Result<Vec<u8>, MachineError> {
    let len = entry.device.encoded_len();
    let mut own = if spare.capacity() < len {
        // Not `resize`, as nothing of the old content is wanted.
        drop(spare);
        vec![0; len]
    } else {
        spare
    };
    own.resize(len, 0);
    let kept = entry.device.encode(&mut own);
    kept.map_err(|fault| MachineError::NotKept {
        instance: entry.name(),
        device: entry.device.schema().device(),
        fault,
    })?;
    Ok(own)
}

/// Says where in the stream the fault lies, which generated code does not.
fn refusal(entry: &Entry<'_>, payload: &[u8], section: Option<u64>, fault: Fault) -> MachineError {
    let schema = entry.device.schema();
    let violation = value::locate(schema.ty(), payload);
    let fault = match &violation {
        Some(violation) => violation.shown(fault),
        None => fault,
    };
    MachineError::Refused {
        instance: entry.name(),
        device: schema.device(),
        section,
        violation: violation.map(Box::new),
        fault,
    }
}

/// Latest first, as each may depend on those before it. One that does not take
/// its state is no reason to leave the others. Returns the refusal, or what is
/// worse.
fn put_back(
    devices: &mut Devices<'_>,
    before: &[(usize, Vec<u8>)],
    refusal: MachineError,
) -> MachineError {
    let mut not_put_back = None;
    for (index, own) in before.iter().rev() {
        let Some(entry) = devices.entries.get_mut(*index) else {
            continue;
        };
        if let Err(fault) = entry.device.load(own, None) {
            not_put_back.get_or_insert((entry.name(), entry.device.schema().device(), fault));
        }
    }
    match not_put_back {
        None => refusal,
        Some((instance, device, fault)) => MachineError::NotPutBack {
            instance,
            device,
            fault,
            refusal: Box::new(refusal),
        },
    }
}
