//! Streams as inputs of `check` and `export`.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::{Device, to_vec};
use serde_json::Value;

use super::check::Folder;
use super::reports::sarif_errors;
use super::streams::{Builder, Gadget, state, three, wrong};
use super::tool::{root, run, run_with, tool};

/// A release that narrows two numbers, one in a list, and one that is a secret.
mod narrow {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "gadget")]
    pub(super) struct Gadget {
        flags: u32,
        ready: bool,
        name: String,
        #[migratable(range = 0..=4)]
        level: u8,
        #[migratable(sensitive, range = 0..=5000)]
        pin: u32,
        #[migratable(max_len = 2)]
        list: Vec<(i8, bool)>,
    }
}

/// One that takes none of it.
mod other {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "gadget")]
    pub(super) struct Gadget {
        flags: String,
    }
}

/// One that has another device.
mod without {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "gizmo")]
    pub(super) struct Gizmo {
        flags: u32,
    }
}

fn stream(gadgets: &[Gadget]) -> Vec<u8> {
    let ids: Vec<u32> = (0..).take(gadgets.len()).collect();
    let instances: Vec<_> = ids.iter().map(|&id| ("/gadget", id, 0)).collect();
    let mut builder = Builder::new(&[Gadget::SCHEMA_JSON], &instances);
    for (id, gadget) in ids.into_iter().zip(gadgets) {
        builder = builder.section(id, &to_vec(gadget).unwrap());
    }
    builder.finish()
}

/// A state that narrow gadgets take.
fn fits() -> Gadget {
    let list = vec![(1, true)];
    Gadget { list, ..state() }
}

fn write(folder: &Folder, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.0.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// One that lacks a field, and narrows others.
mod less {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "gadget")]
    pub(super) struct Gadget {
        flags: u32,
        #[migratable(alias = "ready")]
        is_ready: bool,
        #[migratable(range = 0..=4)]
        level: u8,
        #[migratable(sensitive)]
        pin: u32,
        #[migratable(max_len = 2)]
        list: Vec<(u8, bool)>,
    }
}

/// Where nothing loads, that is for what lets nothing load. A condition has no part in it:
/// it is shown by state that breaks it, and on no stream was it tried.
#[test]
fn a_stream_fails_because_of_what_fails_it() {
    let folder = Folder::new("saves-because");
    let new = Folder::new("saves-because-new").with::<less::Gadget>();
    let save = write(&folder, "save", &stream(&[fits()]));
    let checked = run([Path::new("check"), "--format=json".as_ref(), &save, &new.0]);
    assert_eq!(checked.status, Some(100), "{checked:?}");
    let json: Value = serde_json::from_str(&checked.stdout).unwrap();
    let findings = json["devices"][0]["backward"]["findings"]
        .as_array()
        .unwrap();
    let mut met = Vec::new();
    for finding in findings {
        let verdict = finding["verdict"].as_str().unwrap();
        let fail = &finding["saves"]["fail"];
        assert_eq!(
            fail.as_u64(),
            (verdict == "incompatible").then_some(1),
            "{finding}"
        );
        let value = &finding["witness"]["refused"]["value"];
        match finding["rule"].as_str().unwrap() {
            "range-narrowed" => assert!(value["level"].as_u64() > Some(4), "{finding}"),
            "max-len-lowered" => assert_eq!(value["list"].as_array().unwrap().len(), 3),
            "field-removed" => assert!(value.is_object(), "{finding}"),
            _ => assert_eq!(verdict, "compatible", "{finding}"),
        }
        met.push(verdict);
    }
    met.sort_unstable();
    met.dedup();
    assert_eq!(met, ["compatible", "conditional", "incompatible"]);
    let text = run([Path::new("check"), &save, &new.0]).stdout;
    assert_eq!(
        text.matches("do not load because of it").count(),
        1,
        "{text}"
    );
}

#[test]
fn what_a_stream_holds_decides_whether_it_loads() {
    let folder = Folder::new("saves-values");
    let new = Folder::new("saves-values-new").with::<narrow::Gadget>();
    let cases: [(&str, Vec<Gadget>, &str); 6] = [
        ("fits", vec![fits(), fits()], ""),
        ("none", vec![], ""),
        (
            "level",
            vec![fits(), Gadget { level: 5, ..fits() }],
            "[range-narrowed]",
        ),
        (
            "pin",
            vec![Gadget {
                pin: 5001,
                ..fits()
            }],
            "not shown (sensitive)",
        ),
        ("element", vec![state()], "field `list[1]"),
        (
            "longer",
            vec![Gadget {
                list: vec![(1, true); 3],
                ..fits()
            }],
            "[max-len-lowered]",
        ),
    ];
    for (name, gadgets, says) in cases {
        let save = write(&folder, name, &stream(&gadgets));
        let checked = run([Path::new("check"), &save, &new.0]);
        let status = if says.is_empty() { 0 } else { 100 };
        assert_eq!(checked.status, Some(status), "{name}: {checked:?}");
        assert!(checked.stdout.contains(says), "{name}: {checked:?}");
        assert!(!checked.stdout.contains("5001"), "{name}: {checked:?}");
        let piped = run_with(["check", "-", new.path()], &stream(&gadgets));
        let as_named = checked
            .stdout
            .replace(&*save.to_string_lossy(), "standard input");
        assert_eq!(
            (piped.status, piped.stdout),
            (checked.status, as_named),
            "{name}"
        );
    }
}

#[test]
fn of_several_streams_each_is_tried_and_each_finding_weighed() {
    let folder = Folder::new("saves-several");
    let new = Folder::new("saves-several-new").with::<narrow::Gadget>();
    let good = write(&folder, "good", &stream(&[fits()]));
    let level = Gadget { level: 5, ..fits() };
    let bad = write(&folder, "bad", &stream(&[fits(), level]));
    let check = |more: &[&str]| {
        let paths = [&good, &bad, &good, &new.0].map(|path| path.to_str().unwrap());
        run(["check"].iter().chain(&paths).chain(more))
    };
    let text = check(&[]);
    assert_eq!(text.status, Some(100), "{text:?}");
    for wanted in [
        "good  loads\n",
        "bad  does not load\n  /gadget#1 (gadget): field `level` is 5",
        "1 of 3 do not load because of it",
        "none of 3 fails to load because of it",
        "2 of 3 streams load",
    ] {
        assert!(text.stdout.contains(wanted), "{wanted} in {}", text.stdout);
    }
    let json: Value = serde_json::from_str(&check(&["--format=json"]).stdout).unwrap();
    assert_eq!(json["saves"][0]["loads"], true);
    assert_eq!(json["saves"][1]["refusals"][0]["instance"], "/gadget#1");
    let findings = json["devices"][0]["backward"]["findings"]
        .as_array()
        .unwrap();
    let tried = findings
        .iter()
        .filter(|one| one["verdict"] == "conditional");
    for finding in tried {
        let hit = u32::from(finding["path"] == "level");
        assert_eq!(finding["saves"]["fail"], hit, "{finding}");
        assert_eq!(finding["saves"]["of"], 3, "{finding}");
        assert_eq!(finding["saves"]["first"].is_string(), hit == 1, "{finding}");
    }
    let allowed = check(&["--allow=range-narrowed:gadget.level"]);
    assert_eq!(allowed.status, Some(0), "{allowed:?}");
    assert!(
        allowed.stdout.contains("does not load, which is allowed"),
        "{allowed:?}"
    );
    for (arguments, says) in [
        (["--mode", "full"], "`backward`"),
        (["--mode", "forward"], "read"),
    ] {
        let refused = check(&arguments);
        assert_eq!(refused.status, Some(2), "{refused:?}");
        assert!(refused.stderr.contains(says), "{refused:?}");
    }
}

/// Not the first alone: each is broken or kept, and where it is broken, by which value.
#[test]
fn all_conditions_are_tried_on_the_values() {
    let folder = Folder::new("saves-all");
    let new = Folder::new("saves-all-new").with::<narrow::Gadget>();
    let bad = Gadget {
        level: 5,
        pin: 5001,
        list: vec![(1, true), (200, true), (201, true)],
        ..state()
    };
    let bytes = stream(&[fits(), bad]);
    let save = write(&folder, "save", &bytes);
    let check = |more: &[&str]| {
        let paths = [save.to_str().unwrap(), new.path()];
        run(["check"].iter().chain(&paths).chain(more))
    };
    let json: Value = serde_json::from_str(&check(&["--format=json"]).stdout).unwrap();
    let refusals = json["saves"][0]["refusals"].as_array().unwrap();
    let broken: Vec<_> = refusals
        .iter()
        .map(|one| {
            assert_eq!(one["instance"], "/gadget#1");
            let [path, rule, found] =
                ["path", "rule", "found"].map(|key| one[key].as_str().unwrap());
            (path, rule, found, one["places"].as_u64().unwrap())
        })
        .collect();
    let wanted = [
        ("level", "range-narrowed", "5", 1),
        ("pin", "range-narrowed", "not shown (sensitive)", 1),
        ("list", "max-len-lowered", "3 elements long", 1),
        ("list[1][0]", "number-narrowed", "200", 2),
    ];
    assert_eq!(broken, wanted);
    // Where the values are, the stream itself says.
    let at = |path: &str| {
        let of = refusals.iter().find(|one| one["path"] == path).unwrap();
        of["offset"].as_u64().map(|at| bytes[at as usize])
    };
    assert_eq!(at("level"), Some(5));
    assert_eq!(at("list[1][0]"), Some(200));
    assert_eq!(at("list"), Some(3), "its count");
    assert_eq!(at("pin"), None);
    // The text says it of each finding, too.
    let text = check(&[]);
    for wanted in [
        "  /gadget#1 (gadget): field `level` is 5: ",
        "  /gadget#1 (gadget): field `list` is 3 elements long: ",
        "  /gadget#1 (gadget): field `list[1][0]` is 200: ",
        ", and so in another place\n",
        "1 of 1 do not load because of it: first ",
        "save, device /gadget#1, `list[1][0]` is 200 (byte ",
    ] {
        assert!(text.stdout.contains(wanted), "{wanted} in {}", text.stdout);
    }
    assert!(!text.stdout.contains("5001"), "{}", text.stdout);
}

/// What is allowed does not hide what is not, whichever of them is met first.
#[test]
fn what_is_allowed_hides_nothing() {
    let folder = Folder::new("saves-hides");
    let new = Folder::new("saves-hides-new").with::<narrow::Gadget>();
    let bad = Gadget {
        level: 5,
        list: vec![(1, true); 3],
        ..fits()
    };
    let save = write(&folder, "save", &stream(&[bad]));
    let [first, second] = ["range-narrowed:gadget.level", "max-len-lowered:gadget.list"];
    for (allowed, status) in [
        (vec![], 100),
        (vec![first], 100),
        (vec![second], 100),
        (vec![first, second], 0),
    ] {
        let paths = [save.to_str().unwrap(), new.path()].map(str::to_owned);
        let allow = allowed.iter().map(|rule| format!("--allow={rule}"));
        let arguments = ["check".to_owned()].into_iter().chain(paths).chain(allow);
        let checked = run(arguments);
        assert_eq!(checked.status, Some(status), "{allowed:?}: {checked:?}");
    }
}

#[test]
fn a_release_that_takes_no_such_state_loads_nothing() {
    let folder = Folder::new("saves-nothing");
    let save = write(&folder, "save", &three());
    let save = save.to_str().unwrap();
    let other = Folder::new("saves-other").with::<other::Gadget>();
    let gizmo = Folder::new("saves-gizmo").with::<without::Gizmo>();
    let both = Folder::new("saves-both")
        .with::<without::Gizmo>()
        .with::<Gadget>();
    for (new, rule, status) in [
        (&other, "type-changed", 100),
        (&gizmo, "device-removed", 100),
        (&gizmo, "nothing-compared", 100),
        (&both, "1 of 1 streams load", 0),
    ] {
        let checked = run(["check", save, new.path()]);
        assert_eq!(checked.status, Some(status), "{rule}: {checked:?}");
        assert!(checked.stdout.contains(rule), "{rule}: {checked:?}");
    }
    // What the stream lacks is not spoken of.
    let checked = run(["check", save, both.path()]).fine();
    assert!(!checked.contains("gizmo"), "{checked}");
}

/// Streams of two releases at once: each is judged by its own schemas.
#[test]
fn streams_of_different_releases_are_told_apart() {
    let streams = root().join("tests/golden/mini-vm");
    let mut command = tool();
    command.current_dir(streams);
    command.args([
        "check",
        "v1/1-work.mig",
        "v2/1-work.mig",
        "v2/1-reload.mig",
        "v1/schemas",
    ]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(100), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    for wanted in [
        "v1/1-work.mig  loads\n",
        "v2/1-work.mig  loads\n",
        "v2/1-reload.mig  does not load\n",
        "clint (as in v1/1-work.mig)\n  new reads old  compatible\n",
        "clint (as in v2/1-work.mig)\n  new reads old  conditional\n",
        "1 of 2 do not load because of it",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
}

#[test]
fn what_is_no_whole_stream_is_said() {
    let folder = Folder::new("saves-damaged");
    let new = Folder::new("saves-damaged-new").with::<Gadget>();
    let whole = three();
    let cut = write(&folder, "cut", &whole[..whole.len() - 40]);
    let checked = run([Path::new("check"), &cut, &new.0]);
    assert_eq!(checked.status, Some(1), "{checked:?}");
    assert!(checked.stderr.contains("cut: "), "{checked:?}");
    let start = write(&folder, "start", &whole[..10]);
    let _ = run([Path::new("check"), &start, &new.0]).failed();
    let mixed = run([Path::new("check"), &cut, &new.0, &new.0]);
    assert_eq!(mixed.status, Some(1), "{mixed:?}");
    assert!(mixed.stderr.contains("it is no stream"), "{mixed:?}");
}

/// No form says of a stream that is not right that it loads.
#[test]
fn what_is_not_right_loads_in_no_form() {
    let folder = Folder::new("saves-wrong");
    let new = Folder::new("saves-wrong-new").with::<Gadget>();
    let good = write(&folder, "good", &stream(&[state()]));
    for (kind, bytes) in wrong() {
        let bad = write(&folder, "bad", &bytes);
        let check = |form: &str| {
            let paths = [&good, &bad, &new.0].map(|path| path.to_str().unwrap());
            let checked = run(["check", "--format", form].iter().chain(&paths));
            assert!(
                matches!(checked.status, Some(1 | 100)),
                "{kind}: {checked:?}"
            );
            checked.stdout
        };
        for (form, says) in [
            ("text", &["bad  does not load\n", "1 of 2 streams load"][..]),
            (
                "markdown",
                &[": fails", "does not load", "1 of 2 streams load"],
            ),
            ("github", &["::error title=", "1 of 2 streams load"]),
        ] {
            let text = check(form);
            let is_said = says.iter().all(|says| text.contains(says));
            assert!(is_said && text.contains("bad: "), "{kind}: {text}");
        }
        let json: Value = serde_json::from_str(&check("json")).unwrap();
        assert_eq!(json["fails"], true, "{kind}");
        let loads = |at: usize| json["saves"][at]["loads"].as_bool();
        assert_eq!([loads(0), loads(1)], [Some(true), Some(false)], "{kind}");
        assert_eq!(json["saves"][0]["problems"], serde_json::json!([]));
        assert_ne!(json["saves"][1]["problems"], serde_json::json!([]));
        let sarif = check("sarif");
        assert_eq!(sarif_errors(&sarif), [""; 0], "{kind}");
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let invocation = &sarif["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false, "{kind}");
        assert!(invocation["toolExecutionNotifications"][0].is_object());
    }
}

#[test]
fn schemas_come_out_of_a_stream() {
    let folder = Folder::new("saves-export");
    let save = write(&folder, "save", &three());
    let printed = run([Path::new("export"), &save]).fine();
    assert_eq!(run_with(["export", "-"], &three()).fine(), printed);
    let mut schemas: Vec<Value> = serde_json::from_str(&printed).unwrap();
    let schema = schemas.pop().unwrap();
    assert_eq!(
        schema,
        serde_json::from_str::<Value>(Gadget::SCHEMA_JSON).unwrap()
    );
    // And of what `export` wrote.
    let file = write(&folder, "schemas.json", printed.as_bytes());
    assert_eq!(run([Path::new("export"), &file]).fine(), printed);
    // A stream as NEW is the release that wrote it.
    let same = run([Path::new("check"), &file, &save]);
    assert_eq!(same.status, Some(0), "{same:?}");
}

#[test]
fn only_what_export_wrote_is_overwritten() {
    let folder = Folder::new("saves-force");
    let save = write(&folder, "save", &three());
    let export = |more: &[&str]| {
        let arguments = ["export", save.to_str().unwrap(), "-o", folder.path()];
        run(arguments.iter().chain(more))
    };
    let own = write(&folder, "gadget.json", b"notes");
    let refused = export(&[]).failed();
    assert!(
        refused.contains("gadget.json: it is there already"),
        "{refused}"
    );
    assert!(refused.contains("--force"), "{refused}");
    assert_eq!(fs::read(&own).unwrap(), b"notes");
    assert!(!folder.0.join("index.json").exists());
    export(&["--force"]).fine();
    let written = fs::read(&own).unwrap();
    export(&[]).fine();
    assert_eq!(fs::read(&own).unwrap(), written);
    // An index of something else is not overwritten either.
    fs::write(folder.0.join("index.json"), "{\"pages\":[]}").unwrap();
    let refused = export(&[]).failed();
    assert!(refused.contains("it is no index of schemas"), "{refused}");
}
