//! `check`: two releases, device by device, by the library's own rules.

use std::io::Write;
use std::path::PathBuf;

use crate::error::Result;
use crate::exit::Exit;
use crate::gate::{Format, Mode, PolicyArgs, Printer, Report};
use crate::schemas::SchemaSet;
use crate::terminal;

const EXAMPLES: &str = "\
OLD and NEW are each a directory that `export` wrote, a JSON file, or a binary;
`-` is JSON on the standard input.

A device that the newer release removed or renamed fails the check, and so does one that it
added where the older release is to load it. So do conditions. Rules have levels, which `rules`
lists: `--allow`, `--warn` and `--deny` set others, for a rule or for all that are `compatible`,
`conditional` or `incompatible`. PATH is a device or a field in it, as `uart.queues[].size`, with
all that is below. A longer PATH goes before a shorter one, a rule before a verdict.

What is accepted for good belongs into a file, with its reason:

  [[accept]]
  rule = \"field-removed\"
  path = \"uart.gone\"
  reason = \"no guest could use it\"
  until = 2027-01-31          # the last day; may be left out

Examples:
  schema-tool check schemas target/release/my-vmm
  schema-tool check old-vmm new-vmm --mode backward --allow device-removed:rtc
  schema-tool check v1 v2 --warn conditional --accepted accepted.toml
  schema-tool check v1 v2 --format json | jq '.devices[] | select(.backward.verdict != \"compatible\")'";

/// Says whether two releases can load each other's state
///
/// For each device of both, and in each direction: compatible, conditional with the conditions, or
/// incompatible with the reasons. Exit status 100 if any is not compatible.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The older release
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer release
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The directions that matter
    #[arg(long, value_enum, default_value_t = Mode::Full)]
    mode: Mode,
    /// Show harmless differences too
    #[arg(short, long)]
    verbose: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    policy: PolicyArgs,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let policy = args.policy.policy()?;
    let (old, new) = (SchemaSet::open(&args.old)?, SchemaSet::open(&args.new)?);
    let report = Report::new(&old, &new, args.mode, &policy);
    let printer = Printer {
        format: args.format,
        is_verbose: args.verbose,
        policy: &policy,
    };
    printer.print(&report, out)?;
    policy.stale().for_each(terminal::print_note);
    Ok(match report.fails() {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}
