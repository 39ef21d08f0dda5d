//! `lock` and `status`.

use std::fs;
use std::path::Path;

use super::check::{Folder, new, old};
use super::tool::{Run, run};

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(&folder.0).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn with(command: &str, build: &Folder, baseline: &Folder, more: &[&str]) -> Run {
    let arguments = [command, build.path(), "--baseline", baseline.path()];
    run(arguments.iter().chain(more))
}

#[test]
fn a_baseline_is_made_kept_and_replaced() {
    let first = Folder::new("lock-first")
        .with::<old::Timer>()
        .with::<old::Uart>();
    let second = Folder::new("lock-second").with::<new::Timer>();
    let baseline = Folder::new("lock-baseline");
    with("lock", &first, &baseline, &[]).fine();
    assert_eq!(names(&baseline), ["index.json", "timer.json", "uart.json"]);
    let same = with("status", &first, &baseline, &["--locked"]).fine();
    assert_eq!(
        same,
        "2 devices compared: 2 compatible, 0 conditional, 0 incompatible\n"
    );

    let changed = with("status", &second, &baseline, &[]);
    assert_eq!(changed.status, Some(100), "{changed:?}");
    for wanted in [
        "timer  changed\nuart  removed\n",
        "[number-narrowed]",
        "[device-removed]",
    ] {
        assert!(changed.stdout.contains(wanted), "{wanted} in {changed:?}");
    }
    // What breaks does not become the baseline.
    let before = fs::read(baseline.0.join("timer.json")).unwrap();
    let kept = with("lock", &second, &baseline, &[]);
    assert_eq!(kept.status, Some(100), "{kept:?}");
    assert!(kept.stdout.contains("[device-removed]"), "{kept:?}");
    assert!(kept.stderr.contains("--force"), "{kept:?}");
    assert_eq!(fs::read(baseline.0.join("timer.json")).unwrap(), before);

    let allow = ["--mode", "backward", "--allow", "device-removed:uart"];
    let allowed = with("status", &second, &baseline, &allow).fine();
    assert!(allowed.contains("timer  changed\n"), "{allowed}");
    let locked = with(
        "status",
        &second,
        &baseline,
        &[&allow[..], &["--locked"]].concat(),
    );
    assert_eq!(locked.status, Some(100), "{locked:?}");
    assert!(
        locked.stderr.contains("`schema-tool lock` adds them"),
        "{locked:?}"
    );
    with("lock", &second, &baseline, &allow).fine();
    assert_eq!(names(&baseline), ["index.json", "timer.json"]);
    with("status", &second, &baseline, &["--locked"]).fine();
    with("lock", &first, &baseline, &["--force"]).fine();
    assert_eq!(names(&baseline), ["index.json", "timer.json", "uart.json"]);
}

#[test]
fn what_lock_did_not_write_stays() {
    let build = Folder::new("lock-build").with::<old::Timer>();
    let baseline = Folder::new("lock-foreign");
    for name in ["timer.json", "notes.json", "README"] {
        fs::write(baseline.0.join(name), "{}").unwrap();
    }
    let refused = with("lock", &build, &baseline, &[]).failed();
    assert!(
        refused.contains("timer.json: it is there already"),
        "{refused}"
    );
    with("lock", &build, &baseline, &["--force"]).fine();
    assert_eq!(
        names(&baseline),
        ["README", "index.json", "notes.json", "timer.json"]
    );
    // The index is what counts, not what is beside.
    with("status", &build, &baseline, &["--locked"]).fine();
    let none = run(["status", build.path(), "--baseline", "/nowhere"]).failed();
    assert!(none.contains("there is no baseline yet"), "{none}");
    assert!(!Path::new("/nowhere").exists());
}
