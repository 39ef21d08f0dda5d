//! What a destination says, and what it is told to say of a stream.

use std::io::Read;

use super::super::answers;
use super::super::error::StreamError;
use super::super::frame::FrameKind;
use super::super::messages::{Answer, Outcome, StreamDigest};
use super::StreamReader;

impl<R: Read> StreamReader<R> {
    /// The answer, which in a stream from the destination of a migration comes
    /// behind the prologue.
    ///
    /// # Errors
    ///
    /// If the input fails, something else comes, or the answer contradicts
    /// itself.
    pub fn read_answer(&mut self) -> Result<Answer, StreamError> {
        self.guard(|reader| match reader.frames.next()? {
            FrameKind::Answer => {
                let (place, payload, _) = reader.frames.read_message()?;
                answers::read_answer(place, payload)
            }
            _ => Err(reader.unexpected("the answer frame")),
        })
    }

    /// The outcome, which in a stream from the destination of a migration comes
    /// behind the answer. `sent` is the digest of the stream that the
    /// destination was to load, from
    /// [`finish_with_digest`](crate::stream::StreamWriter::finish_with_digest); `None`
    /// if it was not sent to its end, so that only a refusal can come.
    ///
    /// # Errors
    ///
    /// If the input fails, something else comes, or the destination says that
    /// it has loaded another stream than this.
    pub fn read_outcome(&mut self, sent: Option<&StreamDigest>) -> Result<Outcome, StreamError> {
        self.guard(|reader| {
            match reader.frames.next()? {
                FrameKind::Outcome => {}
                _ => return Err(reader.unexpected("the outcome frame")),
            }
            let (place, payload, _) = reader.frames.read_message()?;
            let outcome = answers::read_outcome(place, payload)?;
            answers::check_loaded(place, &outcome, sent)?;
            Ok(outcome)
        })
    }

    /// What to tell the source of this stream: that all of it was loaded, or
    /// why not.
    pub fn outcome(&self, refusal: Option<String>) -> Outcome {
        let unread = || "the stream was not read to its end".to_owned();
        match (refusal, self.body.digest()) {
            (None, Some(digest)) => Outcome::Loaded(digest),
            (refusal, _) => Outcome::Refused {
                reason: refusal.unwrap_or_else(unread),
            },
        }
    }
}
