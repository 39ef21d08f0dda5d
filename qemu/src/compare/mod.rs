//! Whether a build of QEMU can load what another one sends.
//!
//! QEMU's streams have no schema, so what is compared is what is known of the
//! layouts: from a dump of all devices that a build could have, or from a
//! stream, which has those of one machine. The rules are positional, as QEMU's
//! loader is: a field is what stands at its place, whatever its name.

mod dump;
mod finding;
mod model;
mod rules;
mod sections;
mod sizes;
mod spaces;
mod tokens;
mod values;
mod virtio;
mod walk;

pub use dump::{begins_dump, is_dump};
pub use finding::Finding;
pub use model::Layouts;
pub use rules::{RULES, Rule, Verdict, rule};

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::description::Description;
use crate::framing::Stream;
use finding::Findings;
use model::{Def, Device};
use sizes::Sides;

/// One side of a comparison.
#[derive(Debug)]
pub struct Side<'a> {
    layouts: Layouts,
    /// Bytes and records, if it is a stream.
    stream: Option<(&'a [u8], &'a Stream)>,
}

impl<'a> Side<'a> {
    /// A dump.
    pub fn dump(layouts: Layouts) -> Self {
        Self {
            layouts,
            stream: None,
        }
    }

    /// A stream, with the bytes that it was read from and what describes it.
    pub fn stream(bytes: &'a [u8], stream: &'a Stream, description: &Description) -> Self {
        Self {
            layouts: Layouts::of_description(description),
            stream: Some((bytes, stream)),
        }
    }
}

/// What to compare.
#[derive(Debug, Default)]
pub struct Selection<'a> {
    /// Only the devices that this stream has.
    pub devices_of: Option<&'a Layouts>,
    /// Only the device of this name: of a dump, the type; of a stream, name and
    /// instance.
    pub device: Option<&'a str>,
}

/// What a comparison found.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Everything that does not just load, and what loads with another meaning.
    pub findings: Vec<Finding>,
    /// How many devices were compared.
    pub compared: usize,
}

impl Comparison {
    /// The gravest verdict.
    pub fn verdict(&self) -> Verdict {
        let nothing = match self.compared {
            0 => Verdict::Unknown,
            _ => Verdict::Loads,
        };
        let found = self.findings.iter().map(|finding| finding.rule.verdict);
        found.fold(nothing, Verdict::max)
    }
}

/// As many fields are looked at: two dumps of arm64 have 50,000.
const MOST_FIELDS: u64 = 8_000_000;

/// As many findings are kept.
const MOST_FINDINGS: usize = 100_000;

/// Compares what one side sends with what the other reads.
pub fn compare(writer: &Side<'_>, reader: &Side<'_>, selection: &Selection<'_>) -> Comparison {
    let mut comparison = Found {
        findings: Findings::new(MOST_FINDINGS),
        compared: 0,
    };
    let work = Cell::new(MOST_FIELDS);
    let sides = Sides {
        work: &work,
        writer_is_dump: writer.layouts.from_dump,
        reader_is_dump: reader.layouts.from_dump,
        lengths: writer.layouts.has_lengths && reader.layouts.has_lengths,
    };
    let chosen = |device: &Device| selection.device.is_none_or(|wanted| wanted == device.key);
    let (w, r) = (&writer.layouts, &reader.layouts);
    match (
        sides.writer_is_dump,
        sides.reader_is_dump,
        selection.devices_of,
    ) {
        (true, true, None) => {
            let lacking = |_: &Device| &rules::DEVICE_LACKING;
            by_key(sides, (w, r), &chosen, &lacking, &mut comparison);
        }
        (true, true, Some(machine)) => {
            let (sent, known) = (named(w), named(r));
            for device in machine.devices.iter().filter(|device| chosen(device)) {
                let of_name = |types: &ByName<'_>| types.contains_key(device.layout.name.as_str());
                let only = match (of_name(&sent), of_name(&known)) {
                    (true, false) => Some(Only::Writer),
                    (false, true) => Some(Only::Reader),
                    _ => None,
                };
                let pairs = pairs_of_name(&device.layout.name, &sent, &known);
                match only {
                    Some(only) => comparison.add([only.finding(device)]),
                    None => by_name(sides, device, pairs, &mut comparison),
                }
            }
        }
        (false, true, _) => {
            let known = named(r);
            for device in w.devices.iter().filter(|device| chosen(device)) {
                let found = known.get(device.layout.name.as_str()).into_iter().flatten();
                let pairs = found.map(|found| (&device.layout, &found.layout));
                by_name(sides, device, pairs, &mut comparison);
            }
        }
        (true, false, _) => {
            let known = named(w);
            for device in r.devices.iter().filter(|device| chosen(device)) {
                let found = known.get(device.layout.name.as_str()).into_iter().flatten();
                let pairs = found.map(|found| (&found.layout, &device.layout));
                by_name(sides, device, pairs, &mut comparison);
            }
        }
        (false, false, _) => {
            let lacking = |device: &Device| {
                sections::lacking(device, w, reader.stream.map(|(_, stream)| stream))
            };
            by_key(sides, (w, r), &chosen, &lacking, &mut comparison);
        }
    }
    let streams = writer.stream.zip(reader.stream);
    if let Some((writer, reader)) = streams {
        comparison.add(values::compare(writer, reader, selection.device));
    }
    let mut findings = comparison.findings.into_vec();
    if let Some((writer, reader)) = streams {
        virtio::settle(writer, reader, selection.device, &mut findings);
    }
    Comparison {
        findings,
        compared: comparison.compared,
    }
}

/// A comparison that is under way.
struct Found {
    findings: Findings,
    compared: usize,
}

impl Found {
    fn add(&mut self, found: impl IntoIterator<Item = Finding>) {
        found.into_iter().for_each(|one| self.findings.add(one));
    }
}

/// Devices of one key; `lacking` is the rule for one that the reader does not have.
fn by_key(
    sides: Sides<'_>,
    (writer, reader): (&Layouts, &Layouts),
    chosen: &dyn Fn(&Device) -> bool,
    lacking: &dyn Fn(&Device) -> &'static Rule,
    comparison: &mut Found,
) {
    // Of several, the first one is found.
    let last_to_first = reader.devices.iter().rev();
    let known: BTreeMap<&str, &Def> = last_to_first
        .map(|device| (device.found_by.as_str(), &device.layout))
        .collect();
    for device in writer.devices.iter().filter(|device| chosen(device)) {
        match known.get(device.found_by.as_str()) {
            Some(reader) => {
                comparison.compared += 1;
                let found = walk::device(sides, &device.key, &device.layout, reader);
                comparison.add(found.into_vec());
            }
            None => {
                let version = format!("version {}", device.layout.version);
                let none = "no such device".into();
                comparison.add([of_device(lacking(device), &device.key, version, none)]);
            }
        }
    }
}

/// A device that a stream has: what dumps say of that name.
fn by_name<'d>(
    sides: Sides<'_>,
    device: &Device,
    pairs: impl Iterator<Item = (&'d Def, &'d Def)>,
    comparison: &mut Found,
) {
    let mut first: Option<Findings> = None;
    let verdict = |found: &Findings| found.gravest().unwrap_or(Verdict::Loads);
    let (mut types, mut alike) = (0_usize, true);
    for (writer, reader) in pairs {
        if sides.work.get() == 0 {
            let said = format!("{} device types or more", types + 1);
            let finding = of_device(&rules::TOO_LARGE, &device.key, said.clone(), said);
            comparison.add([finding]);
            return;
        }
        types += 1;
        let found = walk::device(sides, &device.key, writer, reader);
        match &first {
            None => first = Some(found),
            Some(first) => alike &= verdict(first) == verdict(&found),
        }
    }
    let name = crate::text::shown(&device.layout.name);
    let Some(first) = first else {
        let name = match device.layout.name.is_empty() {
            true => "is not described by VMState".into(),
            false => format!("{name} is in no dump"),
        };
        let finding = of_device(&rules::DEVICE_NOT_COVERED, &device.key, name.clone(), name);
        comparison.add([finding]);
        return;
    };
    comparison.compared += 1;
    if alike {
        comparison.add(first.into_vec());
        return;
    }
    let name = format!("{name} of {types} device types");
    let finding = of_device(&rules::DEVICE_AMBIGUOUS, &device.key, name.clone(), name);
    comparison.add([finding]);
}

fn of_device(rule: &'static Rule, device: &str, writer: String, reader: String) -> Finding {
    Finding {
        rule,
        device: device.into(),
        path: String::new(),
        writer,
        reader,
    }
}

/// Device types by their names.
type ByName<'l> = BTreeMap<&'l str, Vec<&'l Device>>;

fn named(layouts: &Layouts) -> ByName<'_> {
    let mut named = ByName::new();
    for device in &layouts.devices {
        named.entry(&device.layout.name).or_default().push(device);
    }
    named
}

/// The types of this name that are to be compared: those of one key in both dumps, or, as
/// a section is found by its name alone, each with each if there are none.
fn pairs_of_name<'l>(
    name: &str,
    writer: &ByName<'l>,
    reader: &ByName<'l>,
) -> impl Iterator<Item = (&'l Def, &'l Def)> {
    let of_name = |types: &ByName<'l>| types.get(name).cloned().unwrap_or_default();
    let (sent, known) = (of_name(writer), of_name(reader));
    let keys: BTreeMap<&str, &Device> = (known.iter().rev())
        .map(|device| (device.key.as_str(), *device))
        .collect();
    let same = |device: &&'l Device| keys.contains_key(device.key.as_str());
    let by_key = sent.iter().any(same);
    sent.into_iter().flat_map(move |device| {
        let others = match by_key {
            true => keys.get(device.key.as_str()).copied().into_iter().collect(),
            false => known.clone(),
        };
        others
            .into_iter()
            .map(|other| (&device.layout, &other.layout))
    })
}

/// The only dump that has a device.
#[derive(Clone, Copy)]
enum Only {
    Writer,
    Reader,
}

impl Only {
    fn finding(self, device: &Device) -> Finding {
        let name = crate::text::shown(&device.layout.name);
        let (there, lacking) = (
            format!("{name} is in its dump"),
            format!("{name} is not in its dump"),
        );
        let (writer, reader) = match self {
            Self::Writer => (there, lacking),
            Self::Reader => (lacking, there),
        };
        of_device(&rules::DEVICE_IN_ONE_DUMP, &device.key, writer, reader)
    }
}
