//! The arrows of the code are those of the map.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::rooms::{self, Arrows};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A crate as the map describes it: its `src`, and what each room in it uses, in the
/// map's order.
struct Described {
    src: String,
    rooms: Vec<(String, BTreeSet<String>)>,
}

/// The block of `ARCHITECTURE.md` under "Arrows".
fn map() -> Vec<Described> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, behind) = text
        .split_once("\n## Arrows\n")
        .expect("a section on arrows");
    let block = behind.split("```").nth(1).expect("a block of arrows");
    let mut crates: Vec<Described> = Vec::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        let Some(room) = line.strip_prefix("  ") else {
            let (src, rooms) = (line.trim().to_owned(), Vec::new());
            crates.push(Described { src, rooms });
            continue;
        };
        let (name, uses) = room.split_once('→').unwrap_or((room, ""));
        let uses = uses.split_whitespace().map(str::to_owned).collect();
        let last = crates.last_mut().expect("a crate above its rooms");
        last.rooms.push((name.trim().to_owned(), uses));
    }
    crates
}

#[test]
fn the_map_shows_the_arrows_that_the_code_has() {
    let crates = map();
    assert!(crates.len() >= 3, "the map has its crates");
    for described in crates {
        let found = rooms::between_rooms(&root().join(&described.src));
        let shown: Arrows = described.rooms.into_iter().collect();
        assert_eq!(
            shown, found,
            "{}: the map on the left, the code on the right",
            described.src
        );
    }
}

#[test]
fn arrows_point_to_what_stands_above_on_the_map() {
    for described in map() {
        let mut above = BTreeSet::new();
        for (room, uses) in described.rooms {
            let wrong: Vec<_> = uses.difference(&above).collect();
            assert!(
                wrong.is_empty(),
                "{}{room} uses {wrong:?}, which stand below it",
                described.src
            );
            above.insert(room);
        }
    }
}

/// Files of one idea that is a recursion. There are no other circles.
const RECURSIONS: &[(&str, &[&str])] = &[
    (
        "a type is described by types",
        &[
            "schema/constraint.rs",
            "schema/enumeration.rs",
            "schema/escaped.rs",
            "schema/field.rs",
            "schema/flags.rs",
            "schema/index.rs",
            "schema/literal.rs",
            "schema/node.rs",
            "schema/older.rs",
            "schema/ranged.rs",
            "schema/reserved.rs",
            "schema/structure.rs",
            "schema/subsection.rs",
            "schema/summary/numbers.rs",
            "schema/summary.rs",
            "schema/texts.rs",
            "schema/ty.rs",
            "schema/variant.rs",
        ],
    ),
    (
        "a codec is called with a cursor, which calls the codecs of parts",
        &[
            "codec/blank.rs",
            "codec/checks.rs",
            "codec/contract.rs",
            "codec/decoder.rs",
            "codec/elements.rs",
            "codec/emitted.rs",
            "codec/lengths.rs",
            "codec/loading.rs",
            "codec/place.rs",
            "codec/run.rs",
            "codec/skip.rs",
            "codec/stack.rs",
            "codec/subsections.rs",
        ],
    ),
    (
        "the parts of a value are values",
        &[
            "value/constraints.rs",
            "value/cursor.rs",
            "value/head.rs",
            "value/input.rs",
            "value/parts.rs",
            "value/present.rs",
            "value/tree.rs",
            "value/walk.rs",
        ],
    ),
    (
        "JSON of a value has JSON of its parts",
        &[
            "value/from_json/items.rs",
            "value/from_json/members.rs",
            "value/from_json/part.rs",
            "value/from_json/variants.rs",
        ],
    ),
    (
        "a step has steps for the parts of what it converts",
        &["resolve/plan/parts.rs", "resolve/plan/step.rs"],
    ),
    (
        "what makes a step shorter makes those in it shorter",
        &[
            "resolve/plan/compact.rs",
            "resolve/plan/known_subsections.rs",
            "resolve/plan/located.rs",
        ],
    ),
    (
        "what runs a step runs those in it",
        &[
            "resolve/plan/run/mod.rs",
            "resolve/plan/run/sequence.rs",
            "resolve/plan/run/structure.rs",
        ],
    ),
    (
        "what makes a value makes those in it",
        &[
            "resolve/witness/keys.rs",
            "resolve/witness/make.rs",
            "resolve/witness/parts.rs",
            "resolve/witness/texts.rs",
            "resolve/witness/variety.rs",
        ],
    ),
    (
        "a reader lends itself to the event that it found",
        &["stream/event.rs", "stream/reader/mod.rs"],
    ),
];

#[test]
fn files_of_the_derive_use_each_other_in_no_circle() {
    let files = rooms::between_files(&root().join("macros/src"));
    let circles = rooms::circles(&files);
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn files_of_the_runtime_use_each_other_in_recursions_only() {
    let files = rooms::between_files(&root().join("runtime/src"));
    let found: BTreeSet<_> = rooms::circles(&files).into_iter().collect();
    let known = RECURSIONS
        .iter()
        .map(|(_, files)| files.iter().map(PathBuf::from).collect());
    let known: BTreeSet<Vec<PathBuf>> = known.collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(
        new.is_empty(),
        "files that use each other in a circle: {new:#?}"
    );
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "no longer circles, or other ones: {gone:#?}"
    );
}
