//! `status`: what changed since a baseline.

use std::io::Write;
use std::path::PathBuf;

use super::{beside, meant};
use crate::baseline;
use crate::cargo::Build;
use crate::error::Result;
use crate::exit::Exit;
use crate::gate::{Format, Mode, PolicyArgs, Printer, Report};
use crate::schemas::{Change, SchemaSet};
use crate::terminal::{self, BOLD, styled};

const EXAMPLES: &str = "\
Examples:
  schema-tool status target/release/my-vmm
  schema-tool status --bin my-vmm --release --locked
  schema-tool status target/release/my-vmm --accepted accepted.toml --format github";

/// Says what changed since the baseline, and whether that is allowed
///
/// The baseline is a directory in version control, which `lock` writes. Exit status 100 if the
/// build breaks with it, as `check` finds.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(super) build: Compared,
    /// Fail on any change that the baseline does not have
    #[arg(long)]
    locked: bool,
    /// Show harmless differences too
    #[arg(short, long)]
    verbose: bool,
    /// How to print the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    policy: PolicyArgs,
}

/// A build, and the baseline that it is compared with.
#[derive(Debug, clap::Args)]
pub(super) struct Compared {
    /// The build: binaries, or whatever else `export` takes
    #[arg(
        value_name = "FILE",
        required_unless_present = "what",
        conflicts_with = "what"
    )]
    files: Vec<PathBuf>,
    /// Directory of the baseline
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    pub(super) baseline: PathBuf,
    /// The directions that matter
    #[arg(long, value_enum, default_value_t = Mode::Full)]
    pub(super) mode: Mode,
    #[command(flatten)]
    beside: beside::Releases,
    #[command(flatten)]
    build: Build,
}

impl Compared {
    /// The build's schemas.
    pub(super) fn schemas(&self) -> Result<SchemaSet> {
        let built = match self.build.is_wanted() {
            true => self.build.run()?,
            false => Vec::new(),
        };
        let mut schemas = SchemaSet::sharing(&self.beside.known()?);
        (self.files.iter().chain(&built)).try_for_each(|path| {
            let added = schemas.add_all_of(path);
            added.map_err(|error| meant::output(error, path, &self.files, "--baseline"))
        })?;
        Ok(schemas)
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let policy = args.policy.policy()?;
    let (old, new) = (baseline::open(&args.build.baseline)?, args.build.schemas()?);
    let changes = new.changes_since(&old);
    if let Format::Text = args.format {
        for (device, change) in &changes {
            let change = match change {
                Change::Added => "added",
                Change::Removed => "removed",
                Change::Changed => "changed",
                Change::Described => "described in other words",
            };
            writeln!(out, "{}  {change}", styled(BOLD, device))?;
        }
    }
    let report = Report::new(&old, &new, args.build.mode, &policy);
    let printer = Printer {
        format: args.format,
        is_verbose: args.verbose,
        is_brief: true,
        policy: &policy,
    };
    printer.print(&report, out)?;
    policy.stale().for_each(terminal::print_note);
    let is_stale = args.locked && !changes.is_empty();
    if is_stale && !report.fails() {
        terminal::print_note(
            "the baseline does not have these changes: `schema-tool lock` adds them",
        );
    }
    Ok(match report.fails() || is_stale {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}
