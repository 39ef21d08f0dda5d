//! What can go wrong outside the guest. What the guest does wrong is its own affair: it traps, or
//! the device asks for a reset.

use std::fmt;
use std::io;
use std::path::PathBuf;

use migratable::device::MachineError;
use migratable::stream::{ExternalError, StreamDigest, StreamError};

/// Why a machine could not be made, run, saved, loaded or moved.
#[derive(Debug)]
pub enum Error {
    /// The host gave no memory for the guest's RAM.
    GuestMemory(String),
    /// The disk's queue cannot have so many entries.
    QueueSize(u16),
    /// The machine has a device that the release of the devices does not have.
    NotInRelease(&'static str),
    /// The guest's output could not be written.
    Console(io::Error),
    /// There is no such place in RAM or on the disk.
    NoSuchPlace {
        /// Which of the two.
        item: &'static str,
        /// Bytes that were to be there.
        length: usize,
        /// Where the first of them was to be.
        offset: usize,
    },
    /// The guest ended before it could be moved.
    GuestEnded,
    /// There is no destination.
    Connect {
        /// Where it was looked for.
        address: String,
        /// Why it was not found.
        error: io::Error,
    },
    /// There can be no source.
    Accept(io::Error),
    /// All is loaded, and nobody has said whose the guest is.
    InDoubt {
        /// Digest of the stream that it came in.
        digest: StreamDigest,
        /// What happened.
        reason: String,
    },
    /// All is loaded, and the guest is not this side's.
    NotOurs {
        /// Why.
        reason: String,
    },
    /// The destination could not be told whose a guest is.
    Undecided {
        /// Why.
        reason: String,
    },
    /// The devices could not be saved or loaded.
    Machine(Box<MachineError>),
    /// The file with RAM is not the one that was saved.
    External(ExternalError),
    /// A file could not be opened.
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GuestMemory(reason) => write!(f, "cannot set up guest memory: {reason}"),
            Self::QueueSize(size) => write!(
                f,
                "the disk's queue cannot have {size} entries: 1, 2, 4, 8 or 16 can be"
            ),
            Self::NotInRelease(device) => {
                write!(f, "this release of the devices has no {device}")
            }
            Self::Console(error) => write!(f, "cannot write the guest's output: {error}"),
            Self::NoSuchPlace {
                item,
                length,
                offset,
            } => write!(f, "{item}: there are no {length} bytes at {offset:#x}"),
            Self::GuestEnded => f.write_str("the guest ended before it could be moved"),
            Self::Connect { address, error } => write!(f, "cannot connect to {address}: {error}"),
            Self::Accept(error) => write!(f, "cannot accept a connection: {error}"),
            Self::InDoubt { digest, reason } => write!(
                f,
                "all is loaded, from the stream {digest}, but the source did not say that the guest \
                 is to go on here: {reason}"
            ),
            Self::NotOurs { reason } => write!(f, "all was loaded and is thrown away: {reason}"),
            Self::Undecided { reason } => {
                write!(
                    f,
                    "the destination does not say that the guest runs there: {reason}"
                )
            }
            Self::Machine(error) => error.fmt(f),
            Self::External(error) => error.fmt(f),
            Self::Open { path, error } => write!(f, "cannot open {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Console(error)
            | Self::Open { error, .. }
            | Self::Connect { error, .. }
            | Self::Accept(error) => Some(error),
            Self::Machine(error) => Some(error),
            Self::External(error) => error.source(),
            Self::GuestMemory(_)
            | Self::QueueSize(_)
            | Self::NotInRelease(_)
            | Self::NoSuchPlace { .. }
            | Self::GuestEnded
            | Self::InDoubt { .. }
            | Self::NotOurs { .. }
            | Self::Undecided { .. } => None,
        }
    }
}

impl From<MachineError> for Error {
    fn from(error: MachineError) -> Self {
        Self::Machine(error.into())
    }
}

impl From<StreamError> for Error {
    fn from(error: StreamError) -> Self {
        MachineError::from(error).into()
    }
}
