//! The command line of mini-vm.

mod cli;
mod commands;
mod failure;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
