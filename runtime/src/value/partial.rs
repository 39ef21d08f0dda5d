//! Steps of reading that keep what was read before they failed.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::violation::{Segment, Violation};

/// What was read, or why it stopped.
pub(super) type Read<T> = Result<T, Stop<T>>;

/// Where reading stopped, and what was read of the value until then.
pub(super) struct Stop<T> {
    // Boxed, because `Result`s of this are returned everywhere.
    pub(super) violation: Box<Violation>,
    pub(super) partial: Option<Box<T>>,
}

impl<T> From<Violation> for Stop<T> {
    fn from(violation: Violation) -> Self {
        Self {
            violation: Box::new(violation),
            partial: None,
        }
    }
}

impl<T> Stop<T> {
    /// Stops behind a value that was read whole.
    pub(super) fn after(value: T, violation: Violation) -> Self {
        Self {
            violation: Box::new(violation),
            partial: Some(Box::new(value)),
        }
    }

    /// Says within what it stopped.
    pub(super) fn within(self, segment: Segment) -> Self {
        Self {
            violation: Box::new(self.violation.within(segment)),
            ..self
        }
    }

    /// Keeps the value out of the message.
    pub(super) fn hidden(self) -> Self {
        Self {
            violation: Box::new(self.violation.hidden()),
            ..self
        }
    }

    /// Makes a part into the whole that has it.
    pub(super) fn map<U>(self, whole: impl FnOnce(T) -> U) -> Stop<U> {
        self.and_then(|part| Some(whole(part)))
    }

    /// As [`map`](Self::map), where a part alone may not make a whole.
    pub(super) fn and_then<U>(self, whole: impl FnOnce(T) -> Option<U>) -> Stop<U> {
        Stop {
            violation: self.violation,
            partial: self.partial.and_then(|part| whole(*part)).map(Box::new),
        }
    }
}

/// Makes what was read, all of it or not, into the whole that has it.
pub(super) fn map<T, U>(read: Read<T>, whole: impl FnOnce(T) -> U) -> Read<U> {
    match read {
        Ok(part) => Ok(whole(part)),
        Err(stop) => Err(stop.map(whole)),
    }
}

/// Reads parts one after the other. Those before a failure are kept.
pub(super) fn each<S, T>(
    steps: impl IntoIterator<Item = S>,
    mut read: impl FnMut(S) -> Read<T>,
) -> Read<Vec<T>> {
    let mut parts = Vec::new();
    for step in steps {
        match read(step) {
            Ok(part) => parts.push(part),
            Err(stop) => {
                parts.extend(stop.partial.map(|part| *part));
                return Err(Stop {
                    violation: stop.violation,
                    partial: Some(Box::new(parts)),
                });
            }
        }
    }
    Ok(parts)
}
