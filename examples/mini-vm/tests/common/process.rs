//! The program itself, as other processes.

use std::ffi::OsStr;
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::WORKLOAD;

pub fn mini_vm<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mini-vm"))
        .args(arguments)
        .output()
        .unwrap()
}

/// The options for [`WORKLOAD`].
pub fn workload() -> [String; 4] {
    let (rounds, effort) = (WORKLOAD.rounds.to_string(), WORKLOAD.effort.to_string());
    ["--rounds".into(), rounds, "--effort".into(), effort]
}

/// What a guest prints that is not disturbed.
pub fn undisturbed() -> &'static [u8] {
    static LOG: OnceLock<Vec<u8>> = OnceLock::new();
    LOG.get_or_init(|| {
        let output = mini_vm(["run".to_owned()].into_iter().chain(workload()));
        assert!(output.status.success());
        output.stdout
    })
}

pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
