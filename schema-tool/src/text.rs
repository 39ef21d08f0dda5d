//! Texts that come from files, made fit for a terminal: whatever could act on
//! it or hide (control, bidirectional, invisible, combining characters) is
//! escaped as in a Rust string. They are shown whole.

use std::path::Path;

/// In quotes, for values and names that may hold anything.
pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// Without quotes, for names that mostly are plain.
pub(crate) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\'' | '"' => escaped.push(c),
            _ => escaped.extend(c.escape_debug()),
        }
    }
    escaped
}

/// The name of a file.
pub(crate) fn path(path: &Path) -> String {
    plain(&path.to_string_lossy())
}

/// The name of what is read: `-` is the standard input.
pub(crate) fn input(path: &Path) -> String {
    match path == Path::new("-") {
        true => "standard input".into(),
        false => self::path(path),
    }
}

/// The only character that acts, and that JSON does not escape, in ASCII.
const DELETE: char = '\u{7f}';

/// Whether text of JSON has nothing to escape, as most has.
pub(crate) fn is_plain_json(text: &str) -> bool {
    text.bytes().all(|byte| byte < DELETE as u8)
}

/// JSON whose strings have nothing that acts on a terminal or hides; JSON itself
/// escapes what else of ASCII does. It means the same.
pub(crate) fn json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        let is_plain = c.is_ascii() && c != DELETE;
        if is_plain || c.escape_debug().eq([c]) {
            escaped.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// Bytes, two hexadecimal digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('?');
    let mut text = String::with_capacity(3 * bytes.len());
    for byte in bytes {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal() {
        for (text, shown) in [
            ("uart@3f8/'a' \"b\"", "uart@3f8/'a' \"b\""),
            ("\x1b[2J\r\n\0\u{9b}", r"\u{1b}[2J\r\n\0\u{9b}"),
            (
                "\u{202e}a\u{2066}\u{200b}e\u{301}",
                r"\u{202e}a\u{2066}\u{200b}e\u{301}",
            ),
            (r"C:\x", r"C:\\x"),
        ] {
            assert_eq!(plain(text), shown);
        }
        assert_eq!(
            json("[\"\u{7f}é\u{9b}\u{202e}\u{e0001}\"]"),
            r#"["\u007fé\u009b\u202e\udb40\udc01"]"#
        );
        assert_eq!(hex(b"\x00\x9aZ"), "00 9a 5a");
        assert_eq!(quoted("a\"\x1b'"), r#""a\"\u{1b}'""#);
        assert_eq!(quoted(&"x".repeat(5000)).len(), 5002);
    }
}
