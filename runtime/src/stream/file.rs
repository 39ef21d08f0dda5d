//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::error::StreamError;

/// Makes the file `path` by `write`, under a temporary name beside it that is
/// given up for `path` once all of it has reached the disk. Until then a file
/// that was there before stays as it was.
///
/// The file can hold a guest's memory, so it is readable by its owner only,
/// unless it replaces one: then it has that one's permissions. A symbolic link
/// is followed.
///
/// # Errors
///
/// If `write` fails, `path` is something else than a file, or the system
/// refuses. The temporary file is removed.
///
/// ```no_run
/// # use migratable::stream::{save_file, Header, Limits, StreamError, StreamWriter};
/// # fn main() -> Result<(), StreamError> {
/// let header = Header { producer: "mini-vm".into(), producer_version: "1.0".into() };
/// save_file("vm.mig".as_ref(), |file| {
///     let mut writer = StreamWriter::new(file, &header, Limits::default())?;
///     writer.instances(&[])?;
///     writer.finish().map(drop)
/// })
/// # }
/// ```
pub fn save_file<T, E: From<StreamError>>(
    path: &Path,
    write: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |action| {
        move |source| StreamError::File {
            action,
            path: path.to_path_buf(),
            source,
        }
    };
    let target = target(path).map_err(failed("look at what is there"))?;
    let (mut file, temporary) =
        create_beside(&target).map_err(failed("create a temporary file beside it"))?;
    let value = write(&mut file)?;
    if let Ok(replaced) = fs::metadata(&target) {
        file.set_permissions(replaced.permissions())
            .map_err(failed("set its permissions"))?;
    }
    file.sync_all().map_err(failed("write it to the disk"))?;
    drop(file);
    temporary
        .rename(&target)
        .map_err(failed("rename the temporary file"))?;
    sync_directory(&target).map_err(failed("write its directory to the disk"))?;
    Ok(value)
}

/// The file that `path` means, through symbolic links.
fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => fs::canonicalize(path),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file and cannot be replaced by one",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_path_buf()),
        Err(error) => Err(error),
    }
}

/// Creates a file of a name that nothing has yet.
fn create_beside(target: &Path) -> io::Result<(File, Temporary)> {
    static COUNT: AtomicU32 = AtomicU32::new(0);

    let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}-{count}.tmp", process::id()));
        let path = target.with_file_name(hidden);
        match private().open(&path) {
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

/// Makes the new name last. Only Unix has directories that can be synced.
fn sync_directory(target: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let directory = target
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

/// A file that is removed unless it gets its name.
struct Temporary {
    path: PathBuf,
    done: bool,
}

impl Temporary {
    fn rename(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
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
