//! Why a stream does not become lines, or lines no stream.

use core::fmt;
use std::io;

use crate::base::text::escape_message;
use crate::stream::StreamError;

/// Why a stream does not become lines, or lines no stream.
#[derive(Debug)]
#[non_exhaustive]
pub enum LinesError {
    /// What is wrong with the stream that is read or written.
    Stream(StreamError),
    /// The lines cannot be read or written.
    Io(io::Error),
    /// A line is not what it must be.
    #[non_exhaustive]
    Line {
        /// The line, counted from 1.
        number: u64,
        /// What is wrong with it.
        problem: String,
    },
}

/// What is wrong with the JSON of a line.
pub(super) fn of_json(error: &serde_json::Error) -> String {
    escape_message(&error.to_string())
}

impl fmt::Display for LinesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
            Self::Line { number, problem } => write!(f, "line {number}: {problem}"),
        }
    }
}

impl std::error::Error for LinesError {}

impl From<StreamError> for LinesError {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

impl From<io::Error> for LinesError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
