//! Bulk items into files of their own, which are there whole or not at all.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::StreamError;
use super::external::Digesting;
use super::file::{Disk, System, create_in};
use super::item::{BulkItem, ExternalFile};

/// Zeros that fill a piece of this many bytes are not written: the file has a hole there.
const HOLE: usize = 1 << 16;

/// Writes a bulk item to a file of its own in `directory`, where its stream is going to be, and
/// returns what to [declare](crate::device::Devices::declare): the item, with the file's name
/// and the digest of what was written. `bytes` gives `len` bytes, such as guest RAM.
///
/// The name has the digest in it, so a file of an earlier stream stays as it was, and that
/// stream whole, until the new one is in its place; then it is for the program to
/// remove. The file is written under a temporary name and renamed once all of it has reached
/// the disk. It is readable by its owner only. Zeros take no room in it.
///
/// ```
/// use std::fs;
/// use migratable::stream::save_item;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let directory = std::env::temp_dir().join(format!("migratable-save-item-{}", std::process::id()));
/// # fs::create_dir_all(&directory)?;
/// let ram = vec![7; 1 << 20];
/// let item = save_item(&directory, "ram", &ram[..], 1 << 20)?;
/// // Declare it and save the stream; then, or elsewhere:
/// let file = item.open_in(&directory)?;
/// assert_eq!(file.metadata()?.len(), 1 << 20);
/// # fs::remove_dir_all(&directory)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// If `bytes` fails or ends before, or the system refuses. Then there is no file.
pub fn save_item(
    directory: &Path,
    name: &str,
    bytes: impl Read,
    len: u64,
) -> Result<BulkItem, StreamError> {
    save_item_by(&Disk, directory, name, bytes, len)
}

pub(super) fn save_item_by(
    system: &dyn System,
    directory: &Path,
    name: &str,
    bytes: impl Read,
    len: u64,
) -> Result<BulkItem, StreamError> {
    let failed = |action| {
        move |source| StreamError::File {
            action,
            path: directory.join(plain(name)),
            source,
        }
    };
    let (mut file, temporary) =
        create_in(system, directory).map_err(failed("create a temporary file beside it"))?;
    let mut bytes = Digesting::new(bytes.take(len));
    let copied = copy(system, &mut bytes, &mut file, len);
    copied.map_err(failed("write all of it"))?;
    (system.sync(&file)).map_err(failed("write it to the disk"))?;
    drop(file);
    let digest = bytes.digest();
    let file = format!("{}-{digest}.img", plain(name));
    let target = directory.join(&file);
    let renamed = temporary.rename(|from| system.rename(from, &target));
    renamed.map_err(failed("rename the temporary file"))?;
    let synced = system.sync_directory(directory);
    synced.map_err(failed("write its directory to the disk"))?;
    let file = ExternalFile::new(file).with_digest(digest);
    Ok(BulkItem::external(name, len, file))
}

fn copy(system: &dyn System, bytes: &mut impl Read, file: &mut File, len: u64) -> io::Result<()> {
    file.set_len(len)?;
    let mut room = vec![0; HOLE];
    let (mut left, mut at) = (len, 0);
    while left > 0 {
        let count = HOLE.min(usize::try_from(left).unwrap_or(HOLE));
        let piece = room.get_mut(..count).unwrap_or_default();
        bytes.read_exact(piece)?;
        if piece.iter().any(|byte| *byte != 0) {
            file.seek(SeekFrom::Start(at))?;
            Through { system, file }.write_all(piece)?;
        }
        (left, at) = (left - count as u64, at + count as u64);
    }
    Ok(())
}

/// A file that is written as a stream's is, so that tests can have the system refuse.
struct Through<'a> {
    system: &'a dyn System,
    file: &'a mut File,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.system.write(self.file, bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.system.flush(self.file)
    }
}

/// What of the name of an item can stand in that of a file, on every system.
fn plain(name: &str) -> String {
    /// With the digest behind it, within the 255 bytes of a file's name.
    const MOST: usize = 128;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let shown = name.chars().take(MOST);
    shown.map(|c| if is_plain(c) { c } else { '-' }).collect()
}
