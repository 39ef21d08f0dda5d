//! What is no input, given to each command that takes some: one sentence, no output.

use std::fs;
use std::path::Path;

use migratable::Device;

use super::streams::{Gadget, three};
use super::tool::{root, tool};

/// Command lines, and what stands for the input.
const COMMANDS: [&[&str]; 30] = [
    &["inspect", "IN"],
    &["inspect", "IN", "--format", "json"],
    &["inspect", "IN", "--format", "hex"],
    &["inspect", "IN", "--format", "html"],
    &["inspect", "fine.mig", "--schemas", "IN"],
    &["inspect", "qemu.mig.gz", "--description", "IN"],
    &["verify", "IN"],
    &["stat", "IN"],
    &["diff", "IN", "fine.mig"],
    &["diff", "fine.mig", "IN"],
    &["convert", "IN", "-o", "out"],
    &["convert", "IN", "-o", "out.json", "--bulk-dir", "bulk"],
    &["convert", "fine.mig", "--to", "IN", "-o", "out"],
    &["set", "IN", "a.flags=1", "-o", "out"],
    &["unset", "IN", "a.flags", "-o", "out"],
    &["export", "IN"],
    &["export", "IN", "-o", "out"],
    &["show", "IN"],
    &["check", "IN", "fine.json"],
    &["check", "fine.json", "IN"],
    &["check", "fine.mig", "IN"],
    &["check", "fine.json", "fine.json", "--accepted", "IN"],
    &["matrix", "IN", "fine.json"],
    &["matrix", "fine.json", "IN"],
    &["matrix", "--merge", "IN"],
    &["lock", "IN", "--baseline", "base"],
    &["status", "IN", "--baseline", "baseline"],
    &["qemu", "describe", "IN"],
    &["qemu", "check", "IN", "qemu.mig.gz"],
    &["qemu", "check", "qemu.mig.gz", "IN"],
];

#[test]
fn what_is_no_input_is_refused_by_every_command() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::write(at("fine.mig"), three()).unwrap();
    fs::write(at("fine.json"), Gadget::SCHEMA_JSON).unwrap();
    let qemu = root().join("qemu/tests/data/qemu10.0.2-virt-7.2-min.mig.gz");
    fs::copy(qemu, at("qemu.mig.gz")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    let lock = tool()
        .args(["lock", "fine.json", "--baseline", "baseline"])
        .current_dir(directory.path())
        .output();
    assert!(lock.expect("the tool runs").status.success());
    let random: Vec<u8> = (0..5000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    // A program without records.
    let program = fs::read("/bin/true").unwrap_or_else(|_| b"MZ".to_vec());
    let files: [(&str, &[u8]); 10] = [
        ("empty", b""),
        ("text", b"just some text\n"),
        ("brace", b"{"),
        ("json", b"{\"format\":1}"),
        ("cut", &three()[..40]),
        ("gzip", b"\x1f\x8b\x08\x00"),
        ("random", &random),
        ("zeros", &[0; 100_000]),
        ("image", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"),
        ("program", &program),
    ];
    for (name, bytes) in files {
        fs::write(at(name), bytes).unwrap();
    }
    let before = count(directory.path());
    let names = files.iter().map(|(name, _)| *name);
    // No findings are accepted.
    let is_fine = |name: &str, command: &[&str]| name == "empty" && command.contains(&"--accepted");
    for name in names.chain(["folder", "none"]) {
        for command in COMMANDS.into_iter().filter(|one| !is_fine(name, one)) {
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
                error.starts_with(&format!("error: {name}")),
                "{command:?}: {error}"
            );
            assert_eq!(
                count(directory.path()),
                before,
                "{name}, {command:?}: nothing is left behind"
            );
        }
    }
}

fn count(directory: &Path) -> usize {
    fs::read_dir(directory).unwrap().count()
}
