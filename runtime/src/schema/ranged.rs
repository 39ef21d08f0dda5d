//! What a field's `range` bounds in a type.

use super::constraint::RangeLimits;
use super::node::{TypeRef, constant};
use super::number::Number;
use super::ty::Type;

/// What a range bounds in a type, found from the outside in.
#[derive(Clone, Copy)]
pub(crate) struct Ranged<'a> {
    /// The numbers, if it is for numbers.
    pub(crate) number: Option<Number>,
    /// Key and value of the maps, whose numbers have ranges of their own.
    pub(crate) map: Option<(&'a TypeRef, &'a TypeRef)>,
    /// What newtypes on the way say of the numbers.
    pub(crate) own: Option<RangeLimits>,
}

impl<'a> Ranged<'a> {
    const NOTHING: Self = Self {
        number: None,
        map: None,
        own: None,
    };

    /// Of the type of a derived field, in `const` code.
    pub(crate) const fn of_constant(ty: &'static Type) -> Ranged<'static> {
        let (mut ty, mut found) = (ty, Ranged::NOTHING.with(ty));
        while let Some(part) = ty.ranged_part() {
            ty = constant(part);
            found = found.with(ty);
        }
        found
    }

    /// The types of key and value of a derived map, in `const` code.
    pub(crate) const fn entry(&self) -> Option<[&'static Type; 2]> {
        match self.map {
            Some((key, value)) => Some([constant(key), constant(value)]),
            None => None,
        }
    }

    /// Of any type.
    pub(crate) fn of(ty: &'a Type) -> Self {
        let (mut ty, mut found) = (ty, Self::NOTHING.with(ty));
        while let Some(part) = ty.ranged_part() {
            ty = part;
            found = found.with(ty);
        }
        found
    }

    /// With what the next type says.
    const fn with(self, ty: &'a Type) -> Self {
        let own = match ty.as_plain_newtype() {
            Some(field) => field.range(),
            None => None,
        };
        let number = match (ty.as_integer(), ty.as_float()) {
            (Some(integer), _) => Some(Number::Integer(integer)),
            (None, Some(float)) => Some(Number::Float(float)),
            (None, None) => None,
        };
        Self {
            number,
            map: ty.as_map(),
            own: match (self.own, own) {
                (Some(outer), Some(own)) => Some(outer.common(own)),
                (Some(range), None) | (None, Some(range)) => Some(range),
                (None, None) => None,
            },
        }
    }
}
