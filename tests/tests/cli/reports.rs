//! `check`: the report in each form.

use migratable::resolve::RULES;
use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::check::Folder;
use super::tool::{root, run, tool};

const FORMS: [&str; 5] = ["text", "json", "github", "sarif", "markdown"];

/// `check` of the two releases of mini-vm, as one runs it in its directory.
fn of_mini_vm(form: &str) -> String {
    let mut command = tool();
    command.current_dir(root().join("tests/golden/mini-vm"));
    command.args(["check", "v1/schemas", "v2/schemas", "--format", form]);
    command.args(["--warn", "variant-removed"]);
    let output = command.output().expect("the tool runs");
    assert_eq!(output.status.code(), Some(100), "{output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn two_releases_in_each_form() {
    assert_data_eq!(of_mini_vm("text"), file!["snapshots/check.txt"].raw());
    assert_data_eq!(
        of_mini_vm("github"),
        file!["snapshots/check-github.txt"].raw()
    );
    assert_data_eq!(of_mini_vm("markdown"), file!["snapshots/check.md"].raw());
}

/// How a document departs from the schema of SARIF, which is OASIS's own, as the crate
/// `serde-sarif` has it.
pub(crate) fn sarif_errors(document: &str) -> Vec<String> {
    // One pattern of it is no regular expression.
    let text = include_str!("data/sarif-2.1.0.schema.json");
    let text = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .build(&schema)
        .unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let clean = root().join("tests/golden/mini-vm/v1/schemas");
    let clean = clean.to_str().unwrap();
    let none = run(["check", clean, clean, "--format", "sarif"]).fine();
    for text in [none, of_mini_vm("sarif")] {
        assert_eq!(sarif_errors(&text), [""; 0]);
    }
}

/// All forms are of one report: each has all findings that count, with rule and place,
/// and says the same of them.
#[test]
fn all_forms_say_the_same() {
    let json: Value = serde_json::from_str(&of_mini_vm("json")).unwrap();
    let mut count = 0;
    let parts = ["devices", "alone"].map(|part| json[part].as_array().unwrap());
    for device in parts.into_iter().flatten() {
        for direction in ["backward", "forward"] {
            for finding in device[direction]["findings"].as_array().unwrap() {
                if finding["level"] == "allow" {
                    continue;
                }
                count += 1;
                let rule = finding["rule"].as_str().unwrap();
                for form in FORMS {
                    let text = of_mini_vm(form);
                    assert!(text.contains(rule), "{form}: {rule}");
                    let name = device["device"].as_str().unwrap();
                    assert!(text.contains(name), "{form}: {name}");
                }
            }
        }
    }
    assert!(count > 1);
    let sarif: Value = serde_json::from_str(&of_mini_vm("sarif")).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), count);
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(RULES[index].id, result["ruleId"]);
        let location = &result["locations"][0]["physicalLocation"];
        let file = location["artifactLocation"]["uri"].as_str().unwrap();
        assert!(
            root().join("tests/golden/mini-vm").join(file).is_file(),
            "{file}"
        );
    }
    let warnings = results.iter().filter(|one| one["level"] == "warning");
    assert_eq!(
        warnings.count(),
        of_mini_vm("github").matches("::warning ").count()
    );
}

mod old {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "nic")]
    pub(super) struct Nic {
        #[migratable(default = String::from("\n::error::x%0A::stop-commands::y <b>|`*\u{1b}[2J\u{202e}"))]
        name: String,
    }
}

mod new {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "nic")]
    pub(super) struct Nic {
        mtu: u16,
    }
}

/// What stands in a schema is data in each form: it ends no line, begins no command,
/// and is no markup.
#[test]
fn no_text_of_a_schema_is_more_than_text() {
    let old = Folder::new("evil-old").with::<old::Nic>();
    let new = Folder::new("evil-new").with::<new::Nic>();
    for form in FORMS {
        let checked = run(["check", old.path(), new.path(), "--format", form]);
        assert_eq!(checked.status, Some(100), "{checked:?}");
        let text = checked.stdout;
        assert!(text.contains("stop-commands"), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{form}: {text:?}");
        assert!(!text.contains("\n::error::"), "{form}: {text:?}");
        assert!(!text.contains("\n::stop"), "{form}: {text:?}");
        if form == "markdown" {
            assert!(!text.contains(" <b>"), "{text}");
        }
    }
}
