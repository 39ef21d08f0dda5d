//! `inspect` on streams that are damaged or wrong.

use migratable::{Device, to_vec};
use serde_json::{Value, json};

use super::json;
use super::streams::{Builder, Gadget, gadget, state, three};
use super::tool::{Run, run, run_with};

fn inspect(stream: &[u8]) -> Run {
    run_with(["inspect", "-"], stream)
}

/// What the JSON document says of a bad stream.
#[track_caller]
fn document(stream: &[u8]) -> Value {
    let run = run_with(["inspect", "-", "--format", "json"], stream);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stderr.starts_with("error: standard input: "), "{run:?}");
    match run.stdout.as_str() {
        "" => Value::Null,
        text => json::parse(text),
    }
}

#[test]
fn what_came_before_the_end_is_shown() {
    let whole = three();
    let all = document(&[&whole[..], b"!"].concat());
    assert_eq!(all["sections"].as_array().unwrap().len(), 3);
    let mut most = 0;
    for len in (0..whole.len()).step_by(29) {
        let document = document(&whole[..len]);
        if document.is_null() {
            continue;
        }
        assert_eq!(document["complete"], false, "{len}");
        assert_eq!(document["errors"].as_array().unwrap().len(), 1, "{len}");
        let shown = document["sections"].as_array().unwrap();
        assert_eq!(
            shown[..],
            all["sections"].as_array().unwrap()[..shown.len()],
            "{len}"
        );
        assert!(shown.len() >= most, "{len}");
        most = shown.len();
    }
    assert_eq!(most, 3);
}

#[test]
fn the_tree_says_what_is_missing() {
    let whole = three();
    let run = inspect(&whole[..whole.len() - 40]);
    assert!(
        run.stdout.contains("a#0  gadget") && run.stdout.contains("b/c.d#0  gadget"),
        "{run:?}"
    );
    assert!(
        run.stdout
            .contains("incomplete: 2 sections could be read\nnot read: a#1\n"),
        "{run:?}"
    );
    let error = run.failed();
    assert!(
        error.contains("(\"a#1\")") && error.contains("save or copy it again"),
        "{error}"
    );
}

#[test]
fn every_flipped_bit_is_noticed() {
    let whole = three();
    assert_eq!(inspect(&whole).status, Some(0));
    for bit in (0..whole.len() * 8).step_by(83) {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let error = inspect(&flipped).failed();
        assert!(
            error.contains("byte") || error.contains("not a migratable stream"),
            "{bit}: {error}"
        );
    }
}

#[test]
fn what_follows_the_stream_is_noticed() {
    let error = inspect(&[three(), three()].concat()).failed();
    assert!(error.contains("but the input goes on"), "{error}");
}

/// The frames are whole, but their writer was wrong.
#[test]
fn a_state_that_departs_from_its_schema() {
    let good = to_vec(&state()).unwrap();
    let mut bad = good.clone();
    bad[4] = 7;
    let stream = Builder::new(&[Gadget::SCHEMA_JSON], &[("a", 0, 0), ("b", 0, 0)])
        .section(0, &bad)
        .section(1, &good)
        .finish();
    let at = stream
        .windows(bad.len())
        .position(|bytes| bytes == bad)
        .unwrap()
        + 4;

    let run = inspect(&stream);
    let lines: Vec<&str> = run.stdout.lines().skip(3).take(3).collect();
    let expected = [
        "a#0  gadget, version 1, 20 bytes",
        "└─ flags  2147483649 (0x80000001)",
        "cannot be read on: field `ready`, at byte 4: a bool is 0 or 1",
    ];
    assert_eq!(lines, expected);
    assert!(run.stdout.contains("b#0  gadget") && run.stdout.contains("complete: 2 sections"));
    let expected = format!(
        "error: standard input: device a#0 (gadget): field `ready`, at byte 4: a bool is 0 or 1 \
         (byte {at} of the stream)\n"
    );
    assert_eq!(run.failed(), expected);

    let document = document(&stream);
    assert_eq!(document["complete"], true);
    assert_eq!(
        document["sections"][0]["value"],
        json!({"flags": 0x8000_0001_u32})
    );
    assert_eq!(
        document["sections"][0]["error"],
        "field `ready`, at byte 4: a bool is 0 or 1"
    );
    assert_eq!(document["sections"][1].get("error"), None);
}

#[test]
fn values_outside_their_limits_are_shown_and_named() {
    let mut payload = to_vec(&state()).unwrap();
    let level = 4 + 1 + 5;
    payload[level] = 200;
    let run = inspect(&gadget(&payload));
    assert!(run.stdout.contains("level  200 (0xc8)"), "{run:?}");
    assert!(
        run.failed()
            .contains("field `level`, at byte 10: 200 is outside its range 0..=9")
    );

    let truncated = inspect(&gadget(&payload[..level]));
    assert!(
        truncated.stdout.contains("name   \"left\""),
        "{truncated:?}"
    );
    assert!(truncated.failed().contains("field `level`"));

    let longer = inspect(&gadget(&[&to_vec(&state()).unwrap()[..], &[0]].concat()));
    assert!(longer.stdout.contains("[1]  (200, true)"), "{longer:?}");
    assert!(longer.failed().contains("bytes behind the end"));
}

#[test]
fn a_part_before_a_violation_can_be_seen_and_one_behind_cannot() {
    let mut payload = to_vec(&state()).unwrap();
    payload[4] = 7;
    let stream = gadget(&payload);
    let run = run_with(["inspect", "-", "--path", "/gadget.flags"], &stream);
    assert!(
        run.stdout.starts_with("/gadget#0.flags  2147483649"),
        "{run:?}"
    );
    assert!(run.failed().contains("field `ready`"));
    let run = run_with(["inspect", "-", "--path", "/gadget.level"], &stream);
    assert!(run.stdout.starts_with("cannot be read on"), "{run:?}");
    assert!(run.failed().contains("field `ready`"));
}

#[test]
fn a_schema_that_is_none() {
    let payload = to_vec(&state()).unwrap();
    let schemas = ["not JSON", Gadget::SCHEMA_JSON];
    let stream = Builder::new(&schemas, &[("odd", 0, 0), ("good", 0, 1), ("odd", 1, 0)])
        .section(0, b"\x01\x02raw")
        .section(1, &payload)
        .section(2, &[])
        .finish();
    let run = inspect(&stream);
    assert!(
        run.stdout
            .contains("odd#0  its schema cannot be read, 5 bytes"),
        "{run:?}"
    );
    assert!(run.stdout.contains("--show-sensitive"), "{run:?}");
    assert!(
        run.stdout.contains("good#0  gadget") && run.stdout.contains("pin "),
        "{run:?}"
    );
    let error = run.failed();
    assert!(
        error.contains("schema 0, of device odd#0 and 1 more, is not a schema"),
        "{error}"
    );

    // Without a schema, nothing tells what is secret.
    let ways = [
        ("tree", "01 02 72 61 77"),
        ("hex", "01 02 72 61 77"),
        ("html", "\"AQJyYXc=\""),
        ("json", "raw"),
    ];
    for (format, raw) in ways {
        let show = |more: &[&str]| {
            let arguments = [&["inspect", "-", "--format", format], more].concat();
            run_with(arguments, &stream).stdout
        };
        assert!(!show(&[]).contains(raw), "{format}");
        let is_shown = show(&["--show-sensitive"]).contains(raw);
        assert_eq!(is_shown, format != "json", "{format}");
    }

    let changed = Gadget::SCHEMA_JSON.replacen("\"flags\"", "\"flogs\"", 1);
    let stream = Builder::new(&[&changed], &[("x", 0, 0)])
        .section(0, &payload)
        .finish();
    let error = inspect(&stream).failed();
    assert!(
        error.contains("of device x#0") && error.contains("fingerprint"),
        "{error}"
    );
}

#[test]
fn files_that_are_no_streams() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    let error = |path: &std::path::Path| run(["inspect".as_ref(), path]).failed();
    assert!(error(&path).contains("No such file"));
    assert!(error(directory.path()).contains("it is a directory"));
    for content in [
        &b""[..],
        b"{}",
        b"\x7fELF\x02\x01\x01",
        &[0; 100],
        b"\x89MIG\n\x1a\n",
    ] {
        std::fs::write(&path, content).unwrap();
        let error = error(&path);
        assert!(
            error.contains("file: ") && error.lines().count() == 1,
            "{error}"
        );
    }
}
