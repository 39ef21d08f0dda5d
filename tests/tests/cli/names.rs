//! Names of devices as names of files.

use std::fs;
use std::path::Path;

use migratable::{Device, Migratable};

use super::binaries::{MACHINES, record};
use super::tool::{Run, run};

macro_rules! device {
    ($type:ident, $name:literal) => {
        #[derive(Migratable)]
        #[migratable(device = $name)]
        struct $type {
            value: u8,
        }
    };
}

device!(Lower, "uart");
device!(Upper, "UART");
device!(Index, "Index");
device!(Dots, "..");
device!(Hidden, ".uart");
device!(Reserved, "COM1");
device!(ReservedWithDot, "aux.1");
device!(Odd, "-uart_2.0-");

fn export(schemas: &[&str], output: &Path) -> Run {
    let binary = tempfile::NamedTempFile::new().unwrap();
    let records: Vec<u8> = schemas.iter().flat_map(|json| record(json)).collect();
    fs::write(binary.path(), MACHINES[0].object(&records)).unwrap();
    run(["export".as_ref(), binary.path(), "-o".as_ref(), output])
}

#[test]
fn names_that_no_file_should_have_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let output = directory.path().join("schemas");
    for (schemas, reason) in [
        (
            &[Lower::SCHEMA_JSON, Upper::SCHEMA_JSON][..],
            "`UART` and `uart` differ in case only",
        ),
        (
            &[Index::SCHEMA_JSON],
            "`Index` cannot have a file: its name is that of the index",
        ),
        (
            &[Dots::SCHEMA_JSON],
            "`..` cannot have a file: its name begins with a dot",
        ),
        (&[Hidden::SCHEMA_JSON], "begins with a dot"),
        (
            &[Reserved::SCHEMA_JSON],
            "`COM1` cannot have a file: its name is reserved on Windows",
        ),
        (&[ReservedWithDot::SCHEMA_JSON], "reserved on Windows"),
    ] {
        let error = export(schemas, &output).failed();
        assert!(error.contains(reason), "{error}");
        assert!(error.contains("export without `-o`"), "{error}");
        assert!(!output.exists(), "nothing was written");
    }
}

#[test]
fn other_odd_names_are_files() {
    let directory = tempfile::tempdir().unwrap();
    export(&[Odd::SCHEMA_JSON], directory.path()).fine();
    assert!(directory.path().join("-uart_2.0-.json").is_file());
}

/// What an earlier export left: it says which file is not a stranger's.
const INDEX: &str = r#"{"format":1,"devices":[{"device":"uart","file":"uart.json"}]}"#;

#[test]
fn files_are_replaced_and_strangers_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("uart.json"), "old").unwrap();
    fs::write(path("index.json"), INDEX).unwrap();
    fs::write(path("gone.json"), "of a device that is gone").unwrap();
    fs::write(path("README.md"), "mine").unwrap();
    let run = export(&[Lower::SCHEMA_JSON], directory.path());
    assert!(run.stderr.contains("gone.json was there before"), "{run:?}");
    assert!(!run.stderr.contains("README"), "{run:?}");
    assert_eq!(run.fine(), "");

    let text = fs::read_to_string(path("uart.json")).unwrap();
    assert!(migratable::schema::Schema::from_json(&text).is_ok());
    let mut names: Vec<_> = fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["README.md", "gone.json", "index.json", "uart.json"]);
}

#[test]
fn a_directory_that_cannot_be() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = export(&[Lower::SCHEMA_JSON], file.path()).failed();
    assert!(error.contains("cannot write it"), "{error}");

    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("uart.json")).unwrap();
    let index = directory.path().join("index.json");
    fs::write(&index, INDEX).unwrap();
    let error = export(&[Lower::SCHEMA_JSON], directory.path()).failed();
    assert!(error.contains("uart.json: cannot write it"), "{error}");
    assert_eq!(
        fs::read_to_string(index).unwrap(),
        INDEX,
        "the index is written last"
    );
}

#[cfg(unix)]
#[test]
fn everybody_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    export(&[Lower::SCHEMA_JSON], directory.path()).fine();
    let made = directory.path().join("plain");
    fs::write(&made, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&directory.path().join("uart.json")), mode(&made));
}
