//! `export` on what a compiler and a linker made.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::PoisonError;

use migratable::schema::Schema;
use serde_json::Value;

use super::fleet::{self, CARGO, DEVICES};
use super::json;
use super::tool::{Run, run, target_dir, tool};

/// All files of a directory.
fn files(directory: &Path) -> BTreeMap<String, String> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(path).expect("text"))
    };
    fs::read_dir(directory)
        .expect("a directory")
        .map(read)
        .collect()
}

/// Exports to a new directory and reads that.
#[track_caller]
fn exported(binary: &Path) -> BTreeMap<String, String> {
    let directory = tempfile::tempdir().unwrap();
    let output = directory.path().join("a/b");
    run(["export".as_ref(), binary, "-o".as_ref(), &output]).fine();
    files(&output)
}

#[test]
fn a_release_has_a_file_for_each_device_and_an_index() {
    let files = exported(fleet::released());
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "disk.json",
        "index.json",
        "spare-fifo.json",
        "spare-rtc.json",
        "uart.json",
    ];
    assert_eq!(names, expected);

    let index = json::parse(&files["index.json"]);
    let devices = index["devices"].as_array().unwrap();
    assert_eq!(devices.len(), DEVICES.len());
    for (entry, device) in devices.iter().zip(DEVICES) {
        let text = &files[entry["file"].as_str().unwrap()];
        json::parse(text);
        let schema = Schema::from_json(text).unwrap();
        assert_eq!(schema.device(), device);
        assert_eq!(entry["device"], device);
        assert_eq!(entry["version"], schema.version());
        assert_eq!(entry["fingerprint"], schema.fingerprint().to_string());
    }
    for text in files.values() {
        assert!(text.ends_with("}\n") && !text.contains('\r'));
    }
}

#[test]
fn members_stay_in_the_order_of_their_declaration() {
    let files = exported(fleet::released());
    let disk: Value = serde_json::from_str(&files["disk.json"]).unwrap();
    let fields = disk["types"]["Disk"]["fields"].as_array().unwrap();
    let names: Vec<&str> = fields
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert_eq!(names[..4], ["capacity", "serial", "queues", "in_flight"]);
    let keys: Vec<&String> = disk.as_object().unwrap().keys().collect();
    assert_eq!(keys[..3], ["format", "device", "version"]);
}

#[test]
fn lto_and_strip_lose_nothing() {
    assert_eq!(exported(fleet::packed()), exported(fleet::released()));
}

#[test]
fn an_rlib_has_the_same() {
    assert_eq!(exported(&fleet::rlib()), exported(fleet::released()));
}

#[test]
fn standard_output_is_an_array_of_the_same() {
    let array = json::parse(&run(["export".as_ref(), fleet::released()]).fine());
    let files = exported(fleet::released());
    let expected: Vec<Value> = DEVICES
        .iter()
        .map(|device| serde_json::from_str(&files[&format!("{device}.json")]).unwrap())
        .collect();
    assert_eq!(array, Value::Array(expected));
}

#[test]
fn several_binaries_make_one_set_in_any_order() {
    let (a, b) = (fleet::rlib(), fleet::packed());
    let one = run(["export".as_ref(), &*a, b]).fine();
    let other = run(["export".as_ref(), b, &*a]).fine();
    assert_eq!(one, other);
    assert_eq!(json::parse(&one).as_array().unwrap().len(), DEVICES.len());
}

/// Exports with cargo's options.
fn built(arguments: &[&str]) -> Run {
    let _held = CARGO.lock().unwrap_or_else(PoisonError::into_inner);
    let output = tool()
        .arg("export")
        .args(arguments)
        .arg("--manifest-path")
        .arg(fleet::manifest())
        .env("CARGO_TARGET_DIR", target_dir())
        .output()
        .expect("the tool runs");
    Run {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn cargo_builds_the_binary() {
    let expected = run(["export".as_ref(), fleet::released()]).fine();
    assert_eq!(built(&["--bin", "fleet", "--release"]).fine(), expected);
    assert_eq!(
        built(&["-p", "fleet", "--profile", "release"]).fine(),
        expected
    );
    let library = built(&["--package", "fleet-devices", "--release"]);
    assert_eq!(library.fine(), expected);
}

#[test]
fn what_cargo_says_of_a_failure_is_seen() {
    let run = built(&["--bin", "navy"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("no bin target named `navy`"), "{run:?}");
    assert!(
        run.stderr.contains("error: cargo could not build it"),
        "{run:?}"
    );
    assert_eq!(run.stdout, "");
}

/// Runs objcopy, where there is one.
fn objcopy(arguments: &[&str], to: &Path) -> bool {
    let status = Command::new("objcopy")
        .args(arguments)
        .arg(fleet::released())
        .arg(to)
        .status();
    match status {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("not tested: objcopy: {error}");
            false
        }
    }
}

#[test]
fn sections_that_were_removed_are_missed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("copy");
    if objcopy(&["--remove-section", "migratable"], &path) {
        let error = run(["export".as_ref(), &*path]).failed();
        assert!(error.contains("no schemas in it"), "{error}");
        assert!(error.contains("use that_crate as _;"), "{error}");
        assert!(error.contains("feature `record`"), "{error}");
    }
    if objcopy(&["--only-keep-debug"], &path) {
        let error = run(["export".as_ref(), &*path]).failed();
        assert!(error.contains("without its content"), "{error}");
    }
}
