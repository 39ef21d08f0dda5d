//! Bulk items in files beside a stream.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::mem;
use std::path::{Path, PathBuf};

use crc32fast::Hasher;

use super::item::{BulkContent, BulkItem, ContentDigest, ExternalFile, is_plain};
use crate::base::fnv::Fnv128;
use crate::base::text::escape;

/// Bytes of which there is one checksum in the digest.
const PIECE: usize = 1 << 20;

/// Why the file of a bulk item cannot be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExternalError {
    /// The item is in the stream, and in no file.
    NotExternal {
        /// Its name.
        item: String,
    },
    /// The file's name leads to another directory.
    BadName {
        /// The name.
        file: String,
    },
    /// The file cannot be opened or read.
    Unreadable {
        /// The file; its name, where it was handed over.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file ends before the item does.
    Short {
        /// The file.
        file: PathBuf,
        /// Bytes that it has.
        found: u64,
        /// Bytes from its start to the end of the item.
        expected: u64,
    },
    /// The item is not the one that was saved.
    Changed {
        /// The file.
        file: PathBuf,
        /// Digest of what is there.
        found: ContentDigest,
        /// What the stream says.
        expected: ContentDigest,
    },
}

impl fmt::Display for ExternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |file: &Path| escape(&file.to_string_lossy()).to_string();
        match self {
            Self::NotExternal { item } => write!(
                f,
                "bulk item \"{}\": its bytes are in the stream, and in no file",
                escape(item)
            ),
            Self::BadName { file } => write!(
                f,
                "the file \"{}\" of a bulk item is to be beside the stream, so its name may not \
                 lead elsewhere",
                escape(file)
            ),
            Self::Unreadable { file, source } => {
                write!(f, "cannot read the file \"{}\": {source}", shown(file))
            }
            Self::Short {
                file,
                found,
                expected,
            } => write!(
                f,
                "the file \"{}\" has {found} bytes, and the item in it ends at byte {expected}: the \
                 file was cut, or its copy is incomplete; copy it again",
                shown(file)
            ),
            Self::Changed {
                file,
                found,
                expected,
            } => write!(
                f,
                "the file \"{}\" is not as it was saved: its item has the digest {found}, the stream \
                 says {expected}; restore the file that was saved with the stream",
                shown(file)
            ),
        }
    }
}

impl std::error::Error for ExternalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => source.source(),
            _ => None,
        }
    }
}

impl ContentDigest {
    /// The digest of the next `len` bytes of an input.
    ///
    /// # Errors
    ///
    /// If the input fails, or ends before.
    pub fn of(input: impl Read, len: u64) -> io::Result<Self> {
        let mut input = Digesting::new(input.take(len));
        let read = io::copy(&mut input, &mut io::sink())?;
        match read == len {
            true => Ok(input.digest()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// An input whose digest is taken as it is read.
pub(super) struct Digesting<R> {
    input: R,
    /// Of the whole pieces.
    hash: Fnv128,
    /// Of the piece that is being read.
    piece: Hasher,
    len: usize,
}

impl<R: Read> Digesting<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            hash: Fnv128::new(),
            piece: Hasher::new(),
            len: 0,
        }
    }

    /// Of all that was read.
    pub(super) fn digest(mut self) -> ContentDigest {
        if self.len > 0 {
            self.end_piece();
        }
        ContentDigest(self.hash.finish().to_le_bytes())
    }

    fn end_piece(&mut self) {
        let checksum = mem::take(&mut self.piece).finalize();
        self.hash = self.hash.write(&checksum.to_le_bytes());
        self.len = 0;
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = room.len().min(PIECE - self.len);
        let room = room.get_mut(..most).unwrap_or_default();
        let count = self.input.read(room)?;
        self.piece.update(room.get(..count).unwrap_or_default());
        self.len += count;
        if self.len == PIECE {
            self.end_piece();
        }
        Ok(count)
    }
}

impl BulkItem {
    /// Opens the file of an external item in the directory of its stream, for reading, and
    /// [verifies](Self::verify) it. It stands at the first byte of the item.
    ///
    /// ```
    /// use migratable::stream::{BulkItem, ContentDigest, ExternalFile};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let directory = std::env::temp_dir().join(format!("migratable-item-{}", std::process::id()));
    /// # std::fs::create_dir_all(&directory)?;
    /// let ram = [7; 4096];
    /// std::fs::write(directory.join("ram.img"), ram)?;
    /// let file = ExternalFile::new("ram.img").with_digest(ContentDigest::of(&ram[..], 4096)?);
    /// let item = BulkItem::external("ram", 4096, file);
    /// let file = item.open_in(&directory)?; // now map it
    ///
    /// std::fs::write(directory.join("ram.img"), [8; 4096])?;
    /// assert!(item.open_in(&directory).is_err());
    /// # std::fs::remove_dir_all(&directory)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify), and if the name of the file leads to another directory.
    pub fn open_in(&self, directory: &Path) -> Result<File, ExternalError> {
        let external = self.external_file()?;
        if !is_plain(&external.file) {
            let file = external.file.clone();
            return Err(ExternalError::BadName { file });
        }
        let path = directory.join(&external.file);
        let opened = File::open(&path).map_err(unreadable(&path))?;
        self.verify_as(external, &opened, &path)?;
        Ok(opened)
    }

    /// Says that a file has an external item: all of it, and as it was saved, if there is a
    /// digest. Then all of it is read, which a restore that maps the file may want to spare.
    ///
    /// Nothing keeps others from changing a file after that: it is to be the program's own.
    ///
    /// # Errors
    ///
    /// If the item is in the stream, or the file cannot be read, is too short or was changed.
    pub fn verify(&self, file: &File) -> Result<(), ExternalError> {
        let external = self.external_file()?;
        self.verify_as(external, file, Path::new(&external.file))
    }

    fn external_file(&self) -> Result<&ExternalFile, ExternalError> {
        match &self.content {
            BulkContent::External(external) => Ok(external),
            _ => Err(ExternalError::NotExternal {
                item: self.name.clone(),
            }),
        }
    }

    fn verify_as(
        &self,
        external: &ExternalFile,
        file: &File,
        path: &Path,
    ) -> Result<(), ExternalError> {
        let found = file.metadata().map_err(unreadable(path))?.len();
        let expected = external.offset.saturating_add(self.len);
        if found < expected {
            return Err(ExternalError::Short {
                file: path.to_owned(),
                found,
                expected,
            });
        }
        rewind(file, external).map_err(unreadable(path))?;
        let Some(expected) = external.digest else {
            return Ok(());
        };
        let found = ContentDigest::of(file, self.len).map_err(unreadable(path))?;
        rewind(file, external).map_err(unreadable(path))?;
        match found == expected {
            true => Ok(()),
            false => Err(ExternalError::Changed {
                file: path.to_owned(),
                found,
                expected,
            }),
        }
    }
}

/// To the first byte of the item.
fn rewind(mut file: &File, external: &ExternalFile) -> io::Result<()> {
    file.seek(SeekFrom::Start(external.offset)).map(drop)
}

fn unreadable(file: &Path) -> impl Fn(io::Error) -> ExternalError {
    move |source| ExternalError::Unreadable {
        file: file.to_owned(),
        source,
    }
}
