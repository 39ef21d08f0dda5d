//! A machine that moves in an `async` program: the sides of `migratable::live` over whatever
//! tokio can read and write, on one thread that nothing blocks.
//!
//! What comes is read where it has come: nothing waits for a whole stream. The machine is small,
//! so its state is written to memory and sent from there.

mod destination;
mod inbox;
mod machine;
mod source;

pub use destination::receive;
pub use machine::Machine;
pub use source::send;

use std::error::Error;
use std::time::Duration;

use migratable::live::{Action, Side};
use migratable::stream::Header;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use inbox::Inbox;

/// What can go wrong is shown to a person.
pub type Done<T> = Result<T, Box<dyn Error>>;

/// The connection and the clock of a side.
pub struct Link<T> {
    transport: T,
    inbox: Inbox,
    start: Instant,
}

impl<T: AsyncRead + AsyncWrite + Unpin> Link<T> {
    /// Over a connection that is there.
    pub fn new(transport: T) -> Self {
        Self {
            transport,
            inbox: Inbox::default(),
            start: Instant::now(),
        }
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// Sends bytes, by the deadline of the phase that `side` is in.
    async fn write(&mut self, side: &impl Side, bytes: &[u8]) -> Done<()> {
        let written = self.transport.write_all(bytes);
        match side.deadline() {
            Some(deadline) => timeout_at(self.start + deadline, written).await??,
            // The other side is told, if it listens.
            None => tokio::time::timeout(LAST, written).await??,
        }
        Ok(())
    }

    /// Waits until what has come has what `read` waits for, by the deadline of the phase that
    /// `side` is in.
    async fn read<R>(
        &mut self,
        side: &impl Side,
        mut read: impl FnMut(&mut &[u8]) -> Done<Option<R>>,
    ) -> Done<R> {
        let deadline = self.start + side.deadline().unwrap_or_default();
        loop {
            if let Some(found) = self.inbox.read(&mut read)? {
                return Ok(found);
            }
            timeout_at(deadline, self.inbox.fill(&mut self.transport)).await??;
        }
    }

    /// Does what `side` says until nothing is left to do. What is to be done with the guest is
    /// known from its standing then.
    async fn settle(&mut self, side: &mut impl Side) {
        loop {
            let done = match side.next_action() {
                Some(Action::Send(bytes)) => self.write(side, &bytes).await,
                Some(_) => Ok(()),
                None => match side.deadline() {
                    None => return,
                    Some(deadline) => self.hear(side, self.start + deadline).await,
                },
            };
            if let Err(error) = done {
                self.fail(side, &error.to_string());
            }
        }
    }

    async fn hear(&mut self, side: &mut impl Side, deadline: Instant) -> Done<()> {
        if self.inbox.is_empty() {
            timeout_at(deadline, self.inbox.fill(&mut self.transport)).await??;
        }
        side.receive(self.now(), &self.inbox.take());
        Ok(())
    }

    /// Tells `side` that it is too late, or that the connection is lost.
    fn fail(&self, side: &mut impl Side, error: &str) {
        side.tick(self.now());
        side.closed(self.now(), error);
    }
}

/// For what is said when nothing is waited for any more.
const LAST: Duration = Duration::from_secs(1);

fn header() -> Header {
    Header::new("async-live", env!("CARGO_PKG_VERSION"))
}
