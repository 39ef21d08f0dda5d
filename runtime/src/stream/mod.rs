//! The stream: how the states of many devices travel as one run of bytes.
//!
//! A stream is a preamble and then frames, each with a kind, a
//! length and a checksum: a header, the schemas, the list of instances (these
//! make the *prologue*), then one section for each instance and any number of
//! bulk frames, and an end frame that vouches for the whole.
//! `docs/format.md`, "Stream", has every byte of it.
//!
//! This module moves bytes. To it a schema is a text and a section's payload a
//! byte slice; what they mean is settled elsewhere.
//!
//! [`StreamParser`] takes bytes as they come; the reader fetches them, and is for what blocks.
//! Without `std` there are parser and writer, which writes to memory.
//!
//! ```
//! use migratable::stream::{Event, Header, Instance, Limits, StreamError, StreamReader, StreamWriter};
//!
//! # fn main() -> Result<(), StreamError> {
//! let header = Header::new("mini-vm", "1.0");
//! let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
//! let schema = writer.schema(r#"{"device":"uart"}"#)?;
//! writer.instances(&[Instance::new("/uart0", 0, schema)])?;
//! writer.section(0, &[1, 2, 3])?;
//! writer.bulk("ram", 0x8000_0000, &[0; 4096])?;
//! let stream: Vec<u8> = writer.finish()?;
//!
//! let mut ram = vec![0; 4096];
//! let mut reader = StreamReader::new(&stream[..], Limits::default())?;
//! while let Some(event) = reader.next_frame()? {
//!     match event {
//!         Event::Section(section) => assert_eq!(section.payload(), [1, 2, 3]),
//!         Event::Bulk(mut bulk) => assert_eq!(bulk.read_into(&mut ram)?, 4096),
//!         _ => {}
//!     }
//! }
//! reader.expect_end_of_input()
//! # }
//! ```

// What only readers and writers use.
#![cfg_attr(not(feature = "std"), allow(dead_code))]

mod answers;
mod body;
mod checks;
mod digest;
mod error;
mod error_text;
#[cfg(feature = "std")]
mod event;
#[cfg(feature = "std")]
mod external;
#[cfg(feature = "std")]
mod file;
mod frame;
mod frame_parser;
#[cfg(feature = "std")]
mod frame_reader;
mod frame_state;
mod frame_writer;
mod head;
#[cfg(feature = "std")]
mod input;
mod io;
mod item;
mod items;
mod limits;
mod messages;
pub mod metadata;
#[cfg(feature = "std")]
mod open_frame;
mod opening;
mod payload;
mod preamble;
mod progress;
mod prologue;
mod ranges;
#[cfg(feature = "std")]
mod reader;
#[cfg(feature = "std")]
mod save_item;
mod section;
mod sections;
mod sent;
mod settling;
mod stream_parser;
mod wire;
mod writer;

#[cfg(all(test, feature = "std"))]
mod tests;

pub(crate) use body::AlreadyRead;
#[cfg(feature = "std")]
pub(crate) use body::Opened;
pub use error::{FramePlace, StreamError};
#[cfg(feature = "std")]
pub use event::{Bulk, Event, Zeros};
#[cfg(feature = "std")]
pub use external::ExternalError;
#[cfg(feature = "std")]
pub use file::{FileOutput, save_file};
pub use frame::FrameKind;
pub use frame_parser::{FrameParser, Piece};
pub(crate) use head::FrameBytes;
#[cfg(feature = "std")]
pub(crate) use io::Write;
#[cfg(not(feature = "std"))]
pub use io::Write;
pub(crate) use io::sink;
pub use item::{BulkContent, BulkItem, ContentDigest, ExternalFile};
pub use limits::Limits;
pub(crate) use messages::beginning;
pub use messages::{
    Answer, BadDigest, Header, Instance, InstanceAlias, Judgement, Outcome, StreamDigest,
};
pub use metadata::Metadata;
#[cfg(feature = "std")]
pub(crate) use opening::Opening;
pub(crate) use payload::Payload;
pub(crate) use preamble::LEN as PREAMBLE_LEN;
pub use preamble::{FORMAT_VERSION, MAGIC};
pub use prologue::Prologue;
#[cfg(feature = "std")]
pub use reader::StreamReader;
#[cfg(feature = "std")]
pub use save_item::save_item;
pub use section::Section;
pub use sent::{SchemaForm, SchemaReference, SentSchema};
pub(crate) use settling::{Choice, Message, Messages};
pub(crate) use stream_parser::Found;
pub use stream_parser::{StreamEvent, StreamParser};
pub(crate) use wire::InstanceRef;
pub use writer::StreamWriter;
pub use writer::bulk::BULK_CHUNK;
pub(crate) use writer::{end_len, section_len};
