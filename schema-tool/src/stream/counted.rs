//! An input of which is known how much was read.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Counts the bytes that are read.
pub(super) struct Counted {
    input: Box<dyn Read>,
    taken: Rc<Cell<u64>>,
}

impl Counted {
    /// The input, and the number of bytes that were read of it.
    pub(super) fn new(input: Box<dyn Read>) -> (Self, Rc<Cell<u64>>) {
        let taken = Rc::default();
        let counted = Self {
            input,
            taken: Rc::clone(&taken),
        };
        (counted, taken)
    }
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)?;
        self.taken
            .set(self.taken.get().saturating_add(count as u64));
        Ok(count)
    }
}
