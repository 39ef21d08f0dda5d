//! A device that has another name in a later release, and the old one as an alias.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::{Device, to_vec};

use super::check::Folder;
use super::streams::Builder;
use super::tool::{Run, run};

mod old {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "uart")]
    pub(super) struct Uart {
        pub(super) level: u8,
        pub(super) pin: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "tpm")]
    pub(super) struct Tpm {
        pub(super) seed: u32,
    }
}

/// Both devices have a secret that the release before did not mark.
mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "serial", alias = "uart")]
    pub(super) struct Uart {
        pub(super) level: u16,
        #[migratable(sensitive)]
        pub(super) pin: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "tpm")]
    pub(super) struct Tpm {
        #[migratable(sensitive)]
        pub(super) seed: u32,
    }
}

const PLACES: [(&str, u32, u32); 2] = [("com1", 0, 0), ("tpm", 0, 1)];

fn stream(schemas: [&str; 2], states: [Vec<u8>; 2]) -> Vec<u8> {
    let [first, second] = states;
    Builder::new(&schemas, &PLACES)
        .section(0, &first)
        .section(1, &second)
        .finish()
}

fn old_stream() -> Vec<u8> {
    let uart = to_vec(&old::Uart {
        level: 7,
        pin: 4711,
    })
    .unwrap();
    let tpm = to_vec(&old::Tpm { seed: 815 }).unwrap();
    let schemas = [old::Uart::SCHEMA_JSON, old::Tpm::SCHEMA_JSON];
    stream(schemas, [uart, tpm])
}

fn new_stream() -> Vec<u8> {
    let uart = to_vec(&new::Uart {
        level: 8,
        pin: 1234,
    })
    .unwrap();
    let tpm = to_vec(&new::Tpm { seed: 999 }).unwrap();
    let schemas = [new::Uart::SCHEMA_JSON, new::Tpm::SCHEMA_JSON];
    stream(schemas, [uart, tpm])
}

fn write(folder: &Folder, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.0.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn tool(words: &[&str], paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.as_os_str());
    run(words.iter().map(|word| word.as_ref()).chain(paths))
}

fn releases(name: &str) -> (Folder, Folder) {
    (
        Folder::new(&format!("renamed-{name}-old"))
            .with::<old::Uart>()
            .with::<old::Tpm>(),
        Folder::new(&format!("renamed-{name}-new"))
            .with::<new::Uart>()
            .with::<new::Tpm>(),
    )
}

#[test]
fn releases_are_compared_by_aliases() {
    let (old, new) = releases("check");
    for (mode, status) in [("backward", 0), ("forward", 100)] {
        let checked = tool(&["check", "--verbose", "--mode", mode], &[&old.0, &new.0]);
        assert_eq!(checked.status, Some(status), "{mode}: {checked:?}");
        assert!(checked.stdout.contains("[device-aliased]"), "{checked:?}");
        for rule in ["device-added", "device-removed", "device-renamed"] {
            assert!(!checked.stdout.contains(rule), "{rule}: {checked:?}");
        }
        // Only the number became wider.
        let narrows = checked.stdout.contains("[number-narrowed]");
        assert_eq!(narrows, mode == "forward", "{checked:?}");
    }
    let matrix = tool(&["matrix"], &[&old.0, &new.0]);
    let says = "1 compatible, 1 conditional, 0 incompatible";
    assert!(matrix.stdout.contains(says), "{matrix:?}");
}

#[test]
fn streams_are_tried_and_converted_by_aliases() {
    let (old, new) = releases("streams");
    let [one, two] = [old_stream(), new_stream()];
    let [one, two] = [("one", one), ("two", two)].map(|(name, bytes)| write(&new, name, &bytes));
    let schemas = Folder::new("renamed-schemas")
        .with::<new::Uart>()
        .with::<new::Tpm>();
    for (stream, release) in [(&one, &schemas), (&two, &old)] {
        let checked = tool(&["check"], &[stream, &release.0]);
        assert_eq!(checked.status, Some(0), "{checked:?}");
        let out = new.0.join("out.mig");
        let words = ["convert", "--to", release.path()];
        let converted = tool(&words, &[stream, Path::new("-o"), &out]);
        assert_eq!(converted.status, Some(0), "{converted:?}");
        let shown = tool(&["inspect", "--path", "com1"], &[&out]);
        assert!(shown.stdout.contains("level"), "{shown:?}");
        fs::remove_file(&out).unwrap();
    }
}

/// What either release marks is hidden in both streams, in each of their devices.
#[test]
fn streams_are_diffed_by_aliases_and_show_no_secrets() {
    let folder = Folder::new("renamed-diff");
    let one = write(&folder, "one", &old_stream());
    let two = write(&folder, "two", &new_stream());
    for paths in [[&one, &two], [&two, &one]] {
        for format in ["text", "json", "html"] {
            let differ = tool(&["diff", "--format", format], &[paths[0], paths[1]]);
            assert!(!differ.stdout.contains("another device"), "{differ:?}");
            for secret in ["4711", "1234", "815", "999"] {
                assert!(!differ.stdout.contains(secret), "{format} {secret}");
            }
        }
        let differ = tool(&["diff"], &[paths[0], paths[1]]);
        assert!(
            differ.stdout.contains("3 differences in 2 devices"),
            "{differ:?}"
        );
    }
}
