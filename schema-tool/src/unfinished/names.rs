//! The temporary names that are in use.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static NAMES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A temporary name, which is in use as long as this lives.
#[derive(Debug)]
pub(super) struct Name(PathBuf);

impl Name {
    /// Notes the name of what `make` makes. Nothing else gets or loses such a name
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// As of `make`.
    pub(super) fn of<T>(
        make: impl FnOnce() -> io::Result<T>,
        path: impl FnOnce(&T) -> &Path,
    ) -> io::Result<(T, Self)> {
        let mut names = names();
        let made = make()?;
        let path = path(&made).to_owned();
        names.insert(path.clone());
        Ok((made, Self(path)))
    }

    /// Lets `rename` give what has the name another one.
    ///
    /// # Errors
    ///
    /// As of `rename`.
    pub(super) fn give_up<T>(self, rename: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let mut names = names();
        let renamed = rename();
        names.remove(&self.0);
        drop(names);
        std::mem::forget(self);
        renamed
    }
}

impl Drop for Name {
    fn drop(&mut self) {
        names().remove(&self.0);
    }
}

/// All of them. None comes or goes before this is dropped.
pub(super) fn names() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    NAMES.lock().unwrap_or_else(PoisonError::into_inner)
}
