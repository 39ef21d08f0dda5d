//! Devices that only the writer has, or fields of devices, whose state devices of the reader
//! take over.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::compare;
use super::finding::Finding;
use super::rules::{self, Rule};
use crate::schema::Schema;

/// State of a device of the writer that one of the reader takes over.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TakenOver<'a> {
    /// Whose state it is.
    pub writer: &'a Schema,
    /// What takes it over.
    pub reader: &'a Schema,
    /// What it takes the state for.
    pub state: &'a Schema,
    pub(super) is_spared: bool,
}

impl TakenOver<'_> {
    /// Whether the reader loads a machine without that state, too. It depends on what else the
    /// writer has.
    pub fn is_spared(&self) -> bool {
        self.is_spared
    }

    /// What is found about the state, each with the device that takes it over.
    pub fn findings(&self) -> Vec<Finding> {
        let resolution = compare::schemas(self.writer, self.state);
        let findings = taken_by(self.reader, self.is_spared, resolution.findings());
        findings.collect()
    }
}

/// What is found about state that a device takes over, each with the device. That the writer
/// may be without it does not count, where the reader does without.
pub(crate) fn taken_by<'a>(
    reader: &'a Schema,
    is_spared: bool,
    findings: &'a [Finding],
) -> impl Iterator<Item = Finding> + 'a {
    let counts =
        move |finding: &&Finding| !is_spared || finding.rule.id != rules::DEVICE_MUST_BE_NEEDED.id;
    findings.iter().filter(counts).map(|finding| Finding {
        message: format!("`{}` takes it over: {}", reader.device(), finding.message),
        ..finding.clone()
    })
}

/// What a device of the reader takes over: all that it says, but what a writer's device of
/// its own has taken over already. `own` is that device.
pub(crate) fn claims<'a>(
    own: Option<&'a Schema>,
    reader: &'a Schema,
) -> impl Iterator<Item = (usize, &'a Schema)> {
    let states = reader.takes_over().iter().enumerate();
    states.filter(move |(_, state)| !has_taken(own, state.device()))
}

/// Whether a writer's device has the state of that other one in it.
pub(crate) fn has_taken(own: Option<&Schema>, device: &str) -> bool {
    own.is_some_and(|own| own.takes_over_from(device).is_some())
}

/// What follows for a device of the writer whose state these of the reader take over.
pub(crate) fn by_others<'a>(readers: impl Iterator<Item = &'a str>) -> Finding {
    let names = listed(readers);
    let message = format!("its state is taken over by {names}");
    let rule = &rules::DEVICE_TAKEN_OVER;
    of_machine(rule, "device".to_string(), names, message)
}

/// What follows for a device that only the reader has, and that takes over from these.
pub(crate) fn takes<'a>(writers: impl Iterator<Item = &'a str>) -> Finding {
    let names = listed(writers);
    let message = format!("it takes over the state of {names}");
    let rule = &rules::DEVICE_TAKEN_OVER;
    of_machine(rule, names, "device".to_string(), message)
}

/// The same, where the writer has some of those, and not that of this name.
pub(crate) fn taken_in_part(lacking: &str) -> Finding {
    let message = format!("it takes over from several devices, and the source has no {lacking}");
    let (rule, nothing) = (&rules::TAKEN_OVER_IN_PART, "nothing".to_string());
    of_machine(rule, nothing, "device".to_string(), message)
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.dedup();
    names.join(", ")
}

fn of_machine(rule: &'static Rule, writer: String, reader: String, message: String) -> Finding {
    Finding {
        rule,
        verdict: rule.verdict,
        path: String::new(),
        writer,
        reader,
        message,
        condition: None,
    }
}
