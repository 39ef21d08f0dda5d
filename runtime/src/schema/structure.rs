//! Structs.

use alloc::vec::Vec;

use super::escaped::Escaped;
use super::field::Field;
use super::index::SubsectionIndex;
use super::named::is_named;
use super::node::{Node, replace};
use super::older::{OlderType, Versions};
use super::reserved::Reserved;
use super::subsection::Subsection;
use super::summary::{self, Summary};
use super::texts::{Texts, has_texts};

/// Fields and subsections under a name.
#[derive(Debug, PartialEq)]
pub struct StructType {
    name: Node<str>,
    texts: Texts,
    fields: Node<[Field]>,
    subsections: Node<[Subsection]>,
    index: SubsectionIndex,
    reserved: Reserved,
    versions: Versions,
    summary: Summary,
}

has_texts!(StructType);
is_named!(StructType);

impl StructType {
    /// A struct of a derived schema. Subsections ascend by tag.
    pub const fn constant(
        name: &'static str,
        fields: &'static [Field],
        subsections: &'static [Subsection],
    ) -> Self {
        Self {
            name: Node::constant(name),
            texts: Texts::NONE,
            fields: Node::constant(fields),
            subsections: Node::constant(subsections),
            index: SubsectionIndex::NONE,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary: summary::structure(fields, subsections),
        }
    }

    pub(super) fn parsed(
        name: Node<str>,
        texts: Texts,
        fields: Node<[Field]>,
        subsections: Node<[Subsection]>,
    ) -> Self {
        let summary = summary::structure(&fields, &subsections);
        let index = SubsectionIndex::of(&subsections);
        Self {
            name,
            texts,
            fields,
            subsections,
            index,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary,
        }
    }

    /// A struct of nothing but subsections.
    pub(super) fn of_subsections(name: Node<str>, subsections: Vec<Subsection>) -> Self {
        Self::parsed(name, Texts::NONE, Vec::new().into(), subsections.into())
    }

    /// The fields that are always there, in the order of their bytes.
    pub const fn fields(&self) -> &[Field] {
        self.fields.get()
    }

    /// The optional groups behind the fields, ascending by tag.
    pub const fn subsections(&self) -> &[Subsection] {
        self.subsections.get()
    }

    /// The subsection of a name.
    pub fn subsection_named(&self, name: &str) -> Option<&Subsection> {
        self.index.with_name(self.subsections(), name)
    }
}
