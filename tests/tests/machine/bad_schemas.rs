//! Streams whose schemas are none: refused with the schema's place in the stream
//! and the mistake's place in the schema, by everyone who reads one.

use std::error::Error;

use migratable::Device;
use migratable::device::{Devices, MachineError};
use migratable::schema::json::with_fingerprint;
use migratable::stream::{Answer, Instance, Limits, StreamWriter};

use super::builds::{header, memory_reader, old, reader};

/// Types of a device `D` with a field `f`, and what is said of them.
const BAD: [(&str, &str); 7] = [
    (
        r#""D":{"fields":[{"name":"f","type":{"ref":"E"}}]},
        "E":{"variants":[{"name":"A","tag":0},
        {"name":"O","tag":9,"other":true,"fields":[{"name":"x","type":"u8"}]}]}"#,
        "types.E.O (line 3, column 78): a variant that is `other` has no fields",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":"u8","type":"u8"}]}"#,
        "duplicate key `type`",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":"u8","range":{"min":{"f64_bits":0}}}]}"#,
        "types.D.f.range",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":{"ref":"D"}}]}"#,
        "contains itself",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":{"ref":"E"}}]}"#,
        "no type is named `E`",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":{"list":"unit"}}]}"#,
        "take no bytes",
    ),
    (
        r#""D":{"fields":[{"name":"f","type":"u8"}]}"#,
        "fingerprint: ",
    ),
];

/// Valid but for these types and the fingerprint, which cannot be right.
fn schema(types: &str) -> String {
    format!(
        "{{\"format\":1,\"device\":\"timer\",\"version\":1,\"oldest\":1,\
         \"fingerprint\":\"00000000000000000000000000000000\",\
         \"type\":{{\"ref\":\"D\"}},\"types\":{{{types}}}}}"
    )
}

/// The prologue of a stream with a good schema and this one.
fn prologue(bad: &str) -> StreamWriter<Vec<u8>> {
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    writer.schema(old::Timer::SCHEMA_JSON).unwrap();
    writer.schema(bad).unwrap();
    let instance = |id, schema| Instance::new("timer", id, schema);
    writer.instances(&[instance(0, 0), instance(1, 1)]).unwrap();
    writer
}

fn stream(bad: &str) -> Vec<u8> {
    let mut writer = prologue(bad);
    writer.section(0, &[1, 0, 0, 0, 1]).unwrap();
    writer.section(1, &[9, 7]).unwrap();
    writer.finish().unwrap()
}

fn answer(bad: &str) -> Vec<u8> {
    let mut writer = prologue(bad);
    let answer = Answer::new([0; 16], vec![], vec![]);
    writer.answer(&answer).unwrap();
    writer.flush().unwrap();
    writer.get_mut().clone()
}

#[test]
fn they_are_refused_by_every_reader() {
    for (types, says) in BAD {
        let schema = schema(types);
        let (stream, answer) = (stream(&schema), answer(&schema));
        let mut timers = [old::Timer::default(), old::Timer::default()];
        let before = timers.clone();
        let mut devices = Devices::new();
        let [a, b] = &mut timers;
        devices.add("timer", a).unwrap();
        devices.add_instance("timer", 1, b).unwrap();
        let errors = [
            devices.load(&mut reader(&stream)).unwrap_err(),
            devices.load(&mut memory_reader(&stream)).unwrap_err(),
            devices.judge_offer(reader(&stream).prologue()).unwrap_err(),
            devices.read_answer(&mut reader(&answer)).unwrap_err(),
        ];
        drop(devices);
        for error in errors {
            assert!(matches!(error, MachineError::Schema { index: 1, .. }));
            assert!(error.source().is_none(), "the text says it already");
            let error = error.to_string();
            assert!(error.contains(says), "{error}: should say {says}");
        }
        assert_eq!(timers, before);
    }
}

/// Nothing but what is said is wrong with them.
#[test]
fn each_has_one_mistake() {
    for (types, says) in BAD {
        let with_right = with_fingerprint(&schema(types));
        match says {
            "fingerprint: " => drop(with_right.unwrap()),
            _ => assert!(with_right.unwrap_err().to_string().contains(says)),
        }
    }
}
