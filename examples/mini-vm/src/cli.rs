//! The command line as a whole.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{decide, demo, receive, restore, run, save, send};
use crate::failure::Failure;

/// A small RISC-V machine whose running guest can be saved and moved.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the guest to its end, its output going to stdout
    Run(run::Args),
    /// Run the guest for some time, then save it to a file
    Save(save::Args),
    /// Go on where a saved guest was stopped
    Restore(restore::Args),
    /// Move a running guest to another process, over TCP
    Send(send::Args),
    /// Wait for a guest from another process and go on with it
    Receive(receive::Args),
    /// Say whose a guest is, to a destination whose source is gone
    Decide(decide::Args),
    /// Move running guests between processes and check that they notice nothing
    Demo(demo::Args),
}

impl Command {
    fn run(&self) -> Result<ExitCode, Failure> {
        match self {
            Self::Run(args) => Ok(run::run(args)?),
            Self::Save(args) => Ok(save::run(args)?),
            Self::Restore(args) => Ok(restore::run(args)?),
            Self::Send(args) => send::run(args),
            Self::Receive(args) => receive::run(args),
            Self::Decide(args) => Ok(decide::run(args)?),
            Self::Demo(args) => demo::run(args),
        }
    }
}

pub(crate) fn main() -> ExitCode {
    Cli::parse().command.run().unwrap_or_else(|failure| {
        eprintln!("mini-vm: {failure}");
        ExitCode::FAILURE
    })
}
