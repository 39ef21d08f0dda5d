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

mod checks;
mod digest;
mod error;
mod error_text;
mod event;
mod file;
mod frame;
mod frame_reader;
mod frame_writer;
mod input;
mod limits;
mod messages;
pub mod metadata;
mod open_frame;
mod opening;
mod payload;
mod preamble;
mod progress;
mod prologue;
mod reader;
mod sections;
mod sent;
mod wire;
mod writer;

#[cfg(test)]
mod tests;

pub use error::{FramePlace, StreamError};
pub use event::{Bulk, Event, Section};
pub use file::{FileOutput, save_file};
pub use frame::FrameKind;
pub use limits::Limits;
pub(crate) use messages::beginning;
pub use messages::{Answer, Header, Instance, Judgement, Outcome, StreamDigest};
pub use metadata::Metadata;
pub(crate) use opening::Opening;
pub(crate) use payload::Payload;
pub use preamble::{FORMAT_VERSION, MAGIC};
pub use prologue::Prologue;
pub(crate) use reader::Opened;
pub use reader::StreamReader;
pub use sent::{SchemaForm, SchemaReference, SentSchema};
pub(crate) use wire::InstanceRef;
pub use writer::{BULK_CHUNK, StreamWriter};
pub(crate) use writer::{end_len, section_len};
