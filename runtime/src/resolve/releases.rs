//! Which devices of two releases are the same, and what follows from those
//! that only one has.
//!
//! Whether a machine has a device is known when two machines meet; this says
//! what no machine can do that has it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::compare::matching::{Ambiguity, Found, Match, Names, matches};
use super::finding::Finding;
use super::rules::{self, Rule};
use super::taken::{TakenOver, by_others, claims};
use super::verdict::Verdict;
use crate::schema::{Fingerprint, Schema};

/// The devices of an older and a newer release.
#[derive(Debug)]
#[non_exhaustive]
pub struct Releases<'a> {
    /// Those that both have, older first, in the order of their names.
    pub both: Vec<(&'a Schema, &'a Schema)>,
    /// Those that one has, in the order of their names.
    pub alone: Vec<Alone<'a>>,
    /// What devices of the newer release take over from those of the older one.
    pub backward: Vec<TakenOver<'a>>,
    /// What devices of the older release take over from those of the newer one.
    pub forward: Vec<TakenOver<'a>>,
    /// Reasons against the releases as a whole: nothing could be compared.
    pub findings: Vec<Finding>,
}

/// A device that only one release has, or a pair of one of each that looks like
/// one device under two names.
#[derive(Debug)]
#[non_exhaustive]
pub struct Alone<'a> {
    /// The older release's.
    pub old: Option<&'a Schema>,
    /// The newer release's.
    pub new: Option<&'a Schema>,
    /// What hinders the newer release from loading what the older one wrote.
    pub backward: Option<Finding>,
    /// What hinders the older release from loading what the newer one wrote.
    pub forward: Option<Finding>,
}

impl<'a> Alone<'a> {
    /// The device's name, that of the older release if there are two.
    pub fn device(&self) -> &'a str {
        let schema = self.old.or(self.new);
        schema.map_or("", Schema::device)
    }

    fn removed(old: &'a Schema, takers: &[TakenOver<'a>]) -> Self {
        let message = "the newer release does not have it".to_string();
        let gone = || finding(&rules::DEVICE_REMOVED, "device", "nothing", message);
        let taken = taken_by(old, takers).or_else(|| without_reader(old));
        Self {
            old: Some(old),
            new: None,
            backward: Some(taken.unwrap_or_else(gone)),
            forward: without_writer(old),
        }
    }

    fn added(new: &'a Schema, takers: &[TakenOver<'a>]) -> Self {
        let message = "must not be in the machine: the older release does not have it".to_string();
        let refused = || finding(&rules::DEVICE_ADDED, "device", "nothing", message);
        let taken = taken_by(new, takers).or_else(|| without_reader(new));
        Self {
            old: None,
            new: Some(new),
            backward: without_writer(new),
            forward: Some(taken.unwrap_or_else(refused)),
        }
    }

    /// One of which nobody can say which it is in the other release.
    fn unclear(old: Option<&'a Schema>, new: Option<&'a Schema>, message: String) -> Self {
        let rule = &rules::ALIAS_AMBIGUOUS;
        let said = |message| Some(finding(rule, "aliases", "aliases", message));
        Self {
            old,
            new,
            backward: said(message.clone()),
            forward: said(message),
        }
    }

    fn renamed(old: &'a Schema, new: &'a Schema) -> Self {
        let (from, to) = (old.device(), new.device());
        let message = format!("`{from}` and `{to}` have the same state under two names");
        let rule = &rules::DEVICE_RENAMED;
        Self {
            old: Some(old),
            new: Some(new),
            backward: Some(finding(rule, from, to, message.clone())),
            forward: Some(finding(rule, to, from, message)),
        }
    }
}

/// What follows for a device of the writer, if others of the reader take its state over.
fn taken_by(writer: &Schema, takers: &[TakenOver<'_>]) -> Option<Finding> {
    let takers = takers.iter();
    let takers = takers.filter(|one| one.writer.device() == writer.device());
    let names: Vec<&str> = takers.map(|one| one.reader.device()).collect();
    (!names.is_empty()).then(|| by_others(names.into_iter()))
}

/// What must hold of a device whose state a reader cannot take, but does without.
pub(super) const NOT_NEEDED: &str = "must not be needed";

/// What follows for a device that the reader does not have, if the writer sends it only if
/// it is needed; else the reader refuses a machine that has it.
pub(crate) fn without_reader(writer: &Schema) -> Option<Finding> {
    writer.needed()?;
    let message = format!("{NOT_NEEDED} when it is saved: the reader does not have it");
    let rule = &rules::DEVICE_NEEDED;
    Some(finding(rule, "device, if needed", "nothing", message))
}

/// What follows for a device that the writer does not have, if the reader does without its
/// state; else it refuses a machine that does not have it.
pub(crate) fn without_writer(reader: &Schema) -> Option<Finding> {
    reader.needed()?;
    let message = "the writer does not have it: it keeps the state that it has".to_string();
    let rule = &rules::DEVICE_NOT_SENT;
    Some(finding(rule, "nothing", "device, if needed", message))
}

/// The same findings, of state that the reader cannot take, but does without.
pub(crate) fn unless_needed(findings: Vec<Finding>) -> Vec<Finding> {
    let unless = |finding: Finding| Finding {
        verdict: Verdict::Conditional,
        message: format!("{NOT_NEEDED}: {}", finding.message),
        ..finding
    };
    findings.into_iter().map(unless).collect()
}

/// Pairs the devices of an older release with those of a newer one, by name, and by aliases
/// as far as these are clear. Of several of one name, the last counts.
pub fn releases<'a>(
    old: impl IntoIterator<Item = &'a Schema>,
    new: impl IntoIterator<Item = &'a Schema>,
) -> Releases<'a> {
    let (old, new) = (by_name(old), by_name(new));
    let pairs = Pairs::of(&old, &new);
    let both = pairs.both();
    let backward = taken(&old, &new, &both);
    let forward = taken(&new, &old, &swapped(&both));
    let removed = || pairs.olds().filter(is(Pair::Nothing)).map(|(old, _)| old);
    let added = || pairs.news().filter(is(Pair::Nothing)).map(|(new, _)| new);
    // Of what is taken over, another device says what became of it.
    let takes: BTreeSet<&str> = (backward.iter().chain(&forward))
        .flat_map(|one| [one.writer.device(), one.reader.device()])
        .collect();
    let is_other = |schema: &&'a Schema| !takes.contains(schema.device());
    let renamed = renamed(removed().filter(is_other), added().filter(is_other));
    let is_renamed: BTreeSet<&str> = (renamed.iter())
        .flat_map(|(old, new)| [old.device(), new.device()])
        .collect();
    let is_gone = |schema: &&'a Schema| !is_renamed.contains(schema.device());
    let gone = removed().filter(is_gone);
    let came = added().filter(is_gone);
    let mut alone: Vec<Alone<'a>> = (renamed.iter())
        .map(|(old, new)| Alone::renamed(old, new))
        .chain(gone.map(|old| Alone::removed(old, &backward)))
        .chain(came.map(|new| Alone::added(new, &forward)))
        .chain(
            (pairs.olds().filter(is(Pair::Unclear)))
                .map(|(old, _)| Alone::unclear(Some(old), None, pairs.ambiguity(old.device()))),
        )
        .chain(
            (pairs.news().filter(is(Pair::Unclear)))
                .map(|(new, _)| Alone::unclear(None, Some(new), pairs.ambiguity(new.device()))),
        )
        .collect();
    alone.sort_by_key(Alone::device);
    let findings = match both.is_empty() && backward.is_empty() && forward.is_empty() {
        true => Vec::from([nothing_compared(old.len(), new.len())]),
        false => Vec::new(),
    };
    Releases {
        both,
        alone,
        backward,
        forward,
        findings,
    }
}

/// What devices of a reader take over from those of a writer. Of several of one name, the
/// last counts.
pub fn taken_over<'a>(
    writer: impl IntoIterator<Item = &'a Schema>,
    reader: impl IntoIterator<Item = &'a Schema>,
) -> Vec<TakenOver<'a>> {
    let (writer, reader) = (by_name(writer), by_name(reader));
    if reader.iter().all(|one| one.takes_over().is_empty()) {
        return Vec::new();
    }
    let both = Pairs::of(&writer, &reader).both();
    taken(&writer, &reader, &both)
}

/// The same, of those that are sorted by name, where these are both.
fn taken<'a>(
    writer: &[&'a Schema],
    reader: &[&'a Schema],
    both: &[(&'a Schema, &'a Schema)],
) -> Vec<TakenOver<'a>> {
    let takers = reader.iter().filter(|one| !one.takes_over().is_empty());
    let takers: Vec<&'a Schema> = takers.copied().collect();
    if takers.is_empty() {
        return Vec::new();
    }
    let own: BTreeMap<&str, &'a Schema> = both.iter().map(|(w, r)| (r.device(), *w)).collect();
    let written: BTreeMap<&str, &'a Schema> = writer.iter().map(|w| (w.device(), *w)).collect();
    let mut all = Vec::new();
    for reader in takers {
        let own = own.get(reader.device()).copied();
        for (_, state) in claims(own, reader) {
            if let Some(writer) = written.get(state.device()) {
                all.push(TakenOver {
                    writer,
                    reader,
                    state,
                    is_spared: own.is_some() || reader.needed().is_some(),
                });
            }
        }
    }
    all
}

fn swapped<'a>(both: &[(&'a Schema, &'a Schema)]) -> Vec<(&'a Schema, &'a Schema)> {
    both.iter().map(|(old, new)| (*new, *old)).collect()
}

/// The device of a release that the state of one of another release is of: that of its name,
/// or else the one that aliases tell, if they tell one.
pub fn counterpart<'a>(
    device: &Schema,
    release: impl IntoIterator<Item = &'a Schema>,
) -> Option<&'a Schema> {
    let release: Vec<&Schema> = release.into_iter().collect();
    let is_it = |schema: &&&Schema| schema.device() == device.device();
    if let Some(same) = release.iter().rfind(is_it) {
        return Some(same);
    }
    let mut all = release.iter().copied().chain([device]);
    if all.all(|schema| schema.aliases().is_empty()) {
        return None;
    }
    let release = by_name(release);
    let found = matches(&[names(device)], &all_names(&release), |_, _| true);
    let mut readers = found.readers.iter().zip(&release);
    let found = readers.find(|(found, _)| **found == Match::Same(0));
    found.map(|(_, schema)| *schema)
}

/// In the order of their names.
fn by_name<'a>(schemas: impl IntoIterator<Item = &'a Schema>) -> Vec<&'a Schema> {
    let schemas = schemas.into_iter();
    let by_name: BTreeMap<_, _> = schemas.map(|schema| (schema.device(), schema)).collect();
    by_name.into_values().collect()
}

fn names(schema: &Schema) -> Names<'_> {
    Names {
        name: schema.device(),
        aliases: schema.aliases(),
    }
}

fn all_names<'a>(schemas: &[&'a Schema]) -> Vec<Names<'a>> {
    schemas.iter().map(|schema| names(schema)).collect()
}

fn is<'a>(what: Pair) -> impl Fn(&(&'a Schema, Pair)) -> bool {
    move |(_, pair)| *pair == what
}

/// What a device is in the other release.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    /// That one, whichever of the two reads.
    Same(usize),
    Nothing,
    /// Aliases name several, or another one in each direction.
    Unclear,
}

/// What a device is, by what was found where its release reads and where it writes.
fn pair(reads: &Found<'_>, writes: &Found<'_>, index: usize) -> Pair {
    match reads.readers.get(index) {
        Some(Match::Same(other)) if writes.readers.get(*other) == Some(&Match::Same(index)) => {
            Pair::Same(*other)
        }
        Some(Match::Nothing) if writes.is_used.get(index) != Some(&true) => Pair::Nothing,
        _ => Pair::Unclear,
    }
}

/// The devices of two releases that are the same.
struct Pairs<'s, 'a> {
    old: &'s [&'a Schema],
    new: &'s [&'a Schema],
    /// As the newer one reads what the older one wrote, and the other way round.
    found: [Found<'a>; 2],
}

impl<'s, 'a> Pairs<'s, 'a> {
    fn of(old: &'s [&'a Schema], new: &'s [&'a Schema]) -> Self {
        let (olds, news) = (all_names(old), all_names(new));
        let backward = matches(&olds, &news, |_, _| true);
        let forward = matches(&news, &olds, |_, _| true);
        Self {
            old,
            new,
            found: [backward, forward],
        }
    }

    /// What each of the older release's devices is.
    fn olds(&self) -> impl Iterator<Item = (&'a Schema, Pair)> {
        let [backward, forward] = &self.found;
        let pairs = self.old.iter().enumerate();
        pairs.map(move |(index, old)| (*old, pair(forward, backward, index)))
    }

    /// The newer release's.
    fn news(&self) -> impl Iterator<Item = (&'a Schema, Pair)> {
        let [backward, forward] = &self.found;
        let pairs = self.new.iter().enumerate();
        pairs.map(move |(index, new)| (*new, pair(backward, forward, index)))
    }

    fn both(&self) -> Vec<(&'a Schema, &'a Schema)> {
        let pairs = self.olds().filter_map(|(old, pair)| match pair {
            Pair::Same(new) => Some((old, *self.new.get(new)?)),
            _ => None,
        });
        pairs.collect()
    }

    /// What is not clear about a device of this name.
    fn ambiguity(&self, name: &str) -> String {
        let mut all = self.found.iter().flat_map(|found| &found.ambiguities);
        let is_it = |one: &&Ambiguity<'_>| one.name == name || one.candidates.contains(&name);
        match all.find(is_it) {
            Some(one) => format!(
                "`{}` may be each of `{}` of the other release",
                one.name,
                one.candidates.join("`, `")
            ),
            None => "the aliases of the two releases tell of different devices".to_string(),
        }
    }
}

/// Devices that went as others with the very same state came, one for one.
fn renamed<'a>(
    removed: impl Iterator<Item = &'a Schema>,
    added: impl Iterator<Item = &'a Schema>,
) -> Vec<(&'a Schema, &'a Schema)> {
    let mut of_state: BTreeMap<Fingerprint, [Vec<&'a Schema>; 2]> = BTreeMap::new();
    for schema in removed {
        let state = schema.ty().summary().fingerprint();
        of_state.entry(state).or_default()[0].push(schema);
    }
    for schema in added {
        let state = schema.ty().summary().fingerprint();
        of_state.entry(state).or_default()[1].push(schema);
    }
    let pairs = of_state.into_values();
    pairs
        .filter_map(|[old, new]| match (old.as_slice(), new.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect()
}

fn nothing_compared(old: usize, new: usize) -> Finding {
    let count = |count: usize| match count {
        1 => "1 device".to_string(),
        count => format!("{count} devices"),
    };
    let message = "no device is in both releases".to_string();
    finding(&rules::NOTHING_COMPARED, count(old), count(new), message)
}

fn finding(
    rule: &'static Rule,
    writer: impl Into<String>,
    reader: impl Into<String>,
    message: String,
) -> Finding {
    Finding {
        rule,
        verdict: rule.verdict,
        path: String::new(),
        writer: writer.into(),
        reader: reader.into(),
        message,
        condition: None,
    }
}
