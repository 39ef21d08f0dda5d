//! Streams by hand, in other forms and from other writers: which sections may be missing.

use migratable::Device;
use migratable::Migratable;
use migratable::device::{Devices, MachineError};
use migratable::lines::{LinesReader, write_lines};
use migratable::stream::{
    Event, Instance, Limits, StreamError, StreamReader, StreamWriter, save_file,
};

use super::super::builds::{header, memory_reader, reader, save};

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "card", needed = |card: &Self| card.sectors != 0)]
struct Card {
    #[migratable(max_len = 40)]
    name: String,
    sectors: u32,
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "host")]
struct Host {
    irq: u32,
}

fn card(sectors: u32) -> Card {
    Card {
        name: "disk".into(),
        sectors,
    }
}

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

/// A stream of a host and two cards, in which the instances of `sent` have sections.
fn by_hand(sent: &[u32]) -> Result<Vec<u8>, StreamError> {
    let mut writer = writer();
    let host = writer.schema(Host::SCHEMA_JSON)?;
    let card = writer.schema(Card::SCHEMA_JSON)?;
    writer.instances(&[
        Instance::new("host", 0, host),
        Instance::new("card", 0, card),
        Instance::new("card", 1, card),
    ])?;
    for index in sent {
        let payload = match index {
            0 => migratable::to_vec(&Host { irq: 1 }),
            _ => migratable::to_vec(&self::card(5)),
        };
        writer.section(*index, &payload.unwrap())?;
    }
    writer.finish()
}

fn sections(stream: &[u8]) -> Result<(Vec<u32>, Vec<String>), StreamError> {
    let mut reader = StreamReader::new(stream, Limits::default())?;
    let mut seen = Vec::new();
    while let Some(event) = reader.next_frame()? {
        if let Event::Section(section) = event {
            seen.push(section.index);
        }
    }
    Ok((seen, reader.absent().map(ToString::to_string).collect()))
}

/// Only sections whose schema says so may be missing; none may come twice, or for nothing.
#[test]
fn which_sections_may_be_missing() {
    let (one, two) = ("card#0".to_owned(), "card#1".to_owned());
    for (sent, absent) in [
        (&[0, 1, 2][..], vec![]),
        (&[0, 2], vec![one.clone()]),
        (&[1, 0], vec![two.clone()]),
        (&[0], vec![one, two]),
    ] {
        let stream = by_hand(sent).unwrap();
        assert_eq!(sections(&stream).unwrap(), (sent.to_vec(), absent));
    }
    for sent in [&[][..], &[1, 2]] {
        match by_hand(sent) {
            Err(StreamError::MissingSections { first, count, .. }) => {
                assert_eq!((&*first, count), ("host#0", 1));
            }
            other => panic!("{other:?}"),
        }
    }
    let twice = by_hand(&[0, 1, 1]);
    assert!(matches!(twice, Err(StreamError::RepeatedSection { .. })));
    let nothing = by_hand(&[0, 3]);
    assert!(matches!(nothing, Err(StreamError::NoSuchInstance { .. })));
}

/// Writer and reader go by what the schema says, however it spells it.
#[test]
fn however_a_schema_says_it() {
    let said = Card::SCHEMA_JSON;
    let key = "\"needed\":";
    assert!(said.contains(key));
    for (schema, may_lack) in [
        (said.to_owned(), true),
        (said.replace(key, "\n \"needed\" :\t"), true),
        (said.replace(key, "\"n\\u0065eded\":"), true),
        (format!("\u{feff}{said}"), true),
        // Information, and a key within another.
        (said.replace(key, "\"_needed\":"), false),
        (format!("{{\"_more\":{said}}}"), false),
        (said.replace(key, "\"needed\":\"a\",\"needed\":"), false),
        (Host::SCHEMA_JSON.to_owned(), false),
        ("\"needed\"".to_owned(), false),
    ] {
        let mut writer = writer();
        let index = writer.schema(&schema).unwrap();
        writer
            .instances(&[Instance::new("card", 0, index)])
            .unwrap();
        match writer.finish() {
            Ok(stream) => assert!(may_lack && sections(&stream).is_ok(), "{schema}"),
            Err(error) => assert!(!may_lack, "{schema}: {error}"),
        }
    }
}

/// Every way to write a machine is the same stream, and its length is known beforehand.
#[test]
fn every_way_in_writes_the_same() {
    let folder = std::env::temp_dir().join(format!("migratable-needed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for sectors in [0, 7] {
        let (host, first, second) = (Host { irq: 1 }, card(sectors), card(5));
        let mut devices = Devices::new();
        devices.add("host", &host).unwrap();
        devices.add_instance("card", 0, &first).unwrap();
        devices.add_instance("card", 1, &second).unwrap();
        let stream = save(&devices);
        let (seen, _) = sections(&stream).unwrap();
        assert_eq!(seen.contains(&1), sectors != 0);
        if sectors == 0 {
            assert_eq!(stream, by_hand(&[0, 2]).unwrap());
        }
        assert_eq!(devices.saved_len(&header()).unwrap(), stream.len() as u64);
        let most = devices.max_saved_len(&header()).unwrap();
        assert!(most >= stream.len() as u64 + 36, "{most}");

        let path = folder.join(format!("{sectors}.mig"));
        let saved = save_file(&path, &header(), Limits::default(), |writer| {
            devices.save(writer)
        });
        saved.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), stream);

        let mut in_memory =
            StreamWriter::in_memory(Vec::new(), &header(), Limits::default()).unwrap();
        devices.save(&mut in_memory).unwrap();
        assert_eq!(in_memory.finish().unwrap(), stream);

        let mut lines = Vec::new();
        assert!(write_lines(&mut reader(&stream), &mut lines).unwrap());
        let lines = LinesReader::new(&lines[..], Limits::default()).unwrap();
        let mut again = writer();
        lines.write_to(&mut again).unwrap();
        assert_eq!(again.finish().unwrap(), stream);

        // From memory and by pieces, it is loaded alike.
        for is_memory in [false, true] {
            let mut target = (Host::default(), card(0), card(0));
            let mut devices = Devices::new();
            devices.add("host", &mut target.0).unwrap();
            devices.add_instance("card", 0, &mut target.1).unwrap();
            devices.add_instance("card", 1, &mut target.2).unwrap();
            match is_memory {
                true => devices.load(&mut memory_reader(&stream)).unwrap(),
                false => devices.load(&mut reader(&stream)).unwrap(),
            };
            assert_eq!(target, (host.clone(), first.clone(), second.clone()));
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Cut anywhere, also within the section of a device that might have been absent, a stream
/// is no stream, and nothing was loaded.
#[test]
fn a_stream_that_is_cut_is_refused() {
    let stream = by_hand(&[0, 2]).unwrap();
    for len in 0..stream.len() {
        let Ok(mut reader) = StreamReader::new(&stream[..len], Limits::default()) else {
            continue;
        };
        let mut target = (Host::default(), card(3), card(4));
        let mut devices = Devices::new();
        devices.add("host", &mut target.0).unwrap();
        devices.add_instance("card", 0, &mut target.1).unwrap();
        devices.add_instance("card", 1, &mut target.2).unwrap();
        let error = devices.load(&mut reader).unwrap_err();
        assert!(matches!(error, MachineError::Stream(_)), "{len}: {error}");
        assert_eq!(target, (Host::default(), card(3), card(4)), "{len}");
    }
}

/// What a writer of lines leaves out is missing in the stream, too.
#[test]
fn lines_may_lack_what_a_stream_may() {
    let mut lines = Vec::new();
    let stream = by_hand(&[0, 1, 2]).unwrap();
    assert!(write_lines(&mut reader(&stream), &mut lines).unwrap());
    let lines = String::from_utf8(lines).unwrap();
    for (left_out, is_right) in [("host", false), ("card", true)] {
        let section = format!("{{\"section\":{{\"path\":\"{left_out}\"");
        let rest: Vec<&str> = lines
            .lines()
            .filter(|one| !one.starts_with(&section))
            .collect();
        let sections = rest
            .iter()
            .filter(|one| one.starts_with("{\"section\""))
            .count();
        let rest = rest
            .join("\n")
            .replace("\"sections\":3", &format!("\"sections\":{sections}"));
        let lines = LinesReader::new(rest.as_bytes(), Limits::default()).unwrap();
        let mut again = writer();
        lines.write_to(&mut again).unwrap();
        assert_eq!(again.finish().is_ok(), is_right, "{left_out}");
    }
}
