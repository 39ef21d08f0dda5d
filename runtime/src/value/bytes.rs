//! Bytes of values: in memory, or read where they are looked at.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;
use core::ops::Range;
use core::slice::ChunksExact;

/// Bytes that are not in memory, as those of a payload in a file that is larger than
/// memory should be.
pub trait Storage: Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shows `see` the bytes from an offset on: as many as are at hand, but not fewer than
    /// [`Bytes::AT_HAND`] unless they end before. It may be called again while `see` runs.
    ///
    /// Where they cannot be read, there are none. The value then seems to be cut off; why, only
    /// the storage knows.
    fn show(&self, offset: usize, see: &mut dyn FnMut(&[u8]));
}

/// A storage that is filled, and then looked at.
#[cfg(feature = "std")]
pub trait Store: Storage {
    /// Puts bytes behind those that are there.
    ///
    /// # Errors
    ///
    /// If there is no room.
    fn put(&mut self, bytes: &[u8]) -> std::io::Result<()>;
}

/// Bytes of a value, in memory or in a [`Storage`].
///
/// ```
/// use migratable::value::Bytes;
///
/// let bytes = Bytes::from(b"abc");
/// assert_eq!((bytes.len(), bytes.get(1)), (3, Some(b'b')));
/// assert_eq!(bytes.as_slice(), Some(&b"abc"[..]));
/// ```
#[derive(Clone, Copy)]
pub struct Bytes<'a>(Held<'a>);

#[derive(Clone, Copy)]
enum Held<'a> {
    Memory(&'a [u8]),
    /// From the first offset to the second.
    Stored(&'a dyn Storage, usize, usize),
}

impl<'a> From<&'a [u8]> for Bytes<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(Held::Memory(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Bytes<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self(Held::Memory(bytes))
    }
}

impl<'a> Bytes<'a> {
    /// So many bytes a [`Storage`] shows at once, at least.
    pub const AT_HAND: usize = 1 << 16;

    /// All bytes of a storage.
    pub fn stored(storage: &'a dyn Storage) -> Self {
        Self(Held::Stored(storage, 0, storage.len()))
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        match self.0 {
            Held::Memory(bytes) => bytes.len(),
            Held::Stored(_, start, end) => end.saturating_sub(start),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, if they are in memory.
    #[inline]
    pub fn as_slice(&self) -> Option<&'a [u8]> {
        match self.0 {
            Held::Memory(bytes) => Some(bytes),
            Held::Stored(..) => None,
        }
    }

    /// Some of the bytes, if there are so many.
    pub fn part(&self, range: Range<usize>) -> Option<Self> {
        match self.0 {
            Held::Memory(bytes) => bytes.get(range).map(Self::from),
            Held::Stored(storage, first, _) => {
                let is_within = range.start <= range.end && range.end <= self.len();
                let held = Held::Stored(storage, first + range.start, first + range.end);
                is_within.then_some(Self(held))
            }
        }
    }

    /// The byte of this index.
    pub fn get(&self, index: usize) -> Option<u8> {
        self.at(index, |bytes| bytes.first().copied())
    }

    /// All of them, in memory.
    pub fn to_memory(&self) -> Cow<'a, [u8]> {
        if let Some(bytes) = self.as_slice() {
            return Cow::Borrowed(bytes);
        }
        let mut all = Vec::new();
        let Ok(()) = self.try_pieces::<Infallible>(Self::AT_HAND, |piece| {
            all.extend_from_slice(piece);
            Ok(())
        });
        Cow::Owned(all)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = u8> + use<'a> {
        let mut elements = Elements::new(*self, 1);
        core::iter::from_fn(move || elements.next(|byte| byte.first().copied().unwrap_or_default()))
    }

    /// Calls `see` with the bytes in pieces of `len`, of which the last may be shorter, until
    /// it fails.
    ///
    /// # Errors
    ///
    /// As `see`.
    pub fn try_pieces<E>(
        &self,
        len: usize,
        mut see: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let len = len.clamp(1, Self::AT_HAND);
        if let Some(bytes) = self.as_slice() {
            return bytes.chunks(len).try_for_each(see);
        }
        let mut offset = 0;
        while offset < self.len() {
            let seen = self.at(offset, |bytes| {
                // What is cut off, the next step has as a whole, unless it is the last.
                let is_last = offset + bytes.len() >= self.len();
                let cut = if is_last { 0 } else { bytes.len() % len };
                let whole = match bytes.len() - cut {
                    0 => bytes.len(),
                    whole => whole,
                };
                let pieces = bytes.get(..whole).unwrap_or_default();
                pieces.chunks(len).try_for_each(&mut see)?;
                Ok(whole)
            })?;
            if seen == 0 {
                break;
            }
            offset += seen;
        }
        Ok(())
    }

    /// Shows `see` the bytes from an offset on, as many as are at hand.
    #[inline]
    pub(super) fn at<T>(&self, offset: usize, mut see: impl FnMut(&[u8]) -> T) -> T {
        match self.0 {
            Held::Memory(bytes) => see(bytes.get(offset..).unwrap_or_default()),
            Held::Stored(storage, start, end) => at_stored(storage, start, end, offset, see),
        }
    }
}

fn at_stored<T>(
    storage: &dyn Storage,
    start: usize,
    end: usize,
    offset: usize,
    mut see: impl FnMut(&[u8]) -> T,
) -> T {
    let from = start.saturating_add(offset).min(end);
    let mut seen = None;
    if from < end {
        storage.show(from, &mut |bytes| {
            let bytes = bytes.get(..end - from).unwrap_or(bytes);
            seen.get_or_insert_with(|| see(bytes));
        });
    }
    // What cannot be read is not there.
    seen.unwrap_or_else(|| see(&[]))
}

/// Reading takes bytes off the beginning.
#[cfg(feature = "std")]
impl std::io::Read for Bytes<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let len = self.at(0, |bytes| {
            let len = bytes.len().min(to.len());
            let pair = to.get_mut(..len).zip(bytes.get(..len));
            pair.map_or(0, |(to, bytes)| {
                to.copy_from_slice(bytes);
                len
            })
        });
        *self = self.part(len..self.len()).unwrap_or(*self);
        Ok(len)
    }
}

impl PartialEq for Bytes<'_> {
    fn eq(&self, other: &Self) -> bool {
        if let (Some(a), Some(b)) = (self.as_slice(), other.as_slice()) {
            return a == b;
        }
        let len = self.len();
        if len != other.len() {
            return false;
        }
        let mut offset = 0;
        while offset < len {
            let same = self.at(offset, |a| {
                other.at(offset, |b| {
                    let len = a.len().min(b.len());
                    (a.get(..len) == b.get(..len)).then_some(len)
                })
            });
            match same {
                Some(seen) if seen > 0 => offset += seen,
                _ => return false,
            }
        }
        true
    }
}

impl Eq for Bytes<'_> {}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Elements of one width, one after the other.
pub(super) enum Elements<'a> {
    Memory(ChunksExact<'a, u8>),
    Stored {
        /// Those that are still to be read.
        left: Bytes<'a>,
        width: usize,
        piece: Vec<u8>,
        used: usize,
    },
}

impl<'a> Elements<'a> {
    pub(super) fn new(bytes: Bytes<'a>, width: usize) -> Self {
        match bytes.as_slice() {
            Some(bytes) => Self::Memory(bytes.chunks_exact(width)),
            None => Self::Stored {
                left: bytes,
                width,
                piece: Vec::new(),
                used: 0,
            },
        }
    }

    #[inline]
    pub(super) fn next<T>(&mut self, read: impl FnOnce(&[u8]) -> T) -> Option<T> {
        match self {
            Self::Memory(chunks) => chunks.next().map(read),
            Self::Stored {
                left,
                width,
                piece,
                used,
            } => {
                let end = *used + *width;
                if piece.get(*used..end).is_none() {
                    *left = refill(*left, *width, piece)?;
                    *used = 0;
                }
                let element = piece.get(*used..*used + *width)?;
                *used += *width;
                Some(read(element))
            }
        }
    }
}

/// Puts the next elements into memory, and returns those behind them.
fn refill<'a>(left: Bytes<'a>, width: usize, piece: &mut Vec<u8>) -> Option<Bytes<'a>> {
    const PIECE: usize = 1 << 12;
    piece.clear();
    left.at(0, |bytes| {
        let len = bytes.len().min(PIECE * width);
        piece.extend_from_slice(bytes.get(..len - len % width).unwrap_or_default());
    });
    match piece.is_empty() {
        true => None,
        false => left.part(piece.len()..left.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A storage of three bytes, which shows them so many times when it is asked.
    struct Shown(usize);

    impl Storage for Shown {
        fn len(&self) -> usize {
            3
        }

        fn show(&self, offset: usize, see: &mut dyn FnMut(&[u8])) {
            for _ in 0..self.0 {
                see(&b"abc"[offset..]);
            }
        }
    }

    /// Nothing is there of what a storage does not show, and once is as good as twice.
    #[test]
    fn a_storage_shows_what_it_likes() {
        for (times, expected) in [(0, None), (1, Some(b'b')), (2, Some(b'b'))] {
            let storage = Shown(times);
            let bytes = Bytes::stored(&storage);
            assert_eq!((bytes.get(1), bytes.get(3)), (expected, None), "{times}");
        }
    }
}
