//! What a destination says, as its frames say it.

use super::checks::{check_answer, check_text, read_message};
use super::error::{FramePlace, StreamError};
use super::messages::{Answer, Outcome, StreamDigest};
use super::wire;

/// Reads an answer, which may not contradict itself.
pub(super) fn read_answer(place: &FramePlace, payload: &[u8]) -> Result<Answer, StreamError> {
    let answer = read_message::<wire::Answer<'_>>(place, payload)?.into();
    check_answer(place, &answer)?;
    Ok(answer)
}

/// Reads an outcome.
pub(super) fn read_outcome(place: &FramePlace, payload: &[u8]) -> Result<Outcome, StreamError> {
    let outcome = read_message::<wire::Outcome<'_>>(place, payload)?.into();
    if let Outcome::Refused { reason } = &outcome {
        check_text(place, reason)?;
    }
    Ok(outcome)
}

/// Says that what was loaded, if anything was, is the stream that was sent to its end.
pub(super) fn check_loaded(
    place: &FramePlace,
    outcome: &Outcome,
    sent: Option<&StreamDigest>,
) -> Result<(), StreamError> {
    match outcome {
        Outcome::Loaded(loaded) if sent != Some(loaded) => {
            let place = place.clone();
            Err(StreamError::LoadedAnother { place })
        }
        Outcome::Loaded(_) | Outcome::Refused { .. } => Ok(()),
    }
}
