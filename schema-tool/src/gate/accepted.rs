//! The file of accepted findings: each with its reason, and perhaps an end.

use std::cell::Cell;
use std::fmt;
use std::path::Path;

use migratable::resolve::{Finding, Level, Rule, rule};
use serde::Deserialize;
use toml::value::Datetime;

use super::date::Date;
use super::scope::Scope;
use crate::error::{Error, Result};
use crate::{text, whole};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Entry>,
}

/// A finding that is accepted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    rule: RuleId,
    path: Scope,
    pub(crate) reason: Reason,
    /// The last day.
    pub(crate) until: Option<Until>,
    /// Whether there was such a finding.
    #[serde(skip)]
    used: Cell<bool>,
}

/// A rule that there is and that can be accepted.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct RuleId(&'static Rule);

impl TryFrom<String> for RuleId {
    type Error = String;

    fn try_from(id: String) -> std::result::Result<Self, String> {
        match rule(&id) {
            Some(rule) if rule.level == Level::Forbid => {
                Err(format!("`{id}` cannot be accepted: {}", rule.title))
            }
            Some(rule) => Ok(Self(rule)),
            None => Err(format!(
                "there is no rule {}; `schema-tool rules` lists them",
                text::quoted(&id)
            )),
        }
    }
}

/// Why it is accepted.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Reason(String);

impl TryFrom<String> for Reason {
    type Error = &'static str;

    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        match text.trim() {
            "" => Err("a reason is missing: say why this is fine"),
            _ => Ok(Self(text)),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::plain(self.0.trim()))
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        Self::try_from(String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// The last day on which it is accepted.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "Datetime")]
pub(crate) struct Until(pub(crate) Date);

impl TryFrom<Datetime> for Until {
    type Error = &'static str;

    fn try_from(said: Datetime) -> std::result::Result<Self, Self::Error> {
        match (said.date, said.time, said.offset) {
            (Some(date), None, None) => Ok(Self(Date {
                year: date.year.into(),
                month: date.month,
                day: date.day,
            })),
            _ => Err("write the last day, as `until = 2027-01-31`"),
        }
    }
}

/// All that the file accepts.
#[derive(Debug, Default)]
pub(crate) struct Accepted {
    entries: Vec<Entry>,
    today: Option<Date>,
}

impl Accepted {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is not as it should be: then with the line.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let shown = text::path(path);
        let failed = |error: &dyn fmt::Display| Error::new(format!("{shown}: {error}"));
        let read = whole::read_text(path);
        let read = read.map_err(|error| failed(&format_args!("cannot read it: {error}")))?;
        let file: File = toml::from_str(&read).map_err(|error| {
            // It shows lines of the file.
            let lines: Vec<String> = error.to_string().lines().map(text::plain).collect();
            failed(&lines.join("\n"))
                .hint("an entry is `[[accept]]` with `rule`, `path`, `reason` and perhaps `until`")
        })?;
        Ok(Self {
            entries: file.accept,
            today: Some(Date::today()),
        })
    }

    /// The entry that accepts a finding.
    pub(super) fn entry(&self, device: &str, finding: &Finding) -> Option<&Entry> {
        let about = |entry: &&Entry| {
            entry.rule.0.id == finding.rule.id && entry.path.covers(device, &finding.path)
        };
        let mut valid = None;
        for entry in self.entries.iter().filter(about) {
            entry.used.set(true);
            if !self.is_over(entry) {
                valid = valid.or(Some(entry));
            }
        }
        valid
    }

    fn is_over(&self, entry: &Entry) -> bool {
        match (entry.until, self.today) {
            (Some(Until(last)), Some(today)) => last < today,
            _ => false,
        }
    }

    /// Entries that are of no use, each with what to do: to be asked when all findings
    /// were.
    pub(super) fn stale(&self) -> impl Iterator<Item = Stale<'_>> {
        self.entries.iter().filter_map(|entry| {
            let problem = match (self.is_over(entry), entry.used.get()) {
                (true, true) => "expired",
                (true, false) => "expired and unused",
                (false, false) => "unused",
                (false, true) => return None,
            };
            Some(Stale { entry, problem })
        })
    }
}

/// An entry that is of no use.
pub(crate) struct Stale<'a> {
    entry: &'a Entry,
    pub(crate) problem: &'static str,
}

impl Stale<'_> {
    pub(crate) fn rule(&self) -> &'static str {
        self.entry.rule.0.id
    }

    pub(crate) fn path(&self) -> &str {
        self.entry.path.as_str()
    }

    pub(crate) fn until(&self) -> Option<Date> {
        self.entry.until.map(|until| until.0)
    }
}

impl fmt::Display for Stale<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rule, path) = (self.rule(), text::plain(self.path()));
        write!(
            f,
            "the accepted finding `{rule}` at `{path}` is {}",
            self.problem
        )?;
        match self.until() {
            Some(last) if self.problem != "unused" => write!(f, " since {last}"),
            _ => write!(f, ": take the entry out"),
        }
    }
}
