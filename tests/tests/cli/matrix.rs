//! `matrix`, and `check --transitive`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::check::Folder;
use super::fleets::{Fleet, Rng};
use super::tool::{Run, root, run, tool};

const SMALL: Fleet = Fleet {
    releases: 7,
    devices: 5,
    fields: 4,
    change: 250,
    comes_or_goes: 100,
};

/// A small fleet, of which the seed is printed.
fn small(name: &str, seed: u64) -> Folder {
    println!("seed {seed}");
    let folder = Folder::new(&format!("matrix-{name}-{seed}"));
    SMALL.write(&folder.0, &mut Rng(seed));
    folder
}

fn matrix(releases: &Folder, more: &[&str]) -> Run {
    let arguments = ["matrix", releases.path()];
    run(arguments.iter().chain(more))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What `check` says of the pair, as a symbol.
fn checked(releases: &Folder, writer: usize, reader: usize) -> char {
    let path = |number: usize| releases.0.join(format!("v{}", number + 1));
    let (old, new, mode) = match writer < reader {
        true => (path(writer), path(reader), "backward"),
        false => (path(reader), path(writer), "forward"),
    };
    let mut command = tool();
    command.arg("check").args([&old, &new]);
    let output = command.args(["--mode", mode, "--format", "json"]).output();
    let output = output.expect("the tool runs");
    let report = json(std::str::from_utf8(&output.stdout).expect("UTF-8"));
    match report["verdict"].as_str() {
        Some("compatible") if is_same(&old, &new) => '=',
        Some("compatible") => '+',
        Some("conditional") => '?',
        _ => '-',
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let files = |path: &Path| -> BTreeSet<(String, String)> {
        let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
        let file = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        };
        entries.map(file).collect()
    };
    files(one) == files(other)
}

#[test]
fn each_cell_says_what_check_says() {
    let mut seen = BTreeSet::new();
    for seed in [1, 2, 3] {
        let fleet = small("cells", seed);
        let document = json(&matrix(&fleet, &["--format", "json"]).fine());
        let rows = document["rows"].as_array().unwrap();
        assert_eq!(rows.len(), SMALL.releases);
        for (writer, row) in rows.iter().enumerate() {
            assert_eq!(row["writer"], format!("v{}", writer + 1));
            let readers = row["readers"].as_str().unwrap();
            assert_eq!(readers.len(), SMALL.releases);
            for (reader, symbol) in readers.chars().enumerate() {
                let wanted = checked(&fleet, writer, reader);
                assert_eq!(symbol, wanted, "v{} to v{}", writer + 1, reader + 1);
                seen.insert(symbol);
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<String>(), "+-=?");
}

#[test]
fn shards_put_together_are_the_whole() {
    let fleet = small("shards", 4);
    let whole = matrix(&fleet, &["--format", "json"]).fine();
    let text = matrix(&fleet, &[]).fine();
    for of in [1, 2, 3, 9] {
        let shards = Folder::new(&format!("matrix-shards-of-{of}"));
        let mut arguments = vec!["matrix".to_owned(), "--merge".to_owned()];
        // In any order.
        for number in (1..=of).rev() {
            let shard = format!("--shard={number}/{of}");
            let part = matrix(&fleet, &[&shard, "--format", "json"]).fine();
            let path = shards.0.join(format!("{number}.json"));
            fs::write(&path, part).unwrap();
            arguments.push(path.to_str().unwrap().to_owned());
        }
        assert_eq!(run(&arguments).fine(), text);
        let merged = run(arguments
            .iter()
            .map(String::as_str)
            .chain(["--format", "json"]));
        assert_eq!(merged.fine(), whole);
    }
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let (fleet, other) = (small("parts", 5), small("parts", 6));
    let parts = Folder::new("matrix-parts-of");
    let part = |fleet: &Folder, name: &str, shard: &str| {
        let part = matrix(fleet, &["--format=json", "--shard", shard]).fine();
        let path = parts.0.join(name);
        fs::write(&path, part).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let first = part(&fleet, "first", "1/3");
    let second = part(&fleet, "second", "2/3");
    let last = part(&fleet, "last", "3/3");
    let foreign = part(&other, "foreign", "2/3");
    let broken = parts.0.join("broken");
    fs::write(
        &broken,
        fs::read_to_string(&first)
            .unwrap()
            .replace("\"readers\": \"", "\"readers\": \"="),
    )
    .unwrap();
    let broken = broken.to_str().unwrap().to_owned();
    let schemas = fleet
        .0
        .join("v1/device-0.json")
        .to_str()
        .unwrap()
        .to_owned();
    for (documents, says) in [
        (vec![&first, &last], "the rows 3 to 4 are in no shard"),
        (vec![&second, &last], "the rows 1 to 2 are in no shard"),
        (vec![&first, &second], "the rows 5 to 7 are in no shard"),
        (
            vec![&first, &second, &second, &last],
            "row 3 is in two shards",
        ),
        (
            vec![&first, &foreign, &last],
            "the shards are of different releases",
        ),
        (
            vec![&first, &second, &last, &broken],
            "its rows do not fit its releases",
        ),
        (vec![&schemas], "no matrix"),
    ] {
        let arguments = ["matrix", "--merge"].into_iter();
        let refused = run(arguments.chain(documents.iter().map(|path| path.as_str())));
        let error = refused.failed();
        assert!(error.contains(says), "{says}: {error}");
    }
    for wrong in ["0/3", "4/3", "x"] {
        assert_eq!(matrix(&fleet, &["--shard", wrong]).status, Some(2));
    }
}

#[test]
fn a_table_is_for_people() {
    let streams = root().join("tests/golden/mini-vm");
    let shown = |arguments: &[&str]| {
        let mut command = tool();
        command.current_dir(&streams).arg("matrix").args(arguments);
        super::tool::finished(command.output().unwrap()).fine()
    };
    let table = shown(&["v1/schemas", "v2/schemas", "v2/1-watchdog.mig"]);
    let wanted = "                        1  2  3
v1/schemas           1  =  +  +
v2/schemas           2  ?  =  =
v2/1-watchdog.mig    3  ?  =  =
a row is what one wrote, a column who reads it: = same schemas, + compatible, ? conditional, - incompatible
9 pairs: 5 same schemas, 2 compatible, 2 conditional, 0 incompatible
";
    assert_eq!(table, wanted);
    let allowed = shown(&["v1/schemas", "v2/schemas", "--allow-conditional"]);
    assert!(allowed.contains("  +  =\n"), "{allowed}");
    let many = Folder::new("matrix-many");
    let fleet = Fleet {
        releases: 41,
        ..SMALL
    };
    fleet.write(&many.0, &mut Rng(9));
    let ranges = matrix(&many, &[]).fine();
    assert!(
        ranges.starts_with("what v1 wrote\n  same schemas  v1"),
        "{ranges}"
    );
    assert!(ranges.contains("what v41 wrote\n"), "{ranges}");
    // Nothing in common is no good news.
    let none = Folder::new("matrix-none");
    for (name, device) in [("a", "device-0"), ("b", "device-1")] {
        fs::create_dir_all(none.0.join(name)).unwrap();
        let from = many.0.join(format!("v1/{device}.json"));
        let _ = fs::copy(from, none.0.join(name).join("it.json")).unwrap();
    }
    let nothing = matrix(&none, &["--allow=incompatible", "--allow-conditional"]).fine();
    assert!(
        nothing.contains("\na    1  =  -\nb    2  -  =\n"),
        "{nothing}"
    );
    let empty = Folder::new("matrix-empty");
    let error = matrix(&empty, &[]).failed();
    assert!(error.contains("there are no releases in it"), "{error}");
}

/// A new release against all older ones: the worst of what `check` says of each.
#[test]
fn a_release_gets_on_with_all_older_ones() {
    for seed in [7, 8] {
        let fleet = small("transitive", seed);
        let new = fleet.0.join("v7");
        let new = new.to_str().unwrap();
        let old = Folder::new(&format!("matrix-transitive-old-{seed}"));
        for number in 1..7 {
            let name = format!("v{number}");
            fs::rename(fleet.0.join(&name), old.0.join(&name)).unwrap();
        }
        for mode in ["backward", "forward", "full"] {
            let arguments = ["--mode", mode, "--format", "json"];
            let rules_of = |paths: &[&str]| -> BTreeSet<(String, String)> {
                let run = run(["check"].iter().chain(paths).chain(&arguments));
                let report = json(&run.stdout);
                let devices = [&report["devices"], &report["alone"]];
                let devices = devices.iter().flat_map(|list| list.as_array().unwrap());
                let mut found = BTreeSet::new();
                for device in devices {
                    for direction in ["backward", "forward"] {
                        let list = device[direction]["findings"].as_array();
                        for one in list.into_iter().flatten() {
                            let place = format!("{}.{}", device["device"], one["path"]);
                            let what = format!("{} {}", one["rule"], one["message"]);
                            found.insert((place, format!("{direction} {what}")));
                        }
                    }
                }
                found
            };
            let together = rules_of(&["--transitive", old.path(), new]);
            let mut each = BTreeSet::new();
            for number in 1..7 {
                let one = old.0.join(format!("v{number}"));
                each.extend(rules_of(&[one.to_str().unwrap(), new]));
            }
            assert_eq!(together, each, "{mode}");
            assert!(!each.is_empty());
        }
    }
}

/// What takes 1,000 releases of 200 devices: not run by default.
#[test]
#[ignore = "it takes a minute; with --release it is what the guide speaks of"]
fn a_thousand_releases() {
    let folder = Folder::new("matrix-thousand");
    let fleet = Fleet {
        releases: 1000,
        devices: 200,
        fields: 20,
        change: 10,
        comes_or_goes: 0,
    };
    fleet.write(&folder.0, &mut Rng(1));
    for (name, arguments) in [
        (
            "column",
            vec![
                "check",
                "--transitive",
                folder.path(),
                "NEW",
                "--mode=backward",
            ],
        ),
        ("whole", vec!["matrix", folder.path(), "--format=json"]),
    ] {
        let new = folder.0.join("v1000");
        let arguments = arguments.into_iter().map(|word| match word {
            "NEW" => new.to_str().unwrap(),
            word => word,
        });
        let begun = std::time::Instant::now();
        let done = run(arguments);
        println!("{name}: {:?}, {} bytes", begun.elapsed(), done.stdout.len());
        assert!(matches!(done.status, Some(0 | 100)), "{}", done.stderr);
    }
}
