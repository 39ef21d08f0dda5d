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
mod packed;
mod qemu;
mod schemas;
mod show;
mod stream;
mod terminal;
mod text;
mod unfinished;
mod whole;

use std::env;
use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

pub use baseline::{Baseline, Broken};
use cli::Cli;
use error::{Error, Result};
use exit::Exit;

/// Runs the program.
#[doc(hidden)]
pub fn main() -> ExitCode {
    run_with(Cli::command(), env::args_os().collect())
}

/// Runs the program as a command of cargo, which names that first.
#[doc(hidden)]
pub fn main_of_cargo() -> ExitCode {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "migratable") {
        arguments.remove(1);
    }
    run_with(Cli::command().bin_name("cargo migratable"), arguments)
}

fn run_with(command: clap::Command, arguments: Vec<OsString>) -> ExitCode {
    let known = command.clone();
    let words = arguments.iter().skip(1).filter_map(|word| word.to_str());
    let name = words
        .map(str::to_owned)
        .find(|word| known.find_subcommand(word).is_some());
    let matches = command.try_get_matches_from(arguments);
    let exit = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => run(&cli),
        Err(error) => {
            let error = commands::meant::with_tip(error, &known, name.as_deref());
            let printed = error.print().and_then(|()| io::stdout().flush());
            match error.use_stderr() {
                // There is nobody to tell if it cannot be printed.
                true => Exit::Usage,
                // Help and version are "errors" too.
                false => ended(printed.map(|()| Exit::Fine).map_err(Error::Output)),
            }
        }
    };
    exit.into()
}

fn run(cli: &Cli) -> Exit {
    cli.color.write_global();
    let mut out = terminal::stdout();
    terminal::show_progress(cli.command.use_of_terminal());
    let result = cli
        .command
        .run(&mut out)
        .and_then(|exit| flushed(&mut out, exit));
    if result.is_err() {
        // What was found before the error is worth seeing, above it.
        let _ = out.flush();
    }
    ended(result)
}

/// Says what went wrong.
fn ended(result: Result<Exit>) -> Exit {
    match result {
        Ok(exit) => exit,
        // Whoever read the output has seen enough.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
        Err(error) => {
            terminal::print_error(&error);
            error.exit()
        }
    }
}

fn flushed(out: &mut dyn Write, exit: Exit) -> Result<Exit> {
    out.flush()?;
    Ok(exit)
}
