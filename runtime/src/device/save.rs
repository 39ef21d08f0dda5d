//! From devices to a stream.

use std::io::Write;

use super::{Devices, MachineError};
use crate::stream::{Instance, StreamWriter};

pub(super) fn prologue<W: Write>(
    devices: &Devices<'_>,
    writer: &mut StreamWriter<W>,
) -> Result<(), MachineError> {
    let mut written: Vec<(&str, u32)> = Vec::new();
    let mut instances = Vec::with_capacity(devices.entries.len());
    for entry in &devices.entries {
        let json = entry.device.schema_json();
        let schema = match written.iter().find(|(text, _)| *text == json) {
            Some((_, index)) => *index,
            None => {
                let index = writer.schema(json)?;
                written.push((json, index));
                index
            }
        };
        instances.push(Instance {
            path: entry.path.clone(),
            instance_id: entry.instance_id,
            schema,
        });
    }
    writer.instances(&instances)?;
    Ok(())
}

pub(super) fn sections<W: Write>(
    devices: &Devices<'_>,
    writer: &mut StreamWriter<W>,
) -> Result<(), MachineError> {
    for (index, entry) in (0_u32..).zip(&devices.entries) {
        let len = entry.device.encoded_len();
        writer.section_with(index, len, |room| {
            entry
                .device
                .encode(room)
                .map_err(|fault| MachineError::Encode {
                    instance: entry.name(),
                    device: entry.device.schema().device(),
                    fault,
                })
        })?;
    }
    Ok(())
}
