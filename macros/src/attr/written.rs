//! Which keys were written, and where.

use proc_macro2::Ident;

use super::entry::Entry;
use crate::messages;

/// The keys of one type, field or variant in the order they were written, whether or not their
/// values could be read.
#[derive(Default)]
pub(crate) struct Written {
    keys: Vec<(&'static str, Ident)>,
    malformed: Vec<&'static str>,
    incomplete: bool,
}

impl Written {
    pub(super) fn push(&mut self, name: &'static str, ident: Ident) {
        self.keys.push((name, ident));
    }

    /// Notes that the value of `name` could not be read.
    pub(super) fn mark_malformed(&mut self, name: &'static str) {
        self.malformed.push(name);
    }

    /// Notes that something could not be read, whichever key was meant.
    pub(super) fn mark_incomplete(&mut self) {
        self.incomplete = true;
    }

    /// The token of the key `name`, if it was written.
    pub(crate) fn get(&self, name: &str) -> Option<&Ident> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, ident)| ident)
    }

    /// Whether `name` may be meant by something that could not be read. That has been reported, and
    /// nothing else follows from `name` having no value.
    pub(crate) fn is_unsure(&self, name: &str) -> bool {
        self.malformed.contains(&name) || self.incomplete && self.get(name).is_none()
    }

    /// Whether `name` was certainly not written.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        self.get(name).is_none() && !self.is_unsure(name)
    }

    /// Reports which of `names` the list after `entry`'s key lacks.
    pub(super) fn require(&self, entry: &Entry, names: &[&str]) {
        let lacking: Vec<String> = names
            .iter()
            .filter(|name| self.lacks(name))
            .map(|name| format!("`{name} = …`"))
            .collect();
        if !lacking.is_empty() {
            let message = messages::missing_in_list(entry.key, &lacking.join(" and "));
            entry.cx.error(entry.ident, message);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Ident)> {
        self.keys.iter().map(|(name, ident)| (*name, ident))
    }
}
