//! Which value of the writer becomes a given one of the reader.

use alloc::vec::Vec;

use super::report::Understood;
use super::{Bounded, Comparison};
use crate::codec::key_order;
use crate::resolve::plan::{Filling, Plan, Step};
use crate::schema::TypeRef;

/// That of a value of more bytes is not looked for.
pub(super) const MOST_BYTES: usize = 1 << 12;

/// What becomes a value of the reader.
pub(super) enum Origin {
    Known(Vec<u8>),
    None,
    Unclear,
}

impl Origin {
    pub(super) fn known(self) -> Option<Vec<u8>> {
        match self {
            Self::Known(value) => Some(value),
            Self::None | Self::Unclear => None,
        }
    }
}

impl Comparison {
    /// What of the writer becomes the value, where somebody asks for it: `before` is what was
    /// understood before there was a step.
    pub(super) fn origin_of(
        &mut self,
        value: Option<&Filling>,
        [writer, reader]: [Bounded<'_>; 2],
        step: &Step,
        before: Understood,
    ) -> Origin {
        let is_asked = self.is_among_keys() || self.is_in_shape();
        let now = self.understood();
        let is_known = now.unknowns == before.unknowns && !self.is_going_back();
        let bytes = value.filter(|_| is_asked && is_known);
        let Some(bytes) = bytes.and_then(|value| value.to_vec(MOST_BYTES)) else {
            return Origin::Unclear;
        };
        let found = self.back(writer, reader.ty, &bytes);
        let becomes = |found: &Vec<u8>| Plan::try_step(step, found).as_ref() == Some(&bytes);
        match found.filter(becomes) {
            Some(found) => Origin::Known(found),
            // Where each value has become another one, what leads back was tried.
            None if now == before && !key_order::has_spellings(reader.ty) => Origin::None,
            None => Origin::Unclear,
        }
    }

    /// What a value of the reader's would be to the writer.
    pub(super) fn back(
        &mut self,
        writer: Bounded<'_>,
        reader: &TypeRef,
        value: &[u8],
    ) -> Option<Vec<u8>> {
        let mut back = Self::going_back();
        let step = back.convert(Bounded::unbounded(reader), writer);
        self.weigh_all_of(&back);
        Plan::try_step(&step, value)
    }
}
