//! Configuration spaces of PCI, of which a reader compares with its own what no software
//! can change.

use std::collections::{BTreeMap, HashSet};

use super::finding::Finding;
use super::rules::{self, Rule};
use crate::framing::{Section, Stream};
use crate::layout::{Leaf, Register, Steps, Struct, is_space, not_known, registers, subsystem};

/// More of one space are not worth reading.
const MOST: usize = 16;

/// Compares the spaces of the devices that both streams have.
pub(super) fn compare(
    writer: (&[u8], &Stream),
    reader: (&[u8], &Stream),
    only: Option<&str>,
    findings: &mut Vec<Finding>,
) {
    let (sent, own) = (spaces(writer, only), spaces(reader, only));
    for (place, own) in &own {
        match sent.get(place) {
            Some(sent) if sent.bytes.len() == own.bytes.len() => {
                let kinds = [
                    (registers(own.bytes), &rules::VALUE_DIFFERS),
                    (subsystem(own.bytes), &rules::SUBSYSTEM_DIFFERS),
                    (not_known(own.bytes), &rules::CAPABILITY_DIFFERS),
                ];
                let compared = kinds.into_iter().flat_map(|(registers, rule)| {
                    registers.into_iter().map(move |register| (register, rule))
                });
                let mut said = HashSet::new();
                let differ = compared
                    .filter_map(|(register, rule)| differs(register, rule, place, sent, own));
                // Of what stands at one path, only some bytes may differ.
                let differ = differ.filter(|finding| said.insert(finding.path.clone()));
                findings.extend(differ.take(MOST));
            }
            sent => findings.extend(other_space(place, writer.1, sent, Some(own))),
        }
    }
    for (place, sent) in sent.iter().filter(|(place, _)| !own.contains_key(*place)) {
        findings.extend(other_space(place, reader.1, Some(sent), None));
    }
}

/// A device of which the streams do not show the same space: the state of one of them is
/// not what it seems to be. `other` is a stream that may not have the device.
fn other_space(
    (device, path): &Place,
    other: &Stream,
    sent: Option<&Space<'_>>,
    own: Option<&Space<'_>>,
) -> Option<Finding> {
    let has = |section: &Section| section.full_name() == *device;
    let said = |space: Option<&Space<'_>>| match space {
        Some(space) => format!("configuration space of {} bytes", space.bytes.len()),
        None => "no configuration space that can be read".to_owned(),
    };
    // How large a space is, is fixed: a reader takes as many bytes as its own has.
    let rule = match (sent, own) {
        (Some(_), Some(_)) => &rules::SIZE_DIFFERS,
        _ => &rules::FIELDS_DIFFER,
    };
    other.sections.iter().any(has).then(|| Finding {
        rule,
        device: device.clone(),
        path: path.clone(),
        writer: said(sent),
        reader: said(own),
    })
}

/// A device, and the path to a space in it.
type Place = (String, String);

struct Space<'s> {
    bytes: &'s [u8],
    layout: &'s Struct,
}

fn spaces<'s>(
    (bytes, stream): (&'s [u8], &'s Stream),
    only: Option<&str>,
) -> BTreeMap<Place, Space<'s>> {
    let mut found = BTreeMap::new();
    for (device, offset, layout) in stream.devices(only) {
        let mut enter = |steps: Steps<'_, '_>, layout: &'s Struct, rest: &'s [u8]| {
            let len = usize::try_from(layout.size()).unwrap_or(usize::MAX);
            if let (true, Some(bytes)) = (is_space(layout), rest.get(..len)) {
                let space = Space { bytes, layout };
                found.insert((device.clone(), steps.path()), space);
            }
        };
        // What cannot be walked has been refused when it was read.
        let _ = layout.walk_with(bytes, offset as u64, &mut |_| {}, &mut enter);
    }
    found
}

/// The finding about a register, if it is one.
fn differs(
    register: Register,
    rule: &'static Rule,
    (device, path): &Place,
    sent: &Space<'_>,
    own: &Space<'_>,
) -> Option<Finding> {
    let (writer, reader) = (register.value(sent.bytes)?, register.value(own.bytes)?);
    (writer != reader).then(|| Finding {
        rule,
        device: device.clone(),
        path: format!("{path}.{}", own.name_at(register.at)),
        writer: format!("{writer:#x}"),
        reader: format!("{reader:#x}"),
    })
}

impl Space<'_> {
    /// What stands at a place of it.
    fn name_at(&self, at: usize) -> String {
        let mut name = String::new();
        let mut see = |leaf: &Leaf<'_, '_>| {
            if leaf.offset <= at as u64 {
                name = leaf.steps.path();
            }
        };
        let _ = self.layout.walk(self.bytes, 0, &mut see);
        name
    }
}
