//! What the pages about the code name is there.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// What stands between backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn each_step_of_a_field_is_where_the_page_says() {
    let page = page("docs/field.md");
    let mut steps = 0;
    for line in page.lines().filter(|line| line.contains(".rs` | `")) {
        let mut quoted = quoted(line).skip_while(|text| !text.ends_with(".rs"));
        let (file, text) = (quoted.next().unwrap(), quoted.next().unwrap());
        let code = std::fs::read_to_string(root().join(file));
        let code = code.unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(code.contains(text), "{file} has no `{text}`");
        steps += 1;
    }
    assert!(steps >= 20, "{steps}");
}

/// Files and folders, from the root or from the sources of a crate.
#[test]
fn files_that_pages_name_are_there() {
    let homes = ["", "runtime/src", "macros/src", "schema-tool/src", "fuzz"];
    let is_path = |text: &&str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/._-".contains(c);
        text.contains('/') && text.chars().all(is_plain)
    };
    let mut missing = Vec::new();
    for name in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/field.md",
        "docs/fuzzing.md",
    ] {
        let page = page(name);
        let paths = page.lines().flat_map(quoted).filter(is_path);
        let is_there = |path: &str| {
            homes
                .iter()
                .any(|home| root().join(home).join(path).exists())
        };
        missing.extend(
            paths
                .filter(|path| !is_there(path))
                .map(|path| format!("{name}: {path}")),
        );
    }
    assert_eq!(missing, [""; 0]);
}
