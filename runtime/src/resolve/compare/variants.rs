//! Enums: variants are matched by name; tags are translated.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Comparison;
use super::structure::Parts;
use crate::resolve::plan::{Arm, ArmTarget, Step};
use crate::resolve::rules;
use crate::schema::{EnumType, Variant};

impl Comparison {
    pub(super) fn enums(&mut self, writer: &EnumType, reader: &EnumType) -> Step {
        for variant in reader.variants() {
            if counterpart(writer, variant).is_none() && !variant.other() {
                let name = variant.name();
                self.at(name, |c| c.note(&rules::VARIANT_ADDED, "nothing", name));
            }
        }
        let mut arms: Vec<Arm> = writer
            .variants()
            .iter()
            .map(|variant| Arm {
                from: variant.tag(),
                to: self.variant(reader, variant),
            })
            .collect();
        arms.sort_by_key(|arm| arm.from);
        let other = writer.variants().iter().find(|variant| variant.other());
        let other = other.map(|variant| Box::new(self.unknown_tags(reader, variant)));
        Step::Enum { arms, other }
    }

    fn variant(&mut self, reader: &EnumType, from: &Variant) -> ArmTarget {
        let name = from.name();
        match counterpart(reader, from) {
            Some(to) => self.at(name, |c| c.same_variant(from, to)),
            None => self.at(name, |c| c.no_variant(reader, from)),
        }
    }

    fn same_variant(&mut self, from: &Variant, to: &Variant) -> ArmTarget {
        if from.name() != to.name() {
            self.note(&rules::VARIANT_RENAMED, from.name(), to.name());
        }
        if from.tag() != to.tag() {
            self.note(&rules::VARIANT_RETAGGED, from.tag(), to.tag());
        }
        let (writer, reader) = (Parts::new(from.fields(), &[]), Parts::new(to.fields(), &[]));
        ArmTarget::Variant {
            tag: to.tag(),
            fields: self.structs(&writer, &reader),
        }
    }

    fn no_variant(&mut self, reader: &EnumType, from: &Variant) -> ArmTarget {
        let Some(other) = reader.variants().iter().find(|variant| variant.other()) else {
            return self.removed(reader, from);
        };
        self.note(&rules::VARIANT_TO_OTHER, from.name(), other.name());
        let fields = from
            .fields()
            .iter()
            .map(|field| Step::Drop(field.ty().clone()));
        to_other(reader, other, Step::sequence(fields))
    }

    fn removed(&mut self, reader: &EnumType, from: &Variant) -> ArmTarget {
        let message = format!("must not be `{}`", from.name());
        let rule = &rules::VARIANT_REMOVED;
        let reader = format!("enum {}", reader.name());
        let condition = self.condition(rule, from.name(), reader, message);
        ArmTarget::Fails {
            name: String::from(from.name()),
            condition,
        }
    }

    /// Tags that the writer holds in its `other` variant.
    fn unknown_tags(&mut self, reader: &EnumType, from: &Variant) -> Arm {
        let to = match reader.variants().iter().find(|variant| variant.other()) {
            Some(other) => to_other(reader, other, Step::Sequence(Vec::new())),
            None => self.at(from.name(), |c| c.removed(reader, from)),
        };
        Arm {
            from: from.tag(),
            to,
        }
    }
}

fn to_other(reader: &EnumType, other: &Variant, fields: Step) -> ArmTarget {
    let known = reader.variants().iter().filter(|variant| !variant.other());
    let known = known.map(Variant::tag).collect();
    ArmTarget::Other {
        known,
        otherwise: other.tag(),
        fields,
    }
}

/// The variant that means the same: by name, or as one's alias.
fn counterpart<'a>(ty: &'a EnumType, of: &Variant) -> Option<&'a Variant> {
    let has =
        |variant: &Variant, name: &str| variant.aliases().iter().any(|alias| alias.get() == name);
    let mut variants = ty.variants().iter();
    variants
        .clone()
        .find(|variant| variant.name() == of.name())
        .or_else(|| variants.find(|variant| has(variant, of.name()) || has(of, variant.name())))
}
