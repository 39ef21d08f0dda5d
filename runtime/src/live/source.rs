//! The side that a guest comes from.

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use core::time::Duration;

use super::action::{Action, NotInDoubt, Operator};
use super::reason::Reason;
use super::side::{Side, Standing, as_either_side};
use super::timer::{Phase, Timeouts, Timer};
use crate::stream::{Choice, Message, Messages, Outcome, StreamDigest};

/// The source of a migration: it decides whose the guest is, once.
///
/// Tell it what happens by the functions here and of [`Side`], and after each do what
/// [`next_action`](Side::next_action) says, until that is nothing. See the
/// [module](super) for an example.
#[derive(Clone, Debug)]
pub struct Source {
    state: State,
    timeouts: Timeouts,
    timer: Option<Timer>,
    messages: Messages,
    actions: VecDeque<Action>,
    reason: Option<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The devices are offered. The guest runs.
    Offering,
    /// State is sent while the guest runs.
    Transferring,
    /// The guest is stopped; the rest is sent.
    Stopped,
    /// All was sent.
    Sent(StreamDigest),
    /// The guest is the destination's, and it was told so.
    Committed(StreamDigest),
    /// The same, and nobody knows whether it has heard it.
    InDoubt(StreamDigest),
    /// The destination has the guest, or an operator says so.
    Gone(StreamDigest),
    /// The guest is the source's. The destination may still hold what was sent, if all was.
    Stays(Option<StreamDigest>),
}

impl Source {
    /// Begins a migration, with the preflight.
    pub fn new(now: Duration, timeouts: Timeouts) -> Self {
        Self {
            state: State::Offering,
            timeouts,
            timer: Some(Timer::new(now, Phase::Preflight, timeouts.preflight)),
            messages: Messages::new(false),
            actions: VecDeque::new(),
            reason: None,
        }
    }

    /// Stands in for a source that is gone, of which an operator knows that it sent the stream
    /// of this digest to its end. It is in doubt: [`decide`](Side::decide) says whose the guest
    /// is, and on a new connection the destination is told.
    pub fn in_doubt(digest: StreamDigest, timeouts: Timeouts) -> Self {
        Self {
            state: State::InDoubt(digest),
            timer: None,
            ..Self::new(Duration::ZERO, timeouts)
        }
    }

    /// The answer was read, and the destination can take the devices. Now state may be sent,
    /// while the guest runs.
    pub fn accepted(&mut self, now: Duration) {
        self.tick(now);
        if self.state == State::Offering {
            self.state = State::Transferring;
            self.begin(now, Phase::Transfer, self.timeouts.transfer);
        }
    }

    /// Little is left to send: the guest is to be stopped. It stands still for no longer than
    /// [`Timeouts::hand_over`], unless it leaves.
    pub fn pause(&mut self, now: Duration) {
        self.tick(now);
        if self.state == State::Transferring {
            self.state = State::Stopped;
            self.begin(now, Phase::HandOver, self.timeouts.hand_over);
            self.actions.push_back(Action::Pause);
        }
    }

    /// All was sent, with the end frame, of a stream of this digest.
    pub fn sent(&mut self, now: Duration, digest: StreamDigest) {
        self.tick(now);
        if self.state == State::Stopped {
            self.state = State::Sent(digest);
        }
    }

    fn begin(&mut self, now: Duration, phase: Phase, within: Duration) {
        self.timer = Some(Timer::new(now, phase, within));
    }

    /// The guest stays.
    fn stay(&mut self, reason: Reason) {
        // The guest is not to wait until the other side was told.
        self.actions.push_back(Action::Run);
        let sent = self.digest();
        match (self.state, &reason) {
            // It knows.
            (_, Reason::Refused { .. }) => {}
            (State::Sent(digest), _) => {
                let abort = Message::Decision(Choice::Abort, digest);
                self.actions.push_back(Action::Send(abort.to_frame()));
            }
            (State::Committed(_) | State::InDoubt(_), _) => {}
            _ => self.actions.push_back(Action::Cancel(reason.to_string())),
        }
        self.timer = None;
        self.reason = Some(reason);
        self.state = State::Stays(sent);
    }

    /// The guest has left.
    fn leave(&mut self, digest: StreamDigest) {
        self.timer = None;
        self.reason = None;
        self.state = State::Gone(digest);
        self.actions.push_back(Action::Discard);
    }

    /// Something has failed. Whether the guest stays depends on what was decided.
    fn fail(&mut self, reason: Reason) {
        match self.state {
            State::Offering | State::Transferring | State::Stopped | State::Sent(_) => {
                self.stay(reason);
            }
            State::Committed(digest) => {
                self.timer = None;
                self.reason = Some(reason);
                self.state = State::InDoubt(digest);
                self.actions.push_back(Action::AskOperator);
            }
            State::InDoubt(_) | State::Gone(_) | State::Stays(_) => {}
        }
    }

    fn take(&mut self, now: Duration, message: Message) {
        match (self.state, message) {
            (State::Sent(digest), Message::Outcome(Outcome::Loaded(loaded)))
                if loaded == digest =>
            {
                self.state = State::Committed(digest);
                self.begin(now, Phase::Settlement, self.timeouts.settlement);
                let commit = Message::Decision(Choice::Commit, digest);
                self.actions.push_back(Action::Send(commit.to_frame()));
            }
            (
                State::Transferring | State::Stopped | State::Sent(_) | State::Committed(_),
                Message::Outcome(Outcome::Refused { reason }),
            ) => self.stay(Reason::Refused { reason }),
            (State::Committed(digest), Message::Acknowledgement(taken)) if taken == digest => {
                self.leave(digest);
            }
            (State::InDoubt(_) | State::Gone(_) | State::Stays(_), _) => {}
            (_, message) => {
                let problem = self.objection(&message);
                self.fail(Reason::Unexpected { problem });
            }
        }
    }

    /// What is wrong with a message.
    fn objection(&self, message: &Message) -> String {
        match (self.state, message) {
            (State::Sent(_), Message::Outcome(_)) => {
                "the destination says that all is loaded, but not from the stream that was sent: it \
                 did not read it, or not all of it"
            }
            (_, Message::Outcome(_)) => {
                "the destination says that all is loaded, before all was sent"
            }
            (State::Committed(_), Message::Acknowledgement(_)) => {
                "the destination acknowledges the guest of another stream"
            }
            (_, Message::Acknowledgement(_)) => {
                "the destination acknowledges a guest that was not given to it"
            }
            (_, Message::Decision(..)) => {
                "the destination decides whose the guest is, which is for the source to decide"
            }
        }
        .to_string()
    }
}

impl Side for Source {
    as_either_side!();

    fn receive(&mut self, now: Duration, mut bytes: &[u8]) {
        self.tick(now);
        while self.timer.is_some() {
            match self.messages.next(&mut bytes) {
                Ok(Some(message)) => self.take(now, message),
                Ok(None) => return,
                Err(error) => {
                    let problem = error.to_string();
                    self.fail(Reason::Unexpected { problem });
                }
            }
        }
    }

    fn connected(&mut self, now: Duration) {
        let (choice, digest) = match self.state {
            State::InDoubt(digest) | State::Committed(digest) => {
                self.state = State::Committed(digest);
                self.begin(now, Phase::Settlement, self.timeouts.settlement);
                (Choice::Commit, digest)
            }
            State::Gone(digest) => (Choice::Commit, digest),
            State::Stays(Some(digest)) => (Choice::Abort, digest),
            _ => return,
        };
        self.messages = Messages::new(true);
        let decision = Message::Decision(choice, digest).to_first_frame();
        self.actions.push_back(Action::Send(decision));
    }

    fn decide(&mut self, word: Operator) -> Result<(), NotInDoubt> {
        let State::InDoubt(digest) = self.state else {
            return Err(NotInDoubt);
        };
        match word {
            Operator::Run => self.stay(Reason::Operator),
            Operator::Discard => self.leave(digest),
        }
        Ok(())
    }

    fn standing(&self) -> Standing {
        match self.state {
            State::Offering | State::Transferring | State::Stopped | State::Sent(_) => {
                Standing::Underway
            }
            State::Committed(_) => Standing::Settling,
            State::InDoubt(_) => Standing::InDoubt,
            State::Gone(_) => Standing::There,
            State::Stays(_) => Standing::Here,
        }
    }

    fn digest(&self) -> Option<StreamDigest> {
        match self.state {
            State::Offering | State::Transferring | State::Stopped => None,
            State::Sent(digest)
            | State::Committed(digest)
            | State::InDoubt(digest)
            | State::Gone(digest) => Some(digest),
            State::Stays(digest) => digest,
        }
    }
}
