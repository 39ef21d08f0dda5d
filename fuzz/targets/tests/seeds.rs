//! Every committed seed goes through its target, as the fuzzer runs it.

use std::fs;
use std::path::{Path, PathBuf};

use migratable_fuzz_targets::{TARGETS, repair, run};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = fuzz().join("seeds").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut seeds: Vec<_> = files
        .map(|file| file.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    seeds.sort();
    seeds
}

#[test]
fn every_seed_passes() {
    for target in &TARGETS {
        let seeds = seeds(target.name);
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for (path, input) in seeds {
            println!("{}", path.display());
            target.run(&input);
        }
    }
}

/// Whatever text of an input has a character that acts on a terminal, no message has it.
#[test]
fn texts_are_escaped_wherever_they_stand() {
    // In JSON, such a character is escaped; and larger streams have schemas in them.
    let targets = [
        ("stream", &b"\x1b"[..], 420),
        ("preflight", b"\x1b", 420),
        ("lines", b"\\u001b", 6000),
        ("schema_json", b"\\u001b", 3000),
        ("json_value", b"\\u001b", 3000),
    ];
    for (name, text, most) in targets {
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = target.expect("a target");
        let mut changed = 0;
        for (path, input) in seeds(name) {
            let letters = (0..input.len()).filter(|at| input[*at].is_ascii_lowercase());
            for at in letters.filter(|_| input.len() < most) {
                println!("{}, byte {at}", path.display());
                target.run(&[&input[..at], text, &input[at + 1..]].concat());
                changed += 1;
            }
        }
        assert!(changed > 100, "{name}: {changed}");
    }
}

/// A folder of seeds, a dictionary and a binary belong to each target, and to
/// nothing else.
#[test]
fn each_target_has_its_files() {
    let names = |folder: &str, suffix: &str| {
        let files = fs::read_dir(fuzz().join(folder)).unwrap();
        let mut names: Vec<_> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .map(|name| name.strip_suffix(suffix).map(str::to_owned).unwrap_or(name))
            .collect();
        names.sort();
        names
    };
    let mut expected: Vec<_> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    expected.sort();
    assert_eq!(names("seeds", ""), expected);
    assert_eq!(names("dictionaries", ""), expected);
    assert_eq!(names("fuzz_targets", ".rs"), expected);
    let run = fs::read_to_string(fuzz().join("run")).unwrap();
    for name in &expected {
        assert!(run.contains(name), "fuzz/run lacks {name}");
    }
}

/// The repair of a stream whose checksums, digest and counts are gone is the
/// stream.
#[test]
fn a_stream_is_put_right() {
    let repairs = repair::Repairs {
        fingerprints: true,
        end: true,
        offer: None,
    };
    for (path, seed) in seeds("stream") {
        if !path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("machine-")
        {
            continue;
        }
        let stream = &seed[2..];
        let mut damaged = stream.to_vec();
        let end = damaged.len() - 20;
        damaged[end..].fill(0xee);
        assert_eq!(repair::stream(&damaged, repairs), stream, "{path:?}");
    }
}

/// The targets are found by their names.
#[test]
#[should_panic(expected = "a target of this name")]
fn there_are_no_other_targets() {
    run("payloads", &[]);
}
