//! The page on the format, and a reader made from it in another language.

use std::path::Path;
use std::process::Command;

use super::*;

const PAGE: &str = include_str!("../../../../docs/format.md");
const READER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../tests/python/read_stream.py"
);

#[test]
fn the_example_of_the_page_is_what_is_written() {
    let mut writer = writer();
    let schema = writer.schema("{}").unwrap();
    writer.instances(&[instance("/uart0", 0, schema)]).unwrap();
    writer.section(0, &[0x2a, 0x00]).unwrap();
    writer
        .bulk("ram", 0x8000_0000, &[0xde, 0xad, 0xbe, 0xef])
        .unwrap();
    assert_eq!(writer.finish().unwrap(), example(PAGE));
}

/// The bytes of the indented hex dump under "Example" of part 4.
fn example(page: &str) -> Vec<u8> {
    let (_, example) = page
        .split_once("### 4.10 Example")
        .expect("the page has an example");
    let (example, _) = example.split_once("\n## ").expect("another part follows");
    let lines = example.lines().filter_map(|line| line.strip_prefix("    "));
    let words = lines.flat_map(|line| line.split_whitespace().skip(1));
    words
        .map(|word| u8::from_str_radix(word, 16).expect("a byte"))
        .collect()
}

#[test]
fn checksums_are_the_published_ones() {
    assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
    assert_eq!(crc32fast::hash(b""), 0);
    assert_eq!(crc32fast::hash(&[0; 32]), 0x190a_55ad);
}

#[test]
fn python_reads_the_same() {
    let Some(lines) = python(&sample()) else {
        return;
    };
    let lines = lines.expect("Python accepts the stream");
    let expected = [
        r#"{"at": 12, "frame": "header", "length": 12, "producer": "mini-vm", "producer_version": "1.0"}"#,
        r#"{"at": 30, "frame": "item", "length": 10, "name": "ram", "len": 2147483658}"#,
        r#"{"at": 46, "frame": "item", "length": 25, "name": "cache", "len": 4096, "base": "09090909090909090909090909090909"}"#,
        r#"{"at": 77, "frame": "item", "length": 16, "name": "rom", "len": 8, "file": "rom.img", "offset": 0, "digest": null}"#,
        r#"{"at": 99, "frame": "schema", "length": 18, "json": "{\"device\":\"uart\"}"}"#,
        r#"{"at": 123, "frame": "schema", "length": 17, "json": "{\"device\":\"rtc\"}"}"#,
        r#"{"at": 146, "frame": "schema reference", "length": 22, "device": "disk", "fingerprint": "000102030405060708090a0b0c0d0e0f", "needed": true}"#,
        r#"{"at": 174, "frame": "instances", "length": 32, "instances": [{"path": "/uart", "instance_id": 0, "schema": 0}, {"path": "/uart", "instance_id": 1, "schema": 0}, {"path": "/rtc", "instance_id": 0, "schema": 1}, {"path": "/disk", "instance_id": 0, "schema": 2}]}"#,
        r#"{"at": 212, "frame": "zeros", "length": 10, "name": "ram", "offset": 0, "len": 2147483648}"#,
        r#"{"at": 228, "frame": "bulk", "length": 19, "name": "ram", "offset": 2147483648, "bytes": "66697273742070616765"}"#,
        r#"{"at": 253, "frame": "section", "length": 10, "instance": 2, "state": "727463207374617465"}"#,
        r#"{"at": 269, "frame": "section", "length": 1, "instance": 0, "state": ""}"#,
        r#"{"at": 276, "frame": "bulk", "length": 7, "name": "flash", "offset": 0, "bytes": ""}"#,
    ];
    assert_eq!(
        lines.lines().take(expected.len()).collect::<Vec<_>>(),
        expected
    );
    assert_eq!(lines.lines().count(), 16);
}

/// Both readers accept and refuse the same streams.
#[test]
fn python_refuses_the_same() {
    use super::raw::{Raw, postcard};
    const DEVICE: &str = "disk";
    // A stream of one device whose schema is named so, with so many sections.
    fn referring<T: serde::Serialize>(reference: &T, sections: usize) -> Vec<u8> {
        let stream = Raw::new().header().frame(8, &postcard(reference));
        let stream = stream.frame(3, &postcard(&vec![("/disk", 0, 0)]));
        (0..sections)
            .fold(stream, |stream, _| stream.section(0, b"x"))
            .end()
    }
    // A stream of items, each of a name, a length and a content, with zeros of the item `ram`.
    fn of_items(items: &[(&str, u64, &[u8])], zeros: &[(u64, u64)]) -> Vec<u8> {
        let declare = |raw: Raw, (name, len, content): &(&str, u64, &[u8])| {
            raw.frame(9, &[&postcard(&(name, len)), *content].concat())
        };
        let raw = items
            .iter()
            .fold(Raw::new().header(), declare)
            .frame(3, b"\0");
        let add =
            |raw: Raw, (offset, len): &(u64, u64)| raw.frame(10, &postcard(&("ram", offset, len)));
        zeros.iter().fold(raw, add).end()
    }
    // A stream of two devices with these aliases.
    fn aliased(aliases: &[(u32, &str, u32)]) -> Vec<u8> {
        let aliases = aliases.iter().map(|(of, path, id)| (*of, *path, *id, 0));
        related(&aliases.collect::<Vec<_>>())
    }
    // The last is whether it is taken over from.
    fn related(others: &[(u32, &str, u32, u8)]) -> Vec<u8> {
        let raw = Raw::new().header().frame(2, &postcard("{}"));
        let add = |raw: Raw, other: &(u32, &str, u32, u8)| raw.frame(11, &postcard(other));
        let raw = others.iter().fold(raw, add);
        raw.frame(3, &postcard(&vec![("/a", 0_u32, 0_u32), ("/a", 1, 0)]))
            .section(0, b"")
            .section(1, b"")
            .end()
    }
    let whole: &[u8] = b"\0";
    let delta = [&[1][..], &[7; 16]].concat();
    let file = |name: &str, offset: u64, has_digest: bool| {
        postcard(&(2_u32, name, offset, has_digest.then_some([7_u8; 16])))
    };
    let bulk_far = || Raw::body(1).section(0, b"x").bulk("ram", u64::MAX, b"");
    let streams = [
        (true, sample()),
        (
            true,
            Raw::body(1)
                .frame(0x99, b"skipped")
                .section(0, b"state")
                .end(),
        ),
        (true, aliased(&[(0, "/a", 2), (0, "/b", 0), (1, "/b", 1)])),
        (false, aliased(&[(1, "/b", 0), (0, "/b", 1)])),
        (false, aliased(&[(0, "/b", 0), (1, "/b", 0)])),
        (false, aliased(&[(0, "/b", 0), (0, "/b", 0)])),
        (false, aliased(&[(0, "/a", 1)])),
        (false, aliased(&[(0, "/a", 0)])),
        (false, aliased(&[(0, "", 0)])),
        (false, aliased(&[(2, "/b", 0)])),
        // Several take over from one, which may be there.
        (true, related(&[(0, "/b", 0, 1), (1, "/b", 0, 1)])),
        (true, related(&[(0, "/b", 0, 0), (0, "/b", 0, 1)])),
        (true, related(&[(0, "/a", 1, 1), (0, "/a", 0, 1)])),
        (false, related(&[(0, "/b", 0, 1), (0, "/b", 0, 1)])),
        (false, related(&[(0, "/b", 0, 1), (0, "/c", 0, 0)])),
        (false, related(&[(1, "/b", 0, 1), (0, "/b", 0, 1)])),
        (false, related(&[(0, "", 0, 1)])),
        (false, related(&[(2, "/b", 0, 1)])),
        (false, related(&[(0, "/b", 0, 2)])),
        (true, bulk_far().end()),
        (false, bulk_far().bulk("ram", u64::MAX, b"x").end()),
        (false, Raw::body(2).section(0, b"state").end()),
        (false, Raw::body(1).section(0, b"").section(0, b"").end()),
        (false, Raw::body(0).frame(7, b"").end()),
        (false, Raw::body(0).end_saying(0, 1)),
        (false, Raw::body(0).frame_of_len(5, b"\x80\x00", b"").end()),
        (
            false,
            Raw::new()
                .header()
                .frame(3, &postcard(&vec![("/a", 0, 0)]))
                .end(),
        ),
        (
            false,
            Raw::new().frame(0x80, b"").header().frame(3, b"\0").end(),
        ),
        (false, [&sample()[..], b"x"].concat()),
        (false, sample()[..100].to_vec()),
        (true, referring(&(DEVICE, [7; 16], true), 0)),
        (false, referring(&(DEVICE, [7; 16], false), 0)),
        (true, referring(&(DEVICE, [7; 16], false), 1)),
        (false, referring(&("no name", [7; 16], true), 0)),
        (false, referring(&("", [7; 16], true), 0)),
        (false, referring(&(&*"x".repeat(129), [7; 16], true), 0)),
        (false, referring(&(DEVICE, [7; 16], 2_u8), 0)),
        (false, referring(&(DEVICE, [7; 15], true), 0)),
        (false, referring(&(DEVICE, [7; 16]), 0)),
        (true, of_items(&[("ram", 4, whole)], &[(0, 2), (2, 2)])),
        (
            true,
            of_items(&[("ram", 4, whole)], &[(2, 2), (0, 3), (1, 0)]),
        ),
        (true, of_items(&[("ram", 1 << 63, whole)], &[(0, 1 << 63)])),
        (false, of_items(&[("ram", 4, whole)], &[(0, 2), (3, 1)])),
        (false, of_items(&[("ram", 4, whole)], &[(0, 5)])),
        (false, of_items(&[("ram", 4, whole)], &[])),
        (true, of_items(&[("ram", 0, whole)], &[])),
        (false, of_items(&[("", 0, whole)], &[])),
        (
            false,
            of_items(&[("ram", 0, whole), ("ram", 0, whole)], &[]),
        ),
        (false, of_items(&[("disk", 4, whole)], &[(0, 4)])),
        (true, of_items(&[("ram", 4, &delta)], &[(1, 2)])),
        (false, of_items(&[("ram", 4, &delta)], &[(3, 2)])),
        (false, of_items(&[("ram", 4, &delta[..16])], &[])),
        (
            true,
            of_items(&[("ram", 4, &file("ram.img", 0, false))], &[]),
        ),
        (
            true,
            of_items(&[("ram", 4, &file("ram.img", 1 << 16, true))], &[]),
        ),
        (
            false,
            of_items(&[("ram", 4, &file("ram.img", 0, false))], &[(0, 0)]),
        ),
        (
            false,
            of_items(&[("ram", 4, &file("ram.img", 1 << 12, false))], &[]),
        ),
        (
            false,
            of_items(&[("ram", 1 << 63, &file("ram.img", 1 << 63, false))], &[]),
        ),
        (
            false,
            of_items(&[("ram", 4, &file("../ram.img", 0, false))], &[]),
        ),
        (false, of_items(&[("ram", 4, &file("..", 0, false))], &[])),
        (false, of_items(&[("ram", 4, &file("a:b", 0, false))], &[])),
        (false, of_items(&[("ram", 4, b"\x03")], &[])),
        (
            false,
            Raw::body(0)
                .frame(9, &postcard(&("ram", 0_u64, 0_u32)))
                .end(),
        ),
        (
            false,
            Raw::body(0)
                .frame(10, &postcard(&("ram", u64::MAX, 1_u64)))
                .end(),
        ),
        (
            true,
            Raw::body(0)
                .frame(10, &postcard(&("ram", u64::MAX, 0_u64)))
                .end(),
        ),
    ];
    for (n, (valid, stream)) in streams.iter().enumerate() {
        assert_eq!(read(stream).is_ok(), *valid, "stream {n}");
        let Some(python) = python(stream) else { return };
        assert_eq!(python.is_ok(), *valid, "stream {n}: {python:?}");
    }
}

/// The same of answers and outcomes.
#[test]
fn python_judges_answers_the_same() {
    use super::raw::Raw;
    let no = "\x02no";
    // Of no bulk items.
    let answer = |rest: &[u8]| [&[7; 16], rest, b"\0"].concat();
    let of_items = |items: &[u8]| [&[7; 16], &b"\0\0"[..], items].concat();
    let outcome = |bytes: &[u8]| {
        let answer = answer(b"\0\0");
        Raw::body(0).frame(0x11, &answer).frame(0x13, bytes).bytes
    };
    let long = |len: usize| {
        let text = super::raw::postcard(&"x".repeat(len));
        answer(&[b"\x01\x02\x01", &text[..], b"\0\x01\0"].concat())
    };
    let said = |message: &[u8]| Raw::body(0).frame(0x11, message).bytes;
    let streams = [
        (true, said(&answer(b"\0\0"))),
        (true, said(&answer(b"\x01\0\0\0\x01\0"))),
        (true, said(&answer(b"\x02\x01\0\0\x02\0\x05\x03\0\x01\0"))),
        (
            true,
            said(&answer(
                &[b"\x01\x02\x01", no.as_bytes(), b"\0\x01\0"].concat(),
            )),
        ),
        (true, said(&answer(b"\x01\x03\0\0\x01\0"))),
        (false, said(&answer(b"\x01\x04\0\0\x01\0"))),
        (false, said(&answer(b"\x01\0\0\x01\x01\0"))),
        (
            false,
            said(&answer(
                &[b"\x01\0\x01", no.as_bytes(), b"\0\x01\0"].concat(),
            )),
        ),
        (false, said(&answer(b"\x01\0\0\0\x01\x01"))),
        (false, said(&answer(b"\x01\0\0\0\0"))),
        (false, said(&answer(b"\x02\0\0\0\x01\0\0\x02\x01\0"))),
        (false, said(&answer(b"\0\0\0"))),
        (true, said(&of_items(b"\x02\0\0\0\x02\x01\x02no\0"))),
        (false, said(&of_items(b"\x01\0\x01\x02no\0"))),
        (false, said(&of_items(b"\x02\0\0\0"))),
        (false, said(&[7; 15])),
        (true, said(&long(4096))),
        (false, said(&long(4097))),
        (true, outcome(&[&[0][..], &[9; 16]].concat())),
        (true, outcome(b"\x01\x02no")),
        (false, outcome(b"\x02\x02no")),
        (false, outcome(b"\0")),
        (false, outcome(&[&[0][..], &[9; 17]].concat())),
        (false, Raw::body(0).frame(0x13, b"\x01\x02no").bytes),
    ];
    for (n, (valid, stream)) in streams.iter().enumerate() {
        let read = || {
            let mut reader = StreamReader::new(&stream[..], Limits::default())?;
            reader.read_answer()?;
            let sent = crate::stream::StreamDigest([9; 16]);
            match reader.read_outcome(Some(&sent)) {
                Err(StreamError::NoEndFrame { .. }) => Ok(()),
                other => other.map(drop),
            }
        };
        assert_eq!(read().is_ok(), *valid, "answer {n}: {:?}", read());
        let Some(python) = python(stream) else { return };
        assert_eq!(python.is_ok(), *valid, "answer {n}: {python:?}");
    }
}

/// The same of what two sides say on a new connection.
#[test]
fn python_reads_the_hand_over_the_same() {
    use super::super::{Choice, Message, Messages, Outcome, StreamDigest};
    use super::raw::Raw;
    let digest = StreamDigest([9; 16]);
    let refused = |len| Outcome::Refused {
        reason: "x".repeat(len),
    };
    let ours = [
        Message::Decision(Choice::Commit, digest),
        Message::Decision(Choice::Abort, digest),
        Message::Acknowledgement(digest),
        Message::Outcome(Outcome::Loaded(digest)),
        // Written no longer than it may be.
        Message::Outcome(refused(5000)),
    ];
    let ours = ours.map(|message| (true, message.to_first_frame()));
    let by_hand = |kind, start: &[u8], len| {
        Raw::new()
            .frame(kind, &[start, &vec![9; len]].concat())
            .bytes
    };
    let long = |len| {
        let reason = super::raw::postcard(&"x".repeat(len));
        by_hand(0x13, &[&[1], &reason[..]].concat(), 0)
    };
    let others = [
        (true, by_hand(0x14, &[0], 16)),
        (true, by_hand(0x14, &[1], 16)),
        (false, by_hand(0x14, &[2], 16)),
        (false, by_hand(0x14, &[0], 15)),
        (false, by_hand(0x14, &[0], 17)),
        (true, by_hand(0x15, &[], 16)),
        (false, by_hand(0x15, &[], 15)),
        (false, by_hand(0x15, &[], 17)),
        (false, by_hand(0x16, &[], 16)),
        (false, by_hand(0x01, &[], 16)),
        (true, long(4096)),
        (false, long(4097)),
    ];
    for (n, (valid, bytes)) in ours.iter().chain(&others).enumerate() {
        let read = Messages::new(true).next(&mut &bytes[..]);
        assert_eq!(matches!(read, Ok(Some(_))), *valid, "{n}: {read:?}");
        let Some(python) = python(bytes) else { return };
        assert_eq!(python.is_ok(), *valid, "{n}: {python:?}");
    }
}

/// What the reader in Python says, or nothing where there is no Python.
fn python(stream: &[u8]) -> Option<Result<String, String>> {
    let python = Command::new("python3").arg("--version").output();
    let present = python.is_ok() && Path::new(READER).exists();
    if !present {
        println!("skipped: there is no python3 here, or no {READER}");
        return None;
    }
    let file = std::env::temp_dir().join(format!(
        "migratable-{}-{:p}.mig",
        std::process::id(),
        stream
    ));
    std::fs::write(&file, stream).unwrap();
    let output = Command::new("python3")
        .arg(READER)
        .arg(&file)
        .output()
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    match output.status.code() {
        Some(0) => Some(Ok(text(output.stdout))),
        Some(1) => Some(Err(text(output.stderr))),
        status => panic!("{status:?}: {}", text(output.stderr)),
    }
}
