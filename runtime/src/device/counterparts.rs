//! Which device of one side is which of the other.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use super::party::Party;

type Key<'a> = (&'a str, u32);

/// For each device of the writer, the position of the reader's that takes its state: the
/// one of its path and id; or else the one of which these are an alias; or else the one
/// whose path and id are an alias of the writer's.
///
/// As with the names of fields: what is a device's own goes before aliases, the reader's
/// aliases before the writer's, and where two could take one's place, none does. So the
/// order of devices plays no part.
pub(super) fn counterparts(writer: &[Party<'_>], reader: &[Party<'_>]) -> Vec<Option<usize>> {
    let own: BTreeMap<Key<'_>, usize> = (reader.iter().enumerate())
        .map(|(at, party)| (party.key(), at))
        .collect();
    let mut pairs = Pairs::of(writer, reader.len(), &own);
    let has_aliases = |parties: &[Party<'_>]| parties.iter().any(|one| !one.aliases.is_empty());
    if has_aliases(reader) {
        let aliases = reader.iter().enumerate();
        let aliases = aliases
            .flat_map(|(at, party)| keys_of_aliases(party).map(move |key| (key, at)))
            .collect();
        pairs.add(writer, |party| iter::once(party.key()), &aliases);
    }
    if has_aliases(writer) {
        pairs.add(writer, keys_of_aliases, &own);
    }
    pairs.found
}

fn keys_of_aliases<'a>(party: &Party<'a>) -> impl Iterator<Item = Key<'a>> + use<'a> {
    let aliases = party.aliases.iter();
    aliases.map(|alias| (&*alias.path, alias.instance_id))
}

struct Pairs {
    /// For each device of the writer.
    found: Vec<Option<usize>>,
    /// For each of the reader.
    taken: Vec<bool>,
}

impl Pairs {
    /// Those that have the same path and id.
    fn of(writer: &[Party<'_>], readers: usize, own: &BTreeMap<Key<'_>, usize>) -> Self {
        let mut taken = vec![false; readers];
        let found = writer.iter().map(|party| own.get(&party.key()).copied());
        let found: Vec<_> = found.collect();
        for at in found.iter().flatten() {
            if let Some(taken) = taken.get_mut(*at) {
                *taken = true;
            }
        }
        Self { found, taken }
    }

    /// Pairs what has no counterpart yet, by these keys of the writer's.
    fn add<'a, K: Iterator<Item = Key<'a>>>(
        &mut self,
        writer: &[Party<'a>],
        keys: impl Fn(&Party<'a>) -> K,
        by_key: &BTreeMap<Key<'_>, usize>,
    ) {
        // For each of the reader's, whose place it takes, if that is one.
        let mut takes: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let alone = writer.iter().enumerate().zip(&self.found);
        for ((at, party), _) in alone.filter(|(_, found)| found.is_none()) {
            let known = keys(party).filter_map(|key| by_key.get(&key).copied());
            let free: Vec<_> = known
                .filter(|of| self.taken.get(*of) == Some(&false))
                .collect();
            let by = (free.len() == 1).then_some(at);
            for of in free {
                takes.entry(of).and_modify(|by| *by = None).or_insert(by);
            }
        }
        let pairs = takes.into_iter().filter_map(|(of, by)| Some((of, by?)));
        for (of, by) in pairs {
            if let (Some(found), Some(taken)) = (self.found.get_mut(by), self.taken.get_mut(of)) {
                (*found, *taken) = (Some(of), true);
            }
        }
    }
}
