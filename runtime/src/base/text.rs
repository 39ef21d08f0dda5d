//! Text from outside, made fit for a terminal and an error message.

use alloc::vec::Vec;
use core::fmt::{self, Write};

/// As many characters of a foreign text are shown; no honest path, name or
/// version in a message needs more.
const SHOWN_CHARS: usize = 120;

/// Shows `text` without letting it act: control, bidirectional, invisible and
/// combining characters, backslashes and double quotes are escaped as in a
/// Rust string literal, and a long text is cut with a note of its length.
pub(crate) fn escape(text: &str) -> impl fmt::Display + '_ {
    Visible(text)
}

struct Visible<'a>(&'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (shown, c) in self.0.chars().enumerate() {
            if shown == SHOWN_CHARS {
                return write!(f, "… ({} bytes)", self.0.len());
            }
            match c {
                '\'' => f.write_char(c)?,
                _ => write!(f, "{}", c.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// What another parser says of a text, in which may be some of it. Quotes and backslashes are the
/// parser's own; all that acts is escaped, and what is very long is cut.
#[cfg(feature = "std")]
pub(crate) fn escape_message(message: &str) -> alloc::string::String {
    const MOST: usize = 400;
    let mut shown = alloc::string::String::new();
    for (count, c) in message.chars().enumerate() {
        match c {
            _ if count == MOST => {
                shown.push('…');
                break;
            }
            '\'' | '"' | '\\' => shown.push(c),
            _ => shown.extend(c.escape_debug()),
        }
    }
    shown
}

/// Whether `text` is the one decimal spelling of a whole number: no `+`, no
/// needless zeros, no minus before zero, no spaces.
pub(crate) fn is_integer(text: &str) -> bool {
    match text.strip_prefix('-').unwrap_or(text).as_bytes() {
        [b'0'] => text == "0",
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Bytes from pairs of hexadecimal digits.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::{escape, is_integer};

    #[test]
    fn whole_numbers_have_one_spelling() {
        for text in ["0", "7", "-1", "10", "-9223372036854775809"] {
            assert!(is_integer(text), "{text:?}");
        }
        let others = [
            "", "-", "+1", " 1", "1 ", "01", "-0", "-01", "00", "1e3", "1.0", "1_0", "0x1", "--1",
            "٣", "1\0",
        ];
        for text in others {
            assert!(!is_integer(text), "{text:?}");
        }
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in ["", "/machine/pci0/uart@3f8", "l'été 東京"] {
            assert_eq!(escape(text).to_string(), text);
        }
    }

    #[test]
    fn nothing_that_acts_on_a_terminal_passes() {
        let cases = [
            ("\x1b[2J", r"\u{1b}[2J"),
            ("a\r\nb\0", r"a\r\nb\0"),
            ("\u{202e}txt.exe", r"\u{202e}txt.exe"),
            ("\u{2066}\u{200b}\u{feff}", r"\u{2066}\u{200b}\u{feff}"),
            ("e\u{301}\u{9b}", r"e\u{301}\u{9b}"),
            (r#"a"b\c"#, r#"a\"b\\c"#),
        ];
        for (text, shown) in cases {
            assert_eq!(escape(text).to_string(), shown);
        }
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        let shown = escape(&"é".repeat(1000)).to_string();
        assert_eq!(shown, format!("{}… (2000 bytes)", "é".repeat(120)));
    }
}
