//! Sections that the writer's stream has and the reader's does not.

use super::model::{Device, Layouts};
use super::rules::{self, Rule};
use crate::framing::{Section, Stream};

/// What a machine reads without sending it each time: `globalstate` only of a guest that
/// does not run, `audio` only of old versions.
const NOT_ALWAYS_SENT: [&str; 2] = ["globalstate", "audio"];

/// The rule for a device of the writer's that the reader's stream does not describe. A
/// machine sends a section for each of its devices and refuses one that it does not know: so
/// it breaks, unless the reader may know the section otherwise, or without sending it.
pub(super) fn lacking(device: &Device, writer: &Layouts, reader: Option<&Stream>) -> &'static Rule {
    let name = name(&device.found_by);
    let is_sent = |full_name: String| {
        let mut sent = writer.devices.iter();
        sent.any(|one| one.found_by == full_name)
    };
    let may_be_it = |section: &Section| match section.name == name {
        // It may be found by a number that older versions counted otherwise.
        true => section.full_name() == device.found_by || !is_sent(section.full_name()),
        // One without the path of its device is found, too.
        false => section.name.rsplit('/').next() == Some(name),
    };
    let is_there =
        |stream: &Stream| stream.error.is_some() || stream.sections.iter().any(&may_be_it);
    match NOT_ALWAYS_SENT.contains(&name) || reader.is_none_or(is_there) {
        true => &rules::DEVICE_LACKING,
        false => &rules::SECTION_LACKING,
    }
}

/// A section's name without its instance.
fn name(full_name: &str) -> &str {
    full_name
        .rsplit_once('#')
        .map_or(full_name, |(name, _)| name)
}
