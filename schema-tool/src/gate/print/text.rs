//! The report for people.

use std::io::Write;

use migratable::resolve::{Level, Verdict};

use crate::error::Result;
use crate::gate::policy::{Found, Hits};
use crate::gate::report::{Device, Lone, Outcome, Report, Tried};
use crate::show::verdict;
use crate::terminal::{BOLD, DIM, styled};
use crate::text;

/// Prints it, with harmless differences on demand.
pub(super) fn print(
    report: &Report<'_>,
    is_verbose: bool,
    is_brief: bool,
    out: &mut dyn Write,
) -> Result<()> {
    Text {
        is_verbose,
        is_brief,
    }
    .print(report, out)
}

/// So many causes are named why devices of a stream do not load.
const MOST_REFUSALS: usize = 10;

struct Text {
    is_verbose: bool,
    /// Devices of which nothing is said are left out.
    is_brief: bool,
}

impl Text {
    fn print(&self, report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
        report.tried().try_for_each(|one| save(one, out))?;
        let is_said = |device: &&Device<'_>| {
            let mut findings = device.located().map(|one| one.found);
            !self.is_brief || findings.any(|found| self.shows(found))
        };
        for device in report.both.iter().filter(is_said) {
            writeln!(out, "{}", named(device))?;
            for outcome in &device.results {
                self.outcome(outcome, out)?;
            }
        }
        for lone in &report.alone {
            self.lone(lone, out)?;
        }
        for found in &report.findings {
            finding(found, found.finding.rule.hint, out)?;
        }
        writeln!(out, "{}", summary(report))?;
        Ok(())
    }

    fn shows(&self, found: &Found<'_>) -> bool {
        self.is_verbose || found.is_notable()
    }

    fn lone(&self, lone: &Lone<'_>, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{}", named(&lone.device))?;
        match (lone.is_in_old, lone.is_in_new) {
            (true, true) => {}
            (true, false) => writeln!(out, "  only in the old release")?,
            _ => writeln!(out, "  only in the new release")?,
        }
        let outcomes = lone.device.results.iter();
        for outcome in outcomes.filter(|outcome| !outcome.findings.is_empty()) {
            self.outcome(outcome, out)?;
        }
        Ok(())
    }

    fn outcome(&self, outcome: &Outcome<'_>, out: &mut dyn Write) -> Result<()> {
        let result = verdict(outcome.verdict(), 0);
        writeln!(out, "  {}  {result}", outcome.direction.text())?;
        let mut loads = None;
        for found in outcome.findings.iter().filter(|found| self.shows(found)) {
            finding(found, outcome.direction.hint(found.finding.rule), out)?;
            loads = loads.or(found.witness.as_ref().and_then(|one| one.loads.as_ref()));
        }
        if let Some(example) = loads {
            writeln!(out, "    {}", example.line("loads"))?;
        }
        Ok(())
    }
}

fn named(device: &Device<'_>) -> String {
    let of = device.of.as_ref().map(|of| format!(" (as in {of})"));
    styled(BOLD, device.name) + &of.unwrap_or_default()
}

/// A stream, and what of it does not load.
fn save(save: &Tried<'_>, out: &mut dyn Write) -> Result<()> {
    let result = match (save.loads(), !save.fails()) {
        (true, _) => "loads",
        (false, true) => "does not load, which is allowed",
        (false, false) => "does not load",
    };
    writeln!(out, "{}  {result}", styled(BOLD, save.name))?;
    for problem in save.problems {
        writeln!(out, "  {problem}")?;
    }
    for counted in save.refusals.iter().take(MOST_REFUSALS) {
        let refusal = counted.refusal;
        let (instance, device) = (&refusal.instance, &refusal.device.0);
        writeln!(out, "  {instance} ({device}): {}", refusal.reason)?;
    }
    let more = save.refusals.len().saturating_sub(MOST_REFUSALS) as u64;
    match more.saturating_add(save.omitted) {
        0 => {}
        more => writeln!(out, "  and {more} more")?,
    }
    Ok(())
}

fn finding(found: &Found<'_>, hint: &str, out: &mut dyn Write) -> Result<()> {
    let finding = &found.finding;
    let path = match finding.path.as_str() {
        "" => String::new(),
        path => format!("`{path}`: "),
    };
    let (rule, message) = (finding.rule, text::plain(&finding.message));
    let id = styled(DIM, format!("[{}{}]", rule.id, counts_for(found)));
    writeln!(out, "    {path}{message} {id}")?;
    let (writer, reader) = (text::plain(&finding.writer), text::plain(&finding.reader));
    let types = format!("writer has {writer}, reader has {reader}");
    let mut line =
        |name: &str, text: &str| writeln!(out, "      {} {text}", styled(DIM, format!("{name:5}")));
    line("types", &types)?;
    line("why", rule.reason)?;
    line("hint", hint)?;
    if let Some(location) = &found.location {
        line("where", &location.to_string())?;
    }
    if let Some(witness) = &found.witness {
        line("shown", &witness.refused.line("refused"))?;
    }
    if let Some(Hits { hit, of, first }) = &found.hits {
        let text = match (hit, first) {
            (0, _) => format!("none of {of} fails to load because of it"),
            (hit, None) => format!("{hit} of {of} do not load because of it"),
            (hit, Some(first)) => format!("{hit} of {of} do not load because of it: first {first}"),
        };
        line("tried", &text)?;
    }
    if let Some(entry) = found.accepted {
        let until = entry.until.map(|until| format!(" (until {})", until.0));
        line(
            "fine",
            &format!("{}{}", entry.reason, until.unwrap_or_default()),
        )?;
    }
    Ok(())
}

/// What a finding counts for, where it is not what one expects.
fn counts_for(found: &Found<'_>) -> &'static str {
    match (found.level, found.accepted) {
        (_, Some(_)) => ", accepted",
        (Level::Allow, None) if found.finding.verdict != Verdict::Compatible => ", allowed",
        (Level::Warn, None) => ", warning",
        (Level::Deny, None) if found.finding.verdict == Verdict::Compatible => ", denied",
        _ => "",
    }
}

/// What came of it, in a line.
pub(super) fn summary(report: &Report<'_>) -> String {
    let verdicts: Vec<_> = report.both.iter().map(|device| device.verdict()).collect();
    let count = |wanted: Verdict| verdicts.iter().filter(|one| **one == wanted).count();
    let mut summary = format!(
        "{} compared: {} compatible, {} conditional, {} incompatible",
        devices(verdicts.len()),
        count(Verdict::Compatible),
        count(Verdict::Conditional),
        count(Verdict::Incompatible)
    );
    match count(Verdict::NotJudged) {
        0 => {}
        count => summary += &format!(", {count} not judged"),
    }
    match report
        .alone
        .iter()
        .filter(|lone| lone.device.fails())
        .count()
    {
        0 => {}
        count => summary += &format!("; {} removed, added or renamed", devices(count)),
    }
    let is_warning = |found: &Found<'_>| found.weight() == Level::Warn;
    match report.located().filter(|one| is_warning(one.found)).count() {
        0 => {}
        1 => summary += "; 1 warning",
        count => summary += &format!("; {count} warnings"),
    }
    match report
        .located()
        .filter(|one| one.found.accepted.is_some())
        .count()
    {
        0 => {}
        count => summary += &format!("; {count} accepted"),
    }
    if let Some(saves) = &report.saves {
        let load = saves.iter().filter(|save| save.loads()).count();
        summary += &format!("; {load} of {} streams load", saves.len());
    }
    summary
}

fn devices(count: usize) -> String {
    match count {
        1 => "1 device".to_owned(),
        count => format!("{count} devices"),
    }
}
