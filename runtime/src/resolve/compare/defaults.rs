//! Values that stand in: defaults, and the fill values of arrays.

use alloc::vec::Vec;

use super::fields::Part;
use super::{Bounded, Comparison};
use crate::resolve::domain::Bounds;
use crate::resolve::plan::{Filling, Plan, Step};
use crate::resolve::rules;
use crate::schema::{DefaultValue, Field, Literal, Type, Variant};
use crate::value;

/// The defaults of a group of fields are stated together up to this many bytes
/// of each.
const MOST_STATED: usize = 1 << 20;

/// A value that stands in, as far as the schema tells.
pub(super) enum StandIn {
    /// These bytes.
    Known(Filling),
    /// Only the program knows it.
    Computed,
}

impl StandIn {
    /// Its bytes, if the schema tells.
    pub(super) fn known(&self) -> Option<&Filling> {
        match self {
            Self::Known(known) => Some(known),
            Self::Computed => None,
        }
    }

    fn may_be(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Known(known) => known.is(bytes),
            Self::Computed => true,
        }
    }
}

impl Comparison {
    /// The default of a field, unless it has none or one that it may not hold.
    pub(super) fn default_of(&mut self, field: &Field) -> Option<StandIn> {
        self.stated(
            field.default_value()?,
            field.encode_default(),
            Bounded::of_field(field),
        )
    }

    /// The same of a part, which may be bounded by more than its field says.
    pub(super) fn default_of_part<'p>(&mut self, part: Part<'p>) -> Option<(&'p Field, StandIn)> {
        let field = part.field()?;
        let stated = self.stated(field.default_value()?, field.encode_default(), part.side())?;
        Some((field, stated))
    }

    /// What a schema states, unless no value of the side may be that.
    fn stated(
        &mut self,
        value: &DefaultValue,
        encode: Option<Encode>,
        side: Bounded<'_>,
    ) -> Option<StandIn> {
        let own = encode.map(|encode| encode());
        let stated = self.value(value, side)?;
        // The program's own is none either, if the field may not hold it, or if its author has
        // said that it is another one.
        let is_so = |bytes: &Vec<u8>| admits(side, bytes) && stated.may_be(bytes);
        match own {
            Some(own) if !own.as_ref().is_ok_and(is_so) => None,
            _ => Some(stated),
        }
    }

    /// Whether the schema states another default than the program has.
    pub(super) fn is_misstated(&mut self, field: &Field) -> bool {
        let own = field.encode_default().and_then(|encode| encode().ok());
        let stated = (field.default_value())
            .and_then(|default| self.value(default, Bounded::of_field(field)));
        own.zip(stated)
            .is_some_and(|(own, stated)| !stated.may_be(&own))
    }

    /// The default in bytes, if the schema tells.
    pub(super) fn known_default(&mut self, field: &Field) -> Option<Filling> {
        match self.default_of(field)? {
            StandIn::Known(bytes) => Some(bytes),
            StandIn::Computed => None,
        }
    }

    /// A value in bytes, if the schema tells.
    pub(super) fn known_value(
        &mut self,
        value: &DefaultValue,
        side: Bounded<'_>,
    ) -> Option<Filling> {
        match self.value(value, side)? {
            StandIn::Known(bytes) => Some(bytes),
            StandIn::Computed => None,
        }
    }

    /// What an array is filled with, element by element.
    pub(super) fn fill_of(&mut self, side: Bounded<'_>) -> Option<StandIn> {
        let (field, (element, _)) = (side.fill?, side.ty.as_array()?);
        self.stated(field.fill()?, field.encode_fill(), side.element(element))
    }

    fn value(&mut self, value: &DefaultValue, side: Bounded<'_>) -> Option<StandIn> {
        match value {
            DefaultValue::Computed => Some(StandIn::Computed),
            DefaultValue::Zero => zeros(side).map(StandIn::Known),
            DefaultValue::Fields => {
                let stated = self.defaults_of_fields(side.ty)?;
                let bytes = stated.known().and_then(|known| known.to_vec(MOST_STATED));
                bytes
                    .is_none_or(|bytes| admits(side, &bytes))
                    .then_some(stated)
            }
            DefaultValue::Literal(value) => {
                let bytes = self.literal(value, side)?;
                Some(StandIn::Known(Filling::once(bytes)))
            }
        }
    }

    fn defaults_of_fields(&mut self, ty: &Type) -> Option<StandIn> {
        let ty = ty.as_struct()?;
        if !ty.subsections().is_empty() {
            return None;
        }
        let mut bytes = Vec::new();
        for field in ty.fields() {
            match self.default_of(field)? {
                StandIn::Known(value) => bytes.extend(value.to_vec(MOST_STATED)?),
                StandIn::Computed => return Some(StandIn::Computed),
            }
        }
        Some(StandIn::Known(Filling::once(bytes)))
    }

    fn literal(&mut self, literal: &Literal, side: Bounded<'_>) -> Option<Vec<u8>> {
        let bytes = value::from_value(side.ty, &literal.to_json(side.ty)).ok()?;
        if !self.weigh_literal(bytes.len()) {
            return None;
        }
        (value::read(side.ty, &bytes).is_ok() && admits(side, &bytes)).then_some(bytes)
    }

    /// The step that puts the reader's default.
    pub(super) fn stand_in(&mut self, field: &Field, default: StandIn) -> Step {
        let own = own_value(field.default_value(), field.encode_default());
        if default.known().is_none() {
            self.note_unknown();
        }
        let known = match (own, default) {
            (Some(own), _) => Some(Filling::once(own)),
            (None, StandIn::Known(bytes)) => Some(bytes),
            (None, StandIn::Computed) => None,
        };
        match known.and_then(|known| self.to_loader(field.ty(), known)) {
            Some(bytes) => Step::Insert(bytes),
            None => self.unknown(),
        }
    }

    /// The fill value of the reader's array.
    pub(super) fn filling(&mut self, field: &Field, fill: StandIn) -> Option<Filling> {
        if let Some(bytes) = own_value(field.fill(), field.encode_fill()) {
            return Some(Filling::once(bytes));
        }
        match fill {
            StandIn::Known(bytes) => Some(bytes),
            StandIn::Computed => None,
        }
    }

    /// Values that only the reader's program knows. It knows them when it
    /// loads; a tool that converts without it is told so.
    pub(super) fn unknown(&mut self) -> Step {
        self.note_unknown();
        self.weigh();
        let message = "its value is computed by the program that reads it; \
                       let that program convert the data";
        Step::Unknown(self.unlisted_condition(&rules::FIELD_ADDED, message.into()))
    }
}

type Encode = crate::schema::EncodeFn;

/// What the program has to say, if it is the reader's own schema. Zeros need
/// not be asked for.
fn own_value(value: Option<&DefaultValue>, encode: Option<Encode>) -> Option<Vec<u8>> {
    match value {
        Some(DefaultValue::Zero) => None,
        _ => encode?().ok(),
    }
}

/// Whether a value of the side's type keeps to its bounds.
fn admits(side: Bounded<'_>, bytes: &[u8]) -> bool {
    if side.bounds == Bounds::default() {
        return true;
    }
    let unbounded = Bounded::unbounded(side.ty);
    let step = Comparison::default().convert(unbounded, side);
    Plan::try_step(&step, bytes).is_some()
}

/// The value whose bytes are all zero, if there is one.
fn zeros(side: Bounded<'_>) -> Option<Filling> {
    if !is_zero_value(side) {
        return None;
    }
    let len = usize::try_from(side.ty.summary().min_len()).ok()?;
    Some(Filling::zeros(len))
}

/// Whether the fewest bytes, all zero, are a value.
fn is_zero_value(side: Bounded<'_>) -> bool {
    match &**side.ty {
        Type::Unit | Type::Bool | Type::String | Type::Option(_) => true,
        Type::List(_) | Type::Set(_) | Type::Map { .. } => true,
        Type::Integer(_) | Type::Float(_) => {
            let range = side.bounds.range;
            range.is_none_or(|range| range.has_zero())
        }
        Type::Char => false,
        Type::Array { element, .. } => is_zero_value(side.element(element)),
        Type::Tuple(parts) => {
            let mut parts = parts.get().iter().map(Bounded::unbounded);
            parts.all(is_zero_value)
        }
        Type::Struct(ty) => match side.ty.as_newtype() {
            Some(field) => is_zero_value(side.inside(field)),
            None => all_zero(ty.fields()),
        },
        // The first variant may not be the shortest.
        Type::Enum(ty) => match ty.variants() {
            [only] => only.tag() == 0 && !only.other() && all_zero(Variant::fields(only)),
            _ => false,
        },
    }
}

fn all_zero(fields: &[Field]) -> bool {
    fields.iter().map(Bounded::of_field).all(is_zero_value)
}
