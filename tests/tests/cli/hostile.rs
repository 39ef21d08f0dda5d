//! `export` on files that are damaged, or made to harm.

use std::fs;
use std::path::Path;

use migratable::schema::record::MAGIC;
use migratable::stream;

use super::binaries::{MACHINES, archive, image, record, universal};
use super::tool::run;

/// Exports from a file of this content, which must fail.
#[track_caller]
fn error(content: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("binary");
    fs::write(&path, content).unwrap();
    run(["export".as_ref(), &*path]).failed()
}

#[track_caller]
fn says(error: &str, text: &str) {
    assert!(error.contains(text), "{text:?} is not in: {error}");
}

#[test]
fn what_is_no_binary_is_named() {
    says(&error(b""), "it is empty");
    says(&error(b"\x01\x02"), "begins with 01 02");
    says(&error(&[7; 4096]), "begins with 07 07");
    says(&error(b"just some text"), "not a binary but text");
    says(&error(b"#!/bin/sh\n"), "a script");
    // These are read as what they seem to be.
    says(&error(b"{\"format\":1}"), "binary: it is not a schema");
    says(
        &error(b"[{\"format\":1}]"),
        "binary: entry 0 of the list is not a schema",
    );
    says(&error(&stream::MAGIC), "inside its preamble");
}

#[test]
fn what_is_no_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let error = |path: &Path| run(["export".as_ref(), path]).failed();
    says(&error(directory.path()), "there are no schemas in it");
    says(&error(&directory.path().join("none")), "No such file");
    #[cfg(unix)]
    says(
        &error(Path::new("/dev/zero")),
        "it is longer than any such file is",
    );
}

#[test]
fn names_of_files_do_not_act_on_the_terminal() {
    let error = run(["export", "none\x1b[31m\u{202e}"]).failed();
    says(&error, r"none\u{1b}[31m\u{202e}");
}

#[test]
fn records_that_are_not_whole() {
    let object = |content: &[u8]| MACHINES[0].object(content);
    let whole = record("{}");
    says(
        &error(&object(&whole[..10])),
        "does not begin with the magic",
    );
    says(&error(&object(&whole[..18])), "ends within the length");
    says(&error(&object(&whole[..21])), "ends within the schema");
    says(
        &error(&object(&[&MAGIC[..], &[0xff; 4]].concat())),
        "longer than 16 MiB",
    );
    says(
        &error(&object(&[&whole[..], b"junk"].concat())),
        "at byte 22",
    );
    says(
        &error(&object(&record("\u{1b}{"))),
        "a schema record is not a schema",
    );
    says(
        &error(&object(b"not even a record")),
        "section `migratable`",
    );
}

/// A section that is compressed is no damage.
#[test]
fn compressed_sections_are_named() {
    // Kind (zlib), four bytes that mean nothing, length, alignment.
    let header = [
        &[1, 0, 0, 0, 0, 0, 0, 0][..],
        &[200, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ];
    let content = [&header.concat()[..], b"\x78\x9c..."].concat();
    let error = error(&MACHINES[0].compressed(&content));
    says(&error, "section `migratable` is compressed");
}

#[test]
fn a_schema_that_is_none() {
    let deep = "[".repeat(100_000);
    for json in [
        "",
        "null",
        "[]",
        "{\"format\":2}",
        "{\"device\":\"\\u001b[31m\"}",
        &deep,
    ] {
        let error = error(&MACHINES[0].object(&record(json)));
        says(&error, "not a schema");
        assert!(!error.contains('\x1b') && error.len() < 2000, "{error}");
    }
}

#[test]
fn every_truncation_is_noticed() {
    let whole = MACHINES[0].object(&record("{}"));
    for len in (0..whole.len()).step_by(31) {
        error(&whole[..len]);
    }
}

#[test]
fn lengths_that_lie() {
    let member = MACHINES[0].object(&record("{}"));
    let mut long = archive(&[("a.o", member.clone())]);
    long[8 + 48..8 + 58].copy_from_slice(b"9999999999");
    says(&error(&long), "damaged or incomplete");

    let mut thin = archive(&[("a.o", member.clone())]);
    thin[..8].copy_from_slice(b"!<thin>\n");
    says(&error(&thin), "thin archive");

    let mut many = universal(&[MACHINES[4].object(&[])]);
    many[4..8].copy_from_slice(&[0xff; 4]);
    says(&error(&many), "damaged or incomplete");

    let same = universal(&vec![MACHINES[4].object(&[]); 100]);
    says(&error(&same), "100 machines");

    let nested = (0..9).fold(member, |inner, _| archive(&[("inner.a", inner)]));
    says(&error(&nested), "nest deeper");
}

/// Sections that overlap make much of a small file.
#[test]
fn records_are_not_read_without_end() {
    let zeros = vec![0; 8 << 20];
    let mut object = MACHINES[0].object(&zeros);
    // All other section headers become copies of the one for the records.
    let number = |at: usize, len: usize| {
        object[at..at + len]
            .iter()
            .rev()
            .fold(0_usize, |n, byte| n << 8 | usize::from(*byte))
    };
    let (table, size, count) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2));
    let headers: Vec<Vec<u8>> = (0..count)
        .map(|i| object[table + i * size..][..size].to_vec())
        .collect();
    let records = headers
        .iter()
        .find(|header| header[0x20..0x28] == (8_u64 << 20).to_le_bytes());
    let copies = records.expect("the section is there").repeat(1000);
    object.truncate(table);
    object.extend(headers.concat());
    object.extend(copies);
    let total = u16::try_from(count + 1000).unwrap();
    object[0x3c..0x3e].copy_from_slice(&total.to_le_bytes());
    says(&error(&object), "sections of schema records overlap");
}

/// A universal file all of whose machines have the same content.
fn shared(content: &[u8], machines: usize) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let start = 8 + 20 * machines;
    let mut file = [[0xca, 0xfe, 0xba, 0xbe], number(machines)].concat();
    for _ in 0..machines {
        file.extend([7, 3, start, content.len(), 0].map(number).concat());
    }
    [&file[..], content].concat()
}

/// Files in it do, as well.
#[test]
fn files_in_a_file_are_not_read_without_end() {
    let object = MACHINES[4].object(&[]);
    let mut file = object;
    for depth in 1..=3 {
        file = shared(&file, 64);
        says(&error(&file), "the files in it overlap");
        assert!(file.len() < depth * 10_000);
    }
}

/// Each member can have the same name, which stands once.
#[test]
fn long_names_are_not_repeated() {
    let header = |name: &str, size: usize| {
        format!("{name:16}{:12}{:6}{:6}{:8}{size:<10}`\n", 0, 0, 0, 644).into_bytes()
    };
    let object = MACHINES[0].object(&record("{}"));
    let object = [&object[..], &b"\n"[..object.len() % 2]].concat();
    let with_name = |len: usize| {
        let names = [&b"n".repeat(len)[..], b"/\n"].concat();
        let mut file = [b"!<arch>\n", &header("//", names.len())[..], &names].concat();
        file.extend(b"\n".repeat(len % 2));
        file.extend(
            [&header("/0", object.len())[..], &object]
                .concat()
                .repeat(3),
        );
        file
    };
    says(&error(&with_name(4096)), "not a schema");
    says(
        &error(&with_name(1_000_000)),
        "a member's name has 1000000 bytes",
    );
}

/// Whatever bit is wrong, there is an answer: schemas, or one error.
#[test]
fn no_flipped_bit_confuses_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("binary");
    let wholes = [
        MACHINES[0].object(&record("{}")),
        MACHINES[4].object(&record("{}")),
        image(b""),
    ];
    for whole in wholes {
        for bit in (0..whole.len() * 8).step_by(101) {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &flipped).unwrap();
            run(["export".as_ref(), &*path]).failed();
        }
    }
}
