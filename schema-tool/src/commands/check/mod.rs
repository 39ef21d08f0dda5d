//! `check`: two releases, device by device, by the library's own rules.

mod allow;
mod json;
mod report;
mod text;

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use migratable::resolve::Verdict;

use crate::error::Result;
use crate::exit::Exit;
use crate::schemas::SchemaSet;
use allow::{Accepted, Allow};
use report::Report;
use text::Text;

const EXAMPLES: &str = "\
OLD and NEW are each a directory that `export` wrote, a JSON file, or a binary;
`-` is JSON on the standard input.

A device that the newer release removed or renamed fails the check, and so does one that it
added where the older release is to load it. `--allow` accepts what is meant to be.

Examples:
  schema-tool check schemas target/release/my-vmm
  schema-tool check old-vmm new-vmm --mode backward --allow device-removed
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
    /// Accept conditions: only what is incompatible counts
    #[arg(long)]
    allow_conditional: bool,
    /// Accept the findings of a rule; `rules` lists them. May be given more than once
    #[arg(long, value_name = "RULE", value_parser = Allow::parser(), hide_possible_values = true)]
    allow: Vec<Allow>,
    /// Show harmless differences too
    #[arg(short, long)]
    verbose: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Mode {
    /// The newer release loads what the older one wrote
    Backward,
    /// The older release loads what the newer one wrote
    Forward,
    /// Both
    Full,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object, with everything
    Json,
}

#[derive(Clone, Copy)]
enum Direction {
    Backward,
    Forward,
}

impl Direction {
    fn key(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Backward => "new reads old",
            Self::Forward => "old reads new",
        }
    }
}

impl Mode {
    fn directions(self) -> &'static [Direction] {
        match self {
            Self::Backward => &[Direction::Backward],
            Self::Forward => &[Direction::Forward],
            Self::Full => &[Direction::Backward, Direction::Forward],
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let (old, new) = (SchemaSet::open(&args.old)?, SchemaSet::open(&args.new)?);
    let report = Report::new(&old, &new, args.mode);
    let accepted = Accepted {
        allowed: &args.allow,
        verdict: match args.allow_conditional {
            true => Verdict::Conditional,
            false => Verdict::Compatible,
        },
    };
    let text = Text {
        accepted: &accepted,
        is_verbose: args.verbose,
    };
    match args.format {
        Format::Text => text.print(&report, out)?,
        Format::Json => json::print(&report, &accepted, out)?,
    }
    let verdict = accepted.verdict(report.findings());
    Ok(match accepted.is_fine(verdict) {
        true => Exit::Fine,
        false => Exit::Findings,
    })
}
