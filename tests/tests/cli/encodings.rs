//! Schemas in the encodings that editors and shells make of them.

use std::fs;

use super::tool::run;

const SCHEMA: &str = "{\"format\":1,\"device\":\"a\",\"version\":1,\"oldest\":1,\
    \"fingerprint\":\"a72c63d4b73295ee4560c303a118f94b\",\"type\":{\"ref\":\"D\"},\
    \"types\":{\"D\":{\"fields\":[{\"name\":\"n\",\"type\":\"u32\"}]}}}";

/// Compares a file, and a directory that has it, with itself.
#[track_caller]
fn check(content: &[u8], says: Result<(), &str>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    fs::write(&file, content).unwrap();
    for path in [file.as_path(), folder.path()] {
        let run = run([std::ffi::OsStr::new("check"), path.as_ref(), path.as_ref()]);
        match says {
            Ok(()) => assert_eq!(run.status, Some(0), "{run:?}"),
            Err(says) => {
                assert_eq!(run.status, Some(1), "{run:?}");
                assert!(run.stderr.contains(says), "{run:?}");
            }
        }
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    check(SCHEMA.as_bytes(), Ok(()));
    check(format!("\u{feff}{SCHEMA}").as_bytes(), Ok(()));
    check(format!("\u{feff}\n[{SCHEMA}]").as_bytes(), Ok(()));
}

#[test]
fn other_encodings_are_named() {
    for text in [SCHEMA.to_owned(), format!("\u{feff}{SCHEMA}")] {
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, Err("it is UTF-16, not UTF-8"));
        check(&big, Err("it is UTF-16, not UTF-8"));
    }
    check(b"{\"device\":\"\xff\"}", Err("not UTF-8"));
}

/// A list of schemas is no way around what a single one may not have.
#[test]
fn doubled_keys_in_a_list_are_seen() {
    let doubled = SCHEMA.replace("\"u32\"", "{\"option\":\"u8\",\"option\":\"u32\"}");
    check(doubled.as_bytes(), Err("duplicate key `option`"));
    check(
        format!("[{doubled}]").as_bytes(),
        Err("duplicate key `option`"),
    );
}
