//! The side that a guest goes to.

use alloc::collections::VecDeque;
use alloc::string::{String, ToString};
use core::time::Duration;

use super::action::{Action, NotInDoubt, Operator};
use super::reason::Reason;
use super::side::{Side, Standing, as_either_side};
use super::timer::{Phase, Timeouts, Timer};
use crate::stream::{Choice, Message, Messages, Outcome, StreamDigest};

/// The destination of a migration: it loads, and runs nothing before the source's decision.
///
/// Tell it what happens by the functions here and of [`Side`], and after each do what
/// [`next_action`](Side::next_action) says, until that is nothing. See the
/// [module](super) for an example.
#[derive(Clone, Debug)]
pub struct Destination {
    state: State,
    timeouts: Timeouts,
    timer: Option<Timer>,
    messages: Messages,
    actions: VecDeque<Action>,
    reason: Option<Reason>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The offer is read, judged and answered.
    Offered,
    /// State is read, and loaded at its end.
    Receiving,
    /// All is loaded, and the source was told so.
    Loaded(StreamDigest),
    /// The same, and the source is not there any more, or says nothing.
    InDoubt(StreamDigest),
    /// The guest is the destination's.
    Runs(StreamDigest),
    /// It is not, and all was loaded of it before.
    Discarded(StreamDigest),
    /// It is not, and nothing is kept of it.
    Refused,
}

impl Destination {
    /// A source has connected, or may at any time.
    pub fn new(now: Duration, timeouts: Timeouts) -> Self {
        Self {
            state: State::Offered,
            timeouts,
            timer: Some(Timer::new(now, Phase::Preflight, timeouts.preflight)),
            messages: Messages::new(false),
            actions: VecDeque::new(),
            reason: None,
        }
    }

    /// The offer can be taken, and the answer was sent. Now the state may come.
    pub fn answered(&mut self, now: Duration) {
        self.tick(now);
        if self.state == State::Offered {
            let Timeouts {
                transfer,
                hand_over,
                ..
            } = self.timeouts;
            self.state = State::Receiving;
            // Nothing says here when the guest is stopped there.
            self.begin(now, Phase::Transfer, transfer.saturating_add(hand_over));
        }
    }

    /// All devices were loaded, from a stream of this digest, which was read to its end.
    pub fn loaded(&mut self, now: Duration, digest: StreamDigest) {
        self.tick(now);
        if self.state == State::Receiving {
            self.state = State::Loaded(digest);
            self.begin(now, Phase::Settlement, self.timeouts.settlement);
            self.say(&Message::Outcome(Outcome::Loaded(digest)));
        }
    }

    fn say(&mut self, message: &Message) {
        self.actions.push_back(Action::Send(message.to_frame()));
    }

    fn begin(&mut self, now: Duration, phase: Phase, within: Duration) {
        self.timer = Some(Timer::new(now, phase, within));
    }

    fn run(&mut self, digest: StreamDigest) {
        self.timer = None;
        self.reason = None;
        self.state = State::Runs(digest);
        self.actions.push_back(Action::Run);
    }

    /// The guest does not come here.
    fn discard(&mut self, reason: Reason) {
        self.state = match self.state {
            State::Loaded(digest) | State::InDoubt(digest) => State::Discarded(digest),
            _ => State::Refused,
        };
        self.timer = None;
        self.reason = Some(reason);
        self.actions.push_back(Action::Discard);
    }

    /// Something has failed.
    fn fail(&mut self, reason: Reason) {
        match self.state {
            State::Offered => self.discard(reason),
            State::Receiving => {
                let refused = Outcome::Refused {
                    reason: reason.to_string(),
                };
                self.say(&Message::Outcome(refused));
                self.discard(reason);
            }
            State::Loaded(digest) => {
                self.timer = None;
                self.reason = Some(reason);
                self.state = State::InDoubt(digest);
                self.actions.push_back(Action::AskOperator);
            }
            // What it was told again was lost again.
            State::Runs(_) | State::Discarded(_) => self.timer = None,
            State::InDoubt(_) | State::Refused => {}
        }
    }

    fn take(&mut self, message: Message) {
        let Message::Decision(choice, decided) = message else {
            return self.object("the source says what is for the destination to say");
        };
        match (self.state, choice) {
            (State::Loaded(digest) | State::InDoubt(digest), Choice::Commit)
                if digest == decided =>
            {
                self.say(&Message::Acknowledgement(digest));
                self.run(digest);
            }
            (State::Loaded(digest) | State::InDoubt(digest), Choice::Abort)
                if digest == decided =>
            {
                let reason = "the source keeps the guest".to_string();
                self.discard(Reason::Refused { reason });
            }
            // The acknowledgement was lost.
            (State::Runs(digest), Choice::Commit) if digest == decided => {
                self.timer = None;
                self.say(&Message::Acknowledgement(digest));
            }
            (State::Discarded(digest), Choice::Commit) if digest == decided => {
                self.timer = None;
                let reason = "what was loaded was thrown away, and never ran".to_string();
                self.say(&Message::Outcome(Outcome::Refused { reason }));
            }
            (State::Offered | State::Receiving, _) => {
                self.object("the source decides whose the guest is, before all was loaded");
            }
            _ => self.object("the source decides about the guest of another stream"),
        }
    }

    fn object(&mut self, problem: &str) {
        let problem = String::from(problem);
        self.fail(Reason::Unexpected { problem });
    }

    /// Whether the source's decision means anything here.
    fn listens(&self) -> bool {
        self.state != State::Refused
    }
}

impl Side for Destination {
    as_either_side!();

    fn receive(&mut self, now: Duration, mut bytes: &[u8]) {
        self.tick(now);
        while self.listens() {
            match self.messages.next(&mut bytes) {
                Ok(Some(message)) => self.take(message),
                Ok(None) => return,
                Err(error) => return self.object(&error.to_string()),
            }
        }
    }

    fn connected(&mut self, now: Duration) {
        match self.state {
            State::InDoubt(digest) | State::Loaded(digest) => {
                self.state = State::Loaded(digest);
            }
            State::Runs(_) | State::Discarded(_) => {}
            State::Offered | State::Receiving | State::Refused => return,
        }
        self.begin(now, Phase::Settlement, self.timeouts.settlement);
        self.messages = Messages::new(true);
        self.actions.push_back(Action::Send(Message::preamble()));
    }

    fn decide(&mut self, word: Operator) -> Result<(), NotInDoubt> {
        let State::InDoubt(digest) = self.state else {
            return Err(NotInDoubt);
        };
        match word {
            Operator::Run => self.run(digest),
            Operator::Discard => self.discard(Reason::Operator),
        }
        Ok(())
    }

    fn standing(&self) -> Standing {
        match self.state {
            State::Offered | State::Receiving => Standing::Underway,
            State::Loaded(_) => Standing::Settling,
            State::InDoubt(_) => Standing::InDoubt,
            State::Runs(_) => Standing::Here,
            State::Discarded(_) | State::Refused => Standing::There,
        }
    }

    fn digest(&self) -> Option<StreamDigest> {
        match self.state {
            State::Offered | State::Receiving | State::Refused => None,
            State::Loaded(digest)
            | State::InDoubt(digest)
            | State::Runs(digest)
            | State::Discarded(digest) => Some(digest),
        }
    }
}
