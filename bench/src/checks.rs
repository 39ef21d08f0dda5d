//! What the corpora are said to be, checked before anything is counted.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use migratable::schema::Schema;
use migratable::stream::{Event, Limits, StreamReader};

use crate::peers::{self, Peer};

/// Checks the corpora.
///
/// # Errors
///
/// If one is something else, or what mini-vm saved cannot be read.
pub(crate) fn check() -> io::Result<()> {
    varint_mode_writes_what_postcard_does()?;
    corpora_of_mini_vm_are_what_it_saved()
}

fn bytes<'a>(peer: &'a Peer, corpus: &str) -> Vec<&'a [u8]> {
    let mut subjects = peer.subjects.iter();
    let found = subjects.find(|(name, _)| *name == corpus);
    found.map_or(Vec::new(), |(_, subject)| subject.bytes())
}

fn is_equal(corpus: &str, ours: &[&[u8]], other: &[&[u8]], whose: &str) -> io::Result<()> {
    if ours == other {
        return Ok(());
    }
    let message = format!("{corpus}: we do not write the bytes that {whose}");
    Err(io::Error::other(message))
}

fn varint_mode_writes_what_postcard_does() -> io::Result<()> {
    let (ours, postcard) = (peers::ours_varint(), peers::postcard());
    ours.subjects.iter().try_for_each(|(corpus, subject)| {
        let other = bytes(&postcard, corpus);
        is_equal(corpus, &subject.bytes(), &other, "postcard writes")
    })
}

fn corpora_of_mini_vm_are_what_it_saved() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/mini-vm");
    let file = BufReader::new(File::open(root.join("v2/1-work.mig"))?);
    let mut reader = StreamReader::new(file, Limits::default()).map_err(io::Error::other)?;
    let schemas: Vec<String> = reader
        .prologue()
        .schema_texts()
        .map(str::to_owned)
        .collect();
    let ours = peers::ours();
    let mut found = Vec::new();
    while let Some(event) = reader.next_frame().map_err(io::Error::other)? {
        let Event::Section(section) = event else {
            continue;
        };
        let schema = Schema::from_json(&schemas[section.instance.schema as usize]);
        let schema = schema.map_err(io::Error::other)?;
        let corpus = format!("mini-vm {}", schema.device());
        let own = bytes(&ours, &corpus);
        if !own.is_empty() {
            is_equal(&corpus, &own, &[section.payload()], "mini-vm wrote")?;
            found.push(corpus);
        }
    }
    found.sort();
    match found == ["mini-vm hart", "mini-vm plic", "mini-vm virtio-blk"] {
        true => Ok(()),
        false => Err(io::Error::other(format!("mini-vm saved only {found:?}"))),
    }
}
