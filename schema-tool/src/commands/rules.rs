//! `rules`: the rules of compatibility.

use std::io::Write;

use clap::ValueEnum;
use migratable::resolve::RULES;
use serde_json::json;

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::verdict;
use crate::terminal::{BOLD, styled};

/// Lists the rules by which schemas are compared
///
/// They are the library's own: what `check` says of two releases, preflight says of two running
/// builds, and the loader does.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line each
    Text,
    /// A list of objects, with reasons and hints
    Json,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    match args.format {
        Format::Text => text(out)?,
        Format::Json => json(out)?,
    }
    Ok(Exit::Fine)
}

fn text(out: &mut dyn Write) -> Result<()> {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in RULES {
        let padding = " ".repeat(width - rule.id.len());
        let id = styled(BOLD, rule.id);
        writeln!(
            out,
            "{id}{padding}  {}  {}",
            verdict(rule.verdict),
            rule.title
        )?;
    }
    Ok(())
}

fn json(out: &mut dyn Write) -> Result<()> {
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "verdict": rule.verdict.as_str(),
                "title": rule.title,
                "reason": rule.reason,
                "hint": rule.hint,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&rules)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{text}")?;
    Ok(())
}
