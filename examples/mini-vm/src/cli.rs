//! Commands and options.

use std::io;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use mini_vm::console::Console;
use mini_vm::error::Error;
use mini_vm::guest::Workload;
use mini_vm::vm::{Stop, Vm};

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
    Run(Run),
}

#[derive(Args)]
struct Run {
    /// Stop after this many instructions
    #[arg(long, value_name = "N", default_value_t = u64::MAX, hide_default_value = true)]
    max_instructions: u64,
    #[command(flatten)]
    workload: WorkloadArgs,
}

#[derive(Args)]
struct WorkloadArgs {
    /// Rounds of work for the guest; it prints a line for each
    #[arg(long, value_name = "N", default_value_t = Workload::default().rounds)]
    rounds: u32,
    /// Size of the work in a round
    #[arg(
        long,
        value_name = "N",
        default_value_t = Workload::default().effort,
        value_parser = clap::value_parser!(u32).range(1..=i64::from(Workload::MAX_EFFORT)),
    )]
    effort: u32,
}

impl From<WorkloadArgs> for Workload {
    fn from(args: WorkloadArgs) -> Self {
        Self {
            rounds: args.rounds,
            effort: args.effort,
        }
    }
}

pub(crate) fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(options) => run(options),
    };
    result.unwrap_or_else(|error| {
        eprintln!("mini-vm: {error}");
        ExitCode::FAILURE
    })
}

fn run(options: Run) -> Result<ExitCode, Error> {
    let console = Console::new(io::stdout());
    let mut vm = Vm::new(console.clone(), options.workload.into())?;
    let stop = vm.run(options.max_instructions)?;
    console.sync().map_err(Error::Console)?;
    eprintln!("mini-vm: {stop} after {} instructions", vm.retired());
    Ok(exit_code(stop))
}

/// Success if the guest ended well or was stopped on request.
fn exit_code(stop: Stop) -> ExitCode {
    match stop {
        Stop::InstructionLimit | Stop::PoweredOff { code: 0 } => ExitCode::SUCCESS,
        Stop::PoweredOff { .. } | Stop::Stalled { .. } | Stop::Wedged { .. } => ExitCode::FAILURE,
    }
}
