//! What of the findings counts.

use std::path::{Path, PathBuf};

use migratable::resolve::{Finding, Level, Verdict};

use super::accepted::{Accepted, Entry, Stale};
use super::declared::Location;
use super::levels::{Levels, Selector, SelectorParser};
use super::witness::Witness;
use crate::error::Result;

/// How a user says what counts.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "What counts")]
pub(crate) struct PolicyArgs {
    /// Accept findings of a rule, everywhere or in a device or field; `rules` lists the rules
    #[arg(long, value_name = "RULE[:PATH]", value_parser = SelectorParser)]
    allow: Vec<Selector>,
    /// Show findings of a rule as warnings, which do not count
    #[arg(long, value_name = "RULE[:PATH]", value_parser = SelectorParser)]
    warn: Vec<Selector>,
    /// Fail on findings of a rule
    #[arg(long, value_name = "RULE[:PATH]", value_parser = SelectorParser)]
    deny: Vec<Selector>,
    /// Accept conditions, as `--allow conditional` does
    #[arg(long)]
    allow_conditional: bool,
    /// A file of accepted findings, each with its reason
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,
}

impl PolicyArgs {
    /// # Errors
    ///
    /// If the file cannot be used, or what always fails is to be allowed.
    pub(crate) fn policy(&self) -> Result<Policy> {
        let conditional = self
            .allow_conditional
            .then(|| Selector::of(Verdict::Conditional));
        let allowed = self.allow.iter().cloned().chain(conditional);
        let said = allowed.map(|one| (one, Level::Allow));
        let said = said.chain(self.warn.iter().cloned().map(|one| (one, Level::Warn)));
        let said = said.chain(self.deny.iter().cloned().map(|one| (one, Level::Deny)));
        let accepted = match &self.accepted {
            Some(path) => Accepted::open(path)?,
            None => Accepted::default(),
        };
        Ok(Policy {
            levels: Levels::new(said.collect())?,
            accepted,
        })
    }
}

/// What of the findings counts.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    levels: Levels,
    accepted: Accepted,
}

impl Policy {
    /// The rules' own levels, perhaps but for conditions, and the findings that a file
    /// accepts.
    ///
    /// # Errors
    ///
    /// If the file cannot be used.
    pub(crate) fn new(file: Option<&Path>, allows_conditional: bool) -> Result<Self> {
        let conditional = (Selector::of(Verdict::Conditional), Level::Allow);
        let said = allows_conditional.then_some(conditional);
        Ok(Self {
            levels: Levels::new(said.into_iter().collect())?,
            accepted: file.map(Accepted::open).transpose()?.unwrap_or_default(),
        })
    }

    /// Says what a finding counts for.
    pub(crate) fn judge(&self, device: &str, finding: Finding) -> Found<'_> {
        Found {
            level: self.levels.of(device, &finding),
            accepted: self.accepted.entry(device, &finding),
            hits: None,
            witness: None,
            location: None,
            finding,
        }
    }

    /// Accepted findings that nobody has, or that are accepted no longer: to be asked
    /// when all findings were judged.
    pub(crate) fn stale(&self) -> impl Iterator<Item = Stale<'_>> {
        self.accepted.stale()
    }
}

/// A finding, and what it counts for.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) finding: Finding,
    /// By its rule, or as the user says.
    pub(crate) level: Level,
    /// The entry that accepts it.
    pub(crate) accepted: Option<&'a Entry>,
    /// Of stored streams: how many do not load because of it.
    pub(crate) hits: Option<Hits>,
    /// State that shows it.
    pub(crate) witness: Option<Witness>,
    /// Where in the source it can be mended.
    pub(crate) location: Option<Location>,
}

/// So many of all streams that could.
#[derive(Clone, Debug)]
pub(crate) struct Hits {
    pub(crate) hit: usize,
    pub(crate) of: usize,
    /// Of a device that both releases have, where it first is.
    pub(crate) first: Option<String>,
}

impl Found<'_> {
    /// What it counts for in the end.
    pub(crate) fn weight(&self) -> Level {
        match (self.accepted, &self.hits) {
            (Some(_), _) => Level::Allow,
            // All streams that there are load.
            (None, Some(Hits { hit: 0, .. })) => self.level.min(Level::Warn),
            (None, _) => self.level,
        }
    }

    /// Whether it fails the check.
    pub(crate) fn fails(&self) -> bool {
        self.weight() >= Level::Deny
    }

    /// Its verdict, if the user does not accept it.
    pub(crate) fn verdict(&self) -> Verdict {
        match self.weight() {
            Level::Allow => Verdict::Compatible,
            _ => self.finding.verdict,
        }
    }

    /// Whether it says something to those who did not ask for harmless differences.
    pub(crate) fn is_notable(&self) -> bool {
        self.finding.verdict != Verdict::Compatible || self.weight() > Level::Allow
    }
}
