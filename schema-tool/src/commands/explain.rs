//! `explain`: one rule of compatibility.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use migratable::resolve::{RULES, rule};

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::verdict;
use crate::terminal::{BOLD, DIM, styled};

/// Explains a rule: what it means, why it holds, what to do about it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  schema-tool explain field-added-without-default")]
pub(crate) struct Args {
    /// Id of the rule, as in the findings of `check`; `rules` lists them
    #[arg(
        value_name = "RULE",
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(RULES.iter().map(|rule| rule.id))
    )]
    rule: String,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let rule = rule(&args.rule).ok_or_else(|| Error::new("there is no such rule"))?;
    writeln!(out, "{}  {}", styled(BOLD, rule.id), verdict(rule.verdict))?;
    for (name, text) in [
        ("what", rule.title),
        ("why", rule.reason),
        ("do", rule.hint),
    ] {
        writeln!(out, "  {}  {text}", styled(DIM, format!("{name:4}")))?;
    }
    Ok(Exit::Fine)
}
