//! Subsections: tagged optional groups of state.

use super::escaped::Escaped;
use super::field::Field;
use super::node::replace;
use crate::base::fnv::Fnv128;
use crate::base::varint;

/// A tagged optional group of state behind the fields of a struct.
#[derive(Debug, PartialEq)]
pub struct Subsection {
    tag: u32,
    needed: Option<Escaped>,
    retired: bool,
    field: Field,
}

impl Subsection {
    /// A subsection of a derived schema.
    pub const fn constant(tag: u32, field: Field) -> Self {
        Self::new(tag, field)
    }

    pub(super) const fn new(tag: u32, field: Field) -> Self {
        Self {
            tag,
            needed: None,
            retired: false,
            field,
        }
    }

    /// The number that stands for it in the data.
    pub const fn tag(&self) -> u32 {
        self.tag
    }

    /// The condition under which it is written, as the author spelled it.
    pub const fn needed(&self) -> Option<&Escaped> {
        self.needed.as_ref()
    }

    /// Read from older builds, never written.
    pub const fn retired(&self) -> bool {
        self.retired
    }

    /// Name, type, default and the rest.
    pub const fn field(&self) -> &Field {
        &self.field
    }

    const fn payload_max(&self) -> Option<u64> {
        self.field.max_encoded_len()
    }

    /// The most bytes with tag and length.
    pub(super) const fn max_encoded_len(&self) -> Option<u64> {
        match self.payload_max() {
            Some(max) => {
                let frame = varint::len_u64(self.tag as u64) + varint::len_u64(max);
                max.checked_add(frame as u64)
            }
            None => None,
        }
    }

    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        self.field
            .hash(hash.write_u32(self.tag).write_u8(self.retired as u8))
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Subsection {
    pub const fn needed_escaped(self, needed: &'static str) -> Self {
        self.with_needed(Escaped::constant(needed))
    }

    pub(super) const fn with_needed(mut self, needed: Escaped) -> Self {
        replace(&mut self.needed, Some(needed));
        self
    }

    pub const fn set_retired(mut self) -> Self {
        self.retired = true;
        self
    }
}
