//! A new file.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PersistError};

use super::names::Name;

/// A file that has its name once all is in it.
pub(crate) struct NewFile {
    file: NamedTempFile,
    between: Name,
    name: PathBuf,
}

impl NewFile {
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn new(name: &Path) -> io::Result<Self> {
        let make = || super::builder(0o666).tempfile_in(super::parent(name));
        let (file, between) = super::begun(make, |file| file.path())?;
        Ok(Self {
            file,
            between,
            name: name.to_owned(),
        })
    }

    /// What is to be written to.
    pub(crate) fn as_file_mut(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Gives it its name, which nothing has yet.
    ///
    /// # Errors
    ///
    /// If something has it, or the system refuses.
    pub(crate) fn keep(self) -> io::Result<()> {
        self.named(NamedTempFile::persist_noclobber)
    }

    /// Gives it its name, whatever had it.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn replace(self) -> io::Result<()> {
        self.named(NamedTempFile::persist)
    }

    fn named(
        self,
        rename: impl FnOnce(NamedTempFile, PathBuf) -> Result<File, PersistError>,
    ) -> io::Result<()> {
        let Self {
            file,
            between,
            name,
        } = self;
        let renamed = between.give_up(|| Ok(rename(file, name)));
        renamed?.map(drop).map_err(|error| error.error)
    }
}
