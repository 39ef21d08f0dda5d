//! A type together with what its field says about the values in it.

use crate::schema::{Field, Limit, RangeLimits, Ranged, Type, TypeRef};

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

    /// An element, under the same ranges; of an array, under the same greatest length.
    pub(in crate::resolve) fn element(self, ty: &'a TypeRef) -> Self {
        let bounds = Bounds {
            max_len: self.bounds.max_len.filter(|_| self.ty.as_array().is_some()),
            ..self.bounds
        };
        Self {
            bounds,
            ..Self::unbounded(ty)
        }
    }

    /// A key of the map that this is.
    pub(in crate::resolve) fn key(self, ty: &'a TypeRef) -> Self {
        self.of_map(ty, self.bounds.keys)
    }

    /// The value of a key.
    pub(in crate::resolve) fn value(self, ty: &'a TypeRef) -> Self {
        self.of_map(ty, self.bounds.values)
    }

    /// An entry of it, as a tuple.
    pub(in crate::resolve) fn entry(self, ty: &'a TypeRef) -> Self {
        let Bounds { keys, values, .. } = self.bounds;
        let bounds = Bounds {
            keys,
            values,
            ..Bounds::default()
        };
        Self {
            bounds,
            ..Self::unbounded(ty)
        }
    }

    /// A part of a tuple, which may be an entry.
    pub(in crate::resolve) fn part(self, index: usize, ty: &'a TypeRef) -> Self {
        match index {
            0 => self.key(ty),
            _ => self.value(ty),
        }
    }

    fn of_map(self, ty: &'a TypeRef, range: Option<RangeLimits>) -> Self {
        let bounds = Bounds {
            range,
            ..Bounds::default()
        };
        Self {
            bounds,
            ..Self::unbounded(ty)
        }
    }

    /// What the newtype that this is holds in `field`, under the bounds of both.
    pub(in crate::resolve) fn inside(self, field: &'a Field) -> Self {
        Self {
            default: self.default,
            bounds: self.bounds.common(Bounds::of(field)),
            ..Self::of_field(field)
        }
    }

    /// Whether both have the same values in the same bytes.
    pub(in crate::resolve) fn is_same_as(self, other: Bounded<'_>) -> bool {
        self.ty.summary().fingerprint() == other.ty.summary().fingerprint()
            && self.bounds == other.bounds
    }
}

/// Ranges and greatest length, as far as the type has numbers or a length that
/// they bound.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::resolve) struct Bounds {
    pub(in crate::resolve) range: Option<RangeLimits>,
    pub(in crate::resolve) max_len: Option<u64>,
    /// Of the keys and values of maps.
    pub(in crate::resolve) keys: Option<RangeLimits>,
    pub(in crate::resolve) values: Option<RangeLimits>,
}

impl Bounds {
    pub(in crate::resolve) fn of(field: &Field) -> Self {
        let limits = field.map_limits().unwrap_or_default();
        let (key, value) = Ranged::of(field.ty()).map.unzip();
        let of = |range: Option<RangeLimits>, ty: Option<&TypeRef>| effective(range?, ty?);
        Self {
            range: of(field.range(), Some(field.ty())),
            max_len: field.max_len().filter(|_| field.ty().has_len()),
            keys: of(limits.keys, key),
            values: of(limits.values, value),
        }
    }

    /// What is within both.
    fn common(self, other: Self) -> Self {
        let range = |a: Option<RangeLimits>, b: Option<RangeLimits>| match (a, b) {
            (Some(a), Some(b)) => Some(a.common(b)),
            (range, None) | (None, range) => range,
        };
        let least = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        Self {
            range: range(self.range, other.range),
            max_len: least(self.max_len, other.max_len),
            keys: range(self.keys, other.keys),
            values: range(self.values, other.values),
        }
    }
}

/// The limits that bound numbers of this type.
fn effective(range: RangeLimits, ty: &Type) -> Option<RangeLimits> {
    if let Some(part) = ty.ranged_part() {
        return effective(range, part);
    }
    let bounds = |limit: &Limit| match limit {
        Limit::Integer(_) | Limit::Natural(_) => ty.as_integer().is_some(),
        Limit::Float(_) => ty.as_float().is_some(),
    };
    let (min, max) = (range.min.filter(bounds), range.max.filter(bounds));
    let nonzero = range.nonzero && ty.as_integer().is_some();
    (min.is_some() || max.is_some() || nonzero).then_some(RangeLimits { min, max, nonzero })
}
