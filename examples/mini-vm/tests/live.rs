//! Guests move between processes while they run, or stay where they are and notice nothing.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use common::edit::Parts;
use common::process::{mini_vm, text};
use migratable::stream::{Event, Header, Limits, Outcome, StreamError, StreamReader, StreamWriter};
use mini_vm::console::Console;
use mini_vm::live::{Report, Stage};
use mini_vm::vm::Vm;

/// Some seconds of work for a debug build.
const WORK: [&str; 2] = ["--rounds=120", "--effort=1"];
const AFTER: &str = "--after=1000000";

/// What a guest prints that does [`WORK`] undisturbed, with the timer that it uses.
fn undisturbed(timer: &[&str]) -> &'static str {
    static LOGS: [OnceLock<String>; 2] = [const { OnceLock::new() }; 2];
    LOGS[timer.len()].get_or_init(|| {
        let output = mini_vm(["run"].iter().chain(&WORK).chain(timer));
        assert!(output.status.success());
        text(&output.stdout).to_owned()
    })
}

/// A process that waits for a guest.
struct Destination {
    process: Child,
    words: BufReader<ChildStderr>,
    address: String,
}

impl Destination {
    fn start(options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mini-vm"))
            .args(["receive", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut words = BufReader::new(process.stderr.take().unwrap());
        let mut line = String::new();
        words.read_line(&mut line).unwrap();
        let address = line.trim_end().rsplit(' ').next().unwrap().to_owned();
        Self {
            process,
            words,
            address,
        }
    }

    /// Exit status, the guest's log, and what else was said.
    fn end(mut self) -> (i32, String, String) {
        let (mut log, mut words) = (String::new(), String::new());
        let mut stdout = self.process.stdout.take().unwrap();
        stdout.read_to_string(&mut log).unwrap();
        self.words.read_to_string(&mut words).unwrap();
        let status = self.process.wait().unwrap();
        (status.code().unwrap(), log, words)
    }
}

/// Exit status, the guest's log, and the report of a source.
fn send(address: &str, options: &[&str]) -> (i32, String, Report) {
    let mut fixed = vec!["send", address, "--json"];
    if !options.iter().any(|option| option.starts_with("--after")) {
        fixed.push(AFTER);
    }
    let output = mini_vm(fixed.iter().chain(&WORK).chain(options));
    let report = serde_json::from_slice(&output.stderr)
        .unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    (
        output.status.code().unwrap(),
        text(&output.stdout).to_owned(),
        report,
    )
}

fn assert_moves(from: &str, to: &str, timer: &[&str]) -> Report {
    let destination = Destination::start(&["--devices", to]);
    let options = [&["--devices", from], timer].concat();
    let (status, before, report) = send(&destination.address, &options);
    assert!(report.migrated, "{report:?}");
    assert_eq!((status, report.stage), (0, Stage::Done));
    let (status, after, words) = destination.end();
    assert_eq!(status, 0, "{words}");
    assert_eq!(before + &after, undisturbed(timer));
    assert!(report.rounds >= 2 && report.pages > 0);
    assert!(report.bytes > report.pages * 4096);
    assert!(report.downtime_ns.is_some_and(|ns| ns > 0));
    report
}

/// The guest stays, and ends as if nothing had happened.
fn assert_stays(address: &str, options: &[&str], timer: &[&str]) -> Report {
    let (status, log, report) = send(address, &[options, timer].concat());
    assert!(!report.migrated, "{report:?}");
    assert_eq!(status, 1);
    assert_eq!(log, undisturbed(timer));
    report
}

fn refusal(report: &Report) -> &str {
    report.refusal.as_deref().unwrap()
}

#[test]
fn an_older_build_sends_to_a_newer_one() {
    let report = assert_moves("v1", "v2", &[]);
    assert_eq!(report.verdict.as_deref(), Some("compatible"));
}

#[test]
fn a_newer_build_sends_to_an_older_one_while_nothing_new_is_in_use() {
    let report = assert_moves("v2", "v1", &[]);
    assert_eq!(report.verdict.as_deref(), Some("conditional"));
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.contains("`reload`: must be absent"))
    );
}

#[test]
fn what_is_new_moves_between_newer_builds() {
    assert_moves("v2", "v2", &["--reload-timer"]);
    assert_moves("v2", "v4", &["--reload-timer"]);
    assert_moves("v4", "v4", &["--reload-timer"]);
}

#[test]
fn what_is_new_and_in_use_is_refused_before_the_guest_stops() {
    let destination = Destination::start(&["--devices", "v1"]);
    let timer = ["--reload-timer"];
    let report = assert_stays(&destination.address, &["--devices", "v2"], &timer);
    assert_eq!(report.stage, Stage::Preflight);
    assert_eq!((report.pages, report.downtime_ns), (0, None));
    let reason = "device clint#0 (clint): field `reload` is present: must be absent";
    assert!(refusal(&report).starts_with(reason), "{report:?}");
    let (status, log, words) = destination.end();
    assert_eq!((status, &*log), (1, ""));
    assert!(
        words.contains("the source gave up: device clint#0"),
        "{words}"
    );
}

#[test]
fn builds_that_do_not_fit_find_out_before_a_page_is_sent() {
    for [from, to] in [
        ["v2", "v3"],
        ["v3", "v2"],
        ["v1", "v3"],
        ["v3", "v4"],
        ["v4", "v2"],
    ] {
        let destination = Destination::start(&["--devices", to]);
        let report = assert_stays(&destination.address, &["--devices", from], &[]);
        assert_eq!(report.stage, Stage::Preflight);
        assert_eq!(
            (report.rounds, report.pages, report.downtime_ns),
            (0, 0, None)
        );
        assert_eq!(report.verdict.as_deref(), Some("incompatible"));
        assert!(report.bytes < 20_000);
        assert!(refusal(&report).contains("clint#0"), "{report:?}");
        let (status, log, words) = destination.end();
        assert_eq!((status, &*log), (1, ""));
        assert!(
            words.contains("source and destination do not fit"),
            "{words}"
        );
    }
}

/// The device that not every machine has.
#[test]
fn a_watchdog_that_nobody_has_set_may_be_missing_on_either_side() {
    let sides: [[&[&str]; 2]; 2] = [[&["--watchdog=0"], &[]], [&[], &["--watchdog"]]];
    for [source, destination] in sides {
        let destination = Destination::start(destination);
        let (status, before, report) = send(&destination.address, source);
        assert_eq!((status, report.stage), (0, Stage::Done), "{report:?}");
        let (status, after, words) = destination.end();
        assert_eq!(status, 0, "{words}");
        assert_eq!(before + &after, undisturbed(&[]));
        let condition = "watchdog#0: must not be needed when it is saved";
        let mut findings = report.findings.iter();
        let has = findings.any(|finding| finding.starts_with(condition));
        assert_eq!(has, !source.is_empty(), "{report:?}");
    }
}

#[test]
fn a_watchdog_that_is_set_binds_a_guest_before_a_page_is_sent() {
    for destination in [&[][..], &["--devices=v1"]] {
        let destination = Destination::start(destination);
        let report = assert_stays(&destination.address, &["--watchdog=4000000000"], &[]);
        assert_eq!(report.stage, Stage::Preflight);
        assert_eq!((report.pages, report.downtime_ns), (0, None));
        let reason = "device watchdog#0 (watchdog): it is needed, and must not be";
        assert!(refusal(&report).contains(reason), "{report:?}");
        let (status, log, words) = destination.end();
        assert_eq!((status, &*log), (1, ""), "{words}");
    }
}

/// It is as much part of the guest as the rest: it bites there when it would have here.
#[test]
fn a_watchdog_moves_with_its_guest() {
    let watchdog = "--watchdog=4000000";
    let alone = mini_vm(["run"].iter().chain(&WORK).chain(&[watchdog]));
    let end = text(&alone.stderr).trim_end();
    assert!(
        end.contains("asked for a reset, reason 0x77646f67"),
        "{end}"
    );
    let destination = Destination::start(&["--watchdog"]);
    let (status, before, report) = send(&destination.address, &[watchdog]);
    assert_eq!((status, report.stage), (0, Stage::Done), "{report:?}");
    let (status, after, words) = destination.end();
    assert_eq!(status, 1);
    assert!(words.contains(end), "{words}");
    assert_eq!(before + &after, text(&alone.stdout));
}

#[test]
fn a_guest_that_has_ended_is_not_moved() {
    let destination = Destination::start(&[]);
    let report = assert_stays(&destination.address, &["--after=99999999"], &[]);
    assert_eq!(refusal(&report), "the guest ended before it could be moved");
    let (status, log, words) = destination.end();
    assert_eq!((status, &*log), (1, ""), "{words}");
}

#[test]
fn nobody_listens() {
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().to_string()
    };
    let report = assert_stays(&address, &[], &[]);
    assert_eq!(report.stage, Stage::Connecting);
    assert!(
        refusal(&report).starts_with("cannot connect to 127.0.0.1:"),
        "{report:?}"
    );
}

/// Sends to a destination that is played by `play`.
fn send_to(options: &[&str], play: impl FnOnce(TcpStream) + Send + 'static) -> Report {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let player = thread::spawn(move || play(listener.accept().unwrap().0));
    let report = assert_stays(&address, options, &[]);
    player.join().unwrap();
    report
}

#[test]
fn a_silent_destination() {
    let report = send_to(&["--timeout=1"], |mut stream| {
        // Until the source has given up.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    assert_eq!(report.stage, Stage::Preflight);
    assert!(
        refusal(&report).contains("the preflight took longer than 1s"),
        "{report:?}"
    );
}

#[test]
fn a_destination_that_vanishes_at_once() {
    let report = send_to(&[], drop);
    assert_eq!(report.stage, Stage::Preflight);
}

fn header() -> Header {
    Header::new("test", "1")
}

/// Reads the offer and says that all is well.
fn accept_offer(stream: &TcpStream) -> (StreamReader<&TcpStream>, StreamWriter<&TcpStream>) {
    let mut vm = Vm::bare(Console::new(std::io::sink())).unwrap();
    let devices = vm.devices().unwrap();
    let offer = StreamReader::new(stream, Limits::default()).unwrap();
    let preflight = devices.judge_offer(offer.prologue()).unwrap();
    let mut answers = StreamWriter::new(stream, &header(), Limits::default()).unwrap();
    devices.answer(&preflight, &mut answers).unwrap();
    (offer, answers)
}

#[test]
fn a_destination_that_vanishes_among_the_pages() {
    let report = send_to(&[], |stream| {
        let (mut offer, _) = accept_offer(&stream);
        assert!(matches!(offer.next_frame(), Ok(Some(Event::Bulk(_)))));
        stream.shutdown(Shutdown::Both).unwrap();
    });
    assert!(report.stage > Stage::Preflight, "{report:?}");
    assert!(report.pages > 0);
}

#[test]
fn a_destination_that_cannot_load() {
    let report = send_to(&[], |stream| {
        let (mut offer, mut answers) = accept_offer(&stream);
        while offer.next_frame().unwrap().is_some() {}
        let refusal = Some("the lid is\x1b[2J closed".to_owned());
        answers.outcome(&offer.outcome(refusal)).unwrap();
        // It must not be told that the guest is its own.
        let mut said = Vec::new();
        (&stream).read_to_end(&mut said).unwrap();
        assert!(said.is_empty(), "{said:?}");
    });
    assert_eq!(report.stage, Stage::Outcome);
    assert_eq!(
        refusal(&report),
        "the other side refuses: the lid is\\u{1b}[2J closed"
    );
}

/// A machine that was saved in the middle of its work; a file is a stream like any other.
fn saved() -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    let options = ["save", AFTER, "-o", file.to_str().unwrap()];
    assert!(mini_vm(options.iter().chain(&WORK)).status.success());
    std::fs::read(file).unwrap()
}

/// What a destination says of how it went, when it was sent this.
fn told(address: &str, stream: &[u8]) -> (TcpStream, Result<Outcome, StreamError>) {
    let mut sent = StreamReader::new(stream, Limits::default()).unwrap();
    sent.expect_end_of_input().unwrap();
    let connection = TcpStream::connect(address).unwrap();
    (&connection).write_all(stream).unwrap();
    let mut answers = StreamReader::new(&connection, Limits::default()).unwrap();
    answers.read_answer().unwrap();
    let outcome = answers.read_outcome(sent.digest().as_ref());
    (connection, outcome)
}

#[test]
fn without_the_last_word_of_the_source_nothing_runs() {
    let destination = Destination::start(&[]);
    let stream = saved();
    let (connection, outcome) = told(&destination.address, &stream);
    assert!(matches!(outcome.unwrap(), Outcome::Loaded(_)));
    drop(connection);
    // Somebody who knows nothing of it changes nothing.
    TcpStream::connect(&destination.address)
        .unwrap()
        .write_all(b"GO")
        .unwrap();
    let decided = decide(&destination.address, &"0".repeat(32), "run");
    assert!(
        decided.contains("another stream") || decided.contains("closed"),
        "{decided}"
    );

    let decided = decide(&destination.address, &digest_of(&stream), "discard");
    assert!(
        decided.contains("was told to throw the guest away"),
        "{decided}"
    );
    let (status, log, words) = destination.end();
    assert_eq!((status, &*log), (1, ""));
    assert!(
        words.contains("the source did not say that the guest is to go on here"),
        "{words}"
    );
    assert!(words.contains("the source keeps the guest"), "{words}");
}

/// The source is gone; an operator has made sure of it, and says that the guest is to run.
#[test]
fn an_operator_decides_where_the_source_is_gone() {
    let stream = saved();
    let destination = Destination::start(&["--timeout=1"]);
    let (connection, outcome) = told(&destination.address, &stream);
    assert!(matches!(outcome.unwrap(), Outcome::Loaded(_)));
    drop(connection);
    let digest = digest_of(&stream);
    for _ in 0..2 {
        // The second time the guest runs already, or has ended.
        let decided = decide(&destination.address, &digest, "run");
        let gone = decided.contains("cannot connect") || decided.contains("does not say");
        assert!(
            decided.contains("the guest runs there") || gone,
            "{decided}"
        );
    }
    let (status, log, words) = destination.end();
    assert_eq!(status, 0, "{words}");
    assert!(words.contains(&format!("{digest} run")), "{words}");
    assert!(!log.is_empty() && undisturbed(&[]).ends_with(&log));
}

/// A destination that has loaded the guest, and does not say that it runs.
#[test]
fn a_guest_that_was_given_away_is_kept_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let kept = directory.path().join("kept.mig");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let player = thread::spawn(move || {
        let stream = listener.accept().unwrap().0;
        let (mut offer, mut answers) = accept_offer(&stream);
        while offer.next_frame().unwrap().is_some() {}
        answers.outcome(&offer.outcome(None)).unwrap();
        // The guest is given away, and nobody hears of it any more.
        (&stream).read_exact(&mut [0; 23]).unwrap();
        offer.digest().unwrap().to_string()
    });
    let kept_as = format!("--kept={}", kept.display());
    let (status, before, report) = send(&address, &["--timeout=1", &kept_as]);
    let digest = player.join().unwrap();
    assert_eq!((status, report.stage), (3, Stage::Settlement));
    assert!(report.in_doubt && !report.migrated, "{report:?}");
    assert_eq!(digest.len(), 32);

    // The operator knows that the destination is gone.
    let output = mini_vm(["restore", kept.to_str().unwrap()]);
    assert!(output.status.success());
    assert_eq!(before + text(&output.stdout), undisturbed(&[]));
}

/// What `decide` says.
fn decide(address: &str, digest: &str, word: &str) -> String {
    let output = mini_vm(["decide", address, digest, word, "--timeout=1"]);
    text(&output.stderr).to_owned()
}

fn digest_of(stream: &[u8]) -> String {
    let mut sent = StreamReader::new(stream, Limits::default()).unwrap();
    sent.expect_end_of_input().unwrap();
    sent.digest().unwrap().to_string()
}

#[test]
fn a_source_is_told_why_its_guest_cannot_be_loaded() {
    let destination = Destination::start(&[]);
    let mut parts = Parts::of(&saved());
    parts.section("plic")[5] = 9;
    let (_, outcome) = told(&destination.address, &parts.whole());
    let Outcome::Refused { reason: refusal } = outcome.unwrap() else {
        panic!("it was loaded")
    };
    assert!(refusal.contains("source 5 has priority 9"), "{refusal}");
    let (status, log, words) = destination.end();
    assert_eq!((status, &*log), (1, ""));
    assert!(words.contains("source 5 has priority 9"), "{words}");
}

#[test]
fn a_source_that_vanishes_or_falls_silent() {
    let stream = saved();
    for cut in [5, 500, stream.len() / 2] {
        let destination = Destination::start(&["--timeout=1"]);
        let mut connection = TcpStream::connect(&destination.address).unwrap();
        connection.write_all(&stream[..cut]).unwrap();
        if cut == 500 {
            // Silent until the destination has given up.
            let _ = connection.read_to_end(&mut Vec::new());
        }
        drop(connection);
        let (status, log, words) = destination.end();
        assert_eq!((status, &*log), (1, ""), "{words}");
        let silent = words.contains("the preflight took longer than 1s");
        let closed = words.contains("closed the connection") || words.contains("reset by peer");
        assert!(
            if cut == 500 { silent } else { closed },
            "cut at {cut}: {words}"
        );
    }
}
