//! Whole numbers that become variants without fields, and the reverse: a variant's number
//! is its tag.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::shown::shown;
use super::{Bounded, Comparison};
use crate::resolve::domain::{Interval, target};
use crate::resolve::plan::{Number, NumberToTag, OtherNumbers, Step, TagToNumber};
use crate::resolve::rules;
use crate::schema::{EnumType, Variant};

/// Whether a value is nothing but a tag.
pub(super) fn is_fieldless(ty: &EnumType) -> bool {
    let mut variants = ty.variants().iter();
    variants.all(|variant| variant.fields().is_empty())
}

fn keeps_tags(ty: &EnumType) -> bool {
    ty.other().is_some_and(Variant::keeps_tag)
}

fn is_in(numbers: Interval, tag: u32) -> bool {
    numbers.contains(Interval::one(Number::Natural(tag.into())))
}

impl Comparison {
    pub(super) fn integer_to_enum(
        &mut self,
        ty: &EnumType,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let wrote = Interval::of_side(writer);
        let mut tags: Vec<u32> = ty.variants().iter().map(Variant::tag).collect();
        tags.sort_unstable();
        let others = match ty.other() {
            Some(other) if other.keeps_tag() => OtherNumbers::Kept,
            Some(other) => OtherNumbers::As(other.tag()),
            None => OtherNumbers::Refused,
        };
        let listed = tags.iter().filter(|tag| is_in(wrote, **tag)).count();
        let (has_any, has_all) = match others {
            OtherNumbers::As(_) => (true, true),
            OtherNumbers::Kept => (
                !wrote.common(Interval::of_tags()).is_empty(),
                Interval::of_tags().contains(wrote),
            ),
            OtherNumbers::Refused => (listed > 0, listed as u64 == wrote.count()),
        };
        let (from, to) = (&**writer.ty, &**reader.ty);
        if !has_any {
            let message = format!("a number within {wrote} is no tag of enum {}", ty.name());
            return self.incompatible(&rules::NO_COMMON_VARIANT, from, to, message);
        }
        if let OtherNumbers::As(other) = others {
            let unlisted = wrote.count() - listed as u64;
            self.may_merge_if(unlisted + u64::from(is_in(wrote, other)) > 1);
        }
        let condition = match has_all {
            true => {
                self.note(&rules::INTEGER_TO_OPEN_ENUM, from, to);
                None
            }
            false => {
                let message = match others {
                    OtherNumbers::Kept => format!("must be within {}", Interval::of_tags()),
                    _ => format!("must be the tag of a variant: {}", listed_tags(ty)),
                };
                Some(self.condition(&rules::INTEGER_TO_ENUM, from, to, message))
            }
        };
        Step::NumberToTag(Box::new(NumberToTag {
            from: target(writer.ty),
            tags,
            others,
            condition,
        }))
    }

    pub(super) fn enum_to_integer(
        &mut self,
        ty: &EnumType,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Step {
        let reads = Interval::of_side(reader);
        let mut variants: Vec<(u32, String)> = (ty.variants().iter())
            .map(|variant| (variant.tag(), variant.name().into()))
            .collect();
        variants.sort_by_key(|(tag, _)| *tag);
        let held = variants
            .iter()
            .filter(|(tag, _)| is_in(reads, *tag))
            .count() as u64;
        let lost = variants.len() as u64 - held;
        let (held_others, lost_others) = match keeps_tags(ty) {
            true => {
                let all_held = reads.common(Interval::of_tags()).count();
                let all_lost = Interval::of_tags().count() - all_held;
                (all_held - held, all_lost - lost)
            }
            false => (0, 0),
        };
        let (from, to) = (&**writer.ty, &**reader.ty);
        if held + held_others == 0 {
            let message = format!("no tag of enum {} is within {reads}", ty.name());
            return self.incompatible(&rules::NO_COMMON_NUMBER, from, to, message);
        }
        let limits = match lost + lost_others {
            0 => {
                self.note(&rules::ENUM_TO_INTEGER, from, to);
                None
            }
            _ => {
                let message = format!("must be a variant whose tag is within {reads}");
                Some(self.within(reads, &rules::ENUM_BEYOND_INTEGER, message, writer, reader))
            }
        };
        Step::TagToNumber(Box::new(TagToNumber {
            variants,
            keeps_tags: keeps_tags(ty),
            to: target(reader.ty),
            limits,
        }))
    }
}

/// The tags and what they are called, in order.
fn listed_tags(ty: &EnumType) -> String {
    let mut tags: Vec<_> = ty.variants().iter().collect();
    tags.sort_by_key(|variant| variant.tag());
    let mut text = String::new();
    for variant in tags {
        let comma = if text.is_empty() { "" } else { ", " };
        text += &format!("{comma}{} ({})", variant.tag(), variant.name());
        if text.len() > 200 {
            break;
        }
    }
    shown(text)
}
