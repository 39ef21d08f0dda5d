//! The program under test.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use escargot::CargoBuild;

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where this test was built, and what it builds.
pub(crate) fn target_dir() -> &'static Path {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary
        .parent()
        .expect("cargo puts it into the target directory")
}

/// `schema-tool`, built once.
pub(crate) fn tool() -> Command {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let path = match BUILT.get_or_init(build) {
        Ok(path) => path,
        Err(error) => panic!("schema-tool cannot be built: {error}"),
    };
    let mut command = Command::new(path);
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

fn build() -> Result<PathBuf, String> {
    build_bin("schema-tool")
}

/// A program of the tool's package. It is built among all packages, and beside a test, so
/// with the features that `cargo test` builds with: what is built already is taken.
pub(crate) fn build_bin(name: &str) -> Result<PathBuf, String> {
    CargoBuild::new()
        .manifest_path(root().join("Cargo.toml"))
        .args(["--test", "disk"])
        .bin(name)
        .current_release()
        .target_dir(target_dir())
        .run()
        .map(|built| built.path().to_owned())
        .map_err(|error| error.to_string())
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the tool to its end.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    finished(tool().args(arguments).output().expect("the tool runs"))
}

/// Runs the tool with `input` on its standard input.
pub(crate) fn run_with<S: AsRef<OsStr>>(
    arguments: impl IntoIterator<Item = S>,
    input: &[u8],
) -> Run {
    let mut command = tool();
    command.args(arguments);
    finished(fed(command, input))
}

/// Runs a command with `input` on its standard input.
pub(crate) fn fed(mut command: Command, input: &[u8]) -> Output {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the tool runs");
    let mut stdin = child.stdin.take().expect("it was piped");
    std::thread::scope(|scope| {
        // It may stop before it has read all.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("the tool ends")
    })
}

/// What a run left behind.
pub(crate) fn finished(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

impl Run {
    /// Nothing was wrong; returns the results.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        assert_eq!(self.status, Some(0), "{self:?}");
        assert!(!self.stderr.contains("error"), "{self:?}");
        self.stdout
    }

    /// It could not be done, for one reason, which is returned.
    #[track_caller]
    pub(crate) fn failed(self) -> String {
        assert_eq!(self.status, Some(1), "{self:?}");
        assert!(self.stderr.starts_with("error: "), "{self:?}");
        assert_eq!(self.stderr.matches("error: ").count(), 1, "{self:?}");
        self.stderr
    }
}
