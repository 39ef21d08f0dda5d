//! `completions`: what a shell completes.

use std::io::Write;

use clap_complete::{Shell, generate};

use crate::error::Result;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  schema-tool completions bash > ~/.local/share/bash-completion/completions/schema-tool
  schema-tool completions fish > ~/.config/fish/completions/schema-tool.fish
  schema-tool completions zsh > _schema-tool    # into a directory of $fpath";

/// Prints what a shell needs to complete the commands and their options
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// `command` is the whole command line.
pub(crate) fn run(args: &Args, mut command: clap::Command, out: &mut dyn Write) -> Result<Exit> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(args.shell, &mut command, name, &mut script);
    out.write_all(&script)?;
    Ok(Exit::Fine)
}
