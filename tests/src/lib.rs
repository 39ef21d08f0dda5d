//! What tests share: files that are compared, or renewed with `UPDATE=1`.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Compares the file at `path`, from the workspace's root, with `content`.
///
/// # Panics
///
/// If they differ.
pub fn assert_file(path: &str, content: &str) {
    let file = in_workspace(path);
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, content).expect("the file can be written");
    }
    let reviewed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        reviewed == content,
        "{path} is not what it should be; if this is meant, renew it with UPDATE=1:\n{content}"
    );
}

/// Compares what stands in the page at `path` between the comments
/// `<!-- name: made by a test -->` and `<!-- name: end -->`, which are lines.
///
/// # Panics
///
/// If it differs, or a comment is missing.
pub fn assert_between(path: &str, name: &str, content: &str) {
    let page = fs::read_to_string(in_workspace(path)).expect("a page");
    let (begin, end) = (
        format!("<!-- {name}: made by a test -->\n"),
        format!("<!-- {name}: end -->\n"),
    );
    let missing = || panic!("{path} has no comments `{begin}` and `{end}`");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(missing);
    let (_, after) = rest.split_once(&end).unwrap_or_else(missing);
    assert_file(path, &format!("{before}{begin}{content}{end}{after}"));
}

fn in_workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
