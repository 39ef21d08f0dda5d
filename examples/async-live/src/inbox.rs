//! What has come and was not used yet.

use std::io::{self, ErrorKind};
use std::mem;

use migratable::stream::{FrameKind, FrameParser, Piece, StreamError};
use tokio::io::{AsyncRead, AsyncReadExt};

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

    /// Moves bytes to `stream`, up to the end of a frame of such a kind; whether it was there.
    pub(crate) fn move_until(
        &mut self,
        is_wanted: impl Fn(FrameKind) -> bool,
        parser: &mut FrameParser,
        stream: &mut Vec<u8>,
    ) -> Result<bool, StreamError> {
        let mut rest = &self.0[..];
        let mut found = false;
        while !found && let Some(piece) = parser.next(&mut rest)? {
            found = matches!(piece, Piece::End(kind) if is_wanted(kind));
        }
        let used = self.0.len() - rest.len();
        stream.extend(self.0.drain(..used));
        Ok(found)
    }
}
