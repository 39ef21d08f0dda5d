//! A side of a hand-over, and a peer that says whatever it likes.

use std::time::Duration;

use migratable::live::{Action, Destination, Operator, Side, Source, Standing, Timeouts};
use migratable::stream::StreamDigest;

use crate::repair;
use crate::text::message;

/// Digest of the stream in which the guest is sent.
pub const DIGEST: [u8; 16] = [7; 16];

/// The first byte says which side this is, the second how many bytes of the peer come at
/// once; what follows is what happens, one thing after the other ([`Event`]).
pub(crate) fn run(input: &[u8]) {
    let &[flags, step, ref events @ ..] = input else {
        return;
    };
    let step = usize::from(step).max(1);
    match flags & 1 {
        0 => pieces_agree(
            || Source::new(Duration::ZERO, Timeouts::default()),
            events,
            step,
        ),
        _ => pieces_agree(
            || Destination::new(Duration::ZERO, Timeouts::default()),
            events,
            step,
        ),
    }
}

/// What a side is told besides what [`Side`] has.
trait Progress: Side {
    /// The preflight is over.
    fn agreed(&mut self, now: Duration);

    /// Little is left to send.
    fn pause(&mut self, now: Duration);

    /// All was sent, or loaded.
    fn all(&mut self, now: Duration, digest: StreamDigest);
}

impl Progress for Source {
    fn agreed(&mut self, now: Duration) {
        self.accepted(now);
    }

    fn pause(&mut self, now: Duration) {
        Self::pause(self, now);
    }

    fn all(&mut self, now: Duration, digest: StreamDigest) {
        self.sent(now, digest);
    }
}

impl Progress for Destination {
    fn agreed(&mut self, now: Duration) {
        self.answered(now);
    }

    fn pause(&mut self, _: Duration) {}

    fn all(&mut self, now: Duration, digest: StreamDigest) {
        self.loaded(now, digest);
    }
}

/// However the peer's bytes come, the same comes of them.
fn pieces_agree<S: Progress>(side: impl Fn() -> S, events: &[u8], step: usize) {
    let whole = history(side(), events, usize::MAX);
    assert_eq!(history(side(), events, step), whole);
}

/// All that a side does and says.
fn history<S: Progress>(mut side: S, mut events: &[u8], step: usize) -> Vec<String> {
    let (mut now, mut seen) = (Duration::ZERO, Vec::new());
    while let Some(event) = Event::next(&mut events) {
        let before = side.standing();
        let decided = happen(&mut side, &event, &mut now, step);
        let mut runs = false;
        while let Some(action) = side.next_action() {
            runs |= action == Action::Run;
            seen.push(format!("{action:?}"));
        }
        let standing = side.standing();
        if matches!(before, Standing::Here | Standing::There) {
            assert_eq!(standing, before, "what is settled stays so");
            assert!(!runs, "it runs already, or does not run here any more");
        }
        assert!(!runs || standing == Standing::Here);
        assert!(!decided || before == Standing::InDoubt);
        assert!(standing != Standing::InDoubt || side.deadline().is_none());
        let reason = side.reason().map(message);
        seen.push(format!("{standing:?} {reason:?} {:?}", side.phase()));
    }
    seen
}

/// Whether an operator's word was taken.
fn happen<S: Progress>(side: &mut S, event: &Event, now: &mut Duration, step: usize) -> bool {
    let digest = StreamDigest::from_bytes(DIGEST);
    match event {
        Event::Agreed => side.agreed(*now),
        Event::Pause => side.pause(*now),
        Event::All => side.all(*now, digest),
        Event::Later(seconds) => {
            *now += Duration::from_secs(u64::from(*seconds));
            side.tick(*now);
        }
        Event::Connected => side.connected(*now),
        Event::Closed => side.closed(*now, "gone"),
        Event::GiveUp => side.give_up(*now, "no more"),
        Event::Word(word) => return side.decide(*word).is_ok(),
        Event::Received(bytes) => {
            let pieces = bytes.chunks(step);
            pieces.for_each(|piece| side.receive(*now, piece));
        }
    }
    false
}

/// What happens, out of a byte and what follows it.
#[derive(Debug)]
enum Event {
    Agreed,
    Pause,
    All,
    Later(u8),
    Connected,
    Closed,
    GiveUp,
    Word(Operator),
    Received(Vec<u8>),
}

impl Event {
    fn next(input: &mut &[u8]) -> Option<Self> {
        let kind = cut(input, 1)?[0];
        Some(match kind % 12 {
            0 => Self::Agreed,
            1 => Self::Pause,
            2 => Self::All,
            3 => Self::Later(cut(input, 1)?[0]),
            4 => Self::Connected,
            5 => Self::Closed,
            6 => Self::GiveUp,
            7 => Self::Word(Operator::Run),
            8 => Self::Word(Operator::Discard),
            9 => {
                let len = cut(input, 1)?[0];
                Self::Received(cut(input, usize::from(len))?.to_vec())
            }
            // With the right checksum: behind a stream, and on a new connection.
            kind => {
                let &[frame, len] = cut(input, 2)? else {
                    return None;
                };
                let frame = repair::frame(frame, cut(input, usize::from(len))?);
                Self::Received(match kind {
                    10 => frame,
                    _ => [repair::preamble(), frame].concat(),
                })
            }
        })
    }
}

fn cut<'a>(bytes: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (first, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(first)
}
