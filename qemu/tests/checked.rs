//! What a reader refuses although the fields of both sides agree, seen in two streams.

mod common;

use common::{Built, setup};
use migratable_qemu::compare::{Selection, Side, Verdict, compare};
use migratable_qemu::{Limits, import, read};

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
