//! The command line of mini-vm.

mod cli;
mod commands;
mod failure;
mod records;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
