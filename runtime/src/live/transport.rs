//! What carries bytes between the two sides, and tells the time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The moment from which time is counted, the same for all connections.
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A connection to the other side that blocks, with a clock.
pub trait Transport {
    /// The time since some moment. It never goes back.
    fn now(&self) -> Duration;

    /// Reads some bytes, as [`Read::read`] does, and waits for them no longer than `within`,
    /// which is not zero.
    ///
    /// # Errors
    ///
    /// As [`Read::read`]; `TimedOut` or `WouldBlock` if nothing came.
    fn read(&self, room: &mut [u8], within: Duration) -> io::Result<usize>;

    /// Writes some bytes, as [`Write::write`] does, and waits no longer than `within`, which is
    /// not zero.
    ///
    /// # Errors
    ///
    /// As [`Write::write`]; `TimedOut` or `WouldBlock` if nothing could be written.
    fn write(&self, bytes: &[u8], within: Duration) -> io::Result<usize>;

    /// Says that nothing more comes from here.
    ///
    /// # Errors
    ///
    /// If the connection is lost.
    fn shut(&self) -> io::Result<()>;
}

/// A TCP connection, and the clock of the host.
#[derive(Debug)]
pub struct TcpTransport {
    stream: TcpStream,
}

impl TcpTransport {
    /// Calls `address`, of which a name can have several, within this time in all.
    ///
    /// # Errors
    ///
    /// If the name has no address, or nobody answers there in time.
    pub fn connect(address: impl ToSocketAddrs, within: Duration) -> io::Result<Self> {
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

    /// Over a connection that is there.
    ///
    /// # Errors
    ///
    /// If it is lost already.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        // The frames are gathered already, and the guest stands still while the last ones
        // travel.
        stream.set_nodelay(true)?;
        LazyLock::force(&START);
        Ok(Self { stream })
    }
}

impl Transport for TcpTransport {
    fn now(&self) -> Duration {
        START.elapsed()
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
