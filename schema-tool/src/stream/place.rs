//! Where a payload is.

use std::rc::Rc;

use migratable_qemu::Origin;

/// Where the bytes of a payload are, in the file that was opened.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Behind so many bytes of the stream.
    At(u64),
    /// In a stream of QEMU's, value by value.
    Made(Rc<Origin>),
}

impl Place {
    /// Bytes of the file before the value at an offset of the payload, if it comes
    /// from one place.
    pub(crate) fn of(&self, offset: usize) -> Option<u64> {
        match self {
            Self::At(start) => Some(start.saturating_add(offset as u64)),
            Self::Made(origin) => origin.of(offset as u64),
        }
    }
}
