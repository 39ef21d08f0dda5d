//! Which of several descriptions is that of a stream that has none.

mod common;

use common::{Built, DESCRIBED, stream};
use migratable_qemu::{
    Candidate, Content, Description, Limits, NotChosen, State, Stream, Struct, choose, read,
};

/// A stream of `data/`, up to where its description would begin, and the description
/// as it is kept.
fn without_description(name: &str) -> (Vec<u8>, Description, Stream) {
    let (bytes, stream) = stream(name);
    let (description, json) = stream.description.as_ref().unwrap();
    let machine = &stream.configuration.as_ref().unwrap().machine;
    let kept = description.kept(&bytes[json.clone()], Some(machine), Some("x"));
    let kept = Description::from_json(&kept, &Limits::default()).unwrap();
    let end = stream
        .records
        .iter()
        .find(|record| record.content == Content::End)
        .unwrap();
    (bytes[..end.range.end].to_vec(), kept, stream)
}

fn layouts(stream: &Stream) -> Vec<Option<&Struct>> {
    let sections = stream.sections.iter();
    let layouts = sections.map(|section| match &section.state {
        State::Device { layout, .. } => Some(layout),
        _ => None,
    });
    layouts.collect()
}

/// What was chosen reads the devices as the stream's own description does: whole, and
/// as far as it was not cut off.
#[test]
fn a_stream_gets_back_what_it_lost() {
    let all: Vec<_> = DESCRIBED.into_iter().map(without_description).collect();
    let descriptions: Vec<_> = all.iter().map(|(_, kept, _)| kept).collect();
    for ((bytes, _, own), name) in all.iter().zip(DESCRIBED) {
        let cut_in_a_device = own.records.iter().rev().find(|record| {
            matches!(record.content, Content::Section { .. }) && record.range.len() > 300
        });
        for end in [bytes.len(), cut_in_a_device.unwrap().range.end - 100] {
            let chosen = choose(&bytes[..end], &descriptions, &Limits::default());
            let chosen = chosen.unwrap_or_else(|why| panic!("{name}, {end}: {why:?}"));
            let found = read(
                &bytes[..end],
                Some(descriptions[chosen]),
                &Limits::default(),
            );
            assert_eq!(found.error.is_none(), end == bytes.len(), "{name}");
            let (found, own) = (layouts(&found), layouts(own));
            let whole = found.len() - usize::from(end < bytes.len());
            assert_eq!(found[..whole], own[..whole], "{name}, {end}");
        }
    }
}

#[test]
fn what_is_kept_says_what_it_is_of() {
    for name in DESCRIBED {
        let (bytes, stream) = stream(name);
        let (own, json) = stream.description.unwrap();
        let kept = |of: &Description, json: &[u8], machine, version| {
            let kept = of.kept(json, machine, version);
            let read = Description::from_json(&kept, &Limits::default()).unwrap();
            (kept, read)
        };
        let (text, read) = kept(&own, &bytes[json.clone()], Some("a\"\n"), Some("10.0.2"));
        assert_eq!(read.machine.as_deref(), Some("a\"\n"));
        assert_eq!(read.qemu_version.as_deref(), Some("10.0.2"));
        assert_eq!(read.devices, own.devices);
        // Kept again, it is the same; and without either key it is QEMU's own text.
        assert_eq!(kept(&read, &text, Some("b"), Some("1")).0, text);
        assert_eq!(own.kept(&bytes[json.clone()], None, None), bytes[json]);
    }
}

/// A description of `m`, of one device with these fields.
fn of(machine: Option<&str>, fields: &str) -> Description {
    let machine = machine.map_or(String::new(), |name| format!(r#""machine": "{name}", "#));
    let json = format!(
        r#"{{{machine}"devices": [{{"name": "dev", "instance_id": 0, "vmsd_name": "dev",
            "version": 1, "fields": [{fields}]}}]}}"#
    );
    Description::from_json(json.as_bytes(), &Limits::default()).unwrap()
}

const WIDE: &str = r#"{"name": "a", "type": "uint32", "size": 4}"#;
const NARROW: &str = r#"{"name": "a", "array_len": 2, "type": "uint16", "size": 2}"#;
const SHORT: &str = r#"{"name": "a", "type": "uint16", "size": 2}"#;
const LONG: &str = r#"{"name": "a", "type": "uint64", "size": 8}"#;

fn chosen(stream: &[u8], descriptions: &[Description]) -> Result<usize, NotChosen> {
    let all: Vec<_> = descriptions.iter().collect();
    choose(stream, &all, &Limits::default())
}

#[test]
fn what_cannot_be_told_apart_is_not_chosen() {
    let of_m = |fields| of(Some("m"), fields);
    let stream = Built::new()
        .configuration("m", &[])
        .full(0, "dev", 1, &[0, 0, 0, 5])
        .end_bare();
    let candidates = |misfits: &[(usize, usize)]| {
        Err(NotChosen::Ambiguous {
            machine: "m".into(),
            candidates: (misfits.iter())
                .map(|(index, misfits)| Candidate {
                    index: *index,
                    misfits: *misfits,
                })
                .collect(),
        })
    };
    let cases = [
        // The machine type is enough, even if it does not fit: that is said when it is read.
        (vec![of(Some("n"), WIDE), of_m(WIDE)], Ok(1)),
        (vec![of_m(SHORT)], Ok(0)),
        (vec![of_m(SHORT), of_m(WIDE), of_m(LONG)], Ok(1)),
        (vec![of_m(WIDE), of_m(WIDE)], Ok(0)),
        (
            vec![of_m(SHORT), of_m(WIDE), of_m(NARROW)],
            candidates(&[(1, 0), (2, 0), (0, 1)]),
        ),
        (vec![of_m(SHORT), of_m(LONG)], candidates(&[(0, 1), (1, 1)])),
        (
            vec![of(None, WIDE), of(Some("n"), WIDE)],
            Err(NotChosen::NoneOfMachine {
                machine: "m".into(),
            }),
        ),
        (
            vec![],
            Err(NotChosen::NoneOfMachine {
                machine: "m".into(),
            }),
        ),
    ];
    for (descriptions, expected) in cases {
        assert_eq!(chosen(&stream, &descriptions), expected);
    }
    let unnamed = Built::new().full(0, "dev", 1, &[0, 0, 0, 5]).end_bare();
    assert_eq!(chosen(&unnamed, &[of_m(WIDE)]), Err(NotChosen::NoMachine));
    // Without footers, only the right one comes to the end.
    let bare = Built::new()
        .without_footers()
        .configuration("m", &[])
        .full(0, "dev", 1, &[0, 0, 0, 5])
        .end_bare();
    assert_eq!(chosen(&bare, &[of_m(SHORT), of_m(WIDE)]), Ok(1));
}
