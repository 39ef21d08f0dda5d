//! `send`: a guest leaves while it runs.

use std::process::ExitCode;

use mini_vm::live::{self, Departure, Report};
use mini_vm::vm::Vm;

use super::{LiveArgs, WorkloadArgs, stdout};
use crate::failure::Failure;

const AFTER_HELP: &str = "\
If the guest cannot be moved, it runs here to its end.

Exit status: 0 if it was moved, 1 if not.

With --json, a line of JSON takes the place of the text on stderr: migrated, stage, refusal,
verdict, findings, rounds, pages, bytes, downtime_ns.";

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Where the destination listens, as 127.0.0.1:4321
    #[arg(value_name = "ADDR")]
    address: String,
    /// Run the guest for this many instructions before it is moved
    #[arg(long, value_name = "N", default_value_t = 0)]
    after: u64,
    /// Report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    live: LiveArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let console = stdout();
    let mut vm = Vm::new(console.clone(), (&args.workload).into())?;
    vm.run(args.after)?;
    let Departure { report, stayed } = live::send(vm, &args.address, (&args.live).into());
    if args.json {
        eprintln!("{}", serde_json::to_string(&report).map_err(Failure::new)?);
    } else {
        print(&report);
    }
    let Some(stayed) = stayed else {
        console.sync()?;
        return Ok(ExitCode::SUCCESS);
    };
    let (vm, stop) = stayed.finish()?;
    console.sync()?;
    if !args.json {
        eprintln!("mini-vm: {stop} after {} instructions", vm.retired());
    }
    Ok(ExitCode::FAILURE)
}

fn print(report: &Report) {
    let Report {
        rounds,
        pages,
        bytes,
        ..
    } = report;
    match &report.refusal {
        None => {
            let downtime = report.downtime_ns.unwrap_or_default() as f64 / 1e6;
            eprintln!(
                "mini-vm: moved in {rounds} rounds, {pages} pages, {bytes} bytes; the guest stood \
                 still for {downtime:.2} ms"
            );
        }
        Some(reason) => eprintln!("mini-vm: not moved, so the guest stays here: {reason}"),
    }
}
