//! Reads what QEMU writes: migration streams, the descriptions that they end
//! with, and dumps of VMState (`-dump-vmstate`).
//!
//! - A [stream](read) is read record by record, and turned with [`import`] into
//!   one of `migratable`'s, with a schema for each section: what shows, compares
//!   or converts those then does so with QEMU's.
//! - Dumps and descriptions are compared in a layout model of their own:
//!   QEMU's rules are positional, and dumps have neither types nor the sizes of
//!   a stream.
//!
//! Everything that is read may come from anybody: an error says where, lengths
//! are believed only as far as there are bytes.

mod bytes;
mod choose;
pub mod compare;
mod description;
mod error;
mod framing;
mod import;
mod input;
mod layout;
mod limits;
mod object;
mod text;

pub use choose::{Candidate, NotChosen, choose};
pub use description::{
    Description, Device as DescribedDevice, Field as DescribedField, Struct as DescribedStruct,
};
pub use error::{Error, Result};
pub use framing::{
    BitmapEvent, BitmapReader, Block, Command, Configuration, Content, PageEvent, RamReader,
    Record, Section, State, Stream, read,
};
pub use import::{Imported, Origin, PRODUCER, import, import_to, version};
pub use input::{is_stream, read_all, read_some, unpack};
pub use layout::{Field, Leaf, Number, Share, Step, Steps, Struct, Type};
pub use limits::Limits;
