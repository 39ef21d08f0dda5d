//! Command lines that cannot be: what was perhaps meant is said.

use std::fs;

use super::convert::Place;
use super::streams::three;
use super::tool::{fed, root, run, tool};

/// Each command that writes what it makes to a file, and each that does not.
#[test]
fn an_output_is_named_as_the_command_has_it() {
    let place = Place::new(&three());
    fs::copy(place.path("in.mig"), place.path("more.mig")).unwrap();
    for (words, said) in [
        (
            &["export", "in.mig", "schemas"][..],
            "if it is to be written: -o schemas",
        ),
        (
            &["lock", "in.mig", "base"],
            "if it is to be written: --baseline base",
        ),
        (
            &["convert", "in.mig", "out.jsonl"],
            "is named by an option: -o out.jsonl",
        ),
        (
            &["convert", "in.mig", "out.jsonl", "--format", "json"],
            "-o out.jsonl",
        ),
        (&["inspect", "in.mig", "-o", "out"], "`> FILE` writes them"),
        (
            &["inspect", "in.mig", "--format=html", "--output=out"],
            "`> FILE` writes them",
        ),
        (
            &["diff", "in.mig", "in.mig", "-o", "out"],
            "`> FILE` writes them",
        ),
        (&["verify", "in.mig", "-o", "out"], "`> FILE` writes them"),
        (&["stat", "in.mig", "-oout"], "`> FILE` writes them"),
        (&["show", "in.mig", "-o", "out"], "`> FILE` writes them"),
        (
            &["check", "in.mig", "in.mig", "-o", "out"],
            "`> FILE` writes them",
        ),
        (&["matrix", "in.mig", "-o", "out"], "`> FILE` writes them"),
    ] {
        let run = place.run(words);
        assert!(matches!(run.status, Some(1 | 2)), "{words:?}: {run:?}");
        assert!(run.stderr.contains(said), "{words:?}: {run:?}");
        assert_eq!(place.files(), 2, "{words:?}");
    }
    // What is there, or is one of several in the middle, is an input.
    for words in [&["export", "gone", "in.mig"][..], &["export", "gone"]] {
        let run = place.run(words);
        assert!(!run.stderr.contains("to be written"), "{words:?}: {run:?}");
    }
}

#[test]
fn what_is_written_whole_or_not_at_all_is_a_file() {
    let place = Place::new(&three());
    for words in [
        &["convert", "in.mig", "-o", "-"][..],
        &["set", "in.mig", "a.flags=1", "-o", "-"],
        &["unset", "in.mig", "a.flags", "-o", "-"],
    ] {
        let run = place.run(words);
        assert_eq!(run.status, Some(2), "{words:?}: {run:?}");
        assert!(run.stderr.contains("never to standard output"), "{run:?}");
    }
    place.run(&["convert", "in.mig", "-o", "./-"]).fine();
    assert_eq!(place.files(), 2);
}

/// What is packed in another way than with gzip.
#[test]
fn what_is_packed_comes_with_what_unpacks_it() {
    let place = Place::new(&three());
    for (start, program) in [
        (&b"\x28\xb5\x2f\xfd...."[..], "zstd -dc"),
        (b"\xfd7zXZ\0....", "xz -dc"),
        (b"\x04\x22\x4d\x18....", "lz4 -dc"),
        (b"BZh91AY....", "bzip2 -dc"),
        (b"PK\x03\x04....", "unzip -p"),
    ] {
        fs::write(place.path("packed"), [start, &[7; 100]].concat()).unwrap();
        for words in [
            &["inspect", "packed"][..],
            &["verify", "packed"],
            &["diff", "packed", "in.mig"],
            &["convert", "packed", "-o", "out"],
            &["check", "packed", "in.mig"],
            &["check", "in.mig", "packed"],
            &["export", "packed"],
            &["show", "packed"],
        ] {
            let said = place.run(words).failed();
            let hint = format!("unpack it on the way: {program} packed | schema-tool … -");
            assert!(said.contains(&hint), "{words:?}: {said}");
        }
    }
}

/// So a binary that is unpacked on the way is read there.
#[test]
fn a_binary_comes_through_a_pipe_as_from_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let binary = super::fleet::released();
    let bytes = fs::read(binary).unwrap();
    let direct = run(["export".as_ref(), binary]).fine();
    let piped = |words: &[&str]| {
        let mut command = tool();
        command.args(words).current_dir(&directory);
        fed(command, &bytes)
    };
    assert_eq!(
        String::from_utf8(piped(&["export", "-"]).stdout).unwrap(),
        direct
    );
    let schemas = directory.path().join("schemas.json");
    fs::write(&schemas, &direct).unwrap();
    for words in [
        &["check", "-", "schemas.json"][..],
        &["check", "schemas.json", "-"],
    ] {
        assert!(piped(words).status.success(), "{words:?}");
    }
    // One without records says so.
    let mut command = tool();
    command.args(["export", "-"]).current_dir(root());
    let none = fed(
        command,
        &fs::read("/bin/true").unwrap_or_else(|_| b"MZ".to_vec()),
    );
    let said = String::from_utf8(none.stderr).unwrap();
    assert!(said.starts_with("error: standard input: "), "{said}");
    assert!(!said.contains("UTF-8"), "{said}");
}
