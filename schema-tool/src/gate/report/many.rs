//! Many older releases and one newer one.

use std::collections::BTreeMap;

use migratable::resolve::{TakenOver, releases};
use migratable::schema::{Fingerprint, Schema};

use super::Report;
use super::device::{Device, Lone, with_past};
use crate::gate::declared::Declared;
use crate::gate::direction::{Direction, Mode};
use crate::gate::policy::Policy;
use crate::schemas::{Release, SchemaSet};

/// A schema that older releases have of a device.
struct Form<'a> {
    device: &'a str,
    /// The first release that has it, by number.
    first: usize,
    old: &'a Schema,
    new: &'a Schema,
    /// All of them.
    of: Vec<&'a str>,
}

/// The first and last of some releases, and how many there are.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [one, .., last] => format!("{one} … {last}, {} releases", names.len()),
    }
}

impl<'a> Report<'a> {
    /// What is said of many older releases and one newer one. A schema that several have
    /// is judged once.
    pub(crate) fn of_many(
        olds: &'a [Release],
        new: &'a SchemaSet,
        mode: Mode,
        policy: &'a Policy,
    ) -> Self {
        let mut forms: BTreeMap<(&str, Fingerprint), Form<'_>> = BTreeMap::new();
        let mut alone: BTreeMap<(&str, bool), Lone<'a>> = BTreeMap::new();
        let mut findings = Vec::new();
        let mut taken: BTreeMap<_, (Direction, TakenOver<'a>, Vec<&str>)> = BTreeMap::new();
        for (number, old) in olds.iter().enumerate() {
            let found = releases(old.schemas.iter(), new.iter());
            for (schema, new) in found.both {
                let key = (schema.device(), schema.fingerprint());
                let form = forms.entry(key).or_insert_with(|| Form {
                    device: new.device(),
                    first: number,
                    old: schema,
                    new,
                    of: Vec::new(),
                });
                form.of.push(&old.name);
            }
            for one in found.alone {
                let device = one.device();
                let declared = Declared::new(device, Some(&old.schemas), new);
                alone
                    .entry((device, one.old.is_some()))
                    .or_insert_with(|| Lone::new(&one, &declared, mode, policy).of(&old.name));
            }
            let backward = found.backward.into_iter();
            let backward = backward.map(|one| (Direction::Backward, one));
            let forward = found.forward.into_iter();
            for (direction, one) in backward.chain(forward.map(|one| (Direction::Forward, one))) {
                let is_backward = direction == Direction::Backward;
                let schemas = [one.writer, one.state].map(Schema::fingerprint);
                let key = (
                    one.writer.device(),
                    one.reader.device(),
                    is_backward,
                    schemas,
                );
                let of = &mut taken.entry(key).or_insert((direction, one, Vec::new())).2;
                of.push(&old.name);
            }
            findings.extend(found.findings.into_iter().map(|mut finding| {
                finding.message = format!("{}: {}", old.name, finding.message);
                policy.judge("", finding)
            }));
        }
        let mut forms: Vec<Form<'_>> = forms.into_values().collect();
        forms.sort_by_key(|form| (form.device, form.first));
        let both = forms.chunk_by(|one, next| one.device == next.device);
        let both = both.flat_map(|forms| {
            let is_one_of_many = forms.len() > 1;
            forms.iter().map(move |form| {
                let compared = |direction| with_past(direction, mode, form.old, form.new);
                let declared = Declared::new(form.device, None, new);
                let mut device = Device::new(&declared, mode, policy, compared);
                device.of = is_one_of_many.then(|| listed(&form.of));
                device
            })
        });
        let taken = taken.values().filter_map(|(direction, one, of)| {
            let declared = Declared::new(one.writer.device(), None, new);
            let mut device = Device::taken_over(&declared, mode, policy, *direction, one)?;
            device.of = Some(listed(of));
            Some(device)
        });
        Self {
            both: both.chain(taken).collect(),
            alone: alone.into_values().collect(),
            findings,
            saves: None,
        }
    }
}
