//! Which devices of one side take over from which of the other.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::party::Party;
use crate::resolve::{has_taken, is_one_device};
use crate::schema::Schema;

/// A device of the reader takes over the state of one of the writer.
pub(super) struct Claim {
    /// The position of the writer's.
    pub(super) from: usize,
    /// The position of the reader's.
    pub(super) to: usize,
    /// Position among what the schema of the reader's takes over.
    pub(super) entry: usize,
    /// Position among the places that the reader's takes over from.
    pub(super) place: usize,
    /// Whether the reader's does without that state.
    pub(super) is_spared: bool,
}

impl Claim {
    /// The schema of the device that takes over, and what it takes the state for.
    pub(super) fn of<'a>(&self, reader: &[Party<'a>]) -> Option<(&'a Schema, &'a Schema)> {
        let taker = reader.get(self.to)?.schema;
        Some((taker, taker.takes_over().get(self.entry)?))
    }
}

/// What the devices of a reader take over.
#[derive(Default)]
pub(super) struct Claims {
    /// By the position of the writer's device, then of the reader's.
    all: Vec<Claim>,
    /// The devices of the reader that the writer does not have, and that take over from some of
    /// its devices; with the first place of their others where it has none.
    pub(super) in_part: BTreeMap<usize, usize>,
}

impl Claims {
    /// Finds them, by the pairs of `counterparts`; and parts those that are no pair for a device
    /// that takes over.
    pub(super) fn of(
        writer: &[Party<'_>],
        reader: &[Party<'_>],
        counterparts: &mut [Option<usize>],
    ) -> Self {
        let mut claims = Self::default();
        if reader.iter().all(|party| party.takes_over.is_empty()) {
            return claims;
        }
        part(writer, reader, counterparts);
        let mut own = BTreeMap::new();
        for (from, to) in counterparts.iter().enumerate() {
            own.extend(to.map(|to| (to, from)));
        }
        let written: BTreeMap<_, _> = (0..).zip(writer).map(|(at, w)| (w.key(), at)).collect();
        for (to, party) in reader.iter().enumerate() {
            let own = own.get(&to).and_then(|at| writer.get(*at));
            claims.add(to, party, own, |key| {
                let at: usize = *written.get(&key)?;
                Some((at, writer.get(at)?))
            });
        }
        claims.all.sort_by_key(|claim| (claim.from, claim.to));
        claims
    }

    /// Those of one device of the reader; `own` is the writer's device that it is.
    fn add<'w, 'p: 'w>(
        &mut self,
        to: usize,
        party: &Party<'_>,
        own: Option<&Party<'_>>,
        find: impl Fn((&str, u32)) -> Option<(usize, &'w Party<'p>)>,
    ) {
        let own = own.map(|own| own.schema);
        let is_spared = own.is_some() || party.schema.needed().is_some();
        let before = self.all.len();
        let mut lacking = None;
        for (place, former) in party.takes_over.iter().enumerate() {
            let found = find((&former.path, former.instance_id));
            let found = found.and_then(|(from, writer)| {
                let name = writer.schema.device();
                let (entry, _) = party.schema.takes_over_from(name)?;
                (!has_taken(own, name)).then_some((from, entry))
            });
            match found {
                Some((from, entry)) => self.all.push(Claim {
                    from,
                    to,
                    entry,
                    place,
                    is_spared,
                }),
                None => lacking = lacking.or(Some(place)),
            }
        }
        if let (None, Some(lacking)) = (own, lacking)
            && self.all.len() > before
        {
            self.all.truncate(before);
            self.in_part.insert(to, lacking);
        }
    }

    /// Those of the state of one device of the writer.
    pub(super) fn on(&self, from: usize) -> &[Claim] {
        let first = self.all.partition_point(|claim| claim.from < from);
        let after = self.all.partition_point(|claim| claim.from <= from);
        self.all.get(first..after).unwrap_or_default()
    }

    /// The devices of the writer that each device of the reader takes over from.
    pub(super) fn by_taker(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut takers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for claim in &self.all {
            takers.entry(claim.to).or_default().push(claim.from);
        }
        takers
    }
}

/// A device that takes over from others, from the one at its own place among them, is another
/// one than stands there by another name.
fn part(writer: &[Party<'_>], reader: &[Party<'_>], counterparts: &mut [Option<usize>]) {
    for (from, to) in writer.iter().zip(counterparts) {
        let pair = to.and_then(|to| reader.get(to));
        let is_other = pair.is_some_and(|party| {
            let mut places = party.takes_over.iter();
            let is_taken = party.schema.takes_over_from(from.schema.device()).is_some()
                && places.any(|one| (&*one.path, one.instance_id) == from.key());
            is_taken || !party.takes_over.is_empty() && !is_one_device(from.schema, party.schema)
        });
        if is_other {
            *to = None;
        }
    }
}
