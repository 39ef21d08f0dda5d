//! Enums: variants are matched by name; tags are translated.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Comparison;
use super::matching::{self, Names};
use super::parts::Parts;
use crate::resolve::plan::{Arm, EnumStep, Step, Unknown};
use crate::resolve::rules;
use crate::schema::{EnumType, Variant};

impl Comparison {
    pub(super) fn enums(&mut self, writer: &EnumType, reader: &EnumType) -> Step {
        let found = matching::matches(&names(writer), &names(reader), |_, _| true);
        let mut counterparts = Vec::new();
        counterparts.resize(writer.variants().len(), None);
        for (variant, from) in reader.variants().iter().zip(found) {
            match from.and_then(|from| counterparts.get_mut(from)) {
                Some(counterpart) => *counterpart = Some(variant),
                None if variant.other() => {}
                None => {
                    let name = variant.name();
                    self.at(name, |c| c.note(&rules::VARIANT_ADDED, "nothing", name));
                }
            }
        }
        let other = Other::of(reader);
        let mut arms: Vec<(u32, Arm)> = (writer.variants().iter().zip(counterparts))
            .map(|(from, to)| (from.tag(), self.variant(reader, &other, from, to)))
            .collect();
        arms.sort_by_key(|(tag, _)| *tag);
        let unknown = self.unknown_tags(writer, reader, other);
        Step::Enum(Box::new(EnumStep { arms, unknown }))
    }

    fn variant(
        &mut self,
        reader: &EnumType,
        other: &Option<Other<'_>>,
        from: &Variant,
        to: Option<&Variant>,
    ) -> Arm {
        self.at(from.name(), |c| match (to, other) {
            (Some(to), _) => c.same_variant(from, to),
            (None, Some(other)) => c.variant_to_other(from, other),
            (None, None) => c.variant_removed(from, reader),
        })
    }

    fn same_variant(&mut self, from: &Variant, to: &Variant) -> Arm {
        if from.name() != to.name() {
            self.note(&rules::VARIANT_RENAMED, from.name(), to.name());
        }
        if from.tag() != to.tag() {
            self.note(&rules::VARIANT_RETAGGED, from.tag(), to.tag());
        }
        let (writer, reader) = (Parts::new(from.fields(), &[]), Parts::new(to.fields(), &[]));
        Arm::Variant {
            tag: to.tag(),
            fields: self.structs(&writer, &reader),
        }
    }

    fn variant_to_other(&mut self, from: &Variant, other: &Other<'_>) -> Arm {
        self.may_merge();
        self.note(&rules::VARIANT_TO_OTHER, from.name(), other.variant.name());
        Arm::Variant {
            tag: other.tag(from.tag()),
            fields: Step::Drop(self.extents().of_fields(from.fields())),
        }
    }

    fn variant_removed(&mut self, from: &Variant, reader: &EnumType) -> Arm {
        let message = format!("must not be `{}`", from.name());
        let to = format_args!("enum {}", reader.name());
        Arm::Fails {
            name: String::from(from.name()),
            condition: self.condition(&rules::VARIANT_REMOVED, from.name(), to, message),
        }
    }

    /// Tags that the writer holds in its `other` variant.
    fn unknown_tags(
        &mut self,
        writer: &EnumType,
        reader: &EnumType,
        other: Option<Other<'_>>,
    ) -> Unknown {
        let Some(from) = writer.variants().iter().find(|variant| variant.other()) else {
            return Unknown::Invalid;
        };
        if let Some(other) = other {
            self.may_merge();
            return Unknown::Kept {
                otherwise: other.variant.tag(),
                known: other.known,
            };
        }
        let message = "must not be a variant that the writer itself does not know";
        let to = format_args!("enum {}", reader.name());
        let condition = self.at(from.name(), |c| {
            c.condition(&rules::VARIANT_REMOVED, from.name(), to, message.into())
        });
        Unknown::Fails { condition }
    }
}

/// The reader's variant for tags that it does not know.
struct Other<'a> {
    variant: &'a Variant,
    /// The tags that it does know, ascending.
    known: Vec<u32>,
}

impl<'a> Other<'a> {
    fn of(ty: &'a EnumType) -> Option<Self> {
        let variant = ty.variants().iter().find(|variant| variant.other())?;
        let known = ty.variants().iter().filter(|variant| !variant.other());
        let mut known: Vec<u32> = known.map(Variant::tag).collect();
        known.sort_unstable();
        Some(Self { variant, known })
    }

    /// The tag in which it holds a tag of the writer.
    fn tag(&self, tag: u32) -> u32 {
        match self.known.binary_search(&tag) {
            Ok(_) => self.variant.tag(),
            Err(_) => tag,
        }
    }
}

fn names(ty: &EnumType) -> Vec<Names<'_>> {
    let variants = ty.variants().iter();
    variants
        .map(|variant| Names {
            name: variant.name(),
            aliases: variant.aliases(),
        })
        .collect()
}
