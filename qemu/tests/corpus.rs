//! Streams of QEMU 7.2, 10.0 and 11.1: all of them is read, and becomes streams of
//! `migratable`'s.

mod common;

use common::{DESCRIBED, UNDESCRIBED, share, stream};
use migratable::schema::Schema;
use migratable::stream::{Event, Limits, StreamReader};
use migratable::value::{Item, Value};
use migratable_qemu::{Content, State, import};

#[test]
fn every_byte_is_accounted_for() {
    for name in DESCRIBED.into_iter().chain([UNDESCRIBED]) {
        let (bytes, stream) = stream(name);
        let mut end = 0;
        for record in &stream.records {
            assert_eq!(record.range.start, end, "{name}: {record:?}");
            end = record.range.end;
            if let Content::Section { section, body } = &record.content
                && let State::Device { offset, layout } = &stream.sections[*section].state
            {
                assert_eq!(*offset, body.start);
                assert_eq!(layout.size(), body.len() as u64);
            }
        }
        assert_eq!(end, bytes.len(), "{name}");
    }
}

/// How much of the devices' state has a type.
#[test]
fn opaque_items_are_split() {
    for name in DESCRIBED {
        let least = match name {
            name if name.contains("virt") => 97.0,
            _ => 94.0,
        };
        let (_, stream) = stream(name);
        let share = share(&stream);
        println!("{name}: {share:.2} %");
        assert!(share >= least, "{name}: {share:.2} %");
    }
}

/// A walk over a layout meets each byte once, in order.
#[test]
fn values_are_back_to_back() {
    for name in DESCRIBED {
        let (bytes, stream) = stream(name);
        for section in &stream.sections {
            let State::Device { offset, layout } = &section.state else {
                continue;
            };
            let mut last = *offset as u64;
            let mut seen = 0;
            let walked = layout.walk(&bytes, *offset as u64, &mut |leaf| {
                assert!(leaf.offset >= last, "{name}: {}", leaf.steps);
                last = leaf.offset + leaf.bytes.len() as u64;
                seen += leaf.bytes.len() as u64;
            });
            walked.unwrap();
            assert_eq!(
                seen,
                layout.share().bytes,
                "{name}: {}",
                section.full_name()
            );
        }
    }
}

/// The schemas are schemas, and the payloads are of them.
#[test]
fn imports_are_streams() {
    for name in DESCRIBED.into_iter().chain([UNDESCRIBED]) {
        let (bytes, stream) = stream(name);
        let imported = import(&bytes, &stream, Vec::new()).unwrap().output;
        assert_eq!(
            imported,
            import(&bytes, &stream, Vec::new()).unwrap().output,
            "{name}"
        );
        let mut reader = StreamReader::new(&imported[..], Limits::default()).unwrap();
        let schemas: Vec<Schema> = reader
            .prologue()
            .schema_texts()
            .map(|json| Schema::from_json(json).unwrap_or_else(|error| panic!("{name}: {error}")))
            .collect();
        let mut sections = 0;
        while let Some(event) = reader.next_frame().unwrap() {
            if let Event::Section(section) = event {
                sections += 1;
                let schema = &schemas[section.instance.schema as usize];
                let read = migratable::value::read(schema.ty(), section.payload());
                read.unwrap_or_else(|error| panic!("{name}: {}: {error}", section.instance));
            }
        }
        // The configuration, the commands if there are any, and the sections.
        assert!(sections > stream.sections.len(), "{name}");
    }
}

/// Each number of the payload is where the import says it was, the other way
/// round.
#[test]
fn values_are_found_in_the_original() {
    let (bytes, stream) = stream(DESCRIBED[2]);
    let imported = import(&bytes, &stream, Vec::new()).unwrap();
    let mut reader = StreamReader::new(&imported.output[..], Limits::default()).unwrap();
    let schemas: Vec<Schema> = reader
        .prologue()
        .schema_texts()
        .map(|json| Schema::from_json(json).unwrap())
        .collect();
    let mut compared = 0;
    while let Some(event) = reader.next_frame().unwrap() {
        let Event::Section(section) = event else {
            continue;
        };
        let ty = schemas[section.instance.schema as usize].ty();
        let value = migratable::value::read(ty, section.payload()).unwrap();
        let origin = &imported.origins[section.index as usize];
        each_number(&value, section.payload(), &mut |offset, found| {
            let Some(at) = origin.of(offset as u64) else {
                return;
            };
            let original = &bytes[at as usize..at as usize + found.len()];
            let reversed: Vec<u8> = found.iter().rev().copied().collect();
            assert!(
                original == reversed || original == found,
                "{} {offset}",
                section.instance
            );
            compared += 1;
        });
    }
    assert!(compared > 1000, "{compared}");
}

/// Hands over the offset and bytes of each number that is a field or element.
fn each_number(item: &Item<'_>, payload: &[u8], see: &mut dyn FnMut(usize, &[u8])) {
    match &item.value {
        Value::Unsigned(_) | Value::Signed(_) => {
            see(item.offset, &payload[item.offset..item.offset + item.len]);
        }
        Value::Struct(fields) => {
            for field in fields.iter() {
                if let Some(inner) = &field.item {
                    each_number(inner, payload, see);
                }
            }
        }
        Value::Sequence(items) => items
            .iter()
            .for_each(|inner| each_number(&inner, payload, see)),
        _ => {}
    }
}

/// Arrays have the same paths, whether elements are numbered in the description
/// or not, and whether they are described one by one or all at once.
#[test]
fn paths_are_those_of_all_versions() {
    let paths = |name: &str| {
        let (bytes, stream) = stream(name);
        let mut paths = Vec::new();
        for section in &stream.sections {
            if let State::Device { offset, layout } = &section.state {
                let name = section.full_name();
                let see = &mut |leaf: &migratable_qemu::Leaf<'_, '_>| {
                    paths.push(format!("{name}.{}", leaf.steps));
                };
                layout.walk(&bytes, *offset as u64, see).unwrap();
            }
        }
        paths.sort();
        paths
    };
    let (old, new) = (paths(DESCRIBED[0]), paths(DESCRIBED[3]));
    let lacking: Vec<_> = old
        .iter()
        .filter(|path| new.binary_search(path).is_err())
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    assert!(old.iter().any(|path| path.contains(".dev[5].")));
}
