//! What a message may hold.

use std::fmt::Display;

/// The message. Texts of the input come to a terminal escaped.
pub(crate) fn message(error: &impl Display) -> String {
    let text = error.to_string();
    let raw = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(raw, None, "not escaped: {text:?}");
    text
}

/// That a message has nothing in it that is not escaped.
pub(crate) fn assert_escaped(error: &impl Display) {
    message(error);
}
