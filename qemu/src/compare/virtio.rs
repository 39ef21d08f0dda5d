//! virtio devices of two streams, of which a reader takes some parts with any length: the
//! stream says how long they are.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::rules::{self, Rule};
use crate::framing::Stream;
use crate::layout::{Field, Steps, Struct, Type};

/// What opaque items of virtio devices are split into.
const NAME: &str = "virtio";

/// What has a length before it, by which the reader takes it. Queues that it does not have
/// are of no use to it, as is configuration beyond its own.
const COUNTED: [&str; 5] = [
    "config",
    "queues",
    "device.mac_table",
    "device.other_pairs",
    "device.ports",
];

/// What a network device sends, and reads, only if it has several pairs of queues.
const PAIRS: &str = "device.max_queue_pairs";

/// Judges what was found to have another size in both streams, where the parts of it tell.
pub(super) fn settle(
    writer: (&[u8], &Stream),
    reader: (&[u8], &Stream),
    only: Option<&str>,
    findings: &mut Vec<Finding>,
) {
    let (sent, own) = (splits(writer, only), splits(reader, only));
    for (place, sent) in &sent {
        let Some(own) = own.get(place) else { continue };
        let judged = sent.judge(own);
        let is_of_it = |finding: &Finding| {
            *finding.rule == rules::FIELDS_DIFFER
                && (&finding.device, &finding.path) == (&place.0, &place.1)
        };
        if !matches!(judged, Some(Judged::Unlike)) {
            findings.retain(|finding| !is_of_it(finding));
        }
        if let Some(Judged::Breaks(rule, writer, reader)) = judged {
            findings.push(Finding {
                rule,
                device: place.0.clone(),
                path: place.1.clone(),
                writer,
                reader,
            });
        }
    }
}

/// A device, and the path to its opaque item.
type Place = (String, String);

/// An opaque item that was split.
struct Split<'s> {
    bytes: &'s [u8],
    layout: &'s Struct,
}

enum Judged {
    /// It breaks, by this rule, with what either side has.
    Breaks(&'static Rule, String, String),
    /// What differs is not among what is known.
    Unlike,
}

fn splits<'s>(
    (bytes, stream): (&'s [u8], &'s Stream),
    only: Option<&str>,
) -> BTreeMap<Place, Split<'s>> {
    let mut found = BTreeMap::new();
    for (device, offset, layout) in stream.devices(only) {
        let mut enter = |steps: Steps<'_, '_>, layout: &'s Struct, bytes: &'s [u8]| {
            if layout.name == NAME {
                found.insert((device.clone(), steps.path()), Split { bytes, layout });
            }
        };
        // What cannot be walked has been refused when it was read.
        let _ = layout.walk_with(bytes, offset as u64, &mut |_| {}, &mut enter);
    }
    found
}

impl<'s> Split<'s> {
    /// What follows for a reader that has the other one; `None` if it takes all of it.
    fn judge(&self, own: &Self) -> Option<Judged> {
        let (sent, known) = (self.parts(), own.parts());
        let both_have = |path: &str| sent.contains_key(path) && known.contains_key(path);
        let pairs = [&sent, &known].map(|parts| parts.contains_key(PAIRS));
        if both_have("device.mac") && pairs[0] != pairs[1] {
            let [w, r] = pairs.map(|several| match several {
                true => "several pairs of queues".to_owned(),
                false => "one pair of queues".to_owned(),
            });
            return Some(Judged::Breaks(&rules::LENGTH_DIFFERS, w, r));
        }
        let ports = [&sent, &known].map(|parts| parts.get("device.ports").map(Part::ports));
        let [ports, there] = ports.map(Option::unwrap_or_default);
        let lacking = ports.into_iter().find(|port| !there.contains(port));
        if let (true, Some(port)) = (both_have("device.active_ports"), lacking) {
            let (w, r) = (format!("port {port}"), "no such port".to_owned());
            return Some(Judged::Breaks(&rules::PORT_LACKING, w, r));
        }
        let sizes = |parts: BTreeMap<String, Part<'_>>| {
            let parts = parts.into_iter();
            let fixed = parts.filter(|(path, _)| !COUNTED.contains(&path.as_str()));
            fixed
                .map(|(path, part)| (path, part.ty.size()))
                .collect::<Vec<_>>()
        };
        let has = |part: &Struct| {
            let mut known = own.layout.subsections.iter();
            known.any(|known| known.name == part.name && known.size() == part.size())
        };
        let alike = sizes(sent) == sizes(known) && self.layout.subsections.iter().all(has);
        (!alike).then_some(Judged::Unlike)
    }

    /// Its fields, and those of the device's own part, by their paths.
    fn parts(&self) -> BTreeMap<String, Part<'s>> {
        let mut parts = BTreeMap::new();
        let mut add = |path: String, field: &'s Field, bytes: &'s [u8]| {
            parts.insert(
                path,
                Part {
                    ty: &field.ty,
                    bytes,
                },
            );
        };
        for (field, bytes) in fields(self.layout, self.bytes) {
            match &field.ty {
                Type::Struct(inner) if field.name == "device" => {
                    for (part, bytes) in fields(inner, bytes) {
                        add(format!("device.{}", part.name), part, bytes);
                    }
                }
                _ => add(field.name.clone(), field, bytes),
            }
        }
        parts
    }
}

/// The fields of a struct, each with the bytes from its first one on.
fn fields<'s>(layout: &'s Struct, bytes: &'s [u8]) -> impl Iterator<Item = (&'s Field, &'s [u8])> {
    let mut rest = bytes;
    layout.fields.iter().map(move |field| {
        let here = rest;
        let len = usize::try_from(field.ty.size()).unwrap_or(usize::MAX);
        rest = rest.get(len..).unwrap_or_default();
        (field, here)
    })
}

struct Part<'s> {
    ty: &'s Type,
    bytes: &'s [u8],
}

impl Part<'_> {
    /// The numbers of the ports that it is of: each element begins with one.
    fn ports(&self) -> BTreeSet<u32> {
        let Type::Array { element, count } = self.ty else {
            return BTreeSet::new();
        };
        let len = usize::try_from(element.size()).unwrap_or(usize::MAX).max(1);
        let count = usize::try_from(*count).unwrap_or(usize::MAX);
        let ports = self.bytes.chunks_exact(len).take(count);
        let numbers = ports.filter_map(|port| port.first_chunk());
        numbers.map(|number| u32::from_be_bytes(*number)).collect()
    }
}
