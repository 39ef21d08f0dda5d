//! Loads devices from a stream whose bytes come in pieces.

use core::fmt;

use super::apply::Source;
use super::devices::Devices;
use super::error::MachineError;
use super::lent::{Access, Lent};
use super::load::{Loading, unexpected};
use super::loaded::Loaded;
use crate::stream::{Found, StreamDigest, StreamError, StreamEvent, StreamParser};

/// A load of devices whose stream comes in pieces: [`Devices::load_pieces`] begins it.
pub struct PieceLoad<'d, 'a, S = Lent<'a>> {
    devices: &'d mut Devices<'a, S>,
    parser: StreamParser,
    loading: Loading,
}

/// What comes of the bytes of a stream while it is loaded.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadEvent<'e> {
    /// Bytes of a bulk item that was declared, which belong where they say.
    #[non_exhaustive]
    Bulk {
        /// Name of the item.
        name: &'e str,
        /// Where in the item the bytes belong.
        offset: u64,
        /// The bytes.
        bytes: &'e [u8],
    },
    /// Zeros in place of bytes of such an item. Memory that is new has them already.
    #[non_exhaustive]
    Zeros {
        /// Name of the item.
        name: &'e str,
        /// Where in the item the first of them belongs.
        offset: u64,
        /// How many there are. They do not go beyond the item.
        len: u64,
    },
    /// All has come, and all devices are loaded.
    Loaded(Loaded),
}

/// What is to be done with what was found.
enum Step<'b> {
    /// Bytes or zeros of a declared item are handed over.
    Bulk(Found<'b>),
    Loaded(Loaded),
}

impl<'a, S: Access> Devices<'a, S> {
    /// Loads all devices from the rest of a stream that comes in pieces, of which `parser` has
    /// read the prologue. It is [`load_with_bulk`](Self::load_with_bulk) for where nothing may
    /// block.
    ///
    /// ```
    /// use migratable::Migratable;
    /// use migratable::device::{Devices, LoadEvent};
    /// use migratable::stream::{Header, Limits, StreamEvent, StreamParser, StreamWriter};
    ///
    /// #[derive(Migratable, Default)]
    /// #[migratable(device = "timer")]
    /// struct Timer { count: u64 }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let header = Header::new("my-vmm", "1.0");
    /// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
    /// Devices::new().add("timer0", &mut Timer { count: 7 })?.save(&mut writer)?;
    /// let stream = writer.finish()?;
    ///
    /// let mut timer = Timer::default();
    /// let mut devices = Devices::new();
    /// devices.add("timer0", &mut timer)?;
    /// let (mut parser, mut rest) = (StreamParser::new(Limits::default()), &stream[..]);
    /// let event = parser.next(&mut rest)?;
    /// assert!(matches!(event, Some(StreamEvent::Prologue(_))));
    /// let mut load = devices.load_pieces(parser)?;
    /// for mut piece in rest.chunks(3) {
    ///     while let Some(event) = load.next(&mut piece)? {
    ///         assert!(matches!(event, LoadEvent::Loaded(_)));
    ///     }
    /// }
    /// assert!(load.digest().is_some());
    /// drop(load);
    /// drop(devices);
    /// assert_eq!(timer.count, 7);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the prologue has not come, a section has come, too, or not these devices and bulk items
    /// can be loaded from a stream that has it.
    pub fn load_pieces<'d>(
        &'d mut self,
        parser: StreamParser,
    ) -> Result<PieceLoad<'d, 'a, S>, MachineError> {
        let read = parser.already_read()?;
        let offset = parser.offset();
        let prologue = parser.prologue();
        let prologue = prologue.ok_or(StreamError::NoEndFrame { offset })?;
        let loading = Loading::begin(self, prologue, read)?;
        Ok(PieceLoad {
            devices: self,
            parser,
            loading,
        })
    }
}

impl<S: Access> PieceLoad<'_, '_, S> {
    /// Takes bytes from the front of `bytes`, and gives what is to be done with them; `None` if
    /// all were taken and more must come, or once all is [loaded](LoadEvent::Loaded). The
    /// devices change with the last byte, and either all of them or none.
    ///
    /// # Errors
    ///
    /// As [`Devices::load_with_bulk`]. All devices are then as they were; bytes that were
    /// handed over are not taken back. Later calls return [`StreamError::Broken`].
    pub fn next<'e, 'b: 'e>(
        &'e mut self,
        bytes: &mut &'b [u8],
    ) -> Result<Option<LoadEvent<'e>>, MachineError> {
        let found = match self.find(bytes) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(None),
            Err(error) => {
                // What comes after it would be loaded without what was refused.
                self.parser.give_up();
                return Err(error);
            }
        };
        let found = match found {
            Step::Loaded(loaded) => return Ok(Some(LoadEvent::Loaded(loaded))),
            Step::Bulk(found) => found,
        };
        Ok(match self.parser.event(found)? {
            StreamEvent::Bulk {
                name,
                offset,
                bytes,
                ..
            } => Some(LoadEvent::Bulk {
                name,
                offset,
                bytes,
            }),
            StreamEvent::Zeros { name, offset, len } => {
                Some(LoadEvent::Zeros { name, offset, len })
            }
            _ => None,
        })
    }

    /// The same, without what is borrowed of the parser.
    fn find<'b>(&mut self, bytes: &mut &'b [u8]) -> Result<Option<Step<'b>>, MachineError> {
        while let Some(found) = self.parser.find(bytes)? {
            match found {
                Found::Section { .. } => {
                    if let StreamEvent::Section(section) = self.parser.event(found)? {
                        self.loading.section(self.devices, section)?;
                    }
                }
                Found::BulkEnd => {}
                Found::Bulk { .. } | Found::Zeros if self.parser.is_bulk_declared() => {
                    return Ok(Some(Step::Bulk(found)));
                }
                Found::Bulk { .. } | Found::Zeros => match self.parser.event(found)? {
                    StreamEvent::Bulk { name, .. } | StreamEvent::Zeros { name, .. } => {
                        return Err(unexpected(name));
                    }
                    _ => {}
                },
                Found::End(_) => {
                    if let Some(prologue) = self.parser.prologue() {
                        let source = Source {
                            prologue,
                            memory: &[],
                        };
                        let loaded = self.loading.finish(self.devices, source)?;
                        return Ok(Some(Step::Loaded(loaded)));
                    }
                }
                Found::Prologue | Found::Answer(_) | Found::Outcome(_) => {
                    let expected = "a section, bulk, zeros or end frame";
                    return Err(self.parser.refuse(expected).into());
                }
            }
        }
        Ok(None)
    }

    /// Digest of the stream, once all is loaded.
    pub fn digest(&self) -> Option<StreamDigest> {
        self.parser.digest().filter(|_| self.parser.is_done())
    }

    /// Says that no more bytes come, which is an error, unless all is loaded.
    ///
    /// # Errors
    ///
    /// As [`StreamParser::end_of_input`].
    pub fn end_of_input(&mut self) -> Result<(), MachineError> {
        Ok(self.parser.end_of_input()?)
    }
}

impl<S> fmt::Debug for PieceLoad<'_, '_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PieceLoad")
            .field("parser", &self.parser)
            .finish_non_exhaustive()
    }
}
