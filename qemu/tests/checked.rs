//! What a reader refuses although the fields of both sides agree, seen in two streams.

mod common;

use common::{Built, setup};
use migratable_qemu::compare::{Selection, Side, Verdict, compare};
use migratable_qemu::{Leaf, Limits, State, import, read};

/// The verdict, and the rules that were met.
fn judged(writer: &[u8], reader: &[u8]) -> (Verdict, Vec<&'static str>) {
    let limits = Limits::default();
    let (sent, own) = (read(writer, None, &limits), read(reader, None, &limits));
    assert_eq!((&sent.error, &own.error), (&None, &None));
    let description = |stream: &migratable_qemu::Stream| stream.description.clone().unwrap().0;
    let (w, r) = (description(&sent), description(&own));
    let found = compare(
        &Side::stream(writer, &sent, &w),
        &Side::stream(reader, &own, &r),
        &Selection::default(),
    );
    let rules = found.findings.iter().map(|one| one.rule.id).collect();
    (found.verdict(), rules)
}

fn loads(writer: &[u8], reader: &[u8]) {
    assert_eq!(judged(writer, reader), (Verdict::Loads, Vec::new()));
}

/// Each of the two cannot read the other, by this rule.
fn break_both_ways(a: &[u8], b: &[u8], rule: &str) {
    for (writer, reader) in [(a, b), (b, a)] {
        let (verdict, rules) = judged(writer, reader);
        assert_eq!(verdict, Verdict::Breaks, "{rule}: {rules:?}");
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
}

/// A device `dev` of these fields, in JSON.
fn described(fields: &str) -> String {
    format!(
        r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{fields}]}}"#
    )
}

fn field(name: &str, kind: &str, size: usize) -> String {
    format!(r#"{{"name": "{name}", "type": "{kind}", "size": {size}}}"#)
}

/// A stream of one device with these fields and bytes.
fn device(fields: &str, body: &[u8]) -> Vec<u8> {
    Built::new().full(1, "dev", 1, body).end(&described(fields))
}

#[test]
fn each_block_of_ram_must_exist() {
    let with = |blocks: &[(&str, u64)]| {
        let ram = setup(blocks, |_| Vec::new());
        let built = Built::new().start(1, "ram", 4, &ram);
        let body = built.full(2, "dev", 1, &[1]);
        body.end(&described(&field("a", "uint8", 1)))
    };
    let (one, two) = (
        with(&[("pc.ram", 0x1000)]),
        with(&[("pc.ram", 0x1000), ("0000:00:01.0/e1000.rom", 0x1000)]),
    );
    loads(&one, &two);
    let broken = (Verdict::Breaks, vec!["qemu-ram-block-lacking"]);
    assert_eq!(judged(&two, &one), broken);
}

/// A machine sends a section for each device, and refuses what it does not know: unless it
/// may know it otherwise.
#[test]
fn each_section_must_be_known() {
    let with = |sections: &[(&str, u32)]| {
        let mut built = Built::new();
        let mut described = Vec::new();
        for (id, (name, instance)) in (1..).zip(sections) {
            built = built.instance(id, name, *instance, &[1]);
            let field = field("a", "uint8", 1);
            described.push(format!(
                r#"{{"name": "{name}", "instance_id": {instance}, "vmsd_name": "{name}", "version": 1, "fields": [{field}]}}"#
            ));
        }
        built.end(&described.join(", "))
    };
    let cpu = ("cpu", 0);
    let one = with(&[cpu]);
    for more in [("cpu", 1), ("0000:00:01.0/nic", 0), ("nic", 0)] {
        let two = with(&[cpu, more]);
        loads(&one, &two);
        let lacking = (Verdict::Breaks, vec!["qemu-section-lacking"]);
        assert_eq!(judged(&two, &one), lacking, "{more:?}");
    }
    for (sent, known) in [
        // It is not sent of each guest.
        (("globalstate", 0), cpu),
        // A number that old versions counted otherwise.
        (("serial", 0x3f8), ("serial", 0)),
        // A name without the path that it has now.
        (("nic", 0), ("0000:00:01.0/nic", 0)),
    ] {
        let lacking = (Verdict::Unknown, vec!["qemu-device-lacking"]);
        assert_eq!(judged(&with(&[cpu, sent]), &with(&[cpu, known])), lacking);
    }
    // The path is looked for.
    let (old, new) = (with(&[cpu, ("nic", 0)]), with(&[cpu, ("0:1/nic", 0)]));
    let lacking = (Verdict::Breaks, vec!["qemu-section-lacking"]);
    assert_eq!(judged(&new, &old), lacking);
}

#[test]
fn an_e1000e_compares_its_subsystem() {
    let with = |name: &str, subsystem: u8| {
        let fields = field("subsys", "uint16", 2);
        Built::new()
            .full(1, name, 1, &[0, subsystem])
            .end(&described(&fields).replace("\"dev\"", &format!("\"{name}\"")))
    };
    let e1000e = |subsystem| with("0000:00:01.0/e1000e", subsystem);
    break_both_ways(&e1000e(1), &e1000e(2), "qemu-value-differs");
    loads(&with("nic", 1), &with("nic", 2));
}

#[test]
fn what_is_around_sections_must_be_the_same() {
    let json = described(&field("a", "uint8", 1));
    let with = |built: Built| built.full(1, "dev", 1, &[1]).end(&json);
    let plain = with(Built::new());
    let without_footers = with(Built::new().without_footers());
    let configured = with(Built::new().configuration("pc", &[]));
    for other in [&without_footers, &configured] {
        loads(other, other);
        break_both_ways(&plain, other, "qemu-framing-differs");
    }
}

/// Elements of an array that are described one by one are compared one by one.
#[test]
fn each_element_of_an_array_is_compared() {
    let element = |size: usize, subsections: &str| {
        format!(
            r#"{{"name": "a", "type": "struct", "size": {}, "struct": {{"vmsd_name": "e", "version": 1, "fields": [{}]{subsections}}}}}"#,
            if subsections.is_empty() {
                size
            } else {
                size + 9
            },
            field("x", "buffer", size),
        )
    };
    let subsection = r#", "subsections": [{"vmsd_name": "e/s", "version": 1, "fields": []}]"#;
    let head: &[u8] = b"\x05\x03e/s\0\0\0\x01";
    let alike = device(&[element(2, ""), element(2, "")].join(", "), &[0; 4]);
    let at_once = device(
        &element(2, "").replacen('{', r#"{"array_len": 2, "#, 1),
        &[0; 4],
    );
    let longer = device(&[element(2, ""), element(3, "")].join(", "), &[0; 5]);
    let with = |first: &str, second: &str| {
        let body = |subsections: &str| match subsections.is_empty() {
            true => vec![0; 2],
            false => [&[0; 2], head].concat(),
        };
        let fields = [element(2, first), element(2, second)].join(", ");
        device(&fields, &[body(first), body(second)].concat())
    };
    loads(&alike, &at_once);
    loads(&at_once, &alike);
    for (writer, reader) in [(&alike, &longer), (&longer, &at_once)] {
        let broken = (Verdict::Breaks, vec!["qemu-size-differs"]);
        assert_eq!(judged(writer, reader), broken);
    }
    let not_seen = (Verdict::Unknown, vec!["qemu-subsection-not-seen"]);
    let (first, second) = (with(subsection, ""), with("", subsection));
    let both = with(subsection, subsection);
    loads(&both, &both);
    loads(&second, &both);
    loads(&first, &both);
    for (writer, reader) in [
        (&second, &alike),
        (&second, &at_once),
        (&second, &first),
        (&first, &second),
        (&both, &first),
        (&both, &second),
    ] {
        assert_eq!(judged(writer, reader), not_seen);
    }
}

/// QEMU has written two controllers by one name, and loads both into the first.
#[test]
fn sections_of_one_name_are_read_and_compared() {
    let json = described(&field("a", "uint8", 1));
    let other = described(&field("b", "uint16", 2));
    let one = Built::new().full(1, "dev", 1, &[1]);
    let alone = one.clone().end(&json);
    let two = one
        .clone()
        .full(2, "dev", 1, &[2])
        .end(&[&*json, &json].join(", "));
    let unlike = one
        .full(2, "dev", 1, &[2, 3])
        .end(&[json, other].join(", "));

    let stream = read(&two, None, &Limits::default());
    let names: Vec<_> = stream.sections.iter().map(|one| one.full_name()).collect();
    assert_eq!(names, ["dev#0", "dev(2)#0"]);
    assert_eq!(stream.warnings.len(), 1, "{:?}", stream.warnings);
    import(&two, &stream, Vec::new()).unwrap();

    for (writer, reader) in [
        (&two, &two),
        (&two, &alone),
        (&alone, &two),
        (&two, &unlike),
    ] {
        loads(writer, reader);
    }
    assert_eq!(judged(&unlike, &two).0, Verdict::Breaks);
    // However many there are, and of the longest name.
    let name = "n".repeat(255);
    let many = (1..2000).fold(Built::new(), |built, id| built.full(id, &name, 1, &[0; 3]));
    let bytes = many.end_bare();
    let stream = read(&bytes, None, &Limits::default());
    assert_eq!((stream.error.as_ref(), stream.sections.len()), (None, 1999));
    import(&bytes, &stream, Vec::new()).unwrap();
}

/// Registers that cannot be written must be the same on both sides; they are told by their
/// numbers.
#[test]
fn registers_that_identify_the_processor_must_be_the_same() {
    let with = |register: u64, value: u64| {
        let fields = [
            field("cpreg_vmstate_indexes", "uint64", 8),
            field("cpreg_vmstate_values", "uint64", 8),
        ];
        let body = [register.to_be_bytes(), value.to_be_bytes()].concat();
        device(&fields.join(", "), &body)
    };
    let aarch64 = |op1: u64, crn: u64, crm: u64, op2: u64| {
        0x6030_0000_0013_0000 | 3 << 14 | op1 << 11 | crn << 7 | crm << 3 | op2
    };
    let aarch32 = |op1: u64, crn: u64, crm: u64, op2: u64| {
        0x4020_0000_000f_0000 | crn << 11 | crm << 7 | op1 << 3 | op2
    };
    let non_secure = |register: u64| register | 1 << 29;
    let identify = [
        aarch64(0, 0, 0, 0),
        aarch64(0, 0, 4, 1),
        aarch64(1, 0, 0, 1),
        aarch64(3, 0, 0, 7),
        aarch64(1, 11, 0, 2),
        aarch32(0, 0, 0, 0),
        aarch32(0, 0, 2, 5),
        aarch32(1, 9, 0, 2),
        non_secure(aarch32(0, 0, 1, 0)),
        non_secure(aarch32(1, 9, 0, 2)),
    ];
    for register in identify {
        let (one, two) = (with(register, 1), with(register, 2));
        loads(&one, &one);
        break_both_ways(&one, &two, "qemu-register-differs");
    }
    let state = [
        aarch64(0, 1, 0, 0),
        aarch64(2, 0, 0, 0),
        aarch64(4, 0, 0, 0),
        aarch64(1, 11, 0, 3),
        aarch32(0, 1, 0, 0),
        aarch32(2, 0, 0, 0),
        aarch32(4, 0, 0, 0),
        // Of 64 bits.
        aarch32(0, 0, 2, 0) | 1 << 15,
        non_secure(aarch32(0, 2, 0, 0)),
    ];
    for register in state {
        loads(&with(register, 1), &with(register, 2));
    }
}

/// A configuration space of so many bytes, with this subsystem.
fn space(len: usize, subsystem: u8) -> Vec<u8> {
    let mut space = vec![0; len];
    space[..4].copy_from_slice(b"\x86\x80\xd3\x10");
    space[0x2c..0x30].copy_from_slice(&[0x86, 0x80, subsystem, 0]);
    space
}

fn of_space(space: &[u8]) -> Vec<u8> {
    device(&field("config", "pci config", space.len()), space)
}

#[test]
fn a_space_of_pci_has_a_fixed_size() {
    let (small, large) = (of_space(&space(256, 1)), of_space(&space(4096, 1)));
    break_both_ways(&small, &large, "qemu-size-differs");
}

/// Of a device; a bridge has something else there.
#[test]
fn another_subsystem_is_not_known_to_load() {
    let (one, two) = (space(256, 1), space(256, 2));
    let differs = (Verdict::Unknown, vec!["qemu-subsystem-differs"]);
    assert_eq!(judged(&of_space(&one), &of_space(&two)), differs);
    let bridge = |mut space: Vec<u8>| {
        space[0x0e] = 1;
        of_space(&space)
    };
    loads(&bridge(one), &bridge(two));
}

/// A space with one capability: its identity, where it is, and what is behind its head.
fn with_capability(id: u16, extended: bool, body: &[u8]) -> Vec<u8> {
    let mut space = space(4096, 1);
    let (at, head) = match extended {
        true => (0x100, u32::from(id) | 1 << 16),
        false => {
            space[0x06] = 0x10;
            space[0x34] = 0x40;
            (0x40, u32::from(id))
        }
    };
    let head = head.to_le_bytes();
    let head = if extended { &head[..] } else { &head[..2] };
    let bytes = [head, body].concat();
    space[at..at + bytes.len()].copy_from_slice(&bytes);
    space
}

/// QEMU compares all of a capability that software cannot write.
#[test]
fn what_a_capability_says_must_be_the_same() {
    // The place of a byte behind the head, and its value on one side.
    let vendor = [8, 1, 0, 0, 0, 0];
    for (id, extended, body, at, value, is_fixed) in [
        // Of a vendor: as much as it says that it has.
        (0x09_u16, false, &vendor[..], 1, 2, true),
        (0x09, false, &vendor, 5, 1, true),
        // Chassis of a bridge, which software writes, and its slots.
        (0x04, false, &[1, 2], 0, 3, true),
        (0x04, false, &[1, 2], 1, 3, false),
        // A serial number.
        (0x03, true, &[0; 8], 0, 1, true),
        (0x03, true, &[0; 8], 7, 1, true),
        // Access control, routing, translation: what there is, not how it is set.
        (0x0d, true, &[0; 4], 0, 1, true),
        (0x0d, true, &[0; 4], 2, 1, false),
        (0x0e, true, &[0; 4], 1, 1, true),
        (0x0f, true, &[0; 4], 0, 1, true),
        (0x0f, true, &[0; 4], 2, 1, false),
        // Errors are state; that several of them are recorded is not.
        (0x01, true, &[0; 40], 0, 1, false),
        (0x01, true, &[0; 40], 4, 1, false),
        (0x01, true, &[0; 40], 21, 2, true),
        (0x01, true, &[0; 40], 21, 1, false),
    ] {
        let one = of_space(&with_capability(id, extended, body));
        let mut other = body.to_vec();
        other[at] = value;
        let two = of_space(&with_capability(id, extended, &other));
        match is_fixed {
            true => break_both_ways(&one, &two, "qemu-value-differs"),
            false => loads(&one, &two),
        }
    }
}

/// What of a capability is state and what is compared, is not known of all.
#[test]
fn a_capability_that_is_not_known_is_not_called_safe() {
    for (id, extended) in [(0x03, false), (0x19, true)] {
        let with = |byte: u8| of_space(&with_capability(id, extended, &[0, 0, byte]));
        loads(&with(1), &with(1));
        let differs = (Verdict::Unknown, vec!["qemu-capability-differs"]);
        assert_eq!(judged(&with(1), &with(2)), differs);
    }
}

/// The state of a virtio device behind PCI, with one queue.
struct Virtio {
    name: &'static str,
    space_len: usize,
    features: u64,
    own: Vec<u8>,
}

impl Virtio {
    fn new(name: &'static str, own: &[u8]) -> Self {
        Self {
            name,
            space_len: 256,
            features: 0,
            own: own.into(),
        }
    }

    fn stream(&self) -> Vec<u8> {
        let mut space = vec![0; self.space_len];
        space[..4].copy_from_slice(b"\xf4\x1a\x44\x10");
        let mut body = [&[0, 0, 0, 2][..], &space, &[0; 16], &[0; 4]].concat();
        body.extend((self.features as u32).to_be_bytes());
        body.extend([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 8]);
        body.extend([0; 10]);
        body.extend(&self.own);
        body.extend(b"\x05\x15virtio/64bit_features\0\0\0\x01");
        body.extend(self.features.to_be_bytes());
        let field = field("virtio", "virtio", body.len());
        Built::new()
            .full(1, self.name, 1, &body)
            .end(&described(&field).replace("\"dev\"", &format!("\"{}\"", self.name)))
    }
}

/// Nothing says how large it is. Behind a port of PCI Express most of it is zero, as
/// are many fields of a device.
#[test]
fn the_configuration_space_of_a_virtio_device_is_found() {
    for space_len in [256, 4096] {
        let device = Virtio {
            space_len,
            ..Virtio::new("virtio-rng", &[])
        };
        let bytes = device.stream();
        let stream = read(&bytes, None, &Limits::default());
        let State::Device { offset, layout } = &stream.sections[0].state else {
            panic!("{:?}", stream.warnings);
        };
        let mut found = Vec::new();
        let mut see = |leaf: &Leaf<'_, '_>| {
            let path = leaf.steps.path();
            if ["virtio.queue_count", "virtio.queues[0].num"].contains(&&*path) {
                found.push((path, leaf.bytes.last().copied()));
            }
        };
        layout.walk(&bytes, *offset as u64, &mut see).unwrap();
        let expected = [("virtio.queue_count", 1), ("virtio.queues[0].num", 8)];
        assert_eq!(found, expected.map(|(path, at)| (path.into(), Some(at))));
    }
}

/// A stream has the features that its guest uses, not those that the device offers.
#[test]
fn features_that_are_not_seen_are_not_called_safe() {
    let with = |features: u64| {
        let device = Virtio::new("virtio-rng", &[]);
        Virtio { features, ..device }.stream()
    };
    let (none, low, both) = (with(0), with(1 << 28), with(1 << 28 | 1 << 32));
    for (writer, reader) in [(&none, &low), (&low, &both), (&both, &both)] {
        loads(writer, reader);
    }
    for (writer, reader) in [(&low, &none), (&both, &low), (&both, &none)] {
        let not_seen = (Verdict::Unknown, vec!["qemu-features-not-seen"]);
        assert_eq!(judged(writer, reader), not_seen);
    }
}

/// What a virtio device has of its own may be compared by its own code.
#[test]
fn what_a_virtio_device_has_of_its_own_is_compared() {
    let gpu = |own: u8| Virtio::new("virtio-gpu", &[0, own]).stream();
    loads(&gpu(1), &gpu(1));
    let differs = (Verdict::Unknown, vec!["qemu-own-part-differs"]);
    assert_eq!(judged(&gpu(1), &gpu(2)), differs);

    // Address, size, size of a block, node; then what is plugged in, of 16 blocks.
    let memory = |at: usize, value: u8| {
        let mut own = vec![0; 60];
        (own[14], own[22], own[at]) = (16, 1, value);
        Virtio::new("virtio-mem", &own).stream()
    };
    let one = memory(59, 0);
    for (at, value) in [(5, 1), (14, 17), (22, 2), (27, 1)] {
        break_both_ways(&one, &memory(at, value), "qemu-value-differs");
    }
    for at in [35, 43, 51, 59] {
        loads(&one, &memory(at, 1));
    }
}
