//! Signals that end the program, which would leave what it has not finished.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Once;
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::names::names;

/// What the thread that waits needs of memory is little.
const STACK: usize = 256 << 10;

/// Of a directory that is still being written to, what was written meanwhile is removed
/// again, but not for ever.
const ATTEMPTS: usize = 100;

/// From now on, such a signal removes what is not finished before it ends the program.
pub(super) fn await_signals() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ending = [SIGHUP, SIGINT, SIGTERM];
        let ending = ending.into_iter().filter(|signal| !is_ignored(*signal));
        // If the system refuses, a signal leaves a file behind, which is no reason to stop.
        let Ok(mut signals) = Signals::new(ending) else {
            return;
        };
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                end(signal);
            }
        };
        let _ = thread::Builder::new().stack_size(STACK).spawn(wait);
    });
}

/// Ends the program as the signal would have, before anything else is begun.
fn end(signal: i32) {
    let names = names();
    for name in names.iter() {
        for _ in 0..ATTEMPTS {
            match remove(name) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                _ => break,
            }
        }
    }
    let _ = emulate_default_handler(signal);
}

fn remove(name: &Path) -> io::Result<()> {
    match name.is_dir() {
        true => fs::remove_dir_all(name),
        false => fs::remove_file(name),
    }
}

/// Whether whoever started the program wants a signal ignored, as `nohup` does, and a
/// shell with what it runs in the background. Where the system does not say, that is so
/// of the one that `nohup` is for.
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    match (ignored, u32::try_from(signal - 1)) {
        (Some(mask), Ok(bit)) => mask >> bit & 1 == 1,
        _ => signal == SIGHUP,
    }
}
