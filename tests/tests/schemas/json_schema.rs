//! `docs/schema.json`, by validators that others wrote.

use std::path::Path;
use std::process::Command;

use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::constructs;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schema.json");

pub(super) fn validator() -> Validator {
    let text = std::fs::read_to_string(PATH).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .build(&schema)
        .unwrap()
}

#[test]
fn it_is_a_json_schema() {
    let text = std::fs::read_to_string(PATH).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
}

#[test]
fn it_accepts_what_is_exported() {
    let validator = validator();
    for json in constructs::all() {
        let schema: Value = serde_json::from_str(json).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&schema)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?} in {json}");
    }
}

const PYTHON: &str = "
import json, pathlib, sys
from jsonschema import Draft202012Validator
schema, folder = map(pathlib.Path, sys.argv[1:])
validator = Draft202012Validator(json.loads(schema.read_text()))
validator.check_schema(validator.schema)
files = sorted(folder.glob('*.json'))
for file in files:
    validator.validate(json.loads(file.read_text()))
print(len(files))
";

/// The snapshots, which are the exported schemas with line breaks.
#[test]
fn python_accepts_what_is_exported() {
    let found = Command::new("python3")
        .args(["-c", "from jsonschema import Draft202012Validator"])
        .output();
    if !found.is_ok_and(|output| output.status.success()) {
        println!("skipped: there is no python3 with jsonschema here");
        return;
    }
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots/schemas");
    let validated = Command::new("python3")
        .args(["-c", PYTHON, PATH])
        .arg(snapshots)
        .output();
    let validated = validated.unwrap();
    assert!(
        validated.status.success(),
        "{}",
        String::from_utf8_lossy(&validated.stderr)
    );
    let count = String::from_utf8(validated.stdout).unwrap();
    assert_eq!(count.trim(), constructs::all().len().to_string());
}
