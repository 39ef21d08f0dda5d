//! The schema of a device: its name and versions, and the type of its state.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::escaped::Escaped;
use super::field::hash_names;
use super::fingerprint::Fingerprint;
use super::node::{Node, TypeRef, replace};
use super::summary::Summary;
use super::texts::{Texts, has_texts};
use super::ty::Type;
use crate::base::fnv::Fnv128;

/// Version of the schema format that this build writes and reads.
pub const FORMAT_VERSION: u32 = 1;

/// What stands in a fingerprint before what not every device has.
const NEEDED: u8 = 1;
const ALIASES: u8 = 2;
const TAKES_OVER: u8 = 3;

/// A device takes over from no more others than this, so that it costs nothing to look
/// through them.
pub(super) const MOST_TAKEN_OVER: usize = 64;

/// The schema of a device.
#[derive(Debug, PartialEq)]
pub struct Schema {
    device: Node<str>,
    aliases: Node<[Node<str>]>,
    version: u32,
    oldest: u32,
    texts: Texts,
    needed: Option<Escaped>,
    takes_over: Node<[Schema]>,
    ty: TypeRef,
    fingerprint: Fingerprint,
}

has_texts!(Schema);

impl Schema {
    /// The schema of a derived device.
    #[doc(hidden)]
    pub const fn constant(
        device: &'static str,
        version: u32,
        oldest: u32,
        ty: &'static Type,
    ) -> Self {
        let fingerprint = fingerprint(device, version, oldest, ty.summary());
        Self {
            device: Node::constant(device),
            aliases: Node::constant(&[]),
            version,
            oldest,
            texts: Texts::NONE,
            needed: None,
            takes_over: Node::constant(&[]),
            ty: TypeRef::constant(ty),
            fingerprint,
        }
    }

    /// Adds the condition under which it is saved, escaped as in a JSON string.
    #[doc(hidden)]
    pub const fn needed_escaped(self, needed: &'static str) -> Self {
        self.with_needed(Escaped::constant(needed))
    }

    pub(super) const fn with_needed(mut self, needed: Escaped) -> Self {
        replace(&mut self.needed, Some(needed));
        self.fingerprint = self.hashed();
        self
    }

    /// Adds other names of the device.
    #[doc(hidden)]
    pub const fn with_aliases(mut self, aliases: Node<[Node<str>]>) -> Self {
        replace(&mut self.aliases, aliases);
        self.fingerprint = self.hashed();
        self
    }

    /// Adds the devices of other releases whose state it takes over.
    #[doc(hidden)]
    pub const fn taking_over(mut self, others: Node<[Schema]>) -> Self {
        assert!(
            others.get().len() <= MOST_TAKEN_OVER,
            "a device takes over from 64 others at most"
        );
        replace(&mut self.takes_over, others);
        self.fingerprint = self.hashed();
        self
    }

    /// The fingerprint, with what not every device has.
    const fn hashed(&self) -> Fingerprint {
        let ty = self.ty.summary();
        let mut hash = hash(self.device.get(), self.version, self.oldest, ty);
        if self.needed.is_some() {
            hash = hash.write_u8(NEEDED);
        }
        if !self.aliases.get().is_empty() {
            hash = hash_names(hash.write_u8(ALIASES), self.aliases.get());
        }
        let others = self.takes_over.get();
        if !others.is_empty() {
            hash = hash.write_u8(TAKES_OVER).write_u32(others.len() as u32);
        }
        let mut i = 0;
        while i < others.len() {
            hash = hash.write_u128(others[i].fingerprint.to_u128());
            i += 1;
        }
        Fingerprint(hash.finish())
    }

    pub(super) fn parsed(
        device: String,
        version: u32,
        oldest: u32,
        texts: Texts,
        ty: TypeRef,
    ) -> Self {
        let fingerprint = fingerprint(&device, version, oldest, ty.summary());
        Self {
            device: Node::from(device),
            aliases: Node::constant(&[]),
            version,
            oldest,
            texts,
            needed: None,
            takes_over: Node::constant(&[]),
            ty,
            fingerprint,
        }
    }

    /// A schema of the same device and meaning, of another type, which is always saved.
    pub(super) fn of_type(&self, ty: TypeRef) -> Self {
        let device = String::from(self.device());
        let aliases = self.aliases().iter();
        let aliases = aliases.map(|alias| Node::from(String::from(alias.get())));
        let aliases: Vec<Node<str>> = aliases.collect();
        let schema = Self::parsed(device, self.version, self.oldest, Texts::NONE, ty);
        match aliases.is_empty() {
            true => schema,
            false => schema.with_aliases(aliases.into()),
        }
    }

    /// The device's name, as in `#[migratable(device = "…")]`.
    pub const fn device(&self) -> &str {
        self.device.get()
    }

    /// Names that other builds have for the device.
    pub const fn aliases(&self) -> &[Node<str>] {
        self.aliases.get()
    }

    /// Version of the state's *meaning*; 1 unless the author says otherwise.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The oldest meaning that this build still reads.
    pub const fn oldest(&self) -> u32 {
        self.oldest
    }

    /// What its state was in a version that is converted from its own older type.
    pub(crate) fn older_of(&self, version: u32) -> Option<&TypeRef> {
        self.ty.versions()?.older_of(version)
    }

    /// The condition under which it is saved, as the author spelled it: a stream may be
    /// without its state. `None` if it is always saved.
    pub const fn needed(&self) -> Option<&Escaped> {
        self.needed.as_ref()
    }

    /// The schemas of the devices of other releases whose state it takes over where it has
    /// none of its own, or besides its own: `takes_over(device = "…", …)`. None takes over
    /// itself.
    pub const fn takes_over(&self) -> &[Schema] {
        self.takes_over.get()
    }

    /// The schema of the state that it takes over from a device of this name, and its
    /// position among [`takes_over`](Self::takes_over).
    pub(crate) fn takes_over_from(&self, device: &str) -> Option<(usize, &Schema)> {
        let mut others = self.takes_over().iter().enumerate();
        others.find(|(_, other)| other.device() == device)
    }

    /// The type of its state.
    pub const fn ty(&self) -> &TypeRef {
        &self.ty
    }

    /// Hash over all that matters to resolution.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }
}

impl fmt::Display for Schema {
    /// Name and fingerprint; not the JSON form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.device(), self.fingerprint)
    }
}

const fn fingerprint(device: &str, version: u32, oldest: u32, ty: Summary) -> Fingerprint {
    Fingerprint(hash(device, version, oldest, ty).finish())
}

const fn hash(device: &str, version: u32, oldest: u32, ty: Summary) -> Fnv128 {
    Fnv128::new()
        .write_u32(FORMAT_VERSION)
        .write_text(device)
        .write_u32(version)
        .write_u32(oldest)
        .write_u128(ty.fingerprint().to_u128())
}
