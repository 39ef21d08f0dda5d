//! Generated code in a crate without std.
//!
//! Built alone (`cargo check -p no-std-user`) the runtime is without std, too.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use migratable::device::{Devices, LoadEvent, Loaded, MachineError};
use migratable::stream::{
    Header, Instance, Limits, StreamError, StreamEvent, StreamParser, StreamWriter,
};
use migratable::{Device, Migratable};

/// A device with a field of each kind that needs the heap, and each hook.
#[derive(Debug, Default, PartialEq, Migratable)]
#[migratable(device = "no-std-nic", version = 2, upgrade = Self::upgrade)]
#[migratable(validate = Self::validate, post_load = Self::post_load)]
#[migratable(retired(tag = 9, name = "speed", type = u32, apply = Self::set_speed))]
#[migratable(subsection(timers, tag = 3, needed = Self::has_timers))]
pub struct Nic {
    /// Physical address.
    pub mac: [u8; 6],
    /// Received, not yet read.
    #[migratable(max_len = 256)]
    pub inbox: VecDeque<Vec<u8>>,
    /// By queue.
    pub counters: BTreeMap<u16, u64>,
    /// Text for people.
    pub label: Box<str>,
    /// What the link does.
    pub link: Link,
    /// Shared with the other end.
    pub wire: Rc<RefCell<Vec<u8>>>,
    /// Negotiated later.
    #[migratable(subsection(tag = 1))]
    pub offload: Option<String>,
    /// In ticks.
    #[migratable(subsection = timers, default, range = 0..=1000)]
    pub delay: u32,
    /// In ticks.
    #[migratable(subsection = timers, default = 5, varint)]
    pub period: u64,
    /// Not state.
    #[migratable(skip = 0)]
    pub handle: usize,
}

/// State of a link.
#[derive(Debug, Default, PartialEq, Migratable)]
pub enum Link {
    /// No carrier.
    #[default]
    Down,
    /// Carrier.
    #[migratable(tag = 4)]
    Up {
        /// In Mbit/s.
        speed: u32,
    },
    /// What this build does not know.
    #[migratable(other)]
    Other(u32),
}

impl Nic {
    fn upgrade(&mut self, from: u32) {
        self.handle = from as usize;
    }

    fn validate(&self) -> Result<(), &'static str> {
        if self.mac == [0xff; 6] {
            Err("the address is the broadcast address")
        } else {
            Ok(())
        }
    }

    fn post_load(&mut self) -> Result<(), core::num::TryFromIntError> {
        u16::try_from(self.inbox.len()).map(drop)
    }

    fn set_speed(&mut self, speed: u32) {
        self.link = Link::Up { speed };
    }

    fn has_timers(&self) -> bool {
        self.delay > 0
    }
}

/// A stream of one device and some memory.
///
/// # Errors
///
/// If it cannot be written.
pub fn save(nic: &Nic, memory: &[u8]) -> Result<Vec<u8>, StreamError> {
    let header = Header::new("no-std-user", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
    let schema = writer.schema(Nic::SCHEMA_JSON)?;
    writer.instances(&[Instance::new("/nic", 0, schema)])?;
    writer.bulk("memory", 0, memory)?;
    writer.section(0, &migratable::to_vec(nic).unwrap_or_default())?;
    writer.finish()
}

/// Reads such a stream, which comes in pieces of any size.
///
/// # Errors
///
/// If it is not one.
pub fn load<'p>(
    pieces: impl Iterator<Item = &'p [u8]>,
    nic: &mut Nic,
    memory: &mut Vec<u8>,
) -> Result<(), StreamError> {
    let mut parser = StreamParser::new(Limits::default());
    let mut state = Vec::new();
    for mut piece in pieces {
        while let Some(event) = parser.next(&mut piece)? {
            match event {
                StreamEvent::Section(section) => state = section.into_payload(),
                StreamEvent::Bulk { bytes, .. } => memory.extend_from_slice(bytes),
                _ => {}
            }
        }
    }
    parser.end_of_input()?;
    if let Ok(loaded) = migratable::decode(&state) {
        *nic = loaded;
    }
    Ok(())
}

/// A machine of such devices, which a bus shares.
fn machine(nics: &[Rc<RefCell<Nic>>]) -> Result<Devices<'_>, MachineError> {
    let mut devices = Devices::new();
    for (slot, nic) in (0..).zip(nics) {
        devices.add_instance("/nic", slot, nic)?;
    }
    Ok(devices)
}

/// The devices of a machine.
///
/// # Errors
///
/// If one cannot be saved.
pub fn save_machine(nics: &[Rc<RefCell<Nic>>]) -> Result<Vec<u8>, MachineError> {
    let header = Header::new("no-std-user", "1");
    let mut writer = StreamWriter::in_memory(Vec::new(), &header, Limits::default())?;
    let devices = machine(nics)?;
    devices.save(&mut writer)?;
    let stream = writer.finish()?;
    assert_eq!(devices.saved_len(&header)?, stream.len() as u64);
    Ok(stream)
}

/// Loads them from a stream that comes in pieces of any size, once what it offers was judged.
///
/// # Errors
///
/// If it is not one of these devices. Then none was loaded.
pub fn load_machine<'p>(
    pieces: impl Iterator<Item = &'p [u8]>,
    nics: &[Rc<RefCell<Nic>>],
) -> Result<Loaded, MachineError> {
    let mut devices = machine(nics)?;
    let (mut parser, mut pieces) = (StreamParser::new(Limits::default()), pieces);
    let mut rest: &[u8] = &[];
    while parser.prologue().is_none() {
        match pieces.next() {
            Some(piece) => rest = piece,
            None => parser.end_of_input()?,
        }
        parser.next(&mut rest)?;
    }
    if let Some(offer) = parser.prologue() {
        devices.judge_offer(offer)?.require()?;
    }
    let mut load = devices.load_pieces(parser)?;
    for mut piece in core::iter::once(rest).chain(pieces) {
        while let Some(event) = load.next(&mut piece)? {
            if let LoadEvent::Loaded(loaded) = event {
                return Ok(loaded);
            }
        }
    }
    load.end_of_input()?;
    Ok(Loaded::default())
}
