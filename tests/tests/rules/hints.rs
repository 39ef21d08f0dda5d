//! What a finding advises can be done: by the release that is not out yet.

use std::collections::BTreeSet;

use migratable::resolve::{RULES, Verdict, resolve};
use migratable::schema::Schema;

/// Of the two builds, a hint is for the one whose side it is on. It speaks of no other: that
/// one is released.
#[test]
fn no_hint_is_for_the_other_build() {
    for rule in RULES {
        for hint in [rule.hint, rule.writer_hint] {
            for side in ["writer", "reader"] {
                assert!(!hint.contains(side), "{}: {hint}", rule.id);
            }
        }
    }
}

/// A difference that hinders loading is mended in another way by the build that reads than by
/// the one that writes. In which rules it is the same, is listed.
#[test]
fn both_sides_have_a_hint_of_their_own() {
    const SAME: &[&str] = &[
        // Rules of two releases, and not of the one that reads.
        "device-added",
        "device-removed",
        "device-renamed",
        "nothing-compared",
        // Of two machines that run, whose operator can mend either.
        "configuration-differs",
        "configuration-not-allowed",
        "bulk-length-differs",
        "bulk-missing",
        "bulk-base-differs",
        "bulk-external",
        "device-changed",
        "taken-over-in-part",
        // Either has the alias.
        "alias-ambiguous",
        "too-many-differences",
    ];
    let hinders = RULES.iter().filter(|r| r.verdict != Verdict::Compatible);
    let same = hinders.filter(|rule| rule.hint == rule.writer_hint);
    let same: BTreeSet<&str> = same.map(|rule| rule.id).collect();
    assert_eq!(same, SAME.iter().copied().collect());
}
/// A device that was `old` and is `new`: what is said of the fields that are gone.
macro_rules! gone {
    ({ $($old:tt)* } { $($new:tt)* }) => {{
        mod old {
            #[derive(migratable::Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct Dev { $($old)* }
        }
        mod new {
            #[derive(migratable::Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct Dev { $($new)* }
        }
        said([old::Dev::SCHEMA, new::Dev::SCHEMA])
    }};
}

/// The names that findings suggest an alias of, in both directions.
fn said([old, new]: [&Schema; 2]) -> [Vec<String>; 2] {
    [(old, new), (new, old)].map(|(writer, reader)| {
        let resolution = resolve(writer, reader);
        let findings = resolution.findings().iter();
        let suggested = findings.filter_map(|finding| {
            let (_, rest) = finding.message.split_once("; if that is `")?;
            let (name, rest) = rest.split_once('`')?;
            assert!(rest.contains("as an `alias`"), "{}", finding.message);
            Some(format!("{} {name}", finding.path))
        });
        suggested.collect()
    })
}

#[test]
fn a_field_that_may_have_another_name_is_named_once() {
    use migratable::Device as _;

    let none: [Vec<String>; 2] = [vec![], vec![]];
    let both = |old: &str, new: &str| [vec![format!("{old} {new}")], vec![format!("{new} {old}")]];
    assert_eq!(
        gone!({ a: u8, fifo: u32 } { a: u8, queue: u32 }),
        both("fifo", "queue")
    );
    assert_eq!(
        gone!({ a: u8, b: [u16; 4], c: u64 } { d: [u16; 4], e: i64, a: u8 }),
        both("b", "d")
    );
    // With a default, it is a condition; without, no way.
    assert_eq!(
        gone!({ a: u8, #[migratable(default = 3)] fifo: u32 } { a: u8, queue: u32 }),
        both("fifo", "queue")
    );
    // Which of two, nobody knows; nor is there anything to mend where nothing is lost.
    assert_eq!(gone!({ a: u32, b: u32 } { c: u32, d: u32 }), none);
    assert_eq!(gone!({ a: u32 } { c: u32, d: u32 }), none);
    assert_eq!(gone!({ a: u32 } { c: u64 }), none);
    assert_eq!(
        gone!({ a: u32 } { #[migratable(alias = "a")] c: u32 }),
        none
    );
    assert_eq!(
        gone!({ #[migratable(ignorable)] a: u32 } { #[migratable(default, ignorable)] c: u32 }),
        none
    );
}
