//! The report as SARIF 2.1.0, which code scanning reads.

use std::io::Write;

use migratable::resolve::{Level, RULES};
use serde_json::{Value, json};

use super::json;
use crate::error::Result;
use crate::gate::report::{Located, Report, Tried};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn print(report: &Report<'_>, is_verbose: bool, out: &mut dyn Write) -> Result<()> {
    let shown = |one: &Located<'_>| is_verbose || one.found.is_notable();
    let results = report.located().filter(shown).map(|one| result(&one));
    let mut document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "schema-tool",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": RULES.iter().map(|rule| json!({
                    "id": rule.id,
                    "shortDescription": { "text": rule.title },
                    "fullDescription": { "text": rule.reason },
                    "help": { "text": rule.hint },
                    "defaultConfiguration": { "level": level(rule.level) },
                })).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    let failures = report.tried().flat_map(Tried::failures);
    let notifications: Vec<Value> = failures.map(|text| notification(&text)).collect();
    if report.saves.is_some() {
        document["runs"][0]["invocations"] = json!([{
            "executionSuccessful": notifications.is_empty(),
            "toolExecutionNotifications": notifications,
        }]);
    }
    json::write(&document, out)
}

/// That a stream does not load, which is no result of a rule.
fn notification(text: &str) -> Value {
    json!({ "level": "error", "message": { "text": format!("does not load: {text}") } })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => "note",
        Level::Warn => "warning",
        Level::Deny | Level::Forbid => "error",
    }
}

fn result(one: &Located<'_>) -> Value {
    let finding = &one.found.finding;
    let direction = one.direction.map(|direction| direction.key());
    let place = one.place();
    let said = match one.direction {
        Some(direction) => format!("{}: {place}: {}", direction.text(), finding.message),
        None => finding.message.clone(),
    };
    let mut location = json!({});
    if one.device.is_some() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": place, "kind": "member" }]);
    }
    if let Some((file, line)) = one.line() {
        location["physicalLocation"] = json!({
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": line },
        });
    }
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule.id),
        "level": level(one.found.level),
        "message": { "text": format!("{said}. {} {}", finding.rule.reason, one.hint()) },
        "partialFingerprints": {
            "finding/v1": format!("{}:{}:{place}", finding.rule.id, direction.unwrap_or("both")),
        },
        "properties": {
            "direction": direction,
            "verdict": finding.verdict.as_str(),
            "writer": finding.writer,
            "reader": finding.reader,
            "witness": one.found.witness.as_ref().map(json::witness),
        },
    });
    if location != json!({}) {
        result["locations"] = json!([location]);
    }
    if let Some(entry) = one.found.accepted {
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": entry.reason.to_string(),
        }]);
    }
    result
}

/// A file's path as a reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
