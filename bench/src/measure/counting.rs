//! Instructions, counted by valgrind's callgrind.
//!
//! This program runs itself under it. Callgrind collects only within
//! [`counted`], and writes its sum to a file of its own each time that returns.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, io};

use crate::subject::{Operation, Subject};

/// Callgrind finds it by [`COUNTED`].
#[inline(never)]
pub(crate) fn counted(subject: &mut dyn Subject, operation: Operation) {
    subject.run(operation, 1);
}

const COUNTED: &str = concat!(module_path!(), "::counted");

/// The C library copies with what the processor has, and callgrind counts each
/// byte of `rep movsb`: so that counts are the same on all processors, it does
/// without. What the allocator keeps at hand must not run full, which depends on
/// all that was freed before.
const TUNABLES: &str = "glibc.cpu.hwcaps=-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM:\
                        glibc.cpu.x86_non_temporal_threshold=0x10000000:\
                        glibc.malloc.tcache_count=100";

/// Runs this program with `argument`, and returns the instructions of each call
/// of [`counted`] in turn.
///
/// # Errors
///
/// If valgrind is not there, or fails, or writes something else.
pub(crate) fn count(argument: &str) -> io::Result<Vec<u64>> {
    let dir = tempfile::tempdir()?;
    let status = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg("--quiet")
        .arg("--collect-atstart=no")
        .arg(format!("--toggle-collect={COUNTED}"))
        .arg(format!("--dump-after={COUNTED}"))
        .arg(format!("--callgrind-out-file={}/out", dir.path().display()))
        .arg(env::current_exe()?)
        .arg(argument)
        // The stack begins below the environment, and how it is aligned is counted.
        .env_clear()
        .envs(env::var_os("PATH").map(|path| ("PATH", path)))
        .env("GLIBC_TUNABLES", TUNABLES)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| io::Error::new(error.kind(), format!("valgrind: {error}")))?;
    if !status.success() {
        return Err(io::Error::other(format!("valgrind ended with {status}")));
    }
    // Files are numbered from 1.
    (1..)
        .map(|number| dir.path().join(format!("out.{number}")))
        .take_while(|path| path.exists())
        .map(|path| total(&path))
        .collect()
}

/// The sum in a file of callgrind's format.
fn total(path: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(path)?;
    let mut totals = text
        .lines()
        .filter_map(|line| line.strip_prefix("totals: "));
    let total = totals.next().and_then(|total| total.trim().parse().ok());
    total.ok_or_else(|| io::Error::other(format!("{} has no sum", path.display())))
}
