//! `check` shows state that is refused, and such that loads: tried here on the plan.

use std::path::Path;

use migratable::resolve::{Plan, resolve};
use migratable::schema::Schema;
use serde_json::Value;

use super::check::Folder;
use super::tool::{root, run};

/// Both directions of the report on two releases.
fn report(old: &str, new: &str) -> Value {
    let run = run(["check", old, new, "--format", "json"]);
    assert_eq!(run.status, Some(100), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn schema(release: &Path, device: &str) -> Schema {
    let text = std::fs::read_to_string(release.join(format!("{device}.json"))).unwrap();
    Schema::from_json(&text).unwrap()
}

fn bytes(example: &Value) -> Option<Vec<u8>> {
    let hex = example["bytes"].as_str()?;
    let digits: Vec<u8> = hex
        .chars()
        .map(|digit| digit.to_digit(16).unwrap() as u8)
        .collect();
    Some(
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect(),
    )
}

fn loads(plan: &Plan, bytes: &[u8]) -> bool {
    plan.convert(bytes, &mut Vec::new()).is_ok()
}

#[test]
fn of_mini_vm() {
    let golden = root().join("tests/golden/mini-vm");
    let [v1, v2] = ["v1", "v2"].map(|release| golden.join(release).join("schemas"));
    let report = report(v1.to_str().unwrap(), v2.to_str().unwrap());
    let mut conditions = 0;
    for device in report["devices"].as_array().unwrap() {
        let name = device["device"].as_str().unwrap();
        let resolution = resolve(&schema(&v2, name), &schema(&v1, name));
        for finding in device["forward"]["findings"].as_array().unwrap() {
            let witness = &finding["witness"];
            if finding["verdict"] == "compatible" {
                assert_eq!(*witness, Value::Null);
                continue;
            }
            conditions += 1;
            let plan = resolution.plan().unwrap();
            let [refused, taken] = [&witness["refused"], &witness["loads"]];
            assert!(!loads(plan, &bytes(refused).unwrap()), "{finding}");
            assert!(loads(plan, &bytes(taken).unwrap()), "{finding}");
            assert!(refused["path"].is_string() && refused["value"].is_object());
            assert_eq!(taken["path"], Value::Null);
        }
    }
    assert!(conditions >= 5, "{conditions}");
}

mod old {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "safe")]
    pub(super) struct Safe {
        key: u8,
        #[migratable(sensitive)]
        pin: u32,
        image: [u8; 4096],
    }

    #[derive(Migratable)]
    #[migratable(device = "gate")]
    pub(super) struct Gate {
        is_open: bool,
    }
}

mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "safe")]
    pub(super) struct Safe {
        key: u8,
        #[migratable(sensitive)]
        pin: u16,
        image: [u8; 4096],
    }

    #[derive(Migratable)]
    #[migratable(device = "gate")]
    pub(super) struct Gate {
        is_open: String,
    }
}

/// What is sensitive is not shown, and what is long is not printed whole.
#[test]
fn in_a_line() {
    let old = Folder::new("witness-old").with::<old::Safe>();
    let new = Folder::new("witness-new").with::<new::Safe>();
    let text = run(["check", old.path(), new.path(), "--mode", "backward"]);
    let line = text.stdout.lines().find(|line| line.contains("refused"));
    assert_eq!(
        line.map(str::trim),
        Some("shown refused where `pin` is not shown (sensitive): 4101 bytes")
    );
    let report = report(old.path(), new.path());
    let finding = &report["devices"][0]["backward"]["findings"][0];
    let refused = &finding["witness"]["refused"];
    assert_eq!(refused["bytes"], Value::Null);
    assert_eq!(refused["value"], Value::Null);
    assert_eq!(refused["len"], 4101);
}

/// Where nothing loads, any state shows it, and there is none that loads.
#[test]
fn of_what_never_loads() {
    let old = Folder::new("witness-never-old").with::<old::Gate>();
    let new = Folder::new("witness-never-new").with::<new::Gate>();
    let report = report(old.path(), new.path());
    let witness = &report["devices"][0]["backward"]["findings"][0]["witness"];
    assert_eq!(witness["loads"], Value::Null);
    assert_eq!(witness["refused"]["bytes"], "00");
    assert_eq!(witness["refused"]["path"], Value::Null);
}
