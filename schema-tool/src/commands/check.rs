//! `check`: two releases, device by device, by the library's own rules.

use std::io::Write;
use std::path::PathBuf;

use super::beside;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::gate::{Format, Mode, Older, PolicyArgs, Printer, Report};
use crate::schemas::{Release, SchemaSet};
use crate::terminal;

const EXAMPLES: &str = "\
OLD and NEW are each a directory that `export` wrote, a JSON file, a binary, or a stream; `-` is
any of them but a directory, on the standard input.

With streams as OLD, all conditions are tried on their values: the check fails if one of these
streams would not load, and says by which value. What stops none of them is shown, as a warning.

A device that the newer release removed or renamed fails the check, and so does one that it
added where the older release is to load it. So do conditions. Rules have levels, which `rules`
lists: `--allow`, `--warn` and `--deny` set others, for a rule or for all that are `compatible`,
`conditional` or `incompatible`. PATH is a device or a field in it, as `uart.queues[].size`, with
all that is below. A longer PATH goes before a shorter one, a rule before a verdict.

Each finding is shown by state that is refused because of it, made from the schemas alone, and
conditions by such that loads, too: as JSON and as the bytes that the writer writes, where these are
short. What is sensitive is not shown.

What is accepted for good belongs into a file, with its reason:

  [[accept]]
  rule = \"field-removed\"
  path = \"uart.gone\"
  reason = \"no guest could use it\"
  until = 2027-01-31          # the last day; may be left out

Examples:
  schema-tool check schemas target/release/my-vmm
  schema-tool check old-vmm new-vmm --mode backward --allow device-removed:rtc
  schema-tool check save.mig target/release/my-vmm
  schema-tool check saves/*.mig target/release/my-vmm
  schema-tool check --schemas releases/v1 kept.mig target/release/my-vmm
  schema-tool check --transitive releases target/release/my-vmm
  schema-tool check v1 v2 --warn conditional --accepted accepted.toml
  schema-tool check v1 v2 --format json | jq '.devices[] | select(.backward.verdict != \"compatible\")'";

/// Says whether two releases can load each other's state
///
/// For each device of both, and in each direction: compatible, conditional with the conditions, or
/// incompatible with the reasons. Exit status 100 if any is not compatible.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The older release, or any number of streams that are to load
    #[arg(value_name = "OLD", required = true, num_args = 1..)]
    old: Vec<PathBuf>,
    /// The newer release
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// OLD is a directory of releases, or several: NEW must get on with each of them
    #[arg(long)]
    transitive: bool,
    /// The directions that matter: `full`, for streams `backward`
    #[arg(long, value_enum)]
    mode: Option<Mode>,
    /// Show harmless differences too
    #[arg(short, long)]
    verbose: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    beside: beside::Releases,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let policy = args.policy.policy()?;
    let known = args.beside.known()?;
    let new = SchemaSet::open_sharing(&args.new, &known)?;
    let known = known.with_release(&new);
    let old = match args.transitive {
        true => Older::Releases(Release::open_all(&args.old, &known)?),
        false => Older::open(&args.old, &new, &known)?,
    };
    let report = match (&old, args.mode) {
        (Older::Release(old), mode) => Report::new(old, &new, mode.unwrap_or(Mode::Full), &policy),
        (Older::Releases(olds), mode) => {
            Report::of_many(olds, &new, mode.unwrap_or(Mode::Full), &policy)
        }
        (Older::Saves(saves), None | Some(Mode::Backward)) => {
            Report::of_saves(saves, &new, &policy)
        }
        (Older::Saves(_), Some(_)) => {
            return Err(Error::Usage(
                "streams are only read: with one as OLD, --mode is `backward`".to_owned(),
            ));
        }
    };
    let printer = Printer {
        format: args.format,
        is_verbose: args.verbose,
        is_brief: false,
        policy: &policy,
    };
    printer.print(&report, out)?;
    policy.stale().for_each(terminal::print_note);
    if let Older::Saves(saves) = &old {
        saves.problems().for_each(terminal::print_error);
    }
    Ok(match (report.refuses(), report.fails()) {
        (true, _) => Exit::Findings,
        // What is damaged could not be tried.
        (false, true) => Exit::Failed,
        (false, false) => Exit::Fine,
    })
}
