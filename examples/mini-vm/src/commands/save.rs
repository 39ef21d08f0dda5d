//! `save`: a guest that is stopped, in a file.

use std::path::PathBuf;
use std::process::ExitCode;

use mini_vm::error::Error;
use mini_vm::stream;
use mini_vm::vm::Vm;

use super::{ReleaseArgs, WorkloadArgs, exit_code, run_to, stdout};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Stop after this many instructions and save
    #[arg(long, value_name = "N")]
    after: u64,
    /// The file to save to
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    release: ReleaseArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let console = stdout();
    let mut vm = Vm::new(console.clone(), (&args.workload).into())?;
    let stop = run_to(&mut vm, &console, args.after)?;
    stream::save(&mut vm, (&args.release).into(), &args.output)?;
    eprintln!("mini-vm: saved to {}", args.output.display());
    Ok(exit_code(stop))
}
