//! `convert`, `set` and `unset`: streams that are written anew.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::device::Devices;
use migratable::stream::{Limits, StreamReader};
use migratable::{Device, Migratable, to_vec};
use serde_json::Value;

use super::fleet;
use super::items;
use super::json;
use super::streams::{Builder, Gadget, gadget, state, three, with_frame};
use super::tool::{Run, root, run, run_with};

/// A directory with a stream in it.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new(stream: &[u8]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("in.mig"), stream).unwrap();
        Self(directory)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command in it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let mut command = super::tool::tool();
        let output = command.args(arguments).current_dir(self.0.path()).output();
        let output = output.expect("the tool runs");
        Run {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Files that are there.
    pub(crate) fn files(&self) -> usize {
        fs::read_dir(self.0.path()).unwrap().count()
    }
}

/// Binary → JSON → binary.
#[track_caller]
fn there_and_back(stream: &[u8]) {
    let place = Place::new(stream);
    let run = place.run(&["convert", "in.mig", "-o", "a.jsonl", "--show-sensitive"]);
    assert_eq!(run.stderr, "");
    place.run(&["convert", "a.jsonl", "-o", "b.mig"]).fine();
    assert!(
        place.read("b.mig") == stream,
        "{}",
        String::from_utf8_lossy(&place.read("a.jsonl"))
    );
    let lines = String::from_utf8(place.read("a.jsonl")).unwrap();
    for line in lines.lines() {
        let object: Value = serde_json::from_str(line).unwrap();
        assert_eq!(object.as_object().unwrap().len(), 1);
    }
}

#[test]
fn from_binary_to_json_and_back_the_bytes_are_the_same() {
    there_and_back(fleet::stream());
    there_and_back(&three());
    // No devices; a bulk frame without bytes; at the highest offset.
    there_and_back(&Builder::new(&[], &[]).finish());
    let odd = Builder::new(&[], &[])
        .bulk("", 7, b"")
        .bulk("x\n\"", u64::MAX - 3, b"abc");
    there_and_back(&odd.finish());
    there_and_back(&items::with_zeros());
    // Not a value of its schema; a text that is no schema; a schema in many lines.
    let wrong = [to_vec(&state()).unwrap(), vec![7]].concat();
    there_and_back(&gadget(&wrong));
    let lines = Gadget::SCHEMA_JSON.replacen('{', "{\n\r\n", 1);
    let streams = Builder::new(&[&lines], &[("a", 0, 0)]);
    there_and_back(&streams.section(0, &to_vec(&state()).unwrap()).finish());
    for release in ["v1", "v2"] {
        let directory = root().join("tests/golden/mini-vm").join(release);
        for file in fs::read_dir(directory).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "mig") {
                there_and_back(&fs::read(file).unwrap());
            }
        }
    }
}

#[test]
fn every_command_takes_lines() {
    let place = Place::new(&three());
    place
        .run(&["convert", "in.mig", "-o", "a.jsonl", "--show-sensitive"])
        .fine();
    let tree = |name: &str| {
        let shown = place.run(&["inspect", "--offsets", name]).fine();
        shown.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(tree("a.jsonl"), tree("in.mig"));
    place.run(&["verify", "a.jsonl"]).fine();
    let diff = place
        .run(&["diff", "--exit-code", "a.jsonl", "in.mig"])
        .fine();
    assert!(diff.contains("equal: 3 devices"), "{diff}");
    let shown = place.run(&["show", "a.jsonl"]).fine();
    assert!(shown.starts_with("gadget  version 1"), "{shown}");
}

/// What is wrong with lines is said with the line, and nothing is left behind.
#[test]
fn wrong_lines_are_refused() {
    let place = Place::new(&gadget(&to_vec(&state()).unwrap()));
    place
        .run(&["convert", "in.mig", "-o", "a.jsonl", "--show-sensitive"])
        .fine();
    let right = String::from_utf8(place.read("a.jsonl")).unwrap();
    for (from, to, said) in [
        ("\"format\":1", "\"format\":9", "line 1: it is of format 9"),
        ("\"flags\":", "\"flugs\":", "line 4: /gadget#0: "),
        (
            "\"level\":3",
            "\"level\":10",
            "line 4: /gadget#0: field `level`",
        ),
        (
            "\"path\":\"/gadget\",\"instance_id\":0,\"value\"",
            "\"path\":\"/other\",\"instance_id\":0,\"value\"",
            "line 4: `instances` has no /other#0",
        ),
        (
            "\"sections\":1",
            "\"sections\":2",
            "line 5: it tells of 2 sections",
        ),
        ("{\"end\"", "{\"and\"", "line 5: unknown variant"),
        ("\"value\":", "\"valve\":", "line 4: unknown field"),
        ("{\"header\"", "{\"headers\"", "line 1: "),
    ] {
        assert!(right.contains(from), "{from} in {right}");
        fs::write(place.path("wrong.jsonl"), right.replacen(from, to, 1)).unwrap();
        let error = place
            .run(&["convert", "wrong.jsonl", "-o", "out.mig"])
            .failed();
        assert!(error.contains(said), "{said}: {error}");
    }
    let (cut, _) = right.rsplit_once("{\"end\"").unwrap();
    fs::write(place.path("wrong.jsonl"), cut).unwrap();
    let error = place
        .run(&["convert", "wrong.jsonl", "-o", "out.mig"])
        .failed();
    assert!(error.contains("cut off"), "{error}");
    assert_eq!(place.files(), 3, "no output, and no temporary file");
}

#[test]
fn files_are_new_and_whole() {
    let place = Place::new(&three());
    fs::write(place.path("there"), "precious").unwrap();
    let error = place.run(&["convert", "in.mig", "-o", "there"]).failed();
    assert!(error.contains("there already"), "{error}");
    assert_eq!(place.read("there"), b"precious");
    let whole = three();
    fs::write(place.path("in.mig"), &whole[..whole.len() - 9]).unwrap();
    for output in ["out.mig", "out.jsonl"] {
        let arguments = ["convert", "in.mig", "--show-sensitive", "-o", output];
        place.run(&arguments).failed();
    }
    assert_eq!(place.files(), 2);
}

/// What cannot be kept is said, by each command that writes a stream anew.
#[test]
fn frames_that_are_left_out_are_told() {
    let place = Place::new(&with_frame(&with_frame(&three(), 0xc0, b"own"), 0x80, b""));
    release(&place, Gadget::SCHEMA_JSON);
    let commands: [&[&str]; 5] = [
        &["convert", "in.mig"],
        &["convert", "in.mig", "--show-sensitive", "--format=json"],
        &["convert", "in.mig", "--to", "release.json"],
        &[
            "convert",
            "in.mig",
            "--to=release.json",
            "--show-sensitive",
            "--format=json",
        ],
        &["set", "in.mig", "a.flags=1"],
    ];
    for (number, command) in commands.into_iter().enumerate() {
        let output = format!("out-{number}");
        let run = place.run(&[command, &["-o", &output]].concat());
        assert_eq!(run.status, Some(0), "{run:?}");
        assert!(run.stderr.contains("note: "), "{command:?}: {run:?}");
        assert!(run.stderr.contains("2 frames"), "{command:?}: {run:?}");
    }
    // And nothing is said where all is kept.
    fs::write(place.path("in.mig"), three()).unwrap();
    let run = place.run(&["set", "in.mig", "a.flags=1", "-o", "whole.mig"]);
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""));
}

/// JSON would have it as it is.
#[test]
fn what_is_sensitive_is_written_only_if_it_is_meant() {
    let place = Place::new(&three());
    let run = place.run(&["convert", "in.mig", "-o", "out.jsonl"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("--show-sensitive"), "{run:?}");
    place.run(&["convert", "in.mig", "-o", "out.mig"]).fine();
    assert_eq!(place.read("out.mig"), three());
}

/// Two types may have one name, of which only the second has a secret.
#[test]
fn types_of_one_name_are_told_apart() {
    mod other {
        #[derive(migratable::Migratable)]
        pub(super) struct Key {
            #[migratable(sensitive)]
            pub(super) secret: u32,
        }
    }

    #[derive(Migratable)]
    struct Key {
        public: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "keys")]
    struct Keys {
        first: Key,
        second: other::Key,
    }

    let keys = Keys {
        first: Key { public: 1 },
        second: other::Key { secret: 2 },
    };
    let stream = Builder::new(&[Keys::SCHEMA_JSON], &[("keys", 0, 0)]);
    let place = Place::new(&stream.section(0, &to_vec(&keys).unwrap()).finish());
    let run = place.run(&["convert", "in.mig", "-o", "out.jsonl"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert_eq!(place.files(), 1);
}

/// The gadget of a later release.
#[derive(Migratable)]
#[migratable(device = "gadget")]
struct Later {
    list: Vec<(u8, bool)>,
    flags: u64,
    ready: bool,
    name: String,
    #[migratable(range = 0..=3)]
    level: u16,
    #[migratable(sensitive, range = 0..=9999)]
    pin: u32,
    #[migratable(default = 5)]
    speed: u8,
}

fn release(place: &Place, json: &str) {
    fs::write(place.path("release.json"), json).unwrap();
}

#[test]
fn a_stream_is_converted_to_a_release_and_back() {
    let place = Place::new(&three());
    release(&place, Later::SCHEMA_JSON);
    place
        .run(&[
            "convert",
            "in.mig",
            "--to",
            "release.json",
            "-o",
            "later.mig",
        ])
        .fine();
    place.run(&["verify", "later.mig"]).fine();
    let shown = place.run(&["inspect", "later.mig", "--path", "a#0"]).fine();
    assert!(shown.contains("speed  5"), "{shown}");
    release(&place, Gadget::SCHEMA_JSON);
    place
        .run(&[
            "convert",
            "later.mig",
            "--to",
            "release.json",
            "-o",
            "back.mig",
        ])
        .fine();
    assert_eq!(place.read("back.mig"), three());
}

/// Releases that do not take a gadget's state.
mod other {
    use migratable::Migratable;

    pub(super) mod upgraded {
        #[derive(migratable::Migratable)]
        #[migratable(device = "gadget", version = 2, upgrade = |_, _| ())]
        pub(crate) struct Gadget {
            flags: u32,
        }
    }

    pub(super) mod changed {
        #[derive(migratable::Migratable)]
        #[migratable(device = "gadget")]
        pub(crate) struct Gadget {
            flags: String,
        }
    }

    #[derive(Migratable)]
    #[migratable(device = "another")]
    pub(super) struct Another {
        flags: bool,
    }
}

#[test]
fn what_does_not_fit_a_release_is_refused_with_the_reason() {
    let place = Place::new(&three());
    for (json, said) in [
        (other::upgraded::Gadget::SCHEMA_JSON, "version 2 than in 1"),
        (
            other::changed::Gadget::SCHEMA_JSON,
            "does not take the state of `gadget`",
        ),
        (other::Another::SCHEMA_JSON, "it has no device `gadget`"),
    ] {
        release(&place, json);
        let run = place.run(&["convert", "in.mig", "--to", "release.json", "-o", "out.mig"]);
        assert!(run.failed().contains(said), "{said}");
    }
    let mut high = state();
    high.level = 4;
    fs::write(place.path("in.mig"), gadget(&to_vec(&high).unwrap())).unwrap();
    release(&place, Later::SCHEMA_JSON);
    let run = place.run(&["convert", "in.mig", "--to", "release.json", "-o", "out.mig"]);
    let error = run.failed();
    assert!(
        error.contains("/gadget#0") && error.contains("level"),
        "{error}"
    );
    assert_eq!(place.files(), 2);
}

/// Releases of a timer: the second retires a field, whose `apply` makes the divisor of it.
mod releases {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timer")]
    pub(super) struct First {
        pub(super) channels: Vec<Channel>,
        pub(super) period: u64,
    }

    #[derive(Migratable)]
    pub(super) struct Channel {
        pub(super) count: u32,
        pub(super) prescaler: u8,
    }

    pub(super) mod second {
        use migratable::Migratable;

        #[derive(Migratable, Default, Debug, PartialEq)]
        #[migratable(device = "timer")]
        pub(crate) struct Timer {
            pub(crate) channels: Vec<Channel>,
            pub(crate) period: u64,
        }

        #[derive(Migratable, Default, Debug, PartialEq)]
        #[migratable(retired(tag = 1, name = "prescaler", type = u8, apply = Self::divide))]
        pub(crate) struct Channel {
            pub(crate) count: u32,
            #[migratable(default = 1)]
            pub(crate) divisor: u32,
        }

        impl Channel {
            fn divide(&mut self, prescaler: u8) {
                self.divisor = 1 << prescaler;
            }
        }
    }

    /// As the second, with a field more.
    pub(super) mod keeps {
        use migratable::Migratable;

        #[derive(Migratable, Default, Debug, PartialEq)]
        #[migratable(device = "timer")]
        pub(crate) struct Timer {
            pub(crate) channels: Vec<Channel>,
            pub(crate) period: u64,
            #[migratable(default)]
            pub(crate) running: bool,
        }

        #[derive(Migratable, Default, Debug, PartialEq)]
        #[migratable(retired(tag = 3, name = "prescaler", type = u8, apply = Self::divide))]
        pub(crate) struct Channel {
            pub(crate) count: u32,
            #[migratable(default = 1)]
            pub(crate) divisor: u32,
        }

        impl Channel {
            fn divide(&mut self, prescaler: u8) {
                self.divisor = 1 << prescaler;
            }
        }
    }

    /// Knows of no prescaler.
    pub(super) mod forgets {
        use migratable::Migratable;

        #[derive(Migratable, Default, Debug, PartialEq)]
        #[migratable(device = "timer")]
        pub(crate) struct Timer {
            pub(crate) channels: Vec<Channel>,
            pub(crate) period: u64,
        }

        #[derive(Migratable, Default, Debug, PartialEq)]
        pub(crate) struct Channel {
            pub(crate) count: u32,
            #[migratable(default = 1)]
            pub(crate) divisor: u32,
        }
    }
}

/// A stream of timers of the first release.
fn timers() -> Place {
    use releases::{Channel, First};

    let channel = |prescaler| Channel {
        count: 7,
        prescaler,
    };
    let timer = to_vec(&First {
        channels: vec![channel(0), channel(3)],
        period: 1000,
    });
    let idle = to_vec(&First {
        channels: vec![],
        period: 1,
    });
    let instances = [("timer0", 0, 0), ("timer0", 1, 0), ("idle", 0, 0)];
    let stream = Builder::new(&[First::SCHEMA_JSON], &instances)
        .section(0, timer.as_ref().unwrap())
        .section(1, timer.as_ref().unwrap())
        .section(2, &idle.unwrap());
    let place = Place::new(&stream.finish());
    for (name, json) in [
        ("v2.json", releases::second::Timer::SCHEMA_JSON),
        ("keeps.json", releases::keeps::Timer::SCHEMA_JSON),
        ("forgets.json", releases::forgets::Timer::SCHEMA_JSON),
    ] {
        fs::write(place.path(name), json).unwrap();
    }
    place
}

/// What a load is still to hand over is said wherever a conversion leaves it, also when it
/// was left by one before.
#[test]
fn state_that_waits_for_a_load_is_told() {
    let place = timers();
    for (from, to, output) in [
        ("in.mig", "v2.json", "v2.mig"),
        ("v2.mig", "v2.json", "same.mig"),
        ("v2.mig", "keeps.json", "v3.mig"),
        ("in.mig", "keeps.json", "straight.mig"),
        ("in.mig", "v2.json", "v2.jsonl"),
    ] {
        let run = place.run(&["convert", from, "--to", to, "-o", output]);
        assert_eq!(run.status, Some(0), "{run:?}");
        let said = "note: device timer0#0 and 1 more (timer): `channels[].prescaler` is state \
                    that the release retired.";
        assert!(run.stderr.starts_with(said), "{from} → {to}: {run:?}");
        assert_eq!(run.stderr.matches("note: ").count(), 1, "{run:?}");
    }
    // Straight or by way of the second, it is the same stream.
    assert_eq!(place.read("v3.mig"), place.read("straight.mig"));
    assert_eq!(place.read("v2.mig"), place.read("same.mig"));
    // And what a load makes of it is what it makes of the first release's own stream.
    let divisors = |stream: &[u8]| {
        let mut timers: [releases::second::Timer; 3] = Default::default();
        let [a, b, idle] = &mut timers;
        let mut devices = Devices::new();
        devices.add_instance("timer0", 0, a).unwrap();
        devices.add_instance("timer0", 1, b).unwrap();
        devices.add("idle", idle).unwrap();
        let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
        devices.load(&mut reader).unwrap();
        drop(devices);
        timers.map(|timer| (timer.channels.iter().map(|one| one.divisor)).collect::<Vec<_>>())
    };
    let wanted = [vec![1, 8], vec![1, 8], vec![]];
    for name in ["in.mig", "v2.mig"] {
        assert_eq!(divisors(&place.read(name)), wanted, "{name}");
    }
}

/// A release that does not know it any more loses nothing: it refuses, and says what to do.
#[test]
fn state_that_waits_for_a_load_is_not_lost_on_the_way() {
    let place = timers();
    place
        .run(&["convert", "in.mig", "--to", "v2.json", "-o", "v2.mig"])
        .fine();
    let arguments = ["convert", "v2.mig", "--to", "forgets.json", "-o", "v3.mig"];
    let error = place.run(&arguments).failed();
    for said in [
        "device timer0#0: field `channels[0].prescaler` is present: must be absent",
        "let that release load the stream and save it",
    ] {
        assert!(error.contains(said), "{said}: {error}");
    }
    let straight = ["convert", "in.mig", "--to", "forgets.json", "-o", "v3.mig"];
    let error = place.run(&straight);
    assert_eq!(error.status, Some(1), "{error:?}");
    assert!(
        error.stderr.contains("device timer0#0: field `channels`"),
        "{error:?}"
    );
    assert!(!error.stderr.contains("let that release load"), "{error:?}");
    assert!(!place.path("v3.mig").exists());
}

#[test]
fn values_are_set() {
    let place = Place::new(&three());
    let arguments = [
        "set",
        "in.mig",
        "a.flags=0x1f",
        "a#1.name=right",
        "b/c.d.list[1][0]=7",
        "a.pin=12",
        "b/c.d.list=[[1,true]]",
        "-o",
        "out.mig",
    ];
    place.run(&arguments).fine();
    let shown = json::parse(
        &place
            .run(&["inspect", "--format", "json", "out.mig", "--show-sensitive"])
            .fine(),
    );
    let value = |path: &str, id: u64| {
        let sections = shown["sections"].as_array().unwrap().iter();
        let mut found = sections.filter(|one| one["path"] == path && one["instance_id"] == id);
        found.next().unwrap()["value"].clone()
    };
    for id in [0, 1] {
        assert_eq!(value("a", id)["flags"], 0x1f);
        assert_eq!(value("a", id)["pin"], 12);
    }
    assert_eq!(
        (&value("a", 0)["name"], &value("a", 1)["name"]),
        (&"left".into(), &"right".into())
    );
    assert_eq!(value("b/c.d", 0)["list"], serde_json::json!([[1, true]]));
    // What was not named stays, bulk items too.
    let said = place.run(&["diff", "in.mig", "out.mig"]).fine();
    assert!(said.contains("1 bulk item"), "{said}");
}

#[test]
fn what_cannot_be_set_is_refused() {
    let place = Place::new(&three());
    for (edit, status, said) in [
        (
            "a.flags=x",
            1,
            "a#0: field `flags`: expected a whole number",
        ),
        ("a.flags=[1", 2, "begins as JSON, and is none: "),
        ("a.flags=-1", 1, "u32"),
        (
            "a.level=10",
            1,
            "a#0: field `level`: 10 is outside its range 0..=9",
        ),
        (
            "a.nothing=1",
            1,
            "no field `nothing`; there are `flags`, `ready`, ",
        ),
        ("a.list[2]=[1,true]", 1, "2 elements"),
        ("c.flags=1", 1, "no device"),
        ("a=1", 2, "not a part of one"),
        ("a.flags", 2, "write PATH=VALUE"),
    ] {
        let run = place.run(&["set", "in.mig", edit, "-o", "out.mig"]);
        assert_eq!(run.status, Some(status), "{edit}: {run:?}");
        assert!(run.stderr.contains(said), "{edit}: {run:?}");
        // What was written on the command line has no place in a stream.
        assert!(!run.stderr.contains("at byte"), "{edit}: {run:?}");
    }
    let run = place.run(&["unset", "in.mig", "a.flags", "-o", "out.mig"]);
    assert!(
        run.failed()
            .contains("only subsections and options can be absent")
    );
    assert_eq!(place.files(), 1);
}

/// What the prologue says of a device's configuration is what its state says.
#[test]
fn configuration_is_set_with_the_state() {
    let place = Place::new(fleet::stream());
    place
        .run(&["set", "in.mig", "disk0.capacity=7", "-o", "a.mig"])
        .fine();
    let shown = |name| place.run(&["inspect", name, "--format", "json"]).fine();
    let said = |name| serde_json::from_str::<Value>(&shown(name)).unwrap();
    let of = |value: &Value| {
        let text = value.to_string();
        text.matches(r#""capacity":"7""#).count()
    };
    assert_eq!(of(&said("in.mig")), 0);
    assert_eq!(of(&said("a.mig")), 2, "{}", shown("a.mig"));
    let back = "disk0.capacity=131072";
    place.run(&["set", "a.mig", back, "-o", "b.mig"]).fine();
    assert!(place.read("b.mig") == fleet::stream());
}

#[test]
fn subsections_are_unset_and_set() {
    let place = Place::new(fleet::stream());
    place
        .run(&["unset", "in.mig", "pci0/uart#0.clock", "-o", "a.mig"])
        .fine();
    let said = place.run(&["diff", "in.mig", "a.mig"]).fine();
    assert!(
        said.contains("→ absent") && said.contains("in 1 device"),
        "{said}"
    );
    let clock = "pci0/uart#0.clock={\"period\":\"41666\",\"drift\":-0.25}";
    place.run(&["set", "a.mig", clock, "-o", "b.mig"]).fine();
    assert!(place.read("b.mig") == fleet::stream());
}

#[test]
fn streams_of_qemu_become_ours() {
    let file = root().join("qemu/tests/data/qemu10.0.2-virt-7.2-min.mig.gz");
    let place = Place::new(&fs::read(file).unwrap());
    place.run(&["convert", "in.mig", "-o", "ours.mig"]).fine();
    let shown = place.run(&["verify", "ours.mig"]).fine();
    assert!(shown.contains("digest"), "{shown}");
    assert!(
        run([Path::new("inspect"), &place.path("ours.mig")])
            .fine()
            .contains("pl011")
    );
    let lines = run_with(["inspect", "-"], &place.read("ours.mig")).fine();
    assert!(lines.contains("pl011"), "{lines:.200}");
}
