//! `convert --bulk-dir`: the bytes of bulk items in files beside JSON lines.

use std::fs;

use migratable::Device;

use super::convert::Place;
use super::fleet;
use super::streams::{Builder, Gadget, three};

const OUT: [&str; 7] = [
    "convert",
    "in.mig",
    "-o",
    "a.jsonl",
    "--show-sensitive",
    "--bulk-dir",
    "bulk",
];
const BACK: [&str; 6] = ["convert", "a.jsonl", "--bulk-dir", "bulk", "-o", "b.mig"];

/// Binary → JSON and files → binary. Returns the names of the files.
#[track_caller]
fn there_and_back(stream: &[u8]) -> Vec<String> {
    let place = Place::new(stream);
    let run = place.run(&OUT);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
    place.run(&BACK).fine();
    assert!(place.read("b.mig") == stream);
    assert_eq!(
        place.files(),
        4,
        "the stream, JSON, files, the stream again"
    );
    let names = fs::read_dir(place.path("bulk")).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_way_back_makes_the_same_bytes() {
    assert_eq!(there_and_back(fleet::stream()), ["0.bin", "1.bin"]);
    assert_eq!(there_and_back(&three()), ["0.bin"]);
    assert_eq!(there_and_back(&Builder::new(&[], &[]).finish()), [""; 0]);
}

/// The bytes stand in the order of the stream: if that begins at the first, a file is the
/// item. The lines have none of them.
#[test]
fn a_file_has_the_bytes_of_an_item() {
    let item: Vec<u8> = (0..2_500_000_u32).map(|i| (i % 251) as u8).collect();
    let mut builder = Builder::new(&[], &[]);
    for (index, piece) in item.chunks(1 << 20).enumerate() {
        builder = builder.bulk("ram", (index as u64) << 20, piece);
        builder = builder.bulk("other", 7, &[9]);
    }
    let place = Place::new(&builder.finish());
    place.run(&OUT).fine();
    assert!(place.read("bulk/0.bin") == item);
    assert_eq!(place.read("bulk/1.bin"), [9, 9, 9]);
    let lines = place.read("a.jsonl");
    assert!(lines.len() < 2000, "{} bytes", lines.len());
    let lines = String::from_utf8(lines).unwrap();
    let second = r#"{"bulk":{"name":"ram","offset":"1048576","file":"0.bin","at":"1048576","len":"1048576"}}"#;
    assert!(lines.lines().any(|line| line == second), "{lines}");
}

/// No name of an item is one of a file.
#[test]
fn names_of_items_touch_no_files() {
    let names = [
        "../../escaped",
        "/tmp/escaped",
        "",
        "a/b",
        "x\n\"\u{202e}",
        "0.bin",
        "con",
        ".",
        "..",
    ];
    let long = "n".repeat(1024);
    let mut builder = Builder::new(&[], &[]);
    for (at, name) in names.into_iter().chain([&*long]).enumerate() {
        builder = builder.bulk(name, u64::MAX - 10, &[at as u8; 3]);
        builder = builder.bulk(name, at as u64, b"");
    }
    let found = there_and_back(&builder.finish());
    let wanted: Vec<String> = (0..10).map(|number| format!("{number}.bin")).collect();
    assert_eq!(found, wanted);
}

/// Beyond so many items, the bytes stay in the lines.
#[test]
fn there_are_not_more_files_than_a_directory_bears() {
    let mut builder = Builder::new(&[], &[]);
    for number in 0..4100 {
        builder = builder.bulk(&number.to_string(), 0, b"x");
    }
    assert_eq!(there_and_back(&builder.finish()).len(), 4096);
}

#[test]
fn lines_reach_no_other_files() {
    let place = Place::new(&three());
    place.run(&OUT).fine();
    fs::write(place.path("secret.bin"), [1; 500]).unwrap();
    fs::create_dir(place.path("bulk/2.bin")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(place.path("secret.bin"), place.path("bulk/3.bin")).unwrap();
    let right = String::from_utf8(place.read("a.jsonl")).unwrap();
    let (from, rest) = (
        r#""file":"0.bin","at":"0","len":"100""#,
        r#","at":"0","len":"100""#,
    );
    assert!(right.contains(from), "{right}");
    let file = |name: &str| format!("\"file\":\"{name}\"{rest}");
    let mut cases = vec![
        (file("../secret.bin"), "is no name of such a file"),
        (file("/etc/passwd"), "is no name of such a file"),
        (file("00.bin"), "is no name of such a file"),
        (file("+0.bin"), "is no name of such a file"),
        (file(""), "is no name of such a file"),
        (file("0.bin/../../secret.bin"), "is no name of such a file"),
        (
            file("99999999999999999999999.bin"),
            "is no name of such a file",
        ),
        (file("1.bin"), "1.bin: "),
        (file("2.bin"), "2.bin: it is no file"),
        (from.replace("100", "201"), "it ends before the 201 bytes"),
        (from.replace("\"0\"", "\"18446744073709551615\""), "0.bin: "),
        (from.replace("100", "1048577"), "a line has at most 1048576"),
        (from.replace("\"100\"", "\"ten\""), "`len` must be"),
        (from.replace(",\"len\":\"100\"", ""), "`len` must be"),
        (
            format!("{from},\"bytes\":\"00\""),
            "both `bytes` and `file`",
        ),
    ];
    if cfg!(unix) {
        cases.push((file("3.bin"), "3.bin: it is no file"));
    }
    let files = place.files();
    for (to, said) in cases {
        fs::write(place.path("a.jsonl"), right.replacen(from, &to, 1)).unwrap();
        let error = place.run(&BACK).failed();
        let is_said = error.contains(said) && error.contains("a.jsonl: line 5: ");
        assert!(is_said, "{to}: {error}");
        assert_eq!(place.files(), files, "{to}");
    }
}

#[test]
fn what_is_missing_or_there_already_is_said() {
    let place = Place::new(&three());
    place.run(&OUT).fine();
    // All commands that read lines say what is missing.
    for command in [
        &["inspect", "a.jsonl"][..],
        &["verify", "a.jsonl"],
        &["convert", "a.jsonl", "-o", "c.mig"],
    ] {
        let error = place.run(command).failed();
        assert!(error.contains("--bulk-dir"), "{error}");
    }
    let again = ["convert", "in.mig", "-o", "c.jsonl", "--show-sensitive"];
    let again = place.run(&[&again[..], &["--bulk-dir", "bulk"]].concat());
    assert!(again.failed().contains("bulk: it is there already"));
    let binary = ["convert", "in.mig", "-o", "c.mig", "--bulk-dir", "new"];
    let run = place.run(&binary);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert_eq!(place.files(), 3);
}

#[test]
fn of_what_fails_nothing_is_left() {
    let whole = three();
    let place = Place::new(&whole[..whole.len() - 9]);
    place.run(&OUT).failed();
    assert_eq!(place.files(), 1);
}

#[test]
fn a_stream_of_another_release_has_files_too() {
    let place = Place::new(&three());
    fs::write(place.path("release.json"), Gadget::SCHEMA_JSON).unwrap();
    let to = [&OUT[..], &["--to", "release.json"]].concat();
    place.run(&to).fine();
    place.run(&BACK).fine();
    assert!(place.read("b.mig") == three());
}
