//! The command line of mini-vm.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
