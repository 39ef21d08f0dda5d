//! The report as a comment on a change.

use std::io::Write;

use migratable::resolve::Level;

use super::text::summary;
use crate::error::Result;
use crate::gate::policy::Found;
use crate::gate::report::{Device, Located, Report, Tried};
use crate::text;

pub(super) fn print(report: &Report<'_>, is_verbose: bool, out: &mut dyn Write) -> Result<()> {
    let result = match report.fails() {
        true => "fails",
        false => "passes",
    };
    writeln!(
        out,
        "## Compatibility of saved state: {result}\n\n{}.",
        summary(report)
    )?;
    let failures: Vec<String> = report.tried().flat_map(Tried::failures).collect();
    if !failures.is_empty() {
        writeln!(out)?;
    }
    for failure in failures {
        writeln!(out, "- does not load: {}", escaped(&failure))?;
    }
    table(report, out)?;
    let shown = |one: &Located<'_>| is_verbose || one.found.is_notable();
    let mut findings = report.located().filter(shown).peekable();
    if findings.peek().is_some() {
        writeln!(out)?;
    }
    findings.try_for_each(|one| finding(&one, out))
}

/// A line for each device that is not simply compatible.
fn table(report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
    let is_said = |device: &&Device<'_>| device.located().any(|one| one.found.is_notable());
    let mut devices = report.devices().filter(is_said).peekable();
    let Some(first) = devices.peek() else {
        return Ok(());
    };
    let directions: Vec<_> = first
        .results
        .iter()
        .map(|one| one.direction.text())
        .collect();
    writeln!(out, "\n| device | {} |", directions.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(directions.len()))?;
    for device in devices {
        let results = device.results.iter().map(|one| one.verdict().as_str());
        let results: Vec<_> = results.collect();
        writeln!(out, "| `{}` | {} |", device.name, results.join(" | "))?;
    }
    Ok(())
}

fn finding(one: &Located<'_>, out: &mut dyn Write) -> Result<()> {
    let finding = &one.found.finding;
    let direction = one
        .direction
        .map_or_else(String::new, |to| format!("{}: ", to.text()));
    writeln!(
        out,
        "- **{}** {direction}{} (`{}`, {})",
        escaped(&one.place()),
        escaped(&finding.message),
        finding.rule.id,
        counts_for(one.found),
    )?;
    let types = format!(
        "writer has {}, reader has {}",
        finding.writer, finding.reader
    );
    writeln!(out, "  - {}", escaped(&types))?;
    writeln!(out, "  - {} {}", finding.rule.reason, one.hint())?;
    if let Some(location) = &one.found.location {
        writeln!(out, "  - {}", escaped(&location.to_string()))?;
    }
    if let Some(witness) = &one.found.witness {
        writeln!(out, "  - {}", escaped(&witness.refused.line("refused")))?;
    }
    if let Some(entry) = one.found.accepted {
        let until = entry.until.map(|until| format!(" (until {})", until.0));
        let reason = escaped(&entry.reason.to_string());
        writeln!(out, "  - accepted: {reason}{}", until.unwrap_or_default())?;
    }
    Ok(())
}

fn counts_for(found: &Found<'_>) -> &'static str {
    match (found.accepted, found.level) {
        (Some(_), _) => "accepted",
        (None, Level::Allow) => "allowed",
        (None, Level::Warn) => "a warning",
        (None, Level::Deny | Level::Forbid) => "fails",
    }
}

/// Text without anything that Markdown or HTML would act on.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text::plain(text).chars() {
        if "\\`*_[]<>|#&~@!".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
