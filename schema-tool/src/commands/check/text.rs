//! The report for people.

use std::io::Write;

use migratable::resolve::{Finding, Verdict};

use super::allow::Accepted;
use super::report::{Device, Lone, Outcome, Report};
use crate::error::Result;
use crate::show::verdict;
use crate::terminal::{BOLD, DIM, styled};
use crate::text;

pub(super) struct Text<'a> {
    pub(super) accepted: &'a Accepted<'a>,
    /// Show harmless differences too.
    pub(super) is_verbose: bool,
}

impl Text<'_> {
    pub(super) fn print(&self, report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
        for device in &report.both {
            writeln!(out, "{}", styled(BOLD, device.name))?;
            for outcome in &device.results {
                self.outcome(outcome, out)?;
            }
        }
        for lone in &report.alone {
            self.lone(lone, out)?;
        }
        for finding in &report.findings {
            self.finding(finding, out)?;
        }
        writeln!(out, "{}", self.summary(report))?;
        Ok(())
    }

    fn lone(&self, lone: &Lone<'_>, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{}", styled(BOLD, lone.device.name))?;
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

    fn outcome(&self, outcome: &Outcome, out: &mut dyn Write) -> Result<()> {
        let result = verdict(outcome.verdict(), 0);
        writeln!(out, "  {}  {result}", outcome.direction.text())?;
        let is_shown = |one: &&Finding| self.is_verbose || one.verdict != Verdict::Compatible;
        for finding in outcome.findings.iter().filter(is_shown) {
            self.finding(finding, out)?;
        }
        Ok(())
    }

    fn finding(&self, finding: &Finding, out: &mut dyn Write) -> Result<()> {
        let path = match finding.path.as_str() {
            "" => String::new(),
            path => format!("`{path}`: "),
        };
        let (rule, message) = (finding.rule, text::plain(&finding.message));
        let allowed = match self.accepted.is_allowed(finding) {
            true => ", allowed",
            false => "",
        };
        let id = styled(DIM, format!("[{}{allowed}]", rule.id));
        writeln!(out, "    {path}{message} {id}")?;
        let (writer, reader) = (text::plain(&finding.writer), text::plain(&finding.reader));
        writeln!(
            out,
            "      {} writer has {writer}, reader has {reader}",
            styled(DIM, "types")
        )?;
        writeln!(out, "      {} {}", styled(DIM, "why  "), rule.reason)?;
        writeln!(out, "      {} {}", styled(DIM, "hint "), rule.hint)?;
        Ok(())
    }

    fn summary(&self, report: &Report<'_>) -> String {
        let verdict = |device: &Device<'_>| self.accepted.verdict(device.findings());
        let verdicts: Vec<_> = report.both.iter().map(verdict).collect();
        let count = |wanted: Verdict| verdicts.iter().filter(|one| **one == wanted).count();
        let mut summary = format!(
            "{} compared: {} compatible, {} conditional, {} incompatible",
            devices(verdicts.len()),
            count(Verdict::Compatible),
            count(Verdict::Conditional),
            count(Verdict::Incompatible)
        );
        let is_wrong = |lone: &&Lone<'_>| {
            let verdict = verdict(&lone.device);
            !self.accepted.is_fine(verdict)
        };
        match report.alone.iter().filter(is_wrong).count() {
            0 => {}
            count => summary += &format!("; {} removed, added or renamed", devices(count)),
        }
        summary
    }
}

fn devices(count: usize) -> String {
    match count {
        1 => "1 device".to_owned(),
        count => format!("{count} devices"),
    }
}
