//! A new directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::names::Name;
use crate::error::{Error, Result};
use crate::text;

/// A directory that has its name once all is in it.
pub(crate) struct NewDirectory {
    name: PathBuf,
    /// Where it is until then.
    between: Option<(TempDir, Name)>,
}

impl NewDirectory {
    /// # Errors
    ///
    /// If something has the name already, or the system refuses.
    pub(crate) fn new(name: &Path) -> Result<Self> {
        if name.symlink_metadata().is_ok() {
            let error = Error::new(format!("{}: it is there already", text::path(name)));
            return Err(error.hint("name a new directory for the files"));
        }
        let make = || super::builder(0o777).tempdir_in(super::parent(name));
        let made = super::begun(make, TempDir::path);
        Ok(Self {
            name: name.to_owned(),
            between: Some(made.map_err(|error| failed(name, &error))?),
        })
    }

    /// Where its files are to be written.
    pub(crate) fn path(&self) -> &Path {
        match &self.between {
            Some((between, _)) => between.path(),
            None => &self.name,
        }
    }

    /// Gives it its name.
    pub(crate) fn keep(&mut self) -> Result<()> {
        let Some((between, temporary)) = self.between.take() else {
            return Ok(());
        };
        let renamed = temporary.give_up(|| {
            fs::rename(between.path(), &self.name)?;
            // There is nothing left to be removed under the other name.
            drop(between.keep());
            Ok(())
        });
        renamed.map_err(|error| failed(&self.name, &error))
    }

    /// Removes it again, as what it belongs to could not be written.
    pub(crate) fn give_up(self) {
        if self.between.is_none() {
            // Of the two failures, the first is told.
            let _ = fs::remove_dir_all(&self.name);
        }
    }
}

fn failed(name: &Path, error: &io::Error) -> Error {
    Error::new(format!("{}: cannot write it: {error}", text::path(name)))
}
