//! The sections of one stream, until those of the other come.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::ops::Range;
use std::rc::Rc;

use migratable::schema::Schema;
use migratable::stream::Instance;
use migratable::value::{Bytes, Storage as _, Store as _};

use super::Lone;
use super::sides::device_name;
use crate::error::Result;
use crate::stream::{Section, Spool};

/// Sections by path and id.
pub(super) struct Kept {
    schemas: Rc<[Option<Schema>]>,
    sections: Vec<Option<KeptSection>>,
    by_name: HashMap<(String, u32), usize>,
    /// Bytes of those in memory. What is more goes into the spool.
    in_memory: usize,
    spool: Spool,
}

/// Bytes of the sections that are held in memory.
const MEMORY: usize = 16 << 20;

/// Where a section is.
enum Payload {
    Memory(Vec<u8>),
    Spooled(Range<usize>),
}

/// The bytes of a section that is compared.
pub(super) enum Held<'k> {
    Memory(Cow<'k, [u8]>),
    Spooled(Bytes<'k>),
}

impl Held<'_> {
    pub(super) fn bytes(&self) -> Bytes<'_> {
        match self {
            Self::Memory(bytes) => bytes[..].into(),
            Self::Spooled(bytes) => *bytes,
        }
    }
}

/// The state of an instance.
pub(super) struct KeptSection {
    instance: Instance,
    pub(super) name: String,
    payload: Payload,
    pub(super) is_damaged: bool,
}

impl Kept {
    /// Of a stream with these schemas.
    pub(super) fn new(schemas: Rc<[Option<Schema>]>) -> Self {
        Self {
            schemas,
            sections: Vec::new(),
            by_name: HashMap::new(),
            in_memory: 0,
            spool: Spool::new(),
        }
    }

    /// The schema of a section, if the stream has one that can be read.
    pub(super) fn schema(&self, section: &KeptSection) -> Option<&Schema> {
        let index = section.instance.schema as usize;
        self.schemas.get(index).and_then(Option::as_ref)
    }

    /// The bytes of a section.
    pub(super) fn payload<'k>(&'k self, section: &'k KeptSection) -> Held<'k> {
        let bytes = match &section.payload {
            Payload::Memory(bytes) => return Held::Memory(Cow::Borrowed(bytes)),
            Payload::Spooled(range) => self.spool.bytes().part(range.clone()),
        };
        let bytes = bytes.unwrap_or((&[]).into());
        match bytes.len() <= MEMORY / 2 {
            // It is faster there.
            true => Held::Memory(bytes.to_memory()),
            false => Held::Spooled(bytes),
        }
    }

    pub(super) fn add(&mut self, section: &Section<'_>) -> io::Result<()> {
        let instance = section.instance.clone();
        let key = (instance.path.clone(), instance.instance_id);
        let payload = self.keep(section.payload)?;
        self.by_name.insert(key, self.sections.len());
        self.sections.push(Some(KeptSection {
            instance,
            name: device_name(section),
            payload,
            is_damaged: section.violation.is_some(),
        }));
        Ok(())
    }

    /// Makes sure that all that was compared could be read.
    pub(super) fn check(&self) -> Result<()> {
        self.spool.check()
    }

    fn keep(&mut self, bytes: Bytes<'_>) -> io::Result<Payload> {
        if self.in_memory.saturating_add(bytes.len()) <= MEMORY {
            self.in_memory += bytes.len();
            return Ok(Payload::Memory(bytes.to_memory().into_owned()));
        }
        let start = self.spool.len();
        bytes.try_pieces(Bytes::AT_HAND, |piece| self.spool.put(piece))?;
        Ok(Payload::Spooled(start..self.spool.len()))
    }

    pub(super) fn take(&mut self, instance: &Instance) -> Option<KeptSection> {
        let key = (instance.path.clone(), instance.instance_id);
        let index = self.by_name.remove(&key)?;
        self.sections.get_mut(index)?.take()
    }

    /// The devices that were not taken, in their order.
    pub(super) fn rest(self) -> Vec<Lone> {
        let left = self.sections.into_iter().flatten();
        left.map(|section| (section.instance, section.name))
            .collect()
    }
}
