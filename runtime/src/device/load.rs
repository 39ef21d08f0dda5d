//! From a stream to devices: all of them, or none.

use std::collections::BTreeMap;
use std::io::Read;

use super::devices::Entry;
use super::{Devices, MachineError};
use crate::codec::Fault;
use crate::schema::Schema;
use crate::stream::{Bulk, Event, Prologue, StreamReader};
use crate::value;

/// A section that was read and is still to be loaded.
struct Incoming {
    payload: Vec<u8>,
    /// Where it began in the stream.
    offset: u64,
}

pub(super) fn load<R: Read, E: From<MachineError>>(
    devices: &mut Devices<'_>,
    reader: &mut StreamReader<R>,
    bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
) -> Result<(), E> {
    let targets = match_instances(devices, reader.prologue())?;
    let sections = read_sections(reader, bulk)?;
    apply(devices, &targets, sections)?;
    Ok(())
}

/// For each instance of the stream, the position of its device. Every device
/// has its instance and the other way round.
fn match_instances(devices: &Devices<'_>, prologue: &Prologue) -> Result<Vec<usize>, MachineError> {
    let by_name: BTreeMap<(&str, u32), usize> = (devices.entries.iter().enumerate())
        .map(|(index, entry)| ((entry.path.as_str(), entry.instance_id), index))
        .collect();
    let schemas = parse_schemas(prologue)?;
    let mut found = vec![false; devices.entries.len()];
    let mut targets = Vec::with_capacity(prologue.instances.len());
    for instance in &prologue.instances {
        let key = (instance.path.as_str(), instance.instance_id);
        let schema = schemas.get(instance.schema as usize);
        let (Some(&index), Some(schema)) = (by_name.get(&key), schema) else {
            let name = format!("{}#{}", instance.path, instance.instance_id);
            return Err(MachineError::SurplusInstance { instance: name });
        };
        if let (Some(entry), Some(found)) = (devices.entries.get(index), found.get_mut(index)) {
            check_schema(entry, schema)?;
            *found = true;
        }
        targets.push(index);
    }
    let missing = devices
        .entries
        .iter()
        .zip(&found)
        .find(|(_, found)| !**found);
    match missing {
        Some((entry, _)) => Err(MachineError::MissingInstance {
            instance: entry.name(),
            device: entry.device.schema().device(),
        }),
        None => Ok(targets),
    }
}

fn parse_schemas(prologue: &Prologue) -> Result<Vec<Schema>, MachineError> {
    let parse = |(index, json): (usize, &String)| {
        Schema::from_json(json).map_err(|error| MachineError::Schema { index, error })
    };
    prologue.schemas.iter().enumerate().map(parse).collect()
}

fn check_schema(entry: &Entry<'_>, writer: &Schema) -> Result<(), MachineError> {
    let reader = entry.device.schema();
    if writer.fingerprint() == reader.fingerprint() {
        return Ok(());
    }
    Err(MachineError::SchemaDiffers {
        instance: entry.name(),
        writer: writer.to_string(),
        reader: reader.to_string(),
    })
}

/// Sections in the order of the list of instances.
fn read_sections<R: Read, E: From<MachineError>>(
    reader: &mut StreamReader<R>,
    mut bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
) -> Result<Vec<Incoming>, E> {
    let mut sections = BTreeMap::new();
    while let Some(event) = reader.next_frame().map_err(MachineError::from)? {
        match event {
            Event::Section(section) => {
                let (index, offset) = (section.index, section.offset);
                sections.insert(
                    index,
                    Incoming {
                        payload: section.into_payload(),
                        offset,
                    },
                );
            }
            Event::Bulk(frame) => bulk(frame)?,
        }
    }
    Ok(sections.into_values().collect())
}

/// Loads device by device, in the order in which they were added. If one
/// refuses, it and those before it are put back from their own encodings.
fn apply(
    devices: &mut Devices<'_>,
    targets: &[usize],
    sections: Vec<Incoming>,
) -> Result<(), MachineError> {
    let mut order: Vec<_> = targets.iter().copied().zip(sections).collect();
    order.sort_by_key(|(target, _)| *target);

    let mut before: Vec<Vec<u8>> = Vec::with_capacity(order.len());
    for ((_, incoming), entry) in order.iter().zip(&mut devices.entries) {
        let loaded = save_own(entry).and_then(|own| {
            before.push(own);
            entry.device.load(&incoming.payload)
        });
        if let Err(fault) = loaded {
            let refusal = refusal(entry, incoming, fault);
            return Err(put_back(devices, &before).err().unwrap_or(refusal));
        }
    }
    Ok(())
}

fn save_own(entry: &Entry<'_>) -> Result<Vec<u8>, Fault> {
    let mut own = vec![0; entry.device.encoded_len()];
    entry.device.encode(&mut own)?;
    Ok(own)
}

/// Says where in the stream the fault lies, which generated code does not.
fn refusal(entry: &Entry<'_>, incoming: &Incoming, fault: Fault) -> MachineError {
    let schema = entry.device.schema();
    let violation = value::read(schema.ty(), &incoming.payload).err();
    MachineError::Refused {
        instance: entry.name(),
        device: schema.device(),
        section: incoming.offset,
        violation,
        fault,
    }
}

fn put_back(devices: &mut Devices<'_>, before: &[Vec<u8>]) -> Result<(), MachineError> {
    for (entry, own) in devices.entries.iter_mut().zip(before) {
        entry
            .device
            .load(own)
            .map_err(|fault| MachineError::NotPutBack {
                instance: entry.name(),
                device: entry.device.schema().device(),
                fault,
            })?;
    }
    Ok(())
}
