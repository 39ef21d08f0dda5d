//! A test that compares the devices of its own program with a baseline, as users have it.

use std::fs;
use std::path::{Path, PathBuf};

use migratable::schema::json::with_fingerprint;
use migratable::{Device, Migratable};
use schema_tool::Baseline;

/// The only device of this program.
#[derive(Migratable)]
#[migratable(device = "timer")]
struct Timer {
    count: u32,
    #[migratable(default = 7)]
    reload: u32,
}

/// The baseline of a release that had the device in this form.
fn baseline(name: &str, form: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("baseline-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("timer.json"), form).unwrap();
    folder
}

/// The schema, changed.
fn changed(from: &str, to: &str) -> String {
    let fingerprint = Timer::SCHEMA.fingerprint().to_string();
    let text = Timer::SCHEMA_JSON.replace(&fingerprint, "");
    assert!(text.contains(from), "{text}");
    with_fingerprint(&text.replace(from, to)).unwrap()
}

const RELOAD: &str = r#",{"name":"reload","type":"u32","default":{"value":7}}"#;

#[test]
fn what_did_not_change_passes() {
    let same = baseline("same", Timer::SCHEMA_JSON);
    Baseline::new(&same).assert();
    // Nothing is linked that has other devices.
    let shown = format!("{:?}", Baseline::new(&same).check());
    assert_eq!(shown, "Ok(())");
}

#[test]
fn what_breaks_fails_with_the_whole_report() {
    let other = baseline("other", &changed("count", "ticks"));
    let broken = Baseline::new(&other).check().unwrap_err().to_string();
    for wanted in [
        "devices break with the baseline in",
        "timer\n  new reads old  incompatible\n",
        "[field-removed]",
        "[field-added-without-default]",
        "old reads new",
        "schema-tool lock --force",
    ] {
        assert!(broken.contains(wanted), "{wanted} in {broken}");
    }
    assert!(!broken.contains('\u{1b}'), "{broken:?}");
    let panic = std::panic::catch_unwind(|| Baseline::new(&other).assert()).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>(), Some(&broken));
}

#[test]
fn what_counts_can_be_said() {
    let before = baseline("before", &changed(RELOAD, ""));
    let baseline = Baseline::new(&before);
    let broken = baseline.check().unwrap_err().to_string();
    assert!(broken.contains("[field-dropped-at-default]"), "{broken}");
    assert!(!broken.contains("  incompatible\n"), "{broken}");
    baseline.clone().backward_only().assert();
    baseline.clone().allow_conditional().assert();
    let accepted = before.join("accepted.toml");
    let entry =
        "[[accept]]\nrule = 'field-dropped-at-default'\npath = 'timer.reload'\nreason = 'x'\n";
    fs::write(&accepted, entry).unwrap();
    baseline.clone().accepted(&accepted).assert();
    fs::write(&accepted, entry.replace("reload", "count")).unwrap();
    baseline.clone().accepted(&accepted).check().unwrap_err();
    let error = baseline.accepted("/nowhere").check().unwrap_err();
    assert!(
        error.to_string().contains("/nowhere: cannot read it"),
        "{error}"
    );
}

#[test]
fn what_is_missing_is_said() {
    let missing = Baseline::new("/nowhere").check().unwrap_err().to_string();
    assert!(missing.contains("there is no baseline yet"), "{missing}");
    let same = baseline("file", Timer::SCHEMA_JSON);
    let none = Baseline::new(&same).check_file("Cargo.toml").unwrap_err();
    assert!(none.to_string().contains("Cargo.toml"), "{none}");
    Baseline::new(&same)
        .check_file(same.join("timer.json"))
        .unwrap();
}
