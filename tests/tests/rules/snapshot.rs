//! Files that are compared, or renewed with `UPDATE=1`.

use std::path::Path;
use std::{env, fs};

/// `path` is that from the workspace's root.
pub(super) fn assert_file(path: &str, content: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, content).expect("the file can be written");
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        reviewed == content,
        "{path} is not what it should be; if this is meant, renew it with UPDATE=1:\n{content}"
    );
}
