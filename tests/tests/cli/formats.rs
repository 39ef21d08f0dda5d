//! `export` on files for machines that the tests do not run on.

use migratable::{Device, Migratable};
use object::{Architecture, BinaryFormat, Endianness};
use serde_json::Value;

use super::binaries::{MACHINES, Machine, archive, image, record, universal};
use super::tool::{Run, run};

#[derive(Migratable)]
#[migratable(device = "timer")]
struct Timer {
    count: u64,
}

/// The same device in another build.
mod other {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timer")]
    pub(super) struct Timer {
        count: u32,
    }
}

#[derive(Migratable)]
#[migratable(device = "pic")]
struct Pic {
    pending: u8,
}

fn two_records() -> Vec<u8> {
    // Linkers pad with zeros.
    [
        record(Timer::SCHEMA_JSON),
        vec![0; 5],
        record(Pic::SCHEMA_JSON),
        vec![0; 3],
    ]
    .concat()
}

fn export(content: &[u8]) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("binary");
    std::fs::write(&path, content).unwrap();
    run(["export".as_ref(), &*path])
}

#[track_caller]
fn devices(content: &[u8]) -> Vec<String> {
    let array: Value = serde_json::from_str(&export(content).fine()).unwrap();
    let device = |schema: &Value| schema["device"].as_str().unwrap().to_owned();
    array.as_array().unwrap().iter().map(device).collect()
}

#[test]
fn objects_for_every_kind_of_machine() {
    for machine in MACHINES {
        assert_eq!(
            devices(&machine.object(&two_records())),
            ["pic", "timer"],
            "{machine:?}"
        );
    }
}

#[test]
fn a_pe_image() {
    assert_eq!(devices(&image(&two_records())), ["pic", "timer"]);
}

#[test]
fn a_universal_binary() {
    let parts = |content: &[u8]| {
        let machine = |architecture| Machine(BinaryFormat::MachO, architecture, Endianness::Little);
        [
            machine(Architecture::X86_64),
            machine(Architecture::Aarch64),
        ]
        .map(|machine| machine.object(content))
    };
    assert_eq!(
        devices(&universal(&parts(&two_records()))),
        ["pic", "timer"]
    );

    let library = parts(&record(Pic::SCHEMA_JSON)).map(|object| archive(&[("pic.o", object)]));
    let [one, _] = parts(&record(Timer::SCHEMA_JSON));
    let mixed = universal(&[one, MACHINES[4].object(&record(Pic::SCHEMA_JSON))]);
    assert_eq!(devices(&mixed), ["pic", "timer"]);
    assert_eq!(devices(&library[0]), ["pic"]);
}

#[test]
fn archives_of_objects_and_other_things() {
    let members = [
        (
            "lib.rmeta",
            b"rust\0\0\0\x09 metadata that is no object".to_vec(),
        ),
        ("empty.o", MACHINES[0].object(&[])),
        ("timer.o", MACHINES[0].object(&record(Timer::SCHEMA_JSON))),
        ("notes.txt", b"odd".to_vec()),
        ("pic.o", MACHINES[6].object(&record(Pic::SCHEMA_JSON))),
        ("again.o", MACHINES[0].object(&record(Timer::SCHEMA_JSON))),
    ];
    assert_eq!(devices(&archive(&members)), ["pic", "timer"]);
}

#[test]
fn an_archive_for_the_link_time_optimizer() {
    let members = [("a.o", b"BC\xc0\xde and then bitcode".to_vec())];
    let error = export(&archive(&members)).failed();
    assert!(error.contains("LLVM bitcode"), "{error}");
    assert!(error.contains("export from the linked binary"), "{error}");
}

#[test]
fn one_name_for_two_schemas() {
    let (one, two) = (
        record(Timer::SCHEMA_JSON),
        record(other::Timer::SCHEMA_JSON),
    );
    let members = [
        ("one.o", MACHINES[0].object(&one)),
        ("two.o", MACHINES[0].object(&two)),
    ];
    let error = export(&archive(&members)).failed();
    assert!(error.contains("device `timer` has two schemas"), "{error}");
    for schema in [Timer::SCHEMA, other::Timer::SCHEMA] {
        assert!(error.contains(&schema.fingerprint().to_string()), "{error}");
    }
    assert!(
        error.contains("binary(one.o)") && error.contains("binary(two.o)"),
        "{error}"
    );

    let both = export(&MACHINES[0].object(&[two, one].concat())).failed();
    assert!(
        both.contains("both in ") && both.contains("device `timer` has two"),
        "{both}"
    );
}

#[test]
fn descriptions_may_differ() {
    let json = Timer::SCHEMA_JSON;
    let described = json.replacen("\"type\"", "\"doc\":\"Counts.\",\"type\"", 1);
    assert_ne!(described, json);
    let objects = [record(json), record(&described)].map(|record| MACHINES[0].object(&record));
    let export = |order: [usize; 2]| {
        let member = |index: usize| ("timer.o", objects[index].clone());
        export(&archive(&order.map(member))).fine()
    };
    assert_eq!(export([0, 1]), export([1, 0]));
}
