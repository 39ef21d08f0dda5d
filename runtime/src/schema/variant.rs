//! Variants of enums.

use super::escaped::Escaped;
use super::field::{Field, InRust, hash_names};
use super::node::{Node, replace};
use super::texts::{Texts, has_texts};
use crate::base::fnv::Fnv128;

/// One of the forms of an enum.
#[derive(Debug, PartialEq)]
pub struct Variant {
    name: Node<str>,
    tag: u32,
    aliases: Node<[Node<str>]>,
    texts: Texts,
    other: bool,
    keeps_tag: bool,
    fields: Node<[Field]>,
    in_rust: InRust,
}

has_texts!(Variant);

impl Variant {
    /// A variant of a derived schema.
    pub const fn constant(name: &'static str, tag: u32, fields: &'static [Field]) -> Self {
        Self::new(Node::constant(name), tag, Node::constant(fields))
    }

    pub(super) const fn new(name: Node<str>, tag: u32, fields: Node<[Field]>) -> Self {
        Self {
            name,
            tag,
            aliases: Node::constant(&[]),
            texts: Texts::NONE,
            other: false,
            keeps_tag: false,
            fields,
            in_rust: InRust(None),
        }
    }

    /// The name that resolution matches.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    pub(super) const fn name_of_program(&'static self) -> &'static str {
        self.name.get()
    }

    /// The name that it has in the program.
    pub(super) const fn name_in_rust(&self) -> &str {
        match self.in_rust.0 {
            Some(name) => name,
            None => self.name(),
        }
    }

    /// The number that stands for it in the data.
    pub const fn tag(&self) -> u32 {
        self.tag
    }

    /// Names under which older builds wrote the variant.
    pub const fn aliases(&self) -> &[Node<str>] {
        self.aliases.get()
    }

    /// Stands for all variants that this build does not know.
    pub const fn other(&self) -> bool {
        self.other
    }

    /// Whether a value of the [`other`](Self::other) variant is the tag that it
    /// was taken from, which is none that the schema lists, and is written as
    /// that. Else all are written with the variant's own tag.
    pub const fn keeps_tag(&self) -> bool {
        self.keeps_tag
    }

    /// Its fields, in the order of their bytes. Positional ones are named
    /// `0`, `1`, ….
    pub const fn fields(&self) -> &[Field] {
        self.fields.get()
    }

    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        let hash = hash.write_text(self.name.get()).write_u32(self.tag);
        hash_names(hash, self.aliases.get()).write_u8(self.other as u8 + self.keeps_tag as u8)
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Variant {
    pub const fn with_aliases(mut self, aliases: Node<[Node<str>]>) -> Self {
        replace(&mut self.aliases, aliases);
        self
    }

    pub const fn in_rust(mut self, name: &'static str) -> Self {
        self.in_rust = InRust(Some(name));
        self
    }

    pub(super) const fn with_texts(mut self, texts: Texts) -> Self {
        replace(&mut self.texts, texts);
        self
    }

    pub const fn set_other(mut self) -> Self {
        self.other = true;
        self
    }

    pub const fn set_keeps_tag(mut self) -> Self {
        self.keeps_tag = true;
        self
    }
}
