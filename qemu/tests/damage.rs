//! Streams that are cut, changed or lie: an error that says where, or what could
//! be read before it.

mod common;

use common::{Built, DESCRIBED, DUMPS, UNDESCRIBED, bytes, stream};
use migratable_qemu::compare::Layouts;
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

#[test]
fn dumps_that_are_none_are_refused() {
    let limits = Limits::default();
    for text in [
        "",
        "{}",
        "[]",
        "{\"a\": 1}",
        "{\"a\": {\"Description\": {\"Fields\": 1}}}",
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
