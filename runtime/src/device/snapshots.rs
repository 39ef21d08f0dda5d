//! States that stay in the program that saved them.

use std::fmt;
use std::io::Cursor;
use std::mem;

use super::apply::{Incoming, Received, Source, apply};
use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, holding};
use super::judgement::Side;
use super::lent::Access;
use super::load::{kept, unexpected};
use super::loaded::Loaded;
use super::object::Meaning;
use super::save::sections_with;
use super::size::{current_len, longest};
use crate::base::text::escape;
use crate::schema::Fingerprint;
use crate::stream::{
    Event, Header, Limits, Opened, Opening, SchemaForm, StreamReader, StreamWriter,
};

/// Saves a machine into memory and loads it from there, again and again, as a rewind, a
/// run-ahead or a test of save and load does: what each state would say again, is written
/// and read once.
///
/// A state is a stream, of some 60 bytes a device over what the devices encode. It has
/// schemas by their [fingerprints](SchemaForm::Fingerprint), and says nothing of
/// configurations and bulk items: what must match is compared as it is loaded, and memory is
/// kept by the program. It can be kept in a file,
/// and [`Devices::load`] loads it, too.
///
/// With a buffer that is used again and devices that allocate nothing, neither a save nor a
/// load does.
///
/// ```
/// use migratable::Migratable;
/// use migratable::device::{Devices, Snapshots};
/// use migratable::stream::{Header, Limits};
///
/// #[derive(Migratable, Default)]
/// #[migratable(device = "cpu")]
/// struct Cpu { pc: u16 }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut cpu = Cpu::default();
/// let layout = Devices::new().add("cpu", &mut cpu)?.layout();
/// let header = Header::new("my-emulator", "2.1");
/// let mut snapshots = Snapshots::new(&layout.lend([&mut cpu])?, &header, Limits::default())?;
///
/// let mut state = Vec::new();
/// cpu.pc = 7;
/// snapshots.save(&layout.lend([&cpu])?, &mut state)?;
/// cpu.pc = 8;
/// snapshots.load(&mut layout.lend([&mut cpu])?, &state)?;
/// assert_eq!(cpu.pc, 7);
/// # Ok(())
/// # }
/// ```
pub struct Snapshots {
    opening: Opening,
    limits: Limits,
    /// Of the schemas of the devices.
    fingerprints: Vec<Fingerprint>,
    /// The devices in the order in which they are loaded.
    order: Vec<usize>,
    writer: StreamWriter<Vec<u8>>,
    /// What was read of the opening. `None` only while a load goes on, and after one that
    /// ended in a panic.
    opened: Option<Opened>,
    received: Received,
}

impl Snapshots {
    /// Of these devices, which it does not change: others of the same types at the same
    /// places can be saved and loaded.
    ///
    /// # Errors
    ///
    /// If there are more devices, or longer names, than `limits` allow.
    pub fn new<S: Access>(
        devices: &Devices<'_, S>,
        header: &Header,
        limits: Limits,
    ) -> Result<Self, MachineError> {
        let mut writer = StreamWriter::in_memory(Vec::new(), header, limits.clone())?;
        writer.send_schemas(SchemaForm::Fingerprint);
        let unsaid = vec![Vec::new(); devices.entries.len()];
        devices.write_prologue(Side::Source, &[], &unsaid, &mut writer)?;
        let opening = writer.opening();
        let fingerprints = devices.entries.iter();
        Ok(Self {
            opened: Some(Opened::new(&opening, limits.clone())?),
            opening,
            limits,
            fingerprints: fingerprints
                .map(|entry| entry.schema.fingerprint())
                .collect(),
            order: devices.layout.load_order(),
            writer,
            received: Received::default(),
        })
    }

    /// Writes the state of all devices that are needed into `state`, whose content is
    /// replaced and whose allocation is kept.
    ///
    /// # Errors
    ///
    /// If these are not the devices, one is blocked, not to be had or cannot be encoded, or
    /// a state is longer than the limits allow. `state` is empty then.
    pub fn save<S: Access>(
        &mut self,
        devices: &Devices<'_, S>,
        state: &mut Vec<u8>,
    ) -> Result<(), MachineError> {
        let buffer = mem::take(state);
        self.are_known(devices)?;
        self.writer.restart(buffer, &self.opening)?;
        sections_with(devices, &mut self.writer, |_, _, _| Ok(()))?;
        *state = self.writer.end()?;
        Ok(())
    }

    /// Loads all devices from a state, or none: as [`Devices::load`], and nothing may follow
    /// the state. One that these snapshots did not save is loaded, too, if the devices can
    /// be loaded from it.
    ///
    /// # Errors
    ///
    /// If these are not the devices, or as [`Devices::load`]. All devices are then as they
    /// were.
    pub fn load<S: Access>(
        &mut self,
        devices: &mut Devices<'_, S>,
        state: &[u8],
    ) -> Result<Loaded, MachineError> {
        self.are_known(devices)?;
        let opened = self.opened.take_if(|_| self.opening.begins(state));
        let Some(opened) = opened else {
            let reader = || StreamReader::in_memory(state, self.limits.clone());
            reader()?.expect_end_of_input()?;
            return devices.load(&mut reader()?);
        };
        let mut reader = StreamReader::behind(state, &self.opening, opened);
        let loaded = self.load_from(&mut reader, devices);
        self.opened = Some(reader.into_opened());
        loaded
    }

    fn load_from<S: Access>(
        &mut self,
        reader: &mut StreamReader<Cursor<&[u8]>>,
        devices: &mut Devices<'_, S>,
    ) -> Result<Loaded, MachineError> {
        devices.entries.iter().try_for_each(Entry::is_loadable)?;
        let budget = self.limits.budget();
        let received = &mut self.received;
        received.clear(devices.entries.len());
        while let Some(event) = reader.next_frame()? {
            match event {
                Event::Section(section) => {
                    budget.draw(section.payload().len()).map_err(holding)?;
                    let index = section.index as usize;
                    let incoming = Incoming {
                        index,
                        offset: Some(section.offset),
                        payload: section.keep(),
                        meaning: Meaning::default(),
                    };
                    received.put(index, incoming);
                }
                Event::Bulk(bulk) => return Err(unexpected(bulk.name())),
                Event::Zeros(zeros) => return Err(unexpected(zeros.name())),
            }
        }
        reader.expect_end_of_input()?;
        let source = Source {
            prologue: reader.prologue(),
            memory: reader.memory(),
        };
        apply(devices, &self.order, received, source, &budget)?;
        Ok(match received.is_complete() {
            true => Loaded::default(),
            false => {
                let targets: Vec<_> = (0..devices.entries.len()).map(Some).collect();
                let kept = kept(devices, &self.order, &targets, received);
                Loaded { kept }
            }
        })
    }

    /// The bytes of the state that [`save`](Self::save) would write now, exactly.
    ///
    /// # Errors
    ///
    /// If these are not the devices, or one is not to be had.
    pub fn saved_len<S: Access>(&self, devices: &Devices<'_, S>) -> Result<u64, MachineError> {
        self.are_known(devices)?;
        devices.len_behind(self.opening.len(), current_len)
    }

    /// The most bytes that a state can ever have, as front ends ask that allocate once.
    ///
    /// # Errors
    ///
    /// If these are not the devices, or the state of one has no bound.
    pub fn max_saved_len<S: Access>(&self, devices: &Devices<'_, S>) -> Result<u64, MachineError> {
        self.are_known(devices)?;
        devices.len_behind(self.opening.len(), longest)
    }

    /// Says that these are devices of the same types at the same places.
    fn are_known<S: Access>(&self, devices: &Devices<'_, S>) -> Result<(), MachineError> {
        let known = self.opened.as_ref().map(Opened::instances);
        let other = |problem| Err(MachineError::OtherLayout { problem });
        if devices.entries.len() != self.fingerprints.len() {
            let (found, wanted) = (devices.entries.len(), self.fingerprints.len());
            return other(format!(
                "these are {found} devices, and snapshots are of {wanted}"
            ));
        }
        let fingerprints = devices.entries.iter().zip(&self.fingerprints);
        for (index, (entry, fingerprint)) in fingerprints.enumerate() {
            let place = known.and_then(|known| known.get(index));
            let is_there = place.is_none_or(|place| {
                *entry.path == *place.path && entry.instance_id == place.instance_id
            });
            if !is_there || entry.schema.fingerprint() != *fingerprint {
                let name = escape(&entry.name()).to_string();
                return other(format!(
                    "device {name} is not the one that snapshots are of"
                ));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Snapshots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshots")
            .field("devices", &self.fingerprints.len())
            .finish_non_exhaustive()
    }
}
