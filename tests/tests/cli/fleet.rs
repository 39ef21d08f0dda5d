//! A program with devices, built as its users would build it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use escargot::CargoBuild;

use super::tool::{root, target_dir};

/// Its devices.
pub(crate) const DEVICES: [&str; 4] = ["disk", "spare-fifo", "spare-rtc", "uart"];

pub(crate) fn manifest() -> PathBuf {
    root().join("tests/crates/fleet/Cargo.toml")
}

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
    released().with_file_name("libfleet_devices.rlib")
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

fn built(profile: &str) -> PathBuf {
    CargoBuild::new()
        .manifest_path(manifest())
        .arg("--workspace")
        .profile(profile)
        .target_dir(target_dir())
        .bin("fleet")
        .run()
        .expect("the fleet can be built")
        .path()
        .to_owned()
}
