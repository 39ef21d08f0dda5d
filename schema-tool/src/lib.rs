//! The command line of migratable: takes schemas out of binaries and makes
//! streams readable. A thin face on the library, which knows the rules and the
//! format.
//!
//! As a library it has what a test of one's own devices needs: [`Baseline`].

mod baseline;
mod binary;
mod cargo;
mod cli;
mod commands;
mod error;
mod exit;
mod gate;
mod qemu;
mod schemas;
mod show;
mod stream;
mod terminal;
mod text;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

pub use baseline::{Baseline, Broken};
use cli::Cli;
use error::{Error, Result};
use exit::Exit;

/// Runs the program.
#[doc(hidden)]
pub fn main() -> ExitCode {
    let exit = match Cli::try_parse() {
        Ok(cli) => run(&cli),
        Err(error) => {
            // Help and version are "errors" too. There is nobody to tell if
            // they cannot be printed.
            let _ = error.print();
            if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Fine
            }
        }
    };
    exit.into()
}

fn run(cli: &Cli) -> Exit {
    cli.color.write_global();
    let mut out = terminal::stdout();
    match cli
        .command
        .run(&mut out)
        .and_then(|exit| flushed(&mut out, exit))
    {
        Ok(exit) => exit,
        // Whoever read the output has seen enough.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            // What was found before the error is worth seeing, above it.
            let _ = out.flush();
            terminal::print_error(&error);
            error.exit()
        }
    }
}

fn flushed(out: &mut dyn Write, exit: Exit) -> Result<Exit> {
    out.flush()?;
    Ok(exit)
}
