//! Machines that were saved once stay loadable.
//!
//! `tests/golden/mini-vm/<release>` at the root of the workspace has streams that were written by
//! the code of their time, each with what the guest in it printed when it went on, and the schemas
//! of the latest. A stream is never changed nor removed, once the format is released; until then,
//! they are written anew where that changes. Release 1's counts its epochs, as its code did:
//! `schema-tool set … clint#0.mtime_offset=0 clint#0.epoch=1`.
//!
//! When the schema of a device changes, [`every_schema_has_a_stream`] fails. If the change is meant,
//! add streams of the new schemas, and commit them together with it:
//!
//! ```sh
//! cargo test -p mini-vm --test golden -- --ignored add_streams
//! ```

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{LIMIT, Log, WORKLOAD};
use migratable::schema::{Fingerprint, Schema};
use migratable::stream::{Limits, StreamReader};
use mini_vm::console::Console;
use mini_vm::devices::Watchdog;
use mini_vm::guest::Workload;
use mini_vm::release::Release;
use mini_vm::stream;
use mini_vm::vm::{Stop, Vm};

/// What is saved of each release: a name, the instructions after which it is, whether the guest uses
/// the timer that release 1 does not have, and what a watchdog is set to, if there is one.
type Moment = (&'static str, u64, bool, Option<u32>);

const MOMENTS: [(Release, &[Moment]); 2] = [
    (
        Release::V1,
        &[("boot", 1_000, false, None), ("work", 700_000, false, None)],
    ),
    (
        Release::V2,
        &[
            ("work", 700_000, false, None),
            ("reload", 900_000, true, None),
            ("watchdog", 800_000, false, Some(u32::MAX)),
        ],
    ),
];

fn directory(release: Release) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/mini-vm");
    root.join(release.to_string())
}

fn streams(release: Release) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory(release)) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut streams: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "mig"))
        .collect();
    streams.sort();
    streams
}

/// Loads a stream with the devices of `release`; what the guest prints from there on.
fn go_on(path: &Path, release: Release) -> Vec<u8> {
    let log = Log::default();
    let restored = stream::restore(path, release, Console::new(log.clone()));
    let mut vm = restored.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(vm.run(LIMIT).unwrap(), Stop::PoweredOff { code: 0 });
    log.bytes()
}

#[test]
fn every_stream_is_loaded_by_its_own_and_the_current_release() {
    let mut count = 0;
    for (release, moments) in MOMENTS {
        for path in streams(release) {
            let expected = fs::read(path.with_extension("log")).unwrap();
            for reader in BTreeSet::from([release, Release::default()]) {
                let log = go_on(&path, reader);
                let names = format!("{} as {reader}", path.display());
                assert_eq!(
                    String::from_utf8_lossy(&log),
                    String::from_utf8_lossy(&expected),
                    "{names}"
                );
            }
            count += 1;
        }
        assert!(streams(release).len() >= moments.len());
    }
    assert!(count >= 5);
}

/// Devices whose schema no stream of `release` has.
fn without_stream(release: Release) -> Vec<String> {
    let mut known: BTreeSet<Fingerprint> = BTreeSet::new();
    for path in streams(release) {
        let stream = fs::read(path).unwrap();
        let reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
        let schemas = reader.prologue().schema_texts();
        known.extend(schemas.map(|json| Schema::from_json(json).unwrap().fingerprint()));
    }
    let schemas = release.schemas().unwrap();
    let schemas = schemas.iter().map(|json| Schema::from_json(json).unwrap());
    let unknown = schemas.filter(|schema| !known.contains(&schema.fingerprint()));
    unknown.map(|schema| schema.device().to_owned()).collect()
}

#[test]
fn every_schema_has_a_stream() {
    for (release, _) in MOMENTS {
        let missing = without_stream(release);
        assert!(
            missing.is_empty(),
            "the schemas of {missing:?} in {release} are in no golden stream: either they changed \
             by mistake, or streams are to be added, as the head of this file says"
        );
    }
}

#[test]
#[ignore = "writes to tests/golden"]
fn add_streams() {
    for (release, moments) in MOMENTS {
        if without_stream(release).is_empty() {
            continue;
        }
        let directory = directory(release);
        fs::create_dir_all(directory.join("schemas")).unwrap();
        for (name, after, reload_timer, watchdog) in moments {
            let mut paths = (1..).map(|number| directory.join(format!("{number}-{name}.mig")));
            let path = paths.find(|path| !path.exists()).unwrap();
            let workload = Workload {
                reload_timer: *reload_timer,
                ..WORKLOAD
            };
            let mut vm = Vm::new(Console::new(Log::default()), workload).unwrap();
            if let Some(ticks) = *watchdog {
                vm.bus.watchdog.insert(Watchdog::default()).set(0, ticks);
            }
            assert_eq!(vm.run(*after).unwrap(), Stop::InstructionLimit);
            stream::save(&mut vm, release, &path).unwrap();
            fs::write(path.with_extension("log"), go_on(&path, release)).unwrap();
        }
        for json in release.schemas().unwrap() {
            let device = Schema::from_json(&json).unwrap().device().to_owned();
            fs::write(
                directory
                    .join("schemas")
                    .join(device)
                    .with_extension("json"),
                json,
            )
            .unwrap();
        }
    }
}
