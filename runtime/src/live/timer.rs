//! How long a phase may take, the whole of it.

use core::fmt;
use core::time::Duration;

/// How long each phase of a migration may take, however much comes meanwhile and in however
/// small pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// Offer and answer, while the guest runs. Default 10 s.
    pub preflight: Duration,
    /// Sending while the guest runs. Default one hour.
    pub transfer: Duration,
    /// From the moment at which the guest is stopped to the one at which the destination has
    /// loaded it: after that it runs on at the source. Default 10 s.
    pub hand_over: Duration,
    /// Waiting for the other side's last message, after which a side is in doubt. Default 10 s.
    pub settlement: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::of(Duration::from_secs(10), Duration::from_secs(3600))
    }
}

impl Timeouts {
    /// `each` for all phases but the transfer.
    pub fn of(each: Duration, transfer: Duration) -> Self {
        Self {
            preflight: each,
            transfer,
            hand_over: each,
            settlement: each,
        }
    }
}

/// A part of a migration that has a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Offer and answer.
    Preflight,
    /// State is sent while the guest runs.
    Transfer,
    /// The guest stands still; the rest is sent and loaded.
    HandOver,
    /// All is loaded; the last messages.
    Settlement,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Preflight => "the preflight",
            Self::Transfer => "the transfer",
            Self::HandOver => "the hand-over of the stopped guest",
            Self::Settlement => "waiting for the last message of the other side",
        })
    }
}

/// A phase that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timer {
    pub(super) phase: Phase,
    pub(super) within: Duration,
    pub(super) ends: Duration,
}

impl Timer {
    pub(super) fn new(now: Duration, phase: Phase, within: Duration) -> Self {
        let ends = now.saturating_add(within);
        Self {
            phase,
            within,
            ends,
        }
    }

    pub(super) fn is_over(&self, now: Duration) -> bool {
        now >= self.ends
    }
}
