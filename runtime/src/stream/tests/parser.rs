//! The parser that takes bytes as they come finds what the reader finds.

use super::super::{FrameKind, FrameParser, Piece};
use super::raw::Raw;
use super::*;

type Frames = Vec<(FrameKind, Vec<u8>)>;

/// Kinds and payloads, of a stream that comes in pieces of `size`, and how many bytes were
/// not taken.
fn frames(stream: &[u8], size: usize, limits: &Limits) -> Result<(Frames, usize), StreamError> {
    let mut parser = FrameParser::new(limits.clone());
    let (mut frames, mut left) = (Vec::new(), 0);
    let mut payload = Vec::new();
    for piece in stream.chunks(size) {
        let mut bytes = piece;
        while let Some(found) = parser.next(&mut bytes)? {
            match found {
                Piece::Begin { .. } => payload.clear(),
                Piece::Payload(bytes) => payload.extend(bytes),
                Piece::End(kind) => frames.push((kind, payload.clone())),
            }
        }
        left += bytes.len();
    }
    assert_eq!(parser.offset(), (stream.len() - left) as u64);
    assert_eq!(
        parser.is_done(),
        matches!(frames.last(), Some((FrameKind::End, _)))
    );
    Ok((frames, left))
}

#[test]
fn frames_are_the_same_in_pieces_of_any_size() {
    let stream = [&sample()[..], b"other things"].concat();
    let (whole, left) = frames(&stream, stream.len(), &Limits::default()).unwrap();
    assert_eq!(left, b"other things".len());
    let sections = whole.iter().filter(|(kind, _)| *kind == FrameKind::Section);
    // The index of the instance stands before the state.
    let state = |(_, payload): &(_, Vec<u8>)| (u32::from(payload[0]), payload[1..].to_vec());
    assert_eq!(
        sections.map(state).collect::<Vec<_>>(),
        read(&sample()[..]).unwrap().sections
    );
    for size in 1..stream.len() {
        assert_eq!(
            frames(&stream, size, &Limits::default()).unwrap(),
            (whole.clone(), left)
        );
    }
}

/// Without the instance or item, which only the reader knows.
fn unnamed(text: &str) -> String {
    match text.split_once(" (\"") {
        Some((before, rest)) => before.to_owned() + rest.split_once("\")").unwrap().1,
        None => text.to_owned(),
    }
}

/// Whatever is wrong with a frame, both say the same of it.
#[test]
fn what_the_parser_refuses_the_reader_refuses_in_the_same_words() {
    let stream = sample();
    let mut refused = 0;
    for at in 0..stream.len() {
        for change in [0x01, 0x02, 0x80, 0xff] {
            let mut damaged = stream.clone();
            damaged[at] ^= change;
            let limits = Limits {
                frame_len: 1000,
                message_len: 1000,
                ..Limits::default()
            };
            let Err(error) = frames(&damaged, 7, &limits) else {
                continue;
            };
            refused += 1;
            let reader = StreamReader::new(&damaged[..], limits);
            let read = reader.and_then(|mut reader| reader.expect_end_of_input());
            let (found, read) = (error.to_string(), unnamed(&read.unwrap_err().to_string()));
            assert_eq!(found, read, "byte {at} ^ {change:#x}");
        }
    }
    assert!(refused > 3 * stream.len(), "{refused}");
}

/// What reads the frames, too, says the very same, and of all that can be wrong.
#[test]
fn what_the_reader_refuses_is_refused_in_the_same_words_in_pieces() {
    let stream = sample();
    let limits = || Limits {
        frame_len: 1000,
        message_len: 1000,
        name_len: 20,
        ..Limits::default()
    };
    let check = |damaged: &[u8], what: &str| {
        let reader = StreamReader::new(damaged, limits());
        let expected = read_whole(reader);
        for size in [1, 7, damaged.len().max(1)] {
            let Some(found) = read_pieces(damaged, size, limits()) else {
                continue;
            };
            let (found, expected) = (&found, &expected);
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{what}"),
                (Err(found), Err(expected)) => {
                    assert_eq!(found.to_string(), expected.to_string(), "{what} by {size}");
                }
                _ => panic!("{what} by {size}: {found:?}, {expected:?}"),
            }
        }
    };
    for at in 0..stream.len() {
        for change in [0x01, 0x02, 0x80, 0xff] {
            let mut damaged = stream.clone();
            damaged[at] ^= change;
            check(&damaged, &format!("byte {at} ^ {change:#x}"));
        }
        check(&stream[..at], &format!("{at} bytes"));
    }
    check(&[&stream[..], b"x"].concat(), "a byte more");
}

/// The same where checksums are right, and what the frames say is wrong.
#[test]
fn what_frames_say_is_held_against_the_same_rules_in_pieces() {
    let limits = || Limits {
        name_len: 20,
        skipped_frames: 2,
        memory: 10_000,
        ..Limits::default()
    };
    let long = "x".repeat(9000);
    let metadata = |raw: Raw, len: usize| raw.frame(0x81, &[b"\x01k", &vec![7; len][..]].concat());
    let streams = [
        Raw::body(1).bulk("ram", u64::MAX, b"x").end(),
        Raw::body(1).bulk(&long, 0, b"x").end(),
        Raw::body(1).bulk(&long[..30], 0, b"x").end(),
        Raw::body(1).frame(5, b"").end(),
        Raw::body(1).frame(5, b"\x03ram").end(),
        Raw::body(1).frame(5, b"\x02\xff\xff\0rest").end(),
        Raw::body(1).frame(4, b"").end(),
        Raw::body(1).frame(4, b"\x07state").end(),
        Raw::body(1).frame(4, &[0xff; 12]).end(),
        Raw::body(1).section(0, b"").section(0, b"").end(),
        Raw::body(1).end(),
        Raw::body(0).end_saying(1, 0),
        Raw::body(0).end_saying(0, 1),
        Raw::body(0).frame(10, b"").end(),
        Raw::body(0).frame(0x12, b"\x02no").bytes,
        Raw::body(0).frame(0x12, b"\x03no").bytes,
        Raw::body(0).frame(6, b"").bytes,
        Raw::body(0).frame(1, b"").bytes,
        Raw::body(0).frame(0x7f, b"").bytes,
        (0..3)
            .fold(Raw::body(0), |raw, _| raw.frame(0x80, b""))
            .end(),
        // Metadata of the prologue is no skipped frame, and behind it is.
        (0..3)
            .fold(Raw::new().header(), |raw, _| metadata(raw, 9))
            .bytes,
        metadata(Raw::new().header(), 9_990).bytes,
        (0..3).fold(Raw::body(0), |raw, _| metadata(raw, 9)).end(),
        metadata(Raw::new(), 9).bytes,
    ];
    for (n, stream) in streams.iter().enumerate() {
        let expected = read_whole(StreamReader::new(&stream[..], limits()));
        let expected = expected.unwrap_err().to_string();
        for size in [1, 7, stream.len()] {
            let found = read_pieces(stream, size, limits()).unwrap().unwrap_err();
            assert_eq!(found.to_string(), expected, "stream {n} by {size}");
        }
    }
}

#[test]
fn nothing_follows_an_error() {
    let mut parser = FrameParser::new(Limits::default());
    assert!(parser.next(&mut &[b'x'; 12][..]).is_err());
    assert!(matches!(
        parser.next(&mut &sample()[..]),
        Err(StreamError::Broken)
    ));
    assert!(!parser.is_done());
}

#[test]
fn skipped_frames_are_counted() {
    let skippable = |raw: Raw| raw.frame(0x80, b"skip");
    let stream = skippable(skippable(skippable(Raw::new().header()))).bytes;
    let limits = Limits {
        skipped_frames: 2,
        ..Limits::default()
    };
    let error = frames(&stream, 5, &limits).unwrap_err();
    assert!(
        matches!(
            error,
            StreamError::Limit {
                found: 3,
                field: "skipped_frames",
                ..
            }
        ),
        "{error}"
    );
}
