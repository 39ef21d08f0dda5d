//! What is no stream, given to each command that takes one: one sentence, no output.

use std::fs;
use std::path::Path;

use super::streams::three;
use super::tool::tool;

/// What of the command line comes after the stream.
const COMMANDS: [&[&str]; 9] = [
    &["inspect", "IN"],
    &["inspect", "IN", "--format", "json"],
    &["inspect", "IN", "--format", "html"],
    &["verify", "IN"],
    &["stat", "IN"],
    &["diff", "IN", "fine.mig"],
    &["diff", "fine.mig", "IN"],
    &["convert", "IN", "-o", "out"],
    &["set", "IN", "a.flags=1", "-o", "out"],
];

#[test]
fn what_is_no_stream_is_refused_by_every_command() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::write(at("fine.mig"), three()).unwrap();
    fs::create_dir(at("folder")).unwrap();
    let random: Vec<u8> = (0..5000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let files: [(&str, &[u8]); 7] = [
        ("empty", b""),
        ("text", b"just some text\n"),
        ("brace", b"{"),
        ("json", b"{\"format\":1}"),
        ("cut", &three()[..40]),
        ("gzip", b"\x1f\x8b\x08\x00"),
        ("random", &random),
    ];
    for (name, bytes) in files {
        fs::write(at(name), bytes).unwrap();
    }
    let before = count(directory.path());
    let names = files.iter().map(|(name, _)| *name);
    for name in names.chain(["folder", "none"]) {
        for command in COMMANDS {
            let arguments = command
                .iter()
                .map(|word| if *word == "IN" { name } else { word });
            let output = tool()
                .args(arguments)
                .current_dir(directory.path())
                .output();
            let output = output.expect("the tool runs");
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                output.status.code(),
                Some(1),
                "{name}, {command:?}: {error}"
            );
            assert!(output.stdout.is_empty(), "{name}, {command:?}");
            assert_eq!(
                error.matches("error: ").count(),
                1,
                "{name}, {command:?}: {error}"
            );
            assert!(
                error.starts_with(&format!("error: {name}: ")),
                "{command:?}: {error}"
            );
        }
    }
    assert_eq!(count(directory.path()), before, "nothing is left behind");
}

fn count(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}
