//! `receive`: a guest arrives.

use std::net::TcpListener;
use std::process::ExitCode;

use mini_vm::error::Error;
use mini_vm::live;
use mini_vm::vm::Hardware;

use super::{LiveArgs, exit_code, run_to, stdout};
use crate::failure::Failure;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where to listen, as 127.0.0.1:4321; with port 0, on some free one
    #[arg(value_name = "ADDR")]
    address: String,
    /// RAM of the machine here; a guest needs as much as it has had
    #[arg(
        long,
        value_name = "MIB",
        default_value_t = 2,
        value_parser = clap::value_parser!(u16).range(1..),
    )]
    ram: u16,
    /// Entries of the queue of the disk here, at most: 1, 2, 4, 8 or 16
    #[arg(long, value_name = "N", default_value_t = Hardware::default().queue_size)]
    queue_size: u16,
    /// Have a watchdog in the machine here
    #[arg(long)]
    watchdog: bool,
    #[command(flatten)]
    live: LiveArgs,
}

/// What stands before the address that a destination listens at.
pub(crate) const LISTENING: &str = "mini-vm: listening on ";

pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let console = stdout();
    let failed = |error| Failure::new(format_args!("cannot listen on {}: {error}", args.address));
    let listener = TcpListener::bind(&args.address).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    eprintln!("{LISTENING}{address}");
    let doubt = |error: &Error| {
        eprintln!("mini-vm: in doubt, so nothing runs here: {error}");
        if let Error::InDoubt { digest, .. } = error {
            eprintln!(
                "mini-vm: if it does not run at the source, and cannot begin to: mini-vm decide \
                 {address} {digest} run"
            );
            eprintln!("mini-vm: if it is to stay there: mini-vm decide {address} {digest} discard");
        }
    };
    let options = live::Options {
        hardware: Hardware {
            ram_size: usize::from(args.ram) << 20,
            queue_size: args.queue_size,
            watchdog: args.watchdog,
        },
        ..(&args.live).into()
    };
    let mut vm = live::receive(listener, options, console.clone(), doubt)?;
    eprintln!(
        "mini-vm: the guest arrived after {} instructions",
        vm.retired()
    );
    let stop = run_to(&mut vm, &console, u64::MAX)?;
    Ok(exit_code(stop))
}
