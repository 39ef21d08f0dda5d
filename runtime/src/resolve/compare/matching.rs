//! Finds for each part of the reader the one that means the same at the
//! writer.
//!
//! Names come first, then the reader's aliases, then the writer's: each counts
//! only between parts that nothing before it matched. An alias that fits two
//! parts fits none: no order in which parts are declared decides anything.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use crate::schema::Node;

/// What a field or variant is called.
#[derive(Clone, Copy)]
pub(in crate::resolve) struct Names<'a> {
    pub(in crate::resolve) name: &'a str,
    pub(in crate::resolve) aliases: &'a [Node<str>],
}

/// What a part of the reader is at the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum Match {
    /// This one.
    Same(usize),
    Nothing,
    /// Aliases name several, here or there.
    Unclear,
}

/// A part whose aliases name several parts of the other side.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::resolve) struct Ambiguity<'a> {
    pub(in crate::resolve) name: &'a str,
    /// Whether it is the reader's.
    pub(in crate::resolve) is_readers: bool,
    /// The other side's, in the order of the alphabet.
    pub(in crate::resolve) candidates: Vec<&'a str>,
}

/// How the parts of two sides match.
pub(in crate::resolve) struct Found<'a> {
    /// For each of the reader's.
    pub(in crate::resolve) readers: Vec<Match>,
    /// For each of the writer's whether it is one of the reader's, or may be.
    pub(in crate::resolve) is_used: Vec<bool>,
    pub(in crate::resolve) ambiguities: Vec<Ambiguity<'a>>,
}

/// Matches the writer's parts with the reader's. No part is matched twice.
pub(in crate::resolve) fn matches<'a>(
    writer: &[Names<'a>],
    reader: &[Names<'a>],
    is_allowed: impl Fn(usize, usize) -> bool,
) -> Found<'a> {
    let (writers, readers) = (by_name(writer), by_name(reader));
    let mut found = Found {
        readers: vec![Match::Nothing; reader.len()],
        is_used: vec![false; writer.len()],
        ambiguities: Vec::new(),
    };
    let by_names = reader
        .iter()
        .enumerate()
        .filter_map(|(to, names)| Some((*writers.get(names.name)?, to)));
    let by_readers = aliases(reader).filter_map(|(to, alias)| Some((*writers.get(alias)?, to)));
    let by_writers = aliases(writer).filter_map(|(from, alias)| Some((from, *readers.get(alias)?)));
    let stages: [Vec<_>; 3] = [
        by_names.collect(),
        by_readers.collect(),
        by_writers.collect(),
    ];
    for mut pairs in stages {
        pairs.retain(|(from, to)| found.is_free(*from, *to) && is_allowed(*from, *to));
        found.take(&pairs, writer, reader);
    }
    found
}

fn by_name<'a>(parts: &[Names<'a>]) -> BTreeMap<&'a str, usize> {
    let parts = parts.iter().enumerate();
    parts.map(|(index, names)| (names.name, index)).collect()
}

/// All aliases, each with its part.
fn aliases<'a>(parts: &'a [Names<'a>]) -> impl Iterator<Item = (usize, &'a str)> {
    let parts = parts.iter().enumerate();
    parts.flat_map(|(index, names)| names.aliases.iter().map(move |alias| (index, alias.get())))
}

impl<'a> Found<'a> {
    fn is_free(&self, from: usize, to: usize) -> bool {
        self.is_used.get(from) == Some(&false) && self.readers.get(to) == Some(&Match::Nothing)
    }

    /// Matches those pairs of which neither part is in another one.
    fn take(&mut self, pairs: &[(usize, usize)], writer: &[Names<'a>], reader: &[Names<'a>]) {
        let (mut of_writer, mut of_reader) = (Partners::new(), Partners::new());
        for (from, to) in pairs {
            of_writer.entry(*from).or_default().insert(*to);
            of_reader.entry(*to).or_default().insert(*from);
        }
        let is_only = |partners: &Partners, part| partners.get(&part).is_some_and(|p| p.len() == 1);
        for (from, to) in pairs {
            let is_clear = is_only(&of_writer, *from) && is_only(&of_reader, *to);
            if let Some(found) = self.readers.get_mut(*to) {
                *found = match is_clear {
                    true => Match::Same(*from),
                    false => Match::Unclear,
                };
            }
            if let Some(is_used) = self.is_used.get_mut(*from) {
                *is_used = true;
            }
        }
        let unclear = ambiguities(&of_reader, reader, writer, true);
        self.ambiguities.extend(unclear);
        let unclear = ambiguities(&of_writer, writer, reader, false);
        self.ambiguities.extend(unclear);
    }
}

/// For parts of one side those of the other that they may be.
type Partners = BTreeMap<usize, BTreeSet<usize>>;

fn ambiguities<'a>(
    partners: &Partners,
    own: &[Names<'a>],
    others: &[Names<'a>],
    is_readers: bool,
) -> Vec<Ambiguity<'a>> {
    let several = partners.iter().filter(|(_, partners)| partners.len() > 1);
    let several = several.filter_map(|(part, partners)| {
        let candidates = partners.iter().filter_map(|partner| others.get(*partner));
        let mut candidates: Vec<&str> = candidates.map(|names| names.name).collect();
        candidates.sort_unstable();
        Some(Ambiguity {
            name: own.get(*part)?.name,
            is_readers,
            candidates,
        })
    });
    several.collect()
}
