//! A machine moves, or stays; by a clock that goes on when all wait.

use std::time::Duration;

use async_live::{Link, Machine, receive, send};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::{Instant, sleep};

fn guest() -> Machine {
    Machine {
        count: 42,
        runs: true,
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_moves_however_few_bytes_pass_at_a_time() {
    for room in [1, 7, 64, 65_536] {
        let (here, there) = duplex(room);
        let (mut source, mut destination) = (guest(), Machine::default());
        let (sent, received) = tokio::join!(
            send(&mut source, Link::new(here)),
            receive(&mut destination, Link::new(there)),
        );
        sent.unwrap();
        received.unwrap();
        assert_eq!(destination, guest());
        assert!(!source.runs);
    }
}

/// Sends to a peer; what came of it, and how long that took.
async fn sends_to<F: Future<Output = ()>>(
    peer: impl FnOnce(DuplexStream) -> F,
) -> (String, Machine) {
    let (here, there) = duplex(64);
    let mut machine = guest();
    let start = Instant::now();
    let (sent, ()) = tokio::join!(send(&mut machine, Link::new(here)), peer(there));
    assert!(
        start.elapsed() < Duration::from_secs(15),
        "{:?}",
        start.elapsed()
    );
    (sent.unwrap_err().to_string(), machine)
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_stalls_drips_or_leaves_does_not_keep_the_machine() {
    let stalls = async |stream: DuplexStream| {
        sleep(Duration::from_secs(12)).await;
        drop(stream);
    };
    let drips = async |mut stream: DuplexStream| {
        while stream.write_all(&[0x89]).await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    };
    let leaves = async |mut stream: DuplexStream| {
        stream.read_exact(&mut [0; 50]).await.unwrap();
    };
    let late = "the preflight took longer than 10s";
    for (reason, machine) in [sends_to(stalls).await, sends_to(drips).await] {
        assert_eq!(reason, late);
        assert_eq!(machine, guest());
    }
    let (reason, machine) = sends_to(leaves).await;
    assert!(reason.starts_with("the connection was lost"), "{reason}");
    assert_eq!(machine, guest());
}

#[tokio::test(start_paused = true)]
async fn without_the_sources_word_nothing_runs() {
    let (mut here, there) = duplex(65_536);
    let mut recorded = recording().await;
    // All but the decision, which is the last frame.
    recorded.truncate(recorded.len() - 23);
    let mut destination = Machine::default();
    let (said, received) = tokio::join!(
        async {
            here.write_all(&recorded).await.unwrap();
            let mut said = Vec::new();
            here.read_to_end(&mut said).await.unwrap();
            said
        },
        receive(&mut destination, Link::new(there)),
    );
    assert!(!said.is_empty());
    let reason = received.unwrap_err().to_string();
    assert_eq!(
        reason,
        "waiting for the last message of the other side took longer than 10s"
    );
    assert!(!destination.runs);
}

/// All that a source says.
async fn recording() -> Vec<u8> {
    let (here, mut middle) = duplex(65_536);
    let (mut other, there) = duplex(65_536);
    let (mut source, mut destination) = (guest(), Machine::default());
    let mut recorded = Vec::new();
    let between = async {
        let (mut from, mut to) = ([0; 4096], [0; 4096]);
        loop {
            tokio::select! {
                count = middle.read(&mut from) => match count.unwrap() {
                    0 => return,
                    count => {
                        recorded.extend_from_slice(&from[..count]);
                        other.write_all(&from[..count]).await.unwrap();
                    }
                },
                count = other.read(&mut to) => {
                    middle.write_all(&to[..count.unwrap()]).await.unwrap();
                }
            }
        }
    };
    let (sent, received, ()) = tokio::join!(
        send(&mut source, Link::new(here)),
        receive(&mut destination, Link::new(there)),
        between,
    );
    sent.unwrap();
    received.unwrap();
    recorded
}
