//! The report for other programs.

use std::io::Write;

use migratable::resolve::ConvertError;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::gate::direction::Direction;
use crate::gate::policy::{Found, Policy};
use crate::gate::report::{Device, Lone, Report, Tried};
use crate::gate::saves::Cause;
use crate::gate::witness::{Example, Witness};
use crate::text;

pub(super) fn print(report: &Report<'_>, policy: &Policy, out: &mut dyn Write) -> Result<()> {
    let devices = report.both.iter().map(device);
    let alone = report.alone.iter().map(lone);
    let stale = policy.stale().map(|stale| {
        json!({
            "rule": stale.rule(),
            "path": stale.path(),
            "problem": stale.problem,
            "until": stale.until().map(|date| date.to_string()),
        })
    });
    let saves = report.saves.as_ref();
    let saves = saves.map(|saves| saves.iter().map(save).collect::<Vec<_>>());
    write(
        &json!({
            "verdict": report.verdict().as_str(),
            "fails": report.fails(),
            "saves": saves,
            "devices": devices.collect::<Vec<_>>(),
            "alone": alone.collect::<Vec<_>>(),
            "only_in_old": names(report, |lone| lone.is_in_old && !lone.is_in_new),
            "only_in_new": names(report, |lone| lone.is_in_new && !lone.is_in_old),
            "findings": findings(&report.findings, None),
            "stale": stale.collect::<Vec<_>>(),
        }),
        out,
    )
}

/// Writes a document.
pub(super) fn write(document: &Value, out: &mut dyn Write) -> Result<()> {
    let json = serde_json::to_string_pretty(document)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{}", text::json(&json))?;
    Ok(())
}

fn save(save: &Tried<'_>) -> Value {
    let refusals = save.refusals.iter().map(|counted| {
        let refusal = counted.refusal;
        let mut json = json!({
            "instance": refusal.instance,
            "device": refusal.device.0,
            "taken_over_by": refusal.reason.taker,
            "counts": counted.fails,
            "condition": null,
        });
        if let Cause::Condition(condition) = &refusal.reason.cause {
            json["condition"] = condition.error.to_string().into();
            json["offset"] = condition.at.into();
            json["places"] = condition.times.into();
            if let ConvertError::Condition {
                rule, path, found, ..
            } = &condition.error
            {
                json["rule"] = (*rule).into();
                json["path"] = path.as_str().into();
                json["found"] = found.as_str().into();
            }
        }
        json
    });
    json!({
        "stream": save.name,
        "loads": save.loads(),
        "problems": save.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "refusals": refusals.collect::<Vec<_>>(),
        "omitted": save.omitted,
    })
}

fn names<'a>(report: &Report<'a>, is_meant: impl Fn(&Lone<'a>) -> bool) -> Vec<&'a str> {
    let alone = report.alone.iter().filter(|lone| is_meant(lone));
    alone.map(|lone| lone.device.name).collect()
}

fn device(device: &Device<'_>) -> Value {
    let mut json = json!({ "device": device.name });
    if let Some(of) = &device.of {
        json["as_in"] = of.as_str().into();
    }
    for outcome in &device.results {
        json[outcome.direction.key()] = json!({
            "verdict": outcome.verdict().as_str(),
            "findings": findings(&outcome.findings, Some(outcome.direction)),
        });
    }
    json
}

fn lone(lone: &Lone<'_>) -> Value {
    let mut json = device(&lone.device);
    json["in_old"] = lone.is_in_old.into();
    json["in_new"] = lone.is_in_new.into();
    json
}

fn findings(findings: &[Found<'_>], direction: Option<Direction>) -> Vec<Value> {
    let findings = findings.iter();
    findings.map(|found| finding(found, direction)).collect()
}

fn finding(found: &Found<'_>, direction: Option<Direction>) -> Value {
    let finding = &found.finding;
    let rule = finding.rule;
    let hint = direction.map_or(rule.hint, |direction| direction.hint(rule));
    let accepted = found.accepted.map(|entry| {
        json!({
            "reason": entry.reason.to_string(),
            "until": entry.until.map(|until| until.0.to_string()),
        })
    });
    json!({
        "rule": finding.rule.id,
        "verdict": finding.verdict.as_str(),
        "level": found.level.as_str(),
        "accepted": accepted,
        "saves": found.hits.as_ref().map(|hits| {
            json!({ "fail": hits.hit, "of": hits.of, "first": hits.first })
        }),
        "witness": found.witness.as_ref().map(witness),
        "path": finding.path,
        "location": found.location.as_ref().map(|location| {
            json!({ "file": location.file, "line": location.line })
        }),
        "writer": finding.writer,
        "reader": finding.reader,
        "message": finding.message,
        "title": finding.rule.title,
        "reason": finding.rule.reason,
        "hint": hint,
    })
}

/// State that is refused, and such that loads.
pub(super) fn witness(witness: &Witness) -> Value {
    json!({
        "refused": example(&witness.refused),
        "loads": witness.loads.as_ref().map(example),
    })
}

fn example(example: &Example) -> Value {
    let json = example.json.as_ref();
    let [path, found] = match &example.place {
        Some([path, found]) => [Some(path), Some(found)],
        None => [None, None],
    };
    json!({
        "path": path,
        "found": found,
        "value": json.and_then(|json| serde_json::from_str::<Value>(json).ok()),
        "len": example.len,
        "bytes": example.bytes.as_ref().map(|bytes| text::hex(bytes).replace(' ', "")),
    })
}
