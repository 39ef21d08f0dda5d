//! A peer that is wrong, slow, early, or speaks of something else: in each state, everything
//! that it can say.

use alloc::string::{String, ToString};
use alloc::vec;

use super::*;
use crate::live::{Operator, Reason, Standing};

const OTHER: StreamDigest = StreamDigest::from_bytes([8; 16]);
const NOW: Duration = Duration::from_secs(1000);

fn refused() -> Message {
    let reason = "no\x1b[2J".to_string();
    Message::Outcome(Outcome::Refused { reason })
}

fn messages() -> [Message; 9] {
    [
        Message::Outcome(Outcome::Loaded(DIGEST)),
        Message::Outcome(Outcome::Loaded(OTHER)),
        refused(),
        Message::Decision(Choice::Commit, DIGEST),
        Message::Decision(Choice::Commit, OTHER),
        Message::Decision(Choice::Abort, DIGEST),
        Message::Decision(Choice::Abort, OTHER),
        Message::Acknowledgement(DIGEST),
        Message::Acknowledgement(OTHER),
    ]
}

/// A source in each state that waits for something, and what in it is taken for good.
fn sources() -> [(Source, Vec<Message>); 5] {
    let offering = Source::new(NOW, Timeouts::default());
    let mut transferring = offering.clone();
    transferring.accepted(NOW);
    let mut stopped = transferring.clone();
    stopped.pause(NOW);
    let mut sent = stopped.clone();
    sent.sent(NOW, DIGEST);
    let mut committed = sent.clone();
    let loaded = Message::Outcome(Outcome::Loaded(DIGEST));
    committed.receive(NOW, &loaded.to_frame());
    let mut sources = [
        (offering, vec![]),
        (transferring, vec![]),
        (stopped, vec![]),
        (sent, vec![loaded]),
        (committed, vec![Message::Acknowledgement(DIGEST)]),
    ];
    sources.iter_mut().for_each(|(source, _)| {
        actions(source);
    });
    sources
}

#[test]
fn a_source_believes_one_message_in_each_state() {
    for (source, good) in sources() {
        let is_committed = source.standing() == Standing::Settling;
        for message in messages() {
            let mut source = source.clone();
            source.receive(NOW, &message.to_frame());
            let standing = source.standing();
            if good.contains(&message) {
                assert!(matches!(standing, Standing::Settling | Standing::There));
            } else if is_committed && message != refused() {
                assert_eq!(standing, Standing::InDoubt, "{message:?}");
                assert_eq!(actions(&mut source), [Action::AskOperator]);
            } else {
                assert_eq!(standing, Standing::Here, "{message:?}");
                assert_eq!(actions(&mut source)[0], Action::Run);
            }
        }
    }
}

/// A destination in each state.
fn destinations() -> [Destination; 6] {
    let offered = Destination::new(NOW, Timeouts::default());
    let mut receiving = offered.clone();
    receiving.answered(NOW);
    let mut loaded = receiving.clone();
    loaded.loaded(NOW, DIGEST);
    let mut in_doubt = loaded.clone();
    in_doubt.closed(NOW, "cut");
    let mut runs = loaded.clone();
    runs.receive(NOW, &Message::Decision(Choice::Commit, DIGEST).to_frame());
    let mut discarded = in_doubt.clone();
    discarded.decide(Operator::Discard).unwrap();
    let mut destinations = [offered, receiving, loaded, in_doubt, runs, discarded];
    destinations.iter_mut().for_each(|destination| {
        actions(destination);
    });
    destinations
}

#[test]
fn a_destination_runs_on_one_message_in_one_state() {
    let commit = Message::Decision(Choice::Commit, DIGEST);
    for (index, destination) in destinations().into_iter().enumerate() {
        for message in messages() {
            let mut destination = destination.clone();
            destination.receive(NOW, &message.to_frame());
            let runs = actions(&mut destination).contains(&Action::Run);
            // Loaded, or in doubt: then a decision of the old connection may still be read.
            assert_eq!(
                runs,
                (2..=3).contains(&index) && message == commit,
                "{index}: {message:?}"
            );
        }
    }
}

#[test]
fn messages_come_in_pieces_of_any_size_and_never_twice() {
    let [.., (sent, _), _] = sources();
    let bytes = [
        &[0x80, 2, 1, 2][..],
        &crc(&[0x80, 2, 1, 2]),
        &Message::Outcome(Outcome::Loaded(DIGEST)).to_frame(),
        &Message::Acknowledgement(DIGEST).to_frame(),
        b"more",
    ]
    .concat();
    for size in 1..bytes.len() {
        let mut source = sent.clone();
        bytes
            .chunks(size)
            .for_each(|piece| source.receive(NOW, piece));
        let commit = Message::Decision(Choice::Commit, DIGEST).to_frame();
        assert_eq!(
            actions(&mut source),
            [Action::Send(commit), Action::Discard]
        );
    }
}

fn crc(bytes: &[u8]) -> [u8; 4] {
    crc32fast::hash(bytes).to_le_bytes()
}

#[test]
fn damage_and_floods_are_refused() {
    let loaded = Message::Outcome(Outcome::Loaded(DIGEST)).to_frame();
    let mut skipped = [0x80, 0].to_vec();
    skipped.extend(crc(&[0x80, 0]));
    let long = [&[0x13][..], &[0x80, 0x80, 0x04]].concat();
    let [.., (sent, _), _] = sources();
    let cases: [(Vec<u8>, &str); 4] = [
        (skipped.repeat(2000), "number of skipped frames is 1025"),
        (long, "its payload length is 65536, the limit is 4099"),
        (b"GG".to_vec(), "GG"),
        (
            loaded[..loaded.len() - 1]
                .iter()
                .copied()
                .chain([0])
                .collect(),
            "is damaged",
        ),
    ];
    for (bytes, expected) in cases {
        let mut source = sent.clone();
        source.receive(NOW, &bytes);
        if expected == "GG" {
            // Too few bytes to say.
            source.receive(NOW, &[0; 80]);
            assert_eq!(source.standing(), Standing::Here);
            continue;
        }
        let reason = source.reason().map(ToString::to_string).unwrap_or_default();
        assert!(reason.contains(expected), "{reason}");
        assert_eq!(source.standing(), Standing::Here);
    }
}

/// However a peer drips: each phase ends in its time.
#[test]
fn no_phase_is_longer_than_its_time() {
    for (source, _) in sources() {
        let (deadline, standing) = (source.deadline().unwrap(), source.standing());
        let mut source = source;
        let mut now = NOW;
        while now < deadline {
            // A byte of a frame that may be skipped, of a megabyte.
            source.receive(
                now,
                if now == NOW {
                    &[0x80, 0x80, 0x80, 0x40]
                } else {
                    &[0]
                },
            );
            assert_eq!(source.standing(), standing);
            now += Duration::from_millis(500);
        }
        source.receive(deadline, &[0]);
        assert!(
            matches!(source.reason(), Some(Reason::Late { .. })),
            "{:?}",
            source.reason()
        );
        assert_eq!(source.deadline(), None);
    }
    for destination in destinations() {
        let Some(deadline) = destination.deadline() else {
            continue;
        };
        let mut destination = destination;
        destination.tick(deadline - Duration::from_nanos(1));
        assert_eq!(destination.deadline(), Some(deadline));
        destination.tick(deadline);
        assert_eq!(destination.deadline(), None);
        assert!(matches!(destination.reason(), Some(Reason::Late { .. })));
    }
}

/// An outcome that comes too late does not take the guest away.
#[test]
fn what_comes_at_the_deadline_comes_too_late() {
    let [.., (mut source, _), _] = sources();
    let deadline = source.deadline().unwrap();
    source.receive(
        deadline,
        &Message::Outcome(Outcome::Loaded(DIGEST)).to_frame(),
    );
    assert_eq!(source.standing(), Standing::Here);
    let abort = Message::Decision(Choice::Abort, DIGEST).to_frame();
    assert_eq!(actions(&mut source), [Action::Run, Action::Send(abort)]);
}

#[test]
fn reasons_are_escaped_and_say_what_happened() {
    let [.., (mut source, _), _] = sources();
    source.receive(NOW, &refused().to_frame());
    let text = source.reason().unwrap().to_string();
    assert_eq!(text, r"the other side refuses: no\u{1b}[2J");

    let mut source = Source::new(NOW, Timeouts::default());
    source.tick(NOW + Duration::from_secs(10));
    let expected: String = "the preflight took longer than 10s".into();
    assert_eq!(source.reason().unwrap().to_string(), expected);
}

/// Who knows the digest can speak for a source that is gone.
#[test]
fn an_operator_stands_in_for_a_lost_source() {
    for (word, standing) in [
        (Operator::Run, Standing::There),
        (Operator::Discard, Standing::Here),
    ] {
        let [_, _, _, mut destination, _, _] = destinations();
        let mut source = Source::in_doubt(DIGEST, Timeouts::default());
        source.decide(word).unwrap();
        actions(&mut source);
        source.connected(NOW);
        destination.connected(NOW);
        for action in actions(&mut source) {
            let Action::Send(bytes) = action else {
                panic!("{action:?}")
            };
            destination.receive(NOW, &bytes);
        }
        assert_eq!(destination.standing(), standing);
        assert!(source.decide(word).is_err());
    }
}

/// What was lost is said again on a new connection, and nothing else happens.
#[test]
fn a_side_that_has_settled_says_so_again() {
    let [.., runs, discarded] = destinations();
    let reason = "what was loaded was thrown away, and never ran".to_string();
    let cases = [
        (runs, Message::Acknowledgement(DIGEST)),
        (discarded, Message::Outcome(Outcome::Refused { reason })),
    ];
    for (mut destination, expected) in cases {
        let standing = destination.standing();
        for _ in 0..2 {
            destination.connected(NOW);
            assert!(destination.deadline().is_some());
            let commit = Message::Decision(Choice::Commit, DIGEST);
            destination.receive(NOW, &commit.to_first_frame());
            assert_eq!(destination.deadline(), None);
            let said = [Message::preamble(), expected.to_frame()].map(Action::Send);
            assert_eq!(actions(&mut destination), said);
        }
        destination.connected(NOW);
        destination.closed(NOW, "cut");
        assert_eq!(
            (destination.deadline(), destination.standing()),
            (None, standing)
        );
    }
}
