//! What is written is what the format says, and is read back.

use super::raw::{Raw, postcard};
use super::*;
use crate::stream::BULK_CHUNK;

#[test]
fn everything_comes_back() {
    let content = read(&sample()).unwrap();
    assert_eq!(content.prologue.header, header());
    let texts: Vec<&str> = content.prologue.schema_texts().collect();
    assert_eq!(texts, [r#"{"device":"uart"}"#, r#"{"device":"rtc"}"#]);
    let reference = content.prologue.schemas[2].reference().unwrap();
    assert_eq!(
        reference.to_string(),
        "that of disk with fingerprint 000102030405060708090a0b0c0d0e0f"
    );
    assert!(reference.needed);
    assert_eq!(content.prologue.instances[1], instance("/uart", 1, 0));
    assert_eq!(content.prologue.instances[2], instance("/rtc", 0, 1));
    let sections = [(2, b"rtc state".to_vec()), (0, vec![]), (1, vec![0xff; 40])];
    assert_eq!(content.sections, sections);
    let bulk = [
        ("ram".to_owned(), 0x8000_0000, b"first page".to_vec()),
        ("flash".to_owned(), 0, vec![]),
        ("ram".to_owned(), 0x8000_0000, b"later page".to_vec()),
    ];
    assert_eq!(content.bulk, bulk);
}

#[test]
fn bytes_are_those_of_the_format() {
    let mut writer = body_writer(Vec::new(), 2);
    writer.section(1, b"one").unwrap();
    writer.bulk("ram", 1 << 40, b"page").unwrap();
    writer.section(0, b"zero").unwrap();
    let raw = Raw::body(2)
        .section(1, b"one")
        .bulk("ram", 1 << 40, b"page")
        .section(0, b"zero");
    assert_eq!(writer.finish().unwrap(), raw.end());
}

#[test]
fn an_empty_machine_is_a_stream() {
    let writer = body_writer(Vec::new(), 0);
    let content = read(&writer.finish().unwrap()).unwrap();
    assert_eq!((content.sections, content.bulk), (vec![], vec![]));
}

/// The writer gathers, copies or passes on frames by their size, and the reader
/// takes them in pieces: none of it may show.
#[test]
fn sizes_around_every_threshold() {
    let data: Vec<u8> = (0..3 << 20)
        .map(|n: u32| (n.wrapping_mul(0x9e37_79b1) >> 24) as u8)
        .collect();
    let thresholds = [
        0,
        1 << 7,
        8 << 10,
        14 << 10,
        16 << 10,
        32 << 10,
        64 << 10,
        256 << 10,
        1 << 20,
    ];
    let sizes = thresholds
        .iter()
        .flat_map(|&size: &usize| size.saturating_sub(14)..size + 3);
    for size in sizes.chain([(1 << 21) + 1]) {
        let bytes = &data[..size];
        let mut raw = Raw::body(2).section(0, bytes);
        let chunks = if bytes.is_empty() {
            vec![bytes]
        } else {
            bytes.chunks(BULK_CHUNK).collect()
        };
        for (n, chunk) in chunks.iter().enumerate() {
            raw = raw.bulk("ram", 5 + (n * BULK_CHUNK) as u64, chunk);
        }
        let expected = raw.section(1, b"after").end();

        let copy = |room: &mut [u8]| {
            room.copy_from_slice(bytes);
            Ok::<_, StreamError>(())
        };
        let read_memory = |offset: u64, room: &mut [u8]| {
            room.copy_from_slice(&bytes[offset as usize - 5..][..room.len()]);
            Ok::<_, StreamError>(())
        };
        let writers = || [body_writer(Vec::new(), 2), memory_writer(vec![7; 50], 2)];
        for mut slices in writers() {
            slices.section(0, bytes).unwrap();
            slices.bulk("ram", 5, bytes).unwrap();
            slices.section(1, b"after").unwrap();
            let written = slices.finish().unwrap();
            assert!(written == expected, "{size} bytes, from slices");
        }
        for mut in_place in writers() {
            in_place.section_with(0, size, copy).unwrap();
            in_place.bulk_with("ram", 5, size, read_memory).unwrap();
            in_place.section(1, b"after").unwrap();
            let written = in_place.finish().unwrap();
            assert!(written == expected, "{size} bytes, in place");
        }

        let content = read(&expected).unwrap();
        assert!(content.sections[0].1 == bytes, "{size} bytes of a section");
        let bulk: Vec<u8> = content
            .bulk
            .iter()
            .flat_map(|(.., bytes)| bytes.clone())
            .collect();
        assert!(bulk == bytes, "{size} bytes of a bulk item");
    }
}

#[test]
fn bulk_is_read_in_whatever_way() {
    let ram: Vec<u8> = (0..=255).cycle().take(600_000).collect();
    let mut writer = body_writer(Vec::new(), 1);
    let all = ["whole", "in bits", "in part", "not at all", "in both ways"];
    for name in all {
        writer.bulk(name, 1000, &ram).unwrap();
    }
    writer.section(0, b"state").unwrap();
    let stream = writer.finish().unwrap();

    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let mut names = Vec::new();
    while let Some(Event::Bulk(mut bulk)) = reader.next_frame().unwrap() {
        names.push(bulk.name().to_owned());
        assert_eq!((bulk.offset(), bulk.remaining()), (1000, 600_000));
        assert!(stream[bulk.stream_offset() as usize..].starts_with(&ram));
        let mut buffer = vec![0; 700_000];
        match bulk.name() {
            "whole" => assert_eq!(bulk.read_into(&mut buffer).unwrap(), 600_000),
            "in bits" => {
                for bit in buffer[..600_000].chunks_mut(1234) {
                    assert_eq!(bulk.read_into(bit).unwrap(), bit.len());
                }
            }
            "in part" => {
                assert_eq!(bulk.read_into(&mut buffer[..10]).unwrap(), 10);
                assert_eq!((bulk.offset(), bulk.remaining()), (1010, 599_990));
                continue;
            }
            "in both ways" => {
                assert_eq!(bulk.read_into(&mut buffer[..10]).unwrap(), 10);
                while let Some((offset, piece)) = bulk.next_piece().unwrap() {
                    buffer[offset as usize - 1000..][..piece.len()].copy_from_slice(piece);
                }
            }
            _ => continue,
        }
        assert!(buffer[..600_000] == ram);
        assert_eq!((bulk.offset(), bulk.remaining()), (601_000, 0));
        assert_eq!(bulk.read_into(&mut buffer).unwrap(), 0);
        assert_eq!(bulk.next_piece().unwrap(), None);
    }
    assert_eq!(names, all, "before the section");
}

#[test]
fn a_payload_can_be_kept() {
    let stream = Raw::body(2)
        .bulk("ram", 0, b"page")
        .section(0, b"zero")
        .section(1, b"one")
        .end();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let mut kept = Vec::new();
    while let Some(event) = reader.next_frame().unwrap() {
        if let Event::Section(section) = event {
            assert!(stream[section.offset as usize..].starts_with(section.payload()));
            kept.push((section.instance.path.clone(), section.into_payload()));
        }
    }
    let expected = [
        ("/d0".to_owned(), b"zero".to_vec()),
        ("/d1".to_owned(), b"one".to_vec()),
    ];
    assert_eq!(kept, expected);
}

#[test]
fn unknown_kinds_from_0x80_on_are_skipped() {
    let stream = Raw::new()
        .header()
        .frame(0x80, b"in the prologue")
        .frame(2, &postcard("{}"))
        .frame(3, &postcard(&vec![("/d0", 0, 0)]))
        .frame(0xff, &vec![7; 1 << 20])
        .section(0, b"state")
        .frame(0xc0, b"")
        .end();
    assert_eq!(read(&stream).unwrap().sections, [(0, b"state".to_vec())]);
}

#[test]
fn a_stream_in_memory_stays_in_its_buffer() {
    let state = vec![7; 100_000];
    let expected = Raw::body(2).section(0, &state).section(1, b"one").end();
    let mut kept = Vec::with_capacity(200_000);
    for _ in 0..2 {
        let place = kept.as_ptr();
        let mut writer = memory_writer(kept, 2);
        writer.section(0, &state).unwrap();
        writer.section(1, b"one").unwrap();
        kept = writer.finish().unwrap();
        assert!(kept == expected);
        assert_eq!(kept.as_ptr(), place);
    }
}

#[test]
fn a_stream_in_memory_can_be_seen_after_a_flush() {
    let mut writer = memory_writer(Vec::new(), 2);
    writer.flush().unwrap();
    assert_eq!(*writer.get_mut(), Raw::body(2).bytes);
    writer.section(1, b"one").unwrap();
    writer.flush().unwrap();
    let so_far = Raw::body(2).section(1, b"one").bytes;
    assert_eq!(*writer.get_mut(), so_far);
    writer.section(0, b"zero").unwrap();
    let whole = Raw::body(2).section(1, b"one").section(0, b"zero").end();
    assert_eq!(writer.finish().unwrap(), whole);
}

#[test]
fn a_refused_call_leaves_no_trace() {
    for mut writer in [body_writer(Vec::new(), 1), memory_writer(Vec::new(), 1)] {
        let fail = |room: &mut [u8]| {
            room.fill(0xee);
            Err(StreamError::Broken)
        };
        for len in [5, 1 << 20] {
            writer.section_with(0, len, fail).unwrap_err();
        }
        writer.section(7, b"").unwrap_err();
        writer.bulk("ram", u64::MAX, b"xy").unwrap_err();
        writer.schema("{}").unwrap_err();
        writer.section(0, b"state").unwrap();
        assert_eq!(
            writer.finish().unwrap(),
            Raw::body(1).section(0, b"state").end()
        );
    }
}
