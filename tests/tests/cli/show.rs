//! `show`: schemas as people read them, and as JSON Schema.

use std::fs;

use migratable::schema::Schema;
use migratable::{Device, value};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::fleet;
use super::json;
use super::streams::{Gadget, three};
use super::tool::{root, run, run_with};

fn shown(arguments: &[&str]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), fleet::stream()).unwrap();
    let all = [&["show", file.path().to_str().unwrap()], arguments].concat();
    run(all).fine()
}

#[test]
fn a_page_for_people() {
    assert_data_eq!(shown(&[]), file!["snapshots/fleet-show.txt"].raw());
    let page = shown(&["--format", "markdown"]);
    assert_data_eq!(page, file!["snapshots/fleet-show.md"].raw());
}

#[test]
fn one_device_is_shown_alone() {
    let page = shown(&["--device", "disk"]);
    assert!(
        page.starts_with("disk  version 2") && !page.contains("uart"),
        "{page}"
    );
    let schemas = run_with(["show", "-"], Gadget::SCHEMA_JSON.as_bytes()).fine();
    assert!(schemas.contains("level  u8"), "{schemas}");
    let run = run_with(
        ["show", "-", "--device", "x"],
        Gadget::SCHEMA_JSON.as_bytes(),
    );
    assert!(run.failed().contains("there are gadget"));
}

/// What `inspect` writes of any stream is what the schema says.
#[test]
fn every_inspected_stream_is_valid() {
    let golden = root().join("tests/golden/mini-vm");
    let mut streams = vec![fleet::stream().to_vec(), three()];
    for release in ["v1", "v2"] {
        for file in fs::read_dir(golden.join(release)).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "mig") {
                streams.push(fs::read(file).unwrap());
            }
        }
    }
    assert!(streams.len() > 4);
    for stream in streams {
        let mut reader = &stream[..];
        let limits = migratable::stream::Limits::default();
        let reader = migratable::stream::StreamReader::new(&mut reader, limits).unwrap();
        let schemas = reader.prologue().schemas.clone();
        for arguments in [&[][..], &["--show-sensitive"]] {
            let all = [&["inspect", "-", "--format", "json"], arguments].concat();
            let document = json::parse(&run_with(all, &stream).fine());
            for section in document["sections"].as_array().unwrap() {
                validate(section, &schemas);
            }
        }
    }
}

#[track_caller]
fn validate(section: &Value, schemas: &[String]) {
    let mut all = schemas.iter().map(|json| Schema::from_json(json).unwrap());
    let schema = all
        .find(|schema| section["device"] == schema.device())
        .unwrap();
    let json_schema = value::json_schema(&schema);
    jsonschema::draft202012::meta::validate(&json_schema).unwrap();
    let validator = jsonschema::draft202012::new(&json_schema).unwrap();
    let errors = validator.iter_errors(&section["value"]);
    let errors: Vec<String> = errors.map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?} in {section}");
    // And nothing else is taken: not without a field, nor with another one.
    let mut less = section["value"].clone();
    less.as_object_mut()
        .unwrap()
        .insert("no such field".into(), Value::Null);
    assert!(!validator.is_valid(&less), "{section}");
}

#[test]
fn the_command_prints_the_librarys_schema() {
    let printed = json::parse(
        &run_with(
            ["show", "-", "--format", "json-schema"],
            Gadget::SCHEMA_JSON.as_bytes(),
        )
        .fine(),
    );
    let schema = Schema::from_json(Gadget::SCHEMA_JSON).unwrap();
    assert_eq!(printed, value::json_schema(&schema));
    assert_eq!(
        printed["$defs"]["Gadget"]["properties"]["level"]["maximum"],
        9
    );
}
