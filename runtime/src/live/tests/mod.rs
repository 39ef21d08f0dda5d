//! Both sides, against each other and against what they must not believe.

mod model;
mod peers;

use alloc::vec::Vec;
use core::time::Duration;

use super::{Action, Destination, Side, Source, Timeouts};
use crate::stream::{Choice, Message, Outcome, StreamDigest};

/// Of the stream that is sent.
const DIGEST: StreamDigest = StreamDigest::from_bytes([7; 16]);

/// All that a side is to do now.
fn actions(side: &mut impl Side) -> Vec<Action> {
    core::iter::from_fn(|| side.next_action()).collect()
}
