//! Whole numbers that become variants by their tags, and the reverse.

use alloc::format;

use super::super::error::{Failure, StepResult};
use super::super::number::Number;
use super::super::output::Output;
use super::super::step::{NumberToTag, OtherNumbers, TagToNumber};
use super::scalar::outside_its_range;
use crate::codec::{Decoder, Reason};

pub(super) fn number_to_tag(
    step: &NumberToTag,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let number = step.from.read(input)?;
    match (step.tag(number), step.condition) {
        (Some(tag), _) => Ok(out.put_varint(tag.into())?),
        (None, Some(condition)) => Err(Failure::condition(condition, number)),
        (None, None) => Err(outside_its_range().into()),
    }
}

impl NumberToTag {
    /// The tag of the variant that a number becomes.
    pub(in crate::resolve) fn tag(&self, number: Number) -> Option<u32> {
        let tag = match number {
            Number::Natural(value) => u32::try_from(value).ok(),
            Number::Negative(_) => None,
        };
        let listed = tag.filter(|tag| self.tags.binary_search(tag).is_ok());
        listed.or(match self.others {
            OtherNumbers::Kept => tag,
            OtherNumbers::As(other) => Some(other),
            OtherNumbers::Refused => None,
        })
    }
}

pub(super) fn tag_to_number(
    step: &TagToNumber,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
    let tag = input.tag()?;
    let found = step.variants.binary_search_by_key(&tag, |(tag, _)| *tag);
    let name = found.ok().and_then(|index| step.variants.get(index));
    if name.is_none() && !step.keeps_tags {
        return Err(Reason::Variant.into());
    }
    let number = Number::Natural(tag.into());
    match (&step.limits, name) {
        (Some(limits), name) if !limits.allow(number) => Err(Failure::condition(
            limits.condition,
            match name {
                Some((tag, name)) => format!("{name}, which has tag {tag}"),
                None => format!("the variant with tag {tag}"),
            },
        )),
        _ => Ok(step.to.write(number, out)?),
    }
}
