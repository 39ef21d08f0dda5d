//! `verify`: right streams are, and nothing that is wrong passes.

use migratable::{Device, to_vec};
use serde_json::json;
use snapbox::{assert_data_eq, str};

use super::json;
use super::streams::{Builder, Gadget, gadget, state, three};
use super::tool::{root, run, run_with};

#[test]
fn what_was_looked_at_is_said() {
    let expected = str![[r#"
standard input  right
  frames    order, lengths, checksums, the digest of the whole, its end
  schemas   1: form, fingerprint
  sections  3 of 3 instances, 60 bytes: tags, lengths, UTF-8, order of keys, ranges
  bulk      1 item in 2 frames, 200 bytes

"#]];
    assert_data_eq!(run_with(["verify", "-"], &three()).fine(), expected);
    assert_eq!(run_with(["verify", "-q", "-"], &three()).fine(), "");
}

#[test]
fn the_json_form_says_the_same() {
    let found = json::parse(&run_with(["verify", "--format", "json", "-"], &three()).fine());
    let expected = json!([{
        "stream": "standard input", "right": true, "checksums": true, "complete": true,
        "schemas": 1, "schemas_tested": 1, "instances": 3, "sections": 3, "section_bytes": 60,
        "sections_without_schema": 0, "bytes_without_schema": 0, "not_needed": 0,
        "bulk_items": 1, "bulk_frames": 2, "bulk_bytes": 200, "errors": [],
    }]);
    assert_eq!(found, expected);
}

/// What no schema describes was not looked at.
#[test]
fn what_could_not_be_tested_is_not_said_to_be() {
    let expected = str![[r#"
standard input  wrong
  frames    order, lengths, checksums, the digest of the whole, its end
  schemas   1 of 2: form, fingerprint
  sections  1 of 2 instances, 20 bytes: tags, lengths, UTF-8, order of keys, ranges; of 1 without a schema, 5 bytes, nothing but checksums
  bulk      0 items in 0 frames, 0 bytes

"#]];
    let payload = to_vec(&state()).unwrap();
    let schemas = [Gadget::SCHEMA_JSON, "no schema"];
    let stream = Builder::new(&schemas, &[("a", 0, 0), ("b", 0, 1)])
        .section(0, &payload)
        .section(1, &[1, 2, 3, 4, 5])
        .finish();
    assert_data_eq!(run_with(["verify", "-"], &stream).stdout, expected);
    let found = run_with(["verify", "--format", "json", "-"], &stream).stdout;
    let found = &json::parse(&found)[0];
    let said = [
        "schemas",
        "schemas_tested",
        "sections",
        "sections_without_schema",
    ];
    assert_eq!(said.map(|key| found[key].as_u64()), [2, 1, 1, 1].map(Some));
    let bytes = ["section_bytes", "bytes_without_schema"];
    assert_eq!(bytes.map(|key| found[key].as_u64()), [20, 5].map(Some));
}

/// Whatever byte is changed or missing, the stream is not right.
#[test]
fn no_damage_passes() {
    let whole = three();
    for at in (0..whole.len()).step_by(23) {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        run_with(["verify", "-"], &changed).failed();
        run_with(["verify", "-"], &whole[..at]).failed();
    }
    run_with(["verify", "-"], &[&whole[..], b"!"].concat()).failed();
}

/// Frames are right, and what is in them is not.
#[test]
fn values_are_tested() {
    let right = to_vec(&state()).unwrap();
    // flags: 4, ready: 1, the length of name: 1, name: 4, level: 1, pin: 4.
    for (what, at, byte, said) in [
        ("a bool", 4, 2, "ready"),
        ("UTF-8", 6, 0xff, "name"),
        ("a range", 10, 10, "level"),
        ("a length", 15, 0x7f, "list"),
    ] {
        let mut wrong = right.clone();
        wrong[at] = byte;
        let run = run_with(["verify", "-"], &gadget(&wrong));
        assert!(
            run.stdout.starts_with("standard input  wrong\n"),
            "{what}: {run:?}"
        );
        assert!(run.failed().contains(said), "{what}");
    }
    let mut wrong = right;
    wrong[12] = 0xff;
    let error = run_with(["verify", "-"], &gadget(&wrong)).failed();
    assert!(
        error.contains("pin") && error.contains("sensitive"),
        "{error}"
    );
    let none = Builder::new(&["{}"], &[]).finish();
    assert!(
        run_with(["verify", "-"], &none)
            .failed()
            .contains("of no device")
    );
    let long = [to_vec(&state()).unwrap(), vec![0]].concat();
    run_with(["verify", "-"], &gadget(&long)).failed();
    let twice = Builder::new(&[Gadget::SCHEMA_JSON], &[("a", 0, 0)]);
    run_with(["verify", "-"], &twice.section(0, b"").finish()).failed();
}

#[test]
fn several_streams_are_all_looked_at() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = directory.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let (a, b, c) = (
        file("a", &three()),
        file("b", b"nothing"),
        file("c", &three()),
    );
    let run = run([std::path::Path::new("verify"), &a, &b, &c]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(run.stdout.matches("  right\n").count(), 2, "{run:?}");
    assert_eq!(run.stderr.matches("error: ").count(), 1, "{run:?}");
}

#[test]
fn streams_of_qemu_have_no_checksums() {
    let file = root().join("qemu/tests/data/qemu10.0.2-virt-7.2-min.mig.gz");
    let shown = run(["verify".as_ref(), file.as_os_str()]);
    assert!(shown.stdout.contains("no checksums"), "{shown:?}");
}
