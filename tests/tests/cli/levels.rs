//! `check`: what findings count for, and which are accepted.

use std::fs;

use migratable::resolve::{Level, RULES};
use serde_json::Value;

use super::check::{Folder, new, old, releases};
use super::tool::{Run, run};

/// In both directions `timer` has two conditions forward, `uart` a reason in each.
const REST: [&str; 6] = [
    "--allow=device-removed",
    "--allow=device-added",
    "--allow=field-removed",
    "--allow=field-added-without-default",
    "--allow=number-narrowed",
    "--allow=field-dropped-at-default",
];

#[test]
fn the_longest_path_counts_then_the_rule_then_the_stricter_level() {
    let old = Folder::new("levels-old").with::<old::Timer>();
    let new = Folder::new("levels-new").with::<new::Timer>();
    for (arguments, status) in [
        ("", 100),
        ("--allow conditional", 0),
        ("--allow-conditional", 0),
        ("--warn conditional", 0),
        ("--allow conditional --deny number-narrowed", 100),
        (
            "--deny conditional --allow number-narrowed --allow field-dropped-at-default",
            0,
        ),
        ("--allow conditional --deny conditional", 100),
        ("--allow conditional:timer", 0),
        ("--allow conditional:time", 100),
        (
            "--allow number-narrowed:timer.count --warn field-dropped-at-default:timer.ifl",
            0,
        ),
        (
            "--allow number-narrowed:timer.ifl --warn field-dropped-at-default:timer.ifl",
            100,
        ),
        ("--deny number-narrowed --allow conditional:timer", 0),
        (
            "--deny number-narrowed:timer.count --allow conditional:timer",
            100,
        ),
        ("--mode backward", 0),
        ("--mode backward --deny compatible", 100),
        ("--mode backward --deny number-widened", 100),
        ("--mode backward --warn number-widened", 0),
    ] {
        let words = arguments.split_whitespace();
        let checked = run(["check", old.path(), new.path()].into_iter().chain(words));
        assert_eq!(checked.status, Some(status), "{arguments}: {checked:?}");
    }
}

#[test]
fn a_level_is_shown_where_it_is_not_the_usual_one() {
    let (old, new) = releases("levels-shown");
    let check = |more: &[&str]| run(["check", old.path(), new.path()].iter().chain(more));
    let shown = check(&["--warn=number-narrowed", "--deny=number-widened"]);
    for wanted in [
        "[number-narrowed, warning]",
        "[number-widened, denied]",
        "[field-removed]",
        "; 1 warning",
    ] {
        assert!(
            shown.stdout.contains(wanted),
            "{wanted} in {}",
            shown.stdout
        );
    }
    let json = check(&["--warn=number-narrowed", "--format=json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    let findings = &json["devices"][0]["forward"]["findings"];
    assert_eq!(findings[0]["level"], "warn", "{findings}");
}

/// What no one may allow cannot be allowed in any way.
#[test]
fn what_is_forbidden_stays_so() {
    let old = Folder::new("forbidden-old").with::<old::Rtc>();
    let new = Folder::new("forbidden-new").with::<new::Watchdog>();
    let check = |more: &[&str]| run(["check", old.path(), new.path()].iter().chain(more));
    let all = ["--allow=incompatible", "--allow=conditional"];
    assert_eq!(check(&all).status, Some(100));
    let forbidden = RULES.iter().filter(|rule| rule.level == Level::Forbid);
    for rule in forbidden {
        for flag in ["--allow", "--warn"] {
            let refused = check(&[flag, rule.id]);
            assert_eq!(refused.status, Some(2), "{refused:?}");
            assert!(refused.stderr.contains("always fails"), "{refused:?}");
        }
        assert_eq!(check(&["--deny", rule.id]).status, Some(100));
        let file = new.0.join("accepted.toml");
        let entry = format!("[[accept]]\nrule='{}'\npath='rtc'\nreason='x'", rule.id);
        fs::write(&file, entry).unwrap();
        let refused = check(&["--accepted", file.to_str().unwrap()]).failed();
        assert!(refused.contains("cannot be accepted"), "{refused}");
    }
}

/// `check` of two releases with all but one finding allowed, and with this file.
fn with_file(name: &str, today: u64, file: &str) -> Run {
    let (old, new) = releases(name);
    let path = old.0.join("accepted.toml");
    fs::write(&path, file).unwrap();
    let arguments = ["check", old.path(), new.path(), "--accepted"];
    let mut command = super::tool::tool();
    command.args(arguments).arg(&path).args(&REST[..5]);
    command.env("SOURCE_DATE_EPOCH", today.to_string());
    super::tool::finished(command.output().expect("the tool runs"))
}

const ENTRY: &str = "[[accept]]\nrule = 'field-dropped-at-default'\npath = 'timer.ifl'\n\
                     reason = 'the old timer has no such interrupt'\n";

#[test]
fn what_is_accepted_has_a_reason_and_an_end() {
    // 2027-01-31, at noon and a day later.
    let (last, over) = (1_801_396_800, 1_801_396_800 + 86_400);
    let until = format!("{ENTRY}until = 2027-01-31\n");
    let unused = format!("{ENTRY}[[accept]]\nrule='type-changed'\npath='uart'\nreason='x'\n");
    let cases: [(&str, u64, &str, i32, &str, &str); 5] = [
        ("", last, "nothing", 100, "[field-dropped-at-default]", ""),
        (
            ENTRY,
            last,
            "good",
            0,
            "fine  the old timer has no such interrupt\n",
            "",
        ),
        (&until, last, "last", 0, "interrupt (until 2027-01-31)", ""),
        (
            &until,
            over,
            "over",
            100,
            "[field-dropped-at-default]",
            "expired since 2027-01-31",
        ),
        (
            &unused,
            last,
            "unused",
            0,
            "; 1 accepted",
            "`type-changed` at `uart` is unused",
        ),
    ];
    for (file, today, name, status, shown, noted) in cases {
        let checked = with_file(&format!("accepted-{name}"), today, file);
        assert_eq!(checked.status, Some(status), "{name}: {checked:?}");
        assert!(checked.stdout.contains(shown), "{name}: {checked:?}");
        assert!(checked.stderr.contains(noted), "{name}: {checked:?}");
        assert_eq!(
            checked.stderr.is_empty(),
            noted.is_empty(),
            "{name}: {checked:?}"
        );
    }
}

#[test]
fn a_file_that_is_wrong_is_refused_with_the_line() {
    let long = "x".repeat(30);
    for (change, says) in [
        (
            ("field-dropped-at-default", "field-droped"),
            "there is no rule",
        ),
        (
            ("the old timer has no such interrupt", " "),
            "a reason is missing",
        ),
        (("reason", "because"), "unknown field `because`"),
        (("path = 'timer.ifl'\n", ""), "missing field `path`"),
        (("timer.ifl", ""), "the path is empty"),
        (("timer.ifl", "timer..ifl"), "not a path"),
        (("[[accept]]", "[[accepted]]"), "unknown field `accepted`"),
        (("reason", "until = 12:30:00\nreason"), "write the last day"),
        (("reason", "until = 2027-02-30\nreason"), "until"),
        (("reason", "\u{1b}[2J = 1\nreason"), "line 4"),
        (("reason", long.as_str()), "unknown field"),
    ] {
        let file = ENTRY.replace(change.0, change.1);
        let error = with_file("accepted-wrong", 0, &file).failed();
        assert!(
            error.contains(says) && error.contains("line "),
            "{change:?}: {error}"
        );
        assert!(!error.contains('\u{1b}'), "{error:?}");
        assert!(error.contains("[[accept]]"), "{error}");
    }
    let missing = run(["check", "a", "b", "--accepted", "/nowhere"]).failed();
    assert!(missing.contains("/nowhere: cannot read it"), "{missing}");
}
