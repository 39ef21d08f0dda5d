//! Names and tags that are not to be used again.

use super::node::Node;

/// What the author of a type reserved with `reserved(…)`: names and tags that older builds
/// used, of subsections or variants. It plays no part in the fingerprint and in resolution;
/// [`history`](crate::resolve::history) finds what takes one of them up again.
#[derive(Debug, PartialEq)]
pub struct Reserved {
    tags: Node<[(u32, u32)]>,
    names: Node<[Node<str>]>,
}

impl Reserved {
    pub(super) const NOTHING: Self = Self::new(Node::constant(&[]), Node::constant(&[]));

    pub(super) const fn new(tags: Node<[(u32, u32)]>, names: Node<[Node<str>]>) -> Self {
        Self { tags, names }
    }

    /// Of a derived schema.
    #[doc(hidden)]
    pub const fn constant(tags: &'static [(u32, u32)], names: &'static [Node<str>]) -> Self {
        Self::new(Node::constant(tags), Node::constant(names))
    }

    /// The first and the last of tags that stand together, both included.
    pub const fn tags(&self) -> &[(u32, u32)] {
        self.tags.get()
    }

    /// The names.
    pub const fn names(&self) -> &[Node<str>] {
        self.names.get()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.tags().is_empty() && self.names().is_empty()
    }

    /// Whether a tag is one of them.
    pub fn has_tag(&self, tag: u32) -> bool {
        let mut tags = self.tags().iter();
        tags.any(|(first, last)| (*first..=*last).contains(&tag))
    }

    /// Whether a name is one of them.
    pub fn has_name(&self, name: &str) -> bool {
        self.names().iter().any(|reserved| reserved.get() == name)
    }
}
