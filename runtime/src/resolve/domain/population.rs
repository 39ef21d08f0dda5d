//! How many values a type has.

use alloc::collections::BTreeMap;

use super::{Bounded, Bounds, Floats, Interval};
use crate::schema::{EnumType, Field, Fingerprint, StructType, Type, Variant};

/// The characters: all code points but the surrogates.
const CHARS: u64 = 0x11_0000 - 0x800;

/// Counts the values of types; the greatest number stands for as many or more.
/// Each named type is looked at once, wherever it stands.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Populations {
    named: BTreeMap<Fingerprint, u64>,
}

impl Populations {
    pub(in crate::resolve) fn of(&mut self, side: Bounded<'_>) -> u64 {
        let most = side.bounds.max_len;
        match &**side.ty {
            Type::Unit => 1,
            Type::Bool | Type::Integer(_) => Interval::of_side(side).count(),
            Type::Float(_) => Floats::of(side).count(),
            Type::Char => CHARS,
            Type::String => texts(most),
            Type::Option(content) => self.of(side.content(content)).saturating_add(1),
            Type::Array { element, len } => power(self.of(side.element(element)), *len),
            Type::List(element) => {
                let (count, mut lists) = (self.of(side.element(element)), 1_u64);
                sum(most, |_| {
                    let of_len = lists;
                    lists = lists.saturating_mul(count);
                    of_len
                })
            }
            Type::Set(element) => subsets(self.of(side.element(element)), 1, most),
            Type::Map { key, value } => {
                let keys = self.of(side.key(key));
                subsets(keys, self.of(side.value(value)), most)
            }
            Type::Tuple(parts) => {
                let parts = parts.get().iter().enumerate();
                self.product(parts.map(|(i, part)| side.part(i, part)))
            }
            Type::Struct(ty) => match side.ty.as_newtype() {
                Some(field) if side.bounds != Bounds::default() => self.of(side.inside(field)),
                _ => self.named(side, |all| all.structure(ty)),
            },
            Type::Enum(ty) => self.named(side, |all| all.enumeration(ty)),
        }
    }

    /// The most elements of a list, set or map that is written.
    pub(in crate::resolve) fn most_elements(&mut self, side: Bounded<'_>) -> u64 {
        let kinds = match (side.ty.as_set(), side.ty.as_map()) {
            (Some(element), _) => self.of(side.element(element)),
            (_, Some((key, _))) => self.of(side.key(key)),
            (None, None) => u64::MAX,
        };
        side.bounds.max_len.unwrap_or(u64::MAX).min(kinds)
    }

    fn named(&mut self, side: Bounded<'_>, count: impl FnOnce(&mut Self) -> u64) -> u64 {
        let key = side.ty.summary().fingerprint();
        if let Some(known) = self.named.get(&key) {
            return *known;
        }
        let count = count(self);
        self.named.insert(key, count);
        count
    }

    /// Of a variant without the tags that it keeps.
    pub(in crate::resolve) fn of_variant(&mut self, variant: &Variant) -> u64 {
        self.fields(variant.fields())
    }

    fn fields(&mut self, fields: &[Field]) -> u64 {
        self.product(fields.iter().map(Bounded::of_field))
    }

    fn product<'t>(&mut self, sides: impl Iterator<Item = Bounded<'t>>) -> u64 {
        sides.fold(1, |count: u64, side| count.saturating_mul(self.of(side)))
    }

    fn structure(&mut self, ty: &StructType) -> u64 {
        let written = ty.subsections().iter().filter(|group| !group.retired());
        written.fold(self.fields(ty.fields()), |count, group| {
            let payloads = self.of(Bounded::of_field(group.field()));
            count.saturating_mul(payloads.saturating_add(1))
        })
    }

    fn enumeration(&mut self, ty: &EnumType) -> u64 {
        let kept = match ty.other().is_some_and(Variant::keeps_tag) {
            true => (1_u64 << 32).saturating_sub(ty.variants().len() as u64),
            false => 0,
        };
        let variants = ty.variants().iter();
        variants.fold(kept, |count, variant| {
            count.saturating_add(self.of_variant(variant))
        })
    }
}

/// `base` to the power of `exponent`.
pub(in crate::resolve) fn power(base: u64, exponent: u64) -> u64 {
    match base {
        0 | 1 if exponent > 0 => base,
        _ => base.saturating_pow(u32::try_from(exponent).unwrap_or(u32::MAX)),
    }
}

/// The sum over all lengths up to `most`, of which each has `count` values.
fn sum(most: Option<u64>, mut count: impl FnMut(u64) -> u64) -> u64 {
    const NEVER_LONGER: u64 = 1 << 16;
    let mut all = 0_u64;
    for len in 0..=most.unwrap_or(u64::MAX) {
        let more = count(len);
        all = all.saturating_add(more);
        match (more, all) {
            (0, _) | (_, u64::MAX) => break,
            _ if len == NEVER_LONGER => return u64::MAX,
            _ => {}
        }
    }
    all
}

/// Sets with elements of `count` kinds, each with one of `values`.
fn subsets(count: u64, values: u64, most: Option<u64>) -> u64 {
    let mut of_len = 1_u128;
    sum(most, |len| {
        if len > 0 {
            let left = u128::from(count.saturating_sub(len - 1));
            // Exact as long as nothing is too large, and then it stays so.
            of_len = of_len.saturating_mul(left) / u128::from(len);
            of_len = of_len.saturating_mul(u128::from(values));
        }
        u64::try_from(of_len).unwrap_or(u64::MAX)
    })
}

/// Strings of so many bytes at most.
fn texts(most: Option<u64>) -> u64 {
    /// Characters of one byte, of two, three and four.
    const OF_LEN: [u64; 4] = [0x80, 0x780, 0xf000, 0x10_0000];
    let mut last = [1_u64, 0, 0, 0];
    sum(most, |_| {
        let of_len = last[0];
        let next = (last.iter().zip(OF_LEN)).fold(0_u64, |count, (texts, chars)| {
            count.saturating_add(texts.saturating_mul(chars))
        });
        last = [next, last[0], last[1], last[2]];
        of_len
    })
}
