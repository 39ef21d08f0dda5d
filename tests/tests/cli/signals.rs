//! A signal that ends the program ends what it has begun, too.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use super::convert::Place;
use super::fleet;
use super::tool::tool;

const INPUTS: usize = 1;

/// Runs a command in the place of an input that does not end, until something is there
/// that has a temporary name.
fn begun(place: &Place, arguments: &[&str], input: &[u8], ignored: &str) -> Child {
    let mut child = Command::new("sh")
        .args([
            "-c",
            "for one in $1; do trap '' $one; done; shift; exec \"$@\"",
        ])
        .args(["sh", ignored])
        .arg(tool().get_program())
        .args(arguments)
        .current_dir(place.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("there is a shell");
    let stdin = child.stdin.as_mut().expect("it was piped");
    stdin.write_all(input).expect("it is read");
    while !is_begun(&place.path("")) {
        assert_eq!(child.try_wait().unwrap(), None, "{arguments:?}");
        thread::yield_now();
    }
    child
}

fn is_begun(directory: &Path) -> bool {
    let names = fs::read_dir(directory).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name());
    names.into_iter().any(|name| {
        let name = name.to_string_lossy();
        name.starts_with(".schema-tool-") && name.ends_with(".tmp")
    })
}

fn send(signal: &str, child: &Child) {
    let kill = ["-c", "kill -s \"$1\" \"$2\"", "sh", signal];
    let mut sent = Command::new("sh");
    let sent = sent.args(kill).arg(child.id().to_string()).status();
    assert!(sent.expect("there is a shell").success());
}

/// Whether this test was started with the signal ignored, as by `nohup`: so are then the
/// programs that it starts.
fn is_ignored_here(number: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

#[test]
fn nothing_unfinished_is_left() {
    let stream = fleet::stream();
    let directory = ["--bulk-dir", "bulk"];
    let to_lines = ["convert", "-", "-o", "out.jsonl", "--show-sensitive"];
    let with_directory = [&to_lines[..], &directory].concat();
    for arguments in [
        &to_lines[..],
        &with_directory,
        &["convert", "-", "-o", "out.mig"],
        &["set", "-", "disk0.capacity=1", "-o", "out.mig"],
    ] {
        for (signal, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
            if is_ignored_here(number) {
                println!("skipped: {signal} is ignored here");
                continue;
            }
            let place = Place::new(&[]);
            let mut begun = begun(&place, arguments, &stream[..stream.len() - 3], "");
            // The input stays open until the program has ended.
            let _input = begun.stdin.take();
            send(signal, &begun);
            let ended = begun.wait_with_output().unwrap();
            assert_eq!(
                ended.status.signal(),
                Some(number),
                "{arguments:?}: {ended:?}"
            );
            assert_eq!(place.files(), INPUTS, "{arguments:?}: {signal}");
        }
    }
}

/// What whoever starts the program wants ignored, as `nohup` does, is.
#[cfg(target_os = "linux")]
#[test]
fn an_ignored_signal_stays_ignored() {
    let stream = fleet::stream();
    let (start, rest) = stream.split_at(stream.len() - 3);
    for signal in ["HUP", "INT", "TERM"] {
        let place = Place::new(&[]);
        let arguments = ["convert", "-", "-o", "out.mig"];
        let mut begun = begun(&place, &arguments, start, signal);
        send(signal, &begun);
        begun.stdin.take().unwrap().write_all(rest).unwrap();
        let ended = begun.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{signal}: {ended:?}");
        assert!(place.read("out.mig") == stream);
    }
}
