//! Versions of parts: which one a type has, and what it was in older ones.

use super::node::{Node, TypeRef};
use super::ty::{Components, Type};

/// What a type was in an older version, which its builds still read:
/// `older(version = 1, type = TimerV1, convert = …)`.
#[derive(Debug, PartialEq)]
pub struct OlderType {
    version: u32,
    ty: TypeRef,
}

impl OlderType {
    /// Of a derived schema.
    #[doc(hidden)]
    #[track_caller]
    pub const fn constant(version: u32, ty: &'static Type) -> Self {
        let own = ty.version();
        assert!(
            own == 1 || own == version,
            "the type in `older(…)` has another `version` than it stands for: give it that one, or \
             none"
        );
        Self::new(version, TypeRef::constant(ty))
    }

    pub(super) const fn new(version: u32, ty: TypeRef) -> Self {
        Self { version, ty }
    }

    /// The version.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The type that it had.
    pub const fn ty(&self) -> &TypeRef {
        &self.ty
    }
}

/// The version of a named type, and the older ones that are read.
#[derive(Debug, PartialEq)]
pub struct Versions {
    version: u32,
    older: Node<[OlderType]>,
}

impl Versions {
    pub(super) const FIRST: Self = Self::new(1, Node::constant(&[]));

    pub(super) const fn new(version: u32, older: Node<[OlderType]>) -> Self {
        Self { version, older }
    }

    /// Version of the type's *meaning*, as a part of a device; 1 unless its author says
    /// otherwise. That of a whole device is in its [`Schema`](super::Schema).
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The older versions that are read, ascending.
    pub const fn older(&self) -> &[OlderType] {
        self.older.get()
    }

    /// What the type was in a version.
    pub fn older_of(&self, version: u32) -> Option<&TypeRef> {
        let found = self.older().iter().find(|older| older.version == version);
        found.map(OlderType::ty)
    }
}

impl Type {
    /// The versions of a named type; others have none.
    pub const fn versions(&self) -> Option<&Versions> {
        match self.components() {
            Components::Struct(ty) => Some(ty.versions()),
            Components::Enum(ty) => Some(ty.versions()),
            Components::Nothing | Components::One(_) => None,
            Components::Entries { .. } | Components::Tuple(_) => None,
        }
    }

    /// Version of its meaning.
    pub(crate) const fn version(&self) -> u32 {
        match self.versions() {
            Some(versions) => versions.version(),
            None => 1,
        }
    }

    /// What it was in older versions.
    pub(crate) const fn older(&self) -> &[OlderType] {
        match self.versions() {
            Some(versions) => versions.older(),
            None => &[],
        }
    }

    /// Whether it, or a type in it, was another one in older versions.
    pub(crate) const fn has_older(&self) -> bool {
        self.summary().has_older()
    }
}
