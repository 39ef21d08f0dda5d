//! A program with devices, built as its users would build it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

use escargot::CargoBuild;

use super::tool::{root, target_dir};

/// Its devices.
pub(crate) const DEVICES: [&str; 4] = ["disk", "spare-fifo", "spare-rtc", "uart"];

pub(crate) fn manifest() -> PathBuf {
    root().join("tests/crates/fleet/Cargo.toml")
}

/// Cargo takes its results away for a moment when it checks them, so whoever
/// runs it, or copies them, holds this.
pub(crate) static CARGO: Mutex<()> = Mutex::new(());

/// Built with the profile `release`.
pub(crate) fn released() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| built("release"))
}

/// Built with fat LTO, one codegen unit, and stripped.
pub(crate) fn packed() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| built("packed"))
}

/// The library with the devices, as it was built for the release.
pub(crate) fn rlib() -> PathBuf {
    released().with_file_name(RLIB)
}

/// The stream that the program prints.
pub(crate) fn stream() -> &'static [u8] {
    static STREAM: OnceLock<Vec<u8>> = OnceLock::new();
    STREAM.get_or_init(|| {
        let output = Command::new(released()).output().expect("the fleet runs");
        assert!(output.status.success());
        output.stdout
    })
}

const RLIB: &str = "libfleet_devices.rlib";

/// Builds the program and its library, and returns a copy of the program with
/// one of the library beside.
fn built(profile: &str) -> PathBuf {
    let _held = CARGO.lock().unwrap_or_else(PoisonError::into_inner);
    let program = CargoBuild::new()
        .manifest_path(manifest())
        .args(["--workspace", "--lib"])
        .bin("fleet")
        .profile(profile)
        .target_dir(target_dir())
        .run()
        .expect("the fleet can be built");
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fleet-{profile}"));
    fs::create_dir_all(&copies).expect("a directory");
    let copy = copies.join("fleet");
    fs::copy(program.path(), &copy).expect("the program is there");
    fs::copy(program.path().with_file_name(RLIB), copies.join(RLIB)).expect("so is the library");
    copy
}
