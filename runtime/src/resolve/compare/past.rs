//! What a release changes that the past relies on. None of it hinders the two releases
//! from loading each other's state: it is builds before or between them that may read
//! something else, or nothing.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::matching::{self, Match};
use super::parts::{Matches, Parts, Slot};
use super::shown::shown;
use super::within::Within;
use super::{Bounded, Comparison, variants};
use crate::resolve::finding::Finding;
use crate::resolve::plan::{Plan, Step};
use crate::resolve::rules;
use crate::schema::{
    Components, Configuration, DefaultValue, EnumType, Field, Fingerprint, Flags, Node, Reserved,
    Schema, StructType, Subsection, TypeRef, Variant,
};

/// Larger defaults are not compared.
const MOST_BYTES: usize = 1 << 16;

pub(in crate::resolve) fn history(older: &Schema, newer: &Schema) -> Vec<Finding> {
    let mut comparison = Comparison::default();
    comparison.past_of_aliases(
        (older.device(), older.aliases()),
        (newer.device(), newer.aliases()),
    );
    comparison.past_of_takers(older, newer);
    comparison.past_of_types(older.ty(), newer.ty(), &mut Seen::new());
    comparison.finish(Step::Impossible).findings
}

/// Pairs of named types that were looked at: each once, wherever it stands.
type Seen = BTreeSet<[(String, Fingerprint); 2]>;

impl Comparison {
    fn past_of_types(&mut self, older: &TypeRef, newer: &TypeRef, seen: &mut Seen) {
        match (older.as_newtype(), newer.as_newtype()) {
            (Some(old), Some(new)) => return self.past_of_fields(old, new, seen),
            (Some(old), None) => return self.past_of_types(old.ty(), newer, seen),
            (None, Some(new)) => return self.past_of_types(older, new.ty(), seen),
            (None, None) => {}
        }
        match (older.as_option(), newer.as_option()) {
            (None, None) => {}
            (old, new) => {
                let (old, new) = (old.unwrap_or(older), new.unwrap_or(newer));
                return self.past_of_types(old, new, seen);
            }
        }
        match (older.components(), newer.components()) {
            (Components::Struct(old), Components::Struct(new)) => {
                if is_new(seen, older, newer) {
                    self.past_of_structs(old, new, seen);
                }
            }
            (Components::Enum(old), Components::Enum(new)) => {
                if is_new(seen, older, newer) {
                    self.past_of_enums(old, new, seen);
                }
            }
            (
                Components::Entries { key: a, value: b },
                Components::Entries { key: c, value: d },
            ) => {
                self.at(Within::Key, |all| all.past_of_types(a, c, seen));
                self.at(Within::Value, |all| all.past_of_types(b, d, seen));
            }
            (Components::One(old), Components::One(new)) => {
                self.at(Within::Element, |all| all.past_of_types(old, new, seen));
            }
            _ => {
                if let (Some(old), Some(new)) = (Parts::of(older), Parts::of(newer)) {
                    self.past_of_parts(&old, &new, seen);
                }
            }
        }
    }

    fn past_of_structs(&mut self, older: &StructType, newer: &StructType, seen: &mut Seen) {
        let (old, new) = (Taken::of_struct(older), Taken::of_struct(newer));
        self.taken_up(&old, &new);
        self.past_of_parts(
            &Parts::new(older.fields(), older.subsections()),
            &Parts::new(newer.fields(), newer.subsections()),
            seen,
        );
    }

    fn past_of_parts(&mut self, older: &Parts<'_>, newer: &Parts<'_>, seen: &mut Seen) {
        let matches = Matches::new(older, newer);
        let fields = (0..newer.fields.len()).map(Slot::Field);
        let groups = (0..newer.subsections.len()).map(Slot::Subsection);
        for slot in fields.chain(groups) {
            let Some(from) = matches.writer_of(slot) else {
                continue;
            };
            let (Some(old), Some(new)) = (older.part(from), newer.part(slot)) else {
                continue;
            };
            self.at(new.step(), |all| match (old.field(), new.field()) {
                (Some(a), Some(b)) => {
                    let is_moved = matches!(from, Slot::Field(_)) != matches!(slot, Slot::Field(_));
                    if !is_moved {
                        all.past_of_defaults(a, b);
                    }
                    all.past_of_attributes(a, b);
                    all.past_of_types(a.ty(), b.ty(), seen);
                }
                _ => all.past_of_types(old.ty(), new.ty(), seen),
            });
        }
    }

    /// The fields of two newtypes.
    fn past_of_fields(&mut self, older: &Field, newer: &Field, seen: &mut Seen) {
        self.past_of_defaults(older, newer);
        self.past_of_attributes(older, newer);
        self.past_of_types(older.ty(), newer.ty(), seen);
    }

    fn past_of_enums(&mut self, older: &EnumType, newer: &EnumType, seen: &mut Seen) {
        self.taken_up(&Taken::of_enum(older), &Taken::of_enum(newer));
        let (old, new) = (variants::names(older), variants::names(newer));
        let found = matching::matches(&old, &new, |_, _| true);
        for (new, found) in newer.variants().iter().zip(found.readers) {
            let Match::Same(index) = found else { continue };
            let Some(old) = older.variants().get(index) else {
                continue;
            };
            self.at(new.name(), |all| {
                all.past_of_aliases((old.name(), old.aliases()), (new.name(), new.aliases()));
                let (old, new) = (Parts::new(old.fields(), &[]), Parts::new(new.fields(), &[]));
                all.past_of_parts(&old, &new, seen);
            });
        }
    }

    fn past_of_attributes(&mut self, older: &Field, newer: &Field) {
        self.past_of_aliases(
            (older.name(), older.aliases()),
            (newer.name(), newer.aliases()),
        );
        let unit = |field: &Field| field.unit().map(|unit| unit.text().into_owned());
        if let (Some(old), Some(new)) = (unit(older), unit(newer))
            && old != new
        {
            let message = format!("was in {old}, and is in {new} now");
            self.remark(&rules::UNIT_CHANGED, old, new, message);
        }
        self.past_of_flags(older.flags(), newer.flags());
        if older.sensitive() != newer.sensitive() {
            let (was, is, message) = match newer.sensitive() {
                true => ("not sensitive", "sensitive", "is sensitive now"),
                false => ("sensitive", "not sensitive", "is not sensitive any more"),
            };
            self.remark(&rules::SENSITIVE_CHANGED, was, is, message.to_string());
        }
        self.past_of_configuration(older.configuration(), newer.configuration());
    }

    /// A name that stands for other bits, and bits that have a new name instead of theirs.
    fn past_of_flags(&mut self, older: &Flags, newer: &Flags) {
        let named = |flags: &Flags, name: &str| flags.all().iter().any(|flag| flag.name() == name);
        for old in older.all() {
            let same_name = newer.all().iter().find(|new| new.name() == old.name());
            let same_bits = || {
                let mut new = newer.all().iter();
                new.find(|new| new.bits() == old.bits() && !named(older, new.name()))
            };
            let (is, message) = match same_name {
                Some(new) if new.bits() == old.bits() => continue,
                Some(new) => (
                    new,
                    format!(
                        "`{}` was {:#x}, and is {:#x} now",
                        old.name(),
                        old.bits(),
                        new.bits()
                    ),
                ),
                None => match same_bits() {
                    None => continue,
                    Some(new) => (
                        new,
                        format!(
                            "{:#x} was `{}`, and is `{}` now",
                            old.bits(),
                            old.name(),
                            new.name()
                        ),
                    ),
                },
            };
            let [was, is] = [old, is].map(|flag| format!("{} = {:#x}", flag.name(), flag.bits()));
            self.remark(&rules::FLAG_CHANGED, was, is, message);
        }
    }

    fn past_of_configuration(
        &mut self,
        older: Option<Configuration>,
        newer: Option<Configuration>,
    ) {
        if older == newer {
            return;
        }
        let says = |is: Option<Configuration>| match is {
            None => "state".to_string(),
            Some(Configuration::MustMatch) => "configuration".to_string(),
            Some(limit) => format!("state, `allowed({})`", limit.key()),
        };
        let (was, is) = (says(older), says(newer));
        let message = format!("was {was}, and is {is} now");
        let rule = match [older, newer].contains(&Some(Configuration::MustMatch)) {
            true => &rules::MUST_MATCH_CHANGED,
            false => &rules::ALLOWED_CHANGED,
        };
        self.remark(rule, was, is, message);
    }

    fn past_of_aliases(&mut self, older: (&str, &[Node<str>]), newer: (&str, &[Node<str>])) {
        let is_known =
            |name: &str| newer.0 == name || newer.1.iter().any(|alias| alias.get() == name);
        for alias in older
            .1
            .iter()
            .map(Node::get)
            .filter(|alias| !is_known(alias))
        {
            let message = format!("the alias `{alias}` is gone");
            self.remark(
                &rules::ALIAS_REMOVED,
                format!("alias `{alias}`"),
                "nothing",
                message,
            );
        }
    }

    fn past_of_takers(&mut self, older: &Schema, newer: &Schema) {
        let states = older.takes_over().iter().map(Schema::device);
        for device in states.filter(|device| newer.takes_over_from(device).is_none()) {
            let message = format!("the state of `{device}` is not taken over any more");
            let was = format!("takes over `{device}`");
            self.remark(&rules::TAKES_OVER_REMOVED, was, "nothing", message);
        }
    }

    fn past_of_defaults(&mut self, older: &Field, newer: &Field) {
        let (old, new) = (older.default_value(), newer.default_value());
        let sides = [older, newer].map(Bounded::of_field);
        self.past_of_values("default", sides, old, new);
        if let (Some(a), Some(b)) = (older.ty().element(), newer.ty().element()) {
            let [old, new] = sides;
            let sides = [old.element(a), new.element(b)];
            self.past_of_values("fill value", sides, older.fill(), newer.fill());
        }
    }

    /// A default or fill value.
    fn past_of_values(
        &mut self,
        key: &str,
        sides: [Bounded<'_>; 2],
        older: Option<&DefaultValue>,
        newer: Option<&DefaultValue>,
    ) {
        let (Some(old), was) = (older, older.map_or(String::new(), said)) else {
            return;
        };
        let (rule, is, what) = match (old, newer) {
            // What nobody but the program knew, it may go on to know.
            (DefaultValue::Computed, Some(_)) => return,
            (_, None) => (&rules::DEFAULT_REMOVED, "nothing".to_string(), "is gone"),
            (_, Some(DefaultValue::Computed)) => (
                &rules::DEFAULT_COMPUTED,
                "computed".to_string(),
                "is computed now",
            ),
            (old, Some(new)) if !is_changed(sides, old, new) => return,
            (_, Some(new)) => (&rules::DEFAULT_CHANGED, said(new), "is another one"),
        };
        let message = match rule.id == rules::DEFAULT_CHANGED.id {
            true => format!("the {key} was {was}, and is {is} now"),
            false => format!("the {key} {was} {what}"),
        };
        self.remark(rule, was, is, message);
    }

    /// Names and tags that the older release had done with.
    fn taken_up(&mut self, older: &Taken<'_>, newer: &Taken<'_>) {
        for (name, tag) in &newer.live {
            let is_older = older.live.iter().any(|(live, _)| live == name);
            if let Some(how) = older.has_name(name).filter(|_| !is_older) {
                let message = format!("the name `{name}` is {how} in the older release");
                self.at(*name, |all| {
                    all.remark(&rules::NAME_TAKEN_UP, how, format!("`{name}`"), message);
                });
                continue;
            }
            let Some(tag) = tag else { continue };
            let is_older = older.live.iter().any(|(_, live)| *live == Some(*tag));
            if let Some(how) = older.has_tag(*tag).filter(|_| !is_older) {
                let message = format!("the tag {tag} is {how} in the older release");
                self.at(*name, |all| {
                    all.remark(&rules::TAG_TAKEN_UP, how, format!("tag {tag}"), message);
                });
            }
        }
        for message in older.gone(newer) {
            self.remark(
                &rules::RETIRED_REMOVED,
                "retired or reserved",
                "nothing",
                message,
            );
        }
    }
}

/// Whether it is met for the first time.
fn is_new(seen: &mut Seen, older: &TypeRef, newer: &TypeRef) -> bool {
    let named = |ty: &TypeRef| (ty.to_string(), ty.summary().fingerprint());
    seen.insert([older, newer].map(named))
}

/// A default, in a few words.
fn said(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Zero => "zero".into(),
        DefaultValue::Fields => "the defaults of its fields".into(),
        DefaultValue::Computed => "computed".into(),
        DefaultValue::Literal(literal) => shown(&**literal),
    }
}

/// Whether a known value is another one, as far as the older one can be converted.
fn is_changed(sides: [Bounded<'_>; 2], older: &DefaultValue, newer: &DefaultValue) -> bool {
    let mut comparison = Comparison::default();
    let [old, new] = sides;
    let mut bytes = |value, side| comparison.known_value(value, side)?.to_vec(MOST_BYTES);
    let (Some(was), Some(is)) = (bytes(older, old), bytes(newer, new)) else {
        return older != newer;
    };
    let step =
        Comparison::default().convert(Bounded::unbounded(old.ty), Bounded::unbounded(new.ty));
    Plan::try_step(&step, &was).is_some_and(|was| was != is)
}

/// The names and tags of a type: those that are in use, and those that it has done with.
struct Taken<'a> {
    live: Vec<(&'a str, Option<u32>)>,
    retired: Vec<(&'a str, u32)>,
    reserved: &'a Reserved,
}

impl<'a> Taken<'a> {
    fn of_struct(ty: &'a StructType) -> Self {
        let (retired, live): (Vec<_>, Vec<_>) =
            ty.subsections().iter().partition(|group| group.retired());
        let fields = ty.fields().iter().map(|field| (field.name(), None));
        let groups = live
            .into_iter()
            .map(|group| (group.field().name(), Some(group.tag())));
        let entry = |group: &'a Subsection| (group.field().name(), group.tag());
        Self {
            live: fields.chain(groups).collect(),
            retired: retired.into_iter().map(entry).collect(),
            reserved: ty.reserved(),
        }
    }

    fn of_enum(ty: &'a EnumType) -> Self {
        let live = |variant: &'a Variant| (variant.name(), Some(variant.tag()));
        Self {
            live: ty.variants().iter().map(live).collect(),
            retired: Vec::new(),
            reserved: ty.reserved(),
        }
    }

    /// How it has done with a name.
    fn has_name(&self, name: &str) -> Option<&'static str> {
        let is_retired = self.retired.iter().any(|(retired, _)| *retired == name);
        how(is_retired, self.reserved.has_name(name))
    }

    /// How it has done with a tag.
    fn has_tag(&self, tag: u32) -> Option<&'static str> {
        let is_retired = self.retired.iter().any(|(_, retired)| *retired == tag);
        how(is_retired, self.reserved.has_tag(tag))
    }

    /// What a newer release does not know to be in use, retired or reserved.
    fn gone(&self, newer: &Taken<'_>) -> Vec<String> {
        let is_live = |name: &str| newer.live.iter().any(|(live, _)| *live == name);
        let retired = self.retired.iter().filter_map(|(name, _)| {
            let is_retired = newer.retired.iter().any(|(retired, _)| retired == name);
            let is_kept = is_live(name) || is_retired;
            (!is_kept).then(|| format!("`{name}` is retired no longer"))
        });
        let names = self.reserved.names().iter().map(Node::get);
        let names = names.filter(|name| !is_live(name) && newer.has_name(name).is_none());
        let names = names.map(|name| format!("`{name}` is reserved no longer"));
        let tags = self.reserved.tags().iter().filter_map(|(first, last)| {
            let tag = newer.first_free(*first, *last)?;
            Some(format!("the tag {tag} is reserved no longer"))
        });
        retired.chain(names).chain(tags).collect()
    }

    /// The first tag of these that is not in use, retired or reserved.
    fn first_free(&self, first: u32, last: u32) -> Option<u32> {
        let live = self.live.iter().filter_map(|(_, tag)| *tag);
        let single = live.chain(self.retired.iter().map(|(_, tag)| *tag));
        let mut taken: Vec<(u32, u32)> = single.map(|tag| (tag, tag)).collect();
        taken.extend(self.reserved.tags());
        taken.sort_unstable();
        let mut free = first;
        for (first, last) in taken {
            if first > free {
                break;
            }
            if last >= free {
                free = last.checked_add(1)?;
            }
        }
        (free <= last).then_some(free)
    }
}

fn how(is_retired: bool, is_reserved: bool) -> Option<&'static str> {
    match (is_retired, is_reserved) {
        (true, _) => Some("retired"),
        (_, true) => Some("reserved"),
        _ => None,
    }
}
