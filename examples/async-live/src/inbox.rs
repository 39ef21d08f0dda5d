//! What has come and was not used yet.

use std::io::{self, ErrorKind};
use std::mem;

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::Done;

#[derive(Default)]
pub(crate) struct Inbox(Vec<u8>);

impl Inbox {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.0)
    }

    /// Waits for more.
    pub(crate) async fn fill(&mut self, input: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
        match input.read_buf(&mut self.0).await? {
            0 => Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the other side has closed the connection",
            )),
            _ => Ok(()),
        }
    }

    /// Hands what has come to `read`, which takes from the front what it uses, and gives what is
    /// waited for, if it was there.
    pub(crate) fn read<T>(
        &mut self,
        read: impl FnOnce(&mut &[u8]) -> Done<Option<T>>,
    ) -> Done<Option<T>> {
        let mut rest = &self.0[..];
        let found = read(&mut rest)?;
        let used = self.0.len() - rest.len();
        self.0.drain(..used);
        Ok(found)
    }
}
