//! What the program does, a file for each command.

pub(crate) mod decide;
pub(crate) mod demo;
pub(crate) mod receive;
pub(crate) mod restore;
pub(crate) mod run;
pub(crate) mod save;
pub(crate) mod send;

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, ValueEnum};

use mini_vm::console::Console;
use mini_vm::devices::Watchdog;
use mini_vm::error::Error;
use mini_vm::guest::Workload;
use mini_vm::live;
use mini_vm::release::Release;
use mini_vm::vm::{Hardware, Stop, Vm};

#[derive(Args)]
pub(crate) struct ReleaseArgs {
    /// Release of the devices that the stream is written or read as
    #[arg(long = "devices", value_name = "RELEASE", value_enum, default_value_t = Devices::V2)]
    devices: Devices,
}

#[derive(Clone, Copy, ValueEnum)]
enum Devices {
    /// The first release
    V1,
    /// The current release
    V2,
    /// A release that breaks what it should not
    V3,
    /// A release that splits a device
    V4,
}

impl From<&ReleaseArgs> for Release {
    fn from(args: &ReleaseArgs) -> Self {
        match args.devices {
            Devices::V1 => Self::V1,
            Devices::V2 => Self::V2,
            Devices::V3 => Self::V3,
            Devices::V4 => Self::V4,
        }
    }
}

#[derive(Args)]
pub(crate) struct LiveArgs {
    /// How long the preflight may take, and how long the guest may stand still
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = clap::value_parser!(u64).range(1..),
    )]
    timeout: u64,
    /// How long memory and disk may travel while the guest runs
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 600,
        value_parser = clap::value_parser!(u64).range(1..),
    )]
    transfer: u64,
    #[command(flatten)]
    release: ReleaseArgs,
}

impl From<&LiveArgs> for live::Options {
    fn from(args: &LiveArgs) -> Self {
        Self {
            release: (&args.release).into(),
            hardware: Hardware::default(),
            timeout: Duration::from_secs(args.timeout),
            transfer: Duration::from_secs(args.transfer),
        }
    }
}

#[derive(Args)]
pub(crate) struct WorkloadArgs {
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
    /// Have the guest use the timer that reloads itself, which release 1 does not have
    #[arg(long)]
    reload_timer: bool,
}

impl From<&WorkloadArgs> for Workload {
    fn from(args: &WorkloadArgs) -> Self {
        Self {
            rounds: args.rounds,
            effort: args.effort,
            reload_timer: args.reload_timer,
        }
    }
}

#[derive(Args)]
pub(crate) struct WatchdogArgs {
    /// Have a watchdog in the machine, which resets it after so many ticks unless the guest sets it
    /// anew; with 0, nobody has set it
    #[arg(long, value_name = "TICKS")]
    watchdog: Option<u32>,
}

impl WatchdogArgs {
    /// The machine as after power-on; what sets the watchdog would be its firmware.
    fn power_on(&self, console: Console, workload: &WorkloadArgs) -> Result<Vm, Error> {
        let mut vm = Vm::new(console, workload.into())?;
        if let Some(ticks) = self.watchdog {
            vm.bus.watchdog.insert(Watchdog::default()).set(0, ticks);
        }
        Ok(vm)
    }
}

/// Where the guest prints to.
fn stdout() -> Console {
    Console::new(io::stdout())
}

/// Runs a machine to its end, or until `retired` instructions have retired, and says how it went.
fn run_to(vm: &mut Vm, console: &Console, retired: u64) -> Result<Stop, Error> {
    let stop = vm.run(retired)?;
    console.sync().map_err(Error::Console)?;
    eprintln!("mini-vm: {stop} after {} instructions", vm.retired());
    Ok(stop)
}

/// Success if the guest ended well or was stopped on request.
fn exit_code(stop: Stop) -> ExitCode {
    match stop {
        Stop::InstructionLimit | Stop::PoweredOff { code: 0 } => ExitCode::SUCCESS,
        Stop::PoweredOff { .. }
        | Stop::Reset { .. }
        | Stop::Stalled { .. }
        | Stop::Wedged { .. } => ExitCode::FAILURE,
    }
}
