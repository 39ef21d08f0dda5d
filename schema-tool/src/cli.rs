//! The command line as a whole. Each command has its own file.

use std::io::Write;

use clap::{CommandFactory, Parser, Subcommand};

use crate::commands::{
    check, completions, convert, diff, explain, export, inspect, lock, man, matrix, qemu, rules,
    set, show, stat, status, verify,
};
use crate::error::Result;
use crate::exit::Exit;
use crate::terminal::Use;

const AFTER_HELP: &str = "\
Exit status:
  0    fine
  1    the command could not do its work, or not all of it
  2    the command line is wrong
  100  the command found what it was to look for

Results go to standard output, everything else to standard error.";

/// Takes the schemas of migratable devices out of binaries, and makes streams readable
#[derive(Debug, Parser)]
#[command(name = "schema-tool", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) color: colorchoice_clap::Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Export(export::Args),
    Inspect(inspect::Args),
    Diff(diff::Args),
    Verify(verify::Args),
    Stat(stat::Args),
    Convert(convert::Args),
    Set(set::SetArgs),
    Unset(set::UnsetArgs),
    Show(show::Args),
    Check(check::Args),
    Matrix(matrix::Args),
    Lock(lock::Args),
    Status(status::Args),
    Rules(rules::Args),
    Explain(explain::Args),
    Qemu(qemu::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Command {
    /// When its results come.
    pub(crate) fn use_of_terminal(&self) -> Use {
        match self {
            Self::Inspect(_) | Self::Diff(_) => Use::AllAlong,
            Self::Verify(args) if args.is_quiet() => Use::Quiet,
            _ => Use::AtTheEnd,
        }
    }

    /// Does what was asked for; results go to `out`.
    pub(crate) fn run(&self, out: &mut dyn Write) -> Result<Exit> {
        match self {
            Self::Export(args) => export::run(args, out),
            Self::Inspect(args) => inspect::run(args, out),
            Self::Diff(args) => diff::run(args, out),
            Self::Verify(args) => verify::run(args, out),
            Self::Stat(args) => stat::run(args, out),
            Self::Convert(args) => convert::run(args),
            Self::Set(args) => set::set(args),
            Self::Unset(args) => set::unset(args),
            Self::Show(args) => show::run(args, out),
            Self::Check(args) => check::run(args, out),
            Self::Matrix(args) => matrix::run(args, out),
            Self::Lock(args) => lock::run(args, out),
            Self::Status(args) => status::run(args, out),
            Self::Rules(args) => rules::run(args, out),
            Self::Explain(args) => explain::run(args, out),
            Self::Qemu(args) => qemu::run(args, out),
            Self::Completions(args) => completions::run(args, Cli::command(), out),
            Self::Man(args) => man::run(args, Cli::command(), out),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}
