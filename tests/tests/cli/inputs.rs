//! What is no input, given to each command that takes some: one sentence, no output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migratable::Device;

use super::streams::{Gadget, three};
use super::tool::{fed, root, tool};

/// Command lines, and what stands for the input.
const COMMANDS: [&[&str]; 31] = [
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
    &["check", "fine.mig", "IN", "fine.json"],
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

/// Those that read a stream to its end.
const WHOLE: [&[&str]; 16] = [
    &["inspect", "IN"],
    &["inspect", "IN", "--format", "json"],
    &["inspect", "IN", "--format", "hex"],
    &["inspect", "IN", "--format", "html"],
    &["verify", "IN"],
    &["stat", "IN"],
    &["diff", "IN", "fine.mig"],
    &["diff", "fine.mig", "IN", "--format", "json"],
    &["diff", "fine.mig", "IN", "--format", "html"],
    &["convert", "IN", "--show-sensitive", "-o", "out"],
    &["convert", "IN", "--show-sensitive", "-o", "out.json"],
    &[
        "convert",
        "IN",
        "--show-sensitive",
        "-o",
        "out.json",
        "--bulk-dir",
        "bulk",
    ],
    &["convert", "IN", "--to", "fine.json", "-o", "out"],
    &["set", "IN", "a#0.flags=1", "-o", "out"],
    &["check", "IN", "fine.json"],
    &["check", "fine.mig", "IN", "fine.json"],
];

/// A directory with what is fine, and what is not.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("fine.mig", &three());
        place.write("fine.json", Gadget::SCHEMA_JSON.as_bytes());
        let qemu = root().join("qemu/tests/data/qemu10.0.2-virt-7.2-min.mig.gz");
        fs::copy(qemu, place.at("qemu.mig.gz")).unwrap();
        fs::create_dir(place.at("folder")).unwrap();
        let lock = place.command(&["lock", "fine.json", "--baseline", "baseline"], "");
        assert!({ lock }.status().expect("the tool runs").success());
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.at(name), bytes).unwrap();
    }

    /// How many files there are.
    fn count(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }

    /// A command with this input.
    fn command(&self, words: &[&str], name: &str) -> Command {
        let mut command = tool();
        let words = words
            .iter()
            .map(|word| if *word == "IN" { name } else { word });
        command.args(words).current_dir(&self.0);
        command
    }

    /// Makes sure that a command refuses an input: in one sentence, and with no output that
    /// stays. Returns what it printed.
    #[track_caller]
    fn refuses(&self, words: &[&str], name: &str, run: impl Fn(Command) -> Output) -> Refused {
        let before = self.count();
        let output = run(self.command(words, name));
        let [stdout, error] =
            [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        assert_eq!(output.status.code(), Some(1), "{name}, {words:?}: {error}");
        assert_eq!(
            error.matches("error: ").count(),
            1,
            "{name}, {words:?}: {error}"
        );
        assert_eq!(
            self.count(),
            before,
            "{name}, {words:?}: nothing is left behind"
        );
        Refused { stdout, error }
    }

    /// The same, where nothing is printed, as nothing could be read.
    #[track_caller]
    fn refuses_at_once(
        &self,
        words: &[&str],
        name: &str,
        run: impl Fn(Command) -> Output,
    ) -> String {
        let Refused { stdout, error } = self.refuses(words, name, run);
        assert!(stdout.is_empty(), "{name}, {words:?}: {stdout}");
        assert!(
            error.starts_with(&format!("error: {name}")),
            "{words:?}: {error}"
        );
        error
    }
}

struct Refused {
    stdout: String,
    error: String,
}

fn ran(mut command: Command) -> Output {
    command.output().expect("the tool runs")
}

#[test]
fn what_is_no_input_is_refused_by_every_command() {
    let place = Place::new();
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
        place.write(name, bytes);
    }
    let names = files.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = names.chain(["folder", "none"]).collect();
    if cfg!(target_os = "linux") {
        // Without end; with content, and of no length; that cannot be read; without content.
        names.extend(["/dev/zero", "/proc/version", "/proc/self/mem", "/dev/null"]);
    }
    // No findings are accepted.
    let is_fine = |name: &str, command: &[&str]| {
        matches!(name, "empty" | "/dev/null") && command.contains(&"--accepted")
    };
    for name in names {
        for command in COMMANDS.into_iter().filter(|one| !is_fine(name, one)) {
            place.refuses_at_once(command, name, ran);
        }
    }
}

/// What cannot be written has the name that it was given, and no other.
#[test]
fn what_cannot_be_written_is_named() {
    let place = Place::new();
    for command in [
        &["convert", "fine.mig", "--show-sensitive", "-o", "none/a"][..],
        &["convert", "fine.mig", "--to", "fine.json", "-o", "none/a"],
        &["set", "fine.mig", "a#0.level=1", "-o", "none/a"],
        &["qemu", "describe", "qemu.mig.gz", "-o", "none/a"],
        &[
            "convert",
            "fine.mig",
            "--show-sensitive",
            "-o",
            "a.json",
            "--bulk-dir",
            "none/a",
        ],
    ] {
        let error = place.refuses(command, "", ran).error;
        let system = fs::read(place.at("none/a")).unwrap_err();
        let wanted = format!("error: none/a: cannot write it: {system}\n");
        assert_eq!(error, wanted, "{command:?}");
    }
}

/// A directory that `export` wrote is a release, also where directories of them are wanted.
#[test]
fn a_release_is_not_taken_for_several() {
    let place = Place::new();
    for (command, says) in [
        (
            &["check", "--transitive", "baseline", "fine.json"][..],
            "1 device compared",
        ),
        (&["matrix", "baseline"], "1 pair: 1 same schemas"),
    ] {
        let output = ran(place.command(command, ""));
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{command:?}: {text}");
        assert!(text.contains(says), "{command:?}: {text}");
    }
}

/// The index of a directory is an input, too.
#[test]
#[cfg(target_os = "linux")]
fn an_index_without_end_is_refused() {
    let place = Place::new();
    std::os::unix::fs::symlink("/dev/zero", place.at("folder/index.json")).unwrap();
    for command in [
        &["export", "IN"][..],
        &["show", "IN"],
        &["check", "IN", "fine.json"],
        &["check", "fine.json", "IN"],
        &["check", "--transitive", "IN", "fine.json"],
        &["matrix", "IN", "fine.json"],
        &["status", "fine.json", "--baseline", "IN"],
        &["lock", "fine.json", "--baseline", "IN"],
        &["export", "fine.json", "-o", "IN"],
        &["convert", "fine.mig", "--to", "IN", "-o", "out"],
        &["inspect", "fine.mig", "--schemas", "IN"],
    ] {
        place.refuses_at_once(command, "folder", ran);
    }
}

/// Whoever may not read it, whether or not it is one.
#[test]
#[cfg(unix)]
fn what_may_not_be_read_is_refused_by_every_command() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;
    let place = Place::new();
    let may = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    place.write("secret", &three());
    may(&place.at("secret"), 0);
    may(&place.at("folder"), 0);
    // So that they are refused for what they read, and not for where they write.
    may(place.0.path(), 0o777);
    let is_root = fs::metadata(place.0.path()).unwrap().uid() == 0;
    // Nobody else may have the way to where the tool was built.
    let program = place.at("tool");
    fs::copy(tool().get_program(), &program).unwrap();
    let as_nobody = |command: Command| {
        let mut other = Command::new(&program);
        other.args(command.get_args()).current_dir(&place.0);
        if is_root {
            other.uid(NOBODY).gid(NOBODY);
        }
        ran(other)
    };
    for name in ["secret", "folder"] {
        for command in COMMANDS {
            let error = place.refuses_at_once(command, name, as_nobody);
            // A directory is refused by most for what it is.
            assert!(
                name == "folder" || error.contains("ermission denied"),
                "{command:?}: {error}"
            );
        }
    }
}

/// A pipe whose writer stops: of what was to be written, nothing is left.
#[test]
#[cfg(unix)]
fn what_ends_while_it_is_read_is_refused_by_every_command() {
    const PIPE: &str = "/dev/stdin";
    let place = Place::new();
    let (stream, json) = (three(), Gadget::SCHEMA_JSON.as_bytes());
    for start in [&stream[..5], &stream[..40], &json[..json.len() - 1]] {
        for command in COMMANDS {
            place.refuses_at_once(command, PIPE, |command| fed(command, start));
        }
    }
    for len in (0..stream.len()).step_by(97).chain([stream.len() - 1]) {
        for command in WHOLE {
            let refused = place.refuses(command, PIPE, |command| fed(command, &stream[..len]));
            assert!(
                refused.error.contains(&format!("error: {PIPE}: ")),
                "{len}, {command:?}: {}",
                refused.error
            );
        }
    }
    // Whole, it is fine.
    for command in WHOLE {
        let output = fed(place.command(command, PIPE), &stream);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {error}");
        for made in ["out", "out.json"] {
            let _ = fs::remove_file(place.at(made));
        }
        let _ = fs::remove_dir_all(place.at("bulk"));
    }
}
