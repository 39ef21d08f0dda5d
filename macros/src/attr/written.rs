//! Which keys were written, and where.

use proc_macro2::Ident;

use super::key::Entry;
use crate::messages;

/// The keys of one type, field or variant in the order they were written, whether or not their
/// values could be read.
#[derive(Default)]
pub(crate) struct Written {
    keys: Vec<(&'static str, Ident)>,
    malformed: Vec<&'static str>,
}

impl Written {
    pub(super) fn push(&mut self, name: &'static str, ident: Ident) {
        self.keys.push((name, ident));
    }

    pub(super) fn mark_malformed(&mut self, name: &'static str) {
        self.malformed.push(name);
    }

    /// The token of the key `name`, if it was written.
    pub(crate) fn get(&self, name: &str) -> Option<&Ident> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, ident)| ident)
    }

    /// Whether `name` was written with a value that could not be read. Such a key has been
    /// reported already, so nothing follows from its value being absent.
    pub(crate) fn is_malformed(&self, name: &str) -> bool {
        self.malformed.contains(&name)
    }

    /// Reports that the list after `entry`'s key lacks the key `name`, unless it was written.
    pub(super) fn require<T>(&self, entry: &Entry, name: &str, value: Option<T>) -> Option<T> {
        if self.get(name).is_none() {
            let message = messages::missing_in_list(entry.key, name);
            entry.cx.error(entry.ident, message);
        }
        value
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Ident)> {
        self.keys.iter().map(|(name, ident)| (*name, ident))
    }
}
