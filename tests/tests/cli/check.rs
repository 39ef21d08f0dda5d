//! `check`, `rules` and `explain`.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::Device;
use migratable::resolve::{RULES, resolve};
use migratable::schema::Schema;
use serde_json::Value;

use super::tool::{run, run_with};

pub(crate) mod old {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timer")]
    pub(crate) struct Timer {
        count: u32,
        enabled: bool,
    }

    #[derive(Migratable)]
    #[migratable(device = "uart")]
    pub(crate) struct Uart {
        level: u32,
        gone: u8,
    }

    #[derive(Migratable)]
    #[migratable(device = "rtc")]
    pub(crate) struct Rtc {
        seconds: u64,
    }
}

pub(crate) mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timer")]
    pub(crate) struct Timer {
        count: u64,
        enabled: bool,
        #[migratable(default = 0x12)]
        ifl: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "uart")]
    pub(crate) struct Uart {
        level: u32,
    }

    #[derive(Migratable)]
    #[migratable(device = "watchdog")]
    pub(crate) struct Watchdog {
        left: u64,
    }
}

/// A directory that removes itself.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("check-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn with<D: Device>(self) -> Self {
        let file = self.0.join(format!("{}.json", D::SCHEMA.device()));
        fs::write(file, D::SCHEMA_JSON).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn releases(name: &str) -> (Folder, Folder) {
    let old = Folder::new(&format!("{name}-old"));
    let new = Folder::new(&format!("{name}-new"));
    (
        old.with::<old::Timer>()
            .with::<old::Uart>()
            .with::<old::Rtc>(),
        new.with::<new::Timer>()
            .with::<new::Uart>()
            .with::<new::Watchdog>(),
    )
}

#[test]
fn each_direction_has_its_verdict_with_rule_reason_and_hint() {
    let (old, new) = releases("text");
    let checked = run(["check", old.path(), new.path()]);
    assert_eq!(checked.status, Some(100), "{checked:?}");
    let wanted = [
        "timer\n  new reads old  compatible",
        "  old reads new  conditional",
        "`count`: must be within 0..=4294967295 [number-narrowed]",
        "`ifl`: must be its default, 18 [field-dropped-at-default]",
        "uart\n  new reads old  incompatible",
        "`gone`: the reader does not have it [field-removed]",
        "hint  If it has a new name, give that the old one as an `alias`; else list it as `retired`",
        "rtc\n  only in the old release",
        "watchdog\n  only in the new release",
        "the newer release does not have it [device-removed]",
        "must not be in the machine: the older release does not have it [device-added]",
        "2 devices compared: 0 compatible, 1 conditional, 1 incompatible; \
         2 devices removed, added or renamed",
    ];
    for wanted in wanted {
        assert!(
            checked.stdout.contains(wanted),
            "{wanted:?} in\n{}",
            checked.stdout
        );
    }
    // Harmless differences are shown on demand.
    assert!(!checked.stdout.contains("[number-widened]"));
    let verbose = run(["check", "--verbose", old.path(), new.path()]);
    assert!(
        verbose.stdout.contains("[number-widened]"),
        "{}",
        verbose.stdout
    );
}

#[test]
fn the_exit_status_follows_what_was_asked() {
    let old = Folder::new("status-old").with::<old::Timer>();
    let new = Folder::new("status-new").with::<new::Timer>();
    let status = |arguments: &[&str]| {
        let paths = [old.path(), new.path()];
        run(["check"].iter().chain(arguments).chain(&paths)).status
    };
    assert_eq!(status(&["--mode", "backward"]), Some(0));
    assert_eq!(status(&["--mode", "forward"]), Some(100));
    assert_eq!(status(&[]), Some(100));
    assert_eq!(status(&["--allow-conditional"]), Some(0));
    assert_eq!(run(["check", old.path(), old.path()]).status, Some(0));
    assert_eq!(run(["check", old.path()]).status, Some(2));
    let missing = run(["check", old.path(), "/nowhere/at/all"]);
    assert_eq!(missing.status, Some(1));
    assert!(
        missing.stderr.contains("/nowhere/at/all: cannot read it"),
        "{}",
        missing.stderr
    );
}

mod renamed {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "clock")]
    pub(crate) struct Rtc {
        seconds: u64,
    }
}

/// What an older export left in a directory that is kept is not in the release,
/// and what the index lists must be there.
#[test]
fn the_index_says_what_a_directory_has() {
    let old = Folder::new("index-old")
        .with::<old::Uart>()
        .with::<old::Rtc>();
    let new = Folder::new("index-new")
        .with::<old::Uart>()
        .with::<old::Rtc>();
    let index =
        |file: &str| format!(r#"{{"format":1,"devices":[{{"device":"uart","file":"{file}"}}]}}"#);
    std::fs::write(new.0.join("index.json"), index("uart.json")).unwrap();
    let checked = run(["check", old.path(), new.path()]);
    assert_eq!(checked.status, Some(100), "{checked:?}");
    assert!(checked.stdout.contains("[device-removed]"), "{checked:?}");
    for (file, says) in [
        ("gone.json", "gone.json"),
        ("../uart.json", "is no name of a file beside it"),
    ] {
        std::fs::write(new.0.join("index.json"), index(file)).unwrap();
        let refused = run(["check", old.path(), new.path()]);
        assert_eq!(refused.status, Some(1), "{refused:?}");
        assert!(refused.stderr.contains(says), "{refused:?}");
    }
}

/// A device of one release only: what is found in which mode, what accepts it,
/// in both formats.
#[test]
fn devices_that_come_and_go_are_found_and_can_be_allowed() {
    let folder = |name: &str| Folder::new(&format!("gone-{name}"));
    let uart = folder("uart").with::<old::Uart>();
    let with_rtc = folder("rtc").with::<old::Uart>().with::<old::Rtc>();
    let renamed = folder("renamed").with::<renamed::Rtc>();
    let alone = folder("alone").with::<old::Rtc>();
    let (full, backward, forward) = ("full", "backward", "forward");
    let cases: [(&Folder, &Folder, &str, &[&str]); 8] = [
        (&with_rtc, &uart, full, &["device-removed"]),
        (&with_rtc, &uart, backward, &["device-removed"]),
        (&with_rtc, &uart, forward, &[]),
        (&uart, &with_rtc, full, &["device-added"]),
        (&uart, &with_rtc, backward, &[]),
        (&uart, &with_rtc, forward, &["device-added"]),
        (
            &alone,
            &renamed,
            full,
            &["device-renamed", "nothing-compared"],
        ),
        (
            &alone,
            &uart,
            backward,
            &["device-removed", "nothing-compared"],
        ),
    ];
    for (old, new, mode, rules) in cases {
        let check = |more: &[&str]| {
            let arguments = ["check", "--mode", mode, old.path(), new.path()];
            run(arguments.iter().chain(more))
        };
        let wanted = if rules.is_empty() { 0 } else { 100 };
        let text = check(&[]);
        assert_eq!(text.status, Some(wanted), "{text:?}");
        let json = check(&["--format", "json"]);
        assert_eq!(json.status, Some(wanted), "{json:?}");
        let found = all_rules(&serde_json::from_str(&json.stdout).unwrap());
        assert_eq!(found, rules.iter().map(|rule| rule.to_string()).collect());
        for rule in rules {
            assert!(text.stdout.contains(&format!("[{rule}]")), "{text:?}");
        }
        // Each must be allowed, and all together are enough.
        let (compared, rules) = match rules.split_last() {
            Some((&"nothing-compared", rest)) => (false, rest),
            _ => (true, rules),
        };
        let allow: Vec<&str> = rules.iter().flat_map(|rule| ["--allow", rule]).collect();
        for few in (0..rules.len()).map(|count| &allow[..2 * count]) {
            assert_eq!(check(few).status, Some(100), "{few:?}");
        }
        let allowed = check(&allow);
        // Where nothing was compared, nothing can be allowed.
        let wanted = if compared { 0 } else { 100 };
        assert_eq!(allowed.status, Some(wanted), "{allowed:?}");
        for rule in rules {
            let shown = format!("[{rule}, allowed]");
            assert!(allowed.stdout.contains(&shown), "{allowed:?}");
        }
        let allow = [&["--format", "json"], &allow[..]].concat();
        let json: Value = serde_json::from_str(&check(&allow).stdout).unwrap();
        assert_eq!(json["fails"], !compared);
    }
}

fn all_rules(json: &Value) -> std::collections::BTreeSet<String> {
    match json {
        Value::Object(object) => {
            let own = object
                .get("rule")
                .and_then(Value::as_str)
                .map(str::to_owned);
            own.into_iter()
                .chain(object.values().flat_map(all_rules))
                .collect()
        }
        Value::Array(items) => items.iter().flat_map(all_rules).collect(),
        _ => Default::default(),
    }
}

/// `--allow` is for the findings of a rule, wherever they are.
#[test]
fn any_rule_can_be_allowed_and_no_other_word() {
    let (old, new) = releases("allow");
    let check = |allow: &[&str]| run(["check", old.path(), new.path()].iter().chain(allow));
    let rules = [
        "number-narrowed",
        "field-dropped-at-default",
        "field-removed",
        "field-added-without-default",
        "device-removed",
        "device-added",
    ];
    let allow: Vec<&str> = rules.iter().flat_map(|rule| ["--allow", rule]).collect();
    let allowed = check(&allow);
    assert_eq!(allowed.status, Some(0), "{allowed:?}");
    for without in 0..rules.len() {
        let mut allow = allow.clone();
        allow.drain(2 * without..2 * without + 2);
        assert_eq!(check(&allow).status, Some(100), "{allow:?}");
    }
    let wrong = check(&["--allow", "device-remove"]);
    assert_eq!(wrong.status, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("device-removed"), "{}", wrong.stderr);
    assert_eq!(wrong.stdout, "");
}

/// What CI says is what preflight and loader say: the same function, on the
/// schemas as they were published and as they are compiled in.
#[test]
fn the_verdicts_are_the_librarys_own() {
    let (old, new) = releases("json");
    let checked = run(["check", "--format", "json", old.path(), new.path()]);
    let json: Value = serde_json::from_str(&checked.stdout).unwrap();
    assert_eq!(json["verdict"], "incompatible");
    assert_eq!(json["only_in_old"], serde_json::json!(["rtc"]));

    let compiled: [(&str, &Schema, &Schema); 2] = [
        ("timer", old::Timer::SCHEMA, new::Timer::SCHEMA),
        ("uart", old::Uart::SCHEMA, new::Uart::SCHEMA),
    ];
    for ((name, old, new), device) in compiled.iter().zip(json["devices"].as_array().unwrap()) {
        assert_eq!(device["device"], *name);
        for (direction, writer, reader) in [("backward", old, new), ("forward", new, old)] {
            let resolution = resolve(writer, reader);
            let said = &device[direction];
            assert_eq!(said["verdict"], resolution.verdict().as_str());
            let findings = said["findings"].as_array().unwrap();
            assert_eq!(findings.len(), resolution.findings().len());
            for (said, found) in findings.iter().zip(resolution.findings()) {
                assert_eq!(said["rule"], found.rule.id);
                assert_eq!(said["path"], found.path);
                assert_eq!(said["message"], found.message);
            }
        }
    }
}

#[test]
fn a_file_of_one_or_of_all_schemas_will_do() {
    let folder = Folder::new("files");
    let one = folder.0.join("one.json");
    let all = folder.0.join("all.json");
    fs::write(&one, old::Timer::SCHEMA_JSON).unwrap();
    fs::write(
        &all,
        format!("[{},{}]", new::Timer::SCHEMA_JSON, new::Uart::SCHEMA_JSON),
    )
    .unwrap();
    let checked = run([
        Path::new("check"),
        &one,
        &all,
        Path::new("--mode"),
        Path::new("backward"),
    ]);
    assert_eq!(checked.status, Some(0), "{checked:?}");

    fs::write(&one, "{\"format\":1}").unwrap();
    let broken = run([Path::new("check"), &one, &all]);
    assert_eq!(broken.status, Some(1));
    assert!(broken.stderr.contains("one.json"), "{}", broken.stderr);
    let empty = Folder::new("empty");
    let none = run(["check", empty.path(), empty.path()]);
    assert_eq!(none.status, Some(1));
    assert!(
        none.stderr.contains("there are no schemas in it"),
        "{}",
        none.stderr
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let listed = run(["rules"]);
    assert_eq!(listed.status, Some(0));
    assert_eq!(listed.stdout.lines().count(), RULES.len());
    let json: Vec<Value> =
        serde_json::from_str(&run(["rules", "--format", "json"]).stdout).unwrap();
    assert_eq!(json.len(), RULES.len());

    for rule in RULES {
        let explained = run(["explain", rule.id]);
        assert_eq!(explained.status, Some(0));
        for text in [
            rule.id,
            rule.title,
            rule.reason,
            rule.hint,
            rule.writer_hint,
        ] {
            assert!(
                explained.stdout.contains(text),
                "{text:?} in {}",
                explained.stdout
            );
        }
    }
    let unknown = run(["explain", "field-aded"]);
    assert_eq!(unknown.status, Some(2));
    assert!(unknown.stderr.contains("field-added"), "{}", unknown.stderr);
}

#[test]
fn schemas_come_through_a_pipe() {
    let folder = Folder::new("pipe");
    let one = folder.0.join("one.json");
    fs::write(&one, old::Timer::SCHEMA_JSON).unwrap();
    let one = one.to_str().unwrap();
    let schema = old::Timer::SCHEMA_JSON.as_bytes();
    let direct = run(["check", one, one]).fine();
    assert_eq!(run_with(["check", "-", one], schema).fine(), direct);
    if cfg!(target_os = "linux") {
        assert_eq!(
            run_with(["check", "/dev/stdin", one], schema).fine(),
            direct
        );
    }
    let error = run_with(["check", "-", one], b"{").failed();
    assert!(error.contains("standard input: not JSON"), "{error}");
}
