//! The program whose page is opened.

use std::path::{Path, PathBuf};
use std::process::Command;

use escargot::CargoBuild;

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// `schema-tool`, built if it must be: with the features that `cargo test` builds with, as it
/// is beside a test.
pub(crate) fn tool() -> Command {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let built = CargoBuild::new()
        .manifest_path(root().join("Cargo.toml"))
        .args(["--test", "disk"])
        .bin("schema-tool")
        .current_release()
        .target_dir(temporary.parent().expect("it is in the target directory"))
        .run();
    built.expect("schema-tool can be built").command()
}
