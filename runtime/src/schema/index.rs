//! Variants by tag and by name, and subsections by name. A value names some of them,
//! so that looking through all would take a time in proportion to both.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::node::Node;
use super::subsection::Subsection;
use super::variant::Variant;

/// Up to so many, looking through them is as fast.
const FEW: usize = 8;

/// The positions of variants, in the order of their tags and of their names. There
/// are none where the variants are few.
#[derive(Debug)]
pub(super) struct Index {
    by_tag: Node<[u32]>,
    by_name: Node<[u32]>,
    other: Option<usize>,
}

/// It follows from the variants, so that all are equal whose variants are.
impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Index {
    /// Of a derived schema, whose macro has sorted the positions.
    pub(super) const fn constant(
        variants: &[Variant],
        by_tag: &'static [u32],
        by_name: &'static [u32],
    ) -> Self {
        let is_whole = by_tag.len() == variants.len() && by_name.len() == variants.len();
        assert!(variants.len() <= FEW || is_whole);
        Self {
            by_tag: Node::constant(by_tag),
            by_name: Node::constant(by_name),
            other: other(variants),
        }
    }

    pub(super) fn of(variants: &[Variant]) -> Self {
        Self {
            by_tag: sorted(variants, |a, b| a.tag().cmp(&b.tag())),
            by_name: sorted(variants, |a, b| a.name().cmp(b.name())),
            other: other(variants),
        }
    }

    /// The variant with this tag.
    #[inline]
    pub(super) fn with_tag<'v>(&self, variants: &'v [Variant], tag: u32) -> Option<&'v Variant> {
        // Most often a tag is the position, too.
        let at = usize::try_from(tag).ok().and_then(|at| variants.get(at));
        match at {
            Some(variant) if variant.tag() == tag => Some(variant),
            _ if variants.len() <= FEW => variants.iter().find(|variant| variant.tag() == tag),
            _ => found(variants, &self.by_tag, |variant| variant.tag().cmp(&tag)),
        }
    }

    /// The variant with this name.
    pub(super) fn with_name<'v>(&self, variants: &'v [Variant], name: &str) -> Option<&'v Variant> {
        match variants.len() <= FEW {
            true => variants.iter().find(|variant| variant.name() == name),
            false => found(variants, &self.by_name, |variant| variant.name().cmp(name)),
        }
    }

    /// The variant that is `other`.
    pub(super) fn other<'v>(&self, variants: &'v [Variant]) -> Option<&'v Variant> {
        variants.get(self.other?)
    }
}

const fn other(variants: &[Variant]) -> Option<usize> {
    let mut i = 0;
    while i < variants.len() {
        if variants[i].other() {
            return Some(i);
        }
        i += 1;
    }
    None
}

fn sorted<T>(all: &[T], by: impl Fn(&T, &T) -> Ordering) -> Node<[u32]> {
    if all.len() <= FEW {
        return Node::constant(&[]);
    }
    let mut order: Vec<(u32, &T)> = (0..).zip(all).collect();
    order.sort_by(|(_, a), (_, b)| by(a, b));
    let positions: Vec<u32> = order.into_iter().map(|(at, _)| at).collect();
    positions.into()
}

fn found<'v, T>(all: &'v [T], order: &[u32], compare: impl Fn(&T) -> Ordering) -> Option<&'v T> {
    let one = |at: &u32| all.get(usize::try_from(*at).ok()?);
    // What is not there is before all that is wanted; but all are there.
    let compare = |at: &u32| one(at).map_or(Ordering::Less, &compare);
    let found = order.binary_search_by(compare).ok()?;
    one(order.get(found)?)
}

/// The positions of subsections, in the order of their names. There are none where
/// the subsections are few, and in a derived schema, whose author has paid for all.
#[derive(Debug)]
pub(super) struct SubsectionIndex(Node<[u32]>);

/// It follows from the subsections.
impl PartialEq for SubsectionIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl SubsectionIndex {
    pub(super) const NONE: Self = Self(Node::constant(&[]));

    pub(super) fn of(all: &[Subsection]) -> Self {
        Self(sorted(all, |a, b| a.field().name().cmp(b.field().name())))
    }

    /// The subsection with this name.
    pub(super) fn with_name<'s>(
        &self,
        all: &'s [Subsection],
        name: &str,
    ) -> Option<&'s Subsection> {
        match self.0.is_empty() {
            true => all.iter().find(|one| one.field().name() == name),
            false => found(all, &self.0, |one| one.field().name().cmp(name)),
        }
    }
}
