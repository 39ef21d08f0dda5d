//! What can go wrong outside the guest. What the guest does wrong is its own affair: it traps, or
//! the device asks for a reset.

use std::fmt;
use std::io;

/// Why a machine could not be made, run, or given a state.
#[derive(Debug)]
pub enum Error {
    /// The host gave no memory for the guest's RAM.
    GuestMemory(String),
    /// The guest's output could not be written.
    Console(io::Error),
    /// A saved state that this machine cannot be in.
    State {
        /// The device that refused.
        device: &'static str,
        /// What it found and what it expected.
        reason: String,
    },
}

impl Error {
    pub(crate) fn state(device: &'static str, reason: impl Into<String>) -> Self {
        Self::State {
            device,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GuestMemory(reason) => write!(f, "cannot set up guest memory: {reason}"),
            Self::Console(error) => write!(f, "cannot write the guest's output: {error}"),
            Self::State { device, reason } => {
                write!(f, "{device}: the state cannot be loaded: {reason}")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Console(error) => Some(error),
            Self::GuestMemory(_) | Self::State { .. } => None,
        }
    }
}
