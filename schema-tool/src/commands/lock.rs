//! `lock`: a build's schemas become the baseline.

use std::io::Write;

use super::status::Compared;
use crate::baseline;
use crate::error::Result;
use crate::exit::Exit;
use crate::gate::{Format, PolicyArgs, Printer, Report};
use crate::schemas::SchemaSet;
use crate::terminal;
use crate::text;

const EXAMPLES: &str = "\
Commit the directory, and `status` tells in each later build what changed since. A build that
breaks with the baseline does not replace it, unless that is accepted or --force is given.

Examples:
  schema-tool lock target/release/my-vmm
  schema-tool lock --bin my-vmm --release --baseline schemas
  schema-tool lock target/release/my-vmm --accepted accepted.toml";

/// Makes a build's schemas the baseline
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    build: Compared,
    /// Replace the baseline whatever changed, and files that `lock` did not write
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    policy: PolicyArgs,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let policy = args.policy.policy()?;
    let new = args.build.schemas()?;
    let directory = &args.build.baseline;
    if !args.force && SchemaSet::is_kept_in(directory) {
        let old = baseline::open(directory)?;
        let report = Report::new(&old, &new, args.build.mode, &policy);
        policy.stale().for_each(terminal::print_note);
        if report.fails() {
            let printer = Printer {
                format: Format::Text,
                is_verbose: false,
                is_brief: true,
                policy: &policy,
            };
            printer.print(&report, out)?;
            terminal::print_note("the baseline is as it was; --force replaces it");
            return Ok(Exit::Findings);
        }
    }
    new.replace_directory(directory, args.force)?;
    let shown = text::path(directory);
    terminal::print_note(match new.len() {
        1 => format!("{shown}: the baseline, of 1 device"),
        count => format!("{shown}: the baseline, of {count} devices"),
    });
    Ok(Exit::Fine)
}
