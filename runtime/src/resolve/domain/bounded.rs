//! A type together with what its field says about the values in it.

use crate::schema::{Field, Limit, RangeLimits, Type, TypeRef};

/// A type, and what its field says about the values in it.
#[derive(Clone, Copy)]
pub(in crate::resolve) struct Bounded<'a> {
    pub(in crate::resolve) ty: &'a TypeRef,
    pub(in crate::resolve) bounds: Bounds,
    /// The field that says what stands in for an absent value.
    pub(in crate::resolve) default: Option<&'a Field>,
    /// The field that says what fills up an array.
    pub(in crate::resolve) fill: Option<&'a Field>,
}

impl<'a> Bounded<'a> {
    pub(in crate::resolve) fn unbounded(ty: &'a TypeRef) -> Self {
        Self {
            ty,
            bounds: Bounds::default(),
            default: None,
            fill: None,
        }
    }

    pub(in crate::resolve) fn of_field(field: &'a Field) -> Self {
        Self {
            ty: field.ty(),
            bounds: Bounds::of(field),
            default: Some(field),
            fill: Some(field),
        }
    }

    /// A field whose absence is a value: `ty` is the option of its type.
    pub(in crate::resolve) fn option_of(field: &'a Field, ty: &'a TypeRef) -> Self {
        Self {
            bounds: Bounds::of(field),
            ..Self::unbounded(ty)
        }
    }

    /// The content of an option, under the same bounds.
    pub(in crate::resolve) fn content(self, ty: &'a TypeRef) -> Self {
        Self {
            bounds: self.bounds,
            ..Self::unbounded(ty)
        }
    }

    /// An element, under the same range; of an array, under the same greatest length.
    pub(in crate::resolve) fn element(self, ty: &'a TypeRef) -> Self {
        let Bounds { range, max_len } = self.bounds;
        let bounds = Bounds {
            range,
            max_len: max_len.filter(|_| self.ty.as_array().is_some()),
        };
        Self {
            bounds,
            ..Self::unbounded(ty)
        }
    }

    /// What the newtype that this is holds in `field`.
    pub(in crate::resolve) fn inside(self, field: &'a Field) -> Self {
        Self {
            default: self.default,
            ..Self::of_field(field)
        }
    }

    /// Whether both have the same values in the same bytes.
    pub(in crate::resolve) fn is_same_as(self, other: Bounded<'_>) -> bool {
        self.ty.summary().fingerprint() == other.ty.summary().fingerprint()
            && self.bounds == other.bounds
    }
}

/// Range and greatest length, as far as the type has numbers or a length that
/// they bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::resolve) struct Bounds {
    pub(in crate::resolve) range: Option<RangeLimits>,
    pub(in crate::resolve) max_len: Option<u64>,
}

impl Bounds {
    pub(in crate::resolve) fn of(field: &Field) -> Self {
        Self {
            range: field.range().and_then(|range| effective(range, field.ty())),
            max_len: field.max_len().filter(|_| field.ty().has_len()),
        }
    }
}

/// The limits that bound numbers of this type.
fn effective(range: RangeLimits, ty: &Type) -> Option<RangeLimits> {
    if let Some(part) = ty.ranged_part() {
        return effective(range, part);
    }
    let bounds = |limit: &Limit| match limit {
        Limit::Integer(_) => ty.as_integer().is_some(),
        Limit::Float(_) => ty.as_float().is_some(),
    };
    let (min, max) = (range.min.filter(bounds), range.max.filter(bounds));
    let nonzero = range.nonzero && ty.as_integer().is_some();
    (min.is_some() || max.is_some() || nonzero).then_some(RangeLimits { min, max, nonzero })
}
