//! Files that are no saved machine, or not this one: a clear sentence, exit status 1, and not a
//! byte from the guest.

mod common;

use std::fs;
use std::sync::OnceLock;

use common::edit::Parts;
use common::process::{mini_vm, text, workload};
use migratable::stream::BulkItem;

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
    let stream = edited(|parts| parts.bulk.push(("vram\x1b[2J".into(), 0, vec![0; 4096])));
    assert_refused(
        &stream,
        &["bulk item \"vram\\u{1b}[2J\": this machine does not take it"],
    );
    let stream = edited(|parts| parts.prologue.items.push(BulkItem::whole("vram", 0)));
    let expected = "bulk item \"vram\": 0 bytes at the source, none at the destination";
    assert_refused(&stream, &[expected]);
    let stream = edited(|parts| parts.prologue.items.truncate(1));
    let expected = "bulk item \"disk\": none at the source, 131072 bytes at the destination";
    assert_refused(&stream, &[expected]);
}

/// A size that no machine has is found before a byte of it is read.
#[test]
fn ram_of_another_size() {
    for len in [2 << 19, 4 << 20, 1 << 63] {
        let stream = edited(|parts| {
            parts.prologue.items[0].len = len;
            parts.zeros = vec![("ram".into(), 0, len)];
            parts.bulk.retain(|(name, offset, bytes)| {
                name != "ram" || offset + bytes.len() as u64 <= len
            });
        });
        let expected = format!(
            "bulk item \"ram\": {len} bytes at the source, 2097152 bytes at the destination"
        );
        assert_refused(&stream, &[&expected]);
    }
}
