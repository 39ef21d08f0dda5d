//! Streams that were cut, changed or rearranged on their way.

use super::raw::{Raw, split};
use super::*;

#[test]
fn a_cut_at_any_byte_is_told_with_its_place() {
    let stream = sample();
    let mut at = 0;
    let boundaries: Vec<_> = split(&stream)
        .iter()
        .map(|part| {
            at += part.len();
            at
        })
        .collect();
    for len in 0..stream.len() {
        let error = read(&stream[..len]).unwrap_err();
        match error {
            StreamError::NotAStream { .. } => assert_eq!(len, 0),
            StreamError::CutPreamble { len: told } => assert_eq!((told, len < 12), (len, true)),
            StreamError::NoEndFrame { offset } => {
                assert_eq!(offset, len as u64);
                assert!(boundaries.contains(&len), "{len}");
            }
            StreamError::Truncated {
                ref place,
                end,
                missing,
            } => {
                assert_eq!(end, len as u64);
                let next = boundaries
                    .iter()
                    .position(|&boundary| boundary > len)
                    .unwrap();
                assert_eq!(place.offset, boundaries[next - 1] as u64);
                assert!(
                    missing <= (boundaries[next] - len) as u64,
                    "{len}: {missing}"
                );
                assert!(!boundaries.contains(&len), "{len}");
            }
            other => panic!("cut at {len}: {other}"),
        }
    }
}

#[test]
fn a_cut_says_what_to_do() {
    let stream = Raw::body(1).section(0, b"the state of it").end();
    let section = split(&stream)[..5].concat();
    assert_eq!(
        refusal(&section[..section.len() - 10]),
        "the stream ends at byte 64, inside the section frame at byte 52 (\"/d0#0\"), of which at \
         least 10 bytes are missing: the writer was stopped or the copy is incomplete; save or copy \
         it again"
    );
    assert_eq!(
        refusal(&section),
        "the stream ends at byte 74, before the end frame: the writer was stopped or the copy is \
         incomplete; save or copy it again"
    );
}

#[test]
fn a_writer_that_was_dropped_leaves_no_valid_stream() {
    let mut output = Vec::new();
    let mut writer = body_writer(&mut output, 1);
    writer.section(0, &[1; 100_000]).unwrap();
    writer.flush().unwrap();
    drop(writer);
    assert!(matches!(read(&output), Err(StreamError::NoEndFrame { .. })));
}

#[test]
fn every_flipped_bit_is_noticed() {
    let mut stream = sample();
    for bit in 0..stream.len() * 8 {
        stream[bit / 8] ^= 1 << (bit % 8);
        assert!(
            read(&stream).is_err(),
            "bit {} of byte {}",
            bit % 8,
            bit / 8
        );
        stream[bit / 8] ^= 1 << (bit % 8);
    }
    read(&stream).unwrap();
}

/// All frames are whole, so the checksums cannot tell.
#[test]
fn every_lost_repeated_or_swapped_frame_is_noticed() {
    let stream = sample();
    let parts = split(&stream);
    for a in 1..parts.len() {
        let mut lost = parts.clone();
        lost.remove(a);
        assert!(read(&lost.concat()).is_err(), "frame {a} lost");
        let mut repeated = parts.clone();
        repeated.insert(a, parts[a]);
        assert!(read(&repeated.concat()).is_err(), "frame {a} repeated");
        for b in a + 1..parts.len() {
            let mut swapped = parts.clone();
            swapped.swap(a, b);
            assert!(
                read(&swapped.concat()).is_err(),
                "frames {a} and {b} swapped"
            );
        }
    }
}

#[test]
fn a_frame_of_another_stream_is_noticed() {
    let one = Raw::body(1).section(0, b"state 1").end();
    let two = Raw::body(1).section(0, b"state 2").end();
    let mut parts = split(&one);
    parts[4] = split(&two)[4];
    assert!(matches!(
        read(&parts.concat()),
        Err(StreamError::Digest { .. })
    ));
}

#[test]
fn damage_names_the_frame_and_its_device() {
    let stream = Raw::body(1)
        .bulk("ram", 0, b"page")
        .section(0, b"state")
        .end();
    let find = |text: &[u8]| stream.windows(text.len()).position(|w| w == text).unwrap();
    for (text, expected) in [
        (
            &b"state"[..],
            "the section frame at byte 67 (\"/d0#0\") is damaged: its CRC-32 is ",
        ),
        (
            b"page",
            "the bulk frame at byte 52 (\"ram\") is damaged: its CRC-32 is ",
        ),
        (
            b"/d0",
            "the instances frame at byte 39 is damaged: its CRC-32 is ",
        ),
    ] {
        let mut damaged = stream.clone();
        damaged[find(text)] ^= 0x20;
        assert!(
            refusal(&damaged).starts_with(expected),
            "{}",
            refusal(&damaged)
        );

        let mut reader = match StreamReader::new(&damaged[..], Limits::default()) {
            Ok(reader) => reader,
            Err(error) => {
                assert!(error.to_string().starts_with(expected));
                continue;
            }
        };
        // The same when bulk frames are not read.
        let error = loop {
            match reader.next_frame() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("damage was not noticed"),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().starts_with(expected), "{error}");
        assert!(matches!(reader.next_frame(), Err(StreamError::Broken)));
        assert!(matches!(
            reader.expect_end_of_input(),
            Err(StreamError::Broken)
        ));
    }
}

/// A frame that fits into one piece is verified before any of it is shown.
#[test]
fn a_damaged_piece_is_not_handed_over() {
    let mut stream = Raw::body(0).bulk("ram", 0, b"page").end();
    let page = stream.windows(4).position(|w| w == b"page").unwrap();
    stream[page] ^= 1;
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let Some(Event::Bulk(mut bulk)) = reader.next_frame().unwrap() else {
        panic!()
    };
    assert!(matches!(
        bulk.next_piece(),
        Err(StreamError::Checksum { .. })
    ));
    assert!(matches!(
        bulk.next_piece(),
        Ok(None) | Err(StreamError::Broken)
    ));
    assert!(matches!(reader.next_frame(), Err(StreamError::Broken)));
}

/// Splitmix64, by Sebastiano Vigna: enough for choosing what to damage.
struct Random(u64);

impl Random {
    /// Of the seed in `MIGRATABLE_SEED`, or else a fixed one; printed.
    fn new(test: &str) -> Self {
        let seed = std::env::var("MIGRATABLE_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or(0x6d69_6772);
        println!("{test}: MIGRATABLE_SEED={seed}");
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

#[test]
fn random_damage_is_refused_without_panic() {
    let mut random = Random::new("random damage");
    let stream = sample();
    for _ in 0..20_000 {
        let mut damaged = stream.clone();
        for _ in 0..=random.below(4) {
            let (at, byte) = (random.below(damaged.len()), random.next() as u8);
            match random.below(4) {
                0 => damaged[at] = byte,
                1 => damaged.insert(at, byte),
                2 => drop(damaged.remove(at)),
                _ => drop(damaged.drain(at..(at + random.below(20)).min(damaged.len()))),
            }
            if damaged.is_empty() {
                break;
            }
        }
        let result = read(&damaged);
        assert!(result.is_err() || damaged == stream, "{damaged:02x?}");
    }
}

/// Behind valid checksums, where plain damage never gets.
#[test]
fn random_messages_are_refused_without_panic() {
    let mut random = Random::new("random messages");
    for _ in 0..20_000 {
        let instances = random.below(3) as u32;
        let mut raw = if random.below(4) > 0 {
            Raw::body(instances)
        } else {
            Raw::new()
        };
        for _ in 0..random.below(6) {
            let kind = [1, 2, 3, 4, 5, 6, 7, 0x80][random.below(8)];
            let small = random.below(2) == 0;
            let payload: Vec<u8> = (0..random.below(24))
                .map(|_| {
                    if small {
                        random.below(3) as u8
                    } else {
                        random.next() as u8
                    }
                })
                .collect();
            raw = raw.frame(kind, &payload);
        }
        let stream = raw.end();
        if let Ok(content) = read(&stream) {
            assert_eq!(content.sections.len(), content.prologue.instances.len());
        }
    }
}

#[test]
fn random_bytes_are_refused_without_panic() {
    let mut random = Random::new("random bytes");
    for _ in 0..20_000 {
        let mut stream = Raw::new().bytes;
        for _ in 0..random.below(64) {
            stream.push(random.next() as u8);
        }
        read(&stream).unwrap_err();
    }
}
