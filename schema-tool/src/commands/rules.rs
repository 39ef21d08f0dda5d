//! `rules`: the rules of compatibility.

use std::io::Write;

use clap::ValueEnum;
use migratable::resolve::{Level, RULES};
use migratable_qemu::compare;
use serde_json::json;

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::{qemu_verdict, verdict};
use crate::terminal::{BOLD, styled};

const EXAMPLES: &str = "\
Examples:
  schema-tool rules
  schema-tool rules --qemu
  schema-tool rules --format json | jq -r '.[] | select(.verdict == \"incompatible\").id'";

/// Lists the rules by which schemas are compared
///
/// They are the library's own: what `check` says of two releases, preflight says of two running
/// builds, and the loader does.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List the rules by which QEMU's streams and dumps are compared
    #[arg(long)]
    qemu: bool,
}

/// A rule of either kind.
struct Shown {
    id: &'static str,
    verdict: String,
    word: &'static str,
    /// What a finding counts for in `check`; QEMU's rules have none.
    level: Option<Level>,
    title: &'static str,
    reason: &'static str,
    hint: &'static str,
    /// What the release that writes can do; QEMU's rules have none.
    writer_hint: Option<&'static str>,
}

fn all(of_qemu: bool) -> Vec<Shown> {
    let own = RULES.iter().map(|rule| Shown {
        id: rule.id,
        verdict: verdict(rule.verdict, 12),
        word: rule.verdict.as_str(),
        level: Some(rule.level),
        title: rule.title,
        reason: rule.reason,
        hint: rule.hint,
        writer_hint: Some(rule.writer_hint),
    });
    let of_others = compare::RULES.iter().map(|rule| Shown {
        id: rule.id,
        verdict: qemu_verdict(rule.verdict, 11),
        word: rule.verdict.as_str(),
        level: None,
        title: rule.title,
        reason: rule.reason,
        hint: rule.hint,
        writer_hint: None,
    });
    match of_qemu {
        true => of_others.collect(),
        false => own.collect(),
    }
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
        Format::Text => text(&all(args.qemu), out)?,
        Format::Json => json(&all(args.qemu), out)?,
    }
    Ok(Exit::Fine)
}

fn text(rules: &[Shown], out: &mut dyn Write) -> Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rules {
        let padding = " ".repeat(width - rule.id.len());
        let id = styled(BOLD, rule.id);
        let level = rule
            .level
            .map_or_else(String::new, |level| format!("  {level:6}"));
        writeln!(
            out,
            "{id}{padding}  {}{level}  {}",
            rule.verdict, rule.title
        )?;
    }
    Ok(())
}

fn json(rules: &[Shown], out: &mut dyn Write) -> Result<()> {
    let rules: Vec<_> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "verdict": rule.word,
                "level": rule.level.map(Level::as_str),
                "title": rule.title,
                "reason": rule.reason,
                "hint": rule.hint,
                "writer_hint": rule.writer_hint,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&rules)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{text}")?;
    Ok(())
}
