//! Enums.

use super::escaped::Escaped;
use super::index::Index;
use super::named::is_named;
use super::node::{Node, replace};
use super::older::{OlderType, Versions};
use super::reserved::Reserved;
use super::summary::{self, Summary};
use super::texts::{Texts, has_texts};
use super::variant::Variant;

/// Variants under a name.
#[derive(Debug, PartialEq)]
pub struct EnumType {
    name: Node<str>,
    texts: Texts,
    variants: Node<[Variant]>,
    index: Index,
    reserved: Reserved,
    versions: Versions,
    summary: Summary,
}

has_texts!(EnumType);
is_named!(EnumType);

impl EnumType {
    /// An enum of a derived schema. If it has more than eight variants, their
    /// positions are given in the order of their tags and of their names.
    #[doc(hidden)]
    pub const fn constant(
        name: &'static str,
        variants: &'static [Variant],
        by_tag: &'static [u32],
        by_name: &'static [u32],
    ) -> Self {
        Self {
            name: Node::constant(name),
            texts: Texts::NONE,
            variants: Node::constant(variants),
            index: Index::constant(variants, by_tag, by_name),
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary: summary::enumeration(variants),
        }
    }

    pub(super) fn parsed(name: Node<str>, texts: Texts, variants: Node<[Variant]>) -> Self {
        let summary = summary::enumeration(&variants);
        let index = Index::of(&variants);
        Self {
            name,
            texts,
            variants,
            index,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary,
        }
    }

    /// The variants, in the order of their declaration.
    pub const fn variants(&self) -> &[Variant] {
        self.variants.get()
    }

    /// The variant that a tag stands for.
    pub fn variant(&self, tag: u32) -> Option<&Variant> {
        self.index.with_tag(self.variants(), tag)
    }

    /// The variant for those that this build does not know.
    pub fn other(&self) -> Option<&Variant> {
        self.index.other(self.variants())
    }

    /// The variant of a name.
    pub fn named(&self, name: &str) -> Option<&Variant> {
        self.index.with_name(self.variants(), name)
    }

    /// The variant that a tag stands for in the data: one that the schema lists,
    /// or the `other` one that keeps all other tags.
    pub fn variant_of(&self, tag: u32) -> Option<&Variant> {
        let keeping = || self.other().filter(|other| other.keeps_tag());
        self.variant(tag).or_else(keeping)
    }
}
