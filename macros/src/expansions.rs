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

/// A newtype stands for its field unless the schema says more of the field.
#[test]
fn newtypes_of_which_more_is_said_are_structs() {
    for (keys, is_struct) in [
        ("", false),
        ("varint", false),
        ("with = Hex", false),
        ("rename = \"a\"", true),
        ("alias = \"a\"", true),
        ("default", true),
        ("skip", true),
        ("subsection(tag = 1)", true),
        ("max_len = 3", true),
        ("range = 0..=9", true),
        ("fill = 0", true),
        ("must_match", true),
        ("allowed(at_most = Self::limit)", true),
        ("ignorable", true),
        ("sensitive", true),
        ("unit = \"ns\"", true),
    ] {
        let source = format!("struct Level(#[migratable({keys})] Value);");
        let tokens = crate::derive(&parse_str(&source).expect("a struct"));
        let says_struct = tokens.to_string().contains("StructType");
        assert_eq!(says_struct, is_struct, "{source}: {tokens}");
    }
    for (source, is_struct) in [
        ("struct Level(u8, u8);", true),
        ("struct Level(u8, #[migratable(skip)] u8);", true),
        ("struct Level { level: u8 }", true),
        ("struct Level;", true),
        (
            "#[migratable(transparent)] struct Level { level: u8 }",
            false,
        ),
        (
            "#[migratable(transparent)] struct Level(u8, #[migratable(skip)] u8);",
            false,
        ),
        (
            "#[migratable(retired(tag = 1, name = \"a\", type = u8))] struct Level(u8);",
            true,
        ),
    ] {
        let tokens = crate::derive(&parse_str(source).expect("a struct"));
        let says_struct = tokens.to_string().contains("StructType");
        assert_eq!(says_struct, is_struct, "{source}: {tokens}");
    }
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
