//! `save`: a guest that is stopped, in a file.

use std::path::PathBuf;
use std::process::ExitCode;

use mini_vm::error::Error;
use mini_vm::stream;

use super::{ReleaseArgs, WatchdogArgs, WorkloadArgs, exit_code, run_to, stdout};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Stop after this many instructions and save
    #[arg(long, value_name = "N")]
    after: u64,
    /// The file to save to
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Save RAM to a file of its own beside it, which `restore` maps
    #[arg(long)]
    ram_apart: bool,
    #[command(flatten)]
    release: ReleaseArgs,
    #[command(flatten)]
    watchdog: WatchdogArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let console = stdout();
    let mut vm = args.watchdog.power_on(console.clone(), &args.workload)?;
    let stop = run_to(&mut vm, &console, args.after)?;
    let save = match args.ram_apart {
        true => stream::save_apart,
        false => stream::save,
    };
    save(&mut vm, (&args.release).into(), &args.output)?;
    eprintln!("mini-vm: saved to {}", args.output.display());
    Ok(exit_code(stop))
}
