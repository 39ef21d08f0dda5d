//! Expansions as people read them: each `tests/expansions/NAME.rs` is a type,
//! `NAME.expanded.rs` what the derive makes of it. `UPDATE=1` renews them.

use std::path::{Path, PathBuf};
use std::{env, fs};

use syn::parse_str;

pub(crate) fn inputs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expansions");
    let files = fs::read_dir(folder).expect("the folder of expansions");
    let files = files.map(|file| file.expect("its entries").path());
    let mut inputs: Vec<_> = files
        .filter(|path| !path.to_string_lossy().ends_with(".expanded.rs"))
        .collect();
    inputs.sort();
    inputs
}

pub(crate) fn expansion(input: &Path) -> String {
    let source = fs::read_to_string(input).expect("the type");
    let tokens = crate::derive(&parse_str(&source).expect("a struct or enum"));
    prettyplease::unparse(&syn::parse2(tokens).expect("the derive makes items"))
}

#[test]
fn expansions_are_what_was_reviewed() {
    let update = env::var_os("UPDATE").is_some();
    let inputs = inputs();
    assert!(inputs.len() >= 12, "a dozen representative types");
    for input in inputs {
        let expanded = expansion(&input);
        let path = input.with_extension("expanded.rs");
        if update {
            fs::write(&path, &expanded).expect("the expansion is written");
        }
        let reviewed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            reviewed == expanded,
            "{} is not what the derive makes now; if it should be, renew it with UPDATE=1:\n{expanded}",
            path.display()
        );
    }
}

#[test]
fn no_expansion_has_unsafe_code() {
    for input in inputs() {
        let expanded = expansion(&input);
        assert!(
            !expanded.contains("unsafe"),
            "{}:\n{expanded}",
            input.display()
        );
    }
}
