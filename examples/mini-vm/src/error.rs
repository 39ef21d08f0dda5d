//! What can go wrong outside the guest. What the guest does wrong is its own affair: it traps, or
//! the device asks for a reset.

use std::fmt;
use std::io;
use std::path::PathBuf;

use migratable::device::MachineError;
use migratable::stream::{StreamDigest, StreamError};

/// Why a machine could not be made, run, saved, loaded or moved.
#[derive(Debug)]
pub enum Error {
    /// The host gave no memory for the guest's RAM.
    GuestMemory(String),
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
    /// A file could not be opened.
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A bulk frame that this machine has no place for.
    Bulk {
        /// The item that it is part of, as the stream names it.
        name: String,
        /// Offset of its bytes in the stream.
        at: u64,
        /// What is wrong with it.
        problem: String,
    },
    /// A stream has not all of RAM or disk.
    Coverage {
        /// Which of the two.
        name: &'static str,
        /// What it lacks.
        problem: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GuestMemory(reason) => write!(f, "cannot set up guest memory: {reason}"),
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
            Self::Open { path, error } => write!(f, "cannot open {}: {error}", path.display()),
            Self::Bulk { name, at, problem } => {
                let name = name.escape_debug();
                write!(
                    f,
                    "bulk item \"{name}\", at byte {at} of the stream: {problem}"
                )
            }
            Self::Coverage { name, problem } => write!(f, "bulk item \"{name}\": {problem}"),
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
            Self::GuestMemory(_)
            | Self::NoSuchPlace { .. }
            | Self::GuestEnded
            | Self::InDoubt { .. }
            | Self::NotOurs { .. }
            | Self::Undecided { .. }
            | Self::Bulk { .. }
            | Self::Coverage { .. } => None,
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
