//! QEMU's streams: every byte is accounted for, and what was read is a stream of ours.

use allocation_counter::measure;
use migratable::schema::Schema;
use migratable::stream::{Event, StreamReader};
use migratable::value;
use migratable_qemu::compare::{Comparison, Layouts, Selection, Side, Verdict, compare};
use migratable_qemu::{Content, Description, Limits, State, Stream, Struct, choose, import, read};

use crate::machine;
use crate::text::{assert_escaped, message};

/// What an input may cost; that of a comparison is bounded besides.
pub(crate) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.stream_len = 1 << 20;
    limits.pages_len = 4 << 20;
    limits.description_len = 1 << 20;
    limits.fields = 10_000;
    limits
}

/// Allocations for each byte of the stream, and for what is small.
const ALLOCATIONS: (u64, u64) = (200, 20_000);

/// The first byte says what the stream is made of: the rest as it is, or, with bit 0,
/// records and a description, whose head and lengths are put right. Then the next two
/// bytes say how long the records are.
pub(crate) fn run(input: &[u8]) {
    let &[flags, ref rest @ ..] = input else {
        return;
    };
    let made;
    let bytes = match flags & 1 {
        0 => rest,
        _ => {
            let Some(stream) = assembled(flags, rest) else {
                return;
            };
            made = stream;
            &made
        }
    };
    let work = measure(|| drop(imported(bytes, &read(bytes, None, &limits())))).count_total;
    let (each, fixed) = ALLOCATIONS;
    let most = each * bytes.len() as u64 + fixed;
    assert!(work <= most, "{work} allocations, {most} at most");
    let stream = read(bytes, None, &limits());
    assert_accounted(&stream, bytes);
    assert_imported(&stream, bytes);
    assert_loads_itself(&stream, bytes);
    if let Some((description, json)) = &stream.description {
        let kept = description.kept(&bytes[json.clone()], Some("m"), None);
        let kept = Description::from_json(&kept, &limits()).expect("two keys more");
        assert_described(&stream, bytes, json.start, &kept);
    }
}

/// Head, records, end, and a description of the length that it has.
fn assembled(flags: u8, rest: &[u8]) -> Option<Vec<u8>> {
    let &[low, high, ref rest @ ..] = rest else {
        return None;
    };
    let len = usize::from(u16::from_le_bytes([low, high]));
    let (records, json) = rest.split_at_checked(len)?;
    let mut stream = b"QEVM\0\0\0\x03".to_vec();
    if flags & 2 != 0 {
        stream.extend(b"\x07\0\0\0\x01m");
    }
    stream.extend(records);
    stream.push(0);
    if !json.is_empty() {
        stream.push(6);
        stream.extend((json.len() as u32).to_be_bytes());
        stream.extend(json);
    }
    Some(stream)
}

/// Records are back to back, devices fill theirs, values fill devices; and all that is
/// said is fit for a terminal.
fn assert_accounted(stream: &Stream, bytes: &[u8]) {
    let mut end = 0;
    for record in &stream.records {
        assert_eq!(record.range.start, end, "{record:?}");
        end = record.range.end;
        if let Content::Section { section, body } = &record.content
            && let State::Device { offset, layout } = &stream.sections[*section].state
        {
            assert_eq!(*offset, body.start);
            assert_eq!(layout.size(), body.len() as u64);
            let mut seen = 0;
            let walked = layout.walk(bytes, *offset as u64, &mut |leaf| {
                seen += leaf.bytes.len() as u64;
                assert_escaped(&leaf.steps);
            });
            walked.expect("it was read");
            assert_eq!(seen, layout.share().bytes);
        }
    }
    match &stream.error {
        None => assert_eq!(end, bytes.len()),
        Some(error) => {
            assert!(error.offset().is_none_or(|at| at <= bytes.len() as u64));
            assert_escaped(error);
        }
    }
    stream.warnings.iter().for_each(assert_escaped);
}

fn imported(bytes: &[u8], stream: &Stream) -> Result<Vec<u8>, String> {
    match import(bytes, stream, Vec::new()) {
        Ok(imported) => Ok(imported.output),
        Err(error) => Err(message(&error)),
    }
}

/// What was read can be imported, unless pages cannot be made, and is a stream of ours:
/// always the same.
fn assert_imported(stream: &Stream, bytes: &[u8]) {
    let output = match imported(bytes, stream) {
        Ok(output) => output,
        Err(error) => {
            let of_pages = ["page", "RAM", "block", "offset"];
            assert!(of_pages.iter().any(|of| error.contains(of)), "{error}");
            return;
        }
    };
    assert_eq!(imported(bytes, stream), Ok(output.clone()));
    let mut reader = StreamReader::new(&output[..], machine::limits()).expect("a stream");
    let schemas: Vec<Schema> = reader
        .prologue()
        .schema_texts()
        .map(|json| Schema::from_json(json).expect("a schema"))
        .collect();
    while let Some(event) = reader.next_frame().expect("a whole stream") {
        if let Event::Section(section) = event {
            let schema = &schemas[section.instance.schema as usize];
            value::read(schema.ty(), section.payload()).expect("a value of its schema");
        }
    }
}

/// A stream loads where it comes from, unless the values contradict what is checked.
fn assert_loads_itself(stream: &Stream, bytes: &[u8]) {
    let Some((description, _)) = &stream.description else {
        return;
    };
    let side = || Side::stream(bytes, stream, description);
    let found = compare(&side(), &side(), &Selection::default());
    let negative = |found: &Comparison| {
        let mut rules = found.findings.iter().map(|finding| finding.rule.id);
        rules.any(|id| id == "qemu-value-too-large")
    };
    let loads = found.verdict() == Verdict::Loads || found.compared == 0;
    assert!(loads || negative(&found), "{:?}", found.findings);
    let layouts = Layouts::of_description(description);
    let again = compare(
        &Side::dump(layouts.clone()),
        &side(),
        &Selection {
            devices_of: Some(&layouts),
            device: None,
        },
    );
    assert!(again.compared <= description.devices.len());
}

fn layouts(stream: &Stream) -> Vec<Option<&Struct>> {
    let sections = stream.sections.iter();
    let layouts = sections.map(|section| match &section.state {
        State::Device { layout, .. } => Some(layout),
        _ => None,
    });
    layouts.collect()
}

/// Without its description, and with it kept elsewhere, it is read as before.
fn assert_described(stream: &Stream, bytes: &[u8], json: usize, kept: &Description) {
    let bare = &bytes[..json - 5];
    let again = read(bare, Some(kept), &limits());
    assert_accounted(&again, bare);
    if stream.error.is_none() && stream.footers {
        assert_eq!(layouts(&again), layouts(stream));
    }
    let _ = imported(bare, &again);
    let chosen = choose(bare, &[kept, kept], &limits());
    if let Ok(chosen) = chosen {
        assert!(chosen < 2);
    }
}
