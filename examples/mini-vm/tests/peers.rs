//! Peers that hold on to the other side: whatever they do, each phase ends in its time, by a clock
//! that stands still unless the script moves it.

mod common;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use migratable::live::Transport;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
use mini_vm::console::Console;
use mini_vm::devices::virtio_blk::MAX_QUEUE_SIZE;
use mini_vm::guest::Workload;
use mini_vm::live::{Options, Report, Stage, receive_over, send_over};
use mini_vm::memory::RAM_SIZE;
use mini_vm::release::Release;
use mini_vm::vm::{Hardware, Stop, Vm};

const TIMEOUT: Duration = Duration::from_secs(10);
const TRANSFER: Duration = Duration::from_secs(100);

const OPTIONS: Options = Options {
    release: Release::V2,
    hardware: Hardware {
        ram_size: RAM_SIZE as usize,
        queue_size: MAX_QUEUE_SIZE,
        watchdog: false,
    },
    timeout: TIMEOUT,
    transfer: TRANSFER,
};

/// What a peer does when it is waited for.
enum Step {
    /// Says this, which can depend on what it has received.
    Say(fn(&[u8]) -> Vec<u8>),
    /// Says it again and again.
    Repeat(fn(&[u8]) -> Vec<u8>),
    /// From now on, a byte at a time, and a second for each.
    Drip,
    /// Nothing.
    Stall,
    Close,
}

/// A peer that does one thing after the other.
struct Peer {
    now: Cell<Duration>,
    received: RefCell<Vec<u8>>,
    steps: RefCell<VecDeque<Step>>,
    says: RefCell<VecDeque<u8>>,
    drips: Cell<bool>,
    /// Bytes that it takes before it takes one in a second.
    takes: Cell<usize>,
}

impl Peer {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            now: Cell::new(Duration::from_secs(1_000_000)),
            received: RefCell::default(),
            steps: RefCell::new(steps.into_iter().collect()),
            says: RefCell::default(),
            drips: Cell::new(false),
            takes: Cell::new(usize::MAX),
        }
    }

    fn taking(self, bytes: usize) -> Self {
        self.takes.set(bytes);
        self
    }

    /// Lets time go by; as the system does, no longer than the other side waits.
    fn wait(&self, time: Duration, within: Duration) -> io::Result<()> {
        assert!(!within.is_zero());
        self.now.set(self.now.get() + time.min(within));
        match time < within {
            true => Ok(()),
            false => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    fn elapsed(&self) -> Duration {
        self.now.get() - Duration::from_secs(1_000_000)
    }
}

impl Transport for Peer {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn read(&self, room: &mut [u8], within: Duration) -> io::Result<usize> {
        while self.says.borrow().is_empty() {
            let step = self.steps.borrow_mut().pop_front();
            match step {
                Some(Step::Say(say)) => self.says.borrow_mut().extend(say(&self.received.borrow())),
                Some(Step::Repeat(say)) => {
                    self.says.borrow_mut().extend(say(&self.received.borrow()));
                    self.steps.borrow_mut().push_front(Step::Repeat(say));
                    // However fast it is, it takes some time.
                    self.wait(Duration::from_millis(1), within)?;
                }
                Some(Step::Drip) => self.drips.set(true),
                Some(Step::Stall) => {
                    self.steps.borrow_mut().push_front(Step::Stall);
                    self.wait(Duration::MAX, within)?;
                }
                Some(Step::Close) | None => return Ok(0),
            }
        }
        let mut room = room;
        if self.drips.get() {
            self.wait(Duration::from_secs(1), within)?;
            room = &mut room[..1];
        }
        let mut says = self.says.borrow_mut();
        let count = room.len().min(says.len());
        for byte in &mut room[..count] {
            *byte = says.pop_front().unwrap();
        }
        Ok(count)
    }

    fn write(&self, bytes: &[u8], within: Duration) -> io::Result<usize> {
        let mut count = bytes.len().min(self.takes.get());
        if count == 0 {
            self.wait(Duration::from_secs(1), within)?;
            count = 1;
        } else {
            self.takes.set(self.takes.get() - count);
        }
        self.received
            .borrow_mut()
            .extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn shut(&self) -> io::Result<()> {
        Ok(())
    }
}

fn header() -> Header {
    Header::new("test", "1")
}

/// The answer to an offer, and how it went if all was received.
fn says(received: &[u8], outcome: Option<Option<&str>>) -> Vec<u8> {
    let mut vm = Vm::bare(Console::new(io::sink())).unwrap();
    let devices = vm.devices().unwrap();
    let mut offer = StreamReader::new(received, Limits::default()).unwrap();
    let preflight = devices.judge_offer(offer.prologue()).unwrap();
    let mut answers = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.answer(&preflight, &mut answers).unwrap();
    if let Some(refusal) = outcome {
        while offer.next_frame().unwrap().is_some() {}
        let refusal = refusal.map(str::to_owned);
        answers.outcome(&offer.outcome(refusal)).unwrap();
    }
    answers.get_mut().clone()
}

fn answer(received: &[u8]) -> Vec<u8> {
    says(received, None)
}

fn loaded(received: &[u8]) -> Vec<u8> {
    says(received, Some(None)).split_off(answer(received).len())
}

/// That the guest has arrived.
fn acknowledged(received: &[u8]) -> Vec<u8> {
    // What the outcome says.
    let digest = &loaded(received)[3..19];
    frame(0x15, digest)
}

/// A guest with much work.
fn machine() -> Vm {
    let workload = Workload {
        rounds: 5000,
        effort: 1,
        reload_timer: false,
    };
    Vm::new(Console::new(io::sink()), workload).unwrap()
}

fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![kind, payload.len() as u8];
    frame.extend(payload);
    let crc = frame.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    });
    frame.extend((!crc).to_le_bytes());
    frame
}

/// Says that it has loaded the stream of some digest, which is not the one that is sent.
fn loaded_another(_: &[u8]) -> Vec<u8> {
    frame(0x13, &[0; 17])
}

fn skippable(_: &[u8]) -> Vec<u8> {
    frame(0x80, &[7; 100])
}

/// Sends a guest to a peer that does not take it.
#[track_caller]
fn stays(peer: &Peer) -> (Report, Duration) {
    let mut vm = machine();
    assert_eq!(vm.run(10_000).unwrap(), Stop::InstructionLimit);
    let departure = send_over(vm, peer, OPTIONS);
    assert!(!departure.report.migrated, "{:?}", departure.report);
    // It is still there, and goes on.
    let mut vm = departure.stayed.unwrap().stop().unwrap();
    let retired = vm.retired();
    assert_eq!(vm.run(retired + 1000).unwrap(), Stop::InstructionLimit);
    (departure.report, peer.elapsed())
}

#[test]
fn a_guest_leaves_in_time_or_stays() {
    use Step::*;
    let cases: [(&str, Peer, Stage, &str); 17] = [
        (
            "stalls at once",
            Peer::new([Stall]),
            Stage::Preflight,
            "the preflight took longer than 10s",
        ),
        (
            "drips its answer",
            Peer::new([Drip, Say(answer)]),
            Stage::Preflight,
            "the preflight took",
        ),
        (
            "skips for ever",
            Peer::new([Say(|_| prologue()), Repeat(skippable)]),
            Stage::Preflight,
            "the preflight took",
        ),
        (
            "floods at once",
            Peer::new([Say(|_| prologue()), Say(|_| skippable(&[]).repeat(70_000))]),
            Stage::Preflight,
            "number of skipped frames is 65537",
        ),
        (
            "takes the offer byte by byte",
            Peer::new([]).taking(20),
            Stage::Preflight,
            "the preflight took",
        ),
        (
            "closes at once",
            Peer::new([Close]),
            Stage::Preflight,
            "has closed the connection",
        ),
        (
            "closes within its answer",
            Peer::new([Say(|r| answer(r)[..100].to_vec()), Close]),
            Stage::Preflight,
            "has closed the connection",
        ),
        (
            "answers before it was asked",
            Peer::new([Say(|_| early_answer())]),
            Stage::Preflight,
            "it judges 0 devices",
        ),
        (
            "takes pages one byte a second",
            Peer::new([Say(answer), Stall]).taking(20_000),
            Stage::Rounds,
            "the transfer took longer than 100s",
        ),
        (
            "stalls at the end",
            Peer::new([Say(answer), Stall]),
            Stage::Outcome,
            "the hand-over of the stopped guest took longer than 10s",
        ),
        (
            "drips the outcome",
            Peer::new([Say(answer), Drip, Say(loaded)]),
            Stage::Outcome,
            "the hand-over of the stopped guest took",
        ),
        (
            "skips for ever at the end",
            Peer::new([Say(answer), Repeat(skippable)]),
            Stage::Outcome,
            "number of skipped frames is 1025",
        ),
        (
            "floods at the end",
            Peer::new([Say(answer), Say(|_| skippable(&[]).repeat(70_000))]),
            Stage::Outcome,
            "number of skipped frames is 1025",
        ),
        (
            "is done before anything was sent",
            Peer::new([Say(|r| [answer(r), loaded_another(r)].concat())]),
            Stage::Outcome,
            "says that all is loaded, but not from the stream that was sent",
        ),
        (
            "answers twice",
            Peer::new([Say(answer), Say(|r| answer(r)[prologue().len()..].to_vec())]),
            Stage::Outcome,
            "the answer frame at byte",
        ),
        (
            "closes at the end",
            Peer::new([Say(answer), Close]),
            Stage::Outcome,
            "has closed the connection",
        ),
        (
            "has not the last bytes",
            Peer::new([Say(answer), Say(|_| frame(0x13, &[0]))]),
            Stage::Outcome,
            "the outcome frame at byte",
        ),
    ];
    for (what, peer, stage, expected) in cases {
        let (report, elapsed) = stays(&peer);
        let refusal = report.refusal.unwrap();
        assert!(refusal.contains(expected), "{what}: {refusal}");
        assert_eq!(report.stage, stage, "{what}");
        // The phases that came, each with its own time.
        let most = match stage {
            Stage::Preflight => TIMEOUT,
            Stage::Rounds => TIMEOUT + TRANSFER,
            _ => TIMEOUT + TRANSFER + TIMEOUT,
        };
        assert!(elapsed <= most, "{what}: {elapsed:?}");
        let stood_still = report.downtime_ns.is_some();
        assert_eq!(stood_still, stage > Stage::Rounds, "{what}");
    }
}

/// The prologue of the destination's devices.
fn prologue() -> Vec<u8> {
    let mut vm = Vm::bare(Console::new(io::sink())).unwrap();
    let devices = vm.devices().unwrap();
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut writer).unwrap();
    writer.flush().unwrap();
    writer.get_mut().clone()
}

/// An answer to an offer of nothing.
fn early_answer() -> Vec<u8> {
    [prologue(), frame(0x11, &[0; 19])].concat()
}

/// A peer that keeps to the protocol gets the guest, however late within the time.
#[test]
fn a_guest_leaves() {
    let peer = Peer::new([
        Step::Say(answer),
        Step::Say(loaded),
        Step::Say(acknowledged),
    ]);
    let departure = send_over(machine(), &peer, OPTIONS);
    assert!(departure.report.migrated, "{:?}", departure.report);
    assert_eq!(departure.report.stage, Stage::Done);
}

/// Once it was given away, it does not run here, whatever the peer does then.
#[test]
fn a_guest_that_was_given_away_does_not_run_on() {
    use Step::*;
    let cases: [(&str, Peer, &str); 5] = [
        (
            "stalls",
            Peer::new([Say(answer), Say(loaded), Stall]),
            "waiting for the last message of the other side took longer than 10s",
        ),
        (
            "drips",
            Peer::new([Say(answer), Say(loaded), Drip, Repeat(skippable)]),
            "waiting for the last message of the other side took longer than 10s",
        ),
        (
            "closes",
            Peer::new([Say(answer), Say(loaded), Close]),
            "has closed the connection",
        ),
        (
            "acknowledges another",
            Peer::new([Say(answer), Say(loaded), Say(|_| frame(0x15, &[0; 16]))]),
            "acknowledges the guest of another stream",
        ),
        (
            "says loaded again",
            Peer::new([Say(answer), Say(loaded), Say(loaded)]),
            "says that all is loaded",
        ),
    ];
    for (what, peer, expected) in cases {
        let departure = send_over(machine(), &peer, OPTIONS);
        let report = departure.report;
        assert!(!report.migrated && report.in_doubt, "{what}: {report:?}");
        let reason = report.refusal.unwrap();
        assert!(reason.contains(expected), "{what}: {reason}");
        assert_eq!(report.stage, Stage::Settlement, "{what}");
        assert!(departure.stayed.is_none());
        assert!(departure.in_doubt.is_some());
    }
    // But if the destination has thrown it away.
    let refused = |_: &[u8]| frame(0x13, b"\x01\x02no");
    let peer = Peer::new([Say(answer), Say(loaded), Say(refused)]);
    let (report, _) = stays(&peer);
    assert!(report.refusal.unwrap().contains("refuses: no"));
}

/// A machine that was saved in the middle of its work: once, as its clock goes on.
fn saved() -> Vec<u8> {
    static SAVED: OnceLock<Vec<u8>> = OnceLock::new();
    let save = || {
        let (mut vm, _) = common::machine(common::WORKLOAD);
        assert_eq!(vm.run(100_000).unwrap(), Stop::InstructionLimit);
        common::save(&mut vm)
    };
    SAVED.get_or_init(save).clone()
}

fn saved_prologue() -> Vec<u8> {
    saved()[..prologue_len(&saved())].to_vec()
}

/// Bytes before the first section or bulk frame.
fn prologue_len(stream: &[u8]) -> usize {
    let mut reader = StreamReader::in_memory(stream, Limits::default()).unwrap();
    reader.get_mut().position() as usize
}

fn middle() -> Vec<u8> {
    let stream = saved();
    let len = stream.len() / 2;
    stream[prologue_len(&stream)..len].to_vec()
}

#[test]
fn a_guest_arrives_in_time_or_not_at_all() {
    use Step::*;
    let cases: [(&str, Peer, &str); 15] = [
        (
            "stalls at once",
            Peer::new([Stall]),
            "the preflight took longer than 10s",
        ),
        (
            "drips its offer",
            Peer::new([Drip, Say(|_| saved())]),
            "the preflight took",
        ),
        (
            "skips for ever in the offer",
            Peer::new([Say(|_| saved_header()), Repeat(skippable)]),
            "the preflight took",
        ),
        (
            "closes at once",
            Peer::new([Close]),
            "has closed the connection",
        ),
        (
            "takes the answer byte by byte",
            Peer::new([Say(|_| saved())]).taking(20),
            "the preflight took",
        ),
        (
            "stalls after the answer",
            Peer::new([Say(|_| saved_prologue()), Stall]),
            "the transfer took longer than 110s",
        ),
        (
            "drips what follows",
            Peer::new([Say(|_| saved_prologue()), Drip, Say(|_| middle())]),
            "the transfer took",
        ),
        (
            "skips for ever",
            Peer::new([Say(|_| saved_prologue()), Repeat(skippable)]),
            "number of skipped frames is 65537",
        ),
        (
            "sends no bytes for ever",
            Peer::new([
                Say(|_| saved_prologue()),
                Repeat(|_| frame(5, b"\x03ram\0")),
            ]),
            "the transfer took",
        ),
        (
            "closes in the middle",
            Peer::new([Say(|_| saved_prologue()), Say(|_| middle()), Close]),
            "has closed the connection",
        ),
        (
            "never says go",
            Peer::new([Say(|_| saved()), Stall]),
            "waiting for the last message of the other side took longer than 10s",
        ),
        (
            "says something else",
            Peer::new([Say(|_| saved()), Say(|_| frame(0x13, &[0; 17]))]),
            "the source says what is for the destination to say",
        ),
        (
            "says go for another stream",
            Peer::new([Say(|_| saved()), Say(|_| decision(0, [0; 16]))]),
            "decides about the guest of another stream",
        ),
        (
            "keeps the guest",
            Peer::new([Say(|_| saved()), Say(|_| decision(1, saved_digest()))]),
            "thrown away: the other side refuses: the source keeps the guest",
        ),
        (
            "floods what is refused",
            Peer::new([Say(|_| vec![7; 5000]), Repeat(|_| vec![7; 5000])]),
            "this is not a migratable stream",
        ),
    ];
    for (what, peer, expected) in cases {
        let result = receive_over(&peer, OPTIONS, Console::new(io::sink()));
        let refusal = result.err().expect(what).to_string();
        assert!(refusal.contains(expected), "{what}: {refusal}");
        let most = TIMEOUT + (TRANSFER + TIMEOUT) + TIMEOUT + TIMEOUT;
        assert!(peer.elapsed() <= most, "{what}: {:?}", peer.elapsed());
    }
    // However early it says so.
    let peer = Peer::new([
        Step::Say(|_| saved()),
        Step::Say(|_| decision(0, saved_digest())),
    ]);
    receive_over(&peer, OPTIONS, Console::new(io::sink())).unwrap();
    let said = frame(0x15, &saved_digest());
    assert!(peer.received.borrow().ends_with(&said));
}

/// The source's word on the guest of a stream.
fn decision(choice: u8, digest: [u8; 16]) -> Vec<u8> {
    frame(0x14, &[&[choice][..], &digest].concat())
}

fn saved_digest() -> [u8; 16] {
    let stream = saved();
    // The last of the end frame, before its checksum.
    stream[stream.len() - 20..stream.len() - 4]
        .try_into()
        .unwrap()
}

fn saved_header() -> Vec<u8> {
    let stream = saved();
    let len = 12 + 2 + usize::from(stream[13]) + 4;
    stream[..len].to_vec()
}
