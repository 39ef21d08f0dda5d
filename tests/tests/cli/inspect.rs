//! `inspect` on streams that are in order.

use std::collections::BTreeSet;

use migratable::{Device, Migratable, to_vec};
use serde_json::{Value, json};
use snapbox::{assert_data_eq, file, str};

use super::fleet;
use super::json;
use super::streams::{Builder, Gadget, gadget, state, three};
use super::tool::run_with;

/// The tree of a stream.
#[track_caller]
fn tree(arguments: &[&str], stream: &[u8]) -> String {
    run_with(["inspect", "-"].iter().chain(arguments), stream).fine()
}

/// The JSON document of a stream.
#[track_caller]
fn document(arguments: &[&str], stream: &[u8]) -> Value {
    json::parse(&tree(&[arguments, &["--format", "json"]].concat(), stream))
}

#[test]
fn the_tree_of_a_machine() {
    assert_data_eq!(
        tree(&[], fleet::stream()),
        file!["snapshots/fleet.txt"].raw()
    );
    let full = ["--full", "--docs", "--show-sensitive"];
    assert_data_eq!(
        tree(&full, fleet::stream()),
        file!["snapshots/fleet-full.txt"].raw()
    );
}

#[test]
fn the_json_of_a_machine() {
    let document = document(&[], fleet::stream());
    assert_eq!(document["producer"], "fleet");
    assert_eq!(document["producer_version"], "0.3.0");
    assert_eq!(document["complete"], true);
    assert_eq!(document["errors"], json!([]));
    let ram = json!({
        "name": "ram", "frames": 4, "bytes": (3 << 20) + 4096,
        "start": 0x8000_0000_u64, "end": 0x8030_0000_u64,
    });
    assert_eq!(document["bulk"][0], ram);
    let [busy, idle, disk] = &document["sections"].as_array().unwrap()[..] else {
        panic!("three sections")
    };
    let uart = json!({
        "flags": 0x90, "read_fifo": b"Fleet, at anchor", "read_count": 16, "ifl": 18,
        "line": {"Sending": {"byte": 65, "bits_left": 3}}, "sent_at": "1234567890",
        "clock": {"period": "41666", "drift": -0.25}, "trace": "boot\n\u{1b}[31mred",
    });
    assert_eq!(busy["value"], uart);
    assert_eq!(idle["value"]["line"], "Idle");
    assert_eq!(
        idle["value"].get("clock"),
        None,
        "an absent subsection is absent"
    );
    assert_eq!(
        (&disk["device"], &disk["version"]),
        (&json!("disk"), &json!(2))
    );
    assert_eq!(
        disk["value"]["in_flight"],
        json!([[3, ["4096", 8]], [70, ["0", 1]]])
    );
    assert_eq!(disk["value"]["key"], "(sensitive)");
}

#[derive(Migratable, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Idle,
    Busy,
    #[migratable(other)]
    Unknown(u32),
}

/// Sequences of each kind of value that has no parts.
#[derive(Migratable)]
#[migratable(device = "cells")]
struct Cells {
    units: ((), ()),
    bools: [bool; 2],
    masks: [u16; 2],
    offsets: [i16; 2],
    #[migratable(with = [migratable::Varint; 2])]
    counts: [u32; 2],
    halves: [f32; 2],
    thirds: [f64; 2],
    chars: [char; 2],
    lines: Vec<Line>,
    set: BTreeSet<Line>,
}

#[test]
fn cells_of_every_kind() {
    let cells = Cells {
        units: ((), ()),
        bools: [true, false],
        masks: [1, 0xffff],
        offsets: [-1, 2],
        counts: [7, 0x1_0000],
        halves: [0.5, -1.0],
        thirds: [1.0 / 3.0, f64::INFINITY],
        chars: ['x', 'ß'],
        lines: vec![Line::Busy, Line::Idle, Line::Unknown(77)],
        set: BTreeSet::from([Line::Idle, Line::Unknown(9)]),
    };
    let stream = Builder::new(&[Cells::SCHEMA_JSON], &[("cells", 0, 0)])
        .section(0, &to_vec(&cells).unwrap())
        .finish();
    let expected = str![[r#"
cells#0  struct Cells
├─ units    ((), ())
├─ bools    [true, false]
├─ masks    [0x0001, 0xffff]
├─ offsets  [-1, 2]
├─ counts   [7, 0x10000]
├─ halves   [0.5, -1.0]
├─ thirds   [0.3333333333333333, inf]
├─ chars    ['x', 'ß']
├─ lines    [Busy, Idle, Unknown:77]
└─ set      [Idle, Unknown:9]

"#]];
    assert_data_eq!(tree(&["--path", "cells"], &stream), expected);
}

#[test]
fn offsets_are_those_of_the_bytes() {
    let stream = fleet::stream();
    let tree = tree(&["--offsets"], stream);
    let bytes = |name: &str, len: usize| {
        let line = tree.lines().find(|line| line.contains(name)).expect(name);
        let offset = usize::from_str_radix(&line[..8], 16).unwrap();
        &stream[offset..offset + len]
    };
    assert_eq!(bytes("├─ flags ", 4), 0x90_u32.to_le_bytes());
    assert_eq!(bytes("[ 8] ", 4), u32::from(b't').to_le_bytes());
    assert_eq!(bytes("bits_left", 1), [3]);
    assert_eq!(bytes("period", 8), 41_666_u64.to_le_bytes());
    assert_eq!(bytes("serial", 7), *b"\x06F-0001");
    assert_eq!(
        bytes("{1} 70", 12),
        [0_u64.to_le_bytes().as_slice(), &1_u32.to_le_bytes()].concat()
    );
    assert_eq!(bytes("0000  46 4c", 8), *b"FLEETFS1");
    assert_eq!(bytes("passphrase", 15), *b"\x01\x0dcorrect horse");

    let document = document(&[], stream);
    for section in document["sections"].as_array().unwrap() {
        let (offset, len) = (
            section["offset"].as_u64().unwrap(),
            section["bytes"].as_u64().unwrap(),
        );
        let payload = &stream[offset as usize..][..len as usize];
        if section["device"] == "disk" {
            assert_eq!(payload[..8], 131_072_u64.to_le_bytes());
        }
    }
}

#[test]
fn paths_lead_to_parts() {
    let stream = fleet::stream();
    for (path, shown) in [
        (
            "disk0.capacity",
            "disk0#0.capacity  131072 sectors (0x20000)\n",
        ),
        (
            "disk0#0.queues[0].next",
            "disk0#0.queues[0].next  17 (0x11)\n",
        ),
        (
            "disk0.queues[0].ring[1]",
            "disk0#0.queues[0].ring[1]  2147491840 (0x80002000)\n",
        ),
        ("disk0.in_flight{1}[1]", "disk0#0.in_flight{1}[1]  1\n"),
        (
            "disk0.in_flight{key 1}",
            "disk0#0.in_flight{key 1}  70 (0x46)\n",
        ),
        (
            "disk0.\"capacity\"",
            "disk0#0.capacity  131072 sectors (0x20000)\n",
        ),
        ("disk0.sector[3]", "disk0#0.sector[3]  69 (0x45)\n"),
        ("disk0.enabled[3]", "disk0#0.enabled[3]  true\n"),
        (
            "pci0/uart#0.line.Sending.byte",
            "pci0/uart#0.line.Sending.byte  65 (0x41)\n",
        ),
        (
            "pci0/uart#0.read_fifo[1]",
            "pci0/uart#0.read_fifo[1]  108 (0x6c)\n",
        ),
        ("pci0/uart#1.clock.period", "pci0/uart#1.clock  absent\n"),
        (
            "pci0/uart.line",
            "pci0/uart#0.line  Sending\n├─ byte       65 (0x41)\n└─ bits_left  3\n\
             pci0/uart#1.line  Idle\n",
        ),
    ] {
        assert_eq!(tree(&["--path", path], stream), shown, "{path}");
    }
    let document = document(&["--path", "pci0/uart#0.clock"], stream);
    let [section] = &document["sections"].as_array().unwrap()[..] else {
        panic!("one section")
    };
    assert_eq!(section["part"], "clock");
    assert_eq!(section["value"], json!({"period": "41666", "drift": -0.25}));
}

#[test]
fn an_element_has_the_offset_of_its_bytes() {
    let stream = fleet::stream();
    let line = tree(&["--offsets", "--path", "disk0.sector[4]"], stream);
    let offset = usize::from_str_radix(&line[..8], 16).unwrap();
    assert_eq!(&stream[offset..offset + 4], b"TFS1");
}

#[test]
fn the_longest_device_path_is_meant() {
    let payload = to_vec(&state()).unwrap();
    let other = to_vec(&Gadget {
        flags: 7,
        ..state()
    })
    .unwrap();
    let instances = [("vm", 0, 0), ("vm.flags", 0, 0)];
    let stream = Builder::new(&[Gadget::SCHEMA_JSON], &instances)
        .section(0, &payload)
        .section(1, &other)
        .finish();
    assert_eq!(
        tree(&["--path", "vm.flags.flags"], &stream),
        "vm.flags#0.flags  7\n"
    );
    let run = run_with(["inspect", "-", "--path", "vm.flag"], &stream);
    assert!(
        run.failed()
            .contains("no field `flag`; there are `flags`, `ready`")
    );
}

#[test]
fn parts_that_are_not_there() {
    for (path, reason) in [
        ("c", r#"the stream has no device "c""#),
        ("a#2", "hint: it has a#0, a#1, b/c.d#0"),
        ("b/c.d.list[2]", "device b/c.d#0: it has 2 elements"),
        (
            "b/c.d.list.x",
            "it has 2 elements, written [n] from 0, so no `x`",
        ),
        ("b/c.d.flags.x", "it has no parts"),
        ("b/c.d.flag\x1b", r"`\u{1b}` follows `flag`"),
        (r#"b/c.d."flag\u{1b}""#, r#"no field `"flag\u{1b}"`"#),
        ("b/c.d.list[", "`]` is missing behind `list[`"),
        ("b/c.d.list[]", "written [n] from 0, so no `[]`"),
    ] {
        let error = run_with(["inspect", "-", "--path", path], &three()).failed();
        assert!(error.contains(reason), "{path}: {error}");
    }
}

#[test]
fn secrets_stay_secret() {
    let secrets = [
        "correct horse",
        "0123456789abcdef",
        "30 31 32 33",
        "30313233",
    ];
    let ways: [&[&str]; 6] = [
        &[],
        &["--full", "--docs"],
        &["--format", "json"],
        &["--path", "disk0.key"],
        &["--path", "disk0.key[0]"],
        &["--path", "disk0.passphrase", "--format", "json"],
    ];
    for arguments in ways {
        let shown = tree(arguments, fleet::stream());
        assert!(shown.contains("(sensitive)"), "{arguments:?}: {shown}");
        for secret in secrets {
            assert!(!shown.contains(secret), "{arguments:?}: {shown}");
        }
        let shown = tree(
            &[arguments, &["--show-sensitive"]].concat(),
            fleet::stream(),
        );
        assert!(!shown.contains("(sensitive)"), "{arguments:?}: {shown}");
    }

    let mut payload = to_vec(&state()).unwrap();
    let at = payload
        .windows(4)
        .position(|bytes| bytes == 4711_u32.to_le_bytes())
        .unwrap();
    payload[at..at + 4].copy_from_slice(&54_321_u32.to_le_bytes());
    let run = run_with(["inspect", "-"], &gadget(&payload));
    assert!(
        !run.stdout.contains("54321") && !run.stderr.contains("54321"),
        "{run:?}"
    );
    assert!(run.failed().contains("field `pin`"));
}

#[test]
fn nothing_in_a_stream_acts_on_the_terminal() {
    let evil = "\x1b[2J\u{202e}\u{9b}\r\n";
    let payload = to_vec(&Gadget {
        name: evil.into(),
        ..state()
    })
    .unwrap();
    let stream = Builder::by(evil, &[Gadget::SCHEMA_JSON], &[(evil, 0, 0)])
        .section(0, &payload)
        .bulk(evil, 0, b"x")
        .finish();
    for arguments in [&[][..], &["--full", "--docs"], &["--format", "json"]] {
        let shown = tree(arguments, &stream);
        let acts = |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
        assert!(!shown.contains(acts), "{arguments:?}: {shown:?}");
    }
    assert_eq!(document(&[], &stream)["producer"], evil);
    let run = run_with(["inspect", "-"], &stream[..stream.len() - 1]);
    assert!(!run.failed().contains(['\x1b', '\u{202e}', '\r']));
}

#[test]
fn long_values_say_what_is_left_out() {
    let long = Gadget {
        name: "x".repeat(1000),
        list: (0..100).map(|i| (i, i % 2 == 0)).collect(),
        ..state()
    };
    let stream = gadget(&to_vec(&long).unwrap());
    let short = tree(&[], &stream);
    assert!(
        short.contains("… 800 bytes more") && short.contains("… 84 elements more"),
        "{short}"
    );
    let full = tree(&["--full"], &stream);
    assert!(
        full.contains(&"x".repeat(1000)) && full.contains("[99]  (99, false)"),
        "{full}"
    );
    assert!(!full.contains('…'), "{full}");
}

#[test]
fn sections_come_in_the_order_of_the_stream() {
    let tree = tree(&[], &three());
    let expected = str![[r#"
standard input  stream of format 1, written by test 1
3 instances of 1 device

a#0  gadget, version 1, 20 bytes
├─ flags  2147483649 (0x80000001)
├─ ready  true
├─ name   "left"
├─ level  3
├─ pin    (sensitive)
└─ list   list<(u8, bool)>, 2 elements
   ├─ [0]  (1, false)
   └─ [1]  (200, true)
...
b/c.d#0  gadget, version 1, 20 bytes
...
a#1  gadget, version 1, 20 bytes
...
bulk  bytes that no schema describes
└─ ram  200 bytes in 2 frames, 0x0..0xa4

complete: 3 sections; checksums and digest are right

"#]];
    assert_data_eq!(tree, expected);
}

#[test]
fn a_machine_without_devices() {
    let tree = tree(&[], &Builder::new(&[], &[]).finish());
    assert!(tree.contains("0 instances of 0 devices"), "{tree}");
    let document = document(&[], &Builder::new(&[], &[]).finish());
    assert_eq!(
        (&document["sections"], &document["bulk"]),
        (&json!([]), &json!([]))
    );
}
