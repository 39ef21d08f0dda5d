//! `restore`: a saved guest goes on.

use std::path::PathBuf;
use std::process::ExitCode;

use mini_vm::error::Error;
use mini_vm::stream;

use super::{ReleaseArgs, exit_code, run_to, stdout};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The file that was saved to
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    release: ReleaseArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let console = stdout();
    let mut vm = stream::restore(&args.file, (&args.release).into(), console.clone())?;
    let stop = run_to(&mut vm, &console, u64::MAX)?;
    Ok(exit_code(stop))
}
