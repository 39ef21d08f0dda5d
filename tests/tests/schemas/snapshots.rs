//! Snapshots of schemas, for a person to review. `UPDATE=1` renews them.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use migratable::schema::Schema;
use serde_json::Value;

use super::constructs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/schemas");

#[test]
fn schemas_are_those_that_were_reviewed() {
    let exported: BTreeMap<String, String> = constructs::all()
        .into_iter()
        .map(|json| (file_name(json), pretty(json)))
        .collect();
    assert_eq!(
        exported.len(),
        constructs::all().len(),
        "two constructs have one name"
    );
    if env::var_os("UPDATE").is_some() {
        return renew(&exported);
    }
    let reviewed = reviewed();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&exported),
        names(&reviewed),
        "UPDATE=1 renews the snapshots"
    );
    for (name, json) in &exported {
        assert_eq!(
            *json, reviewed[name],
            "{name}: UPDATE=1 renews the snapshots"
        );
    }
}

/// What is exported is what the program itself works with.
#[test]
fn every_schema_reads_back() {
    for json in constructs::all() {
        let schema = Schema::from_json(json).unwrap_or_else(|error| panic!("{error}: {json}"));
        let stated = format!("\"fingerprint\":\"{}\"", schema.fingerprint());
        assert!(json.contains(&stated), "{json}");
    }
}

fn renew(exported: &BTreeMap<String, String>) {
    for stale in reviewed()
        .keys()
        .filter(|name| !exported.contains_key(*name))
    {
        fs::remove_file(Path::new(FOLDER).join(stale)).unwrap();
    }
    for (name, json) in exported {
        fs::write(Path::new(FOLDER).join(name), json).unwrap();
    }
}

fn reviewed() -> BTreeMap<String, String> {
    let files = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn file_name(json: &str) -> String {
    let value: Value = serde_json::from_str(json).unwrap();
    format!("{}.json", value["device"].as_str().unwrap())
}

/// The same with line breaks; keys stay in the order of the schema.
fn pretty(json: &str) -> String {
    let value: Value = serde_json::from_str(json).unwrap();
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}
