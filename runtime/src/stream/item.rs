//! What a stream says of a bulk item before any of its bytes come.

use alloc::string::String;
use core::fmt;

use super::messages::StreamDigest;
use crate::base::text::escape;

/// A bulk item, as the prologue declares it: so much memory of this name, and where its
/// bytes are.
///
/// At the destination, it says what there is: room for the whole, the memory as of an earlier
/// stream, or the file that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkItem {
    /// Its name. Not empty.
    pub name: String,
    /// Bytes of the whole.
    pub len: u64,
    /// What the stream has of it.
    pub content: BulkContent,
}

/// What a stream has of a bulk item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BulkContent {
    /// All of its bytes.
    Whole,
    /// What has changed since an earlier stream.
    Delta {
        /// Digest of that stream, from
        /// [`StreamWriter::finish_with_digest`](super::StreamWriter::finish_with_digest) or
        /// [`StreamReader::digest`](super::StreamReader::digest).
        base: StreamDigest,
    },
    /// Nothing: its bytes are in a file beside the stream.
    External(ExternalFile),
}

/// A file beside a stream, or one that is handed over with it, which holds a bulk item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExternalFile {
    /// Its name, without a directory. It can come from a stream: escape it before a person
    /// sees it.
    pub file: String,
    /// Where in the file the item begins, in bytes: a multiple of
    /// [`ALIGNMENT`](Self::ALIGNMENT).
    pub offset: u64,
    /// Digest of the item. Without one, nothing shows whether the file was changed since.
    pub digest: Option<ContentDigest>,
}

/// Digest of the bytes of a bulk item, as `docs/format.md`, 4.3, says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentDigest(pub(super) [u8; 16]);

impl BulkItem {
    /// An item of which the stream has all bytes; at the destination, one that there is room
    /// for.
    pub fn whole(name: impl Into<String>, len: u64) -> Self {
        Self::new(name, len, BulkContent::Whole)
    }

    /// An item of which the stream has what has changed since the stream `base`; at the
    /// destination, one whose memory is as of that stream, if `base` is the one that
    /// was loaded last.
    pub fn delta(name: impl Into<String>, len: u64, base: StreamDigest) -> Self {
        Self::new(name, len, BulkContent::Delta { base })
    }

    /// An item that is in a file; at the destination, one whose memory is that file's. There,
    /// declare the item as the prologue has it, once its file was
    /// [opened](Self::open_in) and mapped.
    pub fn external(name: impl Into<String>, len: u64, file: ExternalFile) -> Self {
        Self::new(name, len, BulkContent::External(file))
    }

    fn new(name: impl Into<String>, len: u64, content: BulkContent) -> Self {
        Self {
            name: name.into(),
            len,
            content,
        }
    }
}

impl ExternalFile {
    /// What [`offset`](Self::offset) is a multiple of, in bytes: the largest page of the
    /// systems in use, so that each of them can map the item.
    pub const ALIGNMENT: u64 = 1 << 16;

    /// A file that holds the item from its start, without a digest.
    pub fn new(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            offset: 0,
            digest: None,
        }
    }

    /// The same, with the item at another place.
    #[must_use]
    pub fn at(self, offset: u64) -> Self {
        Self { offset, ..self }
    }

    /// The same, with the digest of the item.
    #[must_use]
    pub fn with_digest(self, digest: ContentDigest) -> Self {
        let digest = Some(digest);
        Self { digest, ..self }
    }
}

impl ContentDigest {
    /// The digest of these bytes, as an item frame has them.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, as an item frame has them.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

/// The bytes in hexadecimal.
impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// In a few words, fit for a terminal.
impl fmt::Display for BulkContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole"),
            Self::Delta { base } => write!(f, "what has changed since the stream {base}"),
            Self::External(external) => external.fmt(f),
        }
    }
}

/// In a few words, fit for a terminal.
impl fmt::Display for ExternalFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in the file \"{}\"", escape(&self.file))?;
        if self.offset > 0 {
            write!(f, " from byte {}", self.offset)?;
        }
        match &self.digest {
            Some(digest) => write!(f, ", with digest {digest}"),
            None => f.write_str(", without a digest"),
        }
    }
}

/// Whether a name is that of a file in a directory, on every system.
pub(super) fn is_plain(file: &str) -> bool {
    let is_elsewhere = matches!(file, "" | "." | "..");
    !is_elsewhere && !file.contains(['/', '\\', ':', '\0'])
}
