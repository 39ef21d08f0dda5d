//! One device to another, as two builds exchange it.

use migratable::Device;
use migratable::device::{Devices, MachineError};
use migratable::resolve::{Resolution, Verdict, resolve};
use migratable::schema::Schema;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

pub(super) fn save(source: &Devices<'_>) -> Vec<u8> {
    let header = Header::new("older", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    source.save(&mut writer).unwrap();
    writer.finish().unwrap()
}

/// Loads what the one writes into the other.
pub(super) fn send(source: &mut impl Device, target: &mut impl Device) -> Result<(), MachineError> {
    let mut devices = Devices::new();
    devices.add("dev", source).unwrap();
    let stream = save(&devices);
    let mut devices = Devices::new();
    devices.add("dev", target).unwrap();
    let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
    devices.load(&mut reader).map(drop)
}

/// What a user reads of an error, with all its causes.
pub(super) fn said(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text += &format!(": {inner}");
        cause = inner.source();
    }
    text
}

/// The schema as a tool has it, which knows no code.
pub(super) fn schema<D: Device>() -> Schema {
    D::SCHEMA_JSON.parse().unwrap()
}

pub(super) fn resolution<W: Device, R: Device>() -> Resolution {
    let resolution = resolve(&schema::<W>(), &schema::<R>());
    let derived = resolve(W::SCHEMA, R::SCHEMA);
    assert_eq!(derived.findings(), resolution.findings());
    resolution
}

/// The verdict, and the rules of all findings.
pub(super) fn verdict<W: Device, R: Device>() -> (Verdict, Vec<String>) {
    let resolution = resolution::<W, R>();
    let findings = resolution.findings().iter();
    let rules = findings.map(|finding| format!("{} {}", finding.path, finding.rule.id));
    (resolution.verdict(), rules.collect())
}
