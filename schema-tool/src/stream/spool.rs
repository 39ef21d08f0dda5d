//! Bytes that are too many for memory, in a temporary file.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use migratable::value::{Bytes, Storage, Store};

use crate::error::{Error, Result};

/// Bytes that are read at once.
const PAGE: usize = 1 << 20;

/// Pages that are kept in memory, of all spools.
const PAGES: usize = 8;

/// A temporary file that grows. It is made when something is put into it.
#[derive(Debug)]
pub(crate) struct Spool {
    /// Tells its pages from those of others.
    id: u64,
    len: usize,
    file: Mutex<Option<File>>,
    /// Why something could not be read.
    problem: Mutex<Option<io::Error>>,
}

struct Page {
    of: (u64, usize),
    bytes: Rc<Vec<u8>>,
}

thread_local! {
    static READ: RefCell<Vec<Page>> = const { RefCell::new(Vec::new()) };
}

impl Spool {
    pub(crate) fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self {
            id: LAST.fetch_add(1, Ordering::Relaxed),
            len: 0,
            file: Mutex::new(None),
            problem: Mutex::new(None),
        }
    }

    /// All that is in it.
    pub(crate) fn bytes(&self) -> Bytes<'_> {
        Bytes::stored(self)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let failed = |error: io::Error| {
            let why = "in the temporary file for what is too long for memory; TMPDIR says where";
            io::Error::new(error.kind(), format!("{error}, {why}"))
        };
        let file = match file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile().map_err(failed)?),
        };
        file.write_all(bytes).map_err(failed)?;
        self.len += bytes.len();
        Ok(())
    }

    /// Makes sure that all that was looked at could be read.
    pub(crate) fn check(&self) -> Result<()> {
        let mut problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        match problem.take() {
            None => Ok(()),
            Some(error) => Err(Error::new(format!("cannot read a temporary file: {error}"))),
        }
    }

    fn page(&self, number: usize) -> Rc<Vec<u8>> {
        let of = (self.id, number);
        let kept = READ.with_borrow(|pages| {
            let page = pages.iter().rev().find(|page| page.of == of)?;
            Some(Rc::clone(&page.bytes))
        });
        kept.unwrap_or_else(|| {
            let bytes = Rc::new(self.read(number).unwrap_or_else(|error| {
                let mut problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
                problem.get_or_insert(error);
                Vec::new()
            }));
            READ.with_borrow_mut(|pages| {
                if pages.len() >= PAGES {
                    pages.remove(0);
                }
                let bytes = Rc::clone(&bytes);
                pages.push(Page { of, bytes });
            });
            bytes
        })
    }

    /// Reads a page, and so much of the next one that as much is always at hand as must be.
    fn read(&self, number: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = &mut *file else {
            return Ok(Vec::new());
        };
        let start = number.saturating_mul(PAGE);
        let len = (PAGE + Bytes::AT_HAND).min(self.len.saturating_sub(start));
        let mut bytes = vec![0; len];
        file.seek(SeekFrom::Start(start as u64))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Storage for Spool {
    fn len(&self) -> usize {
        self.len
    }

    fn show(&self, offset: usize, see: &mut dyn FnMut(&[u8])) {
        let page = self.page(offset / PAGE);
        see(page.get(offset % PAGE..).unwrap_or_default());
    }
}

/// Only what is not in the file yet can be put there: nothing is looked at before.
impl Store for Spool {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)
    }
}
