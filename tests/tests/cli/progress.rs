//! How far long work has come: shown on a terminal, and nowhere else.
#![cfg(unix)]

use std::fs;
use std::process::Command;

use super::check::Folder;
use super::streams::three;
use super::tool::tool;

/// Runs the tool with its standard error on a terminal. Its input comes piece by piece until
/// something is shown there, and then at once. Prints what was shown.
const IN_TERMINAL: &str = r#"
import os, pty, select, subprocess, sys
outputs, stream, *command = sys.argv[1:]
master, slave = pty.openpty()
out = slave if outputs == "both" else subprocess.DEVNULL
process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=slave)
os.close(slave)
rest = memoryview(open(stream, "rb").read())
while rest and not select.select([master], [], [], 0.02)[0]:
    process.stdin.write(rest[:8])
    process.stdin.flush()
    rest = rest[8:]
process.stdin.write(rest)
process.stdin.close()
shown = b""
while True:
    try:
        shown += os.read(master, 4096) or sys.exit("the terminal was closed")
    except OSError:
        break
sys.stdout.buffer.write(shown)
sys.exit(process.wait())
"#;

/// What terminals show: standard error, or both outputs.
struct Terminal {
    folder: Folder,
    outputs: &'static str,
}

impl Terminal {
    fn new(outputs: &'static str) -> Self {
        let folder = Folder::new(&format!("progress-{outputs}"));
        fs::write(folder.0.join("in.mig"), three()).unwrap();
        Self { folder, outputs }
    }

    fn shown(&self, arguments: &[&str]) -> String {
        let output = Command::new("python3")
            .args(["-c", IN_TERMINAL, self.outputs])
            .arg(self.folder.0.join("in.mig"))
            .arg(tool().get_program())
            .args(arguments)
            .current_dir(&self.folder.0)
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .output();
        let output = output.expect("there is Python");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

const PROGRESS: &str = "standard input";

#[test]
fn progress_is_on_a_terminal_where_it_disturbs_nothing() {
    let errors = Terminal::new("errors");
    for arguments in [
        &["inspect", "-"][..],
        &["verify", "-"],
        &["stat", "-"],
        &["convert", "-", "-o", "out.mig"],
    ] {
        let shown = errors.shown(arguments);
        assert!(shown.contains(PROGRESS), "{arguments:?}: {shown:?}");
        assert!(shown.ends_with("\r\u{1b}[2K"), "it goes: {shown:?}");
    }
    assert_eq!(errors.shown(&["verify", "--quiet", "-"]), "");

    let both = Terminal::new("both");
    let shown = both.shown(&["verify", "-"]);
    let (before, result) = shown
        .split_once("\u{1b}[1mstandard input")
        .expect("a result");
    assert!(before.contains(PROGRESS), "{shown:?}");
    assert!(!result.contains("iB"), "{shown:?}");
    // It would stand among the results.
    let shown = both.shown(&["inspect", "-"]);
    assert!(!shown.contains("\r\u{1b}[2K"), "{shown:?}");
}
