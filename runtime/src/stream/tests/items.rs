//! Bulk items: what is declared of them, and what comes.

use super::raw::{Raw, postcard};
use super::*;
use crate::stream::{
    BulkContent, BulkItem, ContentDigest, ExternalError, ExternalFile, StreamDigest,
};

fn declaring(items: &[BulkItem]) -> StreamWriter<Vec<u8>> {
    let mut writer = writer();
    for item in items {
        writer.declare(item).unwrap();
    }
    writer.instances(&[]).unwrap();
    writer
}

/// A stream of items that are declared by hand, with frames behind the prologue.
fn by_hand(items: &[BulkItem], body: impl FnOnce(Raw) -> Raw) -> Vec<u8> {
    let raw = items.iter().fold(Raw::new().header(), |raw, item| {
        raw.frame(9, &item.to_message())
    });
    body(raw.frame(3, b"\0")).end()
}

fn zeros(name: &str, offset: u64, len: u64) -> Vec<u8> {
    postcard(&(name, offset, len))
}

fn of_each_content() -> [BulkItem; 4] {
    let file = ExternalFile::new("ram-1.img");
    let digest = ContentDigest::from_bytes([8; 16]);
    [
        BulkItem::whole("ram", 6),
        BulkItem::delta("disk", 1 << 40, StreamDigest::from_bytes([7; 16])),
        BulkItem::external("vram", 1 << 30, file.clone()),
        BulkItem::external("flash", 4096, file.at(1 << 30).with_digest(digest)),
    ]
}

#[test]
fn items_are_read_as_they_were_declared() {
    let items = of_each_content();
    let mut writer = declaring(&items);
    writer.bulk("ram", 2, b"ram!").unwrap();
    writer.zeros("ram", 0, 3).unwrap();
    writer.bulk("disk", 1 << 39, b"new").unwrap();
    let stream = writer.finish().unwrap();

    let content = read(&stream).unwrap();
    assert_eq!(content.prologue.items, items);
    let bulk: Vec<_> = (content.bulk.iter())
        .map(|(name, offset, bytes)| (&**name, *offset, &**bytes))
        .collect();
    let expected: [(&str, u64, &[u8]); 2] = [("ram", 2, b"ram!"), ("disk", 1 << 39, b"new")];
    assert_eq!(bulk, expected);
    assert_eq!(content.zeros, [("ram".to_owned(), 0, 3)]);

    let same = by_hand(&items, |raw| {
        let raw = raw.bulk("ram", 2, b"ram!").frame(10, &zeros("ram", 0, 3));
        raw.bulk("disk", 1 << 39, b"new")
    });
    assert_eq!(same, stream);
}

/// Both ends refuse the same, with the same words.
#[test]
fn what_is_not_whole_is_refused() {
    let ram = || [BulkItem::whole("ram", 10)];
    type Frames = (&'static [(u64, u64)], Option<&'static str>);
    let cases: [Frames; 7] = [
        (&[], Some("bytes 0 to 10 have not come")),
        (&[(0, 9)], Some("bytes 9 to 10 have not come")),
        (&[(1, 9)], Some("bytes 0 to 1 have not come")),
        (&[(0, 4), (6, 4)], Some("bytes 4 to 6 have not come")),
        (&[(6, 4), (0, 4), (2, 5)], None),
        (&[(0, 10), (0, 10)], None),
        (&[(5, 5), (0, 5), (3, 0)], None),
    ];
    for (frames, missing) in cases {
        let mut writer = declaring(&ram());
        for &(offset, len) in frames {
            match offset % 2 {
                0 => writer.bulk("ram", offset, &vec![7; len as usize]),
                _ => writer.zeros("ram", offset, len),
            }
            .unwrap();
        }
        let written = writer.finish();
        let stream = by_hand(&ram(), |raw| {
            frames
                .iter()
                .fold(raw, |raw, &(offset, len)| match offset % 2 {
                    0 => raw.bulk("ram", offset, &vec![7; len as usize]),
                    _ => raw.frame(10, &zeros("ram", offset, len)),
                })
        });
        match missing {
            None => assert_eq!(written.unwrap(), stream),
            Some(missing) => {
                for error in [written.unwrap_err().to_string(), refusal(&stream)] {
                    assert!(error.contains(missing), "{error}");
                    assert!(error.contains("\"ram\""), "{error}");
                }
            }
        }
    }
}

#[test]
fn what_does_not_belong_to_an_item_is_refused() {
    let items = of_each_content();
    let mut frames = vec![
        ("ram", 0, 7, "declared to have 6"),
        ("ram", 6, 1, "declared to have 6"),
        ("ram", u64::MAX - 1, 1, "declared to have 6"),
        ("ram", u64::MAX, 1, "beyond the last offset"),
        ("disk", 1 << 40, 1, "declared to have 1099511627776"),
        ("vram", 0, 1, "declared to be in a file"),
        ("vram", 0, 0, "declared to be in a file"),
    ];
    frames.push(("ram", u64::MAX, u64::MAX, "beyond the last offset"));
    for (name, offset, len, expected) in frames {
        let mut writer = declaring(&items);
        let mut errors = vec![writer.zeros(name, offset, len).unwrap_err().to_string()];
        errors.push(refusal(&by_hand(&items, |raw| {
            raw.frame(10, &zeros(name, offset, len))
        })));
        if let Ok(len) = u8::try_from(len) {
            let bytes = vec![1; len.into()];
            errors.push(writer.bulk(name, offset, &bytes).unwrap_err().to_string());
            errors.push(refusal(&by_hand(&items, |raw| {
                raw.bulk(name, offset, &bytes)
            })));
        }
        for error in errors {
            assert!(error.contains(expected), "{name} {offset} {len}: {error}");
        }
    }
}

#[test]
fn declarations_that_are_none_are_refused() {
    let named = |name: &str| BulkItem::whole(name, 1);
    let external = |file: &str, offset, len| {
        BulkItem::external("ram", len, ExternalFile::new(file).at(offset))
    };
    let in_order = |item: &BulkItem| by_hand(std::slice::from_ref(item), |raw| raw);
    let elsewhere = "not the name of one in the stream's directory";
    let wrong = [
        (named(""), "without a name"),
        (named(&"x".repeat(1025)), "Limits::name_len"),
        (external("", 0, 1), elsewhere),
        (external("..", 0, 1), elsewhere),
        (external("../vm/ram.img", 0, 1), elsewhere),
        (external("/etc/shadow", 0, 1), elsewhere),
        (external("c:ram.img", 0, 1), elsewhere),
        (external(r"..\ram.img", 0, 1), elsewhere),
        (external("ram\0", 0, 1), elsewhere),
        (external("ram.img", 4096, 1), "no multiple of 65536"),
        (
            external("ram.img", 1 << 63, 1 << 63),
            "beyond the last offset",
        ),
    ];
    for (item, expected) in wrong {
        let errors = [
            writer().declare(&item).unwrap_err().to_string(),
            refusal(&in_order(&item)),
        ];
        for error in errors {
            assert!(error.contains(expected), "{item:?}: {error}");
        }
    }
    let twice = [named("ram"), BulkItem::whole("ram", 2)];
    let mut writer = declaring_only(&twice[0]);
    let error = writer.declare(&twice[1]).unwrap_err().to_string();
    assert!(error.contains("\"ram\" is declared twice"), "{error}");
    let error = refusal(&by_hand(&twice, |raw| raw));
    assert!(error.contains("\"ram\" is declared twice"), "{error}");
    // Behind a schema it is too late.
    let file = external("ram.img", 0, 1);
    for late in [&named("disk"), &file] {
        writer.schema("{}").unwrap();
        let error = writer.declare(late).unwrap_err();
        assert!(matches!(error, StreamError::OutOfOrder { .. }), "{error}");
    }
}

fn declaring_only(item: &BulkItem) -> StreamWriter<Vec<u8>> {
    let mut writer = writer();
    writer.declare(item).unwrap();
    writer
}

/// A length costs nothing, and neither do zeros.
#[test]
fn an_item_of_half_the_offsets_is_cheap() {
    let items = [BulkItem::whole("ram", 1 << 63)];
    let mut writer = declaring(&items);
    writer.zeros("ram", 0, 1 << 62).unwrap();
    writer.zeros("ram", 1 << 62, 1 << 62).unwrap();
    let stream = writer.finish().unwrap();
    assert!(stream.len() < 200);
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let mut lens = Vec::new();
    while let Some(event) = reader.next_frame().unwrap() {
        let Event::Zeros(zeros) = event else { panic!() };
        lens.push(zeros.len());
        // What is not read is passed over.
        let mut some = [1; 16];
        assert_eq!(zeros.into_bulk().read_into(&mut some).unwrap(), 16);
        assert_eq!(some, [0; 16]);
    }
    assert_eq!(lens, [1 << 62; 2]);
    let mut unwritten = declaring(&items);
    unwritten.zeros("ram", 0, 1 << 62).unwrap();
    assert!(unwritten.finish().is_err());
}

#[test]
fn ranges_and_items_are_counted() {
    let mut limits = Limits::default();
    (limits.ranges, limits.items) = (3, 2);
    let items = [BulkItem::whole("ram", 100), BulkItem::whole("disk", 100)];
    // (item, offset) of single bytes, and whether the last one is too many.
    let cases: [(&[(&str, u64)], bool); 4] = [
        (&[("ram", 0), ("ram", 2), ("ram", 4), ("ram", 6)], true),
        (&[("ram", 0), ("ram", 2), ("disk", 4), ("disk", 6)], true),
        (&[("ram", 0), ("ram", 2), ("ram", 4), ("ram", 3)], false),
        (&[("ram", 0), ("ram", 1), ("ram", 2), ("ram", 3)], false),
    ];
    for (bytes, too_many) in cases {
        let mut writer = StreamWriter::new(Vec::new(), &header(), limits.clone()).unwrap();
        items.iter().for_each(|item| writer.declare(item).unwrap());
        writer.instances(&[]).unwrap();
        let results: Vec<_> = (bytes.iter())
            .map(|(name, offset)| writer.bulk(name, *offset, b"x"))
            .collect();
        assert!(results[..3].iter().all(Result::is_ok));
        assert_eq!(results[3].is_err(), too_many);

        let stream = by_hand(&items, |raw| {
            let add = |raw: Raw, (name, offset): &(&str, u64)| raw.bulk(name, *offset, b"x");
            bytes.iter().fold(raw, add)
        });
        let mut reader = StreamReader::new(&stream[..], limits.clone()).unwrap();
        let error = read_body(&mut reader).unwrap_err().to_string();
        assert_eq!(error.contains("Limits::ranges"), too_many, "{error}");
    }
    let mut writer = StreamWriter::new(Vec::new(), &header(), limits.clone()).unwrap();
    items.iter().for_each(|item| writer.declare(item).unwrap());
    let third = BulkItem::whole("flash", 1);
    let written = writer.declare(&third).unwrap_err().to_string();
    let three = [&items[..], &[third]].concat();
    let stream = by_hand(&three, |raw| raw);
    let read = StreamReader::new(&stream[..], limits)
        .unwrap_err()
        .to_string();
    for error in [written, read] {
        assert!(error.contains("Limits::items"), "{error}");
    }
}

/// What fails to be written is not taken for written.
#[test]
fn memory_that_cannot_be_read_is_missing() {
    let mut writer = declaring(&[BulkItem::whole("ram", 4)]);
    let failed = writer.bulk_with("ram", 0, 4, |_, _| Err(StreamError::Broken));
    assert!(matches!(failed, Err(StreamError::Broken)));
    let error = writer.finish().unwrap_err().to_string();
    assert!(error.contains("bytes 0 to 4 have not come"), "{error}");
}

#[test]
fn an_item_is_read_to_its_place_in_memory() {
    let mut writer = declaring(&[BulkItem::whole("ram", 8)]);
    writer.bulk("ram", 3, b"bytes").unwrap();
    writer.zeros("ram", 0, 4).unwrap();
    let stream = writer.finish().unwrap();
    let into = |ram: &mut [u8]| {
        let mut reader = StreamReader::new(&stream[..], Limits::default())?;
        while let Some(event) = reader.next_frame()? {
            match event {
                Event::Bulk(mut bulk) => bulk.read_to_item(ram)?,
                Event::Zeros(zeros) => zeros.into_bulk().read_to_item(ram)?,
                Event::Section(_) => {}
            }
        }
        Ok::<_, StreamError>(())
    };
    let mut ram = [9; 8];
    into(&mut ram).unwrap();
    assert_eq!(&ram, b"\0\0\0\0ytes");
    let error = into(&mut [0; 7]).unwrap_err().to_string();
    let expected = "(\"ram\") has bytes up to 8 of its item, and there is room for 7";
    assert!(error.contains(expected), "{error}");
}

/// Zeros come in pieces, as bytes do.
#[test]
fn zeros_are_read_in_pieces() {
    const LEN: usize = 150_000;
    let mut writer = declaring(&[]);
    writer.zeros("ram", 7, LEN as u64).unwrap();
    let stream = writer.finish().unwrap();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    let Some(Event::Zeros(zeros)) = reader.next_frame().unwrap() else {
        panic!("a frame of zeros");
    };
    let (mut bulk, mut read) = (zeros.into_bulk(), 0);
    assert!(bulk.is_zeros());
    while let Some((at, piece)) = bulk.next_piece().unwrap() {
        assert_eq!(at, 7 + read as u64);
        assert!(piece.iter().all(|byte| *byte == 0));
        read += piece.len();
    }
    assert_eq!((read, bulk.remaining()), (LEN, 0));
}

#[test]
fn a_file_that_is_not_the_saved_one_is_refused() {
    const MIB: usize = 1 << 20;
    let directory = std::env::temp_dir().join(format!("migratable-items-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("ram.img");
    let at = ExternalFile::ALIGNMENT as usize;
    let mut bytes: Vec<u8> = (0..at + MIB + 5).map(|n| (n % 251) as u8).collect();
    std::fs::write(&path, &bytes).unwrap();
    let len = (MIB + 5) as u64;
    let digest = ContentDigest::of(&bytes[at..], len).unwrap();
    let file = ExternalFile::new("ram.img").at(at as u64);
    let plain = BulkItem::external("ram", len, file.clone());
    let item = BulkItem::external("ram", len, file.with_digest(digest));
    for item in [&plain, &item] {
        item.open_in(&directory).unwrap();
    }

    // What is not of the item makes no difference.
    bytes[0] ^= 1;
    bytes.push(0);
    std::fs::write(&path, &bytes).unwrap();
    item.open_in(&directory).unwrap();
    bytes[at + MIB + 4] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let changed = item.open_in(&directory).unwrap_err();
    assert!(
        matches!(&changed, ExternalError::Changed { .. }),
        "{changed}"
    );
    assert!(
        changed.to_string().contains(&digest.to_string()),
        "{changed}"
    );
    // Without a digest, nothing shows.
    plain.open_in(&directory).unwrap();
    bytes.truncate(at + MIB + 4);
    std::fs::write(&path, &bytes).unwrap();
    for item in [&plain, &item] {
        let short = item.open_in(&directory).unwrap_err().to_string();
        assert!(short.contains("has 1114116 bytes"), "{short}");
        assert!(short.contains("ends at byte 1114117"), "{short}");
    }
    std::fs::remove_file(&path).unwrap();
    let gone = item.open_in(&directory).unwrap_err();
    assert!(matches!(gone, ExternalError::Unreadable { .. }));
    let elsewhere = BulkItem::external("ram", 1, ExternalFile::new("../ram.img"));
    let error = elsewhere.open_in(&directory).unwrap_err();
    assert!(matches!(error, ExternalError::BadName { .. }));
    let whole = BulkItem::whole("ram", 1).open_in(&directory).unwrap_err();
    assert!(matches!(whole, ExternalError::NotExternal { .. }));
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn the_digest_of_an_item_is_as_the_page_says() {
    let bytes: Vec<u8> = (0..(1 << 20) + 3).map(|n: u32| (n / 7) as u8).collect();
    let mut expected = 0x6c62272e07bb014262b821756295c58d_u128;
    for piece in bytes.chunks(1 << 20) {
        for byte in crc32fast::hash(piece).to_le_bytes() {
            expected = (expected ^ u128::from(byte)).wrapping_mul((1 << 88) + 0x13b);
        }
    }
    let digest = ContentDigest::of(&bytes[..], bytes.len() as u64).unwrap();
    assert_eq!(digest.to_bytes(), expected.to_le_bytes());
    assert!(ContentDigest::of(&bytes[..], bytes.len() as u64 + 1).is_err());
}

#[test]
fn a_kind_of_content_that_is_none_is_refused() {
    let stream = Raw::new()
        .header()
        .frame(9, &postcard(&("ram", 1_u64, 3_u32)));
    let error = refusal(&stream.frame(3, b"\0").end());
    assert!(error.contains("a choice that is not defined"), "{error}");
    assert_eq!(
        BulkContent::External(ExternalFile::new("a\n")).to_string(),
        "in the file \"a\\n\", without a digest"
    );
}
