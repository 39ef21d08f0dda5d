//! virtio devices of two streams, of which a reader takes some parts with any length: the
//! stream says how long they are.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Finding;
use super::rules::{self, Rule};
use crate::framing::Stream;
use crate::layout::{Field, Leaf, Step, Steps, Struct, Type};

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

/// What the device has of its own, if that is not split.
const OWN_PART: &str = "device";

/// What device and guest have agreed on: its lower half, and in a subsection all of it.
const FEATURES: &str = "guest_features";
const ALL_FEATURES: &str = "virtio/64bit_features";

/// What a network device sends, and reads, only if it has several pairs of queues.
const PAIRS: &str = "device.max_queue_pairs";

/// Judges devices that both streams have: what they hold, and what was found to have another
/// size, where the parts of it tell.
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
        if !judged.is_unlike {
            findings.retain(|finding| !is_of_it(finding));
        }
        findings.extend(judged.found.into_iter().map(|found| Finding {
            rule: found.rule,
            device: place.0.clone(),
            path: place.1.clone(),
            writer: found.writer,
            reader: found.reader,
        }));
    }
}

/// A device, and the path to its opaque item.
type Place = (String, String);

/// An opaque item that was split.
struct Split<'s> {
    bytes: &'s [u8],
    layout: &'s Struct,
}

/// What follows for a reader.
struct Judged {
    found: Vec<Found>,
    /// Whether sizes differ of which it is not known that the reader takes them.
    is_unlike: bool,
}

/// A rule, with what either side has.
struct Found {
    rule: &'static Rule,
    writer: String,
    reader: String,
}

impl Found {
    fn new(rule: &'static Rule, writer: impl Into<String>, reader: impl Into<String>) -> Self {
        Self {
            rule,
            writer: writer.into(),
            reader: reader.into(),
        }
    }
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
    /// What follows for a reader that has the other one.
    fn judge(&self, own: &Self) -> Judged {
        let (sent, known) = (self.parts(), own.parts());
        let broken: Vec<_> = [other_pairs(&sent, &known), lacking_port(&sent, &known)]
            .into_iter()
            .flatten()
            .collect();
        // Why a size differs, is then said.
        let is_unlike = broken.is_empty() && !self.is_alike(own, &sent, &known);
        let open = [self.features_not_seen(own), other_part(&sent, &known)];
        let found = broken.into_iter().chain(open.into_iter().flatten());
        Judged {
            found: found.collect(),
            is_unlike,
        }
    }

    /// Whether what differs in size is taken with any.
    fn is_alike(&self, own: &Self, sent: &Parts<'_>, known: &Parts<'_>) -> bool {
        let sizes = |parts: &Parts<'_>| {
            let fixed = parts
                .iter()
                .filter(|(path, _)| !COUNTED.contains(&path.as_str()));
            let sizes = fixed.map(|(path, part)| (path.clone(), part.ty.size()));
            sizes.collect::<Vec<_>>()
        };
        let has = |part: &Struct| {
            let mut known = own.layout.subsections.iter();
            known.any(|known| known.name == part.name && known.size() == part.size())
        };
        sizes(sent) == sizes(known) && self.layout.subsections.iter().all(has)
    }

    fn features_not_seen(&self, own: &Self) -> Option<Found> {
        let [sent, known] = [self.features(), own.features()];
        let more = sent & !known;
        (more != 0).then(|| {
            let said = format!("features {sent:#x}, of which {more:#x}");
            Found::new(&rules::FEATURES_NOT_SEEN, said, "not seen in its stream")
        })
    }

    /// What device and guest have agreed on.
    fn features(&self) -> u64 {
        let (mut low, mut all) = (0, None);
        let mut see = |leaf: &Leaf<'_, '_>| {
            let Type::Number(number) = leaf.ty else {
                return;
            };
            let mut steps = leaf.steps.iter();
            match (steps.next(), steps.next(), steps.next()) {
                (Some(Step::Name(FEATURES)), None, _) => low = number.value(leaf.bytes),
                (Some(Step::Name(ALL_FEATURES)), Some(Step::Name(FEATURES)), None) => {
                    all = Some(number.value(leaf.bytes));
                }
                _ => {}
            }
        };
        // What cannot be walked has been refused when it was read.
        let _ = self.layout.walk(self.bytes, 0, &mut see);
        u64::try_from(all.unwrap_or(low)).unwrap_or(0)
    }

    /// Its fields, and those of the device's own part, by their paths.
    fn parts(&self) -> Parts<'s> {
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

/// Whether only one side has several pairs of queues: then only that one sends how many.
fn other_pairs(sent: &Parts<'_>, known: &Parts<'_>) -> Option<Found> {
    let pairs = [sent, known].map(|parts| parts.contains_key(PAIRS));
    let [w, r] = pairs.map(|several| match several {
        true => "several pairs of queues",
        false => "one pair of queues",
    });
    let both_are_nets = both_have(sent, known, "device.mac");
    (both_are_nets && pairs[0] != pairs[1]).then(|| Found::new(&rules::LENGTH_DIFFERS, w, r))
}

fn lacking_port(sent: &Parts<'_>, known: &Parts<'_>) -> Option<Found> {
    let ports = [sent, known].map(|parts| parts.get("device.ports").map(Part::ports));
    let [ports, there] = ports.map(Option::unwrap_or_default);
    let lacking = ports.into_iter().find(|port| !there.contains(port));
    let port = lacking.filter(|_| both_have(sent, known, "device.active_ports"))?;
    let said = format!("port {port}");
    Some(Found::new(&rules::PORT_LACKING, said, "no such port"))
}

/// A part of the device's own of which nothing is known but the bytes.
fn other_part(sent: &Parts<'_>, known: &Parts<'_>) -> Option<Found> {
    let [w, r] = [sent.get(OWN_PART)?, known.get(OWN_PART)?].map(Part::raw);
    let (w, r) = (w?, r?);
    // What has another length is found where it is compared.
    (w.len() == r.len() && w != r).then(|| {
        let said = format!("{} bytes", w.len());
        Found::new(&rules::OWN_PART_DIFFERS, said, "other ones")
    })
}

fn both_have(sent: &Parts<'_>, known: &Parts<'_>, path: &str) -> bool {
    sent.contains_key(path) && known.contains_key(path)
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

/// By their paths.
type Parts<'s> = BTreeMap<String, Part<'s>>;

struct Part<'s> {
    ty: &'s Type,
    bytes: &'s [u8],
}

impl<'s> Part<'s> {
    /// Its bytes, if they have no type.
    fn raw(&self) -> Option<&'s [u8]> {
        match self.ty {
            Type::Bytes(len) => self.bytes.get(..usize::try_from(*len).ok()?),
            _ => None,
        }
    }

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
