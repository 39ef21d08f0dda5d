//! `send`: a guest leaves while it runs.

use std::path::PathBuf;
use std::process::ExitCode;

use mini_vm::live::{self, Departure, InDoubt, Report};
use mini_vm::stream;

use super::{LiveArgs, WatchdogArgs, WorkloadArgs, stdout};
use crate::failure::Failure;

const AFTER_HELP: &str = "\
If the guest cannot be moved, it runs here to its end. If the destination does not say whether it
has the guest, after it was told that it may run it, the guest is kept in a file and does not run:
restore it only if it does not run at the destination, and cannot begin to.

Exit status: 0 if it was moved, 1 if not, 3 if nobody knows.

With --json, a line of JSON takes the place of the text on stderr: migrated, in_doubt, stage,
refusal, verdict, findings, rounds, pages, bytes, downtime_ns.";

/// Exit status if nobody knows whether the guest has left.
const IN_DOUBT: u8 = 3;

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Where the destination listens, as 127.0.0.1:4321
    #[arg(value_name = "ADDR")]
    address: String,
    /// Run the guest for this many instructions before it is moved
    #[arg(long, value_name = "N", default_value_t = 0)]
    after: u64,
    /// Where to keep the guest if nobody knows whether it has left; else a file here whose name is
    /// the digest of its stream
    #[arg(long, value_name = "FILE")]
    kept: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    live: LiveArgs,
    #[command(flatten)]
    watchdog: WatchdogArgs,
    #[command(flatten)]
    workload: WorkloadArgs,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let console = stdout();
    let mut vm = args.watchdog.power_on(console.clone(), &args.workload)?;
    vm.run(args.after)?;
    let Departure {
        report,
        stayed,
        in_doubt,
    } = live::send(vm, &args.address, (&args.live).into());
    if args.json {
        eprintln!("{}", serde_json::to_string(&report).map_err(Failure::new)?);
    } else {
        print(&report);
    }
    if let Some(in_doubt) = in_doubt {
        return keep(in_doubt, args);
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

/// Saves a guest that may run at the destination.
fn keep(in_doubt: InDoubt, args: &Args) -> Result<ExitCode, Failure> {
    let InDoubt { mut vm, digest } = in_doubt;
    let path = (args.kept.clone()).unwrap_or_else(|| format!("{digest}.mig").into());
    stream::save(&mut vm, (&args.live.release).into(), &path)?;
    if !args.json {
        eprintln!(
            "mini-vm: the guest is kept in {path}; if it does not run at the destination, and cannot \
             begin to: mini-vm restore {path}",
            path = path.display()
        );
    }
    Ok(ExitCode::from(IN_DOUBT))
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
        Some(reason) if report.in_doubt => eprintln!(
            "mini-vm: in doubt, so nothing runs here: the destination may run the guest: {reason}"
        ),
        Some(reason) => eprintln!("mini-vm: not moved, so the guest stays here: {reason}"),
    }
}
