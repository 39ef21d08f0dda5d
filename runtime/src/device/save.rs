//! From devices to a stream.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::judgement::Side;
use super::lent::Access;
use crate::codec::Fault;
use crate::schema::Schema;
use crate::stream::{BulkItem, InstanceRef, StreamWriter, Write};

impl<S: Access> Devices<'_, S> {
    /// Writes the prologue and a section for each device that is needed.
    ///
    /// To write the bytes of bulk items between the two, call
    /// [`save_prologue`](Self::save_prologue) and
    /// [`save_sections`](Self::save_sections).
    ///
    /// # Errors
    ///
    /// If a device is blocked, not to be had or cannot be encoded, or the stream cannot
    /// be written.
    pub fn save<W: Write>(&self, writer: &mut StreamWriter<W>) -> Result<(), MachineError> {
        self.are_free()?;
        self.save_prologue(writer)?;
        self.save_sections(writer)
    }

    /// Writes what the bulk items are, the schemas, each once, and the list of instances with their
    /// configurations. Only devices that have a configuration are looked at.
    ///
    /// # Errors
    ///
    /// If such a device is not to be had or cannot be encoded, or the stream cannot be
    /// written.
    pub fn save_prologue<W: Write>(
        &self,
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        let configurations = self.configurations(Side::Source)?;
        self.write_prologue(Side::Source, self.layout.items(), &configurations, writer)
    }

    /// Writes the prologue of a side, with these bulk items and configurations.
    pub(super) fn write_prologue<W: Write>(
        &self,
        side: Side,
        items: &[BulkItem],
        configurations: &[Vec<u8>],
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        for item in items {
            writer.declare(item)?;
        }
        let mut schemas = Schemas::default();
        let mut instances = Vec::with_capacity(self.entries.len());
        for (entry, configuration) in self.entries.iter().zip(configurations) {
            let schema = schemas.index(entry.schema_json, entry.schema, writer)?;
            instances.push(InstanceRef {
                path: &entry.path,
                instance_id: entry.instance_id,
                schema,
                configuration,
                aliases: &entry.aliases,
                // What a source has, it has taken over long ago.
                takes_over: match side {
                    Side::Source => &[],
                    Side::Destination => &entry.takes_over.places,
                },
            });
        }
        // `Devices` takes none twice.
        writer.distinct_instances(&instances)?;
        Ok(())
    }

    /// Writes a section for each device that is needed.
    ///
    /// # Errors
    ///
    /// If a device is blocked, not to be had or cannot be encoded, or the stream cannot
    /// be written.
    pub fn save_sections<W: Write>(
        &self,
        writer: &mut StreamWriter<W>,
    ) -> Result<(), MachineError> {
        sections_with(self, writer, |_, _, _| Ok(()))
    }
}

/// The schemas that were written.
#[derive(Default)]
struct Schemas {
    /// By where the text is: devices of one type share it, so seldom are the
    /// bytes compared.
    by_place: BTreeMap<(usize, usize), u32>,
    by_text: BTreeMap<&'static str, u32>,
}

impl Schemas {
    /// The index of a schema, which is written if it was not before.
    fn index<W: Write>(
        &mut self,
        json: &'static str,
        schema: &Schema,
        writer: &mut StreamWriter<W>,
    ) -> Result<u32, MachineError> {
        let place = (json.as_ptr().addr(), json.len());
        if let Some(&index) = self.by_place.get(&place) {
            return Ok(index);
        }
        let index = match self.by_text.get(json) {
            Some(&index) => index,
            None => writer.schema_of(json, schema)?,
        };
        self.by_place.insert(place, index);
        self.by_text.insert(json, index);
        Ok(index)
    }
}

/// Writes a section for each device that is needed; `check` sees its payload before it
/// leaves, or that there is none.
pub(super) fn sections_with<S: Access, W: Write>(
    devices: &Devices<'_, S>,
    writer: &mut StreamWriter<W>,
    check: impl Fn(usize, &Entry<S>, Option<&[u8]>) -> Result<(), MachineError>,
) -> Result<(), MachineError> {
    devices.are_free()?;
    // A guess is enough, and no reason to take a lock.
    let guess = |entry: &Entry<S>| entry.at_hand().map_or(0, |device| device.encoded_len());
    writer.expect_sections(devices.entries.iter().map(guess));
    for (index, entry) in devices.entries.iter().enumerate() {
        // Whether it is needed, its length and its bytes are of one moment.
        entry.with(|device| {
            if !device.needed() {
                return check(index, entry, None);
            }
            writer.section_with(index as u32, device.encoded_len(), |room| {
                let encoded = device.encode(room);
                encoded.map_err(|fault| entry.cannot_encode(fault))?;
                check(index, entry, Some(room))
            })
        })??;
    }
    Ok(())
}

impl<S: Access> Entry<S> {
    pub(super) fn cannot_encode(&self, fault: Fault) -> MachineError {
        MachineError::Encode {
            instance: self.name(),
            device: self.schema.device(),
            fault,
        }
    }
}
