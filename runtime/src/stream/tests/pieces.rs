//! Every way of reading, over every way in which bytes come: all see the same,
//! at the same places, and none sees what is not there.

use std::io::{self, Read};

use super::raw::Raw;
use super::*;
use crate::stream::Bulk;

/// Hands out at most so many bytes at once.
struct Pieces<'a> {
    rest: &'a [u8],
    most: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let len = to.len().min(self.most);
        self.rest.read(&mut to[..len])
    }
}

/// Ways to read the bytes of a bulk frame.
const WAYS: [&str; 5] = ["pieces", "whole", "bits", "in part", "both"];

fn read_bulk<R: Read>(bulk: &mut Bulk<'_, R>, way: &str) -> Result<Vec<u8>, StreamError> {
    let mut bytes = Vec::new();
    let pieces = |bulk: &mut Bulk<'_, R>, bytes: &mut Vec<u8>| {
        while let Some((_, piece)) = bulk.next_piece()? {
            bytes.extend_from_slice(piece);
        }
        Ok::<_, StreamError>(())
    };
    // What stands there before is not to be taken for what was read.
    let take = |bulk: &mut Bulk<'_, R>, len: usize, bytes: &mut Vec<u8>| {
        let mut room = vec![0xee; len];
        let read = bulk.read_into(&mut room)?;
        bytes.extend_from_slice(&room[..read]);
        Ok::<_, StreamError>(())
    };
    match way {
        "pieces" => pieces(bulk, &mut bytes)?,
        "whole" => take(bulk, bulk.remaining() as usize, &mut bytes)?,
        "bits" => {
            while bulk.remaining() > 0 {
                take(bulk, 1009, &mut bytes)?;
            }
        }
        "in part" => take(bulk, 7, &mut bytes)?,
        _ => {
            take(bulk, 7, &mut bytes)?;
            pieces(bulk, &mut bytes)?;
        }
    }
    Ok(bytes)
}

/// What was seen, and where.
#[derive(Debug, PartialEq)]
enum Seen {
    Section(u32, u64, Vec<u8>),
    /// Name, offset, offset in the stream, count, bytes; and both offsets after.
    Bulk(String, [u64; 3], Vec<u8>, [u64; 2]),
}

fn see<R: Read>(
    reader: Result<StreamReader<R>, StreamError>,
    way: &str,
    seen: &mut Vec<Seen>,
) -> Result<(), StreamError> {
    let mut reader = reader?;
    while let Some(event) = reader.next_frame()? {
        seen.push(match event {
            Event::Section(section) => {
                Seen::Section(section.index, section.offset, section.into_payload())
            }
            Event::Bulk(mut bulk) => {
                let name = bulk.name().to_owned();
                let before = [bulk.offset(), bulk.stream_offset(), bulk.remaining()];
                let bytes = read_bulk(&mut bulk, way)?;
                let after = [bulk.offset(), bulk.stream_offset()];
                Seen::Bulk(name, before, bytes, after)
            }
            // Of no bytes that lie anywhere.
            Event::Zeros(_) => continue,
        });
    }
    reader.expect_end_of_input()
}

/// What is seen of a stream that comes in pieces; of a bulk frame, no offsets in the stream.
fn see_pieces(stream: &[u8], size: usize) -> Result<Vec<Seen>, StreamError> {
    let (mut parser, mut seen) = (StreamParser::new(Limits::default()), Vec::new());
    let mut open = 0;
    for piece in stream.chunks(size) {
        let mut rest = piece;
        while let Some(event) = parser.next(&mut rest)? {
            match event {
                StreamEvent::Section(section) => {
                    let (index, offset) = (section.index, section.offset);
                    seen.push(Seen::Section(index, offset, section.into_payload()));
                }
                StreamEvent::Bulk {
                    name,
                    offset,
                    bytes,
                    left,
                } => {
                    if open == 0 {
                        let before = [offset, 0, 0];
                        seen.push(Seen::Bulk(name.to_owned(), before, Vec::new(), [0; 2]));
                    }
                    // Not a byte of them is copied.
                    assert!(bytes.is_empty() || piece.as_ptr_range().contains(&bytes.as_ptr()));
                    if let Some(Seen::Bulk(_, _, all, _)) = seen.last_mut() {
                        all.extend_from_slice(bytes);
                    }
                    open = left;
                }
                _ => {}
            }
        }
    }
    parser.end_of_input()?;
    Ok(seen)
}

/// Around the sizes in which a reader reads ahead and takes pieces.
fn stream() -> Vec<u8> {
    let data: Vec<u8> = (0..700_000_u32)
        .map(|n| (n.wrapping_mul(0x9e37_79b1) >> 24) as u8)
        .collect();
    let mut raw = Raw::body(3);
    for len in [0, 1, 5, 8 << 10, (8 << 10) + 1] {
        raw = raw.bulk("ram", 1000, &data[..len]);
    }
    raw = raw.section(1, &data[..300_000]).section(0, b"small");
    raw = raw.frame(0x80, &data[..300_000]);
    for len in [(256 << 10) - 1, 256 << 10, (256 << 10) + 1, 600_000] {
        raw = raw.bulk("disk", 5, &data[..len]);
    }
    raw.section(2, &data).end()
}

#[test]
fn all_ways_see_the_same_at_the_same_places() {
    let stream = stream();
    for way in WAYS {
        let mut expected = Vec::new();
        let in_memory = StreamReader::in_memory(&stream, Limits::default());
        see(in_memory, way, &mut expected).unwrap();
        for event in &expected {
            // What the offsets say is so in the stream itself.
            let (at, bytes) = match event {
                Seen::Section(_, at, bytes) => (at, bytes),
                Seen::Bulk(_, [offset, at, remaining], bytes, after) => {
                    let len = bytes.len() as u64;
                    assert!(len == *remaining || way == "in part");
                    let end = match len == *remaining {
                        // The checksum is read with the last byte.
                        true => at + len + 4,
                        false => at + len,
                    };
                    assert_eq!(after[0], offset + len, "{way}");
                    // An empty frame was ended when it was begun.
                    assert!(*remaining == 0 || after[1] == end, "{way}: {after:?}");
                    (at, bytes)
                }
            };
            assert!(stream[*at as usize..].starts_with(bytes) || bytes.is_empty());
        }
        for size in [4093, (256 << 10) + 1, stream.len()] {
            let seen = see_pieces(&stream, size).unwrap();
            assert_eq!(seen.len(), expected.len());
            for (seen, expected) in seen.iter().zip(&expected) {
                match (seen, expected) {
                    // Bytes come as the pieces are cut.
                    (
                        Seen::Bulk(name, [at, ..], bytes, _),
                        Seen::Bulk(same, [offset, ..], part, _),
                    ) => {
                        assert_eq!((name, at), (same, offset));
                        assert!(bytes.starts_with(part));
                    }
                    (seen, expected) => assert!(seen == expected),
                }
            }
        }
        for most in [1, 3, 4096, (256 << 10) - 1, 256 << 10, usize::MAX] {
            let input = Pieces {
                rest: &stream,
                most,
            };
            let mut seen = Vec::new();
            see(StreamReader::new(input, Limits::default()), way, &mut seen).unwrap();
            assert!(seen == expected, "{way}, {most} bytes at once");
        }
    }
}

/// A cut is told by the call that would read beyond it, in every way of reading;
/// what was returned before is what was there.
#[test]
fn a_cut_is_told_in_every_way_of_reading() {
    let data: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let start = Raw::body(1).section(0, b"state");
    let len = start.bytes.len();
    let stream = start.bulk("ram", 0, &data).bulk("ram", 0, b"small").end();
    let cuts = [
        8, 9, 20, 5000, 262_143, 262_157, 299_999, 300_012, 300_016, 300_025, 300_030,
    ];
    for cut in cuts.map(|cut| len + cut) {
        for way in WAYS {
            for most in [997, usize::MAX] {
                let rest = &stream[..cut];
                let mut seen = Vec::new();
                let pieces = StreamReader::new(Pieces { rest, most }, Limits::default());
                let error = see(pieces, way, &mut seen).unwrap_err();
                assert!(
                    matches!(&error, StreamError::Truncated { end, .. }
                        | StreamError::NoEndFrame { offset: end } if *end == cut as u64),
                    "{way}, cut at {cut}: {error}"
                );
                let mut in_memory = Vec::new();
                let reader = StreamReader::in_memory(rest, Limits::default());
                let same = see(reader, way, &mut in_memory).unwrap_err();
                assert_eq!(same.to_string(), error.to_string(), "{way}, cut at {cut}");
                let same = see_pieces(rest, most.min(rest.len())).unwrap_err();
                assert_eq!(same.to_string(), error.to_string(), "pieces, cut at {cut}");
                assert_eq!(seen, in_memory);
                for event in seen {
                    if let Seen::Bulk(_, _, bytes, _) = event {
                        assert!(data.starts_with(&bytes) || bytes == b"small");
                    }
                }
            }
        }
    }
}

/// Damage in a frame is told no later than with its last byte.
#[test]
fn damage_is_told_in_every_way_of_reading() {
    let data = vec![7; 300_000];
    let mut stream = Raw::body(0).bulk("ram", 0, &data).end();
    let at = stream.len() - 100_000;
    stream[at] ^= 1;
    for way in WAYS {
        let error = see(
            StreamReader::new(&stream[..], Limits::default()),
            way,
            &mut Vec::new(),
        );
        let error = error.unwrap_err();
        let text = error.to_string();
        assert!(matches!(error, StreamError::Checksum { .. }), "{text}");
        assert!(text.contains("(\"ram\") is damaged"), "{way}: {text}");
        assert_eq!(see_pieces(&stream, 1009).unwrap_err().to_string(), text);
    }
}
