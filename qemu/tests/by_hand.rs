//! Records that no stream of the corpus has, in streams made here.

mod common;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use common::{Built, page, setup};
use migratable::schema::Schema;
use migratable::stream::{BulkContent, Event, Limits as StreamLimits, StreamReader};
use migratable_qemu::{Command, Content, Limits, State, Stream, import, read};

const PAGE: usize = 4096;

fn read_all(bytes: &[u8]) -> Stream {
    let stream = read(bytes, None, &Limits::default());
    assert_eq!(stream.error, None);
    let end = stream.records.last().map(|record| record.range.end);
    assert_eq!(end, Some(bytes.len()));
    stream
}

/// The bulk items of the import: what each holds, from 0 on.
fn bulk(bytes: &[u8], stream: &Stream) -> BTreeMap<String, Vec<u8>> {
    let imported = import(bytes, stream, Vec::new()).unwrap().output;
    let mut reader = StreamReader::new(&imported[..], StreamLimits::default()).unwrap();
    let mut items: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    while let Some(event) = reader.next_frame().unwrap() {
        if let Event::Bulk(mut bulk) = event {
            let item = items.entry(bulk.name().into()).or_default();
            let (start, len) = (bulk.offset() as usize, bulk.remaining() as usize);
            item.resize(item.len().max(start + len), 0);
            bulk.read_into(&mut item[start..start + len]).unwrap();
        }
    }
    items
}

fn device(name: &str, fields: &str) -> String {
    format!(
        r#"{{"name": "{name}", "instance_id": 0, "vmsd_name": "{name}", "version": 1, "fields": [{fields}]}}"#
    )
}

/// Processors in different states have different fields, and each schema a name of its own.
#[test]
fn each_schema_has_its_own_name() {
    let described = |instance: u32, fields: &str| {
        device("a/b", fields).replace(
            "\"instance_id\": 0",
            &format!("\"instance_id\": {instance}"),
        )
    };
    let short = r#"{"name": "x", "type": "uint8", "size": 1}"#;
    let long = r#"{"name": "x", "type": "uint16", "size": 2}"#;
    let built = Built::new().instance(1, "a/b", 0, &[1]);
    let built = built.instance(2, "a/b", 1, &[1, 2]);
    let bytes = built.instance(3, "a/b", 2, &[3]).end(
        &[(0, short), (1, long), (2, short)]
            .map(|(instance, fields)| described(instance, fields))
            .join(", "),
    );
    let imported = import(&bytes, &read_all(&bytes), Vec::new())
        .unwrap()
        .output;
    let reader = StreamReader::new(&imported[..], StreamLimits::default()).unwrap();
    let prologue = reader.prologue();
    let schemas = prologue.schema_texts();
    let schemas: Vec<_> = schemas
        .map(|json| Schema::from_json(json).unwrap())
        .collect();
    let names = schemas.iter().map(|one| one.device().to_owned());
    let originals = schemas
        .iter()
        .map(|one| one.original().unwrap().text().into_owned());
    assert_eq!(names.collect::<Vec<_>>(), ["a--b", "a--b-3a8e75c1"]);
    assert_eq!(originals.collect::<Vec<_>>(), ["a/b", "a/b"]);
    let used = prologue.instances.iter().map(|one| one.schema);
    assert_eq!(used.collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn commands_are_read() {
    let advise = [4096_u64.to_be_bytes(), 4096_u64.to_be_bytes()].concat();
    let mut discard = vec![0, 3];
    discard.extend(b"ram\0");
    discard.extend(4096_u64.to_be_bytes());
    discard.extend(8192_u64.to_be_bytes());
    let bytes = Built::new()
        .configuration("virt-7.2", &[])
        .command(1, &[])
        .command(2, &7_u32.to_be_bytes())
        .command(3, &advise)
        .command(3, &[])
        .command(6, &discard)
        .command(4, &[])
        .command(8, &0_u32.to_be_bytes())
        .command(9, b"\x03ram")
        .command(11, &[])
        .command(5, &[])
        .command(99, b"abc")
        .end("");
    let stream = read_all(&bytes);
    let commands: Vec<_> = stream
        .records
        .iter()
        .filter_map(|record| match &record.content {
            Content::Command(command) => Some(command.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        commands,
        [
            Command::OpenReturnPath,
            Command::Ping(7),
            Command::PostcopyAdvise {
                page_sizes: Some((4096, 4096))
            },
            Command::PostcopyAdvise { page_sizes: None },
            Command::PostcopyDiscard {
                block: "ram".into(),
                ranges: vec![(4096, 8192)]
            },
            Command::PostcopyListen,
            Command::Packaged(0),
            Command::ReceivedBitmap("ram".into()),
            Command::SwitchoverStart,
            Command::PostcopyRun,
            Command::Unknown(99, b"abc".to_vec()),
        ]
    );
    assert!(bulk(&bytes, &stream).is_empty());
}

#[test]
fn a_command_that_is_too_long_or_short_is_refused() {
    for (number, data) in [(1, &[0][..]), (2, &[0; 3]), (3, &[0; 8]), (6, &[0, 9])] {
        let bytes = Built::new().command(number, data).end("");
        let stream = read(&bytes, None, &Limits::default());
        let error = stream.error.expect("it is refused").to_string();
        assert!(error.contains(&format!("command {number}")), "{error}");
    }
}

/// Footers are there from the machine types of QEMU 2.4 on.
#[test]
fn a_stream_without_footers_is_read_by_its_description() {
    let ram = setup(&[("ram", 8192)], |_| Vec::new());
    let bytes = Built::new()
        .without_footers()
        .start(0, "ram", 4, &ram)
        .part(3, 0, &16_u64.to_be_bytes())
        .full(1, "dev", 1, &[0, 0, 0, 5])
        .full(2, "other", 1, &[9])
        .end(
            &[
                device("dev", r#"{"name": "a", "type": "uint32", "size": 4}"#),
                device("other", r#"{"name": "b", "type": "uint8", "size": 1}"#),
            ]
            .join(","),
        );
    let stream = read_all(&bytes);
    assert!(!stream.footers);
    assert!(matches!(stream.sections[2].state, State::Device { .. }));
}

#[test]
fn state_that_nothing_describes_is_passed_over_with_a_warning() {
    // What looks like its footer inside is none: no record follows.
    let mut vfio = b"\x7e\0\0\0\x02 not a record".to_vec();
    vfio.extend([0x7e, 0, 0, 0, 2, 0x05]);
    let bytes = Built::new()
        .start(2, "vfio", 1, &vfio)
        .part(2, 2, b"more")
        .part(3, 2, b"last")
        .full(3, "legacy", 7, &[1, 2, 3])
        .end(&device("other", ""));
    let stream = read_all(&bytes);
    let warnings: Vec<_> = stream
        .warnings
        .iter()
        .map(|warning| warning.to_string())
        .collect();
    assert_eq!(
        warnings
            .iter()
            .filter(|text| text.contains("vfio#0"))
            .count(),
        3,
        "{warnings:?}"
    );
    assert!(
        warnings.iter().any(|text| text.contains("legacy#0")),
        "{warnings:?}"
    );
    assert!(
        warnings
            .iter()
            .any(|text| text.contains("other#0") && text.contains("no section"))
    );
    let items = bulk(&bytes, &stream);
    assert_eq!(items["vfio#0"], [&vfio[..], b"more", b"last"].concat());
}

#[test]
fn pages_of_all_encodings_are_read() {
    let block = |index: usize| {
        if index == 1 {
            65536_u64.to_be_bytes().to_vec()
        } else {
            Vec::new()
        }
    };
    let ram = setup(
        &[("../../etc/passwd", 4 * PAGE as u64), ("huge", 65536)],
        block,
    );
    let mut first = page(0, 0x08, "../../etc/passwd");
    first.extend(vec![0xaa; PAGE]);
    // The same block; a delta to the page, and a page of equal bytes.
    first.extend((0x40_u64 | 0x20).to_be_bytes());
    first.extend([1, 0, 4, 0x02, 2, 0xbb, 0xcc]);
    first.extend((PAGE as u64 | 0x22).to_be_bytes());
    first.push(0x11);
    first.extend(((2 * PAGE as u64) | 0x22).to_be_bytes());
    first.push(0);
    first.extend((0x200_u64).to_be_bytes());
    first.extend(16_u64.to_be_bytes());
    let bytes = Built::new()
        .command(3, &[0, 0, 0, 0, 0, 1, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x10, 0])
        .start(0, "ram", 4, &ram)
        .part(2, 0, &first)
        .part(3, 0, &16_u64.to_be_bytes())
        .end("");
    let stream = read_all(&bytes);
    let items = bulk(&bytes, &stream);
    let mut expected = vec![0xaa; PAGE];
    expected[2..4].copy_from_slice(&[0xbb, 0xcc]);
    expected.extend(vec![0x11; PAGE]);
    assert_eq!(items.len(), 1);
    assert_eq!(items["../../etc/passwd"], expected);
}

#[test]
fn addresses_of_shared_memory_are_read() {
    let ram = setup(&[("ram", 8192), ("rom", 4096)], |_| {
        0x4000_0000_u64.to_be_bytes().to_vec()
    });
    let bytes = Built::new()
        .configuration("virt-7.2", &["x-ignore-shared"])
        .start(0, "ram", 4, &ram)
        .part(3, 0, &16_u64.to_be_bytes())
        .end("");
    let stream = read_all(&bytes);
    assert_eq!(
        stream.configuration.as_ref().unwrap().capabilities,
        ["x-ignore-shared"]
    );
    assert_eq!(declared(&bytes, &stream), []);
}

#[test]
fn mapped_ram_is_read_at_its_places() {
    let head = Built::new().configuration("virt-10.0", &["mapped-ram"]);
    let body_at = head.bytes.len() + 1 + 4 + 4 + 4 + 4;
    let bitmap_at = body_at + 8 + 4 + 8 + 28;
    let pages_at = 1 << 20;
    let mut body = (8192_u64 | 4).to_be_bytes().to_vec();
    body.extend(b"\x03ram");
    body.extend(8192_u64.to_be_bytes());
    body.extend(1_u32.to_be_bytes());
    body.extend(4096_u64.to_be_bytes());
    body.extend((bitmap_at as u64).to_be_bytes());
    body.extend((pages_at as u64).to_be_bytes());
    body.push(0b10);
    body.resize(pages_at - body_at, 0);
    body.extend([7; PAGE]);
    body.extend([8; PAGE]);
    body.extend(16_u64.to_be_bytes());
    let bytes = head
        .start(0, "ram", 4, &body)
        .part(3, 0, &16_u64.to_be_bytes())
        .end("");
    let stream = read_all(&bytes);
    let items = bulk(&bytes, &stream);
    assert!(
        items["ram"][..PAGE].iter().all(|byte| *byte == 0),
        "page 0 was not sent"
    );
    assert_eq!(items["ram"][PAGE..], [8; PAGE]);
    assert_eq!(declared(&bytes, &stream), [("ram".to_owned(), 8192)]);
}

/// The items that the import declares, with their lengths, and the bytes of each.
fn declared(bytes: &[u8], stream: &Stream) -> Vec<(String, u64)> {
    let imported = import(bytes, stream, Vec::new()).unwrap().output;
    let mut reader = StreamReader::new(&imported[..], StreamLimits::default()).unwrap();
    let items = reader.prologue().items.iter().map(|item| {
        assert_eq!(item.content, BulkContent::Whole);
        (item.name.clone(), item.len)
    });
    let items = items.collect();
    // The reader lets no whole item pass that is not whole.
    reader.expect_end_of_input().unwrap();
    items
}

/// Name and length of a block, and the pages of it that are sent: zeros, or bytes.
type Block<'a> = (&'a str, usize, &'a [(u64, u8)]);

fn ram(blocks: &[Block<'_>]) -> Built {
    let listed: Vec<_> = (blocks.iter())
        .map(|(name, len, _)| (*name, *len as u64))
        .collect();
    let mut pages = Vec::new();
    for (name, _, sent) in blocks {
        for (index, byte) in *sent {
            let kind = if *byte == 0 { 0x02 } else { 0x08 };
            pages.extend(page(index * PAGE as u64, kind, name));
            match byte {
                0 => pages.push(0),
                byte => pages.extend([*byte; PAGE]),
            }
        }
    }
    pages.extend(16_u64.to_be_bytes());
    Built::new()
        .start(0, "ram", 4, &setup(&listed, |_| Vec::new()))
        .part(2, 0, &pages)
        .part(3, 0, &16_u64.to_be_bytes())
}

#[test]
fn blocks_of_which_every_page_has_come_are_declared() {
    const MIB: usize = 1 << 20;
    let all_zeros: Vec<_> = (0..(MIB / PAGE) as u64).map(|page| (page, 0)).collect();
    let built = ram(&[
        ("whole", 3 * PAGE, &[(2, 7), (0, 0), (1, 5), (2, 0), (0, 0)]),
        ("zeros", MIB, &all_zeros),
        ("lacks one", 3 * PAGE, &[(0, 1), (2, 1), (2, 2)]),
        ("less than pages", 2 * PAGE - 1, &[(0, 1), (1, 1)]),
        ("more than pages", PAGE + 1, &[(0, 1), (1, 1)]),
        ("nothing", PAGE, &[]),
    ]);
    let bytes = built.end("");
    let stream = read_all(&bytes);
    let whole = [
        ("whole".to_owned(), 3 * PAGE as u64),
        ("zeros".to_owned(), MIB as u64),
    ];
    assert_eq!(declared(&bytes, &stream), whole);
    let items = bulk(&bytes, &stream);
    assert_eq!(items["whole"], [[0; PAGE], [5; PAGE], [0; PAGE]].concat());
    assert!(!items.contains_key("zeros"));

    // What is cut may have been sent once more.
    let cut = read(&bytes[..bytes.len() - 1], None, &Limits::default());
    assert!(cut.error.is_some());
    assert_eq!(declared(&bytes, &cut), []);
}

/// Two items of one name are one, and what comes of it is more than a block.
#[test]
fn blocks_that_share_a_name_are_not_declared() {
    let twice = ram(&[
        ("one", PAGE, &[(0, 1)]),
        ("two", PAGE, &[]),
        ("two", 2 * PAGE, &[(0, 1), (1, 1)]),
    ]);
    let one = [("one".to_owned(), PAGE as u64)];
    let bytes = twice.end("");
    assert_eq!(declared(&bytes, &read_all(&bytes)), one);

    let mut bitmap = vec![0x08 | 0x04 | 0x10, 3];
    bitmap.extend(b"one\x03two");
    bitmap.extend(65536_u32.to_be_bytes());
    bitmap.extend([1, 0x01]);
    let other = ram(&[("one/two", PAGE, &[(0, 1)]), ("one", PAGE, &[(0, 1)])]);
    let other = other.start(7, "dirty-bitmap", 1, &bitmap);
    let bytes = other.part(3, 7, &[0x20, 0x01]).end("");
    assert_eq!(declared(&bytes, &read_all(&bytes)), one);
}

/// As many records as a real one had; what is quadratic would take minutes.
#[test]
fn dirty_bitmaps_of_many_records_are_read_in_time() {
    const RECORDS: u64 = 86_402;
    let mut start = vec![0x08 | 0x04 | 0x10, 4];
    start.extend(b"disk\x06bitmap");
    start.extend(65536_u32.to_be_bytes());
    start.extend([1, 0x01]);
    let mut built = Built::new().start(0, "dirty-bitmap", 1, &start);
    for record in 0..RECORDS - 1 {
        let mut body = vec![0x40];
        body.extend((record * 1024).to_be_bytes());
        body.extend(1024_u32.to_be_bytes());
        body.extend(1_u64.to_be_bytes());
        body.extend([record as u8, 0x01]);
        built = built.part(2, 0, &body);
    }
    let bytes = built.part(3, 0, &[0x20, 0x01]).end("");
    let begun = Instant::now();
    let stream = read_all(&bytes);
    let items = bulk(&bytes, &stream);
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "{:?}",
        begun.elapsed()
    );
    // A bit is of 128 sectors, so 1024 of them are a byte.
    assert_eq!(items["disk/bitmap"].len() as u64, RECORDS - 1);
    assert_eq!(items["disk/bitmap"][300], 300_u16 as u8);
}

#[test]
fn queues_are_read_although_their_keys_repeat() {
    let element = |value: &str| {
        format!(
            r#""vmsd_name": "req", "version": 1, "fields": [{{"name": "{value}", "type": "uint16", "size": 2}}]"#
        )
    };
    let field = format!(
        r#"{{"name": "reqs", "type": "qtailq", {}, {}, "size": 7}}"#,
        element("tag"),
        element("tag")
    );
    let bytes = Built::new()
        .full(0, "dev", 1, &[1, 0, 5, 1, 0, 6, 0])
        .end(&device("dev", &field));
    let stream = read_all(&bytes);
    let State::Device { offset, layout } = &stream.sections[0].state else {
        panic!("{stream:?}");
    };
    let mut values = Vec::new();
    let walked = layout.walk(&bytes, *offset as u64, &mut |leaf| {
        values.push((leaf.steps.to_string(), leaf.bytes.to_vec()));
    });
    walked.unwrap();
    let expected = [
        ("reqs[0].tag".into(), vec![0, 5]),
        ("reqs[1].tag".into(), vec![0, 6]),
    ];
    assert_eq!(values, expected);
    bulk(&bytes, &stream);
}

/// Elements may differ in nothing but what QEMU calls their types: schema and values are
/// of one mind on whether that is a list.
#[test]
fn queues_of_elements_that_differ_in_a_label_are_read() {
    let element = |label: &str| {
        format!(
            r#""vmsd_name": "r", "version": 1, "fields": [{{"name": "t", "type": "{label}", "size": 1}}]"#
        )
    };
    for labels in [["uint8", "uint8"], ["some", "other"], ["uint8", "int8"]] {
        let field = format!(
            r#"{{"name": "q", "type": "qtailq", {}, {}, "size": 5}}"#,
            element(labels[0]),
            element(labels[1])
        );
        let bytes = Built::new()
            .full(0, "dev", 1, &[1, 5, 1, 6, 0])
            .end(&device("dev", &field));
        let imported = import(&bytes, &read_all(&bytes), Vec::new())
            .unwrap()
            .output;
        let mut reader = StreamReader::new(&imported[..], StreamLimits::default()).unwrap();
        let schema = Schema::from_json(reader.prologue().schema_texts().next().unwrap()).unwrap();
        let Some(Event::Section(section)) = reader.next_frame().unwrap() else {
            panic!("{labels:?}: no section");
        };
        let value = migratable::value::read(schema.ty(), section.payload());
        value.unwrap_or_else(|error| panic!("{labels:?}: {error}"));
    }
}

/// Flags above 1 exist, and are numbers then; version 0 is not version 1.
#[test]
fn flags_and_versions_that_a_schema_has_not_are_kept() {
    let fields = r#"{"name": "on", "type": "bool", "size": 1}, {"name": "flags[0]", "array_len": 3, "type": "bool", "size": 1}"#;
    let described = device("dev", fields).replace("\"version\": 1", "\"version\": 0");
    let bytes = Built::new()
        .full(0, "dev", 0, &[1, 0, 2, 1])
        .end(&described);
    let stream = read_all(&bytes);
    let imported = import(&bytes, &stream, Vec::new()).unwrap().output;
    let reader = StreamReader::new(&imported[..], StreamLimits::default()).unwrap();
    let schema = reader.prologue().schema_texts().next().unwrap();
    assert!(
        schema.contains(r#""version":1"#) && schema.contains("Version 0 in QEMU"),
        "{schema}"
    );
    assert!(schema.contains(r#""name":"flags.0""#) && schema.contains(r#""original":"flags[0]""#));
    assert!(schema.contains(r#"{"element":"u8","len":3}"#), "{schema}");
    assert!(schema.contains(r#""name":"on","type":"bool""#), "{schema}");
}

#[test]
fn another_streams_description_is_used_with_a_warning() {
    let fields = r#"{"name": "a", "type": "uint32", "size": 4}"#;
    let described = read_all(
        &Built::new()
            .full(0, "dev", 1, &[0; 4])
            .end(&device("dev", fields)),
    );
    let (description, _) = described.description.unwrap();
    let bytes = Built::new().full(0, "dev", 1, &[0, 0, 0, 5]).end_bare();
    let stream = read(&bytes, Some(&description), &Limits::default());
    assert_eq!(stream.error, None);
    assert!(
        stream.warnings[0]
            .to_string()
            .contains("not the stream's own")
    );
    assert!(matches!(stream.sections[0].state, State::Device { .. }));
    // Cut off in the device, it still says where.
    let cut = read(
        &bytes[..bytes.len() - 8],
        Some(&description),
        &Limits::default(),
    );
    let error = cut.error.unwrap().to_string();
    assert!(error.contains("dev#0, a"), "{error}");
}

/// What does not fit is bytes, up to the footer; the rest is read on.
#[test]
fn another_streams_description_that_does_not_fit_is_not_used() {
    let uint = |name: &str, size: usize| {
        let bits = 8 * size;
        device(
            name,
            &format!(r#"{{"name": "a", "type": "uint{bits}", "size": {size}}}"#),
        )
    };
    let all = [uint("dev", 8), uint("fits", 4)].join(",");
    let described = Built::new()
        .full(0, "dev", 1, &[0; 8])
        .full(1, "fits", 1, &[0; 4]);
    let (description, _) = read_all(&described.end(&all)).description.unwrap();
    let bytes = Built::new()
        .full(0, "dev", 1, &[0, 0, 0, 5])
        .full(1, "fits", 1, &[0; 4])
        .end_bare();
    let stream = read(&bytes, Some(&description), &Limits::default());
    assert_eq!(stream.error, None);
    let warnings: Vec<_> = stream.warnings.iter().map(ToString::to_string).collect();
    assert!(
        warnings[1].contains("dev#0") && warnings[1].contains("does not fit"),
        "{warnings:?}"
    );
    assert!(matches!(stream.sections[0].state, State::Unknown));
    assert!(matches!(stream.sections[1].state, State::Device { .. }));
}
