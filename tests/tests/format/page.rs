//! The examples of the page: fenced blocks whose language is a word of ours.

use std::collections::BTreeMap;

use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/format.md");

/// The fenced blocks of a kind: title and text.
pub(super) fn blocks(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fenced = PAGE.split("```").skip(1).step_by(2);
    let blocks = fenced.filter_map(|block| {
        let (head, text) = block.split_once('\n')?;
        let (word, title) = head.split_once(' ').unwrap_or((head, ""));
        (word == kind).then_some((title, text))
    });
    blocks.collect()
}

/// The only block of a kind.
pub(super) fn block(kind: &str) -> &'static str {
    match blocks(kind).as_slice() {
        [(_, text)] => text,
        other => panic!("{} blocks of {kind}", other.len()),
    }
}

/// An example of a value.
pub(super) struct Example {
    pub(super) ty: Value,
    pub(super) types: Value,
    pub(super) value: Value,
    pub(super) bytes: Vec<u8>,
}

/// The examples of values, by name.
pub(super) fn examples() -> BTreeMap<&'static str, Example> {
    let blocks = blocks("example").into_iter();
    blocks
        .map(|(name, text)| (name, example(name, &entries(text))))
        .collect()
}

fn example(name: &str, entries: &[(&str, String)]) -> Example {
    let entry = |key: &str| {
        entries
            .iter()
            .find(|(found, _)| *found == key)
            .map(|(_, text)| text)
    };
    let json = |text: &String| {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"))
    };
    Example {
        ty: json(entry("type").unwrap()),
        types: entry("types").map_or_else(|| Value::Object(Default::default()), json),
        value: json(entry("value").unwrap()),
        bytes: hex(entry("bytes").unwrap()),
    }
}

/// A block's `key  text`, where text goes on in indented lines.
pub(super) fn entries(text: &'static str) -> Vec<(&'static str, String)> {
    let mut entries: Vec<(&str, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match line.split_once(' ') {
            Some((key, text)) if !key.is_empty() => entries.push((key, text.to_owned())),
            _ => {
                let (_, text) = entries
                    .last_mut()
                    .expect("a key before the first indented line");
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    entries
}

/// Bytes in hexadecimal, with comments behind `;`.
pub(super) fn hex(text: &str) -> Vec<u8> {
    let code = text
        .lines()
        .map(|line| line.split(';').next().unwrap_or_default());
    let words = code.flat_map(str::split_whitespace);
    words
        .map(|word| {
            assert_eq!(word.len(), 2, "a byte has two digits: {word}");
            u8::from_str_radix(word, 16).unwrap()
        })
        .collect()
}
