//! The report as GitHub shows it beside a change: a workflow command for each finding.

use std::io::Write;

use migratable::resolve::Level;

use super::text::summary;
use crate::error::Result;
use crate::gate::report::{Located, Report};
use crate::text;

pub(super) fn print(report: &Report<'_>, is_verbose: bool, out: &mut dyn Write) -> Result<()> {
    let shown = |one: &Located<'_>| is_verbose || one.found.weight() > Level::Allow;
    for one in report.located().filter(shown) {
        let command = match one.found.weight() {
            Level::Allow => "notice",
            Level::Warn => "warning",
            Level::Deny | Level::Forbid => "error",
        };
        let finding = &one.found.finding;
        let line = one.line();
        let file = line.map(|(file, line)| format!("file={},line={line},", property(file)));
        let title = format!("{} [{}]", one.place(), finding.rule.id);
        let witness = one.found.witness.as_ref();
        let shown = witness.map(|witness| format!("\n{}", witness.refused.line("refused")));
        let message = format!(
            "{}{}\nwhy: {}\nhint: {}{}",
            one.direction
                .map_or_else(String::new, |to| format!("{}: ", to.text())),
            text::plain(&finding.message),
            finding.rule.reason,
            one.hint(),
            shown.unwrap_or_default(),
        );
        writeln!(
            out,
            "::{command} {}title={}::{}",
            file.unwrap_or_default(),
            property(&title),
            data(&message)
        )?;
    }
    for save in report.tried() {
        let title = property(&format!("{} does not load", save.name));
        for failure in save.failures() {
            writeln!(out, "::error title={title}::{}", data(&failure))?;
        }
    }
    writeln!(out, "{}", summary(report))?;
    Ok(())
}

/// As GitHub's own toolkit escapes what stands behind `::`.
fn data(text: &str) -> String {
    (text.replace('%', "%25").replace('\r', "%0D")).replace('\n', "%0A")
}

/// The same of what stands before.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
