//! How a report is printed: a file for each form.

mod github;
mod json;
mod markdown;
mod sarif;
mod text;

use std::io::Write;

use clap::ValueEnum;

use super::policy::Policy;
use super::report::Report;
use crate::error::Result;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// One object, with everything
    Json,
    /// Commands that GitHub's workflows show beside a change
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// For a comment on a change
    Markdown,
}

/// How a report is to be printed.
pub(crate) struct Printer<'a> {
    pub(crate) format: Format,
    /// Show harmless differences too.
    pub(crate) is_verbose: bool,
    /// In text, leave out devices of which nothing is said.
    pub(crate) is_brief: bool,
    pub(crate) policy: &'a Policy,
}

impl Printer<'_> {
    pub(crate) fn print(&self, report: &Report<'_>, out: &mut dyn Write) -> Result<()> {
        match self.format {
            Format::Text => text::print(report, self.is_verbose, self.is_brief, out),
            Format::Json => json::print(report, self.policy, out),
            Format::Github => github::print(report, self.is_verbose, out),
            Format::Sarif => sarif::print(report, self.is_verbose, out),
            Format::Markdown => markdown::print(report, self.is_verbose, out),
        }
    }
}
