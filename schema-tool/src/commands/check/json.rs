//! The report for other programs.

use std::io::Write;

use migratable::resolve::Finding;
use serde_json::{Value, json};

use super::allow::Accepted;
use super::report::{Device, Lone, Report};
use crate::error::{Error, Result};
use crate::text;

pub(super) fn print(
    report: &Report<'_>,
    accepted: &Accepted<'_>,
    out: &mut dyn Write,
) -> Result<()> {
    let devices = report.both.iter().map(|one| device(one, accepted));
    let alone = report.alone.iter().map(|one| lone(one, accepted));
    let document = json!({
        "verdict": accepted.verdict(report.findings()).as_str(),
        "devices": devices.collect::<Vec<_>>(),
        "alone": alone.collect::<Vec<_>>(),
        "only_in_old": names(report, |lone| lone.is_in_old && !lone.is_in_new),
        "only_in_new": names(report, |lone| lone.is_in_new && !lone.is_in_old),
        "findings": findings(&report.findings, accepted),
    });
    let json = serde_json::to_string_pretty(&document)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{}", text::json(&json))?;
    Ok(())
}

fn names<'a>(report: &Report<'a>, is_meant: impl Fn(&Lone<'a>) -> bool) -> Vec<&'a str> {
    let alone = report.alone.iter().filter(|lone| is_meant(lone));
    alone.map(|lone| lone.device.name).collect()
}

fn device(device: &Device<'_>, accepted: &Accepted<'_>) -> Value {
    let mut json = json!({ "device": device.name });
    for outcome in &device.results {
        json[outcome.direction.key()] = json!({
            "verdict": outcome.verdict().as_str(),
            "findings": findings(&outcome.findings, accepted),
        });
    }
    json
}

fn lone(lone: &Lone<'_>, accepted: &Accepted<'_>) -> Value {
    let mut json = device(&lone.device, accepted);
    json["in_old"] = lone.is_in_old.into();
    json["in_new"] = lone.is_in_new.into();
    json
}

fn findings(findings: &[Finding], accepted: &Accepted<'_>) -> Vec<Value> {
    let findings = findings.iter();
    findings.map(|one| finding(one, accepted)).collect()
}

fn finding(finding: &Finding, accepted: &Accepted<'_>) -> Value {
    json!({
        "rule": finding.rule.id,
        "verdict": finding.verdict.as_str(),
        "allowed": accepted.is_allowed(finding),
        "path": finding.path,
        "writer": finding.writer,
        "reader": finding.reader,
        "message": finding.message,
        "title": finding.rule.title,
        "reason": finding.rule.reason,
        "hint": finding.rule.hint,
    })
}
