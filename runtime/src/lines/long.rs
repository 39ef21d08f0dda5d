//! Lines that are too long for memory.

use std::cell::RefCell;
use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;

use super::error::LinesError;
use crate::value::{Bytes, Counts, Encoding, Store};

/// A line of which the beginning was read. It ends behind the line's end.
pub(super) struct Rest<'r, R> {
    beginning: Cursor<&'r [u8]>,
    input: &'r mut R,
    is_over: bool,
    /// Bytes that may still come.
    left: u64,
    /// Bytes without a quotation mark that may follow one another: a text is held in memory.
    most: u64,
    /// Those that came last.
    unquoted: u64,
}

impl<'r, R: BufRead> Rest<'r, R> {
    /// Of a line that has at most so many bytes, and texts that have at most `most`.
    pub(super) fn new(beginning: &'r [u8], input: &'r mut R, longest: u64, most: u64) -> Self {
        Self {
            most,
            unquoted: 0,
            beginning: Cursor::new(beginning),
            input,
            is_over: false,
            left: longest,
        }
    }
}

impl<R: BufRead> Read for Rest<'_, R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.beginning.read(to)?;
        if read > 0 || self.is_over {
            return Ok(read);
        }
        let ahead = self.input.fill_buf()?;
        let ahead = ahead.get(..to.len()).unwrap_or(ahead);
        let end = ahead.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(ahead.len(), |end| end + 1);
        let pair = to.get_mut(..taken).zip(ahead.get(..taken));
        if let Some((to, ahead)) = pair {
            to.copy_from_slice(ahead);
            let quoted = ahead.iter().rposition(|byte| *byte == b'"');
            self.unquoted = match quoted {
                Some(at) => (ahead.len() - at) as u64,
                None => self.unquoted.saturating_add(ahead.len() as u64),
            };
        }
        self.input.consume(taken);
        self.is_over = end.is_some() || taken == 0;
        self.left = self.left.saturating_sub(taken as u64);
        match self.left > 0 && self.unquoted <= self.most {
            true => Ok(taken),
            false => Err(io::Error::other(
                "the line, or a text in it, is longer than the limits leave for one",
            )),
        }
    }
}

/// A store that a value is spilled to while it is encoded.
pub(super) struct Spilled<S> {
    shared: Rc<RefCell<Shared<S>>>,
}

struct Shared<S> {
    store: S,
    /// Bytes that it may still take.
    left: u64,
    problem: Option<io::Error>,
}

impl<S: Store + 'static> Spilled<S> {
    /// Takes at most so many bytes.
    pub(super) fn new(store: S, most: u64) -> (Self, Encoding) {
        let shared = Rc::new(RefCell::new(Shared {
            store,
            left: most,
            problem: None,
        }));
        let to = Rc::clone(&shared);
        let encoding = Encoding::spilling(Box::new(move |bytes| to.borrow_mut().put(bytes)));
        (Self { shared }, encoding)
    }

    /// Why the store did not take something, if that is so.
    pub(super) fn problem(&self) -> Option<io::Error> {
        self.shared.borrow_mut().problem.take()
    }

    /// Puts all into another store, with the counts where they belong.
    pub(super) fn with_counts(self, counts: Counts, mut store: S) -> Result<S, LinesError> {
        let shared = self.shared.borrow();
        let all = Bytes::stored(&shared.store);
        let mut from = 0;
        let copy = |from: usize, to: usize, store: &mut S| {
            let part = all.part(from..to).unwrap_or((&[]).into());
            part.try_pieces(Bytes::AT_HAND, |piece| store.put(piece))
        };
        for (place, count) in counts.in_order() {
            copy(from, place, &mut store)?;
            store.put(&count)?;
            from = place;
        }
        copy(from, all.len(), &mut store)?;
        Ok(store)
    }
}

impl<S: Store> Shared<S> {
    fn put(&mut self, bytes: &[u8]) -> bool {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            return false;
        };
        self.left = left;
        match self.store.put(bytes) {
            Ok(()) => true,
            Err(error) => {
                self.problem.get_or_insert(error);
                false
            }
        }
    }
}
