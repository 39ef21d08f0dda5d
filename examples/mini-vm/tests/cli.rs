//! The program itself.

use std::process::{Command, Output};

fn mini_vm(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mini-vm"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn run_prints_the_guest_and_a_summary() {
    let output = mini_vm(&["run", "--rounds", "3", "--effort", "1"]);
    assert!(output.status.success());
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(
        lines[0].starts_with("guest: rv32im, 3 rounds"),
        "{}",
        lines[0]
    );
    assert!(lines[3].starts_with("  3/3 "), "{}", lines[3]);
    let summary = text(&output.stderr);
    assert!(
        summary.starts_with("mini-vm: powered off with exit code 0 after "),
        "{summary}"
    );
    assert_eq!(summary.lines().count(), 1);
}

#[test]
fn run_stops_at_the_instruction_limit() {
    let output = mini_vm(&["run", "--max-instructions", "12345"]);
    assert!(output.status.success());
    assert_eq!(
        text(&output.stderr),
        "mini-vm: reached the instruction limit after 12345 instructions\n"
    );
}

#[test]
fn an_effort_out_of_range_is_a_usage_error() {
    for effort in ["0", "257", "much"] {
        let output = mini_vm(&["run", "--effort", effort]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("--effort"));
    }
}

#[test]
fn a_release_cannot_save_what_it_does_not_have() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    let options = [
        "save",
        "--after=500000",
        "--effort=1",
        "--reload-timer",
        "--devices=v1",
        "-o",
    ];
    let output = mini_vm(&[&options[..], &[file.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(!file.exists());
    let message = "mini-vm: device clint#0 (clint): cannot be saved: this release of the devices \
                   cannot have that state: field `reload` is present: must be absent";
    assert!(text(&output.stderr).contains(message));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = std::fs::File::create("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mini-vm"))
        .args(["run", "--rounds", "3", "--effort", "1"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.starts_with("mini-vm: cannot write the guest's output: "),
        "{message}"
    );
}
