//! Where the guest's serial output goes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A shared handle to a writer. A UART that is rebuilt from a saved state keeps writing to the same
/// place.
#[derive(Clone)]
pub struct Console(Arc<Mutex<dyn Write + Send>>);

impl Console {
    /// Sends the guest's output to `sink`.
    pub fn new(sink: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(sink)))
    }

    /// Hands everything that was written to the sink's destination.
    pub fn sync(&self) -> io::Result<()> {
        self.sink().flush()
    }

    fn sink(&self) -> MutexGuard<'_, dyn Write + Send + 'static> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Console {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sink().write(bytes)
    }

    /// Does nothing: the UART flushes after every byte, and the sink knows better when to.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
