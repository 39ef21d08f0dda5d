//! Where a payload is.

use std::rc::Rc;
use std::sync::Arc;

use migratable::value::{Item, Value};
use migratable_qemu::Origin;

/// Where the bytes of a payload are, in the file that was opened.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Behind so many bytes of the stream.
    At(u64),
    /// In a stream of QEMU's, value by value.
    Made(Rc<Origin>, Arc<Vec<u8>>),
}

impl Place {
    /// Bytes of the file before the value at an offset of the payload, if it comes
    /// from one place.
    pub(crate) fn of(&self, offset: usize) -> Option<u64> {
        match self {
            Self::At(start) => Some(start.saturating_add(offset as u64)),
            Self::Made(origin, _) => origin.of(offset as u64),
        }
    }

    /// Of a stream of QEMU's, the bytes of it that a value without parts was made from, if
    /// it comes from one place.
    pub(crate) fn original(&self, item: &Item<'_>) -> Option<Excerpt<'_>> {
        let Self::Made(origin, all) = self else {
            return None;
        };
        // There, neither texts nor lists have a length before them.
        let len = match &item.value {
            Value::String(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            _ => item.len,
        };
        let at = usize::try_from(origin.of(item.offset as u64)?).ok()?;
        let bytes = all.get(at..at.checked_add(len)?)?;
        Some(Excerpt { at, bytes, all })
    }

    /// Of a stream of QEMU's, all of it.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        match self {
            Self::At(_) => None,
            Self::Made(_, all) => Some(all),
        }
    }
}

/// Bytes of a stream of QEMU's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excerpt<'o> {
    /// Bytes of the stream before them.
    pub(crate) at: usize,
    pub(crate) bytes: &'o [u8],
    all: &'o [u8],
}

impl<'o> Excerpt<'o> {
    /// What stands between the byte `from` of the stream and these, if it is the head of a
    /// subsection, or the marks of a queue.
    pub(crate) fn framing(&self, from: usize) -> Option<&'o [u8]> {
        let between = self.all.get(from..self.at)?;
        let is_framing = match *between {
            [_] | [_, _] => true,
            [5, len, ..] => between.len() == 6 + usize::from(len),
            _ => false,
        };
        is_framing.then_some(between)
    }
}
