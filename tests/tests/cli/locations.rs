//! Where a finding can be mended: the line of the source, where a program was built to say it.

use std::fs;
use std::path::Path;

use migratable::schema::json::with_fingerprint;
use serde_json::{Value, json};

use super::check::Folder;
use super::fleet::released;
use super::reports::sarif_errors;
use super::tool::{root, run};

const SOURCE: &str = "devices/src/uart.rs";

/// What the older release had otherwise, by the path in its schema, and the line of the
/// newer one's source that is at fault.
fn cases() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    vec![
        (
            "/types/Uart/fields/0/type",
            json!("string"),
            "uart.flags",
            "pub flags: u32",
        ),
        (
            "/types/Uart/fields/2/name",
            json!("gone"),
            "uart.gone",
            "pub struct Uart",
        ),
        (
            "/types/Line/variants/1/fields/0/type",
            json!("string"),
            "uart.line.Receiving.0",
            "Receiving(u8)",
        ),
        (
            "/types/Line/variants/1/name",
            json!("Gone"),
            "uart.line.Gone",
            "pub enum Line",
        ),
        (
            "/types/Clock/fields/1/type",
            json!("string"),
            "uart.clock.drift",
            "pub drift: f64",
        ),
        ("/version", json!(2), "uart", "pub struct Uart"),
    ]
}

/// The number of the line of the source that holds a text.
fn line_of(text: &str) -> u64 {
    let source = root().join("tests/crates/fleet").join(SOURCE);
    let source = fs::read_to_string(source).unwrap();
    let line = source.lines().position(|line| line.contains(text));
    line.expect("it is there") as u64 + 1
}

#[test]
fn findings_name_the_line_of_the_source() {
    let new = Folder::new("locations-new");
    run([
        "export",
        released().to_str().unwrap(),
        "--output",
        new.path(),
    ])
    .fine();
    let schema = fs::read_to_string(Path::new(new.path()).join("uart.json")).unwrap();
    for (pointer, value, place, text) in cases() {
        let old = Folder::new("locations-old");
        let mut schema: Value = serde_json::from_str(&schema).unwrap();
        *schema.pointer_mut(pointer).unwrap() = value;
        schema["fingerprint"] = "".into();
        let schema = with_fingerprint(&schema.to_string()).unwrap();
        fs::write(Path::new(old.path()).join("uart.json"), schema).unwrap();
        let line = line_of(text);
        let report = |form: &str| {
            let checked = run(["check", old.path(), new.path(), "--format", form]);
            assert_eq!(checked.status, Some(100), "{pointer} {checked:?}");
            checked.stdout
        };
        let sarif = report("sarif");
        assert_eq!(sarif_errors(&sarif), [""; 0]);
        let sarif: Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let logical = |result: &&Value| {
            result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == place
        };
        let result = results.iter().find(logical).expect(place);
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], SOURCE, "{place}");
        assert_eq!(physical["region"]["startLine"], line, "{place}");
        let wanted = [
            (
                "github",
                format!("file={SOURCE},line={line},title={place} "),
            ),
            ("text", format!("where {SOURCE}:{line}\n")),
            ("markdown", format!("  - {SOURCE}:{line}\n")),
            (
                "json",
                format!(r#""location":{{"file":"{SOURCE}","line":{line}}}"#),
            ),
        ];
        for (form, wanted) in wanted {
            let report = report(form);
            let report = match form {
                "markdown" => report.replace('\\', ""),
                "json" => report.replace([' ', '\n'], ""),
                _ => report,
            };
            assert!(report.contains(&wanted), "{wanted:?} in {report}");
        }
    }
}
