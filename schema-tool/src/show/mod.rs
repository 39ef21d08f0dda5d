//! How a stream is shown: a file for each form.

mod hex;
mod html;
mod json;
mod layout;
mod metadata;
mod nodes;
mod numbers;
mod table;
mod tree;
mod verdicts;

use std::io;

use migratable::stream::Prologue;

pub(crate) use hex::Hex;
pub(crate) use html::Html;
pub(crate) use json::{Json, write_json, write_json_at};
pub(crate) use numbers::{byte_count, count, share};
pub(crate) use table::{Column, table};
pub(crate) use tree::{Line, Options, Said, Tree, is_inline};
pub(crate) use verdicts::{qemu_verdict, verdict};

use crate::stream::{Contents, Section};

/// A form in which a stream is shown, as it comes.
pub(crate) trait View {
    /// What is known before the first section.
    fn begin(&mut self, name: &str, prologue: &Prologue) -> io::Result<()>;

    /// The state of an instance.
    fn section(&mut self, section: &Section<'_>) -> io::Result<()>;

    /// What is known behind the last section.
    fn end(&mut self, contents: &Contents) -> io::Result<()>;
}
