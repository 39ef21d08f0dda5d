//! Enums: variants are matched by name; tags are translated.
//!
//! A variant that the reader takes as `other` is written back by it with the
//! writer's tag, if its `other` keeps tags. So that tag must not be one that
//! the reader's schema lists; and where a writer gives a kept tag back, it is
//! that of the reader's variant which the writer does not know.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::slice;

use super::Comparison;
use super::matching::{self, Ambiguity, Match, Names};
use super::parts::Parts;
use super::shown::shown;
use crate::resolve::plan::{Arm, EnumStep, Step, Unknown};
use crate::resolve::rules;
use crate::schema::{EnumType, Variant};

impl Comparison {
    pub(super) fn enums(&mut self, writer: &EnumType, reader: &EnumType) -> Step {
        let pairs = self.pairs(writer, reader);
        let mut arms: Vec<(u32, Arm)> = (writer.variants().iter().zip(&pairs.counterparts))
            .map(|(from, to)| (from.tag(), self.variant(reader, from, *to)))
            .collect();
        let unknown = self.unknown_tags(writer, reader, &pairs, &mut arms);
        let merge = self.merge_into_other(writer, &pairs, reader);
        self.may_merge_if(merge);
        let is_refused = |arm: &Arm| matches!(arm, Arm::Fails { .. });
        let takes_unknown = matches!(unknown, Unknown::Kept | Unknown::As(_));
        if !takes_unknown && arms.iter().all(|(_, arm)| is_refused(arm)) {
            self.no_common_variant(writer, reader);
        }
        arms.sort_by_key(|(tag, _)| *tag);
        Step::Enum(Box::new(EnumStep { arms, unknown }))
    }

    fn no_common_variant(&mut self, writer: &EnumType, reader: &EnumType) {
        let (from, to) = (writer.name(), reader.name());
        let (from, to) = (format!("enum {from}"), format!("enum {to}"));
        let message = format!("no variant of {from} can become one of {to}");
        self.incompatible(&rules::NO_COMMON_VARIANT, from, to, message);
    }

    /// Aliases that name several are a condition: the others are clear. For each of the
    /// writer's variants that they name, its number.
    fn ambiguous_variants<'a>(
        &mut self,
        ambiguities: &[Ambiguity<'a>],
    ) -> BTreeMap<&'a str, usize> {
        let mut conditions = BTreeMap::new();
        for found in ambiguities {
            let names = match found.is_readers {
                true => &found.candidates[..],
                false => slice::from_ref(&found.name),
            };
            let must = format!("must not be `{}`", shown(names.join("`, `")));
            let said = self.unless_blocked(&must, |c| c.ambiguous(slice::from_ref(found)));
            if let Err(condition) = said {
                conditions.extend(names.iter().map(|name| (*name, condition)));
            }
        }
        conditions
    }

    fn pairs<'a>(&mut self, writer: &EnumType, reader: &'a EnumType) -> Pairs<'a> {
        let found = matching::matches(&names(writer), &names(reader), |_, _| true);
        let unclear = self.ambiguous_variants(&found.ambiguities);
        let of_writer = |from: &Variant| match unclear.get(from.name()) {
            Some(condition) => Counterpart::Unclear(*condition),
            None => Counterpart::Nothing,
        };
        let mut counterparts: Vec<_> = writer.variants().iter().map(of_writer).collect();
        let mut added = Vec::new();
        let mut own_other = None;
        for (to, from) in reader.variants().iter().zip(found.readers) {
            match from {
                Match::Same(from) => {
                    if let Some(counterpart) = counterparts.get_mut(from) {
                        *counterpart = Counterpart::Same(to);
                    }
                }
                Match::Nothing if to.other() => own_other = Some(to),
                Match::Nothing => {
                    let name = to.name();
                    self.at(name, |c| {
                        c.note(&rules::VARIANT_ADDED, "nothing", variant(name))
                    });
                    added.push(to);
                }
                Match::Unclear => {}
            }
        }
        // What neither side knows is the same, whatever each calls it.
        let others = writer.variants().iter().zip(&mut counterparts);
        for (_, counterpart) in others.filter(|(from, _)| from.other()) {
            if let (Counterpart::Nothing, Some(to)) = (&counterpart, own_other) {
                *counterpart = Counterpart::Same(to);
            }
        }
        Pairs {
            counterparts,
            added,
        }
    }

    /// Whether the reader's `other` stands for several values of the writer, and does not tell
    /// which.
    fn merge_into_other(
        &mut self,
        writer: &EnumType,
        pairs: &Pairs<'_>,
        reader: &EnumType,
    ) -> bool {
        if reader.other().is_none_or(Variant::keeps_tag) {
            return false;
        }
        let variants = writer.variants().iter().zip(&pairs.counterparts);
        let values = variants.map(|(from, to)| match to {
            Counterpart::Nothing => self.populations().of_variant(from),
            Counterpart::Same(to) if to.other() && from.keeps_tag() => u64::from(u32::MAX),
            Counterpart::Same(to) => u64::from(to.other()),
            Counterpart::Unclear(_) => 0,
        });
        values.fold(0, u64::saturating_add) > 1
    }

    fn variant(&mut self, reader: &EnumType, from: &Variant, to: Counterpart<'_>) -> Arm {
        match (to, reader.other()) {
            (Counterpart::Same(to), _) => self.same_variant(from, to),
            (Counterpart::Unclear(condition), _) => Arm::Fails {
                name: from.name().into(),
                condition,
            },
            (Counterpart::Nothing, Some(other)) => {
                self.at(from.name(), |c| c.variant_to_other(reader, from, other))
            }
            (Counterpart::Nothing, None) => {
                self.at(from.name(), |c| c.variant_removed(from, reader))
            }
        }
    }

    /// What of it cannot be converted is a condition on the enum, not on the variant.
    fn same_variant(&mut self, from: &Variant, to: &Variant) -> Arm {
        let must = format!("must not be `{}`", from.name());
        let fields = |c: &mut Self| {
            if from.name() != to.name() {
                c.note(
                    &rules::VARIANT_RENAMED,
                    variant(from.name()),
                    variant(to.name()),
                );
            }
            if from.tag() != to.tag() {
                c.note(&rules::VARIANT_RETAGGED, tag(from.tag()), tag(to.tag()));
            }
            let (writer, reader) = (Parts::new(from.fields(), &[]), Parts::new(to.fields(), &[]));
            c.structs(&writer, &reader)
        };
        match self.unless_blocked(&must, |c| c.at(from.name(), fields)) {
            Ok(fields) => Arm::Variant {
                tag: to.tag(),
                fields,
            },
            Err(condition) => Arm::Fails {
                name: from.name().into(),
                condition,
            },
        }
    }

    fn variant_to_other(&mut self, reader: &EnumType, from: &Variant, other: &Variant) -> Arm {
        if other.keeps_tag()
            && let Some(taken) = reader.variant(from.tag())
        {
            return self.tag_taken(from.name(), from.tag(), taken);
        }
        let has_several = self.populations().of_variant(from) > 1;
        self.may_merge_if(other.keeps_tag() && has_several);
        self.note(
            &rules::VARIANT_TO_OTHER,
            variant(from.name()),
            variant(other.name()),
        );
        Arm::Variant {
            tag: match other.keeps_tag() {
                true => from.tag(),
                false => other.tag(),
            },
            fields: Step::Drop(self.extents().of_fields(from.fields())),
        }
    }

    /// The reader could not write the tag back: it would mean another variant.
    fn tag_taken(&mut self, name: &str, tag: u32, taken: &Variant) -> Arm {
        let taken = taken.name();
        let message = format!("must not have tag {tag}, which is that of the reader's `{taken}`");
        let rule = &rules::VARIANT_TAG_TAKEN;
        Arm::Fails {
            name: String::from(name),
            condition: self.condition(rule, self::tag(tag), variant(taken), message),
        }
    }

    fn variant_removed(&mut self, from: &Variant, reader: &EnumType) -> Arm {
        let message = format!("must not be `{}`", from.name());
        let to = &format!("enum {}", reader.name());
        Arm::Fails {
            name: String::from(from.name()),
            condition: self.condition(&rules::VARIANT_REMOVED, variant(from.name()), to, message),
        }
    }

    /// Tags that the writer holds in its `other` variant. Those that the reader
    /// lists get arms of their own.
    fn unknown_tags(
        &mut self,
        writer: &EnumType,
        reader: &EnumType,
        pairs: &Pairs<'_>,
        arms: &mut Vec<(u32, Arm)>,
    ) -> Unknown {
        let Some(from) = writer.other().filter(|from| from.keeps_tag()) else {
            return Unknown::Invalid;
        };
        arms.extend(pairs.given_back(writer));
        let other = reader.other();
        if let Some(other) = other.filter(|other| !other.keeps_tag()) {
            let rule = &rules::VARIANT_TO_OTHER;
            self.at(from.name(), |c| {
                c.note(rule, "kept tags", variant(other.name()))
            });
            return Unknown::As(other.tag());
        }
        if other.is_some() {
            let taken = self.at(from.name(), |c| c.taken_tags(reader, arms));
            arms.extend(taken);
            return Unknown::Kept;
        }
        let message = "must not be a variant that neither side knows";
        let to = &format!("enum {}", reader.name());
        let condition = self.at(from.name(), |c| {
            c.condition(
                &rules::VARIANT_REMOVED,
                variant(from.name()),
                to,
                message.into(),
            )
        });
        Unknown::Fails { condition }
    }

    /// The reader's tags that the writer may hold for something else.
    fn taken_tags(&mut self, reader: &EnumType, arms: &[(u32, Arm)]) -> Vec<(u32, Arm)> {
        let mut known: Vec<u32> = arms.iter().map(|(tag, _)| *tag).collect();
        known.sort_unstable();
        let is_known = |to: &&Variant| known.binary_search(&to.tag()).is_ok();
        let taken = reader.variants().iter().filter(|to| !is_known(to));
        taken
            .map(|to| {
                let name = format!("the variant with tag {}", to.tag());
                (to.tag(), self.tag_taken(&name, to.tag(), to))
            })
            .collect()
    }
}

/// What a variant of the writer is at the reader.
#[derive(Clone, Copy)]
enum Counterpart<'a> {
    Same(&'a Variant),
    Nothing,
    /// Aliases name several, which is this condition.
    Unclear(usize),
}

struct Pairs<'a> {
    /// For each of the writer's variants.
    counterparts: Vec<Counterpart<'a>>,
    /// The reader's variants that the writer does not know.
    added: Vec<&'a Variant>,
}

impl Pairs<'_> {
    /// The arms for tags that the writer kept and that are the reader's own:
    /// without fields nothing was lost.
    fn given_back(&self, writer: &EnumType) -> impl Iterator<Item = (u32, Arm)> {
        let listed: BTreeSet<u32> = (writer.variants().iter()).map(Variant::tag).collect();
        let added = self
            .added
            .iter()
            .map(|to| (to.tag(), to.fields().is_empty()));
        let back = added.filter(move |(tag, is_whole)| *is_whole && !listed.contains(tag));
        back.map(|(tag, _)| {
            let fields = Step::sequence([]);
            (tag, Arm::Variant { tag, fields })
        })
    }
}

pub(super) fn names(ty: &EnumType) -> Vec<Names<'_>> {
    let variants = ty.variants().iter();
    variants
        .map(|variant| Names {
            name: variant.name(),
            aliases: variant.aliases(),
        })
        .collect()
}

/// What a side has, where that is a variant.
fn variant(name: &str) -> String {
    format!("variant `{name}`")
}

/// What a side has, where that is the tag of one.
fn tag(tag: u32) -> String {
    format!("tag {tag}")
}
