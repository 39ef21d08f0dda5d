//! From devices to a stream.

use std::io::Write;
use std::ptr;

use super::MachineError;
use super::devices::{Devices, Entry};
use crate::codec::Fault;
use crate::stream::{InstanceRef, StreamWriter};

pub(super) fn prologue<W: Write>(
    devices: &Devices<'_>,
    writer: &mut StreamWriter<W>,
) -> Result<(), MachineError> {
    let mut written: Vec<(&str, u32)> = Vec::new();
    let mut instances = Vec::with_capacity(devices.entries.len());
    for entry in &devices.entries {
        let json = entry.device.schema_json();
        // Devices of one type share a text: seldom are the bytes compared.
        let is_this = |text: &str| ptr::eq(text, json) || text == json;
        let schema = match written.iter().find(|(text, _)| is_this(text)) {
            Some((_, index)) => *index,
            None => {
                let index = writer.schema(json)?;
                written.push((json, index));
                index
            }
        };
        instances.push(InstanceRef {
            path: &entry.path,
            instance_id: entry.instance_id,
            schema,
        });
    }
    // `Devices` takes none twice.
    writer.distinct_instances(&instances)?;
    Ok(())
}

pub(super) fn sections<W: Write>(
    devices: &Devices<'_>,
    writer: &mut StreamWriter<W>,
) -> Result<(), MachineError> {
    sections_with(devices, writer, |_, _, _| Ok(()))
}

/// Writes a section for each device; `check` sees its payload before it leaves.
pub(super) fn sections_with<W: Write>(
    devices: &Devices<'_>,
    writer: &mut StreamWriter<W>,
    check: impl Fn(usize, &Entry<'_>, &[u8]) -> Result<(), MachineError>,
) -> Result<(), MachineError> {
    let entries = devices.entries.iter();
    writer.expect_sections(entries.map(|entry| entry.device.encoded_len()));
    for (index, entry) in devices.entries.iter().enumerate() {
        let len = entry.device.encoded_len();
        writer.section_with(index as u32, len, |room| {
            entry
                .device
                .encode(room)
                .map_err(|fault| entry.cannot_encode(fault))?;
            check(index, entry, room)
        })?;
    }
    Ok(())
}

impl Entry<'_> {
    pub(super) fn cannot_encode(&self, fault: Fault) -> MachineError {
        MachineError::Encode {
            instance: self.name(),
            device: self.device.schema().device(),
            fault,
        }
    }
}
