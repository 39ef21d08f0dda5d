//! Crates of modules, each with a mistake, and what rustc says of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// A module that does not compile. What rustc should point at stands between
/// `«` and `»`.
#[derive(Clone)]
pub(super) struct Mistake {
    pub(super) source: String,
}

/// An error of rustc.
pub(super) struct Error {
    /// The line, from 0, in the mistake's source, and the column, from 1.
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) text: String,
}

impl Mistake {
    pub(super) fn new(source: impl Into<String>) -> Self {
        let source = source.into();
        assert_eq!(source.matches('«').count(), 1, "{source}");
        assert_eq!(source.matches('»').count(), 1, "{source}");
        Self { source }
    }

    /// What rustc sees.
    fn code(&self) -> String {
        self.source.replace(['«', '»'], "")
    }

    /// Whether the error begins in what is marked.
    pub(super) fn is_at(&self, error: &Error) -> bool {
        let start = self.place_of('«');
        let end = self.place_of('»');
        (start..end).contains(&(error.line, error.column))
    }

    /// The line and column of a mark, if it was none.
    fn place_of(&self, mark: char) -> (usize, usize) {
        let before = self.source.split(mark).next().unwrap_or_default();
        let last = before.rsplit('\n').next().unwrap_or_default();
        (
            before.matches('\n').count(),
            last.replace('«', "").chars().count() + 1,
        )
    }
}

/// What is reported in each of `mistakes`, which are checked as one crate.
///
/// rustc goes no further than the phase of the first errors, so those of one crate
/// must be found in the same one.
pub(super) fn check(name: &str, mistakes: &[Mistake]) -> Vec<Vec<Error>> {
    let root = write(name, mistakes);
    let starts = starts(mistakes);
    let mut errors: Vec<Vec<Error>> = mistakes.iter().map(|_| Vec::new()).collect();
    for error in run(&root) {
        let index = starts.partition_point(|start| *start <= error.line);
        let index = index.checked_sub(1).expect("errors are in modules");
        let line = error.line - starts[index];
        errors[index].push(Error { line, ..error });
    }
    errors
}

const HEAD: &str = "#![allow(dead_code, unused_imports)]\n";
const BEFORE: &str = "use migratable::Migratable;\n";

/// The lines, from 0, at which the sources begin.
fn starts(mistakes: &[Mistake]) -> Vec<usize> {
    let mut line = HEAD.lines().count();
    let mut starts = Vec::new();
    for mistake in mistakes {
        line += 1 + BEFORE.lines().count();
        starts.push(line);
        line += mistake.source.lines().count() + 1;
    }
    starts
}

fn write(name: &str, mistakes: &[Mistake]) -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("mistakes")
        .join(name);
    let mut code = HEAD.to_owned();
    for (index, mistake) in mistakes.iter().enumerate() {
        let source = mistake.code();
        code += &format!("mod m{index} {{\n{BEFORE}{}\n}}\n", source.trim_end());
    }
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\
         [lib]\npath = \"lib.rs\"\n\
         [dependencies]\n\
         migratable = {{ path = {:?}, features = [\"bitflags\"] }}\n\
         bitflags = \"2\"\n\
         [workspace]\n",
        workspace.join("runtime")
    );
    fs::create_dir_all(&root).expect("a folder for the crate");
    fs::write(root.join("Cargo.toml"), manifest).expect("its manifest");
    fs::write(root.join("lib.rs"), code).expect("its code");
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("versions");
    root
}

fn run(root: &Path) -> Vec<Error> {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--message-format=json"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.with_file_name("target"))
        .output()
        .expect("cargo");
    let lines = std::str::from_utf8(&output.stdout).expect("JSON");
    let messages = lines.lines().map(|line| {
        let message: Value = serde_json::from_str(line).expect("JSON");
        message["message"].clone()
    });
    // As cargo does: what reads the same is shown once.
    let mut seen = HashSet::new();
    let errors: Vec<Error> = messages
        .filter(|message| seen.insert(message["rendered"].to_string()))
        .flat_map(|message| error(&message))
        .collect();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.is_empty(), "the crate is not checked: {said}");
    errors
}

/// A message that is an error, or a warning, at a place.
fn error(message: &Value) -> Option<Error> {
    if !matches!(message["level"].as_str()?, "error" | "warning") {
        return None;
    }
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    let span = in_crate(primary);
    let number = |key: &str| span[key].as_u64().and_then(|n| usize::try_from(n).ok());
    Some(Error {
        line: number("line_start")?.checked_sub(1)?,
        column: number("column_start")?,
        text: message["message"].as_str()?.to_owned(),
    })
}

/// The place in the crate that a place in a macro of another one comes from.
fn in_crate(mut span: &Value) -> &Value {
    while span["file_name"] != "lib.rs" && span["expansion"].is_object() {
        span = &span["expansion"]["span"];
    }
    span
}
