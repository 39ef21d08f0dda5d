//! The connection between source and destination.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A TCP connection whose other side may not be silent for too long.
pub(super) struct Connection {
    stream: TcpStream,
    timeout: Duration,
    sent: AtomicU64,
}

impl Connection {
    pub(super) fn to(address: &str, timeout: Duration) -> io::Result<Self> {
        let mut refused = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, timeout) {
                Ok(stream) => return Self::new(stream, timeout),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// Waits for somebody to connect, however long that takes.
    pub(super) fn from(listener: &TcpListener, timeout: Duration) -> io::Result<Self> {
        let (stream, _) = listener.accept()?;
        Self::new(stream, timeout)
    }

    fn new(stream: TcpStream, timeout: Duration) -> io::Result<Self> {
        stream.set_read_timeout(Some(timeout))?;
        stream.set_write_timeout(Some(timeout))?;
        // The frames are gathered already, and the guest stands still while the last ones travel.
        stream.set_nodelay(true)?;
        let sent = AtomicU64::new(0);
        Ok(Self {
            stream,
            timeout,
            sent,
        })
    }

    /// Bytes that were sent so far.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Says that nothing more comes from here, and waits until the other side has closed too: what
    /// was sent could be lost if it were closed on bytes that nobody has read.
    pub(super) fn close(&self) {
        let is_told = self.stream.shutdown(Shutdown::Write);
        let mut room = [0; 4096];
        while is_told.is_ok() && matches!((&self.stream).read(&mut room), Ok(1..)) {}
    }

    fn explain(&self, error: io::Error) -> io::Error {
        match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => io::Error::new(
                ErrorKind::TimedOut,
                format!("the other side was silent for {:?}", self.timeout),
            ),
            _ => error,
        }
    }
}

impl Read for &Connection {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match (&self.stream).read(room) {
            Ok(0) if !room.is_empty() => Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the other side has closed the connection",
            )),
            Ok(count) => Ok(count),
            Err(error) => Err(self.explain(error)),
        }
    }
}

impl Write for &Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = (&self.stream).write(bytes).map_err(|e| self.explain(e))?;
        self.sent.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.stream).flush()
    }
}
