//! Streams that are wrong behind valid checksums, and calls that are wrong.

use super::raw::{Raw, postcard};
use super::*;
use crate::stream::InstanceRef;

#[track_caller]
fn assert_refused(stream: &[u8], expected: &str) {
    let text = refusal(stream);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn frames_out_of_order() {
    let header = postcard(&("mini-vm", "1.0"));
    let cases = [
        (
            Raw::new().frame(2, &postcard("{}")),
            "schema frame at byte 12 is out of order: expected the header frame",
        ),
        (
            Raw::new().frame(0x80, b""),
            "frame of kind 0x80 at byte 12 is out of order",
        ),
        (
            Raw::new().header().section(0, b""),
            "expected an item, schema, configuration, alias or instances frame",
        ),
        (
            Raw::body(0).frame(1, &header),
            "header frame at byte 46 is out of order: expected a section, bulk, zeros or end frame",
        ),
        (
            Raw::body(0).frame(0x0c, b""),
            "frame of kind 0x0c at byte 46 is not known to this build and may not be skipped",
        ),
        (
            Raw::body(1).frame(7, &[0, 1]),
            "configuration frame at byte 52 is out of order",
        ),
        (
            Raw::new()
                .header()
                .frame(7, &[0, 1])
                .frame(2, &postcard("{}")),
            "expected a configuration, alias or instances frame",
        ),
        (Raw::body(0).frame(0, b""), "frame of kind 0x00"),
        (Raw::body(0).frame(0x7f, b""), "frame of kind 0x7f"),
    ];
    for (raw, expected) in cases {
        assert_refused(&raw.end(), expected);
    }
}

#[test]
fn metadata_that_says_too_little_or_too_much() {
    let stream = |frames: &[&[u8]]| {
        let raw = frames.iter();
        let raw = raw.fold(Raw::new().header(), |raw, frame| raw.frame(0x81, frame));
        raw.frame(3, &[0]).end()
    };
    for (frames, expected) in [
        (&[&b"\x01a1"[..], b"\x01a2"][..], "of the key \"a\" twice"),
        (&[b"\x00value"], "without a key"),
        (&[b"\x09a"], "Hit the end of buffer"),
        (&[b"\x01\xff"], "frame"),
    ] {
        assert_refused(&stream(frames), expected);
    }
    // Where it is not expected, nobody looks at it.
    read(&Raw::body(0).frame(0x81, b"").end()).unwrap();
}

#[test]
fn configurations_that_match_no_instance() {
    let stream = |frames: &[&[u8]]| {
        let schema = Raw::new().header().frame(2, &postcard("{}"));
        let configured = frames.iter().fold(schema, |raw, frame| raw.frame(7, frame));
        let instances = [("/d0", 0_u32, 0_u32), ("/d1", 0, 0)];
        configured.frame(3, &postcard(&instances.as_slice())).end()
    };
    for (frames, expected) in [
        (&[&[0_u8, 1][..], &[0, 1]][..], "ascend by instance"),
        (&[&[1, 1], &[0, 1]], "ascend by instance"),
        (&[&[0]], "says nothing of the device"),
        (&[&[]], "Hit the end of buffer"),
        (&[&[2, 1]], "no such instance"),
        (
            &[&[0, 1], &[0xff, 0xff, 0xff, 0xff, 0x0f, 1]],
            "no such instance",
        ),
    ] {
        assert_refused(&stream(frames), expected);
    }
}

#[test]
fn sections_that_do_not_match_the_instances() {
    let nothing_of = Raw::body(3).section(1, b"").end();
    assert_refused(
        &nothing_of,
        "2 of the instances have no section, the first is \"/d0#0\"",
    );
    let twice = Raw::body(1).section(0, b"").section(0, b"").end();
    assert_refused(
        &twice,
        "section frame at byte 59 (\"/d0#0\") is the second of its instance",
    );
    let unlisted = Raw::body(1).section(1, b"").end();
    assert_refused(
        &unlisted,
        "is of instance number 1, but the stream lists 1 instances",
    );
}

#[test]
fn instances_that_contradict_themselves() {
    let list = |instances: &[(&str, u32, u32)]| {
        Raw::new()
            .header()
            .frame(2, &postcard("{}"))
            .frame(3, &postcard(instances))
            .end()
    };
    assert_refused(
        &list(&[("/a", 1, 0), ("/a", 1, 0)]),
        "(\"/a#1\") lists this instance twice",
    );
    assert_refused(
        &list(&[("", 0, 0)]),
        "(\"#0\") lists an instance without a path",
    );
    assert_refused(
        &list(&[("/a", 0, 1)]),
        "(\"/a#0\") has schema number 1, but the stream has 1 schemas",
    );
    // The same path under another id is another instance; it only lacks its section.
    assert_refused(
        &list(&[("/a", 0, 0), ("/a", 1, 0)]),
        "2 of the instances have no section",
    );
}

#[test]
fn end_frames_that_say_something_else() {
    let stream = || Raw::body(1).section(0, b"").bulk("ram", 0, b"");
    assert_refused(&stream().end_saying(2, 1), "counts 2 sections, but 1 came");
    assert_refused(
        &stream().end_saying(1, 0),
        "counts 0 bulk frames, but 1 came",
    );
    let wrong_digest = postcard(&(1_u32, 1_u64, [0_u8; 16]));
    assert_refused(
        &stream().frame(6, &wrong_digest).bytes,
        "each is whole, but some were swapped",
    );
}

#[test]
fn messages_that_cannot_be_decoded() {
    let cases = [
        (
            Raw::new().frame(1, b""),
            "header frame at byte 12 cannot be decoded: Hit the end of buffer",
        ),
        (
            Raw::new().frame(1, b"\x01a\x01b\0"),
            "1 bytes follow its message",
        ),
        (
            Raw::new().frame(1, b"\x01\xff\x00"),
            "header frame at byte 12 cannot be decoded",
        ),
        (
            Raw::new().frame(1, b"\x80\x00\x01b"),
            "a number is not in its shortest form",
        ),
        (
            Raw::body(1).frame(4, b""),
            "section frame at byte 52 cannot be decoded",
        ),
        (
            Raw::body(1).frame(4, b"\x80\x00"),
            "a number is not in its shortest form",
        ),
        (
            Raw::body(1).frame(4, b"\xff\xff\xff\xff\x7f"),
            "section frame at byte 52 cannot be decoded",
        ),
        (
            Raw::body(1).frame(5, b"\x09ram"),
            "bulk frame at byte 52 cannot be decoded",
        ),
        (
            Raw::body(1).bulk("ram", u64::MAX, b"xy"),
            "(\"ram\") goes beyond the last offset, 2^64 - 1, of its item: 2 bytes at 18446744073709551615",
        ),
    ];
    for (raw, expected) in cases {
        assert_refused(&raw.end(), expected);
    }
}

#[test]
fn lengths_that_are_not_canonical() {
    for len in [&b"\x80\x00"[..], b"\x85\x80\x00", &[0xff; 10], &[0xff; 11]] {
        let stream = Raw::body(0).frame_of_len(5, len, &[]).end();
        assert_refused(
            &stream,
            "length of the bulk frame at byte 46 is not a varint",
        );
    }
}

/// Of each limit, what is just allowed and what is just refused, on both ends.
#[test]
fn limits_hold_for_reader_and_writer() {
    type Change = fn(&mut Limits);
    let cases: [(Change, Change, &str); 6] = [
        (
            |l| l.frame_len = 41,
            |l| l.frame_len = 40,
            "payload length is 41, the limit is 40; if that is meant, raise `Limits::frame_len`",
        ),
        (
            |l| l.message_len = 32,
            |l| l.message_len = 31,
            "payload length is 32, the limit is 31",
        ),
        (
            |l| l.schemas = 3,
            |l| l.schemas = 2,
            "number of schemas is 3, the limit is 2",
        ),
        (
            |l| l.schema_bytes = 37,
            |l| l.schema_bytes = 36,
            "total length of schemas is 37, the limit is 36",
        ),
        (
            |l| l.instances = 4,
            |l| l.instances = 3,
            "number of instances is 4, the limit is 3",
        ),
        (
            |l| l.name_len = 7,
            |l| l.name_len = 6,
            "length of a name is 7, the limit is 6",
        ),
    ];
    let stream = sample();
    for (allow, refuse, expected) in cases {
        for (change, allowed) in [(allow, true), (refuse, false)] {
            let mut limits = Limits::default();
            change(&mut limits);
            let results = [
                read_within(&stream, limits.clone()),
                write_sample(limits).map(drop),
            ];
            for result in results {
                match result {
                    Ok(()) => assert!(allowed, "{expected}"),
                    Err(error) => {
                        assert!(!allowed, "{error}");
                        assert!(error.to_string().contains(expected), "{error}");
                    }
                }
            }
        }
    }
}

/// Who knows that no instance is listed twice may list nothing else that others
/// may not.
#[test]
fn distinct_instances_are_checked_as_any() {
    let short = Limits {
        name_len: 7,
        ..Limits::default()
    };
    let few = Limits {
        instances: 1,
        ..Limits::default()
    };
    let cases: [(&Limits, &[Instance], Option<&str>); 7] = [
        (&short, &[], None),
        (
            &short,
            &[instance("/d23456", 0, 0), instance("/", 0, 0)],
            None,
        ),
        (&few, &[instance("/d0", 0, 0)], None),
        (&short, &[instance("/d234567", 0, 0)], Some("a name is 8")),
        (&short, &[instance("", 0, 0)], Some("without a path")),
        (&short, &[instance("/d0", 0, 1)], Some("schema")),
        (
            &few,
            &[instance("/d0", 0, 0), instance("/d0", 1, 0)],
            Some("instances is 2"),
        ),
    ];
    for (limits, instances, expected) in cases {
        let writer = || {
            let mut writer = StreamWriter::new(Vec::new(), &header(), limits.clone()).unwrap();
            writer.schema("{}").unwrap();
            writer
        };
        let said = |result: Result<(), StreamError>| result.map_err(|error| error.to_string());
        let listed: Vec<_> = instances.iter().map(InstanceRef::from).collect();
        let other = said(writer().instances(instances));
        let said = said(writer().distinct_instances(&listed));
        assert_eq!(said, other);
        match (said, expected) {
            (Ok(()), None) => {}
            (Err(said), Some(expected)) => assert!(said.contains(expected), "{said}"),
            other => panic!("{other:?}"),
        }
    }
}

/// What only a reader can be made to exceed.
#[test]
fn limits_of_the_reader() {
    type Change = fn(&mut Limits);
    let skipping = Raw::new()
        .header()
        .frame(0x80, b"12345")
        .frame(2, &postcard("{}"))
        .frame(0xff, b"")
        .frame(3, &postcard(&vec![("/d0", 0, 0)]))
        .frame(0xc0, b"678")
        .section(0, b"")
        .frame(0x80, b"9")
        .end();
    let listing = Raw::body(3).section(0, b"").section(1, b"").section(2, b"");
    let listing = listing.end();
    let cases: [(&[u8], Change, Change, &str); 4] = [
        (
            &skipping,
            |l| l.skipped_frames = 4,
            |l| l.skipped_frames = 3,
            "number of skipped frames is 4, the limit is 3; if that is meant, raise \
             `Limits::skipped_frames`",
        ),
        (
            &skipping,
            |l| l.skipped_bytes = 9,
            |l| l.skipped_bytes = 8,
            "total length of skipped frames is 9, the limit is 8",
        ),
        (
            &skipping,
            |l| l.frame_len = 5,
            |l| l.frame_len = 4,
            "payload length is 5, the limit is 4",
        ),
        (
            &listing,
            |l| l.memory = 1000,
            |l| l.memory = 150,
            "instances frame at byte 39 is too large: its memory for what it describes is",
        ),
    ];
    for (stream, allow, refuse, expected) in cases {
        let mut limits = Limits::default();
        allow(&mut limits);
        read_within(stream, limits).unwrap();
        let mut limits = Limits::default();
        refuse(&mut limits);
        let error = read_within(stream, limits).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

/// Wherever a reader waits for a frame, frames that say nothing come for ever.
#[test]
fn skippable_frames_without_end_are_refused() {
    let mut frame = Raw::new().frame(0x80, b"").bytes;
    let frame = frame.split_off(12);
    let answer = Raw::body(0).frame(0x11, &[&[0; 16][..], &[0, 0, 0]].concat());
    type Read = fn(&mut StreamReader<Flood>) -> Result<(), StreamError>;
    let positions: [(&str, Vec<u8>, Read); 5] = [
        ("prologue", Raw::new().header().bytes, |_| unreachable!()),
        ("body", Raw::body(1).bytes, |r| r.next_frame().map(drop)),
        ("end", Raw::body(0).bytes, |r| r.expect_end_of_input()),
        ("answer", Raw::body(0).bytes, |r| r.read_answer().map(drop)),
        ("outcome", answer.bytes, |r| {
            r.read_answer()?;
            r.read_outcome(None).map(drop)
        }),
    ];
    for (position, start, read) in positions {
        let input = Flood {
            start,
            frame: frame.clone(),
            at: 0,
        };
        let reader = StreamReader::new(input, Limits::default());
        let error = match (position, reader) {
            ("prologue", reader) => reader.unwrap_err(),
            (_, reader) => read(&mut reader.unwrap()).unwrap_err(),
        };
        let expected = "number of skipped frames is 65537, the limit is 65536";
        assert!(error.to_string().contains(expected), "{position}: {error}");
    }
}

/// A beginning, and one frame again and again.
struct Flood {
    start: Vec<u8>,
    frame: Vec<u8>,
    at: usize,
}

impl std::io::Read for Flood {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        for byte in &mut *to {
            *byte = match self.at.checked_sub(self.start.len()) {
                None => self.start[self.at],
                Some(at) => self.frame[at % self.frame.len()],
            };
            self.at += 1;
        }
        Ok(to.len())
    }
}

/// Making the instances first would cost many times the bytes of the list.
#[test]
fn a_count_of_instances_is_checked_before_they_are_made() {
    let stream = Raw::new()
        .header()
        .frame(3, &postcard(&1_000_000_u32))
        .end();
    assert_refused(
        &stream,
        "number of instances is 1000000, the limit is 65536",
    );
}

fn read_within(stream: &[u8], limits: Limits) -> Result<(), StreamError> {
    StreamReader::new(stream, limits)?.expect_end_of_input()
}

#[test]
fn calls_out_of_order_are_refused() {
    let mut early = writer();
    let text = early.section(0, b"").unwrap_err().to_string();
    assert!(
        text.contains("section frame at byte 30 is out of order: expected an item, schema, "),
        "{text}"
    );
    assert!(early.bulk("ram", 0, b"").is_err());
    assert!(
        early.instances(&[instance("/a", 0, 0)]).is_err(),
        "there is no schema yet"
    );
    early.instances(&[]).unwrap();
    assert!(early.instances(&[]).is_err());
    early.finish().unwrap();

    let mut twice = body_writer(Vec::new(), 2);
    twice.section(0, b"").unwrap();
    assert!(matches!(
        twice.section(0, b""),
        Err(StreamError::RepeatedSection { .. })
    ));
    assert!(matches!(
        twice.section(2, b""),
        Err(StreamError::NoSuchInstance { index: 2, .. })
    ));
    let text = twice.finish().unwrap_err().to_string();
    assert!(
        text.contains("1 of the instances have no section, the first is \"/d1#0\""),
        "{text}"
    );
}

#[test]
fn texts_of_a_stream_reach_no_terminal_as_they_are() {
    let path = "/\x1b]0;owned\x07\u{202e}";
    let stream = Raw::new()
        .header()
        .frame(2, &postcard("{}"))
        .frame(3, &postcard(&vec![(path, 0, 0)]));
    let text = refusal(&stream.end());
    assert!(text.contains(r"/\u{1b}]0;owned\u{7}\u{202e}#0"), "{text}");
    assert!(text.chars().all(|c| !c.is_control()), "{text}");
}

#[test]
fn errors_can_cross_threads() {
    fn assert_portable<E: core::error::Error + Send + Sync + 'static>() {}
    assert_portable::<StreamError>();
}

/// What is wrong with a name of the stream comes to a terminal escaped.
#[test]
fn a_device_whose_name_is_none_is_shown_escaped() {
    use super::raw::{Raw, postcard};
    let reference = postcard(&("\x1b[31mtimer", [7_u8; 16], false));
    let text = refusal(&Raw::new().header().frame(8, &reference).bytes);
    assert!(text.contains(r"`\u{1b}[31mtimer` is not a name"), "{text}");
}
