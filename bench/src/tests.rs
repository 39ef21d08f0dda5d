//! What the corpora are said to be.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use migratable::schema::Schema;
use migratable::stream::{Event, Limits, StreamReader};

use crate::peers::{self, Peer};

fn bytes<'a>(peer: &'a Peer, corpus: &str) -> Vec<&'a [u8]> {
    let (_, subject) = (peer.subjects.iter())
        .find(|(name, _)| *name == corpus)
        .expect("a corpus");
    subject.bytes()
}

#[test]
fn varint_mode_writes_what_postcard_does() {
    let (ours, postcard) = (peers::ours_varint(), peers::postcard());
    for (corpus, subject) in &ours.subjects {
        assert!(subject.bytes() == bytes(&postcard, corpus), "{corpus}");
    }
}

#[test]
fn corpora_of_mini_vm_are_what_it_saved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/mini-vm");
    let file = BufReader::new(File::open(root.join("v2/1-work.mig")).unwrap());
    let mut reader = StreamReader::new(file, Limits::default()).unwrap();
    let schemas: Vec<String> = reader
        .prologue()
        .schema_texts()
        .map(str::to_owned)
        .collect();
    let ours = peers::ours();
    let mut found = Vec::new();
    while let Some(event) = reader.next_frame().unwrap() {
        let Event::Section(section) = event else {
            continue;
        };
        let schema = &schemas[section.instance.schema as usize];
        let corpus = format!("mini-vm {}", Schema::from_json(schema).unwrap().device());
        if ours.subjects.iter().any(|(name, _)| *name == corpus) {
            assert_eq!([section.payload()], *bytes(&ours, &corpus), "{corpus}");
            found.push(corpus);
        }
    }
    found.sort();
    assert_eq!(
        found,
        ["mini-vm hart", "mini-vm plic", "mini-vm virtio-blk"]
    );
}
