//! Streams that are cut, changed or lie: an error that says where, or what could
//! be read before it.

mod common;

use common::{Built, DESCRIBED, DUMPS, UNDESCRIBED, bytes, setup, stream};
use migratable_qemu::compare::{Layouts, Selection, Side, Verdict, compare};
use migratable_qemu::{Description, Limits, import, read};

/// A generator of numbers: each test says its seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

/// Cut at each record's beginning and end, and at many places between.
#[test]
fn every_cut_is_noticed() {
    let seed = 0x5eed_0001;
    println!("seed {seed:#x}");
    let mut random = Random(seed);
    for name in [DESCRIBED[0], UNDESCRIBED] {
        let (bytes, whole) = stream(name);
        let ends = whole.records.iter().map(|record| record.range.end);
        let mut cuts: Vec<usize> = ends
            .step_by(3)
            .flat_map(|end| [end - 1, end, end + 1])
            .collect();
        cuts.extend((0..12).map(|_| random.next(bytes.len())));
        // Without its description a stream is whole; it ends with a zero.
        let last = whole.records.last().unwrap().range.clone();
        for cut in cuts.into_iter().filter(|cut| *cut < bytes.len()) {
            let part = read(&bytes[..cut], None, &Limits::default());
            let is_whole = cut == last.start && name != UNDESCRIBED;
            assert_eq!(part.error.is_none(), is_whole, "{name} cut at {cut}");
            if let Some(offset) = part.error.as_ref().and_then(|error| error.offset()) {
                assert!(offset <= cut as u64, "{name} cut at {cut}: {offset}");
            }
            // What is before the cut is what it was.
            for (found, was) in part.records.iter().zip(&whole.records) {
                assert_eq!(found.range, was.range, "{name} cut at {cut}");
            }
            import(&bytes[..cut], &part, Vec::new()).unwrap();
        }
    }
}

/// Streams have no checksums, so most changed bits cannot be seen; none may do
/// harm.
#[test]
fn changed_bits_do_no_harm() {
    let seed = 0x5eed_0002;
    println!("seed {seed:#x}");
    let mut random = Random(seed);
    for name in [DESCRIBED[0], DESCRIBED[4]] {
        let (mut bytes, whole) = stream(name);
        let ram_end = whole
            .records
            .iter()
            .rev()
            .find(|record| record.range.len() > 10_000);
        let mut noticed = 0;
        for round in 0..24 {
            // Half of them where devices are, the rest anywhere.
            let from = match round % 2 {
                0 => ram_end.map_or(0, |record| record.range.start),
                _ => 0,
            };
            let at = from + random.next(bytes.len() - from);
            let bit = 1 << random.next(8);
            bytes[at] ^= bit;
            let changed = read(&bytes, None, &Limits::default());
            noticed += u32::from(changed.error.is_some() || !changed.warnings.is_empty());
            let _ = import(&bytes, &changed, Vec::new());
            bytes[at] ^= bit;
        }
        println!("{name}: {noticed} of 24 noticed");
    }
}

fn described(fields: &str) -> Vec<u8> {
    let device = format!(
        r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{fields}]}}"#
    );
    Built::new()
        .full(3, "dev", 1, &[0, 0, 0, 5, 0, 0])
        .end(&device)
}

/// Each says section, path and offset.
#[test]
fn descriptions_that_lie_are_found_out() {
    let state_at = 8 + 1 + 4 + 4 + 4 + 4;
    let cases = [
        (
            r#"{"name": "a", "type": "uint32", "size": 4}"#,
            "does not end where it should",
        ),
        (
            r#"{"name": "a", "type": "uint32", "size": 40000000000}"#,
            "needs 40000000000 bytes",
        ),
        (
            r#"{"name": "a", "array_len": 9000000000000000000, "type": "uint32", "size": 4}"#,
            "an array of 9000000000000000000 elements",
        ),
        (
            r#"{"name": "a", "type": "struct", "size": 5, "struct": {"vmsd_name": "s", "version": 1,
                "fields": [{"name": "b", "type": "uint32", "size": 4}]}}"#,
            "says 5 bytes, what it describes has 4",
        ),
    ];
    for (fields, expected) in cases {
        let error = read(&described(fields), None, &Limits::default())
            .error
            .unwrap();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.section(), Some("dev#0"), "{error}");
        assert!(error.offset().unwrap() >= state_at, "{error}");
    }
    let missing = r#"{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1,
        "fields": [], "subsections": [{"vmsd_name": "dev/more", "version": 1, "fields": []}]}"#;
    let bytes = Built::new().full(3, "dev", 1, &[4; 8]).end(missing);
    let error = read(&bytes, None, &Limits::default()).error.unwrap();
    assert_eq!(error.path(), "dev/more");
}

/// A description that is damaged is no missing one: the stream is not right.
#[test]
fn a_damaged_description_is_an_error_with_its_place() {
    let (whole, stream) = stream(DESCRIBED[0]);
    let json = stream.description.as_ref().unwrap().1.clone();
    let with = |text: &[u8]| {
        let mut bytes = whole[..json.start - 4].to_vec();
        bytes.extend((text.len() as u32).to_be_bytes());
        bytes.extend(text);
        bytes
    };
    let mut flipped = whole.clone();
    flipped[json.start + json.len() / 2..][..40].fill(b'?');
    let mut longer = whole.clone();
    longer[json.start - 1] ^= 1;
    let mut shorter = whole.clone();
    shorter[json.start - 3] ^= 1;
    for damaged in [
        with(b"[]"),
        with(b"null"),
        with(b"{}"),
        with(b"1"),
        flipped,
        longer,
        shorter,
    ] {
        let read = read(&damaged, None, &Limits::default());
        assert!(read.description.is_none());
        let error = read.error.as_ref().expect("it is noticed");
        let at = error.offset().unwrap() as usize;
        assert!((json.start - 5..=json.end).contains(&at), "{error}");
        // What is before it is there.
        import(&damaged, &read, Vec::new()).unwrap();
        assert!(read.sections.len() > 20, "{error}");
    }
}

/// What follows the end is said, and loses nothing of what is before it.
#[test]
fn what_follows_the_end_is_said() {
    let (whole, first) = stream(DESCRIBED[0]);
    let behind = |more: &[u8]| [&whole[..], more].concat();
    let other = bytes(DESCRIBED[1]);
    let cases = [
        (behind(b"x"), "1 bytes follow its end"),
        (behind(b"\0\0\0x\0"), "5 bytes follow its end"),
        (behind(&whole), "another stream follows its end"),
        (behind(&other), "another stream follows its end"),
        (
            behind(&other[..other.len() / 2]),
            "another stream follows its end",
        ),
        (behind(&behind(&whole)), "another stream follows its end"),
    ];
    for (long, expected) in cases {
        let read = read(&long, None, &Limits::default());
        let error = read.error.as_ref().expect("it is said");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.offset(), Some(whole.len() as u64));
        assert_eq!(read.description, first.description);
        assert_eq!(read.records, first.records);
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    }
}

#[test]
fn hostile_descriptions_are_refused() {
    let limits = Limits::default();
    let deep = |levels: usize| {
        let open =
            r#"{"name": "a", "type": "struct", "size": 0, "struct": {"fields": ["#.repeat(levels);
        format!(
            r#"{{"devices": [{{"name": "d", "instance_id": 0, "fields": [{open}{}]}}]}}"#,
            "]}}".repeat(levels)
        )
    };
    assert!(Description::from_json(deep(10).as_bytes(), &limits).is_ok());
    let cases = [
        deep(25),
        deep(100_000),
        r#"{"devices": [], "devices": []}"#.into(),
        r#"{"devices": [{"name": "a", "name": "b", "instance_id": 0}]}"#.into(),
        r#"{"devices": [{"name": "a", "instance_id": 0, "fields": [{"name": "x", "type": "uint8", "size": 1, "size": 2}]}]}"#.into(),
        r#"{"devices": [{"name": "a", "instance_id": -1}]}"#.into(),
        r#"{"devices": {}}"#.into(),
        "[]".into(),
        String::new(),
    ];
    for case in cases {
        let error = Description::from_json(case.as_bytes(), &limits);
        assert!(error.is_err(), "{:.80}", case);
    }
}

/// Names act neither on a terminal nor on a file system.
#[test]
fn names_are_shown_escaped() {
    let bytes = Built::new().full(1, "\u{1b}[2Jdev", 1, &[1, 2]).end_bare();
    let cut = read(&bytes[..20], None, &Limits::default());
    assert!(!cut.error.unwrap().to_string().contains('\u{1b}'));
    let bytes = Built::new()
        .full(1, "\u{1b}[2Jdev", 1, &[1, 2])
        .end(r#"{"name": "\u001b[2Jdev", "instance_id": 0, "vmsd_name": "d\u0007", "version": 1, "fields": [{"name": "a\u001b", "type": "uint8", "size": 9}]}"#);
    let error = read(&bytes, None, &Limits::default())
        .error
        .unwrap()
        .to_string();
    assert!(
        error.contains(r"\u{1b}") && !error.contains('\u{1b}'),
        "{error}"
    );
}

/// What a description says once, an array has often: without bytes that cost nothing, and
/// as elements that are not alike each is held.
#[test]
fn what_no_bytes_pay_for_is_bounded() {
    let nothing = |count: usize| {
        let one = |index| format!(r#", {{"name": "{}", "type": "b", "size": 0}}"#, index % 2);
        (0..count).map(one).collect::<String>()
    };
    let array = |fields: &str| {
        format!(
            r#"{{"name": "a", "array_len": 4000, "type": "struct", "size": 1, "struct":
                {{"vmsd_name": "e", "version": 1,
                  "fields": [{{"name": "v", "type": "uint8", "size": 1}}{fields}]}}}}"#
        )
    };
    let other = r#", {"name": "a", "type": "uint8", "size": 1}"#;
    let read = |fields: &str| {
        let device = format!(
            r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{fields}]}}"#
        );
        let bytes = Built::new().full(3, "dev", 1, &[0; 4001]).end(&device);
        let mut limits = Limits::default();
        limits.description_len = 8 << 20;
        read(&bytes, None, &limits)
    };
    let few = read(&(array(&nothing(4)) + other));
    assert_eq!(few.error, None);
    for many in [array(&nothing(100)), array(&nothing(30)) + other] {
        let error = read(&many).error.expect("it is refused").to_string();
        assert!(
            error.contains("dev#0, a: its arrays have too many"),
            "{error}"
        );
    }
}

/// Names that are one when they are respelled take no longer than others, and what would
/// be one section, or none, is refused.
#[test]
fn names_that_collide_are_told_apart_or_refused() {
    let fields: Vec<_> = (0..20_000)
        .map(|index| {
            format!(
                r#"{{"name": "{}", "type": "uint8", "size": 1}}"#,
                ["a", "a]"][index % 2]
            )
        })
        .collect();
    let device = format!(
        r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{}]}}"#,
        fields.join(",")
    );
    let bytes = Built::new().full(3, "dev", 1, &[0; 20_000]).end(&device);
    let whole = read(&bytes, None, &Limits::default());
    assert_eq!(whole.error, None);
    import(&bytes, &whole, Vec::new()).unwrap();

    let built = || Built::new().full(1, "dev", 1, &[1]);
    let cases = [
        (
            Built::new()
                .start(1, "ram", 4, &setup(&[], |_| Vec::new()))
                .start(2, "ram", 4, &setup(&[], |_| Vec::new())),
            "ram#0 begins twice",
        ),
        (built().full(2, "", 1, &[1]), "a section has no name"),
        (built().part(2, 1, &[1]), "which did not begin"),
        (built().part(3, 1, &[1]), "which did not begin"),
        (built().part(2, 7, &[1]), "which did not begin"),
        (
            built().full(2, "commands", 1, &[1]),
            "commands, which is no device's",
        ),
        (
            built().full(2, "configuration", 1, &[1]),
            "configuration, which is no device's",
        ),
    ];
    for (built, expected) in cases {
        let one = r#"{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1,
            "fields": [{"name": "a", "type": "uint8", "size": 1}]}"#;
        let bytes = built.end(one);
        let stream = read(&bytes, None, &Limits::default());
        let error = stream.error.as_ref().expect("it is refused").to_string();
        assert!(error.contains(expected), "{error}");
        // What was before it is there.
        import(&bytes, &stream, Vec::new()).unwrap();
        assert_eq!(stream.records.len(), 2);
    }
    let long = described(&format!(
        r#"{{"name": "{}", "type": "uint8", "size": 1}}"#,
        "n".repeat(600)
    ));
    let error = read(&long, None, &Limits::default())
        .error
        .unwrap()
        .to_string();
    assert!(error.contains("a name has 600 bytes"), "{error}");
    let twice = r#"{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [],
        "subsections": [{"vmsd_name": "dev/a", "version": 1, "fields": []},
                        {"vmsd_name": "dev/a", "version": 1, "fields": []}]}"#;
    let bytes = Built::new().full(
        3,
        "dev",
        1,
        b"\x05\x05dev/a\0\0\0\x01\x05\x05dev/a\0\0\0\x01",
    );
    let error = read(&bytes.end(twice), None, &Limits::default())
        .error
        .unwrap();
    assert!(
        error.to_string().contains("this subsection twice"),
        "{error}"
    );
}

/// Nine bytes of a stream can stand for a page of a mebibyte.
#[test]
fn pages_that_are_said_and_not_sent_are_bounded() {
    let mut pages = Vec::new();
    for index in 0..64_u64 {
        pages.extend(common::page(index << 20, 2, "r"));
        pages.push(7);
    }
    pages.extend(16_u64.to_be_bytes());
    let bytes = Built::new()
        .raw(b"\x07\0\0\0\x01m\x05\x1econfiguration/target-page-bits\0\0\0\x01\0\0\0\x14")
        .start(
            0,
            "ram",
            4,
            &common::setup(&[("r", 64 << 20)], |_| Vec::new()),
        )
        .part(3, 0, &pages)
        .end_bare();
    let mut limits = Limits::default();
    limits.pages_len = 64 << 20;
    let stream = read(&bytes, None, &limits);
    assert_eq!(stream.error, None);
    import(&bytes, &stream, Vec::new()).unwrap();
    limits.pages_len -= 1;
    let stream = read(&bytes, None, &limits);
    let error = import(&bytes, &stream, Vec::new()).unwrap_err().to_string();
    assert!(error.contains("in pages that it does not hold"), "{error}");
}

/// Each device of a name is compared with all types of that name: some are enough.
#[test]
fn comparing_each_with_each_ends() {
    let of_one_name = |count: usize, what: &str| {
        let one = |index| {
            format!(
                r#""{what}{index}": {{"Description": {{"name": "d", "version_id": {index},
                    "Fields": [{{"field": "a", "size": 4}}]}}}}"#
            )
        };
        let all: Vec<_> = (0..count).map(one).collect();
        let text = format!("{{{}}}", all.join(","));
        Layouts::of_dump(text.as_bytes(), &Limits::default()).unwrap()
    };
    let device = |index| {
        format!(
            r#"{{"name": "{index}", "instance_id": 0, "vmsd_name": "d", "version": 1, "fields": []}}"#
        )
    };
    let devices: Vec<_> = (0..20_000).map(device).collect();
    let machine = format!(r#"{{"devices": [{}]}}"#, devices.join(","));
    let machine = Description::from_json(machine.as_bytes(), &Limits::default()).unwrap();
    let machine = Layouts::of_description(&machine);
    let (writer, reader) = (of_one_name(20_000, "t"), of_one_name(20_000, "t"));
    let selection = Selection {
        devices_of: Some(&machine),
        device: None,
    };
    let found = compare(&Side::dump(writer), &Side::dump(reader), &selection);
    let rules: Vec<_> = found.findings.iter().map(|found| found.rule.id).collect();
    assert!(rules.contains(&"qemu-too-large"), "{}", rules.len());
    assert!(found.verdict() >= Verdict::Unknown);
}

#[test]
fn dumps_that_are_none_are_refused() {
    let limits = Limits::default();
    for text in [
        "",
        "{}",
        "[]",
        "{\"a\": 1}",
        "{\"a\": {\"Description\": {\"Fields\": 1}}}",
        "{\"a\": {\"Description\": {}}, \"a\": {\"Description\": {}}}",
        "{\"a\": {\"Description\": {\"name\": \"b\", \"name\": \"c\"}}}",
        "{\"a\": {\"Description\": {}, \"Description\": {}}}",
        "{\"a\": {\"Description\": {\"Fields\": [], \"Fields\": []}}}",
        "{\"a\": {\"Description\": {\"Fields\": [{\"field\": \"b\", \"size\": -1}]}}}",
    ] {
        assert!(
            Layouts::of_dump(text.as_bytes(), &limits).is_err(),
            "{text}"
        );
    }
    let whole = bytes(DUMPS[0]);
    let seed = 0x5eed_0003;
    println!("seed {seed:#x}");
    let mut random = Random(seed);
    for _ in 0..20 {
        let cut = random.next(whole.len() - 3);
        assert!(Layouts::of_dump(&whole[..cut], &limits).is_err());
    }
}
