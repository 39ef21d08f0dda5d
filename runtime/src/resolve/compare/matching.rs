//! Finds for each part of the reader the one that means the same at the
//! writer.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use crate::schema::Node;

/// What a field or variant is called.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) name: &'a str,
    pub(super) aliases: &'a [Node<str>],
}

/// For each of the reader's names the position of the writer's that means the
/// same. Names come first; an alias, of either side, counts only where no name
/// does. No position is given twice.
pub(super) fn matches(
    writer: &[Names<'_>],
    reader: &[Names<'_>],
    is_allowed: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let by_name: BTreeMap<&str, usize> = (writer.iter().enumerate())
        .map(|(index, names)| (names.name, index))
        .collect();
    let by_alias: BTreeMap<&str, usize> = (writer.iter().enumerate())
        .flat_map(|(index, names)| names.aliases.iter().map(move |alias| (alias.get(), index)))
        .collect();
    let mut is_free = vec![true; writer.len()];
    let mut take = |candidates: &mut dyn Iterator<Item = usize>, to: usize| {
        let is_free_at = |from: &usize| is_free.get(*from).copied().unwrap_or_default();
        let found = candidates
            .filter(|from| is_allowed(*from, to))
            .filter(is_free_at)
            .min()?;
        if let Some(is_free) = is_free.get_mut(found) {
            *is_free = false;
        }
        Some(found)
    };
    let mut found: Vec<Option<usize>> = (reader.iter().enumerate())
        .map(|(to, names)| take(&mut by_name.get(names.name).copied().into_iter(), to))
        .collect();
    for (to, (names, found)) in reader.iter().zip(&mut found).enumerate() {
        if found.is_none() {
            let own = names
                .aliases
                .iter()
                .filter_map(|alias| by_name.get(alias.get()));
            let mut candidates = own.chain(by_alias.get(names.name)).copied();
            *found = take(&mut candidates, to);
        }
    }
    found
}
