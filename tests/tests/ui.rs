//! The derive refuses bad annotations, and says how to write good ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

/// Where the texts of the derive's errors are.
const SOURCES: [&str; 2] = ["macros/src/messages", "macros/src/check/pairs.rs"];

/// `TRYBUILD=overwrite` renews what is expected.
#[test]
fn bad_annotations_do_not_compile() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

#[test]
fn every_message_is_shown_by_a_case() {
    let texts: Vec<String> = SOURCES
        .iter()
        .flat_map(|path| texts(&root().join(path)))
        .collect();
    assert!(
        texts.len() > 100,
        "read only {} texts: have they moved?",
        texts.len()
    );

    let shown = shown_lines();
    let untested: Vec<&String> = texts
        .iter()
        .filter(|text| !shown.iter().any(|line| is_instance(text, line)))
        .collect();
    assert!(
        untested.is_empty(),
        "no case in tests/ui shows {untested:#?}"
    );
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The string literals with words in them, in the code of the file or folder `path`.
fn texts(path: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for file in files(path, "rs") {
        let source = fs::read_to_string(file).expect("a source of the derive");
        let tokens = TokenStream::from_str(&source).expect("Rust");
        collect_texts(tokens, &mut texts);
    }
    texts
}

fn collect_texts(tokens: TokenStream, texts: &mut Vec<String>) {
    let mut previous_is_hash = false;
    for token in tokens {
        match &token {
            // An attribute, like a doc comment.
            TokenTree::Group(_) if previous_is_hash => {}
            TokenTree::Group(group) => collect_texts(group.stream(), texts),
            TokenTree::Literal(literal) => {
                let text = syn::parse_str(&literal.to_string()).map(|text: LitStr| text.value());
                // Each text is a line, and only what joins them has a line break.
                texts.extend(
                    text.ok()
                        .filter(|text| text.contains(' ') && !text.contains('\n')),
                );
            }
            _ => {}
        }
        let inner = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '!');
        let hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        previous_is_hash = hash || previous_is_hash && inner;
    }
}

/// The lines of all messages in the expected outputs, without `error:` and `help:`.
fn shown_lines() -> Vec<String> {
    let mut lines = Vec::new();
    for file in files(&root().join("tests/ui"), "stderr") {
        let output = fs::read_to_string(file).expect("an expected output");
        for line in output.lines() {
            let message = line
                .strip_prefix("error: ")
                .or(line.trim_start().strip_prefix("help: "));
            lines.extend(message.map(str::to_owned));
        }
    }
    lines
}

/// Whether `line` is `template` with anything in place of its `{…}`.
fn is_instance(template: &str, line: &str) -> bool {
    let mut parts = template
        .split('{')
        .map(|part| part.split_once('}').map_or(part, |part| part.1));
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
        last = Some(part);
    }
    match last {
        None => rest.is_empty(),
        Some(last) => line.ends_with(last),
    }
}

/// `path` if it is a file, or all files with this extension in the folder.
fn files(path: &Path, extension: &str) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    paths
        .filter(|path| path.is_dir() || path.extension().is_some_and(|found| found == extension))
        .flat_map(|path| files(&path, extension))
        .collect()
}
