//! Texts of the author, as JSON holds them.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

use super::node::Node;

/// Text as it stands between the quotes of a JSON string. Derived schemas hold
/// it that way, so that `const` code can copy it whole.
#[derive(Debug, PartialEq)]
pub struct Escaped(Node<str>);

impl Escaped {
    pub(super) const fn constant(escaped: &'static str) -> Self {
        Self(Node::constant(escaped))
    }

    pub(super) const fn copied(&'static self) -> Self {
        Self::constant(self.0.get())
    }

    pub(super) fn from_text(text: &str) -> Self {
        let quoted = serde_json::Value::from(text).to_string();
        let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        Self(Node::from(String::from(inner)))
    }

    /// The escaped form.
    pub const fn escaped(&self) -> &str {
        self.0.get()
    }

    /// The text itself.
    pub fn text(&self) -> Cow<'_, str> {
        if !self.0.contains('\\') {
            return Cow::Borrowed(self.0.get());
        }
        match serde_json::from_str(&format!("\"{}\"", self.escaped())) {
            Ok(text) => Cow::Owned(text),
            Err(_) => Cow::Borrowed(self.0.get()),
        }
    }
}
