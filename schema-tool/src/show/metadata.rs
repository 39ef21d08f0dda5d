//! What whoever wrote a stream says of it, and of the bulk items in it.

use migratable::stream::Prologue;

use super::count;
use crate::text;

/// Keys and values as they may be shown.
pub(super) fn shown(prologue: &Prologue) -> impl Iterator<Item = (String, String)> {
    let items = prologue.items.iter().map(|item| {
        let what = format!("{}, {}", count(item.len, "byte"), item.content);
        (format!("bulk item {}", text::plain(&item.name)), what)
    });
    let metadata = prologue.metadata.iter().map(|metadata| {
        let value = match metadata.text() {
            Some(value) => text::plain(value),
            None => count(metadata.value.len() as u64, "byte"),
        };
        (text::plain(&metadata.key), value)
    });
    metadata.chain(items)
}
