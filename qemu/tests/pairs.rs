//! Verdicts on pairs of streams and dumps, beside what is known of them: real
//! loads, the same build, public source.

mod common;

use common::{DUMPS, bytes, decided, dump, stream};
use migratable_qemu::compare::{Layouts, Selection, Side, Verdict, compare, is_dump};
use migratable_qemu::{Limits, Stream, read};

enum Input {
    Dump(Layouts),
    Stream(Vec<u8>, Box<Stream>),
}

impl Input {
    fn open(name: &str) -> Self {
        match is_dump(&bytes(name)) {
            true => Self::Dump(dump(name)),
            false => {
                let (bytes, stream) = stream(name);
                Self::Stream(bytes, Box::new(stream))
            }
        }
    }

    fn side(&self) -> Side<'_> {
        match self {
            Self::Dump(layouts) => Side::dump(layouts.clone()),
            Self::Stream(bytes, stream) => {
                let (description, _) = stream.description.as_ref().unwrap();
                Side::stream(bytes, stream, description)
            }
        }
    }

    fn layouts(&self) -> Layouts {
        match self {
            Self::Dump(layouts) => layouts.clone(),
            Self::Stream(_, stream) => {
                Layouts::of_description(&stream.description.as_ref().unwrap().0)
            }
        }
    }
}

#[test]
fn known_pairs_have_their_verdicts() {
    let table = include_str!("pairs.tsv");
    let mut count = 0;
    for line in table.lines().skip(1) {
        let [writer, reader, select, expected, evidence] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{line}");
        };
        let (w, r) = (Input::open(writer), Input::open(reader));
        let machine = select
            .strip_prefix("of:")
            .map(|name| Input::open(name).layouts());
        let selection = Selection {
            devices_of: machine.as_ref(),
            device: select.strip_prefix("key:"),
        };
        let comparison = compare(&w.side(), &r.side(), &selection);
        assert_eq!(
            decided(&comparison),
            expected,
            "{writer} -> {reader} {select}: {evidence}\n{:#?}",
            comparison.findings
        );
        count += 1;
    }
    assert_eq!(count, 33);
}

/// All a build could have, against itself.
#[test]
fn every_dump_loads_itself() {
    for name in DUMPS {
        let side = Side::dump(dump(name));
        let found = compare(&side, &side, &Selection::default());
        assert_eq!(
            found.verdict(),
            Verdict::Loads,
            "{name}: {:#?}",
            found.findings
        );
        assert!(found.compared > 200);
    }
}

/// The break that no dump shows: what the processor's registers are.
#[test]
fn a_register_that_the_reader_lacks_is_named() {
    let (old, new) = (
        Input::open("qemu7.2.22-virt-7.2-min.mig.gz"),
        Input::open("qemu10.0.2-virt-7.2-min.mig.gz"),
    );
    let found = compare(&old.side(), &new.side(), &Selection::default());
    let register = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-register-lacking");
    let register = register.expect("the register is found");
    assert_eq!(register.device, "cpu#0");
    assert!(
        register.writer.contains("0x40200000200f3a00"),
        "{register:?}"
    );
    let found = compare(&new.side(), &old.side(), &Selection::default());
    let length = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-value-too-large");
    let length = length.expect("the length is found");
    assert_eq!(
        (length.writer.as_str(), length.reader.as_str()),
        ("274", "up to 258")
    );
}

const PC: &str = "qemu10.0.2-pc-q35-7.2-min.mig.gz";

/// The same stream with other bytes.
fn changed(change: impl FnOnce(&mut Vec<u8>)) -> Input {
    let mut changed = bytes(PC);
    change(&mut changed);
    let stream = read(&changed, None, &Limits::default());
    assert_eq!(stream.error, None);
    Input::Stream(changed, Box::new(stream))
}

fn replace(bytes: &mut Vec<u8>, old: &[u8], new: &[u8]) {
    let found = bytes.windows(old.len()).rposition(|window| window == old);
    let at = found.expect("it is there");
    bytes.splice(at..at + old.len(), new.iter().copied());
}

/// A stream says neither the oldest version that its build reads nor those of its fields.
#[test]
fn an_older_version_is_not_decided_by_a_stream() {
    let older = changed(|bytes| {
        replace(
            bytes,
            b"\x05i8254\0\0\0\0\0\0\0\x03",
            b"\x05i8254\0\0\0\0\0\0\0\x02",
        );
        let of = |version| format!("\"vmsd_name\": \"i8254\", \"version\": {version}");
        replace(bytes, of(3).as_bytes(), of(2).as_bytes());
    });
    let stream = Input::open(PC);
    let found = compare(&older.side(), &stream.side(), &Selection::default());
    assert_eq!(found.verdict(), Verdict::Unknown, "{:#?}", found.findings);
    assert_eq!(found.findings[0].rule.id, "qemu-version-not-seen");
    // The build's dump knows.
    let build = Input::open("qemu10.0.2-x86_64-pc-q35-7.2.json.gz");
    let selection = Selection {
        device: Some("i8254#0"),
        ..Selection::default()
    };
    let found = compare(&older.side(), &build.side(), &selection);
    assert_eq!(found.verdict(), Verdict::Breaks, "{:#?}", found.findings);
    let found = compare(&stream.side(), &older.side(), &Selection::default());
    assert_eq!(found.verdict(), Verdict::Breaks, "{:#?}", found.findings);
}

/// What a PCI device is, its configuration space says, and QEMU refuses another one.
#[test]
fn each_register_that_qemu_compares_is_compared() {
    // That of the host bridge, by its vendor, device and class.
    let space = b"\x86\x80\xc0\x29";
    let registers = [
        ("vendor_id", 0x00),
        ("device_id", 0x02),
        ("revision_id", 0x08),
        ("prog_if", 0x09),
        ("subclass", 0x0a),
        ("base_class", 0x0b),
        ("header_type", 0x0e),
        ("capabilities_pointer", 0x34),
        ("status", 0x06),
    ];
    let stream = Input::open(PC);
    for (name, at) in registers {
        let other = changed(|bytes| {
            let start = bytes.windows(4).position(|window| window == space);
            let bit = if at == 0x06 { 0x10 } else { 4 };
            bytes[start.expect("it is there") + at] ^= bit;
        });
        for (writer, reader) in [(&other, &stream), (&stream, &other)] {
            let found = compare(&writer.side(), &reader.side(), &Selection::default());
            assert_eq!(found.verdict(), Verdict::Breaks, "{name}");
            assert!(
                found.findings.iter().any(|one| one.path.contains(name)),
                "{name}"
            );
        }
    }
}

/// A bit of a register behind the head of a capability, and whether it is compared.
type Bit = (usize, u8, bool);

/// So is what software cannot write in each capability, and nothing else in it.
#[test]
fn what_is_fixed_in_each_capability_is_compared() {
    let (bytes, stream) = stream("qemu10.0.2-virt-7.2-rich.mig.gz");
    // A network card of virtio: the place of its configuration space, and of what is in it.
    let space = bytes
        .windows(4)
        .rposition(|at| at == b"\xf4\x1a\x00\x10")
        .unwrap();
    // Its capabilities, by their identifiers, with the bits that are compared.
    let fixed: &[(u8, &[Bit])] = &[
        (
            0x11,
            &[
                (0, 1, true),
                (1, 4, true),
                (2, 1, true),
                (3, 7, true),
                (3, 0x80, false),
            ],
        ),
        (0x11, &[(4, 8, true), (7, 1, true), (8, 8, true)]),
        (
            0x09,
            &[
                (0, 1, true),
                (1, 4, true),
                (2, 1, true),
                (3, 8, true),
                (4, 1, true),
            ],
        ),
        (0x09, &[(6, 1, false), (8, 1, true), (12, 1, true)]),
    ];
    let known = Input::Stream(bytes.clone(), Box::new(stream));
    let mut seen = 0;
    let mut at = usize::from(bytes[space + 0x34]);
    while at != 0 {
        let capability = space + at;
        let (id, next) = (bytes[capability], bytes[capability + 1]);
        // The one by which software reaches the others' registers can be written.
        let is_window = id == 0x09 && bytes[capability + 3] == 5;
        for (_, rows) in fixed.iter().filter(|(known, _)| *known == id) {
            for (behind, bit, is_fixed) in *rows {
                let mut changed = bytes.clone();
                changed[capability + behind] ^= bit;
                let stream = read(&changed, None, &Limits::default());
                // Another length of the table would be another length of the state.
                if stream.error.is_some() || (is_window && *behind > 2) {
                    continue;
                }
                seen += 1;
                let other = Input::Stream(changed, Box::new(stream));
                for (writer, reader) in [(&other, &known), (&known, &other)] {
                    let found = compare(&writer.side(), &reader.side(), &Selection::default());
                    // Without what follows from it, the state cannot be split, and is
                    // not known to load.
                    let expected = match (is_fixed, id) {
                        (true, 0x11) if *behind < 4 => found.verdict().max(Verdict::Unknown),
                        (true, _) => Verdict::Breaks,
                        (false, _) => Verdict::Loads,
                    };
                    let said = &found.findings;
                    assert_eq!(found.verdict(), expected, "{id:#x}, {behind}: {said:#?}");
                }
            }
        }
        at = next.into();
    }
    assert!(seen > 30, "{seen}");
}

/// A device of the machine that one dump lacks: which, and that it is not known to load.
#[test]
fn a_device_of_one_dump_is_said_to_be_of_that() {
    const NEW: &str = "qemu10.0.2-x86_64-pc-q35-7.2.json.gz";
    let machine = Input::open(PC);
    let without = |name: &str| {
        let mut all: serde_json::Value = serde_json::from_slice(&bytes(NEW)).unwrap();
        let all = all.as_object_mut().unwrap();
        all.retain(|_, device| device["Description"]["name"] != name);
        let text = serde_json::to_vec(&all).unwrap();
        Input::Dump(Layouts::of_dump(&text, &Limits::default()).unwrap())
    };
    let renamed = |name: &str| {
        let text = String::from_utf8(bytes(NEW)).unwrap();
        let text = text.replace(&format!("\"{name}\": {{"), "\"another-type\": {");
        Input::Dump(Layouts::of_dump(text.as_bytes(), &Limits::default()).unwrap())
    };
    let layouts = machine.layouts();
    let judged = |writer: &Input, reader: &Input| {
        let selection = Selection {
            devices_of: Some(&layouts),
            device: Some("i8254#0"),
        };
        compare(&writer.side(), &reader.side(), &selection)
    };
    let (whole, less) = (Input::open(NEW), without("i8254"));
    for (writer, reader, sent) in [(&whole, &less, true), (&less, &whole, false)] {
        let found = judged(writer, reader);
        assert_eq!(found.verdict(), Verdict::Unknown);
        let [finding] = &found.findings[..] else {
            panic!("{:#?}", found.findings)
        };
        assert_eq!(finding.rule.id, "qemu-device-in-one-dump");
        let (there, lacking) = match sent {
            true => (&finding.writer, &finding.reader),
            false => (&finding.reader, &finding.writer),
        };
        assert_eq!(
            (there.as_str(), lacking.as_str()),
            ("i8254 is in its dump", "i8254 is not in its dump")
        );
    }
    let found = judged(&less, &less);
    assert_eq!(found.findings[0].rule.id, "qemu-device-not-covered");
    // A section is found by the name of its description, whatever type the device has.
    let found = judged(&whole, &renamed("isa-pit"));
    assert_eq!(found.verdict(), Verdict::Loads, "{:#?}", found.findings);
}

/// What the other stream does not have, its build may know all the same.
#[test]
fn no_subsection_is_lacking_in_a_stream() {
    let build = Input::open("qemu10.0.2-x86_64-pc-q35-7.2.json.gz");
    let stream = Input::open(PC);
    let machine = stream.layouts();
    let selection = Selection {
        devices_of: Some(&machine),
        ..Selection::default()
    };
    let found = compare(&build.side(), &stream.side(), &selection);
    let rules: Vec<_> = found.findings.iter().map(|one| one.rule.id).collect();
    assert!(!rules.contains(&"qemu-subsection-lacking"), "{rules:?}");
    assert!(rules.contains(&"qemu-subsection-not-seen"), "{rules:?}");
}
