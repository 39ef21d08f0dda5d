//! `run`: a guest from beginning to end.

use std::process::ExitCode;

use mini_vm::error::Error;

use super::{WatchdogArgs, WorkloadArgs, exit_code, run_to, stdout};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Stop after this many instructions
    #[arg(long, value_name = "N", default_value_t = u64::MAX, hide_default_value = true)]
    max_instructions: u64,
    #[command(flatten)]
    watchdog: WatchdogArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let console = stdout();
    let mut vm = args.watchdog.power_on(console.clone(), &args.workload)?;
    let stop = run_to(&mut vm, &console, args.max_instructions)?;
    Ok(exit_code(stop))
}
