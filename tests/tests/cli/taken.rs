//! Releases and streams of devices that others take over.

use std::fs;
use std::path::Path;

use migratable::{Device, to_vec};

use super::check::Folder;
use super::streams::Builder;
use super::tool::{Run, run};

mod old {
    #[derive(migratable::Migratable)]
    #[migratable(device = "clint")]
    pub(super) struct Clint {
        pub(super) msip: bool,
        pub(super) mtimecmp: u64,
    }
}

mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    struct OldClint {
        msip: bool,
        mtimecmp: u32,
    }

    #[derive(Migratable)]
    #[migratable(
        device = "mswi",
        takes_over(device = "clint", type = OldClint, apply = Self::take_clint),
    )]
    pub(super) struct Mswi {
        msip: bool,
    }

    impl Mswi {
        fn take_clint(&mut self, old: OldClint, _: u32) {
            self.msip = old.msip;
        }
    }

    #[derive(Migratable)]
    #[migratable(
        device = "mtimer",
        takes_over(device = "clint", type = OldClint, apply = Self::take_clint),
    )]
    pub(super) struct Mtimer {
        mtimecmp: u32,
    }

    impl Mtimer {
        fn take_clint(&mut self, old: OldClint, _: u32) {
            self.mtimecmp = old.mtimecmp;
        }
    }
}

fn tool(words: &[&str], paths: &[&Path]) -> Run {
    let paths = paths.iter().map(|path| path.as_os_str());
    run(words.iter().map(|word| word.as_ref()).chain(paths))
}

fn release(folder: &Folder, name: &str, schemas: &[&str]) -> std::path::PathBuf {
    let path = folder.0.join(name);
    fs::create_dir(&path).unwrap();
    for (number, json) in schemas.iter().enumerate() {
        fs::write(path.join(format!("{number}.json")), json).unwrap();
    }
    path
}

#[test]
fn each_command_says_it() {
    let folder = Folder::new("taken");
    let v1 = release(&folder, "v1", &[old::Clint::SCHEMA_JSON]);
    let new = [new::Mswi::SCHEMA_JSON, new::Mtimer::SCHEMA_JSON];
    let v2 = release(&folder, "v2", &new);

    let checked = tool(&["check", "--mode", "backward"], &[&v1, &v2]);
    assert!(
        checked.stdout.contains("`mtimer` takes it over: "),
        "{}",
        checked.stdout
    );
    assert!(
        checked.stdout.contains("[number-narrowed]"),
        "{}",
        checked.stdout
    );
    assert!(
        !checked.stdout.contains("device-removed"),
        "{}",
        checked.stdout
    );
    assert_eq!(checked.status, Some(100), "{}", checked.stdout);
    let allowed = ["check", "--mode", "backward", "--allow", "number-narrowed"];
    let checked = tool(&allowed, &[&v1, &v2]);
    assert_eq!(checked.status, Some(0), "{}", checked.stdout);
    let many = tool(
        &["check", "--transitive", "--mode", "backward"],
        &[&folder.0, &v2],
    );
    assert!(!many.stdout.contains("device-removed"), "{}", many.stdout);

    let matrix = tool(&["matrix", "--allow", "number-narrowed"], &[&v1, &v2]);
    assert!(
        !matrix.stdout.contains("device-removed"),
        "{}",
        matrix.stdout
    );
    for row in ["v1    1  =  +", "v2    2  ?  ="] {
        assert!(matrix.stdout.contains(row), "{}", matrix.stdout);
    }
    let shown = tool(&["show"], &[&v2]);
    let says = "takes over the state of clint, version 1";
    assert_eq!(shown.stdout.matches(says).count(), 2, "{}", shown.stdout);

    for (mtimecmp, code) in [(7, 0), (1 << 40, 100)] {
        let clint = to_vec(&old::Clint {
            msip: true,
            mtimecmp,
        })
        .unwrap();
        let stream = Builder::new(&[old::Clint::SCHEMA_JSON], &[("clint", 0, 0)]);
        let path = folder.0.join(format!("{code}.mig"));
        fs::write(&path, stream.section(0, &clint).finish()).unwrap();
        let checked = tool(&["check"], &[&path, &v2]);
        assert_eq!(checked.status, Some(code), "{}", checked.stdout);
        let converted = folder.0.join("out.mig");
        let output = Path::new("--output");
        let to = tool(&["convert", "--to"], &[&v2, &path, output, &converted]);
        assert_eq!(to.status, Some(1), "{}", to.stderr);
        assert!(
            to.stderr
                .contains("taken over by `mswi` and `mtimer`, by code of the release"),
            "{}",
            to.stderr
        );
    }
}

/// Devices that take over from one of the same type, of a narrower one, and of another.
mod apart {
    macro_rules! taker {
        ($module:ident, $device:literal, { $($field:tt)* }) => {
            pub(super) mod $module {
                use migratable::Migratable;

                #[derive(Migratable)]
                struct OldClint {
                    $($field)*
                }

                #[derive(Migratable)]
                #[migratable(
                    device = $device,
                    takes_over(device = "clint", type = OldClint, apply = Self::take_clint),
                )]
                pub(crate) struct Taker {
                    state: u8,
                }

                impl Taker {
                    fn take_clint(&mut self, _: OldClint, _: u32) {}
                }
            }
        };
    }

    taker!(same, "a-same", { msip: bool, mtimecmp: u64 });
    taker!(short, "b-short", { msip: bool, #[migratable(range = 0..=1000)] mtimecmp: u64 });
    taker!(text, "c-text", { msip: String });
}

/// A stream with a device of this state, and whatever else there is in its release.
fn saved(folder: &Folder, mtimecmp: u64, more: &[&str]) -> std::path::PathBuf {
    let clint = old::Clint {
        msip: true,
        mtimecmp,
    };
    let schemas = [&[old::Clint::SCHEMA_JSON], more].concat();
    let stream = Builder::new(&schemas, &[("clint", 0, 0)]);
    let path = folder.0.join(format!("{mtimecmp}-{}.mig", more.len()));
    fs::write(&path, stream.section(0, &to_vec(&clint).unwrap()).finish()).unwrap();
    path
}

/// Whichever comes first, and whatever else takes it.
#[test]
fn state_of_streams_is_tried_on_all_that_take_it_over() {
    let folder = Folder::new("taken-by-all");
    let [same, short, text] = [
        apart::same::Taker::SCHEMA_JSON,
        apart::short::Taker::SCHEMA_JSON,
        apart::text::Taker::SCHEMA_JSON,
    ];
    let itself = old::Clint::SCHEMA_JSON;
    let [low, high] = [7, 2000].map(|time| saved(&folder, time, &[]));
    let short_says = "clint#0 (clint): `b-short` takes it over: field `mtimecmp` is 2000: ";
    let text_says =
        "clint#0 (clint): `c-text` takes it over: the new release takes no such state\n";
    for (name, new, save, says) in [
        ("same", vec![same], &high, vec![]),
        ("low", vec![same, short], &low, vec![]),
        ("high", vec![same, short], &high, vec![short_says]),
        ("text", vec![same, text], &low, vec![text_says]),
        (
            "all",
            vec![same, short, text],
            &high,
            vec![short_says, text_says],
        ),
        ("itself", vec![itself], &high, vec![]),
        ("itself-low", vec![itself, short], &low, vec![]),
        ("itself-high", vec![itself, short], &high, vec![short_says]),
    ] {
        let new = release(&folder, name, &new);
        let checked = tool(&["check"], &[save, &new]);
        let status = if says.is_empty() { 0 } else { 100 };
        assert_eq!(checked.status, Some(status), "{name}: {}", checked.stdout);
        let said = checked.stdout.lines().filter(|line| line.contains("#0 ("));
        assert_eq!(said.count(), says.len(), "{name}: {}", checked.stdout);
        for says in says {
            assert!(checked.stdout.contains(says), "{name}: {}", checked.stdout);
        }
        let json = tool(&["check", "--format=json"], &[save, &new]).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let fails = json["devices"].as_array().unwrap().iter();
        let fails = fails.flat_map(|one| one["backward"]["findings"].as_array().unwrap());
        let fails: Vec<_> = fails.filter(|one| one["saves"]["fail"] == 1).collect();
        assert_eq!(fails.is_empty(), status == 0, "{name}: {json:#}");
        // Each is shown by state, as all findings are.
        assert!(
            fails
                .iter()
                .all(|one| one["witness"]["refused"]["bytes"].is_string()),
            "{name}: {json:#}"
        );
    }
    // What a device had taken over when the stream was saved, it does not take again.
    let high = saved(&folder, 2000, &[short]);
    let new = release(&folder, "again", &[itself, short]);
    let checked = tool(&["check"], &[&high, &new]);
    assert_eq!(checked.status, Some(0), "{}", checked.stdout);
}

/// What takes over a device, in a release that had both.
mod before {
    #[derive(migratable::Migratable)]
    #[migratable(device = "mswi")]
    pub(super) struct Mswi {
        pub(super) msip: bool,
    }
}

/// A device that is not always needed, and what takes it over.
mod spared {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "clint", needed = |clint: &Self| clint.msip)]
    pub(super) struct Clint {
        msip: bool,
    }

    #[derive(Migratable)]
    struct State {
        msip: bool,
    }

    #[derive(Migratable)]
    #[migratable(
        device = "mswi",
        takes_over(device = "clint", type = State, apply = Self::take_clint),
    )]
    pub(super) struct Mswi {
        msip: bool,
    }

    impl Mswi {
        fn take_clint(&mut self, _: State, _: u32) {}
    }
}

/// Whether a device does without what it takes over depends on what else a stream has, and
/// not on what the stream before it had.
#[test]
fn each_stream_says_what_it_does_without() {
    let folder = Folder::new("taken-each");
    let new = release(&folder, "new", &[spared::Mswi::SCHEMA_JSON]);
    let clint = spared::Clint::SCHEMA_JSON;
    let both = [clint, before::Mswi::SCHEMA_JSON];
    let state = to_vec(&before::Mswi { msip: true }).unwrap();
    let with = Builder::new(&both, &[("clint", 0, 0), ("mswi", 0, 1)]).section(1, &state);
    let without = Builder::new(&[clint], &[("clint", 0, 0)]);
    let [with, without] = [("with", with), ("without", without)].map(|(name, stream)| {
        let path = folder.0.join(name);
        fs::write(&path, stream.finish()).unwrap();
        path
    });
    for streams in [[&with, &without], [&without, &with]] {
        let checked = tool(&["check"], &[streams[0], streams[1], &new]);
        let loads = |path: &Path| {
            checked
                .stdout
                .contains(&format!("{}  loads\n", path.display()))
        };
        assert!(loads(&with), "{}", checked.stdout);
        assert!(!loads(&without), "{}", checked.stdout);
    }
}
