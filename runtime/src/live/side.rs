//! What both sides of a migration have in common.

use core::time::Duration;

use super::action::{Action, NotInDoubt, Operator};
use super::reason::Reason;
use super::timer::Phase;
use crate::stream::StreamDigest;

/// A side of a migration, as whoever carries its bytes sees it.
pub trait Side {
    /// Bytes came that stand behind the other side's stream or, at the source, behind its
    /// answer.
    fn receive(&mut self, now: Duration, bytes: &[u8]);

    /// The connection is lost; `reason` says how, as far as is known.
    fn closed(&mut self, now: Duration, reason: &str);

    /// There is a new connection to the other side, on which nothing was sent yet.
    fn connected(&mut self, now: Duration);

    /// Time has gone by. To be called when [`deadline`](Self::deadline) is reached.
    fn tick(&mut self, now: Duration);

    /// This side's program gives up, or cannot go on.
    fn give_up(&mut self, now: Duration, reason: &str);

    /// When the phase ends that this side is in; `None` if it waits for nothing but a new
    /// connection or an operator.
    fn deadline(&self) -> Option<Duration>;

    /// The phase that this side is in, and how long it may take.
    fn phase(&self) -> Option<(Phase, Duration)>;

    /// What to do next; `None` if there is nothing.
    fn next_action(&mut self) -> Option<Action>;

    /// An operator decides.
    ///
    /// # Errors
    ///
    /// If this side is not in doubt.
    fn decide(&mut self, word: Operator) -> Result<(), NotInDoubt>;

    /// Whose the guest is, as far as this side knows.
    fn standing(&self) -> Standing;

    /// Digest of the stream in which the guest was sent, once all of it was sent or loaded:
    /// the name by which an operator knows a guest that is in doubt.
    fn digest(&self) -> Option<StreamDigest>;

    /// Why the migration failed, or is in doubt; `None` if neither is so.
    fn reason(&self) -> Option<&Reason>;
}

/// Whose a guest is, as far as a side knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// It is the source's, and the migration goes on.
    Underway,
    /// This side's.
    Here,
    /// The other side's, or lost with it.
    There,
    /// The other side was told or has said what makes it the owner, and has not confirmed it
    /// or not decided; it is waited for.
    Settling,
    /// It must run on neither side, as far as this one is concerned.
    InDoubt,
}

/// What either side does in the same way, of a struct with `timer`, `actions` and `reason`
/// that can `fail`.
macro_rules! as_either_side {
    () => {
        fn closed(&mut self, now: Duration, reason: &str) {
            self.tick(now);
            let reason = reason.to_string();
            self.fail(Reason::Closed { reason });
        }

        fn tick(&mut self, now: Duration) {
            if let Some(timer) = self.timer.filter(|timer| timer.is_over(now)) {
                let Timer { phase, within, .. } = timer;
                self.fail(Reason::Late { phase, within });
            }
        }

        fn give_up(&mut self, now: Duration, reason: &str) {
            self.tick(now);
            let reason = reason.to_string();
            self.fail(Reason::GaveUp { reason });
        }

        fn deadline(&self) -> Option<Duration> {
            Some(self.timer?.ends)
        }

        fn phase(&self) -> Option<(Phase, Duration)> {
            self.timer.map(|timer| (timer.phase, timer.within))
        }

        fn next_action(&mut self) -> Option<Action> {
            self.actions.pop_front()
        }

        fn reason(&self) -> Option<&Reason> {
            self.reason.as_ref()
        }
    };
}

pub(super) use as_either_side;
