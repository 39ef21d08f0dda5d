//! `man`: the manual, from what `--help` says.

use std::io::Write;

use clap_mangen::Man;

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::text;

const EXAMPLES: &str = "\
Examples:
  schema-tool man check | man -l -
  schema-tool man > schema-tool.1
  schema-tool man check > schema-tool-check.1";

/// Prints a page of the manual, as `man` reads it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The command that it is about, as `check` or `qemu describe` [default: all in short]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// `whole` is the whole command line.
pub(crate) fn run(args: &Args, mut whole: clap::Command, out: &mut dyn Write) -> Result<Exit> {
    whole = whole.disable_help_subcommand(true);
    whole.build();
    let mut page = whole;
    for name in &args.command {
        page = match page.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let name = text::quoted(name);
                return Err(Error::Usage(format!("there is no command {name}")));
            }
        };
    }
    Man::new(page).render(out)?;
    Ok(Exit::Fine)
}
