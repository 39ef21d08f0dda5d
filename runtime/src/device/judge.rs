//! Which devices of a writer a reader can load: the one judgement that
//! preflight and loading share.

use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::claims::{Claim, Claims};
use super::counterparts::counterparts;
use super::judgement::{Conversion, DeviceVerdict, FINDING, HandOver, Judgement, Side, lone};
use super::party::{Machine, Party};
use crate::base::budget::{Budget, BudgetExceeded};
use crate::base::fnv::Fnv128;
use crate::codec::Older;
use crate::resolve::{Finding, Suits, by_others, resolve, taken_by, taken_in_part, takes};
use crate::schema::{Fingerprint, Schema};
use crate::stream::BulkItem;

/// What was found about all devices of either side.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// One for each instance: those of the writer in their order, then those
    /// that only the reader has.
    pub(super) devices: Vec<DeviceVerdict>,
    /// How many of them the writer has.
    pub(super) written: usize,
    /// For each of those, the position of the reader's device that takes its state.
    pub(super) counterparts: Vec<Option<usize>>,
    /// In the order in which devices have them.
    pub(super) judgements: Vec<Judgement>,
    /// In the order of the writer's devices, then of the reader's.
    pub(super) hand_overs: Vec<HandOver>,
}

/// Compares all devices of the writer with those of the reader.
pub(super) fn judge(
    writer: &[Party<'_>],
    reader: &[Party<'_>],
    budget: &Budget,
) -> Result<Judged, BudgetExceeded> {
    let mut judging = Judging {
        judged: Judged::default(),
        known: BTreeMap::new(),
        compared: BTreeMap::new(),
        budget,
    };
    judging.draw_for(writer)?;
    judging.draw_for(reader)?;
    let mut counterparts = counterparts(writer, reader);
    let claims = Claims::of(writer, reader, &mut counterparts);
    let mut lacks = vec![true; reader.len()];
    for (from, (party, counterpart)) in writer.iter().zip(&counterparts).enumerate() {
        let pair = counterpart.and_then(|at| Some((reader.get(at)?, lacks.get_mut(at)?)));
        let own = match pair {
            Some((counterpart, lacks)) => {
                *lacks = false;
                Some(counterpart)
            }
            None => None,
        };
        let number = match (claims.on(from), own) {
            ([], Some(own)) => judging.pair(party, own)?,
            ([], None) => judging.alone(party, Side::Destination)?,
            (claims, own) => judging.taken(party, own, claims, reader)?,
        };
        judging.note(party, number);
    }
    judging.judged.written = writer.len();
    judging.judged.counterparts = counterparts;
    let takers = claims.by_taker();
    let lacking = reader.iter().enumerate().zip(lacks);
    for ((at, party), _) in lacking.filter(|(_, lacks)| *lacks) {
        let number = match (takers.get(&at), claims.in_part.get(&at)) {
            (Some(from), _) => judging.taker(party, from, writer),
            (None, Some(place)) => judging.in_part(party, *place),
            (None, None) => judging.alone(party, Side::Source)?,
        };
        judging.note(party, number);
    }
    Ok(judging.judged)
}

/// What devices are judged alike by: the schemas of both sides, and configurations that
/// do not suit each other; or the one schema and which side lacks it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Pair(Suited<'a>),
    Alone(Fingerprint, bool),
    /// The device itself, if the reader has it; its schema, and which takers take it for what.
    Taken(Option<Suited<'a>>, Fingerprint, Vec<Taker>),
}

/// The schemas of both sides, and their configurations if these do not suit each other.
type Suited<'a> = (Pair, [&'a [u8]; 2]);

/// A schema of the reader, the position among what it takes over, and whether it does without.
type Taker = (Fingerprint, usize, bool);

type Pair = (Fingerprint, Fingerprint);

/// What was found about two schemas.
struct Compared {
    judgement: Judgement,
    /// What judges configurations.
    suits: Option<Suits>,
}

struct Judging<'a> {
    judged: Judged,
    /// Numbers of the judgements that were made.
    known: BTreeMap<Key<'a>, usize>,
    /// So that a plan is made once for all instances of a device.
    compared: BTreeMap<Pair, Compared>,
    budget: &'a Budget,
}

impl<'a> Judging<'a> {
    /// What two devices are judged by, and what is found about their configurations.
    fn suited(
        &mut self,
        from: &Party<'a>,
        to: &Party<'a>,
    ) -> Result<(Suited<'a>, Vec<Finding>), BudgetExceeded> {
        let budget = self.budget;
        let pair = (from.schema.fingerprint(), to.schema.fingerprint());
        let compared = compared(&mut self.compared, from.schema, to.schema, budget)?;
        let (offered, live) = (from.configuration, to.configuration);
        let suits = compared.suits.as_ref();
        let Some(suits) = suits.filter(|_| !offered.is_empty() && !live.is_empty()) else {
            return Ok(((pair, [&[], &[]]), Vec::new()));
        };
        // Both are read once more, and one is converted.
        let lens = offered.len().saturating_add(live.len());
        budget.draw(lens.saturating_mul(4))?;
        let findings = suits.judge(offered, live, &budget.anew());
        let differing = match findings.is_empty() {
            true => [&[][..], &[]],
            false => [offered, live],
        };
        Ok(((pair, differing), findings))
    }

    /// The number of the judgement on two devices.
    fn pair(&mut self, from: &Party<'a>, to: &Party<'a>) -> Result<usize, BudgetExceeded> {
        let (suited, findings) = self.suited(from, to)?;
        Ok(match self.known.entry(Key::Pair(suited)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let compared = compared(&mut self.compared, from.schema, to.schema, self.budget)?;
                let judgement = compared.judgement.with(findings, self.budget)?;
                self.judged.judgements.push(judgement);
                *new.insert(self.judged.judgements.len() - 1)
            }
        })
    }

    /// The number of the judgement that devices have with which that is known.
    fn numbered(
        &mut self,
        key: Key<'a>,
        make: impl FnOnce(&Budget) -> Result<Judgement, BudgetExceeded>,
    ) -> Result<usize, BudgetExceeded> {
        Ok(match self.known.entry(key) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.judged.judgements.push(make(self.budget)?);
                *new.insert(self.judged.judgements.len() - 1)
            }
        })
    }

    fn alone(&mut self, party: &Party<'a>, lacking: Side) -> Result<usize, BudgetExceeded> {
        let key = Key::Alone(party.schema.fingerprint(), lacking == Side::Source);
        self.numbered(key, |_| Ok(lone(party.schema, lacking)))
    }

    fn compare(&mut self, from: &Schema, to: &Schema) -> Result<&Judgement, BudgetExceeded> {
        let compared = compared(&mut self.compared, from, to, self.budget)?;
        Ok(&compared.judgement)
    }

    /// The number of the judgement on a device whose state others take over; `own` is the
    /// device itself, if the reader has it.
    fn taken(
        &mut self,
        from: &Party<'a>,
        own: Option<&Party<'a>>,
        claims: &[Claim],
        reader: &[Party<'a>],
    ) -> Result<usize, BudgetExceeded> {
        self.budget.draw(size_of_val(claims).saturating_mul(4))?;
        let mut takers: Vec<(Taker, &Schema)> = Vec::new();
        for claim in claims {
            let Some((taker, state)) = claim.of(reader) else {
                continue;
            };
            let conversion = self.compare(from.schema, state)?.conversion.clone();
            self.judged.hand_overs.push(HandOver {
                from: claim.from,
                to: claim.to,
                entry: claim.entry,
                place: claim.place,
                conversion,
            });
            let key = (taker.fingerprint(), claim.entry, claim.is_spared);
            takers.push((key, taker));
        }
        // Many devices may have few types.
        takers.sort_by_key(|(key, _)| *key);
        takers.dedup_by_key(|(key, _)| *key);
        let (suited, configured) = match own {
            Some(own) => {
                let (suited, findings) = self.suited(from, own)?;
                (Some(suited), findings)
            }
            None => (None, Vec::new()),
        };
        let key = takers.iter().map(|(key, _)| *key).collect();
        let key = Key::Taken(suited, from.schema.fingerprint(), key);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let own = match own {
            Some(own) => {
                let known = self.compare(from.schema, own.schema)?.clone();
                Some(known.with(configured, self.budget)?)
            }
            None => None,
        };
        let judgement = self.judge_taken(from.schema, own.as_ref(), &takers)?;
        self.numbered(key, |_| Ok(judgement))
    }

    fn judge_taken(
        &mut self,
        from: &Schema,
        own: Option<&Judgement>,
        takers: &[(Taker, &Schema)],
    ) -> Result<Judgement, BudgetExceeded> {
        let names = takers.iter().map(|(_, taker)| taker.device());
        let mut findings = Vec::from([by_others(names)]);
        for ((_, entry, is_spared), taker) in takers {
            let Some(state) = taker.takes_over().get(*entry) else {
                continue;
            };
            let found = self.compare(from, state)?.findings.clone();
            self.budget.draw(found.len().saturating_mul(FINDING))?;
            findings.extend(taken_by(taker, *is_spared, &found));
        }
        let spared = match own {
            Some(own) => own.may_be_absent,
            None => from.needed().is_some(),
        };
        let may_be_absent = spared && takers.iter().all(|((.., is_spared), _)| *is_spared);
        Ok(Judgement::taken(from, own, findings, may_be_absent))
    }

    /// The number of the judgement on a device that only the reader has, and that takes over
    /// from these of the writer.
    fn taker(&mut self, party: &Party<'a>, from: &[usize], writer: &[Party<'a>]) -> usize {
        let from = from.iter().filter_map(|at| writer.get(*at));
        let names: BTreeSet<&str> = from.map(|party| party.schema.device()).collect();
        self.single(Judgement::not_sent(party.schema, takes(names.into_iter())))
    }

    /// The number of the judgement on one that takes over from some, and not from the one at
    /// this place, which the writer does not have.
    fn in_part(&mut self, party: &Party<'a>, place: usize) -> usize {
        let place = party.takes_over.get(place);
        let place = place.map_or_else(String::new, |place| place.to_string());
        self.single(Judgement::not_sent(party.schema, taken_in_part(&place)))
    }

    /// The number of a judgement that no other device has.
    fn single(&mut self, judgement: Judgement) -> usize {
        self.judged.judgements.push(judgement);
        self.judged.judgements.len() - 1
    }

    fn note(&mut self, party: &Party<'_>, number: usize) {
        let verdict = self
            .judged
            .judgements
            .get(number)
            .map(|j| j.of(party, number));
        self.judged.devices.extend(verdict);
    }

    /// Draws what the verdicts on these devices take, and finding them.
    fn draw_for(&self, parties: &[Party<'_>]) -> Result<(), BudgetExceeded> {
        const EACH: usize = size_of::<DeviceVerdict>() + 160;
        let paths: usize = parties.iter().map(|party| party.path.len()).sum();
        let bytes = parties.len().saturating_mul(EACH).saturating_add(paths);
        self.budget.draw(bytes)
    }
}

/// What is found about two schemas, which is found once.
fn compared<'k>(
    known: &'k mut BTreeMap<Pair, Compared>,
    from: &Schema,
    to: &Schema,
    budget: &Budget,
) -> Result<&'k Compared, BudgetExceeded> {
    let pair = (from.fingerprint(), to.fingerprint());
    Ok(match known.entry(pair) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) => new.insert(compare(from, to, budget)?),
    })
}

fn compare(writer: &Schema, reader: &Schema, budget: &Budget) -> Result<Compared, BudgetExceeded> {
    let judgement = compare_types(writer, reader, budget)?;
    let fits = judgement.verdict.permits_loading();
    let suits = fits.then(|| Suits::new(writer, reader)).flatten();
    Ok(Compared { judgement, suits })
}

fn compare_types(
    writer: &Schema,
    reader: &Schema,
    budget: &Budget,
) -> Result<Judgement, BudgetExceeded> {
    let may_be_absent = writer.needed().is_some() && reader.needed().is_some();
    if writer.fingerprint() == reader.fingerprint() {
        let straight = Conversion::Straight;
        let judgement = Judgement::new(writer, None, Vec::new(), straight, may_be_absent);
        return Ok(judgement);
    }
    /// Bytes that a plan takes for each type that a schema describes, at most.
    const STEP: usize = 256;
    let resolution = resolve(writer, reader);
    let types = [writer, reader].map(|schema| schema.ty().summary().nodes() as usize);
    let plan = types.iter().sum::<usize>().saturating_mul(STEP);
    budget.draw(resolution.memory().saturating_add(plan))?;
    let findings = resolution.findings().to_vec();
    let wrote = writer.version();
    let is_older = wrote < reader.version() && reader.older_of(wrote).is_none();
    let from = is_older.then(|| Arc::new(older(writer, resolution.added())));
    let conversion = match resolution.into_plan() {
        Some(plan) => Conversion::Plan {
            plan: Arc::new(plan),
            from,
        },
        None => Conversion::Impossible,
    };
    let judgement = Judgement::new(writer, None, findings, conversion, may_be_absent);
    Ok(judgement)
}

/// What an upgrade is told: the version, and the fields and subsections of the
/// device that get their defaults, which have the new meaning already.
fn older(writer: &Schema, added: &[String]) -> Older {
    Older {
        version: writer.version(),
        lacks: added.to_vec(),
    }
}

fn add_aliases(hash: Fnv128, (index, party): (u32, &Party<'_>)) -> Fnv128 {
    party.aliases.iter().fold(hash, |hash, alias| {
        let hash = hash.write_u32(index).write_text(&alias.path);
        hash.write_u32(alias.instance_id)
    })
}

/// What an answer repeats of the devices that were offered: their paths, ids,
/// fingerprints and configurations, in their order; of the bulk items, what was said
/// of them; and the devices' aliases.
pub(super) fn digest(offered: &Machine<'_>) -> [u8; 16] {
    let add = |hash: Fnv128, party: &Party<'_>| {
        hash.write_text(party.path)
            .write_u32(party.instance_id)
            .write_u128(party.schema.fingerprint().to_u128())
            .write_u32(party.configuration.len() as u32)
            .write(party.configuration)
    };
    let hash = offered.devices.iter().fold(Fnv128::new(), add);
    let add_item = |hash: Fnv128, item: &BulkItem| {
        let message = item.to_message();
        hash.write_u32(message.len() as u32).write(&message)
    };
    let hash = offered.items.iter().fold(hash, add_item);
    let hash = (0..).zip(offered.devices).fold(hash, add_aliases);
    hash.finish().to_le_bytes()
}
