//! What ends a stream that is not sent to its end, and what a destination says.

use serde::Serialize;

use super::super::checks::check_answer;
use super::super::error::StreamError;
use super::super::frame::FrameKind;
use super::super::io::Write;
use super::super::messages::{Answer, Outcome, beginning};
use super::super::wire::{self, Cancel};
use super::StreamWriter;

impl<W: Write> StreamWriter<W> {
    /// Writes, behind the prologue of the destination's own devices, what it
    /// says of those that it was offered.
    ///
    /// # Errors
    ///
    /// If the prologue was not written yet, the answer contradicts itself, a
    /// limit is exceeded, or the output fails.
    pub fn answer(&mut self, answer: &Answer) -> Result<(), StreamError> {
        check_answer(&self.frames.place(FrameKind::Answer), answer)?;
        self.last_word(FrameKind::Answer, &wire::Answer::from(answer))
    }

    /// Writes, behind an answer, whether the devices were loaded. Nothing
    /// follows it. Of a long reason, only the beginning is written.
    ///
    /// # Errors
    ///
    /// If no answer was written, a limit is exceeded, or the output fails.
    pub fn outcome(&mut self, outcome: &Outcome) -> Result<(), StreamError> {
        let outcome = match outcome {
            Outcome::Refused { reason } => wire::Outcome::Refused {
                reason: beginning(reason),
            },
            loaded => loaded.into(),
        };
        self.last_word(FrameKind::Outcome, &outcome)
    }

    /// Tells the reader that nothing more comes, and why. Nothing follows it.
    /// Of a long reason, only the beginning is written.
    ///
    /// # Errors
    ///
    /// If the prologue was not written yet, a limit is exceeded, or the output
    /// fails.
    pub fn cancel(&mut self, reason: &str) -> Result<(), StreamError> {
        let reason = beginning(reason);
        self.last_word(FrameKind::Cancel, &Cancel { reason })
    }

    /// Writes a message that the other end waits for.
    fn last_word<T: Serialize>(&mut self, kind: FrameKind, message: &T) -> Result<(), StreamError> {
        self.write_next(kind, message)?;
        self.flush()
    }
}
