//! New directories, which are there with all their files or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::{Error, Result};
use crate::text;

/// A directory that has its name once all is in it.
pub(super) struct NewDirectory {
    name: PathBuf,
    /// Where it is until then.
    between: Option<TempDir>,
}

impl NewDirectory {
    /// # Errors
    ///
    /// If something has the name already, or the system refuses.
    pub(super) fn new(name: &Path) -> Result<Self> {
        if name.symlink_metadata().is_ok() {
            let error = Error::new(format!("{}: it is there already", text::path(name)));
            return Err(error.hint("name a new directory for the files"));
        }
        let parent = match name.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let made = builder().tempdir_in(parent);
        Ok(Self {
            name: name.to_owned(),
            between: Some(made.map_err(|error| failed(name, &error))?),
        })
    }

    /// Where its files are to be written.
    pub(super) fn path(&self) -> &Path {
        match &self.between {
            Some(between) => between.path(),
            None => &self.name,
        }
    }

    /// Gives it its name.
    pub(super) fn keep(&mut self) -> Result<()> {
        if let Some(between) = &self.between {
            fs::rename(between.path(), &self.name).map_err(|error| failed(&self.name, &error))?;
        }
        // There is nothing left to be removed under the other name.
        self.between.take().map(TempDir::keep);
        Ok(())
    }

    /// Removes it again, as what it belongs to could not be written.
    pub(super) fn give_up(self) {
        if self.between.is_none() {
            // Of the two failures, the first is told.
            let _ = fs::remove_dir_all(&self.name);
        }
    }
}

/// Temporary directories are private, unless one says otherwise; these are for all whom
/// the user's mask lets read.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".schema-tool-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    builder
}

fn failed(name: &Path, error: &io::Error) -> Error {
    Error::new(format!("{}: cannot write it: {error}", text::path(name)))
}
