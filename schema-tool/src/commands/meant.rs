//! What was perhaps meant by a command line that cannot be.

use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error as Usage};

use crate::error::Error;
use crate::text;

/// Where the last of several inputs is not there: the name of an output, for which an option
/// is to be written.
pub(super) fn output(error: Error, path: &Path, inputs: &[PathBuf], option: &str) -> Error {
    let is_last = inputs.len() > 1 && inputs.last().is_some_and(|last| last == path);
    match is_last && path.symlink_metadata().is_err() {
        true => {
            let name = text::path(path);
            error.hint(format!("if it is to be written: {option} {name}"))
        }
        false => error,
    }
}

/// The same where the command line has no place for the name, or no option for it.
pub(crate) fn with_tip(mut error: Usage, command: &Command, name: Option<&str>) -> Usage {
    let Some(tip) = tip(&error, command, name) else {
        return error;
    };
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![tip.into()]),
    );
    error
}

fn tip(error: &Usage, command: &Command, name: Option<&str>) -> Option<String> {
    let wrong = match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::UnknownArgument, Some(ContextValue::String(wrong))) => wrong,
        _ => return None,
    };
    let command = command.find_subcommand(name?)?;
    let mut options = command.get_arguments().filter(|one| !one.is_positional());
    let takes_output = options.any(|one| one.get_long() == Some("output"));
    let is_option = wrong.starts_with('-');
    let asks_output = wrong.starts_with("-o") || wrong.starts_with("--out");
    match (takes_output, is_option) {
        (true, false) => Some(format!(
            "what is to be written is named by an option: -o {wrong}"
        )),
        (false, true) if asks_output => {
            Some("results go to standard output: `> FILE` writes them to a file".to_owned())
        }
        _ => None,
    }
}
