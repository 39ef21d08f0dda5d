//! Writes seeds that are honest inputs, to `fuzz/seeds`: for a new target, and
//! when a format changes. Those that are hostile were written by hand, or found.

use std::fs;
use std::io::Result;
use std::iter;
use std::path::Path;
use std::time::Duration;

use migratable::device::Devices;
use migratable::lines::write_lines;
use migratable::live::{Action, Destination, Side, Source, Timeouts};
use migratable::schema::record;
use migratable::stream::{SchemaForm, StreamDigest, StreamReader};
use migratable::value::{self, JsonForm};
use migratable_fuzz_targets::live::DIGEST;
use migratable_fuzz_targets::machine::{
    Machine, limits, new, old, save, save_ram, save_with, writer,
};
use migratable_fuzz_targets::shapes::SHAPES;
use migratable_qemu::{Content, Limits, State, Stream, read, read_all};
use serde_json::{Value, json};

fn main() -> Result<()> {
    for (index, shape) in (0..).zip(&SHAPES) {
        for (live, bytes) in (shape.encodings)().iter().enumerate() {
            let name = format!("shape-{index}-{live}");
            put("payload", &name, &[&[index], &bytes[..]].concat())?;
            let item = value::read(shape.ty, bytes).expect("a value of this shape");
            let json = serde_json::to_vec(&JsonForm::new(shape.ty, &item.value, true))?;
            put("json_value", &name, &[&[index], &json[..]].concat())?;
        }
    }
    let streams = [
        save(&mut new::Board::busy()),
        save(&mut new::Board::default()),
        save(&mut old::Board::busy()),
        save(&mut old::Board::default()),
        save_with(&mut new::Board::busy(), SchemaForm::Fingerprint),
        save_with(&mut old::Board::busy(), SchemaForm::WithoutDocs),
    ];
    for (index, stream) in streams.iter().enumerate() {
        for (build, flag) in [("new", 0), ("old", 8)] {
            let name = format!("machine-{index}-{build}");
            put("stream", &name, &[&[7 | flag, 3], &stream[..]].concat())?;
            put("preflight", &name, &[&[6 | flag], &stream[..]].concat())?;
        }
        let mut reader = StreamReader::new(&stream[..], limits()).expect("a stream");
        let mut lines = Vec::new();
        write_lines(&mut reader, &mut lines).expect("a stream");
        put("lines", &format!("machine-{index}"), &lines)?;
    }
    answers::<new::Board, old::Board>("new", 7)?;
    answers::<old::Board, new::Board>("old", 15)?;
    hand_overs()?;
    schemas(&streams)?;
    qemu_streams()?;
    qemu_dumps()
}

/// What destinations answer to this source.
fn answers<S: Machine, D: Machine>(name: &str, flags: u8) -> Result<()> {
    let mut source = S::default();
    let source = source.devices().expect("paths differ");
    let (mut same, mut other) = (S::default(), D::default());
    let same = same.devices().expect("paths differ");
    let other = other.devices().expect("paths differ");
    for (index, destination) in [same, other].iter().enumerate() {
        let bytes = answer(&source, destination);
        put(
            "preflight",
            &format!("answer-{index}-{name}"),
            &[&[flags], &bytes[..]].concat(),
        )?;
    }
    Ok(())
}

fn answer(source: &Devices<'_>, destination: &Devices<'_>) -> Vec<u8> {
    let mut offer = writer();
    source.save_prologue(&mut offer).expect("memory takes all");
    let (stream, _): (Vec<u8>, StreamDigest) = {
        save_ram(&mut offer);
        source.save_sections(&mut offer).expect("memory takes all");
        offer.finish_with_digest().expect("memory takes all")
    };
    let mut reader = StreamReader::new(&stream[..], limits()).expect("an offer");
    let preflight = destination
        .judge_offer(reader.prologue())
        .expect("a judgement");
    while reader.next_frame().expect("a stream").is_some() {}
    let mut answer = writer();
    destination
        .answer(&preflight, &mut answer)
        .expect("an answer");
    answer
        .outcome(&reader.outcome(None))
        .expect("memory takes all");
    std::mem::take(answer.get_mut())
}

/// What happens to each side of a hand-over that succeeds, and of one that is settled on a
/// new connection.
fn hand_overs() -> Result<()> {
    let (now, digest) = (Duration::ZERO, StreamDigest::from_bytes(DIGEST));
    let mut source = Source::new(now, Timeouts::default());
    let mut destination = Destination::new(now, Timeouts::default());
    source.accepted(now);
    destination.answered(now);
    source.pause(now);
    source.sent(now, digest);
    destination.loaded(now, digest);
    let outcome = said(&mut destination);
    source.receive(now, &outcome);
    let decision = said(&mut source);
    source.closed(now, "gone");
    destination.closed(now, "gone");
    source.connected(now);
    destination.connected(now);
    let decision_again = said(&mut source);
    destination.receive(now, &decision_again);
    let acknowledgement = said(&mut destination);

    // The numbers are those of the target's events.
    let received = |bytes: &[u8]| [&[9, bytes.len() as u8], bytes].concat();
    let source = |end: &[u8]| [&[0, 3, 0, 1, 2], &received(&outcome)[..], end].concat();
    let destination = |end: &[u8]| [&[1, 3, 0, 2], end].concat();
    let lost = |bytes: &[u8]| [&[5, 4], &received(bytes)[..]].concat();
    put("live", "source", &source(&received(&acknowledgement)))?;
    put("live", "source-again", &source(&lost(&acknowledgement)))?;
    put("live", "destination", &destination(&received(&decision)))?;
    put(
        "live",
        "destination-again",
        &destination(&lost(&decision_again)),
    )
}

/// What a side has to say next.
fn said(side: &mut impl Side) -> Vec<u8> {
    let mut actions = iter::from_fn(|| side.next_action());
    let bytes = actions.find_map(|action| match action {
        Action::Send(bytes) => Some(bytes),
        _ => None,
    });
    bytes.expect("it has something to say")
}

/// Schemas of both machines, alone, in records and in pairs.
fn schemas(streams: &[Vec<u8>]) -> Result<()> {
    let schemas = |stream: &Vec<u8>| {
        let reader = StreamReader::new(&stream[..], limits()).expect("a stream");
        reader
            .prologue()
            .schema_texts()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (new, old) = (schemas(&streams[0]), schemas(&streams[2]));
    for (index, json) in new.iter().chain(&old).enumerate() {
        put("schema_json", &format!("machine-{index}"), json.as_bytes())?;
    }
    let named = |schemas: &[String], name: &str| {
        let name = format!("\"device\":\"{name}\"");
        schemas.iter().find(|json| json.contains(&name)).cloned()
    };
    for name in ["uart", "timer", "disk"] {
        let pair = named(&new, name).zip(named(&old, name));
        let (new, old) = pair.expect("both have it");
        for (order, texts) in [[&new, &old], [&old, &new]].iter().enumerate() {
            let text = format!("\x01{}\0{}\0values of it", texts[0], texts[1]);
            put("resolve", &format!("{name}-{order}"), text.as_bytes())?;
        }
    }
    let mut section = Vec::new();
    for json in &old {
        section.extend([0; 3]);
        section.extend(record::MAGIC);
        section.extend((json.len() as u32).to_le_bytes());
        section.extend(json.as_bytes());
    }
    put("record", "machine", &section)
}

/// Longest seed: the fuzzer takes inputs of 4096 bytes.
const LONGEST: usize = 3000;

/// A file of QEMU's, unpacked.
fn qemu(name: &str) -> Result<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../qemu/tests/data");
    let file = fs::File::open(folder.join(name))?;
    Ok(read_all(file, &Limits::default()).expect("it can be unpacked"))
}

/// One device of each kind, with its description.
fn qemu_streams() -> Result<()> {
    for name in [
        "qemu10.0.2-pc-q35-7.2-min.mig.gz",
        "qemu10.0.2-virt-7.2-rich.mig.gz",
    ] {
        let bytes = qemu(name)?;
        let stream = read(&bytes, None, &Limits::default());
        let (_, json) = stream.description.as_ref().expect("it has one");
        let json: Value = serde_json::from_slice(&bytes[json.clone()])?;
        for device in json["devices"].as_array().into_iter().flatten() {
            let Some(records) = device_record(&stream, &bytes, device) else {
                continue;
            };
            let described = json!({"devices": [device]}).to_string();
            let input = assembled(records, &described);
            let kind = device["vmsd_name"].as_str().unwrap_or("none");
            if input.len() <= LONGEST {
                let name = format!("device-{}", kind.replace('/', "-"));
                put("qemu_stream", &name, &input)?;
            }
        }
    }
    Ok(())
}

fn device_record<'b>(stream: &Stream, bytes: &'b [u8], device: &Value) -> Option<&'b [u8]> {
    let record = stream.records.iter().find(|record| match record.content {
        Content::Section { section, .. } => {
            let section = &stream.sections[section];
            let is_device = matches!(section.state, State::Device { .. });
            is_device
                && device["name"] == section.name.as_str()
                && device["instance_id"] == section.instance_id
        }
        _ => false,
    })?;
    bytes.get(record.range.clone())
}

/// Records and a description, which the target puts together.
fn assembled(records: &[u8], json: &str) -> Vec<u8> {
    let len = (records.len() as u16).to_le_bytes();
    [&[3], &len[..], records, json.as_bytes()].concat()
}

/// Devices as two versions have them, and a machine that has it.
fn qemu_dumps() -> Result<()> {
    let dump = |name| -> Result<Value> { Ok(serde_json::from_slice(&qemu(name)?)?) };
    let old = dump("qemu7.2.22-x86_64-pc-q35-7.2.json.gz")?;
    let new = dump("qemu11.1.3-x86_64-pc-q35-7.2.json.gz")?;
    for key in [
        "port92",
        "hpet",
        "i8042",
        "ioapic",
        "pci-testdev",
        "isa-parallel",
        "am53c974",
    ] {
        let pair = [&old, &new].map(|dump| json!({ key: dump[key] }).to_string());
        let machine = json!({"devices": [{"name": key, "instance_id": 0,
            "vmsd_name": new[key]["Description"]["name"], "version": 1, "fields": []}]});
        let input = format!("{}\0{}\0{machine}", pair[0], pair[1]);
        if !old[key].is_null() && !new[key].is_null() && input.len() <= LONGEST {
            put("qemu_dump", key, input.as_bytes())?;
        }
    }
    let forms = [qemu("pl011-c.json")?, qemu("pl011-rustlike.json")?];
    let compact = |bytes: &[u8]| -> Result<String> {
        Ok(serde_json::from_slice::<Value>(bytes)?.to_string())
    };
    let pair = format!("{}\0{}\0", compact(&forms[0])?, compact(&forms[1])?);
    put("qemu_dump", "pl011", pair.as_bytes())
}

fn put(target: &str, name: &str, bytes: &[u8]) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../seeds");
    let folder = folder.join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), bytes)
}
