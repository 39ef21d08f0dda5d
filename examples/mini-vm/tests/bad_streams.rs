//! Files that are no saved machine, or not this one: a clear sentence, exit status 1, and not a
//! byte from the guest.

mod common;

use std::fs;
use std::sync::OnceLock;

use common::edit::Parts;
use common::process::{mini_vm, text, workload};

/// A machine that was saved in the middle of its work.
fn saved() -> &'static [u8] {
    static SAVED: OnceLock<Vec<u8>> = OnceLock::new();
    SAVED.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("vm.mig");
        let options = ["save", "--after", "500000", "-o", file.to_str().unwrap()];
        let options = options.map(str::to_owned).into_iter().chain(workload());
        assert!(mini_vm(options).status.success());
        fs::read(file).unwrap()
    })
}

/// What `restore` says of a file, in one line of text.
fn refusal(stream: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    fs::write(&file, stream).unwrap();
    let output = mini_vm(["restore".as_ref(), file.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    let message = text(&output.stderr).trim_end().to_owned();
    assert!(message.starts_with("mini-vm: "), "{message}");
    message
}

#[track_caller]
fn assert_refused(stream: &[u8], parts: &[&str]) {
    let message = refusal(stream);
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

/// [`saved`], but for what `edit` has changed. All checksums are right.
fn edited(edit: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts::of(saved());
    edit(&mut parts);
    parts.whole()
}

#[test]
fn the_parts_make_the_whole_again() {
    let stream = edited(|_| {});
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    fs::write(&file, stream).unwrap();
    assert!(
        mini_vm(["restore".as_ref(), file.as_os_str()])
            .status
            .success()
    );
}

#[test]
fn a_file_that_is_not_there() {
    let output = mini_vm(["restore", "no/such/file.mig"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.starts_with("mini-vm: cannot open no/such/file.mig: "),
        "{message}"
    );
}

#[test]
fn a_truncated_stream() {
    let stream = saved();
    for cut in [0, 7, 12, 100, stream.len() / 2, stream.len() - 1] {
        let message = refusal(&stream[..cut]);
        let says_so = message.contains("the stream ends") || message.contains("not a migratable");
        assert!(says_so, "cut at {cut}: {message}");
    }
}

#[test]
fn a_flipped_bit() {
    let stream = saved();
    for at in (0..stream.len()).step_by(stream.len() / 40) {
        let mut stream = stream.to_vec();
        stream[at] ^= 0x10;
        refusal(&stream);
    }
    let mut stream = stream.to_vec();
    let at = stream.len() / 2;
    stream[at] ^= 1;
    assert_refused(
        &stream,
        &["bulk frame at byte", "is damaged: its CRC-32 is"],
    );
}

#[test]
fn another_magic() {
    assert_refused(b"QEVM\0\0\0\x03", &["this is not a migratable stream"]);
    assert_refused(b"\x89PNG\r\n\x1a\n", &["this is not a migratable stream"]);
}

#[test]
fn bytes_behind_the_end() {
    let stream = [saved(), b"x"].concat();
    assert_refused(&stream, &["but the input goes on"]);
}

#[test]
fn a_schema_that_is_not_json() {
    let stream = edited(|parts| parts.prologue.schemas[1] = "{\"format\":1,".to_owned().into());
    assert_refused(&stream, &["schema 1 of the stream is"]);
}

#[test]
fn a_device_that_is_not_registered() {
    let stream = edited(|parts| {
        let index = parts.index("plic");
        parts.prologue.instances[index].path = "nvme0".into();
    });
    assert_refused(
        &stream,
        &[
            "device nvme0#0 (plic): the source has this device, the destination does not",
            "device plic#0 (plic): the destination has this device, the source does not",
        ],
    );
}

#[test]
fn a_value_out_of_range() {
    let stream = edited(|parts| *parts.section("plic").last_mut().unwrap() = 9);
    assert_refused(
        &stream,
        &["device plic#0 (plic): field `threshold`", "of the stream"],
    );
}

#[test]
fn a_state_that_the_device_refuses() {
    let stream = edited(|parts| parts.section("plic")[5] = 8);
    assert_refused(
        &stream,
        &["plic#0 (plic)", "source 5 has priority 8, the highest is 7"],
    );
}

#[test]
fn a_bulk_item_that_is_not_there() {
    let stream = edited(|parts| parts.bulk[0].0 = "vram\x1b[2J".into());
    let expected = "bulk item \"vram\\u{1b}[2J\", at byte ";
    assert_refused(&stream, &[expected, "this machine has no such item"]);
}

#[test]
fn a_bulk_item_that_is_too_large() {
    let stream = edited(|parts| parts.bulk.push(("disk".into(), 128 << 10, vec![0; 4096])));
    assert_refused(
        &stream,
        &[
            "\"disk\"",
            "4096 bytes at offset 131072 go beyond its 131072 bytes",
        ],
    );
    let stream = edited(|parts| {
        parts
            .bulk
            .push(("ram".into(), u64::MAX - 4096, vec![0; 4096]))
    });
    assert_refused(&stream, &["\"ram\"", "go beyond its 2097152 bytes"]);
}

#[test]
fn a_bulk_frame_of_half_a_page() {
    let stream = edited(|parts| parts.bulk.push(("ram".into(), 2048, vec![0; 4096])));
    assert_refused(&stream, &["are not whole pages of 4096 bytes"]);
}

#[test]
fn pages_that_are_missing_or_not_announced() {
    let stream = edited(|parts| {
        parts
            .bulk
            .retain(|(name, offset, _)| name != "ram" || *offset > 0)
    });
    assert_refused(
        &stream,
        &["bulk item \"ram\": page 0, at offset 0x0, is missing"],
    );
    let stream = edited(|parts| parts.bulk.push(("ram".into(), 0x10_0000, vec![1; 4096])));
    assert_refused(
        &stream,
        &["page 256, at offset 0x100000, is said to be as in a new machine"],
    );
}

#[test]
fn ram_of_another_size() {
    let stream = edited(|parts| parts.section("ram")[2] = 0x40);
    assert_refused(
        &stream,
        &[
            "device ram#0 (memory)",
            "`size` is configuration and must match",
        ],
    );
}
