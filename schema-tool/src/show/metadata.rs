//! What whoever wrote a stream says of it.

use migratable::stream::Prologue;

use super::count;
use crate::text;

/// Keys and values as they may be shown.
pub(super) fn shown(prologue: &Prologue) -> impl Iterator<Item = (String, String)> {
    prologue.metadata.iter().map(|metadata| {
        let value = match metadata.text() {
            Some(value) => text::plain(value),
            None => count(metadata.value.len() as u64, "byte"),
        };
        (text::plain(&metadata.key), value)
    })
}
