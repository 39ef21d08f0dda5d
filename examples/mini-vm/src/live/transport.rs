//! What carries bytes between the two sides, and tells the time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// A connection to the other side, with a clock.
pub trait Transport {
    /// The time since some moment. It never goes back.
    fn now(&self) -> Duration;

    /// Reads some bytes, as [`Read::read`] does, and waits for them no longer than `within`, which
    /// is not zero.
    fn read(&self, room: &mut [u8], within: Duration) -> io::Result<usize>;

    /// Writes some bytes, as [`Write::write`] does, and waits no longer than `within`, which is not
    /// zero.
    fn write(&self, bytes: &[u8], within: Duration) -> io::Result<usize>;

    /// Says that nothing more comes from here.
    fn shut(&self) -> io::Result<()>;
}

/// A TCP connection, and the clock of the host.
pub(super) struct Tcp {
    stream: TcpStream,
    start: Instant,
}

impl Tcp {
    /// Calls `address`, of which a name can have several, within this time in all.
    pub(super) fn to(address: &str, within: Duration) -> io::Result<Self> {
        let start = Instant::now();
        let mut refused = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in address.to_socket_addrs()? {
            let left = within.saturating_sub(start.elapsed());
            if left.is_zero() {
                break;
            }
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => return Self::new(stream),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// Waits for somebody to connect, however long that takes.
    pub(super) fn from(listener: &TcpListener) -> io::Result<Self> {
        let (stream, _) = listener.accept()?;
        Self::new(stream)
    }

    fn new(stream: TcpStream) -> io::Result<Self> {
        // The frames are gathered already, and the guest stands still while the last ones travel.
        stream.set_nodelay(true)?;
        let start = Instant::now();
        Ok(Self { stream, start })
    }
}

impl Transport for Tcp {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn read(&self, room: &mut [u8], within: Duration) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(within))?;
        (&self.stream).read(room)
    }

    fn write(&self, bytes: &[u8], within: Duration) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(within))?;
        (&self.stream).write(bytes)
    }

    fn shut(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)
    }
}
