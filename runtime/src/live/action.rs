//! What a side of a migration is to do, and what an operator can say.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// What a side is to do next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Send these bytes to the other side.
    Send(Vec<u8>),
    /// Tell the other side that no more of the state comes
    /// ([`StreamWriter::cancel`](crate::stream)), and why. It may not listen any more.
    Cancel(String),
    /// Stop the guest.
    Pause,
    /// The guest is this side's: let it run, if it does not run anyway.
    Run,
    /// The guest is not this side's, and never will be: forget it.
    Discard,
    /// Nobody can know here whose the guest is: keep it, stopped. Get a new connection to the
    /// other side, or ask an operator.
    AskOperator,
}

/// What an operator says to a side that is in doubt.
///
/// It is to be said of one guest in one way only. Before `Run`, make sure that the guest does
/// not run on the other side, and that it cannot begin to: that side is gone, or was told
/// [`Discard`](Self::Discard).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// The guest is to run here.
    Run,
    /// It is not: it is the other side's, or lost.
    Discard,
}

/// An operator is only asked by a side that is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInDoubt;

impl fmt::Display for NotInDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this side is not in doubt whose the guest is: there is nothing to decide")
    }
}

impl core::error::Error for NotInDoubt {}
