//! The connection between source and destination, and how long each phase may take.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use super::transport::Transport;

/// A connection to a side that may be slow on purpose: each phase has one deadline for the whole of
/// it, whatever comes meanwhile and in however small pieces.
pub(super) struct Connection<'a> {
    transport: &'a dyn Transport,
    phase: Cell<Phase>,
    sent: Cell<u64>,
}

#[derive(Clone, Copy)]
struct Phase {
    name: &'static str,
    within: Duration,
    ends: Duration,
}

impl<'a> Connection<'a> {
    /// A connection whose first phase begins now.
    pub(super) fn new(transport: &'a dyn Transport, phase: &'static str, within: Duration) -> Self {
        let phase = Cell::new(phase_from(transport.now(), phase, within));
        let sent = Cell::new(0);
        Self {
            transport,
            phase,
            sent,
        }
    }

    /// Ends a phase and begins the next, which may take this long.
    pub(super) fn begin(&self, phase: &'static str, within: Duration) {
        let phase = phase_from(self.transport.now(), phase, within);
        self.phase.set(phase);
    }

    /// Bytes that were sent so far.
    pub(super) fn sent(&self) -> u64 {
        self.sent.get()
    }

    /// Says that nothing more comes from here, and waits until the other side has closed too: what
    /// was sent could be lost if it were closed on bytes that nobody has read.
    pub(super) fn close(&self, within: Duration) {
        self.begin("closing the connection", within);
        let is_told = self.transport.shut();
        let mut room = [0; 4096];
        let mut this = self;
        while is_told.is_ok() && matches!(this.read(&mut room), Ok(1..)) {}
    }

    /// What is left of the phase's time.
    fn left(&self) -> io::Result<Duration> {
        match self.phase.get().ends.saturating_sub(self.transport.now()) {
            Duration::ZERO => Err(self.late()),
            left => Ok(left),
        }
    }

    fn explain(&self, error: io::Error) -> io::Error {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => self.late(),
            _ => error,
        }
    }

    fn late(&self) -> io::Error {
        let Phase { name, within, .. } = self.phase.get();
        let text = format!("{name} took longer than {within:?}");
        io::Error::new(ErrorKind::TimedOut, text)
    }
}

fn phase_from(now: Duration, name: &'static str, within: Duration) -> Phase {
    let ends = now.saturating_add(within);
    Phase { name, within, ends }
}

impl Read for &Connection<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self.transport.read(room, self.left()?) {
            Ok(0) if !room.is_empty() => Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the other side has closed the connection",
            )),
            Ok(count) => Ok(count),
            Err(error) => Err(self.explain(error)),
        }
    }
}

impl Write for &Connection<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.transport.write(bytes, self.left()?);
        let count = written.map_err(|error| self.explain(error))?;
        self.sent.set(self.sent.get() + count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
