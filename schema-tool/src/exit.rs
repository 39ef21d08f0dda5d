//! What the exit status says.

use std::process::ExitCode;

/// Exit status of every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The command did its work, and there is nothing to complain about.
    Fine = 0,
    /// The command could not do its work, or not all of it.
    Failed = 1,
    /// The command line was wrong.
    Usage = 2,
    /// The command did its work and found what it was to look for. Far from
    /// the numbers that shells and signals use.
    Findings = 100,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
