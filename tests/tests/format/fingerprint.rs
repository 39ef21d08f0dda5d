//! The fingerprint, from the page alone.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, process};

use migratable::Migratable;
use migratable::schema::Type;
use serde_json::Value;

use super::page;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/fingerprint.py");
const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/schemas");

/// The examples of the canonical form.
#[test]
fn the_examples_hash_to_what_types_have() {
    let entries = page::entries(page::block("canonical"));
    let types: [&Type; 3] = [bool::TYPE, u16::TYPE, <Option<bool>>::TYPE];
    assert_eq!(entries.len(), 3 * types.len());
    for (entry, ty) in entries.chunks(3).zip(types) {
        let [("type", _), ("hashed", hashed), ("print", print)] = entry else {
            panic!("not an example: {entry:?}");
        };
        assert_eq!(format!("{:032x}", fnv1a(&page::hex(hashed))), print.trim());
        assert_eq!(ty.summary().fingerprint().to_string(), print.trim());
    }
}

fn fnv1a(bytes: &[u8]) -> u128 {
    bytes
        .iter()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
}

/// A script made from the page computes what exported schemas state. The
/// snapshots are the exported schemas; the test `schemas` makes sure of that.
#[test]
fn python_computes_the_same() {
    let snapshots = fs::read_dir(SNAPSHOTS)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let snapshots: Vec<PathBuf> = snapshots.collect();
    assert!(snapshots.len() > 30, "where have the snapshots gone?");
    let Some(output) = python(&snapshots) else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), snapshots.len());
}

/// The script would notice: each change that matters to resolution gives
/// another fingerprint, and texts give the same.
#[test]
fn python_notices_what_matters_and_only_that() {
    let cases: [(&str, &str, &str, bool); 20] = [
        ("flags", "/types/Flags/fields/0/must_match", "false", true),
        ("flags", "/types/Flags/fields/1/ignorable", "false", true),
        ("flags", "/types/Flags/fields/2/sensitive", "false", false),
        (
            "defaults",
            "/types/Defaults/fields/5/default/value",
            "-8",
            true,
        ),
        (
            "defaults",
            "/types/Defaults/fields/0/default",
            "\"computed\"",
            true,
        ),
        ("lengths", "/types/Lengths/fields/0/max_len", "17", true),
        ("lengths", "/types/Lengths/fields/3/fill/value", "1", true),
        ("ranges", "/types/Ranges/fields/5/range/min", "0", true),
        (
            "ranges",
            "/types/Ranges/fields/7/range/max/f64_bits",
            "0",
            true,
        ),
        ("ranges", "/types/Ranges/fields/10/range/max", "\"7\"", true),
        (
            "ranges",
            "/types/Ranges/fields/12/range/keys/max",
            "30",
            true,
        ),
        (
            "ranges",
            "/types/Ranges/fields/12/range/values/min",
            "\"2\"",
            true,
        ),
        (
            "ranges",
            "/types/Ranges/fields/13/range/keys/min",
            "\"170141183460469231731687303715884105729\"",
            true,
        ),
        (
            "status",
            "/types/Status/variants/1/aliases/0",
            "\"Bus\"",
            true,
        ),
        (
            "subsections",
            "/types/Subsections/subsections/1/needed",
            "\"\"",
            false,
        ),
        (
            "retired",
            "/types/Retired/subsections/0/retired",
            "false",
            true,
        ),
        (
            "documented",
            "/types/Documented/fields/0/unit",
            "\"s\"",
            false,
        ),
        ("optional", "/aliases/1", "\"plug\"", true),
        ("optional", "/needed", "\"\"", false),
        ("versioned", "/oldest", "3", true),
    ];
    for (name, pointer, value, matters) in cases {
        let text = fs::read_to_string(format!("{SNAPSHOTS}/{name}.json")).unwrap();
        let mut schema: Value = serde_json::from_str(&text).unwrap();
        let place = schema
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{name}{pointer}"));
        *place = serde_json::from_str(value).unwrap();
        let file = env::temp_dir().join(format!("migratable-{}-{name}.json", process::id()));
        fs::write(&file, schema.to_string()).unwrap();
        let output = python(std::slice::from_ref(&file));
        fs::remove_file(&file).unwrap();
        let Some(output) = output else { return };
        assert_eq!(
            output.status.code(),
            Some(i32::from(matters)),
            "{name}{pointer}: {output:?}"
        );
    }
}

/// What the script says, or nothing where there is no Python.
fn python(files: &[PathBuf]) -> Option<Output> {
    let present = Command::new("python3").arg("--version").output().is_ok();
    if !present {
        println!("skipped: there is no python3 here");
        return None;
    }
    assert!(Path::new(SCRIPT).exists());
    Some(
        Command::new("python3")
            .arg(SCRIPT)
            .args(files)
            .output()
            .unwrap(),
    )
}
