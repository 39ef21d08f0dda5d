//! The records of a stream: each begins with a byte that says what it is, and
//! has no length. So a record is read to its end, or it is not known where the
//! next one begins.

mod bitmap;
mod command;
mod configuration;
mod described;
mod description;
mod footer;
mod pages;
mod ram;
mod reader;
mod tag;

pub use bitmap::{BitmapEvent, BitmapReader};
pub use command::Command;
pub use configuration::Configuration;
pub use described::read;
pub(crate) use pages::PageStore;
pub use ram::{Block, PageEvent, RamReader};

use std::ops::Range;

use crate::description::Description;
use crate::error::Error;
use crate::layout::Struct;

/// A stream, or what could be read of it.
#[derive(Debug, Default)]
pub struct Stream {
    /// The machine and what else comes before all sections.
    pub configuration: Option<Configuration>,
    /// The sections, in the order in which they began.
    pub sections: Vec<Section>,
    /// Every record, back to back from the first byte on.
    pub records: Vec<Record>,
    /// What the stream says about its devices, and where that JSON is.
    pub description: Option<(Description, Range<usize>)>,
    /// Of each section, whether it was begun as one that comes in parts.
    pub in_parts: Vec<bool>,
    /// Bytes of a page of RAM.
    pub page_size: u64,
    /// Whether sections end with a footer.
    pub footers: bool,
    /// Whether, before its RAM, it was said that RAM may follow after the guest runs:
    /// then the blocks are listed with the sizes of their pages.
    pub(crate) advised: bool,
    /// Bytes of pages that may be made of what the stream says of them.
    pub(crate) pages_len: u64,
    /// What is odd, but could be read.
    pub warnings: Vec<Error>,
    /// What is wrong; nothing behind it was read.
    pub error: Option<Error>,
}

/// State that has a name.
#[derive(Debug)]
pub struct Section {
    /// Number by which records refer to it.
    pub id: u32,
    /// Path and name.
    pub name: String,
    /// Tells sections of one name apart.
    pub instance_id: u32,
    /// Version that was sent.
    pub version: u32,
    /// How it is sent.
    pub state: State,
}

/// What a section is.
#[derive(Debug)]
pub enum State {
    /// Pages of RAM, in many records.
    Ram,
    /// Bitmaps of changed blocks, in many records.
    DirtyBitmap,
    /// A device whose fields are known.
    Device {
        /// Where in the stream its state begins.
        offset: usize,
        /// Its fields.
        layout: Struct,
    },
    /// State that nothing here describes: one or many records of bytes.
    Unknown,
}

/// A part of the stream between two tags.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its bytes in the stream, tag and footer included.
    pub range: Range<usize>,
    /// What it is.
    pub content: Content,
}

/// What a record is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Magic and version.
    Head,
    /// The machine.
    Configuration,
    /// State of a section, an index of [`Stream::sections`]: all of it, or a part.
    Section {
        /// Which.
        section: usize,
        /// Where in the stream the state is, without head and footer.
        body: Range<usize>,
    },
    /// A word to the destination.
    Command(Command),
    /// Nothing but a description follows.
    End,
    /// The description.
    Description,
    /// Zeros up to where a file ends.
    Padding,
}

impl Section {
    /// Name and instance, as `cpu#0`, not escaped.
    pub fn full_name(&self) -> String {
        format!("{}#{}", self.name, self.instance_id)
    }
}

impl Stream {
    /// The devices whose state is known, each with its full name, where its state begins and
    /// what is there; only the one of a name, if one is given.
    pub(crate) fn devices(
        &self,
        only: Option<&str>,
    ) -> impl Iterator<Item = (String, usize, &Struct)> {
        self.sections.iter().filter_map(move |section| {
            let State::Device { offset, layout } = &section.state else {
                return None;
            };
            let name = section.full_name();
            let is_meant = only.is_none_or(|only| only == name);
            is_meant.then_some((name, *offset, layout))
        })
    }
}
