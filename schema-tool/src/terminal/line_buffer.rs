//! A line that is put together piece by piece, in memory that is used again.

use std::fmt::{self, Write};

use clap::builder::styling::Style;

use super::styles;

/// A text that grows, with styles where they are wanted.
#[derive(Debug, Default)]
pub(crate) struct LineBuffer {
    text: String,
    has_styles: bool,
    /// Behind the last piece in a style.
    styled_end: usize,
}

impl LineBuffer {
    /// For the results.
    pub(crate) fn new() -> Self {
        Self {
            has_styles: styles::are_wanted(),
            ..Self::default()
        }
    }

    /// Without styles.
    pub(crate) fn plain() -> Self {
        Self::default()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.styled_end = 0;
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn push_char(&mut self, c: char) {
        self.text.push(c);
    }

    /// So many spaces.
    pub(crate) fn space(&mut self, count: usize) {
        const SPACES: &str = "                                                                ";
        let mut left = count;
        while left > 0 {
            let spaces = SPACES.get(..left).unwrap_or(SPACES);
            self.text.push_str(spaces);
            left -= spaces.len();
        }
    }

    /// A number, in decimal.
    pub(crate) fn number(&mut self, number: impl itoa::Integer) {
        self.text.push_str(itoa::Buffer::new().format(number));
    }

    /// A number without sign, in so many hexadecimal digits or more.
    pub(crate) fn hex(&mut self, number: u128, digits: usize) {
        const DIGITS: usize = 32;
        let mut text = [b'0'; DIGITS];
        let mut start = DIGITS;
        let (mut high, mut low) = ((number >> 64) as u64, number as u64);
        // Arithmetic on 64 bits is faster, and most numbers have no more.
        while (high > 0 || low > 0) && start > 0 {
            start -= 1;
            text[start] = digit(low as u8);
            low = low >> 4 | high << 60;
            high >>= 4;
        }
        for _ in DIGITS..digits {
            self.text.push('0');
        }
        let start = start.min(DIGITS - digits.clamp(1, DIGITS));
        self.push_ascii(&text[start..]);
    }

    /// Bytes, two hexadecimal digits each, with spaces between them.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for (index, chunk) in bytes.chunks(16).enumerate() {
            let mut text = [b' '; 48];
            for (to, byte) in text.chunks_exact_mut(3).zip(chunk) {
                to[1] = digit(byte >> 4);
                to[2] = digit(*byte);
            }
            let text = &text[..3 * chunk.len()];
            self.push_ascii(if index == 0 { &text[1..] } else { text });
        }
    }

    fn push_ascii(&mut self, text: &[u8]) {
        self.text.push_str(str::from_utf8(text).unwrap_or_default());
    }

    /// What `write` adds is in this style.
    pub(crate) fn styled(&mut self, style: Style, write: impl FnOnce(&mut Self)) {
        if !self.has_styles {
            write(self);
        } else {
            self.add(format_args!("{style}"));
            write(self);
            self.add(format_args!("{style:#}"));
        }
        self.styled_end = self.text.len();
    }

    /// Anything that can be shown.
    pub(crate) fn add(&mut self, shown: impl fmt::Display) {
        // A text takes all.
        let _ = write!(self.text, "{shown}");
    }

    /// The same, in a style.
    pub(crate) fn add_styled(&mut self, style: Style, shown: impl fmt::Display) {
        self.styled(style, |to| to.add(shown));
    }

    /// Spaces so that what was added from `start` on takes so many columns.
    pub(crate) fn pad(&mut self, start: usize, columns: usize) {
        let added = self.text.get(start..).unwrap_or_default();
        let taken = match added.is_ascii() {
            true => added.len(),
            false => added.chars().count(),
        };
        self.space(columns.saturating_sub(taken));
    }

    /// Takes spaces off the end, but neither what was there at `start` nor those in a style.
    pub(crate) fn trim_end(&mut self, start: usize) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept.max(start).max(self.styled_end));
    }
}

fn digit(nibble: u8) -> u8 {
    b"0123456789abcdef"[usize::from(nibble & 15)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{BOLD, DIM};

    fn written(write: impl FnOnce(&mut LineBuffer)) -> String {
        let mut line = LineBuffer::plain();
        write(&mut line);
        line.text
    }

    #[test]
    fn numbers_and_bytes_are_those_of_the_formatter() {
        for number in [0, 1, 9, 0x10, 0xfff, u128::from(u64::MAX), u128::MAX] {
            for digits in [0, 1, 4, 32, 40] {
                let wanted = format!("{number:0digits$x}");
                assert_eq!(written(|to| to.hex(number, digits)), wanted);
            }
        }
        assert_eq!(written(|to| to.number(-7_i64)), "-7");
        for bytes in [&b"\x00\x9aZ"[..], &[0xf0; 16], &[7; 17], &[]] {
            let wanted: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(written(|to| to.bytes(bytes)), wanted.join(" "));
        }
        assert_eq!(written(|to| to.space(200)), " ".repeat(200));
    }

    #[test]
    fn styles_are_only_where_they_are_wanted() {
        let write = |to: &mut LineBuffer| {
            to.push("a ");
            to.add_styled(DIM, "b ");
            to.styled(BOLD, |to| to.push("é"));
            to.pad(2, 6);
            to.trim_end(0);
        };
        assert_eq!(written(write), "a b é");
        let mut line = LineBuffer {
            has_styles: true,
            ..LineBuffer::plain()
        };
        write(&mut line);
        assert_eq!(line.as_str(), format!("a {DIM}b {DIM:#}{BOLD}é{BOLD:#}"));
    }

    #[test]
    fn spaces_in_a_style_stay() {
        let line = written(|to| {
            to.push("a  ");
            to.add_styled(DIM, "b  ");
            to.push("  ");
            to.trim_end(0);
        });
        assert_eq!(line, "a  b  ");
    }
}
