//! What goes where: colours, pipes, and outputs that take no more.

use std::fs::{self, File};
use std::io::Read;
use std::process::Stdio;

use super::streams::{Builder, three};
use super::tool::{run_with, tool};

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let stream = three();
    let plain = run_with(["inspect", "-"], &stream).fine();
    assert!(!plain.contains('\x1b'));
    assert_eq!(
        run_with(["inspect", "-", "--color", "never"], &stream).fine(),
        plain
    );

    let colourful = run_with(["inspect", "-", "--color", "always"], &stream).fine();
    assert!(colourful.contains("\x1b["), "{colourful:?}");
    assert_eq!(anstream::adapter::strip_str(&colourful).to_string(), plain);

    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), &stream).unwrap();
    let with = |variables: &[(&str, &str)]| {
        let mut command = tool();
        command
            .arg("inspect")
            .arg(file.path())
            .envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(with(&[("CLICOLOR_FORCE", "1")]).contains('\x1b'));
    assert!(!with(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\x1b'));
}

#[test]
fn errors_are_coloured_likewise() {
    let run = run_with(["inspect", "-", "--color", "always"], b"");
    assert!(
        run.stderr.starts_with("\x1b[1m\x1b[31merror\x1b[0m: "),
        "{run:?}"
    );
}

/// More than any pipe holds.
fn large() -> Vec<u8> {
    let list: Vec<(u8, bool)> = (0..200_000).map(|i| (i as u8, true)).collect();
    let payload = migratable::to_vec(&super::streams::Gadget {
        list,
        ..super::streams::state()
    });
    super::streams::gadget(&payload.unwrap())
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), large()).unwrap();
    for arguments in [&["--full"][..], &["--format", "json"]] {
        let mut command = tool();
        command.arg("inspect").arg(file.path()).args(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 10]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(
            String::from_utf8(output.stderr).unwrap(),
            "",
            "{arguments:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), three()).unwrap();
    let file = file.path().to_str().unwrap();
    for arguments in [
        &["inspect", file][..],
        &["rules"],
        &["--help"],
        &["inspect", "--help"],
        &["--version"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = tool().args(arguments).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            error.contains("cannot write to standard output"),
            "{arguments:?}: {error}"
        );
    }
}

/// A guest's RAM is not held in memory.
#[cfg(target_os = "linux")]
#[test]
fn bulk_items_take_no_memory() {
    use std::process::Command;

    let file = tempfile::NamedTempFile::new().unwrap();
    let ram = vec![1; 96 << 20];
    let stream = Builder::new(&[], &[]).bulk("ram", 0, &ram).finish();
    fs::write(file.path(), stream).unwrap();
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 65536 && exec \"$0\" inspect \"$1\""])
        .arg(tool().get_program())
        .arg(file.path())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        shown.contains("100663296 bytes (96 MiB) in 96 frames"),
        "{output:?}"
    );
}
