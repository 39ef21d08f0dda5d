//! No store: all is held in memory.

use std::io;

use crate::value::{Storage, Store};

/// Of streams whose sections are all held in memory.
pub(super) struct NoStore;

impl Storage for NoStore {
    fn len(&self) -> usize {
        0
    }

    fn show(&self, _: usize, _: &mut dyn FnMut(&[u8])) {}
}

impl Store for NoStore {
    fn put(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
