//! Why a command could not do its work.

use std::fmt;
use std::io;

use crate::exit::Exit;

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a command could not do its work, in words for its user.
///
/// Whoever makes one escapes what came from a file (see [`crate::text`]).
#[derive(Debug)]
pub(crate) enum Error {
    /// What went wrong and where, and what can be done about it.
    Failed { what: String, hint: Option<String> },
    /// The arguments contradict one another in a way that clap does not see.
    Usage(String),
    /// Standard output takes no more.
    Output(io::Error),
}

impl Error {
    /// An error of which `what` says all.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self::Failed {
            what: what.into(),
            hint: None,
        }
    }

    /// Adds what can be done about it. Lines are kept.
    pub(crate) fn hint(self, text: impl Into<String>) -> Self {
        match self {
            Self::Failed { what, .. } => Self::Failed {
                what,
                hint: Some(text.into()),
            },
            other => other,
        }
    }

    /// The exit status that says so.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Failed { .. } | Self::Output(_) => Exit::Failed,
            Self::Usage(_) => Exit::Usage,
        }
    }
}

/// Commands write to nothing but standard output with a plain `?`; errors of
/// files are given their path first.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { what, hint: None } | Self::Usage(what) => f.write_str(what),
            Self::Failed {
                what,
                hint: Some(hint),
            } => {
                let hint = hint.replace('\n', "\n        ");
                write!(f, "{what}\n  hint: {hint}")
            }
            Self::Output(error) => write!(f, "cannot write to standard output: {error}"),
        }
    }
}
