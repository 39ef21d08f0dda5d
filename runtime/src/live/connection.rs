//! Drives a side of a migration over a connection that blocks.

use std::cell::Cell;
use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Duration;

use super::action::Action;
use super::side::Side;
use super::timer::Phase;
use super::transport::Transport;

/// A connection to a side that may be slow on purpose: what is read and written has the
/// deadline of the phase that this side is in, whatever comes meanwhile and in however small
/// pieces.
///
/// Streams are written to and read from `&Connection`. After each call that changes the side,
/// [`follow`](Self::follow) it.
pub struct Connection<'a> {
    transport: &'a dyn Transport,
    limit: Cell<Limit>,
    sent: Cell<u64>,
}

/// How long the last messages may take to be sent if no phase says it.
const LAST: Duration = Duration::from_secs(10);

/// Until when something may take.
#[derive(Clone, Copy)]
struct Limit {
    ends: Duration,
    within: Duration,
    phase: Option<Phase>,
    /// No phase has a deadline any more, but the last messages are to be sent.
    is_last: bool,
}

impl<'a> Connection<'a> {
    /// A connection over which this side migrates.
    pub fn new(transport: &'a dyn Transport, side: &impl Side) -> Self {
        let limit = Limit {
            ends: transport.now(),
            within: LAST,
            phase: None,
            is_last: false,
        };
        let connection = Self {
            transport,
            limit: Cell::new(limit),
            sent: Cell::new(0),
        };
        connection.follow(side);
        connection
    }

    /// The time, by the clock of the transport.
    pub fn now(&self) -> Duration {
        self.transport.now()
    }

    /// Keeps to the deadline of the phase that `side` is in. If it waits for nothing any more,
    /// there is as much time as there was for its last phase, or ten seconds.
    pub fn follow(&self, side: &impl Side) {
        let limit = self.limit.get();
        let next = match (side.deadline(), side.phase()) {
            (Some(ends), Some((phase, within))) => Limit {
                ends,
                within,
                phase: Some(phase),
                is_last: false,
            },
            _ if limit.is_last => limit,
            _ => Limit {
                ends: self.now().saturating_add(limit.within),
                phase: None,
                is_last: true,
                ..limit
            },
        };
        self.limit.set(next);
    }

    /// Sends what `side` has to say, and reads from `input`, a reader of this connection, what
    /// the other side says, until there is something else to do; `None` if there is nothing to
    /// do and nothing is waited for.
    pub fn drive(&self, side: &mut impl Side, mut input: impl Read) -> Option<Action> {
        let mut room = [0; 4096];
        loop {
            self.follow(side);
            let mut this = self;
            let done = match side.next_action() {
                Some(Action::Send(bytes)) => this.write_all(&bytes),
                Some(action) => return Some(action),
                None if side.deadline().is_none() => return None,
                None => input.read(&mut room).map(|count| {
                    side.receive(self.now(), room.get(..count).unwrap_or_default());
                }),
            };
            match done {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => self.lost(side, &mut input, &error),
            }
        }
    }

    /// Tells `side` that this connection has failed, which may show in the `error` of a stream.
    /// What the other side has said before, which may be why, is read from `input` first.
    pub fn lost(&self, side: &mut impl Side, mut input: impl Read, error: &dyn fmt::Display) {
        self.follow(side);
        let mut room = [0; 4096];
        while side.deadline().is_some()
            && let Ok(count) = input.read(&mut room)
        {
            side.receive(self.now(), room.get(..count).unwrap_or_default());
        }
        side.closed(self.now(), &error.to_string());
    }

    /// Bytes that were sent so far.
    pub fn sent(&self) -> u64 {
        self.sent.get()
    }

    /// Says that nothing more comes from here, and waits until the other side has closed too,
    /// no longer than this: what was sent could be lost if it were closed on bytes that nobody
    /// has read.
    pub fn close(&self, within: Duration) {
        self.limit.set(Limit {
            ends: self.now().saturating_add(within),
            within,
            phase: None,
            is_last: true,
        });
        let is_told = self.transport.shut();
        let mut room = [0; 4096];
        let mut this = self;
        while is_told.is_ok() && matches!(this.read(&mut room), Ok(1..)) {}
    }

    /// What is left of the phase's time.
    fn left(&self) -> io::Result<Duration> {
        match self.limit.get().ends.saturating_sub(self.now()) {
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
        let Limit { phase, within, .. } = self.limit.get();
        let text = match phase {
            Some(phase) => format!("{phase} took longer than {within:?}"),
            None => format!("the last messages took longer than {within:?}"),
        };
        io::Error::new(ErrorKind::TimedOut, text)
    }
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

impl fmt::Debug for Connection<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("sent", &self.sent())
            .finish_non_exhaustive()
    }
}
