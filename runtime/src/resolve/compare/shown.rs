//! Types and values in a message.

use alloc::string::String;
use core::fmt::{self, Write};

/// So many characters of one are shown.
const MOST: usize = 120;

/// The beginning of what something looks like.
pub(super) fn shown(what: impl fmt::Display) -> String {
    let mut beginning = Beginning {
        text: String::new(),
        left: MOST,
    };
    if write!(beginning, "{what}").is_err() {
        beginning.text.push('…');
    }
    beginning.text
}

struct Beginning {
    text: String,
    left: usize,
}

impl Write for Beginning {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.text.push(c);
        }
        Ok(())
    }
}
