//! `explain`: one rule of compatibility.

use std::io::Write;

use clap::builder::PossibleValuesParser;
use migratable::resolve::{RULES, rule};
use migratable_qemu::compare;

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::{qemu_verdict, verdict};
use crate::terminal::{BOLD, DIM, styled};

/// Explains a rule: what it means, why it holds, what to do about it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  schema-tool explain field-added-without-default")]
pub(crate) struct Args {
    /// Id of the rule, as in the findings of `check`; `rules` and `rules --qemu` list them
    #[arg(
        value_name = "RULE",
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(ids())
    )]
    rule: String,
}

/// The rules by which schemas are compared, and those for QEMU's layouts.
fn ids() -> impl Iterator<Item = &'static str> {
    let of_qemu = compare::RULES.iter().map(|rule| rule.id);
    RULES.iter().map(|rule| rule.id).chain(of_qemu)
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let (verdict, texts) = match (rule(&args.rule), compare::rule(&args.rule)) {
        (Some(rule), _) => (
            verdict(rule.verdict, 0),
            [rule.title, rule.reason, rule.hint, rule.writer_hint],
        ),
        (None, Some(rule)) => (
            qemu_verdict(rule.verdict, 0),
            [rule.title, rule.reason, rule.hint, rule.hint],
        ),
        (None, None) => return Err(Error::new("there is no such rule")),
    };
    writeln!(out, "{}  {verdict}", styled(BOLD, &args.rule))?;
    let [what, why, hint, writer_hint] = texts;
    let mut lines = vec![("what", what.to_owned()), ("why", why.to_owned())];
    match hint == writer_hint {
        true => lines.push(("do", hint.to_owned())),
        false => {
            lines.push(("do", format!("If the new release reads: {hint}")));
            lines.push(("", format!("If it writes: {writer_hint}")));
        }
    }
    for (name, text) in lines {
        writeln!(out, "  {}  {text}", styled(DIM, format!("{name:4}")))?;
    }
    Ok(Exit::Fine)
}
