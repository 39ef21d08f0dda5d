//! New files and directories, which are there whole or not at all: until all is in them
//! they have temporary names, and what is not finished is removed, by a signal too.

mod directory;
mod file;
mod names;
#[cfg(unix)]
mod signals;

pub(crate) use directory::NewDirectory;
pub(crate) use file::NewFile;

use std::io;
use std::path::Path;

use names::Name;

/// Has something made that has a temporary name.
///
/// # Errors
///
/// As of `make`.
fn begun<T>(
    make: impl FnOnce() -> io::Result<T>,
    path: impl FnOnce(&T) -> &Path,
) -> io::Result<(T, Name)> {
    #[cfg(unix)]
    signals::await_signals();
    Name::of(make, path).map_err(without_name)
}

/// An error without the temporary name in it, which nobody gave.
fn without_name(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}

/// The directory that a name is in.
fn parent(name: &Path) -> &Path {
    match name.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// How temporary names look. What has one is private, unless one says otherwise; these
/// are for all whom the user's mask lets read.
fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".schema-tool-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    builder
}
