//! Streams that have no state of a device, as it was not needed: every command says so, and
//! none takes it for damage.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::{Device, to_vec};
use serde_json::Value;

use super::check::Folder;
use super::streams::Builder;
use super::tool::{Run, run};

mod card {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "card", needed = |card: &Self| card.sectors != 0)]
    pub(super) struct Card {
        pub(super) sectors: u32,
    }
}

/// A release that sends it always.
mod always {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "card")]
    pub(super) struct Card {
        sectors: u32,
    }
}

/// One whose state is another.
mod other {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "card", needed = |card: &Self| !card.sectors.is_empty())]
    pub(super) struct Card {
        sectors: String,
    }
}

mod host {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "host")]
    pub(super) struct Host {
        pub(super) irq: u8,
    }
}

use card::Card;
use host::Host;

/// A host and two cards, those of these ids with state.
fn stream(cards: &[u32]) -> Vec<u8> {
    let schemas = [Host::SCHEMA_JSON, Card::SCHEMA_JSON];
    let instances = [("host", 0, 0), ("card", 0, 1), ("card", 1, 1)];
    let host = to_vec(&Host { irq: 7 }).unwrap();
    let mut builder = Builder::new(&schemas, &instances).section(0, &host);
    for id in cards {
        let card = to_vec(&Card { sectors: 80 + id }).unwrap();
        builder = builder.section(id + 1, &card);
    }
    builder.finish()
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

#[test]
fn each_form_of_inspect_says_it() {
    let folder = Folder::new("needed-inspect");
    let save = write(&folder, "save", &stream(&[0]));
    for format in ["tree", "hex", "json", "html"] {
        let shown = tool(&["inspect", "--format", format], &[&save]);
        assert_eq!(shown.status, Some(0), "{format}: {shown:?}");
        let says = match format {
            "json" => "\"absent\": [\n    {\"path\": \"card\", \"instance_id\": 1}",
            "hex" => "card#1  not needed, without state",
            "html" => "\"absent\":[\"card#1\"]",
            _ => "not needed, without state: card#1",
        };
        if format == "json" {
            let json: Value = serde_json::from_str(&shown.stdout).unwrap();
            let absent = serde_json::json!([{"path": "card", "instance_id": 1}]);
            assert_eq!(json["absent"], absent);
        } else {
            assert!(shown.stdout.contains(says), "{format}: {}", shown.stdout);
        }
    }
    let asked = tool(&["inspect", "--path", "card#1.sectors"], &[&save]);
    assert_eq!((asked.status, &*asked.stdout), (Some(0), ""), "{asked:?}");
    let says = "device card#1 was not needed when this was saved: there is no state of it";
    assert!(asked.stderr.contains(says), "{asked:?}");
    // Of a stream that has all, nothing is said.
    let all = write(&folder, "all", &stream(&[0, 1]));
    for format in ["tree", "hex", "json"] {
        let shown = tool(&["inspect", "--format", format], &[&all]);
        assert!(!shown.stdout.contains("absent"), "{}", shown.stdout);
        assert!(!shown.stdout.contains("not needed"), "{}", shown.stdout);
    }
}

#[test]
fn it_is_verified_and_counted() {
    let folder = Folder::new("needed-verify");
    let save = write(&folder, "save", &stream(&[0]));
    let verified = tool(&["verify"], &[&save]);
    assert_eq!(verified.status, Some(0), "{verified:?}");
    assert!(
        verified.stdout.contains("2 of 3 instances (1 not needed)"),
        "{verified:?}"
    );
    let counted = tool(&["stat"], &[&save]);
    assert_eq!(counted.status, Some(0), "{counted:?}");
    // A host has state.
    let schemas = [Host::SCHEMA_JSON];
    let lacks = Builder::new(&schemas, &[("host", 0, 0)]);
    let lacks = std::panic::catch_unwind(|| lacks.finish());
    assert!(lacks.is_err());
}

#[test]
fn what_one_stream_has_no_state_of_is_only_in_the_other() {
    let folder = Folder::new("needed-diff");
    let (one, both) = (stream(&[0]), stream(&[0, 1]));
    let (one, both) = (write(&folder, "one", &one), write(&folder, "both", &both));
    let same = tool(&["diff"], &[&one, &one]);
    assert_eq!(same.status, Some(0), "{same:?}");
    for paths in [[&one, &both], [&both, &one]] {
        let differ = tool(&["diff"], &[paths[0], paths[1]]);
        let says = format!("only in {}\n  card#1  card", both.display());
        assert!(differ.stdout.contains(&says), "{}", differ.stdout);
    }
}

#[test]
fn it_stays_so_in_each_conversion() {
    let folder = Folder::new("needed-convert");
    let save = write(&folder, "save", &stream(&[0]));
    let o = Path::new("-o");
    let [json, again] = ["lines.json", "again"].map(|name| folder.0.join(name));
    let to_json = tool(&["convert"], &[&save, o, &json]);
    assert_eq!(to_json.status, Some(0), "{to_json:?}");
    let back = tool(&["convert"], &[&json, o, &again]);
    assert_eq!(back.status, Some(0), "{back:?}");
    assert_eq!(fs::read(&again).unwrap(), stream(&[0]));

    let cases: [(Folder, &[u32], &str); 5] = [
        (release::<card::Card>("same"), &[0], ""),
        (
            release::<always::Card>("always"),
            &[0],
            "device card#1: it was not needed when this was saved, and the release does not do \
             without its state",
        ),
        (release::<always::Card>("always-sent"), &[0, 1], ""),
        (release::<other::Card>("other"), &[], ""),
        (
            release::<other::Card>("other-sent"),
            &[0],
            "must not be needed",
        ),
    ];
    for (release, cards, says) in cases {
        let save = write(&folder, "save", &stream(cards));
        let out = release.0.join("out.mig");
        let to = release.path();
        let converted = tool(&["convert", "--to", to], &[&save, o, &out]);
        match says {
            "" => {
                assert_eq!(converted.status, Some(0), "{converted:?}");
                let verified = tool(&["verify"], &[&out]);
                assert_eq!(verified.status, Some(0), "{verified:?}");
            }
            says => {
                assert_ne!(converted.status, Some(0), "{converted:?}");
                assert!(converted.stderr.contains(says), "{converted:?}");
                assert!(!out.exists());
            }
        }
    }
}

/// A release with a host and such a card.
fn release<D: Device>(name: &str) -> Folder {
    Folder::new(&format!("needed-{name}"))
        .with::<Host>()
        .with::<D>()
}

#[test]
fn there_is_nothing_to_set() {
    let folder = Folder::new("needed-set");
    let save = write(&folder, "save", &stream(&[0]));
    let out = folder.0.join("out");
    let set = tool(
        &["set"],
        &[&save, Path::new("card#0.sectors=5"), Path::new("-o"), &out],
    );
    assert_eq!(set.status, Some(0), "{set:?}");
    let verified = tool(&["verify"], &[&out]);
    assert!(verified.stdout.contains("1 not needed"), "{verified:?}");
    fs::remove_file(&out).unwrap();
    let set = tool(
        &["set"],
        &[&save, Path::new("card#1.sectors=5"), Path::new("-o"), &out],
    );
    assert_ne!(set.status, Some(0), "{set:?}");
    let says = "of device card#1: the device was not needed when this was saved: there is no \
                state of it";
    assert!(set.stderr.contains(says), "{set:?}");
    assert!(!out.exists());
}

/// Streams, before a release is to load them.
#[test]
fn check_tries_what_there_is() {
    let folder = Folder::new("needed-check");
    let without = Folder::new("needed-without").with::<Host>();
    let cases: [(&Folder, &[u32], &str); 8] = [
        (&release::<card::Card>("check-same"), &[0], ""),
        (&release::<always::Card>("check-always"), &[0, 1], ""),
        (
            &release::<always::Card>("check-always-absent"),
            &[1],
            "card#0 (card): it was not needed, and the new release does not do without its state",
        ),
        (&release::<other::Card>("check-other"), &[], ""),
        (
            &release::<other::Card>("check-other-sent"),
            &[0],
            "[type-changed]",
        ),
        (&without, &[], ""),
        (&without, &[1], "[device-needed]"),
        (&without, &[0, 1], "[device-needed]"),
    ];
    for (number, (new, cards, says)) in cases.into_iter().enumerate() {
        let save = write(&folder, "save", &stream(cards));
        let checked = tool(&["check"], &[&save, &new.0]);
        let status = if says.is_empty() { 0 } else { 100 };
        assert_eq!(checked.status, Some(status), "{number}: {checked:?}");
        assert!(checked.stdout.contains(says), "{number}: {checked:?}");
        let json = tool(&["check", "--format", "json"], &[&save, &new.0]);
        assert_eq!(json.status, Some(status), "{number}: {json:?}");
    }
}

/// And releases, of which nobody knows what a machine has.
#[test]
fn check_says_of_releases_what_must_hold() {
    let (with, without) = (
        release::<card::Card>("with"),
        Folder::new("needed-less").with::<Host>(),
    );
    let needed = "must not be needed when it is saved: the reader does not have it [device-needed]";
    let unsent = "the writer does not have it: it keeps the state that it has [device-not-sent]";
    let cases = [
        ([&with, &without], "backward", needed, 100),
        ([&with, &without], "forward", unsent, 0),
        ([&without, &with], "backward", unsent, 0),
        ([&without, &with], "forward", needed, 100),
    ];
    for ([old, new], mode, says, status) in cases {
        let checked = tool(&["check", "--verbose", "--mode", mode], &[&old.0, &new.0]);
        assert_eq!(checked.status, Some(status), "{mode}: {checked:?}");
        assert!(checked.stdout.contains(says), "{mode}: {checked:?}");
        assert!(!checked.stdout.contains("device-removed"), "{checked:?}");
        assert!(!checked.stdout.contains("device-added"), "{checked:?}");
    }
    let shown = tool(&["show"], &[&with.0]);
    let says = "saved only if needed: | card : & Self | card.sectors != 0";
    assert!(shown.stdout.contains(says), "{shown:?}");
}
