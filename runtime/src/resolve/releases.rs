//! Which devices of two releases are the same, and what follows from those
//! that only one has.
//!
//! Whether a machine has a device is known when two machines meet; this says
//! what no machine can do that has it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::finding::Finding;
use super::rules::{self, Rule};
#[cfg(feature = "std")]
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

    fn removed(old: &'a Schema) -> Self {
        let message = "the newer release does not have it".to_string();
        let gone = || finding(&rules::DEVICE_REMOVED, "device", "nothing", message);
        Self {
            old: Some(old),
            new: None,
            backward: Some(without_reader(old).unwrap_or_else(gone)),
            forward: without_writer(old),
        }
    }

    fn added(new: &'a Schema) -> Self {
        let message = "must not be in the machine: the older release does not have it".to_string();
        let refused = || finding(&rules::DEVICE_ADDED, "device", "nothing", message);
        Self {
            old: None,
            new: Some(new),
            backward: without_writer(new),
            forward: Some(without_reader(new).unwrap_or_else(refused)),
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
#[cfg(feature = "std")]
pub(crate) fn unless_needed(findings: Vec<Finding>) -> Vec<Finding> {
    let unless = |finding: Finding| Finding {
        verdict: Verdict::Conditional,
        message: format!("{NOT_NEEDED}: {}", finding.message),
        ..finding
    };
    findings.into_iter().map(unless).collect()
}

/// Pairs the devices of an older release with those of a newer one, by name.
/// Of several of one name, the last counts.
pub fn releases<'a>(
    old: impl IntoIterator<Item = &'a Schema>,
    new: impl IntoIterator<Item = &'a Schema>,
) -> Releases<'a> {
    let (old, new) = (by_name(old), by_name(new));
    let both: Vec<_> = (old.iter())
        .filter_map(|(name, old)| Some((*old, *new.get(name)?)))
        .collect();
    let removed = old.values().filter(|s| !new.contains_key(s.device()));
    let added = new.values().filter(|s| !old.contains_key(s.device()));
    let renamed = renamed(removed.clone(), added.clone());
    let is_renamed: BTreeSet<&str> = (renamed.iter())
        .flat_map(|(old, new)| [old.device(), new.device()])
        .collect();
    let is_gone = |schema: &&&'a Schema| !is_renamed.contains(schema.device());
    let mut alone: Vec<Alone<'a>> = (renamed.iter())
        .map(|(old, new)| Alone::renamed(old, new))
        .chain(removed.filter(is_gone).map(|old| Alone::removed(old)))
        .chain(added.filter(is_gone).map(|new| Alone::added(new)))
        .collect();
    alone.sort_by_key(Alone::device);
    let findings = match both.is_empty() {
        true => Vec::from([nothing_compared(old.len(), new.len())]),
        false => Vec::new(),
    };
    Releases {
        both,
        alone,
        findings,
    }
}

fn by_name<'a>(schemas: impl IntoIterator<Item = &'a Schema>) -> BTreeMap<&'a str, &'a Schema> {
    let schemas = schemas.into_iter();
    schemas.map(|schema| (schema.device(), schema)).collect()
}

/// Devices that went as others with the very same state came, one for one.
fn renamed<'a: 'b, 'b>(
    removed: impl Iterator<Item = &'b &'a Schema>,
    added: impl Iterator<Item = &'b &'a Schema>,
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
