//! Versions: a part of an older one is compared with the type that it was then.

use alloc::format;
use alloc::vec;

use super::{Bounded, Comparison};
use crate::codec::{Encoder, tag_len};
use crate::resolve::plan::{Filling, Plan, Step};
use crate::resolve::rules;
use crate::schema::{Schema, Type, TypeRef};

/// The version that a type has as a part. An option has that of its content, and so has a
/// newtype that states none.
fn version(ty: &Type) -> Option<u32> {
    let has_own = ty.as_option().is_none() && !is_plain_newtype(ty);
    has_own.then(|| ty.version())
}

fn is_plain_newtype(ty: &Type) -> bool {
    ty.as_plain_newtype().is_some()
}

impl Comparison {
    /// The whole state, whose version its schema says.
    pub(super) fn state(&mut self, writer: &Schema, reader: &Schema) -> Step {
        let (from, to) = (
            Bounded::unbounded(writer.ty()),
            Bounded::unbounded(reader.ty()),
        );
        let (wrote, reads) = (writer.version(), reader.version());
        match wrote < reads && reader.older_of(wrote).is_some() {
            true => self.versions(from, to, wrote, reads),
            false => self.convert(from, to),
        }
    }

    /// A part, whose version its type says.
    pub(super) fn part_of_version(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        match (version(writer.ty), version(reader.ty)) {
            (Some(wrote), Some(reads)) => self.versions(writer, reader, wrote, reads),
            _ => self.structural(writer, reader),
        }
    }

    /// Structs of which one is a newtype that the other is not the content of: then it is
    /// no wrapper, and its version counts.
    pub(super) fn newtype_of_version(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<Step> {
        let is_newtype = is_plain_newtype(writer.ty) || is_plain_newtype(reader.ty);
        let (wrote, reads) = (writer.ty.version(), reader.ty.version());
        (is_newtype && wrote != reads).then(|| self.versions(writer, reader, wrote, reads))
    }

    fn versions(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        wrote: u32,
        reads: u32,
    ) -> Step {
        if wrote == reads {
            return self.of_version(writer, reader);
        }
        if wrote > reads {
            let message = format!("the part has version {wrote}, the reader knows up to {reads}");
            return self.incompatible(&rules::PART_TOO_NEW, wrote, reads, message);
        }
        let versions = reader.ty.versions();
        let Some(older) = versions.and_then(|versions| versions.older_of(wrote)) else {
            let message = format!(
                "the part has version {wrote}, the reader has version {reads} and no `older` for it"
            );
            return self.incompatible(&rules::PART_TOO_OLD, wrote, reads, message);
        };
        self.note(&rules::VERSION_CONVERTED, wrote, reads);
        self.note_older();
        self.note_unknown();
        let step = self.of_version(writer, Bounded::unbounded(older));
        match self.is_marking() || self.is_in_shape() {
            true => self.marked(reader.ty, wrote, step),
            false => Step::sequence([self.only_by_program(wrote), step]),
        }
    }

    /// What a plan without the reader's program does: it refuses the part, where it is there.
    fn only_by_program(&mut self, version: u32) -> Step {
        let message = format!(
            "code of the program that reads it converts it from version {version}; let that \
             program load the data"
        );
        Step::Refuse {
            condition: self.unlisted_condition(&rules::VERSION_CONVERTED, message),
            found: "of an older version",
        }
    }

    /// Both have one version.
    fn of_version(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let step = match writer.is_same_as(reader) && !self.marks(reader.ty) {
            true => self.copy(writer.ty),
            false => self.structural(writer, reader),
        };
        self.marked(reader.ty, 0, step)
    }

    /// The step with a mark before it, which says what version the loader finds: 0 is the
    /// current one. What has no older versions is not marked.
    fn marked(&self, reader: &TypeRef, version: u32, step: Step) -> Step {
        match self.is_marking() && !reader.older().is_empty() {
            true => Step::sequence([Step::Insert(mark(version)), step]),
            false => step,
        }
    }

    /// Whether a value of the reader's type, as it is, is not what the loader is given.
    pub(super) fn marks(&self, reader: &TypeRef) -> bool {
        self.is_marking() && reader.has_older()
    }

    /// A value of the reader's type as the loader is given it.
    pub(super) fn to_loader(&self, reader: &TypeRef, value: Filling) -> Option<Filling> {
        /// Bytes of a default that may be marked.
        const MOST: usize = 1 << 20;
        if !self.marks(reader) {
            return Some(value);
        }
        let same = Bounded::unbounded(reader);
        let step = Self::marking().convert(same, same);
        let marked = Plan::try_step(&step, &value.to_vec(MOST)?)?;
        Some(Filling::once(marked))
    }
}

/// As the decoder reads it, which reads it as a tag.
fn mark(version: u32) -> Filling {
    let mut bytes = vec![0; tag_len(version)];
    // The room is that of the tag.
    let _ = Encoder::new(&mut bytes).tag(version);
    Filling::once(bytes)
}
