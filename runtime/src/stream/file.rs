//! Streams in files, which are there whole or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::error::StreamError;
use super::limits::Limits;
use super::messages::Header;
use super::writer::StreamWriter;

/// Writes a stream to the file `path`: begins it, has `write` write all that
/// follows the header, and finishes it.
///
/// The stream is written under a temporary name beside `path` and renamed once
/// all of it has reached the disk. Until then a file that was there before stays
/// as it was, and after any failure, a panic included, it still does: whether
/// `write` fails or forgets something that the stream must have, as a section
/// of an instance, the system refuses a write, or the rename. The temporary file
/// is removed; only a process that is killed leaves it, as `.migratable-*.tmp`.
/// One failure comes later: if the directory cannot be synced, the new file is
/// in place, but a crash of the system may bring the old one back.
///
/// The file can hold a guest's memory, so it is readable by its owner only,
/// unless it replaces one: then it has that one's permissions, owner and group;
/// where the system does not let it have the same owner and group, it stays
/// private. A symbolic link is followed, even to a file that is not there yet.
///
/// # Errors
///
/// If `write` fails, the stream is not whole, `path` is something else than a
/// file, or the system refuses.
///
/// ```no_run
/// # use migratable::device::{Devices, MachineError};
/// # use migratable::stream::{save_file, Header, Limits};
/// # fn save(devices: &Devices<'_>) -> Result<(), MachineError> {
/// let header = Header::new("mini-vm", "1.0");
/// save_file("vm.mig".as_ref(), &header, Limits::default(), |writer| devices.save(writer))
/// # }
/// ```
pub fn save_file<T, E: From<StreamError>>(
    path: &Path,
    header: &Header,
    limits: Limits,
    write: impl FnOnce(&mut StreamWriter<FileOutput<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    save_by(&Disk, path, header, limits, write)
}

/// Where [`save_file`] writes a stream to.
///
/// It cannot be made elsewhere, so that the stream that is finished is the one
/// that was begun.
pub struct FileOutput<'a> {
    system: &'a dyn System,
    file: &'a mut File,
    written: u64,
}

impl std::fmt::Debug for FileOutput<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileOutput").finish_non_exhaustive()
    }
}

impl Write for FileOutput<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.system.write(self.file, bytes)?;
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.system.flush(self.file)
    }
}

/// What is asked of the system, each of which it can refuse.
pub(super) trait System {
    fn create(&self, path: &Path) -> io::Result<File> {
        private().open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn flush(&self, file: &mut File) -> io::Result<()> {
        file.flush()
    }

    fn set_permissions(&self, file: &File, like: &Metadata) -> io::Result<()> {
        file.set_permissions(permissions(file, like))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Makes a new name last. Only Unix has directories that can be synced.
    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        match cfg!(unix) {
            true => File::open(directory)?.sync_all(),
            false => Ok(()),
        }
    }
}

pub(super) struct Disk;

impl System for Disk {}

pub(super) fn save_by<T, E: From<StreamError>>(
    system: &dyn System,
    path: &Path,
    header: &Header,
    limits: Limits,
    write: impl FnOnce(&mut StreamWriter<FileOutput<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |action| {
        move |source| StreamError::File {
            action,
            path: path.to_path_buf(),
            source,
        }
    };
    let target = target(path).map_err(failed("look at what is there"))?;
    let directory = directory_of(&target);
    let (mut file, temporary) =
        create_in(system, directory).map_err(failed("create a temporary file beside it"))?;

    let output = FileOutput {
        system,
        file: &mut file,
        written: 0,
    };
    let mut writer = StreamWriter::new(output, header, limits)?;
    let value = write(&mut writer)?;
    let (output, len) = writer.finish_with_len()?;
    if output.written != len {
        let stray = "bytes were written beside the stream, through `StreamWriter::get_mut`";
        let stray = io::Error::new(io::ErrorKind::InvalidData, stray);
        return Err(failed("write only the stream")(stray).into());
    }

    if let Ok(replaced) = fs::metadata(&target) {
        (system.set_permissions(&file, &replaced)).map_err(failed("set its permissions"))?;
    }
    (system.sync(&file)).map_err(failed("write it to the disk"))?;
    drop(file);
    let renamed = temporary.rename(|from| system.rename(from, &target));
    renamed.map_err(failed("rename the temporary file"))?;
    let synced = system.sync_directory(directory);
    synced.map_err(failed("write its directory to the disk"))?;
    Ok(value)
}

/// The file that `path` means, through symbolic links.
fn target(path: &Path) -> io::Result<PathBuf> {
    /// As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => {
                let link = fs::read_link(&path)?;
                path = directory_of(&path).join(link);
            }
            Ok(found) if found.is_file() => return Ok(path),
            Ok(_) => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "it is not a regular file and cannot be replaced by one",
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return match path.file_name() {
                    Some(_) => Ok(path),
                    None => Err(io::Error::new(
                        io::ErrorKind::InvalidInput,
                        "it does not name a file",
                    )),
                };
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("its symbolic links lead in a circle"))
}

fn directory_of(path: &Path) -> &Path {
    let directory = path.parent();
    let directory = directory.filter(|directory| !directory.as_os_str().is_empty());
    directory.unwrap_or(Path::new("."))
}

/// Creates a file of a name that nothing has yet. It is short: beside a file of
/// the longest name there is room for it.
pub(super) fn create_in(system: &dyn System, directory: &Path) -> io::Result<(File, Temporary)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);

    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = directory.join(format!(".migratable-{}-{count}.tmp", process::id()));
        match system.create(&path) {
            Ok(file) => return Ok((file, Temporary { path, done: false })),
            // Left by a process of the same id that was killed.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The permissions of `like`, whose owner and group `file` gets; if the system
/// does not let it, others than its owner are to have none: those were another
/// group's.
#[cfg(unix)]
fn permissions(file: &File, like: &Metadata) -> fs::Permissions {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let mut permissions = like.permissions();
    let ids = |metadata: Metadata| (metadata.uid(), metadata.gid());
    let wanted = (like.uid(), like.gid());
    let is_like = || file.metadata().map(ids).is_ok_and(|ids| ids == wanted);
    if !is_like() && fchown(file, Some(wanted.0), Some(wanted.1)).is_err() {
        permissions.set_mode(permissions.mode() & 0o700);
    }
    permissions
}

#[cfg(not(unix))]
fn permissions(_: &File, like: &Metadata) -> fs::Permissions {
    like.permissions()
}

/// A file that is removed unless it gets its name.
pub(super) struct Temporary {
    path: PathBuf,
    done: bool,
}

impl Temporary {
    pub(super) fn rename(mut self, rename: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
        rename(&self.path)?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.done {
            // There is nobody left to tell, and a left-over does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}
